"""The view of each aid station: who has passed, who is still to come, when; and what was said and keyed.

The first to come is told by the median of her forecast, the last by its 90 % end; until when a table is
needed is worked out by ``station_closing``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.course.permit import permit_ms
from alongside.course.sweep_schedule import due_ms
from alongside.events.bodies import AdviceBody, KeepOpenBody, StationBody
from alongside.events.plan import Place, Station
from alongside.events.standing import Said
from alongside.forecast.run_on import RunOn
from alongside.live.state import LiveState
from alongside.live.station_closing import Closings
from alongside.live.station_keyed import keyed_part
from alongside.live.station_needs import needs, planned_needs
from alongside.live.station_plan import by_ten_minutes
from alongside.live.station_views import (
    AdviceView,
    Arrivals,
    KeptOpen,
    StationPass,
    StationSaid,
    StationState,
    StationView,
)
from alongside.race.state import FINISHED, ON_COURSE
from alongside.tail.passing import Pass, on_road, passed_ms, passing

STATIONS = "STATIONS"  # what a page asks for that shows stations; no bib is so called
COUNTED = ("to_come", "unsure", "waiting", "passed")
FEW = 5  # no crowd, whenever they come
LAST_ONES = 60  # once the most have passed: so few are still to come that each may be the last
Floats = NDArray[np.float64]


class StationLook:
    """Everything that the stations of one tick have in common, worked out once."""

    def __init__(self, state: LiveState, field: RunOn, closings: Closings) -> None:
        self.state, self.planned, self.closings = state, closings.planned, closings
        self.at_ms = at_ms = field.at_ms
        ids = state.race.arrays.ids
        self.roads = {d: on_road(field, state.race, state.keyed, i, at_ms) for i, d in enumerate(ids)}
        self._of = {d: np.flatnonzero(state.race["distance"] == i) for i, d in enumerate(ids)}
        crossed_ms = state.crossings.columns["at_ms"]
        self._crossed_ms = {d: np.ascontiguousarray(crossed_ms[of].T) for d, of in self._of.items()}

    def views(self) -> tuple[StationView, ...]:
        """Return every station, in the order of the plan."""
        return tuple(self._station(station) for station in self.state.plan.stations)

    def _station(self, station: Station) -> StationView:
        places = [(place, passing(self.roads[place.distance], place.along_m)) for place in station.places]
        passes = tuple(self._pass(station, place, one) for place, one in places)
        last = [one for one in passes if one.visit == one.visits]
        arrivals_ms = np.concatenate([one.arrivals_ms for _, one in places] or [np.empty(0)])
        past_ms = np.concatenate([self._past_ms(place) for place, _ in places] or [np.empty(0)])
        arrivals = by_ten_minutes(past_ms, arrivals_ms)
        busiest = max(arrivals, key=lambda ten: ten.passed + ten.expected, default=None)
        counts = {name: sum(getattr(one, name) for one in last) for name in COUNTED}
        said = self.state.stations.last(station.id)
        return StationView(
            id=station.id,
            name=station.name,
            state=self._word(passes, counts, busiest.from_ms if busiest else None),
            passes=passes,
            **counts,
            unread=sum(one.unread for one in last),
            soon=sum(one.soon for one in passes),
            per_minute=sum(one.near for _, one in places) / 10,
            peak_ms=busiest.from_ms if busiest else None,
            peak_per_minute=(busiest.passed + busiest.expected) / 10 if busiest else 0.0,
            first_ms=min((one.first_ms for one in passes if one.first_ms is not None), default=None),
            last_ms=max((one.last_ms for one in passes if one.last_ms is not None), default=None),
            last_bib=self._last_bib(places),
            arrivals=arrivals,
            crowd=self.planned.crowd(station),
            opens_ms=station.opens_ms,
            closes_ms=station.closes_ms,
            sweeps=self._sweeps(station),
            silent=self.closings.doubts.silent_mats(station),
            said=None if said is None else _said(said),
            words_said=len(self.state.stations.words.said.get(station.id, ())),
            **keyed_part(self.state, station.id),
            **self._until(station, arrivals),
        )

    def _until(self, station: Station, arrivals: tuple[Arrivals, ...]) -> dict[str, Any]:
        """Return the fields that tell until when the station is needed, what it was told, and its needs."""
        advice, kept = self.state.advice.last(station.id), self.state.kept_open.last(station.id)
        return {
            "closing": self.closings.closing(station),
            "advice": None if advice is None else _advised(advice),
            "permit_ms": permit_ms(self.state.plan, station),
            "kept_open": None if kept is None else _kept(kept),
            "decisions": len(self.state.kept_open.said.get(station.id, ())),
            "needs": needs(station, arrivals, self.at_ms),
            "planned_needs": planned_needs(station, self.planned.crowd(station)),
        }

    def _pass(self, station: Station, place: Place, one: Pass) -> StationPass:
        same = sorted(other.along_m for other in station.places if other.distance == place.distance)
        plan = self.planned.at(self.state, place)
        waiting = self.closings.doubts.waiting[place.distance]
        first_ms = round(float(one.arrivals_ms.min())) if one.to_come else None
        if first_ms is None and waiting and plan.first_ms is not None:
            first_ms = max(plan.first_ms, self.at_ms)
        lasts_ms = [ms for ms in (one.last_ms, plan.last_ms if waiting else None) if ms is not None]
        return StationPass(
            distance=place.distance,
            name=self.state.plan.distance(place.distance).name,
            along_m=place.along_m,
            visit=same.index(place.along_m) + 1,
            visits=len(same),
            passed=one.passed + self._done(place),
            unsure=one.unsure,
            to_come=one.to_come,
            waiting=waiting,
            soon=one.soon,
            first_ms=first_ms,
            last_ms=round(max(lasts_ms)) if lasts_ms else None,
            planned_first_ms=plan.first_ms,
            planned_last_ms=plan.last_ms,
            unread=self.closings.doubts.unread[place.distance],
            mat_back_m=self._mat_back_m(place),
            **self.closings.doubts.interrupted(place),
        )

    def _mat_back_m(self, place: Place) -> float | None:
        """Return how far back the last mat before a place is; ``None`` where there is none."""
        splits = self.state.plan.distance(place.distance).splits
        before_m = [split.along_m for split in splits if split.along_m <= place.along_m]
        return place.along_m - max(before_m) if before_m else None

    def _done(self, place: Place) -> int:
        """Return who has been here and is out on the road no more: finished, or stopped further on."""
        race, of = self.state.race, self._of[place.distance]
        status, last_m = race["status"][of], race["last_m"][of]
        on_road = (status == ON_COURSE) & (race["picked_up_ms"][of] < 0)
        stopped = ~on_road & (status != FINISHED) & (last_m >= place.along_m) & (last_m > 0)
        return int(((status == FINISHED) | stopped).sum())

    def _past_ms(self, place: Place) -> Floats:
        arrays = self.state.race.arrays
        course = arrays.courses[arrays.index[place.distance]]
        return passed_ms(self._crossed_ms[place.distance], np.array(course.along_m), place.along_m)

    def _word(
        self, passes: tuple[StationPass, ...], counts: dict[str, int], peak_ms: int | None
    ) -> StationState:
        """Return in which words the station's sentence is said."""
        nobody_yet = not any(one.passed + one.unsure for one in passes)
        if passes and all(one.stopped for one in passes):
            return "stopped"
        if nobody_yet and counts["to_come"] + counts["waiting"]:
            return "before"
        if counts["to_come"]:
            few = LAST_ONES if peak_ms is not None and peak_ms < self.at_ms else FEW
            return "last" if counts["to_come"] + counts["waiting"] <= few else "crowd"
        if counts["waiting"] or counts["unsure"]:
            return "waiting" if counts["waiting"] else "unsure"
        return "blind" if any(is_blind(one) for one in passes) else "passed"

    def _last_bib(self, places: list[tuple[Place, Pass]]) -> str:
        lasts = [(one.last_ms, one.last) for _, one in places if one.last_ms is not None]
        entry = max(lasts, default=(0.0, None))[1]
        return "" if entry is None else self.state.crossings.field.entries[entry].bib

    def _sweeps(self, station: Station) -> tuple[tuple[str, int], ...]:
        """Return when each sweep is planned to pass here."""
        return tuple(
            (sweep.name, round(ms))
            for sweep in self.state.plan.sweeps
            for place in station.places
            if sweep.distance == place.distance and (ms := due_ms(sweep, place.along_m)) is not None
        )


def is_blind(one: StationPass) -> bool:
    """Return whether most of a distance was never read: then its mats say nothing, not that nobody runs."""
    return one.unread > one.passed + one.unsure + one.to_come + one.waiting


def _said(said: Said[StationBody]) -> StationSaid:
    (source, id_), body = said.key, said.body
    return StationSaid(source, id_, body.said, body.by, said.at_ms, body.text_id)


def _advised(said: Said[AdviceBody]) -> AdviceView:
    body = said.body
    return AdviceView(body.new, said.at_ms, body.closes_ms, body.reason)


def _kept(said: Said[KeepOpenBody]) -> KeptOpen:
    (source, id_), body = said.key, said.body
    return KeptOpen(source, id_, body.until_ms, said.at_ms, body.by, body.text_id)
