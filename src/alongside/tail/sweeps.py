"""Sweeps as moving fronts: where each was last read, where it should be, who is behind it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from alongside.crossings.clocks import Clocks, device_of
from alongside.crossings.mats import Course, Guns, course_of
from alongside.crossings.passings import Read
from alongside.crossings.settle import settle
from alongside.events.bodies import PlanBody, ReadBody
from alongside.events.plan import RacePlan, Sweep
from alongside.events.row import Row
from alongside.units import normal_code


@dataclass(frozen=True)
class Front:
    """A sweep at one instant. ``along_m`` is ``None`` when neither a read nor a schedule places it."""

    sweep: Sweep
    along_m: float | None
    by_chip: bool
    seen_ms: int | None
    seen_place: str
    scheduled_m: float | None
    ahead_s: float | None


class Sweeps:
    """Reads of the sweeps' chips. A sweep is a vehicle: it is in no ranking and no count."""

    def __init__(self, clocks: Clocks | None = None) -> None:
        self.clocks = Clocks() if clocks is None else clocks
        self.sweeps: tuple[Sweep, ...] = ()
        self.courses: dict[str, Course] = {}
        self.first_gun_ms = 0
        self.by_chip: dict[str, str] = {}
        self.reads: dict[str, list[tuple[int, str, str]]] = {}

    def apply(self, row: Row) -> bool:
        """Take in one row; return whether it was a read of a sweep, which nobody else should count."""
        if isinstance(row.body, PlanBody):
            self._plan(row.body.plan)
        elif isinstance(row.body, ReadBody) and self.by_chip:
            sweep = self.by_chip.get(normal_code(row.body.code))
            if sweep is not None:
                device = device_of(row.source, row.body.reader, row.body.mat)
                self.reads.setdefault(sweep, []).append((row.body.at_ms, row.body.mat, device))
                return True
        return False

    def fronts(self, now_ms: int) -> list[Front]:
        """Return where every sweep is, in the order of the plan."""
        return [self._front(sweep, now_ms) for sweep in self.sweeps]

    def _plan(self, plan: RacePlan) -> None:
        self.sweeps = plan.sweeps
        self.courses = {distance.id: course_of(distance) for distance in plan.distances}
        self.first_gun_ms = min((wave.gun_ms for wave in plan.waves), default=plan.day_start_ms)
        self.by_chip = {normal_code(chip): sweep.id for sweep in plan.sweeps for chip in sweep.chips}

    def _front(self, sweep: Sweep, now_ms: int) -> Front:
        course = self.courses[sweep.distance]
        crossed = self._crossed(sweep, course)
        scheduled_m = _scheduled_m(sweep, now_ms)
        if not crossed:
            return Front(sweep, scheduled_m, False, None, "", scheduled_m, None)
        split, seen_ms = crossed[-1]
        due_ms = _due_ms(sweep, course.along_m[split])
        ahead_s = None if due_ms is None else (due_ms - seen_ms) / 1000
        along_m = _carried_on(sweep, course, crossed, now_ms)
        return Front(sweep, along_m, True, seen_ms, course.names[split], scheduled_m, ahead_s)

    def _crossed(self, sweep: Sweep, course: Course) -> list[tuple[int, int]]:
        """Return (split, at_ms) in order, by the same rules as a runner's."""
        reads = [
            Read(at_ms - self.clocks.ahead_ms(device, at_ms), mat, i, None, False, False)
            for i, (at_ms, mat, device) in enumerate(sorted(self.reads.get(sweep.id, ())))
        ]
        guns = Guns(self.first_gun_ms, self.first_gun_ms)
        return [(crossing.split, crossing.at_ms) for crossing in settle(reads, course, guns).crossings]

    def dump(self) -> bytes:
        """Return the reads as bytes for a snapshot; the sweeps come with the plan."""
        return msgspec.msgpack.encode(list(self.reads.items()))

    def load(self, raw: bytes, plan: RacePlan | None) -> None:
        """Take the reads of a snapshot in place of these."""
        self.reads = dict(msgspec.msgpack.decode(raw, type=list[tuple[str, list[tuple[int, str, str]]]]))
        if plan is not None:
            self._plan(plan)


def _scheduled_m(sweep: Sweep, now_ms: int) -> float | None:
    """Return where the schedule wants it; ``None`` without one. It waits at both ends."""
    if not sweep.schedule:
        return None
    points = sweep.schedule
    return float(np.interp(now_ms, [p.at_ms for p in points], [p.along_m for p in points]))


def _due_ms(sweep: Sweep, along_m: float) -> float | None:
    """Return when the schedule wants it at a place; ``None`` without one."""
    if not sweep.schedule:
        return None
    points = sweep.schedule
    return float(np.interp(along_m, [p.along_m for p in points], [p.at_ms for p in points]))


def _carried_on(sweep: Sweep, course: Course, crossed: list[tuple[int, int]], now_ms: int) -> float:
    """Return the last place read, run on at the schedule's pace (else its own), short of the next mat."""
    split, seen_ms = crossed[-1]
    here_m = course.along_m[split]
    if split == course.finish or split + 1 >= len(course.along_m):
        return here_m
    speed_mps = _speed_mps(sweep, course, crossed, now_ms)
    return min(here_m + speed_mps * max(0, now_ms - seen_ms) / 1000, course.along_m[split + 1] - 10.0)


def _speed_mps(sweep: Sweep, course: Course, crossed: list[tuple[int, int]], now_ms: int) -> float:
    split, seen_ms = crossed[-1]
    if sweep.schedule:
        here_m = course.along_m[split]
        due_ms = _due_ms(sweep, here_m) or seen_ms
        later_m = _scheduled_m(sweep, round(due_ms) + 600_000) or here_m
        return max(0.0, later_m - here_m) / 600
    if len(crossed) < 2:
        return 0.0
    before, before_ms = crossed[-2]
    return (course.along_m[split] - course.along_m[before]) * 1000 / max(1, seen_ms - before_ms)
