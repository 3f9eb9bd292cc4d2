"""A recorded race from a pair of tables (runners, splits): its plan, entries, and reads in order.

The tables are those of docs/recorded.md: columns by name, ``None`` where nothing is known. Any mats,
any number of them, several events, a sweep among the events, missing columns and missing reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from alongside.errors import InputError, Problems
from alongside.events.bodies import EntryBody, GunBody, PlanBody, ReadBody, RulingStatusBody, Status
from alongside.events.plan import Distance, Mat, RacePlan, Split, Sweep, Wave
from alongside.events.row import Draft
from alongside.feeds.pair_columns import Columns, Table
from alongside.feeds.pair_course import SplitPlace, places_by_event
from alongside.units import midnight_ms

START_MAT = "START"
SWEEP_EVENT = "sweep"
SOURCE = "recorded"
# Results lists hold wheelchairs too, and do not say who is one: 45 km/h is fast for a racing chair.
MAX_SPEED_MPS = 12.5
HOUR_MS = 3_600_000
# What the files call it -> our word. What stands in no list is left to be seen: still out.
STATUSES: dict[str, Status] = {
    "finished": "finished",
    "uof": "finished",
    "dnf": "dnf",
    "dsq": "dsq",
    "dns": "dns",
    "not started": "dns",
    "dns_or_no_splits": "dns",
}


@dataclass(frozen=True)
class Recorded:
    """A recorded day: what was planned, who was entered, and what was received, in that order."""

    plan: RacePlan
    drafts: list[Draft]
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class _Runner:
    bib: str
    event: str
    wave: str
    start_s: float | None
    status: str
    finish_s: float | None


def recorded_race(runners: Table, splits: Table, race: str, day: Any, zone: str = "UTC") -> Recorded:
    """Return the race that two tables hold, ready to be played.

    Clocks: ``tod_s`` where the file has it; a file without any starts everybody at 0 and takes
    ``elapsed_s``. Reads arrive when they happen; an estimated split arrives with the next read that
    somebody made, since only then could it be estimated. Raises :class:`InputError`.
    """
    day_start_ms = midnight_ms(day, zone)
    problems = Problems()
    field = _runners(Columns("runners", runners, problems))
    timed = _timed_rows(Columns("splits", splits, problems), field)
    problems.raise_if_any()
    plan = _plan(race, str(day), zone, day_start_ms, field, timed)
    reads = list(_reads(field, timed, day_start_ms))
    last_ms = max((draft.at_ms or 0 for draft in reads), default=day_start_ms)
    first_ms = min((wave.gun_ms for wave in plan.waves), default=day_start_ms)
    opening = _opening(plan, field, first_ms - HOUR_MS)
    rulings = list(_rulings(plan, field, timed, last_ms + 1000))
    played = sorted([*_guns(plan), *reads], key=_received)
    return Recorded(plan, [*opening, *played, *rulings], first_ms - 60_000, last_ms + 2000)


def _received(draft: Draft) -> int:
    return draft.received_at_ms or 0


def _runners(table: Columns) -> dict[str, _Runner]:
    if not table.need("bib"):
        return {}
    texts = [table.texts(name) for name in ("bib", "event", "wave", "status")]
    seconds = [table.seconds(name) for name in ("start_tod_s", "finish_s")]
    table.settle()
    field = {}
    for bib, event, wave, status, start_s, finish_s in zip(*texts, *seconds, strict=True):
        if bib:
            named = event or "race"
            field[bib] = _Runner(bib, named, wave or named, start_s, status, finish_s)
    return field


@dataclass(frozen=True, slots=True)
class _Timed:
    """One row of the splits table on one clock: ``tod_s`` seconds past midnight."""

    bib: str
    event: str
    mat: str
    mat_seq: int
    km: float | None
    tod_s: float
    elapsed_s: float | None
    estimated: bool


def _timed_rows(table: Columns, field: dict[str, _Runner]) -> list[_Timed]:
    if not table.need("bib", "mat"):
        return []
    bibs, mats = table.texts("bib"), table.texts("mat")
    seqs, kms = table.counts("mat_seq"), table.kilometres("km")
    tods, elapsed = table.seconds("tod_s"), table.seconds("elapsed_s")
    estimated = table.flags("estimated")
    table.settle()
    rows = []
    for bib, mat, seq, km, tod_s, elapsed_s, guessed in zip(
        bibs, mats, seqs, kms, tods, elapsed, estimated, strict=True
    ):
        runner = field.get(bib)
        clock_s = _clock_s(tod_s, elapsed_s, runner)
        if runner is not None and mat and clock_s is not None:
            rows.append(_Timed(bib, runner.event, mat, seq, km, clock_s, elapsed_s, guessed))
    return rows


def _clock_s(tod_s: float | None, elapsed_s: float | None, runner: _Runner | None) -> float | None:
    """Return the time of day of a read; from the runner's start (0 if unknown) and elapsed if need be."""
    if tod_s is not None or elapsed_s is None or runner is None:
        return tod_s
    return (runner.start_s or 0.0) + elapsed_s


