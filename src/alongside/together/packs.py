"""Packs: where many more people than chance ran the whole stretch with two runners.

A pace team keeps its people within seconds of each other for hours. That is together, but tells nothing of
two of them; unless nobody else was as near to either of them as they were to each other: companions may run
in a pack. Chance is counted among those who crossed the first mat of the stretch a little
before or after.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.field import NEVER, Floats, Times

Order = NDArray[np.int32]
Bools = NDArray[np.bool_]
SHIFTS_MS = (-45_000, -25_000, 25_000, 45_000)
PER_ROOT = 1.5  # so many standard deviations of chance do not count
AS_NEAR_MS, FAR_MS = 1500, 30_000  # nearer than another of the pack by less than the first is as near


@compiled
def _from(mat: int, from_ms: int, order: Order, size: int, by_mat: Times) -> int:
    """Return the place in the order of a mat from which crossings are not before an instant."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if by_mat[mat, order[mat, middle]] < from_ms:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _with(
    here: int, there: int, here_ms: int, there_ms: int, within_ms: int, order: Order, size: int, by_mat: Times
) -> int:
    """Return how many crossed two mats within so long of two instants."""
    at, count = _from(here, here_ms - within_ms, order, size, by_mat), 0
    while at < size and by_mat[here, order[here, at]] <= here_ms + within_ms:
        at_ms = by_mat[there, order[here, at]]
        if at_ms != NEVER and abs(at_ms - there_ms) <= within_ms:
            count += 1
        at += 1
    return count


@compiled
def _in_excess(
    one: int, one_ms: int, here: int, there: int, within_ms: int, company: int, order: Order, size: int,
    by_mat: Times,
) -> float:  # fmt: skip
    """Return how many more people than chance were near a runner at two mats, beside her company."""
    here_ms, there_ms = by_mat[here, one] - one_ms, by_mat[there, one] - one_ms
    near = _with(here, there, here_ms, there_ms, within_ms, order, size, by_mat) - company
    chance = 0.0
    for shift_ms in SHIFTS_MS:
        chance += _with(here, there, here_ms + shift_ms, there_ms, within_ms, order, size, by_mat)
    chance /= len(SHIFTS_MS)
    return near - chance - PER_ROOT * math.sqrt(chance)


@compiled
def _as_near(
    one: int, one_ms: int, other: int, other_ms: int, third: int, here: int, there: int, by_mat: Times
) -> bool:
    """Return whether a third was as near to a runner as another was, in the mean of the mats of a stretch."""
    nearer_ms, mats = 0, 0
    for mat in range(here, there + 1):
        if by_mat[mat, one] == NEVER or by_mat[mat, other] == NEVER or by_mat[mat, third] == NEVER:
            continue
        mine, hers = by_mat[mat, one] - one_ms, by_mat[mat, other] - other_ms
        nearer_ms += min(abs(by_mat[mat, third] - mine), FAR_MS) - abs(hers - mine)
        mats += 1
    return bool(by_mat[there, third] != NEVER and nearer_ms <= mats * AS_NEAR_MS)


@compiled
def _is_one_of_many(
    one: int, one_ms: int, other: int, other_ms: int, here: int, there: int, order: Order, size: int,
    by_mat: Times,
) -> bool:  # fmt: skip
    """Return whether anybody else was as near to a runner as ``other`` was."""
    at_ms = by_mat[here, one] - one_ms
    at = _from(here, at_ms - FAR_MS, order, size, by_mat)
    while at < size and by_mat[here, order[here, at]] <= at_ms + FAR_MS:
        third = order[here, at]
        is_third = third != one and third != other
        if is_third and _as_near(one, one_ms, other, other_ms, third, here, there, by_mat):
            return True
        at += 1
    return False


@compiled
def in_pack(
    found: Floats, shift_ms: int, people: int, within_ms: int, order: Order, crossings: NDArray[np.int64],
    by_mat: Times, out: Bools,
) -> None:  # fmt: skip
    """Fill which stretches (rows of ``stretch.best_stretches``) were run in a pack.

    The second of each is taken to have come ``shift_ms`` earlier, as in the search that found them: then she
    was not there, and is none of those who were near.
    """
    company = 2 if shift_ms == 0 else 1
    for at in range(len(found)):
        one, other = int(found[at, 0]), int(found[at, 1])
        here, there, size = int(found[at, 4]), int(found[at, 5]), crossings[int(found[at, 4])]
        many = max(
            _in_excess(one, 0, here, there, within_ms, company, order, size, by_mat),
            _in_excess(other, shift_ms, here, there, within_ms, company, order, size, by_mat),
        )
        out[at] = many >= people and (
            _is_one_of_many(one, 0, other, shift_ms, here, there, order, size, by_mat)
            or _is_one_of_many(other, shift_ms, one, 0, here, there, order, size, by_mat)
        )
