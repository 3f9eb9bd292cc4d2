"""Who may have been together: everybody within seconds of another at two mats in a row.

Each mat is swept once in the order of its times. A pair is met at the first of its mats where it is so
close at this one and at the next that both crossed, and is not met again. Where so many cross at once that
others stand between the two, more than ``most``, they are not held against each other there.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.field import NEVER, Bools, Index, Times

Order = NDArray[np.int32]
Pairs = NDArray[np.int32]


@compiled
def _are_close(one: int, other: int, mat: int, by_mat: Times, near_ms: int, shift_ms: int) -> bool:
    return bool(abs(by_mat[mat, other] - shift_ms - by_mat[mat, one]) <= near_ms)


@compiled
def _close_after(one: int, other: int, mat: int, by_mat: Times, near_ms: int, shift_ms: int) -> bool:
    """Return whether two are close at the next mat that both crossed."""
    for after in range(mat + 1, by_mat.shape[0]):
        if by_mat[after, one] != NEVER and by_mat[after, other] != NEVER:
            return _are_close(one, other, after, by_mat, near_ms, shift_ms)
    return False


@compiled
def _met_before(
    one: int, other: int, mat: int, place: Order, by_mat: Times, near_ms: int, most: int, shift_ms: int
) -> bool:
    """Return whether two were met at a mat before: close there, among the nearest, and close at the next."""
    close = False
    for earlier in range(mat):
        if by_mat[earlier, one] == NEVER or by_mat[earlier, other] == NEVER:
            continue
        near = _are_close(one, other, earlier, by_mat, near_ms, shift_ms)
        if near and close:
            return True
        close = near and (shift_ms != 0 or abs(place[one, earlier] - place[other, earlier]) <= most)
    return close


@compiled
def is_beside(one: int, other: int, place: Order, by_mat: Times, near_ms: int, most: int) -> bool:
    """Return whether two rows are met at any mat."""
    close = False
    for mat in range(by_mat.shape[0]):
        if by_mat[mat, one] == NEVER or by_mat[mat, other] == NEVER:
            continue
        near = _are_close(one, other, mat, by_mat, near_ms, 0)
        if near and close:
            return True
        close = near and abs(place[one, mat] - place[other, mat]) <= most
    return False


@compiled
def _in_order(mat: int, order: Order, by_mat: Times) -> Times:
    """Return the times at a mat in the order of another: neighbours lie side by side, and are read fast."""
    times = np.empty(len(order), dtype=np.int32)
    for at in range(len(order)):
        times[at] = by_mat[mat, order[at]]
    return times


@compiled
def beside_at(
    mat: int, first: int, order: Order, place: Order, by_mat: Times, near_ms: int, most: int, shift_ms: int,
    out: Pairs,
) -> tuple[int, int]:  # fmt: skip
    """Write pairs met at a mat into ``out``, from place ``first`` of its order; return (pairs, next place).

    ``by_mat`` has shape ``(m, n)``, ``place`` everybody's place in the order of each mat, ``(n, m)``. It
    stops short of the end when ``out`` might not hold the next runner's. With ``shift_ms`` everybody is held
    against those who came so much later as if they had not: who is beside whom by chance. A pair is then met
    in one of its two orders, the later one second.
    """
    size, found, at, behind = len(order), 0, first, first + 1
    reach = most if shift_ms == 0 else 2 * most
    if mat + 1 == by_mat.shape[0]:
        return 0, size  # behind the last mat nobody is seen
    here, there = _in_order(mat, order, by_mat), _in_order(mat + 1, order, by_mat)
    while at < size and found + reach <= out.shape[0]:
        one, until_ms, then_ms = order[at], here[at] + near_ms + shift_ms, there[at] + shift_ms
        behind = max(behind, at + 1) if shift_ms != 0 else at + 1
        while behind < size and here[behind] - shift_ms < here[at] - near_ms:
            behind += 1
        for beside in range(behind, min(size, behind + reach)):
            if here[beside] > until_ms:
                break
            if there[at] != NEVER and there[beside] != NEVER:
                if abs(there[beside] - then_ms) > near_ms:
                    continue
            elif not _close_after(one, order[beside], mat, by_mat, near_ms, shift_ms):
                continue
            other = order[beside]
            if shift_ms != 0 and (one < other) == ((one ^ other) & 1 == 1):
                continue  # each pair is held against chance once, whichever of the two comes first
            if not _met_before(one, other, mat, place, by_mat, near_ms, most, shift_ms):
                out[found, 0], out[found, 1] = one, other
                found += 1
        at += 1
    return found, at


@compiled
def _beside_new(
    row: int, mat: int, order: Order, place: Order, by_mat: Times, near_ms: int, most: int, out: Pairs
) -> tuple[int, int]:
    """Write the pairs of one runner and those nearest to her at a mat that are met at any mat.

    Returns how many these are, and how many runners were asked: at most ``most`` who crossed before her and
    as many after her.
    """
    found, asked, at = 0, 0, place[row, mat]
    for step in (-1, 1):
        beside = at + step
        while 0 <= beside < order.shape[1] and abs(beside - at) <= most:
            other = order[mat, beside]
            if other < 0 or not _are_close(row, other, mat, by_mat, near_ms, 0):
                break
            asked += 1
            if is_beside(row, other, place, by_mat, near_ms, most):
                out[found, 0], out[found, 1] = min(row, other), max(row, other)
                found += 1
            beside += step
    return found, asked


@compiled
def beside_new(
    rows: Index, mats: Index, first: int, order: Order, place: Order, by_mat: Times, near_ms: int, most: int,
    out: Pairs,
) -> tuple[int, int, int]:  # fmt: skip
    """Write the pairs that some new crossings make, from the ``first`` of them on.

    Returns how many pairs there are, how many runners were asked, and the next crossing: it stops short of
    the end when ``out`` might not hold the next one's.
    """
    found, asked, at = 0, 0, first
    while at < len(rows) and found + 2 * most <= out.shape[0]:
        some, said = _beside_new(rows[at], mats[at], order, place, by_mat, near_ms, most, out[found:])
        found += some
        asked += said
        at += 1
    return found, asked, at


@compiled
def are_beside(pairs: Pairs, place: Order, by_mat: Times, near_ms: int, most: int, out: Bools) -> None:
    """Fill which of some pairs are met at any mat."""
    for at in range(len(pairs)):
        out[at] = is_beside(pairs[at, 0], pairs[at, 1], place, by_mat, near_ms, most)
