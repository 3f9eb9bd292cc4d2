"""Each sweep at one tick: where it is, what it closes behind; and, while somebody looks, who is near it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from alongside.course.sweep_schedule import due_ms, pace_s_per_km
from alongside.events.plan import Sweep
from alongside.forecast.field_places import limit_from_ms
from alongside.forecast.run_on import RunOn
from alongside.live.let_go import let_go_entries
from alongside.live.state import LiveState
from alongside.live.sweep_done import done_by
from alongside.live.sweep_views import SweepDetail, SweepRunner, SweepSaid, SweepStation
from alongside.live.views import SweepView
from alongside.race.notices import OnDistance
from alongside.tail.rides import rides
from alongside.tail.stations import GONE
from alongside.tail.sweep_road import SweepRoad, sweep_road
from alongside.tail.sweeps import Front
from alongside.units import MS_PER_S

SWEEPS = "sweeps/"  # wanted while somebody looks at the page of a sweep
BEHIND_SHOWN, AHEAD_SHOWN = 8, 4
AHEAD_M = 2_000.0  # who is farther ahead is none of the driver's business
SAID_SHOWN = 5


@dataclass(frozen=True)
class _On:
    """A sweep, and the runners on its road."""

    front: Front
    road: SweepRoad


class SweepLook:
    """Everything that the sweeps of one tick have in common, worked out once."""

    def __init__(self, state: LiveState, field: RunOn, at_ms: int) -> None:
        self.state, self.field, self.at_ms = state, field, at_ms
        let_go = let_go_entries(state)
        waits, aboard = _riding(state)
        fronts = state.sweeps.fronts(at_ms, self._halted_ms)
        self._on = [
            _On(front, sweep_road(state.plan, field, front.sweep, let_go, waits, aboard)) for front in fronts
        ]
        self._waits = waits

    def views(self) -> tuple[SweepView, ...]:
        """Return every sweep, in the order of the plan."""
        return tuple(self._view(on) for on in self._on)

    def details(self) -> tuple[SweepDetail, ...]:
        """Return what the page of each sweep shows of whom and what is near it."""
        return tuple(self._detail(on) for on in self._on)

    def _halted_ms(self, distance: str, from_ms: int, to_ms: int) -> float:
        index = np.array([self.state.race.arrays.index[distance]])
        halted_ms = self.state.race.interruptions.halted_ms
        return float(halted_ms(index, np.array([float(from_ms)]), np.array([float(to_ms)]))[0])

    def _view(self, on: _On) -> SweepView:
        front, road = on.front, on.road
        here_m = front.along_m
        behind = road.behind(here_m) if here_m is not None else np.zeros(len(road.rows), dtype=np.bool_)
        ahead_m = road.along_m[road.inside & ~behind]
        return SweepView(
            id=front.sweep.id,
            name=front.sweep.name,
            distance=front.sweep.distance,
            along_m=here_m,
            how=front.how,
            seen_ms=front.seen_ms,
            seen_place=front.seen_place,
            scheduled_m=front.scheduled_m,
            ahead_s=front.ahead_s,
            behind=int((behind & ~road.let_go).sum()),
            seen_m=front.seen_m,
            quiet=front.quiet,
            late_ms=self.state.sweeps.late_ms(front.sweep.distance) if front.sweep.schedule else 0,
            behind_inside=int((behind & road.inside).sum()),
            behind_let_go=int((behind & road.let_go).sum()),
            last_inside_m=float(ahead_m.min()) if len(ahead_m) else None,
            until_ms=None if here_m is None else self._until_ms(front.sweep, here_m),
            pace_s_per_km=None if here_m is None else pace_s_per_km(front.sweep, here_m),
        )

    def _until_ms(self, sweep: Sweep, along_m: float) -> int | None:
        """Return until when the road here is promised: by the schedule, else at even pace by the limit."""
        due = due_ms(sweep, along_m)
        if due is not None:
            return round(due)
        distance = self.state.plan.distance(sweep.distance)
        from_ms = limit_from_ms(self.state.plan, self.state.crossings.gun_ms, distance)
        if distance.limit_s is None or math.isinf(from_ms):
            return None
        return round(from_ms + distance.limit_s * MS_PER_S * along_m / distance.length_m)

    def _detail(self, on: _On) -> SweepDetail:
        front, state = on.front, self.state
        sweep = front.sweep
        index = state.race.arrays.index[sweep.distance]
        stopped = state.race.interruptions.by_distance.get(index, OnDistance()).stopped is not None
        here_m = front.along_m if front.along_m is not None else 0.0
        return SweepDetail(
            id=sweep.id,
            **self._near(on),
            said=self._said(sweep),
            done=tuple(done_by(state, sweep.id)),
            words_said=len(state.sweeps.words.said.get(sweep.id, ())),
            stations=self._stations(sweep, here_m),
            stopped=stopped,
        )

    def _near(self, on: _On) -> dict[str, tuple[SweepRunner, ...]]:
        here_m, road = on.front.along_m, on.road
        if here_m is None:
            return {"behind": (), "ahead": ()}
        is_behind = road.behind(here_m)
        order = np.argsort(np.abs(road.along_m - here_m), kind="stable")
        near = ~is_behind & (road.along_m <= here_m + AHEAD_M)
        behind, ahead = order[is_behind[order]], order[near[order]]
        # Who may still make it is who the driver must know of: those come first, however far back.
        behind = behind[np.argsort(~road.inside[behind], kind="stable")]
        return {
            "behind": tuple(self._runner(road, int(i), here_m) for i in behind[:BEHIND_SHOWN]),
            "ahead": tuple(self._runner(road, int(i), here_m) for i in ahead[:AHEAD_SHOWN]),
        }

    def _runner(self, road: SweepRoad, i: int, here_m: float) -> SweepRunner:
        j = int(road.rows[i])
        entry, crossings = int(self.field.who[j]), self.state.crossings
        seen_ms, mat = int(crossings.columns["seen_ms"][entry]), int(crossings.columns["seen_mat"][entry])
        going = float(self.field.going[j])
        return SweepRunner(
            bib=crossings.field.entries[entry].bib,
            along_m=float(road.along_m[i]),
            gap_m=float(road.along_m[i]) - here_m,
            inside=bool(road.inside[i]),
            let_go=bool(road.let_go[i]),
            ride=entry in self._waits,
            seen_ms=seen_ms if seen_ms >= 0 else None,
            seen_place=self.state.mat_name(crossings.reads.mats.texts[mat]) if mat >= 0 else "",
            going=None if math.isnan(going) else going,
        )

    def _said(self, sweep: Sweep) -> tuple[SweepSaid, ...]:
        sweeps = self.state.sweeps
        believed = {one.key for one in sweeps.believed(sweep)}
        newest = sorted(sweeps.words.of(sweep.id), key=lambda said: -said.body.at_ms)
        return tuple(
            SweepSaid(
                *said.key,
                at_ms=said.body.at_ms,
                along_m=said.body.along_m,
                how=said.body.how,
                by=said.body.by,
                fits=said.key in believed,
            )
            for said in newest[:SAID_SHOWN]
        )

    def _stations(self, sweep: Sweep, here_m: float) -> tuple[SweepStation, ...]:
        words = self.state.stations
        found = [
            (place.along_m, station.id, station.name, words.last(station.id))
            for station in self.state.plan.stations
            for place in station.places
            if place.distance == sweep.distance and place.along_m > here_m
        ]
        return tuple(
            SweepStation(id_, name, along_m, last is not None and last.body.said in GONE)
            for along_m, id_, name, last in sorted(found, key=lambda one: one[:2])
        )


def _riding(state: LiveState) -> tuple[set[int], set[int]]:
    """Return the entries that wait or stop where they are, and those that a van has, or has brought away."""
    found, riders = rides(state.crossings, state.race), state.crossings.riders
    lasts = {entry: words[-1].body for entry in riders.entries() if (words := riders.of_entry(entry))}
    stop = {entry for entry, body in lasts.items() if body.what == "no_more" and body.stops}
    waits = {ride.entry for ride in found if ride.state == "waiting"}
    return waits | stop, {ride.entry for ride in found if ride.state != "waiting"}
