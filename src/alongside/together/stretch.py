"""The best stretch of two runners: from where to where they were together, and how strong that is.

At each mat both crossed, being together is held against chance: the density of the gap among companions, and
that they were late together, against that each came when she did by herself. A stretch's log odds are the
sum over its mats after the first, plus what it takes to begin (how rare companions are, among how many) and
to end before the last mat. The best stretch is found in one pass (Kadane's), for those side by side and for
those loosely together; the better of the two holds.

Chance is by herself, or in a pack: where many who crossed the mat before with her crossed this one with her
too, more than ``laws.PACK_OWN`` people, their share is the density of staying near by chance.

The form of the score, its fixed laws of gaps and the pack are the project's own measurements; that both were
late together is counted as the joint density of the two lateness values.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.field import NEVER, Floats, Times

Singles = NDArray[np.float32]
Order = NDArray[np.int32]
Pairs = NDArray[np.int32]
PEAK = math.log(0.375)  # of a Student t with four degrees of freedom
NOTHING = -1e9
LEAST_PER_S = 0.02
MOST_BESIDE = 32  # of those who crossed a mat with her, how many before and after her are asked
Best = tuple[float, int, int, int, int, int]


class Clocks(NamedTuple):
    """The arrays of a field, as :class:`evidence.Evidence` has them."""

    at_ms: Times
    late_s: Singles
    scale_s: Singles
    log_alone: Singles
    per_s: Singles
    order: Order
    place: Order


class Laws(NamedTuple):
    """Gaps of companions, what beginning, going on and ending cost, and what a pack is (``laws``)."""

    gaps: Floats
    entry: Floats
    log_stay: float
    log_end: float
    pack_ms: int
    pack_own: int


@compiled
def _log_t(late_s: float, spread: float) -> float:
    """Return the log density per second of being so late, ``spread`` being the scale squared."""
    return PEAK - 2.5 * math.log1p(late_s * late_s / spread / 4.0) - 0.5 * math.log(spread)


@compiled
def _stayed(one: int, here: int, there: int, clocks: Clocks, within_ms: int, own: int) -> float:
    """Return which share of those who crossed ``here`` with her crossed ``there`` with her too."""
    at, size = clocks.place[one, here], clocks.order.shape[1]
    near, stayed = 0, 0
    for step in (-1, 1):
        other_at = at + step
        while 0 <= other_at < size and abs(other_at - at) <= MOST_BESIDE:
            other = clocks.order[here, other_at]
            if other < 0 or abs(clocks.at_ms[other, here] - clocks.at_ms[one, here]) > within_ms:
                break
            other_at += step
            if clocks.at_ms[other, there] != NEVER:
                near += 1
                stayed += abs(clocks.at_ms[other, there] - clocks.at_ms[one, there]) <= within_ms
    return max(0, stayed - own) / near if near else 0.0


@compiled
def _in_pack(one: int, other: int, here: int, there: int, clocks: Clocks, laws: Laws) -> float:
    """Return the log density per second of a gap that a pack leaves, ``NOTHING`` where there is none."""
    share = max(
        _stayed(one, here, there, clocks, laws.pack_ms, laws.pack_own),
        _stayed(other, here, there, clocks, laws.pack_ms, laws.pack_own),
    )
    return math.log(share * 500.0 / laws.pack_ms) if share > 0.0 else NOTHING


@compiled
def _since(row: int, last: int, mat: int, clocks: Clocks) -> tuple[float, float, float]:
    """Return how late she came to ``mat`` as seen from ``last``, the spread of that, and its log density."""
    late_s, spread, reads, alone = 0.0, 0.0, 0, 0.0
    for at in range(last + 1, mat + 1):
        if clocks.at_ms[row, at] != NEVER and clocks.scale_s[row, at] > 0.0:
            late_s += clocks.late_s[row, at]
            spread += clocks.scale_s[row, at] * clocks.scale_s[row, at]
            alone = clocks.log_alone[row, at]
            reads += 1
    if reads > 1:
        alone = _log_t(late_s, spread)
    return late_s, spread, alone


@compiled
def _chance(
    one: int, other: int, last: int, mat: int, packs: bool, clocks: Clocks, laws: Laws
) -> tuple[bool, float]:
    """Return whether chance is known at a mat, and the log density per second of the gap it leaves there.

    What both were late together is taken out: it is as likely for companions as for one runner alone.
    """
    late_one, spread_one, alone_one = _since(one, last, mat, clocks)
    late_other, spread_other, alone_other = _since(other, last, mat, clocks)
    if spread_one <= 0.0 or spread_other <= 0.0:
        return False, 0.0
    both_s = (math.sqrt(spread_one) + math.sqrt(spread_other)) / 2.0
    chance = alone_one + alone_other - _log_t((late_one + late_other) / 2.0, both_s * both_s)
    return True, max(chance, _in_pack(one, other, last, mat, clocks, laws)) if packs else chance


@compiled
def best_stretch(one: int, other: int, shift_ms: int, packs: bool, clocks: Clocks, laws: Laws) -> Best:
    """Return (log odds, way, from mat, to mat, last shared mat, shared mats in the stretch) of two rows.

    ``other`` is taken to have come ``shift_ms`` earlier at every mat. Without ``packs`` chance is by herself
    alone, which leaves no less odds. The log odds are ``NOTHING`` where no stretch of two mats is; the way
    is side by side or loosely.
    """
    ways, farthest = laws.gaps.shape[0], laws.gaps.shape[1] - 1
    run, run_from, run_mats = np.full(ways, NOTHING), np.zeros(ways, np.int64), np.zeros(ways, np.int64)
    best, best_way, first, end, count, last = NOTHING, -1, -1, -1, 0, -1
    for mat in range(clocks.at_ms.shape[1]):
        mine, hers = clocks.at_ms[one, mat], clocks.at_ms[other, mat]
        if mine == NEVER or hers == NEVER:
            continue
        gap = int(abs(hers - shift_ms - mine) / 1000.0 + 0.5)
        known, chance = False, 0.0
        if gap <= farthest and last >= 0 and run_mats.max() > 0:
            known, chance = _chance(one, other, last, mat, packs, clocks, laws)
        rate = math.log(max((clocks.per_s[one, mat] + clocks.per_s[other, mat]) / 2.0, LEAST_PER_S))
        for way in range(ways):
            if gap > farthest:
                run[way], run_mats[way] = NOTHING, 0
                continue
            begin = laws.entry[min(last + 1, 1), way] + laws.gaps[way, gap] - rate
            go_on = run[way] + laws.gaps[way, gap] - chance + laws.log_stay
            if known and run_mats[way] > 0 and go_on >= begin:
                run[way], run_mats[way] = go_on, run_mats[way] + 1
                if go_on + laws.log_end > best:
                    best, best_way, first, end = go_on + laws.log_end, way, run_from[way], mat
                    count = run_mats[way]
            else:
                run[way], run_from[way], run_mats[way] = begin, mat, 1
        last = mat
    for way in range(ways):
        if run_mats[way] > 1 and run[way] > best:
            best, best_way, first, end, count = run[way], way, run_from[way], last, run_mats[way]
    return best, best_way, first, end, last, count


@compiled
def best_stretches(
    pairs: Pairs, least: float, shift_ms: int, packs: bool, clocks: Clocks, laws: Laws, found: Floats
) -> int:
    """Write those pairs of ``least`` log odds or more into ``found``; return how many there are.

    A row is one, other, log odds, way, from mat, to mat, last shared mat, shared mats in the stretch.
    """
    count = 0
    for at in range(len(pairs)):
        one, other = pairs[at, 0], pairs[at, 1]
        best, way, first, end, last, mats = best_stretch(one, other, shift_ms, packs, clocks, laws)
        if best >= least:
            found[count, 0], found[count, 1], found[count, 2], found[count, 3] = one, other, best, way
            found[count, 4], found[count, 5], found[count, 6], found[count, 7] = first, end, last, mats
            count += 1
    return count
