"""A small race for tests: a half and a full that share a road, two waves, and hands to make rows with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from alongside.events.bodies import (
    Body,
    EntryBody,
    GunBody,
    PlanBody,
    ReadBody,
    RulingReadBody,
    RulingStatusBody,
    Status,
    UndoBody,
    Verdict,
)
from alongside.events.plan import Distance, Mat, RacePlan, Split, Sweep, SweepPoint, Wave
from alongside.events.row import Draft, Row
from alongside.forecast.field import FieldForecast
from alongside.forecast.field_seen import last_seen
from alongside.forecast.run_on import RunOn, due, run_on
from alongside.live.pipeline import Race
from alongside.units import midnight_ms

ZONE = "Europe/Berlin"
DAY = "2027-05-02"
DAY_MS = midnight_ms(date(2027, 5, 2), ZONE)


def at(clock: str) -> int:
    """Return the instant of a clock time on race day, as 09:40 or 09:40:30."""
    parts = [int(part) for part in clock.split(":")]
    return DAY_MS + sum(part * unit for part, unit in zip(parts, (3_600_000, 60_000, 1000), strict=False))


FULL_KM = {"S": 0, "5K": 5, "10K": 10, "HALF": 21.0975, "30K": 30, "F": 42.195}
HALF_KM = {"S": 0, "5K": 5, "10K": 10, "F": 21.0975}


def distance(id_: str, km: dict[str, float], limit_s: float | None = 27_000) -> Distance:
    """Return a distance with one split per mat."""
    last = len(km) - 1
    roles = ["start", *["split"] * (last - 1), "finish"]
    splits = [
        Split(mat, mat, 1, along * 1000, role)  # type: ignore[arg-type]
        for (mat, along), role in zip(km.items(), roles, strict=True)
    ]
    return Distance(id_, id_.title(), max(km.values()) * 1000, tuple(splits), limit_s=limit_s)


def make_plan(**changes: object) -> RacePlan:
    """Return the plan of the small race; ``changes`` replace fields."""
    fields: dict[str, object] = {
        "id": "small",
        "name": "Small Race",
        "date": DAY,
        "zone": ZONE,
        "day_start_ms": DAY_MS,
        "distances": (distance("full", FULL_KM), distance("half", HALF_KM)),
        "waves": (
            Wave("1", "Wave 1", ("full", "half"), at("07:00")),
            Wave("2", "Wave 2", ("full", "half"), at("07:30")),
        ),
        "mats": tuple(Mat(mat, mat) for mat in FULL_KM),
        "sweeps": (
            Sweep(
                "sweep",
                "Sweep bus",
                "full",
                (SweepPoint(0, at("07:45")), SweepPoint(42_195, at("15:00"))),
                ("SWEEP1",),
            ),
        ),
    }
    return RacePlan(**(fields | changes))  # type: ignore[arg-type]


def entry(bib: str, distance_id: str = "full", wave: str = "1", *chips: str) -> Draft:
    """Return the draft of an entry."""
    return Draft(
        "roster", f"{bib}/{wave}/{distance_id}/{chips}", None, EntryBody(bib, distance_id, wave, chips)
    )


def read(
    code: str,
    mat: str,
    clock: str,
    id_: str | None = None,
    received: str | None = None,
    **more: object,
) -> Draft:
    """Return the draft of a read at a clock time."""
    body = ReadBody(code, mat, at(clock), **more)  # type: ignore[arg-type]
    key = id_ or f"{code}/{mat}/{clock}"
    return Draft("reader", key, at(clock), body, at(received or clock))


def gun(wave: str, clock: str) -> Draft:
    """Return the draft of a gun."""
    return Draft("gun", f"{wave}/{clock}", at(clock), GunBody(wave, at(clock)))


def rule_read(draft: Draft, verdict: Verdict, id_: str = "r1", clock: str = "12:00") -> Draft:
    """Return the draft of a ruling on a read."""
    body = RulingReadBody(draft.source, draft.id, verdict, "control")
    return Draft("control", id_, at(clock), body)


def rule_status(bib: str, status: Status, clock: str, id_: str = "s1", **more: object) -> Draft:
    """Return the draft of a ruling on an entry."""
    return Draft("control", id_, at(clock), RulingStatusBody(bib, status, "control", **more))  # type: ignore[arg-type]


def undo(draft: Draft, id_: str = "u1", clock: str = "12:30") -> Draft:
    """Return the draft that takes back another."""
    return Draft("control", id_, at(clock), UndoBody(draft.source, draft.id, "control"))


def body_draft(body: Body, id_: str, clock: str) -> Draft:
    """Return the draft of any body."""
    return Draft("test", id_, at(clock), body)


OPENING: tuple[Draft, ...] = (
    Draft("plan", "1", None, PlanBody(make_plan())),
    entry("1", "full", "1", "C1"),
    entry("2", "full", "2", "C2"),
    entry("3", "half", "1", "C3"),
)


def rows_of(drafts: Iterable[Draft], first_seq: int = 1) -> list[Row]:
    """Return drafts as rows, as a log would number them; a key that was there before is left out."""
    rows: list[Row] = []
    seen: set[tuple[str, str]] = set()
    received_ms = DAY_MS
    for draft in drafts:
        if (draft.source, draft.id) in seen:
            continue
        seen.add((draft.source, draft.id))
        received_ms = max(received_ms, draft.received_at_ms or draft.at_ms or received_ms)
        rows.append(Row(first_seq + len(rows), draft.source, draft.id, draft.at_ms, received_ms, draft.body))
    return rows


def race_of(*drafts: Draft, opening: Sequence[Draft] = OPENING) -> Race:
    """Return the small race with these rows applied after its opening."""
    race = Race()
    race.apply(rows_of([*opening, *drafts]))
    race.state.settle()
    return race


def field_at(race: Race, clock: str) -> RunOn:
    """Return the field run on to a clock time by its forecast, as the pipeline does."""
    state, forecast = race.state, FieldForecast()
    state.settle()
    seen = last_seen(state.race, state.locator, state.keyed.last())
    expected = due(state.race, seen, forecast.see(state.crossings, state.race, seen), at(clock))
    forecast.refresh(state.crossings, state.race, seen, frozenset(), at(clock))
    return run_on(state.race, seen, expected, forecast.table, at(clock))


def crossed(race: Race, bib: str) -> dict[str, int]:
    """Return the crossings of a bib: split name to UTC milliseconds."""
    crossings = race.state.crossings
    index = crossings.field.index(bib)
    names = crossings.course_of(index).names
    at_ms = crossings.columns["at_ms"][index]
    return {name: int(ms) for name, ms in zip(names, at_ms, strict=False) if ms >= 0}


def kept(race: Race, bib: str) -> list[tuple[str, str, bool]]:
    """Return what of a bib made no crossing: (mat, rule, whether it is a question)."""
    crossings = race.state.crossings
    index = crossings.field.index(bib)
    return [(crossings.reads.mat(k.row), k.rule, k.question) for k in crossings.kept.get(index, ())]


def status(race: Race, bib: str) -> str:
    """Return the status of a bib, as a word."""
    from alongside.race.state import STATUSES

    return STATUSES[race.state.race["status"][race.state.crossings.field.index(bib)]]


def outcome(race: Race) -> dict[str, Any]:
    """Return by bib everything that the order of rows must not change: crossings, rules, status, times."""
    crossings, state = race.state.crossings, race.state.race
    race.state.settle()
    found: dict[str, Any] = {"": {code: len(rows) for code, rows in sorted(crossings.unknown.items())}}
    for index, one in enumerate(crossings.field.entries):
        kept = crossings.kept.get(index, ())
        rules = sorted((crossings.reads.mat(k.row), k.rule, k.question) for k in kept)
        reads = ("at_ms", "chip_ms", "trust", "seen_ms")
        columns = [crossings.columns[name][index].tolist() for name in reads]
        status = ("status", "start_ms", "last_split", "chip_ms", "done_ms")
        found[one.bib] = rules, columns, [state[name][index].item() for name in status]
    return found
