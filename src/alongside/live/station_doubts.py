"""Why a station cannot be told that it may close: what is stopped, led around it, or not heard."""

from __future__ import annotations

from alongside.events.plan import Place, Station
from alongside.live.race_view import START_WINDOW_MS
from alongside.live.state import LiveState
from alongside.live.station_plan import Planned
from alongside.race.notices import NOTHING_ENDS, OnDistance
from alongside.race.state import EXPECTED
from alongside.units import show_time

OVER_MS = 30 * 60_000  # after the last inside the limit must have passed: nobody comes any more by the clock

QUIET_MS = (
    25 * 60_000
)  # a start that has read nobody for so long is over; who comes later is read, and counts
READ_AT_START = 0.9  # mats miss up to 6 % of the runners


class Doubts:
    """What is in doubt at one tick.

    ``waiting`` are by distance those who were not read at the start and may yet come, ``unread`` those who
    should have been by now. ``silent`` are mats that nobody hears, ``unheard`` how many were due since
    anybody was read at all.
    """

    def __init__(
        self, state: LiveState, planned: Planned, silent: frozenset[str], unheard: int, at_ms: int
    ) -> None:
        self._state, self._planned, self._at_ms = state, planned, at_ms
        self._silent, self._unheard = silent, unheard
        ids = state.race.arrays.ids
        self.waiting = {d: self._waiting(i) for i, d in enumerate(ids)}
        self.unread = {d: self._unread(i) - self.waiting[d] for i, d in enumerate(ids)}

    def of(self, station: Station) -> str:
        """Return why a station cannot be told that it may close; empty where it can.

        What the timing does not tell matters until the last inside the limit must have passed by the clock.
        """
        if any(self.interrupted(place)["stopped"] for place in station.places):
            return "the race is stopped"
        if any(self.interrupted(place)["diverted"] for place in station.places):
            return "the race is led around this place"
        over_ms = self._over_ms(station)
        if over_ms is not None and self._at_ms >= over_ms:
            return ""
        return self._untimed(station)

    def interrupted(self, place: Place) -> dict[str, bool]:
        """Return whether the distance is stopped, or led around this place, as it stands now."""
        index = self._state.race.arrays.index[place.distance]
        on = self._state.race.interruptions.by_distance.get(index, OnDistance())
        around = [d for d in on.diversions if d.until_ms == NOTHING_ENDS]
        diverted = any(one.from_m <= place.along_m <= one.to_m for one in around)
        return {"stopped": on.stopped is not None, "diverted": diverted}

    def silent_mats(self, station: Station) -> tuple[str, ...]:
        """Return the silent mats on the road to a station, by name: without them its counts may be wrong."""
        mats = {
            split.mat
            for place in station.places
            for split in self._state.plan.distance(place.distance).splits
            if split.along_m <= place.along_m
        }
        return tuple(mat.name for mat in self._state.plan.mats if mat.id in mats & self._silent)

    def _untimed(self, station: Station) -> str:
        """Return what the timing does not tell of who comes here."""
        distances = {place.distance for place in station.places}
        if any(self._is_blind(distance) for distance in distances):
            return "most entries were never read anywhere"
        if self._unheard:
            last_ms = max(self._state.mats.newest_ms.values(), default=self._at_ms)
            at = show_time(last_ms, self._state.plan.zone, seconds=False)
            return f"no mat has read anybody since {at}, and several were due"
        for mat in self.silent_mats(station):
            return f"the mat at {mat} is silent"
        if any(self.waiting[distance] and not self._has_started(distance) for distance in distances):
            return "some were not read at the start and may still come"
        return ""

    def _has_started(self, distance: str) -> bool:
        """Return whether the start is over: its mat is heard, and has read nobody for a while.

        Whoever it has not read is at home. Where the start has no mat that reads nearly everybody, nobody
        can say so, and they are waited for.
        """
        race = self._state.race
        index = race.arrays.index[distance]
        of, column = race["distance"] == index, int(race.arrays.start[index])
        gun_ms = race["gun_ms"][of & (race["status"] == EXPECTED)]
        started = int((of & (race["start_ms"] >= 0)).sum())
        if column < 0 or not started or int(gun_ms.max(initial=0)) > self._at_ms - QUIET_MS:
            return False
        read_ms = self._state.crossings.columns["at_ms"][of, column]
        nearly_all = int((read_ms >= 0).sum()) >= READ_AT_START * started
        return nearly_all and int(read_ms.max()) <= self._at_ms - QUIET_MS

    def _is_blind(self, distance: str) -> bool:
        race = self._state.race
        of = race["distance"] == race.arrays.index[distance]
        return self.unread[distance] > int((of & (race["start_ms"] >= 0)).sum()) + self.waiting[distance]

    def _over_ms(self, station: Station) -> int | None:
        """Return from when nobody inside a limit is short of a station; ``None`` where one has no limit."""
        lasts = [self._planned.at(self._state, place).last_ms for place in station.places]
        known = [ms for ms in lasts if ms is not None]
        return max(known) + OVER_MS if known and len(known) == len(lasts) else None

    def has_begun(self, station: Station) -> bool:
        """Return whether a gun was fired for anybody who comes here."""
        distances = {place.distance for place in station.places}
        guns = self._state.crossings.gun_ms
        waves = [w.id for w in self._state.plan.waves if distances.intersection(w.distances)]
        return any(guns[wave] <= self._at_ms for wave in waves if wave in guns)

    def _waiting(self, distance: int) -> int:
        race = self._state.race
        may_start = race["gun_ms"] + START_WINDOW_MS > self._at_ms
        return int(((race["status"] == EXPECTED) & (race["distance"] == distance) & may_start).sum())

    def _unread(self, distance: int) -> int:
        race = self._state.race
        return int(((race["status"] == EXPECTED) & (race["distance"] == distance)).sum())
