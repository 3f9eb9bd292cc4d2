"""Sweeps as moving fronts: the rows that tell of each, and where each is at an instant."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from alongside.course.sweep_schedule import AT_START_M, ahead_s, due_ms, wanted_m
from alongside.course.versions import carry
from alongside.crossings.clocks import Clocks, device_of
from alongside.crossings.mats import Course, Guns, course_of
from alongside.crossings.passings import Read
from alongside.crossings.settle import settle
from alongside.events.bodies import PlanBody, ReadBody, SweepBody
from alongside.events.plan import RacePlan, Sweep, Wave
from alongside.events.row import Row
from alongside.events.standing import Key, Said, Standing
from alongside.tail.sweep_sightings import RECENT, How, Sighting, believed
from alongside.units import normal_code

QUIET_MS = 20 * 60_000  # a driver or phone that has said nothing for so long is not heard of
OVERDUE_MS = 10 * 60_000  # so long short of a mat that has not read it, a chip is not heard of
OWN_PACE_MS = 60 * 60_000  # its own pace is taken over the last hour: of 8 min to 3 h, nearest the truth
LEAST_PACE_MS = 8 * 60_000  # less than this says no pace: presses come in pairs
SHORT_OF_M = 10.0  # it has not been read at the next mat, so it is short of it
Halted = Callable[[str, int, int], float]  # how long a distance was stopped between two instants, in ms


def _never(distance: str, from_ms: int, to_ms: int) -> float:
    return 0.0


@dataclass(frozen=True)
class Front:
    """A sweep at one instant.

    ``sweep`` has its schedule as it counts. ``along_m`` is ``None`` when neither a sighting nor a schedule
    places it; ``how`` says what placed it. ``seen_*`` are of the newest sighting that is believed,
    ``seen_place`` its mat. ``ahead_s`` is how early it is now (late: negative), ``quiet`` that it should have
    been heard of and was not.
    """

    sweep: Sweep
    along_m: float | None
    how: How
    seen_ms: int | None
    seen_m: float | None
    seen_place: str
    scheduled_m: float | None
    ahead_s: float | None
    quiet: bool = False


class Sweeps:
    """What is known of the sweeps. A sweep is a vehicle: it is in no ranking and no count.

    ``words`` are what drivers and their phones say; ``moved`` has where a word lies since the course was
    changed (nan: on it no more).
    """

    def __init__(self, clocks: Clocks | None = None, gun_ms: Callable[[], Mapping[str, int]] = dict) -> None:
        self.clocks = Clocks() if clocks is None else clocks
        self._gun_ms = gun_ms
        self.waves: tuple[Wave, ...] = ()
        self.sweeps: tuple[Sweep, ...] = ()
        self.courses: dict[str, Course] = {}
        self.first_gun_ms = 0
        self.by_chip: dict[str, str] = {}
        self.reads: dict[str, list[tuple[int, str, str]]] = {}
        self.words: Standing[SweepBody, str] = Standing(SweepBody, lambda body: body.sweep)
        self.moved: dict[Key, float] = {}

    def apply(self, row: Row) -> bool:
        """Take in one row; return whether it was a read of a sweep, which nobody else should count."""
        if isinstance(row.body, ReadBody):
            return self._read(row, row.body)
        if isinstance(row.body, PlanBody):
            self._carry(row.body)
            self._plan(row.body.plan)
        else:
            self.words.apply(row)
        return False

    def fronts(self, now_ms: int, halted_ms: Halted = _never) -> list[Front]:
        """Return where every sweep is, in the order of the plan."""
        return [self._front(self.as_it_counts(sweep), now_ms, halted_ms) for sweep in self.sweeps]

    def as_it_counts(self, sweep: Sweep) -> Sweep:
        """Return a sweep with its schedule as it counts: later by as much as the last gun was late.

        The limit counts from that gun, so whoever it promises the road to is later by as much. An early gun
        brings nobody's sweep forward: what was published stands.
        """
        late_ms = self.late_ms(sweep.distance)
        later = [msgspec.structs.replace(point, at_ms=point.at_ms + late_ms) for point in sweep.schedule]
        return msgspec.structs.replace(sweep, schedule=tuple(later)) if late_ms else sweep

    def late_ms(self, distance: str) -> int:
        """Return how much later than planned the last gun of a distance is; 0 where it is not."""
        waves, gun_ms = [wave for wave in self.waves if distance in wave.distances], self._gun_ms()
        planned = max((wave.gun_ms for wave in waves), default=0)
        return max(0, max((gun_ms.get(wave.id, wave.gun_ms) for wave in waves), default=0) - planned)

    def believed(self, sweep: Sweep) -> list[Sighting]:
        """Return where a sweep was seen lately, as far as that can be true, in order of time."""
        return believed(self._sightings(sweep))

    def track(self, sweep: Sweep, every_ms: int) -> list[Sighting]:
        """Return where a sweep was seen all day, as far as that can be true; words ``every_ms`` apart."""
        seen = sorted(self._sightings(sweep), key=lambda one: one.order)
        kept: list[Sighting] = []
        for one in seen:
            if one.how == "chip" or not kept or one.at_ms - kept[-1].at_ms >= every_ms:
                kept.append(one)
        return [one for i in range(0, len(kept), RECENT) for one in believed(kept[i : i + RECENT])]

    def _read(self, row: Row, body: ReadBody) -> bool:
        sweep = self.by_chip.get(normal_code(body.code)) if self.by_chip else None
        if sweep is None:
            return False
        device = device_of(row.source, body.reader, body.mat)
        self.reads.setdefault(sweep, []).append((body.at_ms, body.mat, device))
        return True

    def _plan(self, plan: RacePlan) -> None:
        self.sweeps, self.waves = plan.sweeps, plan.waves
        self.courses = {distance.id: course_of(distance) for distance in plan.distances}
        self.first_gun_ms = min((wave.gun_ms for wave in plan.waves), default=plan.day_start_ms)
        self.by_chip = {normal_code(chip): sweep.id for sweep in plan.sweeps for chip in sweep.chips}

    def _carry(self, body: PlanBody) -> None:
        """Move the places of words to the new version of the course."""
        distances = {sweep.id: sweep.distance for sweep in self.sweeps}
        for said in self.words.everything():
            pieces = body.maps.get(distances.get(said.body.sweep, ""))
            if pieces is not None:
                self.moved[said.key] = float(carry(pieces, np.array([self._along_m(said)]))[0])

    def _along_m(self, said: Said[SweepBody]) -> float:
        return self.moved.get(said.key, said.body.along_m)

    def _sightings(self, sweep: Sweep) -> list[Sighting]:
        course = self.courses[sweep.distance]
        by_chip = [
            Sighting(at_ms, course.along_m[split], "chip", course.names[split])
            for split, at_ms in self._crossed(sweep, course)
        ]
        words = [
            Sighting(said.body.at_ms, self._along_m(said), said.body.how, "", said.key)
            for said in self.words.of(sweep.id)
        ]
        return by_chip + [one for one in words if 0.0 <= one.along_m <= course.length_m]

    def _crossed(self, sweep: Sweep, course: Course) -> list[tuple[int, int]]:
        """Return (split, at_ms) in order, by the same rules as a runner's."""
        reads = [
            Read(at_ms - self.clocks.ahead_ms(device, at_ms), mat, i, None, False, False)
            for i, (at_ms, mat, device) in enumerate(sorted(self.reads.get(sweep.id, ())))
        ]
        guns = Guns(self.first_gun_ms, self.first_gun_ms)
        return [(crossing.split, crossing.at_ms) for crossing in settle(reads, course, guns).crossings]

    def _front(self, sweep: Sweep, now_ms: int, halted_ms: Halted) -> Front:
        seen = self.believed(sweep)
        scheduled_m = wanted_m(sweep, now_ms)
        if not seen:
            return Front(sweep, scheduled_m, "schedule", None, None, "", scheduled_m, None)
        last, course = seen[-1], self.courses[sweep.distance]
        run_ms = max(0.0, now_ms - last.at_ms - halted_ms(sweep.distance, last.at_ms, now_ms))
        free_m = _run_on(sweep, seen, run_ms)
        along_m = max(last.along_m, min(free_m, _stop_m(sweep, course, last)))
        return Front(
            sweep=sweep,
            along_m=along_m,
            how=last.how,
            seen_ms=last.at_ms,
            seen_m=last.along_m,
            seen_place=last.place,
            scheduled_m=scheduled_m,
            ahead_s=ahead_s(sweep, along_m, now_ms, last.at_ms),
            quiet=_is_quiet(sweep, course, seen, run_ms),
        )

    def dump(self) -> bytes:
        """Return what was read and said as bytes for a snapshot; the sweeps come with the plan."""
        moved = [(key, None if math.isnan(at_m) else at_m) for key, at_m in self.moved.items()]
        return msgspec.msgpack.encode((list(self.reads.items()), self.words.dump(), moved))

    def load(self, raw: bytes, plan: RacePlan | None) -> None:
        """Take what a snapshot holds in place of this."""
        kept = tuple[list[tuple[str, list[tuple[int, str, str]]]], bytes, list[tuple[Key, float | None]]]
        reads, words, moved = msgspec.msgpack.decode(raw, type=kept)
        self.reads = dict(reads)
        self.words.load(words)
        self.moved = {key: math.nan if at_m is None else at_m for key, at_m in moved}
        if plan is not None:
            self._plan(plan)


