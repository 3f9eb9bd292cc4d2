"""The view for the city: each section of street, when it reopens, and whether it has been passed.

A section can be given back once everybody inside the limit has left it on every pass of every distance that
runs its road, and the sweeps of those distances are past its end. What everybody may see of that (R1) are
times of reopening alone: never before the plan, never before the sweep, on the next full five minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from alongside.course.streets import street_ends
from alongside.course.sweep_schedule import due_ms
from alongside.events.plan import Place, Reopening, Station
from alongside.forecast.run_on import RunOn
from alongside.live.city_views import CityView, PublicSection, SectionState, SectionView, SweepAtEnd
from alongside.live.state import LiveState
from alongside.live.station_closing import Closings
from alongside.live.station_plan import Planned
from alongside.live.station_views import ClosingView
from alongside.tail.closing import SURE
from alongside.tail.sweeps import Front

CITY = "CITY"  # what a page asks for that shows streets; no bib is so called
FIVE_MIN_MS = 5 * 60_000
EVERY_MS = 30_000
BEYOND_M = 500.0  # a schedule that ends this little before a place is meant for it too

Asks = Callable[[Closings, Station, int], ClosingView]


class CityDay:
    """The streets of a race from tick to tick.

    Who is still to come to a street is asked twice a minute, the streets one after the other, so that a tick
    stays cheap in a field of 50,000: so much of what is said may be half a minute old. All else is of the
    tick. What is kept saves time, and is no part of the state.
    """

    def __init__(self) -> None:
        self._planned = Planned()
        self._asked: dict[str, tuple[tuple[int, int], ClosingView]] = {}

    def view(self, state: LiveState, field: RunOn, silent: frozenset[str], unheard: int) -> CityView:
        """Return every section, in the order of the plan.

        ``silent`` are mats that nobody hears, ``unheard`` how many were due since anybody was read at all.
        """
        closings = Closings(state, field, silent, unheard, self._planned)
        return CityLook(state, closings, self._planned, self._closing).view()

    def _closing(self, closings: Closings, here: Station, slot: int) -> ClosingView:
        asked = slot, closings.state.course_version
        kept = self._asked.get(here.id)
        if kept is None or kept[0] != asked:
            kept = self._asked[here.id] = asked, closings.closing(here)
        return kept[1]


class CityLook:
    """Everything that the sections of one tick have in common, worked out once."""

    def __init__(self, state: LiveState, closings: Closings, planned: Planned, closing: Asks) -> None:
        self.state, self.closings, self.planned, self._closing = state, closings, planned, closing
        field = closings.field
        self.at_ms = field.at_ms
        self.fronts = state.sweeps.fronts(field.at_ms, self._halted_ms)

    def view(self) -> CityView:
        """Return every section, in the order of the plan."""
        streets = self.state.plan.reopenings
        slots = [(self.at_ms + n * EVERY_MS // len(streets)) // EVERY_MS for n in range(len(streets))]
        sections = tuple(
            self._section(street, f"street/{n}", slot)
            for n, (street, slot) in enumerate(zip(streets, slots, strict=True))
        )
        return CityView(sections, tuple(public_section(section) for section in sections))

    def _halted_ms(self, distance: str, from_ms: int, to_ms: int) -> float:
        index = np.array([self.state.race.arrays.index[distance]])
        halted_ms = self.state.race.interruptions.halted_ms
        return float(halted_ms(index, np.array([float(from_ms)]), np.array([float(to_ms)]))[0])

    def _section(self, street: Reopening, id_: str, slot: int) -> SectionView:
        """Return a section; closings know it as they know a station, by an id of its own."""
        ends = tuple(street_ends(self.state.plan.shared, street))
        here, lasts = Station(id_, street.street, ends), last_ends(ends)
        closing, doubt = self._closing(self.closings, here, slot), self.closings.doubts.of(here)
        waiting = sum(self.closings.doubts.waiting[place.distance] for place in lasts)
        planned = [self._planned_ms(place) for place in lasts if self.closings.doubts.waiting[place.distance]]
        sweeps = self._sweeps(lasts)
        sure_ms = _latest(closing.sure_ms, *planned)
        reopens_ms = None if None in planned else _reopens_ms(street, closing, sure_ms, sweeps)
        state = self._state(here, closing, doubt, waiting, sweeps)
        if not state:
            late = street.at_ms is not None and reopens_ms is not None and reopens_ms > street.at_ms
            state = "late" if late else "planned" if waiting else "in_time"
        return SectionView(
            street=street.street,
            distance=street.distance,
            distance_name=self.state.plan.distance(street.distance).name,
            from_m=street.from_m,
            to_m=street.to_m,
            ends=tuple((place.distance, place.along_m) for place in ends),
            planned_ms=street.at_ms,
            state=state,
            inside=closing.inside + waiting,
            waiting=waiting,
            beyond=max(0, closing.still - closing.inside),
            middle_ms=None if waiting else closing.middle_ms,
            sure_ms=sure_ms,
            reopens_ms=None if state in ("passed", "stopped", "diverted") else reopens_ms,
            sweeps=sweeps,
            doubt=doubt,
        )

    def _planned_ms(self, place: Place) -> int | None:
        return self.planned.at(self.state, place).last_ms

    def _state(
        self, here: Station, closing: ClosingView, doubt: str, waiting: int, sweeps: tuple[SweepAtEnd, ...]
    ) -> SectionState | None:
        """Return what puts an end to forecasts: passed, stopped, led around; ``None`` where nothing does."""
        nobody = closing.sure_now >= SURE and not waiting and not doubt and self._has_begun(here)
        seen = [one for one in sweeps if one.seen]
        # Without a sweep behind them, those beyond the limit are on the road too.
        swept = all(one.passed for one in seen) if seen else closing.still == 0
        if nobody and swept:
            return "passed"
        on = [self.closings.doubts.interrupted(place) for place in here.places]
        if any(one["stopped"] for one in on):
            return "stopped"
        return "diverted" if any(one["diverted"] for one in on) else None

    def _has_begun(self, here: Station) -> bool:
        """Nobody on the road before the last gun does not mean that everybody has passed."""
        distances, gun_ms = {place.distance for place in here.places}, self.state.crossings.gun_ms
        waves = [wave.id for wave in self.state.plan.waves if distances & set(wave.distances)]
        guns = [gun_ms[wave] for wave in waves if wave in gun_ms]
        return bool(guns) and self.at_ms > max(guns)

    def _sweeps(self, lasts: list[Place]) -> tuple[SweepAtEnd, ...]:
        return tuple(
            self._sweep(front, place)
            for front in self.fronts
            for place in lasts
            if front.sweep.distance == place.distance and _goes_to(front, place.along_m)
        )

    def _sweep(self, front: Front, place: Place) -> SweepAtEnd:
        """Return when a sweep is expected at a place: as much off its schedule as it is now."""
        due = due_ms(front.sweep, place.along_m)
        planned_ms = None if due is None else round(due)
        passed = front.seen_m is not None and (front.along_m or 0.0) >= place.along_m - 1
        off_ms = 0 if front.ahead_s is None else round(front.ahead_s * 1000)
        expected_ms = None if planned_ms is None else max(planned_ms - off_ms, self.at_ms)
        return SweepAtEnd(front.sweep.name, planned_ms, expected_ms, passed, front.seen_ms is not None)


def last_ends(ends: Iterable[Place]) -> list[Place]:
    """Return of the ends of a section's passes each distance's last: whoever is past it comes no more."""
    last: dict[str, Place] = {}
    for place in ends:
        if place.distance not in last or last[place.distance].along_m < place.along_m:
            last[place.distance] = place
    return list(last.values())


def public_section(section: SectionView) -> PublicSection:
    """Return what everybody may see of a section: the forecast on the next full five minutes."""
    forecast_ms = section.reopens_ms
    if forecast_ms is not None and forecast_ms != section.planned_ms:
        forecast_ms = five_up_ms(forecast_ms)
    return PublicSection(
        street=section.street,
        distance=section.distance,
        distance_name=section.distance_name,
        from_m=section.from_m,
        to_m=section.to_m,
        planned_ms=section.planned_ms,
        forecast_ms=forecast_ms,
        state=section.state,
    )


def five_up_ms(at_ms: int) -> int:
    """Return the next full five minutes of the clock, or the instant itself where it is one."""
    return -(-at_ms // FIVE_MIN_MS) * FIVE_MIN_MS


def _reopens_ms(
    street: Reopening, closing: ClosingView, sure_ms: int | None, sweeps: tuple[SweepAtEnd, ...]
) -> int | None:
    """Return the forecast; ``None`` where the last one is too far away for one."""
    if closing.inside and closing.sure_ms is None:
        return None
    swept = [one.expected_ms for one in sweeps if not one.passed]
    return _latest(street.at_ms, sure_ms, *swept)


def _goes_to(front: Front, along_m: float) -> bool:
    """Return whether a sweep comes to a place: its schedule does, or it has none."""
    points = front.sweep.schedule
    return not points or along_m <= points[-1].along_m + BEYOND_M


def _latest(*times: int | None) -> int | None:
    return max((ms for ms in times if ms is not None), default=None)
