"""What a station may expect from plan and entries alone: what is printed before anybody has run a step."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.course.early import FIRST_SPEED_MPS
from alongside.course.promise import LastRunner, last_runner
from alongside.events.plan import Distance, Place, RacePlan, Station
from alongside.live.state import LiveState
from alongside.live.station_views import Arrivals
from alongside.tail.planned import planned_finish_s

BIN_MS = 10 * 60_000
Floats = NDArray[np.float64]


class PlannedPass(msgspec.Struct, frozen=True):
    """When the front of a distance may be at a place, and the last inside the limit, by the plan."""

    first_ms: int | None
    last_ms: int | None


class Planned:
    """The plan's expectations, worked out again only when plan, entries or guns have changed."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._runs: dict[str, tuple[Floats, Floats]] = {}
        self._last: dict[str, LastRunner | None] = {}
        self._crowds: dict[str, tuple[Arrivals, ...]] = {}

    def refresh(self, state: LiveState) -> None:
        """Take what the race's plan and entries are now."""
        now = (id(state.plan), state.crossings.field.changes, tuple(state.crossings.gun_ms.items()))
        if now != self._of:
            self._of = now
            self._runs = _runs(state)
            self._last = {d.id: _last_runner(state, d) for d in state.plan.distances}
            self._crowds = {s.id: self._crowd(state.plan, s) for s in state.plan.stations}

    def at(self, state: LiveState, place: Place) -> PlannedPass:
        """Return what is planned of a place."""
        guns = _guns(state, place.distance)
        last = self._last.get(place.distance)
        return PlannedPass(
            None if not guns else min(guns) + round(place.along_m / FIRST_SPEED_MPS * 1000),
            None if last is None else last.passes_ms(place.along_m),
        )

    def last(self, distance: str) -> LastRunner | None:
        """Return the last runner inside the limit of a distance, by the guns; ``None`` without a limit."""
        return self._last.get(distance)

    def crowd(self, station: Station) -> tuple[Arrivals, ...]:
        """Return how many are expected at a station by ten minutes, all passes together."""
        return self._crowds.get(station.id, ())

    def _crowd(self, plan: RacePlan, station: Station) -> tuple[Arrivals, ...]:
        arrivals_ms = [self._arrivals_ms(plan, place) for place in station.places]
        return by_ten_minutes(np.empty(0), np.concatenate(arrivals_ms) if arrivals_ms else np.empty(0))

    def _arrivals_ms(self, plan: RacePlan, place: Place) -> Floats:
        start_ms, finish_s = self._runs.get(place.distance, (np.empty(0), np.empty(0)))
        share = place.along_m / plan.distance(place.distance).length_m
        return start_ms + finish_s * share * 1000


def by_ten_minutes(passed_ms: Floats, expected_ms: Floats) -> tuple[Arrivals, ...]:
    """Return arrivals counted by ten minutes of the clock, from the first that has any to the last."""
    both = np.concatenate([passed_ms, expected_ms])
    if not len(both):
        return ()
    first, last = int(both.min() // BIN_MS), int(both.max() // BIN_MS)
    counted = [
        np.bincount(((some - first * BIN_MS) * (1 / BIN_MS)).astype(np.int32), minlength=last - first + 1)
        for some in (passed_ms, expected_ms)
    ]
    return tuple(
        Arrivals((first + i) * BIN_MS, passed, expected)
        for i, (passed, expected) in enumerate(zip(counted[0].tolist(), counted[1].tolist(), strict=True))
    )


def _runs(state: LiveState) -> dict[str, tuple[Floats, Floats]]:
    """Return by distance the guns (UTC milliseconds) and planned finish times (seconds) of its entries."""
    waves: dict[tuple[str, str], list[float | None]] = defaultdict(list)
    guns: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(state.crossings.field.entries):
        key = entry.distance, entry.wave
        waves[key].append(entry.expected_s)
        guns.setdefault(key, state.crossings.guns_of(index).own_ms)
    found: dict[str, list[tuple[Floats, Floats]]] = defaultdict(list)
    for key, expected_s in waves.items():
        finish_s = planned_finish_s(expected_s, state.plan.distance(key[0]))
        found[key[0]].append((np.full(len(finish_s), float(guns[key])), finish_s))
    return {
        distance: (np.concatenate([run[0] for run in runs]), np.concatenate([run[1] for run in runs]))
        for distance, runs in found.items()
    }


def _last_runner(state: LiveState, distance: Distance) -> LastRunner | None:
    """Return the last runner inside the limit; a gun that moved moves her."""
    last, guns = last_runner(state.plan, distance), _guns(state, distance.id)
    planned = [wave.gun_ms for wave in state.plan.waves if distance.id in wave.distances]
    if last is None or not guns:
        return None
    return msgspec.structs.replace(last, start_ms=last.start_ms + max(guns) - max(planned))


def _guns(state: LiveState, distance: str) -> list[int]:
    gun_ms = state.crossings.gun_ms
    return [gun_ms[w.id] for w in state.plan.waves if distance in w.distances and w.id in gun_ms]
