"""When each runner was to be expected at a mat, by herself: from her own past and the crowd around her.

Log pace is taken for a random walk: the last stretch tells most of the next. What all who cross a mat about
now have in common (a hill, heat, a narrow road) is the mean of those who crossed just before. How far she
may be off is what those were off, more for a runner who has been unsteady. Nothing that comes later is used,
so the answer at a mat stands when she has passed it.

A stretch that ends at a mat begins at the mat where she was read before.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.facts import ALONE, LATE, PEAK, SCALE, Facts
from alongside.together.field import NEVER, Floats, Index, Times

Singles = NDArray[np.float32]
Columns8 = NDArray[np.int8]
PER_5KM, READING = 1.0, 0.07  # how much a pace walks over 5 km, and how far one over 5 km is off, relatively
FIRST = 0.5
USUAL_S_PER_M = 0.36
CROWD = 200  # who crossed just before
FEW = 3.0  # as if so many had crossed with nothing, and usual unsteadiness
USUAL = 0.05
MOST = 0.7  # a log pace further off says no more than this
STEADY = 6.0  # mats after which her own unsteadiness counts as much as the crowd's
LEAST_UNSTEADY, MOST_UNSTEADY = 0.005, 4.0
LEAST_SCALE_S = 1.0
MICRO = 1e6  # sums are whole numbers, so that they come out alike in any order


@compiled
def own_paces(
    rows: Index, at_ms: Times, along_m: Floats, distance: Index, before: Columns8, own: Singles
) -> None:
    """Fill two arrays of shape ``(n, m)`` for some rows.

    ``before`` is the mat where her stretch to this one began (-1: none), ``own`` her log pace on it less what
    her stretches before it say; of her first stretch her log pace.
    """
    mats = at_ms.shape[1]
    for row in rows:
        last, level, spread = -1, 0.0, -1.0
        for mat in range(mats):
            before[row, mat] = -1
            own[row, mat] = 0.0
            if at_ms[row, mat] == NEVER:
                continue
            if last < 0:
                last = mat
                continue
            metres = along_m[distance[row], mat] - along_m[distance[row], last]
            seconds = (at_ms[row, mat] - at_ms[row, last]) / 1000.0
            if not metres > 0.0 or seconds <= 0.0:
                continue
            pace = math.log(seconds / metres / USUAL_S_PER_M)
            stretch = metres / 5000.0
            before[row, mat] = last
            if spread < 0.0:
                own[row, mat] = pace
                level, spread = pace, READING / stretch + FIRST
            else:
                own[row, mat] = pace - level
                spread += PER_5KM * stretch
                gain = spread / (spread + READING / stretch)
                level += gain * (pace - level)
                spread *= 1.0 - gain
            last = mat


@compiled
def _crowd_of(mat: int, order: NDArray[np.int32], by_mat: Times, low: Index, high: Index) -> None:
    """Fill from which place to which (exclusive) of an order those stand who crossed just before each.

    They are the nearest ``CROWD`` who crossed at an earlier instant, with all who crossed at the last one's.
    """
    size, first = len(order), 0
    while first < size:
        after = first + 1
        while after < size and by_mat[mat, order[after]] == by_mat[mat, order[first]]:
            after += 1
        start = max(0, first - CROWD)
        while start > 0 and by_mat[mat, order[start - 1]] == by_mat[mat, order[start]]:
            start -= 1
        low[first:after], high[first:after] = start, first
        first = after


@compiled
def crowd(
    mat: int, order: NDArray[np.int32], by_mat: Times, before: Columns8, own: Singles, off: Singles,
    usual: Singles,
) -> None:  # fmt: skip
    """Fill ``off`` and ``usual`` at a mat, ``order`` being who crossed it, the first first.

    ``off`` is how far her log pace was from what her past and the crowd say, ``usual`` how far the crowd was.
    Who crossed at one instant is nobody's crowd there, so that the order of rows leaves no trace.
    """
    size = len(order)
    low, high = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    _crowd_of(mat, order, by_mat, low, high)
    sums = np.zeros(size + 1, dtype=np.int64)
    counts = np.zeros(size + 1, dtype=np.int64)
    for at in range(size):
        row = order[at]
        known = before[row, mat] >= 0
        pace = min(max(own[row, mat], -MOST), MOST) if known else 0.0
        sums[at + 1], counts[at + 1] = sums[at] + int(pace * MICRO), counts[at] + known
    for at in range(size):
        row = order[at]
        if before[row, mat] >= 0:
            shared = (sums[high[at]] - sums[low[at]]) / MICRO / (counts[high[at]] - counts[low[at]] + FEW)
            off[row, mat] = own[row, mat] - shared
    for at in range(size):
        row = order[at]
        away = min(abs(off[row, mat]), MOST) if before[row, mat] >= 0 else 0.0
        sums[at + 1] = sums[at] + int(away * MICRO)
    for at in range(size):
        row = order[at]
        if before[row, mat] >= 0:
            away = (sums[high[at]] - sums[low[at]]) / MICRO + FEW * USUAL
            usual[row, mat] = away / (counts[high[at]] - counts[low[at]] + FEW)


@compiled
def lateness(rows: Index, at_ms: Times, before: Columns8, off: Singles, usual: Singles, facts: Facts) -> None:
    """Fill ``LATE``, ``SCALE`` and ``ALONE`` of some rows from how far off they were in log pace."""
    for row in rows:
        unsteady, counted = STEADY, STEADY
        for mat in range(at_ms.shape[1]):
            last = before[row, mat]
            facts[row, mat, LATE] = facts[row, mat, SCALE] = facts[row, mat, ALONE] = 0.0
            if last < 0:
                continue
            seconds = (at_ms[row, mat] - at_ms[row, last]) / 1000.0
            expected_s = seconds * math.exp(-off[row, mat])
            scale_s = max(usual[row, mat] * unsteady / counted * expected_s, LEAST_SCALE_S)
            late_s = seconds - expected_s
            away = late_s / scale_s
            facts[row, mat, LATE], facts[row, mat, SCALE] = late_s, scale_s
            facts[row, mat, ALONE] = PEAK - 2.5 * math.log1p(away * away / 4.0) - math.log(scale_s)
            share = abs(off[row, mat]) / max(usual[row, mat], LEAST_UNSTEADY)
            unsteady += min(share, MOST_UNSTEADY)
            counted += 1.0
