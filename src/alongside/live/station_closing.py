"""Until when each station is needed, and the rows by which it is told so.

Worked out for the stations of one tick together, once a minute for deciding, and for whoever looks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.course.permit import permit_ms
from alongside.course.sweep_schedule import due_ms
from alongside.events.plan import Place, Station
from alongside.events.row import Draft
from alongside.forecast.run_on import RunOn
from alongside.live.let_go import let_go_entries
from alongside.live.state import LiveState
from alongside.live.station_doubts import Doubts
from alongside.live.station_plan import Planned
from alongside.live.station_views import ClosingView
from alongside.tail.advice import AtStation, advise
from alongside.tail.closing import OnPass, closing_of
from alongside.tail.passing import Index, OnRoad, on_road
from alongside.units import MS_PER_S

SLACK = 0.02  # of the limit: the last finishers of 100 miles were up to 1.5 % behind an even pace to it


class Closings:
    """What one tick knows of who still comes, for all stations.

    ``silent`` are mats that nobody hears, ``unheard`` how many were due since anybody was read at all.
    """

    def __init__(
        self,
        state: LiveState,
        field: RunOn,
        silent: frozenset[str],
        unheard: int,
        planned: Planned,
    ) -> None:
        planned.refresh(state)
        self.state, self.planned, self.at_ms, self.field = state, planned, field.at_ms, field
        self.doubts = Doubts(state, planned, silent, unheard, field.at_ms)
        self._past = let_go(state)
        self._roads: dict[str, OnRoad] = {}
        self._found: dict[str, ClosingView] = {}

    def closing(self, station: Station) -> ClosingView:
        """Return until when a station is needed."""
        if station.id not in self._found:
            self._found[station.id] = self._closing(station)
        return self._found[station.id]

    def _closing(self, station: Station) -> ClosingView:
        found = closing_of(self._roads_to(station.places))
        last = found
        if len(lasts := last_passes(station)) < len(station.places):
            last = closing_of(self._roads_to(lasts))  # whoever comes twice is counted once
        return ClosingView(
            still=max(last.still, min(found.still, 1)),
            inside=max(last.inside, min(found.inside, 1)),
            first_ms=whole(found.first_ms),
            middle_ms=whole(found.middle_ms),
            sure_ms=whole(found.sure_ms),
            sure_now=found.sure_now,
            let_go=self._let_go(station),
        )

    def advise(self, station: Station) -> Draft | None:
        """Return the advice to tell a station now; ``None`` where there is nothing new to say."""
        said = self.state.advice.of(station.id)
        if not said and not self.doubts.has_begun(station):
            return None
        closing, kept = self.closing(station), self.state.kept_open.last(station.id)
        facts = AtStation(
            station=station.id,
            inside=closing.inside,
            sure_ms=closing.sure_ms,
            sure_now=closing.sure_now,
            permit_ms=permit_ms(self.state.plan, station),
            kept_ms=None if kept is None else kept.body.until_ms,
            decided_ms=0 if kept is None else kept.at_ms,
            doubt=self.doubts.of(station),
        )
        return advise(facts, said, self.at_ms)

    def _roads_to(self, places: Sequence[Place]) -> list[OnPass]:
        return [OnPass(self.road(one.distance), one.along_m, self.inside_until_ms(one)) for one in places]

    def inside_until_ms(self, place: Place) -> float:
        """Return until when somebody inside the limit can come to a place.

        That is when who is promised most passes, or a sweep if it is planned later, and a little more:
        hardly anybody is behind an even pace to the limit and keeps it.
        """
        last_ms, limit_s = self.planned.at(self.state, place).last_ms, self._limit_s(place)
        if last_ms is None or limit_s is None:
            return math.inf
        sweeps = [one for one in self.state.plan.sweeps if one.distance == place.distance]
        swept_ms = [ms for one in sweeps if (ms := due_ms(one, place.along_m)) is not None]
        return max([last_ms, *swept_ms]) + SLACK * limit_s * MS_PER_S

    def _limit_s(self, place: Place) -> float | None:
        return self.state.plan.distance(place.distance).limit_s

    def road(self, distance: str) -> OnRoad:
        """Return the field of a distance without those for whom no table is held."""
        if distance not in self._roads:
            index = self.state.race.arrays.index[distance]
            self._roads[distance] = on_road(
                self.field, self.state.race, self.state.keyed, index, self.at_ms, self._past
            )
        return self._roads[distance]

    def _let_go(self, station: Station) -> int:
        """Return how many were let go by a sweep short of a station."""
        if not len(self._past):
            return 0
        ahead = (self._short_of(place) for place in station.places)
        return sum(int(np.isin(self.field.who[short], self._past).sum()) for short in ahead)

    def _short_of(self, place: Place) -> NDArray[np.bool_]:
        """Return who of the field is thought to be short of a place."""
        is_here = self.field.distance == self.state.race.arrays.index[place.distance]
        return np.asarray(is_here & (self.field.along_m < place.along_m))


def last_passes(station: Station) -> list[Place]:
    """Return the last pass of each distance by a station."""
    furthest: dict[str, Place] = {}
    for place in sorted(station.places, key=lambda place: place.along_m):
        furthest[place.distance] = place
    return list(furthest.values())


def let_go(state: LiveState) -> Index:
    """Return the entries whom a sweep let go: no table is held for them."""
    return np.array(sorted(let_go_entries(state)), dtype=np.int64)


def whole(at_ms: float | None) -> int | None:
    """Return an instant to the millisecond; ``None`` for none."""
    return None if at_ms is None else round(at_ms)
