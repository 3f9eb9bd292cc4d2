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

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.facts import ALONE, LATE, PEAK, RATE, SCALE, Facts
from alongside.together.field import NEVER, Floats, Index, Times

Order = NDArray[np.int32]
Pairs = NDArray[np.int32]
STAY, END = range(2)  # what going on and ending cost
NOTHING = -1e9
MOST_BESIDE = 32  # of those who crossed a mat with her, how many before and after her are asked
Best = tuple[float, int, int, int, int, int]


@compiled
def _log_t(late_s: float, scale_s: float) -> float:
    """Return the log density per second of being so late."""
    away = late_s / scale_s
    return PEAK - 2.5 * math.log1p(away * away / 4.0) - math.log(scale_s)


@compiled
def _stayed(
    one: int, here: int, there: int, at_ms: Times, order: Order, place: Order, within_ms: int, own: int
) -> float:
    """Return which share of those who crossed ``here`` with her crossed ``there`` with her too.

    Asked are the nearest ``MOST_BESIDE`` before and after her, and all who crossed with the last of them.
    """
    at, size, now_ms = place[one, here], order.shape[1], at_ms[one, here]
    near, stayed = 0, 0
    for step in (-1, 1):
        beside, asked, last_ms = at + step, 0, now_ms
        while 0 <= beside < size:
            other = order[here, beside]
            if other < 0 or abs(at_ms[other, here] - now_ms) > within_ms:
                break
            if asked >= MOST_BESIDE and at_ms[other, here] != last_ms:
                break
            last_ms = at_ms[other, here]
            asked += last_ms != now_ms
            beside += step
            if at_ms[other, there] != NEVER:
                near += 1
                stayed += abs(at_ms[other, there] - at_ms[one, there]) <= within_ms
    return max(0, stayed - own) / near if near else 0.0


@compiled
def pack_at(
    one: int, other: int, here: int, there: int, at_ms: Times, order: Order, place: Order, pack: Index
) -> float:
    """Return the log density per second of a gap that a pack leaves, ``NOTHING`` where there is none."""
    within_ms, own = pack[0], pack[1]
    share = max(
        _stayed(one, here, there, at_ms, order, place, within_ms, own),
        _stayed(other, here, there, at_ms, order, place, within_ms, own),
    )
    return math.log(share * 500.0 / within_ms) if share > 0.0 else NOTHING


@compiled
def _alone(row: int, last: int, mat: int, at_ms: Times, facts: Facts) -> tuple[float, float, float]:
    """Return how late she came to ``mat`` as seen from ``last``, the scale of that, and its log density."""
    late_s, scale_s = float(facts[row, mat, LATE]), float(facts[row, mat, SCALE])
    reads, spread = 1, scale_s * scale_s
    for at in range(last + 1, mat):
        if at_ms[row, at] != NEVER and facts[row, at, SCALE] > 0.0:
            late_s += facts[row, at, LATE]
            spread += facts[row, at, SCALE] * facts[row, at, SCALE]
            reads += 1
    if reads == 1:
        return late_s, scale_s, float(facts[row, mat, ALONE])
    scale_s = math.sqrt(spread)
    return late_s, scale_s, _log_t(late_s, scale_s)


@compiled
def chance_at(one: int, other: int, last: int, mat: int, at_ms: Times, facts: Facts) -> float:
    """Return the log density per second of the gap that chance leaves at a mat, nan where it is not known.

    What both were late together is taken out: it is as likely for companions as for one runner alone.
    """
    late_one, scale_one, log_one = _alone(one, last, mat, at_ms, facts)
    late_other, scale_other, log_other = _alone(other, last, mat, at_ms, facts)
    if scale_one <= 0.0 or scale_other <= 0.0:
        return math.nan
    shared = _log_t((late_one + late_other) / 2.0, (scale_one + scale_other) / 2.0)
    return log_one + log_other - shared


@compiled
def best_stretch(
    one: int, other: int, shift_ms: int, packs: bool, at_ms: Times, facts: Facts, order: Order, place: Order,
    gaps: Floats, entry: Floats, cost: Floats, pack: Index, odds: Floats, begun: Index, mats: Index,
) -> Best:  # fmt: skip
    """Return (log odds, way, from mat, to mat, last shared mat, shared mats in the stretch) of two rows.

    ``other`` is taken to have come ``shift_ms`` earlier at every mat. Without ``packs`` chance is by herself
    alone, which leaves no less odds. The log odds are ``NOTHING`` where no stretch of two mats is; the way
    is side by side or loosely. The last three are room for the stretches that go on, one per way.
    """
    farthest, last = gaps.shape[1] - 1, -1
    best, best_way, first, end, count = NOTHING, -1, -1, -1, 0
    mats[:] = 0
    for mat in range(at_ms.shape[1]):
        mine, hers = at_ms[one, mat], at_ms[other, mat]
        if mine == NEVER or hers == NEVER:
            continue
        gap = int(abs(hers - shift_ms - mine) / 1000.0 + 0.5)
        if gap > farthest:
            mats[:] = 0
            last = mat
            continue
        chance = math.nan
        if mats[0] > 0:
            chance = chance_at(one, other, last, mat, at_ms, facts)
            if packs:
                chance = max(chance, pack_at(one, other, last, mat, at_ms, order, place, pack))
        rate = (facts[one, mat, RATE] + facts[other, mat, RATE]) / 2.0
        for way in range(gaps.shape[0]):
            begin = entry[min(last + 1, 1), way] + gaps[way, gap] - rate
            go_on = odds[way] + gaps[way, gap] - chance + cost[STAY]
            if go_on >= begin:  # never where chance is not known
                odds[way] = go_on
                mats[way] += 1
                if go_on + cost[END] > best:
                    best, best_way = go_on + cost[END], way
                    first, end, count = begun[way], mat, mats[way]
            else:
                odds[way], begun[way], mats[way] = begin, mat, 1
        last = mat
    for way in range(gaps.shape[0]):
        if mats[way] > 1 and odds[way] > best:
            best, best_way = odds[way], way
            first, end, count = begun[way], last, mats[way]
    return best, best_way, first, end, last, count


@compiled
def best_stretches(
    pairs: Pairs, least: float, shift_ms: int, packs: bool, at_ms: Times, facts: Facts, order: Order,
    place: Order, gaps: Floats, entry: Floats, cost: Floats, pack: Index, found: Floats,
) -> int:  # fmt: skip
    """Write those pairs of ``least`` log odds or more into ``found``; return how many there are.

    A row is one, other, log odds, way, from mat, to mat, last shared mat, shared mats in the stretch.
    """
    ways, count = gaps.shape[0], 0
    odds, begun, mats = np.zeros(ways), np.zeros(ways, np.int64), np.zeros(ways, np.int64)
    for at in range(len(pairs)):
        one, other = pairs[at, 0], pairs[at, 1]
        best, way, first, end, last, shared = best_stretch(
            one, other, shift_ms, packs, at_ms, facts, order, place, gaps, entry, cost, pack, odds, begun,
            mats,
        )  # fmt: skip
        if best >= least:
            found[count, 0], found[count, 1], found[count, 2], found[count, 3] = one, other, best, way
            found[count, 4], found[count, 5], found[count, 6], found[count, 7] = first, end, last, shared
            count += 1
    return count
