"""Packs: where many more people than chance ran the whole stretch with two runners.

A pace team keeps its people within seconds of each other for hours. That is together, but tells nothing of
two of them; unless both are nearer to each other, at both ends, than anybody else of the pack is to either:
companions may run in a pack. Chance is counted among those who crossed the first mat of the stretch a little
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
PER_ROOT = 1.5
AS_NEAR_MS, AS_NEAR = 1000, 1.0  # so near, and not nearer, is another of the pack


@compiled
def _with(
    here: int, there: int, here_ms: int, there_ms: int, within_ms: int, order: Order, size: int, by_mat: Times
) -> int:
    """Return how many crossed two mats within so long of two instants."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if by_mat[here, order[here, middle]] < here_ms - within_ms:
            low = middle + 1
        else:
            high = middle
    count = 0
    while low < size and by_mat[here, order[here, low]] <= here_ms + within_ms:
        at_ms = by_mat[there, order[here, low]]
        if at_ms != NEVER and abs(at_ms - there_ms) <= within_ms:
            count += 1
        low += 1
    return count


@compiled
def _in_excess(
    one: int, here: int, there: int, within_ms: int, company: int, order: Order, size: int, by_mat: Times
) -> float:
    """Return how many more people than chance were near a runner at two mats, beside her company."""
    here_ms, there_ms = by_mat[here, one], by_mat[there, one]
    near = _with(here, there, here_ms, there_ms, within_ms, order, size, by_mat) - company
    chance = 0.0
    for shift_ms in SHIFTS_MS:
        chance += _with(here, there, here_ms + shift_ms, there_ms, within_ms, order, size, by_mat)
    chance /= len(SHIFTS_MS)
    return near - chance - PER_ROOT * math.sqrt(chance)


@compiled
def in_pack(
    found: Floats, company: int, people: int, within_ms: int, order: Order, crossings: NDArray[np.int64],
    by_mat: Times, out: Bools,
) -> None:  # fmt: skip
    """Fill which stretches (rows of ``stretch.best_stretches``) were run in a pack.

    ``company`` is how many of those who are near her are the two themselves.
    """
    for at in range(len(found)):
        one, here, there = int(found[at, 0]), int(found[at, 4]), int(found[at, 5])
        many = _in_excess(one, here, there, within_ms, company, order, crossings[here], by_mat) >= people
        if many and company > 1:
            other = int(found[at, 1])
            apart_ms = max(
                abs(by_mat[here, one] - by_mat[here, other]), abs(by_mat[there, one] - by_mat[there, other])
            )
            near_ms = apart_ms + AS_NEAR_MS
            one_more = _in_excess(one, here, there, near_ms, company, order, crossings[here], by_mat)
            other_more = _in_excess(other, here, there, near_ms, company, order, crossings[here], by_mat)
            many = max(one_more, other_more) >= AS_NEAR
        out[at] = many
