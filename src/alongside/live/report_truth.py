"""What crossings tell afterwards: who passed a place last, inside the limit and at all, and who in a span."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.course.promise import LastRunner
from alongside.events.plan import Distance, Place
from alongside.live.race_view import START_WINDOW_MS
from alongside.live.report_views import Passed
from alongside.live.state import LiveState
from alongside.live.station_plan import Planned
from alongside.race.state import EXPECTED, ON_COURSE
from alongside.tail.gates import Gates
from alongside.tail.passages import Passages
from alongside.units import MS_PER_S

Floats = NDArray[np.float64]
Span = tuple[float, float]
OVER_MS = 30 * 60 * MS_PER_S  # so long after the last inside the limit must have passed, nobody is


class Ran:
    """One distance as it was run: who passed a place when, and who of them was inside the limit there.

    ``finish_ms`` is when each finished (infinite: not), ``limit_ms`` by when each must (``None``: no limit).
    """

    def __init__(
        self, distance: Distance, passages: Passages, finish_ms: Floats, limit_ms: Floats | None
    ) -> None:
        self.distance, self.passages = distance, passages
        self._finish_ms, self._limit_ms = finish_ms, limit_ms
        self._known: dict[float, tuple[Floats, Floats]] = {}

    def passed_ms(self, along_m: float) -> tuple[Floats, Floats]:
        """Return when those inside the limit passed a place, and all others; ascending."""
        if along_m not in self._known:
            passed = self.passages.ms_at(along_m)
            inside = self._is_inside(passed, along_m)
            known = ~np.isnan(passed)
            self._known[along_m] = np.sort(passed[known & inside]), np.sort(passed[known & ~inside])
        return self._known[along_m]

    def _is_inside(self, passed: Floats, along_m: float) -> NDArray[np.bool_]:
        if self._limit_ms is None:
            return np.ones(len(passed), dtype=np.bool_)
        left_ms = (self.distance.limit_s or 0.0) * (1 - along_m / self.distance.length_m) * MS_PER_S
        with np.errstate(invalid="ignore"):
            return np.asarray((self._finish_ms <= self._limit_ms) | (passed <= self._limit_ms - left_ms))


class Truth:
    """The crossings of a race, by distance, with the start of each runner where no mat is at it."""

    def __init__(self, state: LiveState, planned: Planned, at_ms: int) -> None:
        planned.refresh(state)
        self._state, self._planned, self._gates, self._at_ms = state, planned, Gates(), at_ms
        self._ran = {d.id: self._of_distance(i, d) for i, d in enumerate(state.plan.distances)}

    def passed(self, places: Sequence[Place]) -> Passed:
        """Return who passed last of all passes of a place."""
        found = [self._ran[p.distance].passed_ms(p.along_m) for p in places]
        inside = [_last(inside) for inside, _ in found]
        others = [_last(others) for _, others in found]
        plans = [self._planned.at(self._state, p).last_ms for p in places]
        return Passed(
            last_inside_ms=_latest(inside),
            last_ms=_latest([*inside, *others]),
            by_plan_ms=None if None in plans else _latest(plans),
            read=all(self._ran[p.distance].passages.is_at_mat(p.along_m) for p in places),
            is_final=all(self.is_final(p) for p in places),
        )

    def is_final(self, place: Place) -> bool:
        """Return whether nobody is on the way to a place: by who is on the course, or long past the limit."""
        last_ms = self._planned.at(self._state, place).last_ms
        if last_ms is not None and self._at_ms > last_ms + OVER_MS:
            return True
        race = self._state.race
        of = race["distance"] == race.arrays.index[place.distance]
        out = (race["status"] == ON_COURSE) & (race["last_m"] < place.along_m)
        waiting = (race["status"] == EXPECTED) & (race["gun_ms"] + START_WINDOW_MS > self._at_ms)
        return not bool((of & (out | waiting)).any())

    def came(self, places: Sequence[Place], spans: Sequence[Span]) -> tuple[int, int]:
        """Return how many came in any of some spans of time: inside the limit, and others."""
        found = [self._ran[p.distance].passed_ms(p.along_m) for p in places] if spans else []
        inside = sum(_in_spans(inside, spans) for inside, _ in found)
        return inside, sum(_in_spans(others, spans) for _, others in found)

    def last_inside(self, distance: str, metres: Sequence[float]) -> tuple[tuple[float, int], ...]:
        """Return (metres, time) of the last inside the limit along a distance, as far as that is final."""
        done = [along_m for along_m in metres if self.is_final(Place(distance, along_m))]
        lasts = [(along_m, _last(self._ran[distance].passed_ms(along_m)[0])) for along_m in done]
        return tuple((along_m, ms) for along_m, ms in lasts if ms is not None)

    def _of_distance(self, index: int, distance: Distance) -> Ran:
        state = self._state
        of = np.flatnonzero(state.race["distance"] == index)
        course = state.race.arrays.courses[index]
        at_ms = state.crossings.columns["at_ms"][of][:, : len(course.along_m)]
        along_m = np.array(course.along_m)
        if not len(along_m) or along_m[0] > 0:
            along_m = np.concatenate([[0.0], along_m])
            at_ms = np.column_stack([state.race["start_ms"][of], at_ms])
        finish = np.where(along_m >= distance.length_m - 1, at_ms, -1).max(axis=1, initial=-1)
        limit_ms = self._gates.limit_ms(index, of, state.crossings, state.race)
        finish_ms = np.where(finish >= 0, finish, np.inf).astype(np.float64)
        return Ran(distance, Passages(at_ms, along_m), finish_ms, limit_ms)


def even_pace(last: LastRunner | None, metres: Sequence[float]) -> tuple[tuple[float, int], ...]:
    """Return (metres, time) of the last runner inside the limit at an even pace; nothing without a limit."""
    return () if last is None else tuple((along_m, last.passes_ms(along_m)) for along_m in metres)


def _last(passed: Floats) -> int | None:
    return round(float(passed[-1])) if len(passed) else None


def _latest(times: Sequence[int | None]) -> int | None:
    return max((ms for ms in times if ms is not None), default=None)


def _in_spans(passed: Floats, spans: Sequence[Span]) -> int:
    """Return how many of ascending times lie in spans, their ends included, their beginnings not."""
    return sum(int(np.diff(np.searchsorted(passed, span, side="right"))[0]) for span in spans)
