"""The work of a tick in plain Python over lists: what somebody would write who has no arrays.

It is meant to be good plain Python: one list of small objects, one pass per question, no work done
twice. What the forecast says of each runner it is given, as the race is while its forecast is held
(:func:`hold`); its answers are compared with those of the race, number for number.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from typing import NamedTuple

from alongside.events.bodies import FlagBody
from alongside.forecast.field_seen import COMMON_MPS, PLACE_SLACK_M, SHORT_OF_M
from alongside.live.distance_view import TAIL_SHOWN, bin_size_m
from alongside.live.pipeline import Race
from alongside.live.views import DistanceView, Views
from alongside.race.courses import CourseArrays
from alongside.race.state import ON_COURSE, STATUSES
from alongside.tail.overdue import LEAST_S, LIKELY, UNSEEN_S
from alongside.tail.silence import DUE_AT_LEAST, DUE_WINDOW_MS

_COLUMNS = ("status", "distance", "last_split", "last_m", "last_ms", "start_ms", "speed_mps")


@dataclass(slots=True)
class Runner:
    """One entry; ``last_split`` is -1 and ``speed_mps`` ``None`` where nothing is known.

    From ``due_ms`` on it is her forecast: when she was due at the next split, the instant of asking, the
    medians there and at the finish, the chances that she gets there and that she is still on her way.
    """

    bib: str
    status: int
    distance: int
    last_split: int
    next_split: int
    last_m: float
    last_ms: float
    next_m: float
    speed_mps: float | None
    fix_ms: int
    fix_m: list[float]
    due_ms: float
    clock_ms: float
    middle_ms: float
    finish_ms: float
    going: float
    on_way: float


class Placed(NamedTuple):
    """A runner on the course, run on to now."""

    runner: Runner
    along_m: float
    next_ms: int
    finish_ms: int
    overdue_s: float


class Answer(NamedTuple):
    """What a tick comes to, in plain values; ``behind`` is by sweep, ``due`` by mat."""

    counts: list[list[int]]
    stretches: list[list[int]]
    density: list[list[int]]
    tail: list[list[tuple[str, float, int | None, int | None]]]
    behind: list[int]
    due: dict[str, int]
    flags: list[tuple[str, bool]]


class PlainTick:
    """A race's entries as a list of objects, and a tick over them."""

    def __init__(self, race: Race) -> None:
        self.state = race.state
        self.lengths_m = [float(m) for m in self.state.race.arrays.length_m]
        self.runners = runners_of(race)

    def tick(self, at_ms: int) -> Answer:
        """Return what the race would say and show at ``at_ms``."""
        placed = [self._place(runner, at_ms) for runner in self.runners if runner.status == ON_COURSE]
        ways = range(len(self.lengths_m))
        due = self._due(placed, at_ms)
        return Answer(
            self._counts(),
            self._stretches(placed),
            [self._density(placed, way) for way in ways],
            [self._tail(placed, way) for way in ways],
            self._behind(placed, at_ms),
            due,
            self._flags(placed, self._silent(due, at_ms)),
        )

    def _place(self, runner: Runner, at_ms: int) -> Placed:
        short_m = runner.next_m - SHORT_OF_M
        base_m, base_ms = runner.last_m, runner.last_ms
        if runner.fix_ms > base_ms:
            base_m, base_ms = self._by_phone(runner, short_m)
        run_ms = runner.clock_ms - base_ms
        whole_ms = max(run_ms + runner.middle_ms - runner.clock_ms, 1.0)
        share = min(max((run_ms + (at_ms - runner.clock_ms)) / whole_ms, 0.0), 1.0)
        along_m = min(base_m + share * max(runner.next_m - base_m, 0.0), max(short_m, base_m))
        late_s = max((at_ms - runner.due_ms) / 1000, 0.0)
        next_ms, finish_ms = (max(round(ms), at_ms) for ms in (runner.middle_ms, runner.finish_ms))
        return Placed(runner, along_m, next_ms, finish_ms, late_s)

    def _by_phone(self, runner: Runner, short_m: float) -> tuple[float, float]:
        pace_mps = COMMON_MPS if runner.speed_mps is None else runner.speed_mps
        expected_m = min(runner.last_m + pace_mps * ((runner.fix_ms - runner.last_ms) / 1000), short_m)
        low_m, high_m = runner.last_m - PLACE_SLACK_M, runner.next_m + PLACE_SLACK_M
        near = [along_m for along_m in runner.fix_m if low_m <= along_m <= high_m]
        if not near:
            return runner.last_m, runner.last_ms
        return min(min(near, key=lambda along_m: abs(along_m - expected_m)), short_m), runner.fix_ms

    def _counts(self) -> list[list[int]]:
        counts = [[0] * len(STATUSES) for _ in self.lengths_m]
        for runner in self.runners:
            counts[runner.distance][runner.status] += 1
        return counts

    def _stretches(self, placed: list[Placed]) -> list[list[int]]:
        counts = [[0] * (len(course.names) + 1) for course in self.state.race.arrays.courses]
        for one in placed:
            counts[one.runner.distance][one.runner.last_split + 1] += 1
        return counts

    def _density(self, placed: list[Placed], way: int) -> list[int]:
        bin_m = bin_size_m(self.lengths_m[way])
        bins = [0] * max(1, math.ceil(self.lengths_m[way] / bin_m))
        for one in placed:
            if one.runner.distance == way:
                bins[min(max(int(one.along_m / bin_m), 0), len(bins) - 1)] += 1
        return bins

    def _tail(self, placed: list[Placed], way: int) -> list[tuple[str, float, int | None, int | None]]:
        of = (one for one in placed if one.runner.distance == way)
        last = heapq.nsmallest(TAIL_SHOWN, of, key=lambda one: one.along_m)
        return [(one.runner.bib, one.along_m, one.next_ms, one.finish_ms) for one in last]

    def _behind(self, placed: list[Placed], at_ms: int) -> list[int]:
        index = self.state.race.arrays.index
        fronts = [(index[f.sweep.distance], f.along_m) for f in self.state.sweeps.fronts(at_ms)]
        return [
            sum(one.runner.distance == way and one.along_m < along_m - 50 for one in placed)
            for way, along_m in fronts
            if along_m is not None
        ]

    def _due(self, placed: list[Placed], at_ms: int) -> dict[str, int]:
        courses = self.state.race.arrays.courses
        due = {mat: 0 for course in courses for mat in course.mats}
        for runner, *_ in placed:
            if at_ms - DUE_WINDOW_MS < runner.due_ms <= at_ms:
                mats = courses[runner.distance].mats
                if runner.next_split < len(mats):
                    due[mats[runner.next_split]] += 1
        return due

    def _flags(self, placed: list[Placed], silent: set[str]) -> list[tuple[str, bool]]:
        late = [o.runner for o in placed if o.overdue_s > LEAST_S and self._is_gone(o)]
        flagged, known = {runner.bib for runner in late}, self.state.flags.of("overdue")
        raised = [r.bib for r in late if r.bib not in known and self._next_mat(r) not in silent]
        return [(bib, True) for bib in raised] + [(bib, False) for bib in known if bib not in flagged]

    def _is_gone(self, one: Placed) -> bool:
        is_unseen = one.overdue_s > UNSEEN_S and one.runner.on_way < LIKELY
        return one.runner.going < LIKELY or is_unseen

    def _silent(self, due: dict[str, int], at_ms: int) -> set[str]:
        heard = self.state.mats
        many = (mat for mat, count in due.items() if count >= DUE_AT_LEAST)
        return {mat for mat in many if heard.recent(mat, at_ms, DUE_WINDOW_MS) == 0}

    def _next_mat(self, runner: Runner) -> str:
        mats = self.state.race.arrays.courses[runner.distance].mats
        return mats[min(runner.next_split, len(mats) - 1)]


