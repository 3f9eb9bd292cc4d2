"""The promise: every published time held against what the limit promises the last runner inside it.

A limit promises the road, the tables and the finish to whoever starts with the last wave and finishes
exactly at the limit, at an even pace. Even pace is the latest that anybody inside the limit can be: real
fields slow down (their second half takes longer than their first), and who slows down and still finishes
at the limit was earlier everywhere before it. An earlier wave that finishes at the same moment was earlier
on the way too. (Known limit: a course that climbs early and falls late makes people later than even pace at
its start; climbs are not counted.) A time before that runner passes takes from her what the limit gave her.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from alongside.course.splits import END_M
from alongside.course.streets import street_ends
from alongside.events.plan import Distance, Place, RacePlan
from alongside.units import MS_PER_S

Kind = Literal["station", "section", "cutoff", "sweep", "finish"]
Verdict = Literal["kept", "broken", "unsaid"]


class LastRunner(msgspec.Struct, frozen=True):
    """The runner of a distance who is promised most; ``wave`` is empty where only one wave runs it.

    ``start_ms`` is UTC milliseconds: the last gun, and where the plan says that the limit counts from the
    last runner over the start line, that many seconds later.
    """

    distance: str
    name: str
    wave: str
    start_ms: int
    limit_s: float
    length_m: float

    def passes_ms(self, along_m: float) -> int:
        """Return when she passes ``along_m``, in UTC milliseconds, to the whole second."""
        return self.start_ms + round(self.limit_s * along_m / self.length_m) * MS_PER_S


class PromiseRow(msgspec.Struct, frozen=True):
    """One published time at one pass of one distance, and the last runner inside the limit there.

    ``margin_s`` is what is published minus ``last_ms``: negative is broken; ``None`` where no time is
    published. A section of street is judged at its end, a sweep at each point of its schedule.
    """

    kind: Kind
    name: str
    distance: str
    along_m: float
    published_ms: int | None
    last_ms: int
    margin_s: int | None
    verdict: Verdict


class Promise(msgspec.Struct, frozen=True):
    """All rows, by distance in the order of the plan, then by metres; and who is promised most.

    ``unpromised`` are the distances without a limit: nothing is promised there, so nothing is judged.
    """

    rows: tuple[PromiseRow, ...]
    runners: dict[str, LastRunner]
    unpromised: tuple[Distance, ...]

    def worst_first(self) -> list[PromiseRow]:
        """Return the broken rows, the one that is gone earliest before its last runner first."""
        return sorted(self.of("broken"), key=lambda row: row.margin_s or 0)

    def of(self, verdict: Verdict) -> list[PromiseRow]:
        """Return the rows of one verdict."""
        return [row for row in self.rows if row.verdict == verdict]


def promise_of(plan: RacePlan) -> Promise:
    """Return the published schedule of a plan held against its limits.

    Stations count wherever a distance passes them, sections of street on every distance and pass that
    shares their road. Cutoffs and sweeps are for their own distance alone: a road on which the half's sweep
    goes ahead of the full's last runner is a race with two limits, not a broken promise. A finish is held
    against the cutoff that is written for it, or is open until the limit ends.
    """
    found = [(distance, last_runner(plan, distance)) for distance in plan.distances]
    runners = {distance.id: runner for distance, runner in found if runner is not None}
    rows = [row for runner in runners.values() for row in _rows(plan, runner)]
    return Promise(tuple(rows), runners, tuple(d for d, runner in found if runner is None))


def last_runner(plan: RacePlan, distance: Distance) -> LastRunner | None:
    """Return the runner who is promised most; ``None`` where there is no limit, or no wave.

    Both ways of counting a limit give the same one: from the last gun there is one end for all, and of
    limits that count from each wave's own gun the last wave's ends last.
    """
    waves = [wave for wave in plan.waves if distance.id in wave.distances]
    if distance.limit_s is None or not waves:
        return None
    last = max(waves, key=lambda one: one.counts_from_ms)
    wave = last.name if len(waves) > 1 else ""
    start_ms, length_m = last.counts_from_ms, distance.length_m
    return LastRunner(distance.id, distance.name, wave, start_ms, distance.limit_s, length_m)


Published = tuple[Kind, str, float, int | None]  # what, its name, metres along, UTC milliseconds


def _rows(plan: RacePlan, runner: LastRunner) -> list[PromiseRow]:
    published = [*_stations(plan, runner), *_sections(plan, runner), *_on_the_clock(plan, runner)]
    published.sort(key=lambda one: one[2])
    return [_judged(runner, *one) for one in [*published, _finish(plan, runner)]]


def _judged(runner: LastRunner, kind: Kind, name: str, along_m: float, at_ms: int | None) -> PromiseRow:
    last_ms = runner.passes_ms(along_m)
    margin_s = None if at_ms is None else round((at_ms - last_ms) / MS_PER_S)
    verdict: Verdict = "unsaid" if margin_s is None else "broken" if margin_s < 0 else "kept"
    return PromiseRow(kind, name, runner.distance, along_m, at_ms, last_ms, margin_s, verdict)


def _stations(plan: RacePlan, runner: LastRunner) -> Iterator[Published]:
    for station in plan.stations:
        for along_m in _metres(station.places, runner.distance):
            yield "station", station.name, along_m, station.closes_ms


def _metres(places: Iterable[Place], distance: str) -> list[float]:
    return [place.along_m for place in places if place.distance == distance]


def _sections(plan: RacePlan, runner: LastRunner) -> Iterator[Published]:
    for street in plan.reopenings:
        for along_m in _metres(street_ends(plan.shared, street), runner.distance):
            yield "section", street.street, along_m, street.at_ms


def _on_the_clock(plan: RacePlan, runner: LastRunner) -> Iterator[Published]:
    for cutoff in plan.cutoffs:
        if cutoff.distance == runner.distance and not _is_finish(cutoff.along_m, runner):
            yield "cutoff", cutoff.name, cutoff.along_m, cutoff.closes_ms
    for sweep in plan.sweeps:
        for point in sweep.schedule if sweep.distance == runner.distance else ():
            yield "sweep", sweep.name, point.along_m, point.at_ms


def _finish(plan: RacePlan, runner: LastRunner) -> Published:
    """The finish closes with the first cutoff written for it, else when the limit ends."""
    ends = [c for c in plan.cutoffs if c.distance == runner.distance and _is_finish(c.along_m, runner)]
    closes_ms = min((c.closes_ms for c in ends), default=runner.passes_ms(runner.length_m))
    return "finish", "Finish", runner.length_m, closes_ms


def _is_finish(along_m: float, runner: LastRunner) -> bool:
    return along_m >= runner.length_m - END_M