def _plan(
    race: str, day: str, zone: str, day_start_ms: int, field: dict[str, _Runner], timed: list[_Timed]
) -> RacePlan:
    rows = [(row.event, row.mat, row.mat_seq, row.km) for row in timed]
    places = places_by_event(rows, {runner.event for runner in field.values()})
    courses = {event: found for event, found in places.items() if event != SWEEP_EVENT}
    if not courses:
        raise InputError.of("runners table", "holds nobody but a sweep.", "Give the runners an event.")
    distances = tuple(_distance(event, found) for event, found in sorted(courses.items()))
    mats = sorted({split.mat for distance in distances for split in distance.splits})
    return RacePlan(
        id=race,
        name=race.replace("-", " ").title(),
        date=day,
        zone=zone,
        day_start_ms=day_start_ms,
        distances=distances,
        waves=_waves(field, day_start_ms),
        mats=tuple(Mat(mat, mat) for mat in mats),
        sweeps=_sweeps(field, places, courses),
    )


def _distance(event: str, places: list[SplitPlace]) -> Distance:
    splits = [Split(START_MAT, START_MAT, 1, 0.0, "start")] if places[:1] and places[0].km > 0 else []
    visits: dict[str, int] = {}
    for i, place in enumerate(places):
        visits[place.mat] = visits.get(place.mat, 0) + 1
        role = "finish" if i == len(places) - 1 else "start" if i == 0 and place.km == 0 else "split"
        name = place.mat if visits[place.mat] == 1 else f"{place.mat} {visits[place.mat]}"
        splits.append(Split(name, place.mat, visits[place.mat], place.km * 1000, role))  # type: ignore[arg-type]
    return Distance(
        id=event,
        name=event,
        length_m=max((split.along_m for split in splits), default=0.0),
        splits=tuple(splits),
        max_speed_mps=MAX_SPEED_MPS,
    )


def _waves(field: dict[str, _Runner], day_start_ms: int) -> tuple[Wave, ...]:
    """Return a wave for each in the file (else for each event), its gun at the first start in it."""
    guns: dict[str, float] = {}
    events: dict[str, set[str]] = {}
    for runner in field.values():
        if runner.event != SWEEP_EVENT:
            start_s = runner.start_s
            events.setdefault(runner.wave, set()).add(runner.event)
            if start_s is not None:
                guns[runner.wave] = min(start_s, guns.get(runner.wave, start_s))
    return tuple(
        Wave(wave, wave, tuple(sorted(of)), day_start_ms + round(guns.get(wave, 0.0) * 1000))
        for wave, of in sorted(events.items())
    )


def _sweeps(
    field: dict[str, _Runner], places: dict[str, list[SplitPlace]], courses: dict[str, list[SplitPlace]]
) -> tuple[Sweep, ...]:
    """Return the vehicles of the event ``sweep``, each on the course whose mats it shares most."""
    swept = {place.mat for place in places.get(SWEEP_EVENT, [])}
    runners = {event: sum(runner.event == event for runner in field.values()) for event in courses}

    def likeness(event: str) -> tuple[int, int]:
        return len(swept & {place.mat for place in courses[event]}), runners[event]

    of = max(courses, key=likeness)
    return tuple(
        Sweep(f"sweep-{runner.bib}", "Sweep", of, (), (runner.bib,))
        for runner in field.values()
        if runner.event == SWEEP_EVENT
    )