def hold(race: Race) -> None:
    """Have a race keep the forecast that it has: ticks without the forecast, which has its own benchmark."""
    forecast = race._forecast
    forecast.see = lambda crossings, state, seen: forecast.table.due_ms[seen.who]  # type: ignore[method-assign]
    forecast.refresh = lambda *asked: None  # type: ignore[method-assign]


def runners_of(race: Race) -> list[Runner]:
    """Return the entries of a race as objects."""
    state, arrays = race.state.race, race.state.race.arrays
    columns = {name: state[name].tolist() for name in _COLUMNS}
    fix_ms, fix_m = (race.state.locator[name].tolist() for name in ("at_ms", "along_m"))
    table = race._forecast.table
    due_ms, clock_ms = table.due_ms.tolist(), table.clock_ms.tolist()
    middle_ms, going = table.middle_ms.tolist(), table.reach.tolist()
    on_way = (table.reach - table.missed).tolist()
    runners = []
    for i, entry in enumerate(race.state.crossings.field.entries):
        split, way = columns["last_split"][i], columns["distance"][i]
        last_ms = columns["last_ms"][i] if split >= 0 else columns["start_ms"][i]
        speed_mps = None if math.isnan(columns["speed_mps"][i]) else columns["speed_mps"][i]
        near = [along_m for along_m in fix_m[i] if not math.isnan(along_m)]
        ahead, next_m = _next(arrays, way, split)
        finish = len(arrays.courses[way].mats)
        runners.append(
            Runner(entry.bib, columns["status"][i], way, split, ahead, columns["last_m"][i], float(last_ms),
                   next_m, speed_mps, fix_ms[i], near, due_ms[i], clock_ms[i], middle_ms[i][ahead],
                   middle_ms[i][finish], going[i][ahead], on_way[i][ahead])
        )  # fmt: skip
    return runners