def _stop_m(sweep: Sweep, course: Course, last: Sighting) -> float:
    """Return how far it can have come: with a chip, short of the next mat, which has not read it."""
    ahead = [m for m in course.along_m if m > last.along_m + 1.0] if sweep.chips else []
    return min(ahead) - SHORT_OF_M if ahead else course.length_m


def _run_on(sweep: Sweep, seen: list[Sighting], run_ms: float) -> float:
    """Return the last place seen, run on at the schedule's pace, else its own."""
    last = seen[-1]
    due = due_ms(sweep, last.along_m)
    if due is None:
        return last.along_m + _own_mps(seen) * run_ms / 1000
    if last.along_m <= sweep.schedule[0].along_m + AT_START_M:
        run_ms -= max(0.0, sweep.schedule[0].at_ms - last.at_ms)  # at the start it waits for its hour
    return wanted_m(sweep, due + max(0.0, run_ms)) or last.along_m


def _own_mps(seen: list[Sighting]) -> float:
    """Return its own pace over the last hour; 0 while there is too little to say."""
    last = seen[-1]
    before = next((one for one in reversed(seen) if last.at_ms - one.at_ms >= OWN_PACE_MS), seen[0])
    if last.at_ms - before.at_ms < LEAST_PACE_MS:
        return 0.0
    return max(0.0, (last.along_m - before.along_m) * 1000 / (last.at_ms - before.at_ms))


def _is_quiet(sweep: Sweep, course: Course, seen: list[Sighting], run_ms: float) -> bool:
    """Return whether it should have been heard of by now: a chip is heard at mats alone."""
    last = seen[-1]
    if last.along_m >= course.length_m - 1.0:
        return False
    if last.how != "chip":
        return run_ms > QUIET_MS
    return _run_on(sweep, seen, run_ms - OVERDUE_MS) > _stop_m(sweep, course, last) + SHORT_OF_M