def _opening(plan: RacePlan, field: dict[str, _Runner], at_ms: int) -> list[Draft]:
    """Return the rows with which the day begins: the plan, then every entry."""
    plan_draft = Draft("plan", "1", at_ms, PlanBody(plan), at_ms)
    return [
        plan_draft,
        *(
            Draft("roster", runner.bib, at_ms, EntryBody(runner.bib, runner.event, runner.wave), at_ms)
            for runner in field.values()
            if runner.event != SWEEP_EVENT
        ),
    ]


def _guns(plan: RacePlan) -> list[Draft]:
    return [
        Draft("gun", wave.id, wave.gun_ms, GunBody(wave.id, wave.gun_ms), wave.gun_ms) for wave in plan.waves
    ]


def _reads(field: dict[str, _Runner], timed: list[_Timed], day_start_ms: int) -> Iterator[Draft]:
    zero_start = all(runner.start_s is None for runner in field.values())
    real_s: dict[str, list[float]] = {}
    for row in timed:
        if not row.estimated:
            real_s.setdefault(row.bib, []).append(row.tod_s)
    has_start = {row.event for row in timed if row.km == 0}
    for runner in field.values():
        start_s = 0.0 if zero_start and runner.bib in real_s else runner.start_s
        if start_s is not None and runner.event not in has_start:
            yield _read(f"{runner.bib}/start", runner.bib, START_MAT, start_s, day_start_ms)
    last_s = max((row.tod_s for row in timed), default=0.0)
    for row in timed:
        heard_s = min((s for s in real_s.get(row.bib, ()) if s >= row.tod_s), default=last_s)
        yield _read(
            f"{row.bib}/{row.mat}/{row.mat_seq}",
            row.bib,
            row.mat,
            row.tod_s,
            day_start_ms,
            row.elapsed_s,
            heard_s if row.estimated else None,
        )


def _read(
    id_: str,
    bib: str,
    mat: str,
    tod_s: float,
    day_start_ms: int,
    chip_s: float | None = None,
    estimated_heard_s: float | None = None,
) -> Draft:
    at_ms = day_start_ms + round(tod_s * 1000)
    estimated = estimated_heard_s is not None
    heard_ms = at_ms if estimated_heard_s is None else day_start_ms + round(estimated_heard_s * 1000)
    body = ReadBody(bib, mat, at_ms, reader=mat, chip_s=chip_s, estimated=estimated)
    return Draft(SOURCE, id_, at_ms, body, heard_ms)


def _rulings(plan: RacePlan, field: dict[str, _Runner], timed: list[_Timed], at_ms: int) -> Iterator[Draft]:
    """Return what the file says of those whom their reads do not explain, after the last read."""
    explained = _explained(plan, timed)
    for runner in field.values():
        status = STATUSES.get(runner.status.lower())
        told = status == "finished" and runner.bib in explained
        if status is not None and not told and runner.event != SWEEP_EVENT:
            body = RulingStatusBody(runner.bib, status, "results", official=True, chip_s=runner.finish_s)
            yield Draft("results", runner.bib, at_ms, body, at_ms)


def _explained(plan: RacePlan, timed: list[_Timed]) -> set[str]:
    """Return who has a finish row, and rows whose times rise with their kilometres."""
    ends = {distance.id: distance.splits[-1].mat for distance in plan.distances if distance.splits}
    finished = {row.bib for row in timed if row.mat == ends.get(row.event)}
    last: dict[str, float] = {}
    for row in sorted(timed, key=lambda row: (row.km or 0.0, row.mat_seq)):
        if row.tod_s < last.get(row.bib, row.tod_s):
            finished.discard(row.bib)
        last[row.bib] = row.tod_s
    return finished
