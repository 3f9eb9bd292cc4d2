"""Who may have been together: everybody within seconds of another at two mats in a row.

Each mat is swept once in the order of its times. A pair is met at the first of its mats where it is so
close at this one and at the next that both crossed, and is not met again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.field import NEVER, Times

Order = NDArray[np.int32]
Pairs = NDArray[np.int32]


@compiled
def beside_at(
    mat: int, first: int, order: Order, by_mat: Times, near_ms: int, most: int, shift_ms: int, out: Pairs
) -> tuple[int, int]:
    """Write pairs met at a mat into ``out``, from place ``first`` of its order; return (pairs, next place).

    ``by_mat`` has shape ``(m, n)``. It stops short of the end when ``out`` might not hold the next runner's.
    With ``shift_ms`` everybody is held against those who came so much later as if they had not: who is
    beside whom by chance. A pair is then met in one of its two orders, the later one second.
    """
    mats, size, found = by_mat.shape[0], len(order), 0
    behind = first + 1
    at = first
    while at < size:
        if found + most > out.shape[0]:
            return found, at
        one = order[at]
        now_ms = by_mat[mat, one]
        behind = max(behind, at + 1)
        if shift_ms != 0:
            while behind < size and by_mat[mat, order[behind]] - shift_ms < now_ms - near_ms:
                behind += 1
        place = behind if shift_ms != 0 else at + 1
        last = min(size, place + (2 * most if shift_ms != 0 else most))
        while place < last:
            other = order[place]
            if by_mat[mat, other] - shift_ms - now_ms > near_ms:
                break
            place += 1
            if shift_ms != 0 and (one < other) == ((one ^ other) & 1 == 1):
                continue  # each pair is held against chance once, whichever of the two comes first
            after = mat + 1
            while after < mats and (by_mat[after, one] == NEVER or by_mat[after, other] == NEVER):
                after += 1
            if after == mats or abs(by_mat[after, other] - shift_ms - by_mat[after, one]) > near_ms:
                continue
            close, met = False, False
            for earlier in range(mat):
                if by_mat[earlier, one] == NEVER or by_mat[earlier, other] == NEVER:
                    continue
                was = close
                close = abs(by_mat[earlier, other] - shift_ms - by_mat[earlier, one]) <= near_ms
                if was and close:
                    met = True
                    break
            if met or close:
                continue
            if found < out.shape[0]:
                out[found, 0], out[found, 1] = one, other
                found += 1
        at += 1
    return found, at
