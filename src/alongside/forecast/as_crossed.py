"""What was to be expected of a runner as she crossed each split, by her crossings until then alone.

Who follows her reads these times. They rest on nothing that she may have hidden since, and they do not move
until she is read again: a pause, a mat that missed her and a bad hour look the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.crossings.mats import Course
from alongside.events.plan import RacePlan
from alongside.forecast.field_entries import EntryColumns
from alongside.forecast.field_places import Places, places_of
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from alongside.race.state import RaceState
from alongside.units import MS_PER_S

LEVELS = (0.1, 0.5, 0.9)
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


Range = tuple[int, int, int]  # q10, q50 and q90, UTC milliseconds


class Foreseen(msgspec.Struct, frozen=True):
    """The arrival at the split after a crossing and at the finish; ``None`` where no place was ahead."""

    next_ms: Range | None
    finish_ms: Range | None

    def later_by(self, ms: int) -> Foreseen:
        """Return the same, so much later: her distance was stopped for as long since."""
        return Foreseen(_later(self.next_ms, ms), _later(self.finish_ms, ms))


@dataclass(frozen=True)
class _Distance:
    """One distance: its places, who answers, and the place that each split is followed by."""

    places: Places
    forecaster: Forecaster
    next_place: Index
    finish_place: int


class AsCrossed:
    """What was foreseen at each crossing of the runners asked about. A memo, no state."""

    def __init__(self, prior: Prior | None = None) -> None:
        self._prior = prior
        self._plan: RacePlan | None = None
        self._distances: tuple[_Distance, ...] = ()
        self._entries = EntryColumns()
        self._kept: dict[int, tuple[int, dict[int, Foreseen]]] = {}

    def of(self, crossings: Crossings, race: RaceState, entries: Index) -> dict[int, dict[int, Foreseen]]:
        """Return by entry what was foreseen at each split that she has crossed, by its index."""
        self._bind(crossings, race)
        count = race.revisions["count"]
        is_new = [self._kept.get(e, (-1,))[0] != count[e] for e in entries.tolist()]
        new = entries[np.array(is_new, dtype=np.bool_)]
        for index, distance in enumerate(self._distances):
            self._work_out(distance, crossings, race, new[race["distance"][new] == index])
        return {e: self._kept[e][1] for e in entries.tolist()}

    def _bind(self, crossings: Crossings, race: RaceState) -> None:
        plan = crossings.plan
        if plan is not None and plan is not self._plan:
            prior, splits = self._prior or shipped(), race.arrays.along_m.shape[1]
            courses = race.arrays.courses
            self._distances = tuple(_distance(places_of(plan, one, splits), one, prior) for one in courses)
            self._plan, self._kept = plan, {}
        self._entries.refresh(crossings)

    def _work_out(self, distance: _Distance, crossings: Crossings, race: RaceState, entries: Index) -> None:
        for entry in entries.tolist():
            self._kept[entry] = int(race.revisions["count"][entry]), {}
        at_ms = crossings.columns["at_ms"][entries][:, : len(distance.next_place)]
        row, split = np.nonzero(at_ms >= 0)
        if not len(row):
            return
        known = self._known(distance.places.mats, race, entries[row], at_ms[row], split)
        found_ms = distance.forecaster.arrivals(known).quantiles_s(LEVELS) * MS_PER_S + self._day_ms
        for i, (entry, crossed) in enumerate(zip(entries[row].tolist(), split.tolist(), strict=True)):
            there = found_ms[i, distance.next_place[crossed]]
            self._kept[entry][1][crossed] = Foreseen(_ms(there), _ms(found_ms[i, distance.finish_place]))

    def _known(self, mats: Index, race: RaceState, who: Index, at_ms: Index, split: Index) -> Known:
        """Return what was known of each at a crossing: nothing that came after it."""
        then = (at_ms[:, mats] >= 0) & (mats[None, :] <= split[:, None])
        return Known(
            now_s=self._s(at_ms[np.arange(len(who)), split]),
            start_s=self._s(race["start_ms"][who]),
            at_s=np.where(then, self._s(at_ms[:, mats]), np.nan),
            gun_s=self._s(race["gun_ms"][who]),
            expected_s=self._entries.expected_s[who],
        )

    def _s(self, at_ms: Index) -> Floats:
        return np.asarray((at_ms - self._day_ms) / MS_PER_S)

    @property
    def _day_ms(self) -> int:
        return 0 if self._plan is None else self._plan.day_start_ms


def _distance(places: Places, course: Course, prior: Prior) -> _Distance:
    """Return a distance; past its last split the place that follows is the finish line."""
    metres = np.where(places.columns <= places.finish, places.track.places_m, -np.inf)
    finish = int(np.flatnonzero(places.columns == places.finish)[0])
    later = [np.flatnonzero(metres > along_m) for along_m in course.along_m]
    next_place = np.array([int(one[0]) if len(one) else finish for one in later], dtype=np.int64)
    return _Distance(places, places.forecaster(prior), next_place, finish)


def _later(times_ms: Range | None, ms: int) -> Range | None:
    return None if times_ms is None else (times_ms[0] + ms, times_ms[1] + ms, times_ms[2] + ms)


def _ms(quantiles_ms: Floats) -> Range | None:
    if np.isnan(quantiles_ms).any():
        return None
    low, middle, high = (round(float(ms)) for ms in quantiles_ms)
    return low, middle, high
