"""The best stretch of two over mats and lines: as ``stretch`` has it, and the kilometres phones tell.

A line is a point whose clock is off by some seconds: the companions' law of gaps is wider there. By chance
she takes to the next point what her pace of the last kilometres says, more or less by how unsteady she was
between mats, growing with the way; from mat to mat, with no line both crossed between, chance is that of
``stretch``. A pack between two mats holds for chance until the next mat tells otherwise. Two without a line
in common get the very odds of ``stretch``.

How often companions begin and part is told per mat there; of a line it is the share of its kilometre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from alongside.together import laws
from alongside.together.evidence import COST, ENTRY, GAPS, PACK, Evidence
from alongside.together.facts import PEAK
from alongside.together.field import NEVER, Floats
from alongside.together.find import found_of
from alongside.together.stretch import END, NOTHING, STAY, chance_at, pack_at
from alongside.together.walk import PER_M, Walk, common

LINE_SD_S = 3.0  # how far the clock of one runner at a line is off: 2 s on made-up phones
FARTHEST_LINE_S = 60  # no companions are farther apart at a line than this
PER_LINE = 0.2  # of a mat: lines are a kilometre apart, mats about five


@dataclass(frozen=True)
class Stretch:
    """From where to where two were together: keys of ``walk.Walk``, log odds, side by side or loosely.

    ``last`` is the last point both crossed; ``met`` says that a point before the first saw both, apart.
    """

    log_odds: float
    way: int
    first: int
    end: int
    last: int
    met: bool


def best_with_lines(evidence: Evidence, one: Walk, other: Walk) -> Stretch | None:
    """Return the best stretch of two of one distance, ``None`` where there is none of two points."""
    shared = common(one, other)
    if all(one.key[at] >= 0 for at, _ in shared):
        return _of_mats(evidence, one.row, other.row)
    best = _Best(evidence, one, other)
    for number, places in enumerate(shared):
        best.go(number, places, shared[number + 1] if number + 1 < len(shared) else None)
    return best.found(one.key[shared[0][0]], one.key[shared[-1][0]])


def ran_in_pack(evidence: Evidence, one: Walk, other: Walk, found: Stretch) -> bool:
    """Return whether a stretch was run in a pack, as far as two mats within it tell."""
    keys = [one.key[at] for at, _ in common(one, other)]
    mats = [key for key in keys[keys.index(found.first) : keys.index(found.end) + 1] if key >= 0]
    if len(mats) < 2:
        return False
    row = np.array([[one.row, other.row, found.log_odds, found.way, mats[0], mats[-1], mats[-1], len(mats)]])
    return bool(found_of(evidence, row).in_pack[0])


def _of_mats(evidence: Evidence, one: int, other: int) -> Stretch | None:
    rows = evidence.stretches(np.array([[one, other]], dtype=np.int32), NOTHING / 2, packs=True)
    if not len(rows):
        return None
    odds, way, first, end, last = rows[0, 2:7].tolist()
    both = (evidence.by_mat[:, [one, other]] != NEVER).all(axis=1)
    return Stretch(odds, int(way), int(first), int(end), int(last), int(first) != int(both.argmax()))


def _line_laws() -> Floats:
    """Return the laws of gaps at a line: those at a mat, blurred by how far two clocks are off there."""
    reach_s = np.arange(-120, 121)
    gaps_s = np.minimum(np.abs(reach_s), laws.FARTHEST_S)
    blur = np.exp(-0.5 * (reach_s / LINE_SD_S) ** 2 / 2.0)
    sharp = np.where(np.abs(reach_s) <= laws.FARTHEST_S, np.exp(GAPS[:, gaps_s]), 0.0)
    wide = np.stack([np.convolve(law, blur / blur.sum(), mode="same") for law in sharp])
    return np.asarray(np.log(np.maximum(wide[:, 120 : 121 + FARTHEST_LINE_S], laws.LEAST_GAP)))


LINE_GAPS = _line_laws()
LINE_ENTRY = math.log(PER_LINE)
LINE_END = math.log(1.0 - laws.STAY**PER_LINE)


class _Best:
    """Kadane's pass over the points both crossed: one stretch that goes on per way, and the best so far."""

    def __init__(self, evidence: Evidence, one: Walk, other: Walk) -> None:
        self.evidence, self.one, self.other = evidence, one, other
        ways = len(GAPS)
        self.odds, self.begun, self.points = [0.0] * ways, [0] * ways, [0] * ways
        self.best: tuple[float, int, int, int] | None = None
        self.before: tuple[int, int] | None = None
        self.mats: list[int] = []  # that both crossed so far

    def go(self, number: int, here: tuple[int, int], after: tuple[int, int] | None) -> None:
        """Take in the next point both crossed; ``after`` is the one after it."""
        key = self.one.key[here[0]]
        law, farthest_s = (GAPS, laws.FARTHEST_S) if key >= 0 else (LINE_GAPS, FARTHEST_LINE_S)
        gap = int(abs(self.other.at_s[here[1]] - self.one.at_s[here[0]]) + 0.5)
        if gap > farthest_s:
            self.points = [0] * len(self.points)
        else:
            chance, stay = self._chance(here), self._stay(here)
            rate, cost = self._rate(here), COST[END] if self._is_sharp(here, after) else LINE_END
            for way in range(len(GAPS)):
                begin = float(ENTRY[min(number, 1) if key >= 0 else 1, way] + law[way, gap]) - rate
                begin += LINE_ENTRY if key < 0 else 0.0
                go_on = self.odds[way] + float(law[way, gap]) - chance + stay
                self._step(way, key, begin, go_on, 0.0 if after is None else float(cost))
        self.before = here
        if key >= 0:
            self.mats.append(key)

    def found(self, first: int, last: int) -> Stretch | None:
        """Return the best stretch, given the first and the last point both crossed."""
        if self.best is None:
            return None
        odds, way, begun, end = self.best
        return Stretch(odds, way, begun, end, last, begun != first)

    def _step(self, way: int, key: int, begin: float, go_on: float, cost: float) -> None:
        if self.points[way] and go_on >= begin:  # never where chance is not known
            self.odds[way] = go_on
            self.points[way] += 1
            if self.best is None or go_on + cost > self.best[0]:
                self.best = go_on + cost, way, self.begun[way], key
        else:
            self.odds[way], self.begun[way], self.points[way] = begin, key, 1

    def _is_sharp(self, here: tuple[int, int] | None, there: tuple[int, int] | None) -> bool:
        """Return whether a step goes from mat to mat."""
        places = [place for place in (here, there) if place is not None]
        return all(self.one.key[at] >= 0 for at, _ in places)

    def _stay(self, here: tuple[int, int]) -> float:
        if self.before is None or self._is_sharp(self.before, here):
            return float(COST[STAY])
        metres = self.one.along_m[here[0]] - self.one.along_m[self.before[0]]
        return float(COST[STAY]) * metres / PER_M

    def _rate(self, here: tuple[int, int]) -> float:
        """Return the log of how many crossed per second about the two, at the last mat of each."""
        known = [r for r in (self.one.rate[here[0]], self.other.rate[here[1]]) if not math.isnan(r)]
        return sum(known) / len(known) if known else 0.0

    def _chance(self, here: tuple[int, int]) -> float:
        """Return the log density per second of the gap that chance leaves at a point."""
        if self.before is None or not max(self.points):
            return math.nan
        e, one, other = self.evidence, self.one.row, self.other.row
        key, before = self.one.key[here[0]], self.one.key[self.before[0]]
        if key >= 0 and before >= 0:
            alone = float(chance_at(one, other, before, key, e.field.at_ms, e.facts))
        else:
            alone = self._by_pace(self.before, here)
        mats = [*self.mats, key] if key >= 0 else self.mats
        if len(mats) < 2:
            return alone
        was, at = mats[-2:]
        return max(alone, float(pack_at(one, other, was, at, e.field.at_ms, e.order, e.place, PACK)))

    def _by_pace(self, before: tuple[int, int], here: tuple[int, int]) -> float:
        late_s, variance = 0.0, 0.0
        for walk, was, at, sign in zip((self.one, self.other), before, here, (-1, 1), strict=True):
            metres = walk.along_m[at] - walk.along_m[was]
            expected_s = walk.pace[was] * metres
            late_s += sign * (walk.at_s[at] - walk.at_s[was] - expected_s)
            variance += (walk.spread[was] * expected_s) ** 2 * metres / PER_M
            variance += LINE_SD_S**2 * ((walk.key[at] < 0) + (walk.key[was] < 0))
        away_2 = late_s * late_s / max(variance, 1.0)
        return PEAK - 2.5 * math.log1p(away_2 / 4.0) - 0.5 * math.log(max(variance, 1.0))