def _next(arrays: CourseArrays, way: int, split: int) -> tuple[int, float]:
    """Return the split after one, and its metres; the finish line after the last, never the start."""
    metres = [*arrays.courses[way].along_m, float(arrays.length_m[way])]
    ahead = next((i for i in range(split + 1, len(metres)) if metres[i] > 0), len(metres) - 1)
    return ahead, metres[ahead]


def answer_of(views: Views, flags: list[tuple[str, bool]]) -> Answer:
    """Return what a race showed and decided, in the same plain values."""
    ways = views.control.distances
    return Answer(
        [[d.counts.not_started, *_rest(d)] for d in ways],
        [[stretch.on_course for stretch in d.stretches] for d in ways],
        [list(d.density) for d in ways],
        [[(row.bib, row.along_m, row.next_ms, row.finish_ms) for row in d.tail] for d in ways],
        [sweep.behind for sweep in views.control.sweeps if sweep.along_m is not None],
        {mat.id: mat.due for mat in views.control.mats if mat.due},
        flags,
    )


def _rest(view: DistanceView) -> list[int]:
    counts = view.counts
    return [counts.on_course, counts.finished, counts.dnf, counts.dsq, counts.dns]


def differences(race: Race, plain: PlainTick, at_ms: int) -> list[str]:
    """Return the names of the parts in which the race and plain Python differ at a tick: none."""
    bodies = [draft.body for draft in race.decide(at_ms)]
    flags = [(body.bib, body.new) for body in bodies if isinstance(body, FlagBody) and body.flag == "overdue"]
    views = race.look(at_ms)
    return _differences(plain.tick(at_ms), answer_of(views, flags), views.control.distances)


def _differences(plain: Answer, ours: Answer, ways: tuple[DistanceView, ...]) -> list[str]:
    plain = plain._replace(
        stretches=[_shown(counts, way) for counts, way in zip(plain.stretches, ways, strict=True)],
        due={mat: n for mat, n in plain.due.items() if n},
        flags=sorted(plain.flags),
    )
    ours = ours._replace(flags=sorted(ours.flags))
    return [name for name in Answer._fields if getattr(plain, name) != getattr(ours, name)]


def _shown(counts: list[int], way: DistanceView) -> list[int]:
    """Leave out stretches of no length that nobody is on, as the view does."""
    splits = [mark.along_m for mark in way.marks if mark.kind == "split"]
    metres = [0.0, *splits, way.length_m]
    return [n for i, n in enumerate(counts) if metres[i + 1] > metres[i] or n]
