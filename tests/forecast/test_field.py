"""The forecast of the whole field: worked out by parts, and always what it would be all at once."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from alongside.events.bodies import FixBody, KeyedBody, NoticeBody, PlanBody, ReadBody
from alongside.events.plan import Cutoff, Line, Place, Station
from alongside.events.row import Draft, Row
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import FULL_KM, at, body_draft, distance, entry, gun, make_plan, race_of, read, rows_of, undo

RUNNERS = 30
BLOCKS = ("low_ms", "middle_ms", "high_ms", "reach", "missed", "in_time")
LINE = Line((0.0, 0.0), (0.0, 0.3795), (0.0, 42_195.0))


def opening() -> list[Draft]:
    """Return a full with its line, a station, a cutoff and a sweep, and its entries."""
    full = msgspec.structs.replace(distance("full", FULL_KM), line=LINE)
    plan = make_plan(
        distances=(full,),
        stations=(Station("nine", "Water Nine", (Place("full", 9_000.0),)),),
        cutoffs=(Cutoff("c", "The bridge", "full", 25_000.0, at("11:00")),),
    )
    runners = [entry(str(n), "full", "1", f"C{n}") for n in range(1, RUNNERS + 1)]
    return [Draft("plan", "1", None, PlanBody(plan)), *runners]


def read_at(code: str, mat: str, ms: int) -> Draft:
    """Return the draft of a read at an instant, received as it was made."""
    return Draft("reader", f"{code}/{mat}", ms, ReadBody(code, mat, ms), ms)


def ran(dice: np.random.Generator, n: int) -> list[Draft]:
    """Return the reads of one runner: mats miss some, and some stop."""
    pace_mps, start_ms = dice.uniform(1.5, 4.5), at("07:00") + int(dice.integers(0, 900_000))
    count = 1 + int(dice.integers(0, len(FULL_KM))) if dice.random() < 0.3 else len(FULL_KM)
    mats = [(mat, km) for mat, km in list(FULL_KM.items())[:count] if dice.random() < 0.95]
    return [read_at(f"C{n}", mat, start_ms + int(km * 1e6 / pace_mps)) for mat, km in mats]


def a_day(seed: int) -> list[Row]:
    """Return a day with everything on it that a forecast hangs on, as a log would hold it."""
    dice = np.random.default_rng(seed)
    drafts = [one for n in range(1, RUNNERS + 1) for one in ran(dice, n)]
    stop = body_draft(NoticeBody("stopped", "control", "full"), "stop", "09:30")
    drafts += [
        body_draft(KeyedBody("nine", "7", "in", at("09:10"), "station/nine/7"), "k7", "09:10"),
        body_draft(FixBody("p", "11", at("08:05"), 0.0, 0.06, 5.0), "f11", "08:05"),
        body_draft(FixBody("q", "12", at("09:00"), 0.0, 0.12, 80.0), "f12", "09:00"),
        gun("2", "07:50"),
        stop,
        undo(stop, clock="10:20"),
        body_draft(NoticeBody("diverted", "control", "full", 20_000.0, 22_000.0), "led", "10:05"),
    ]
    return rows_of([*opening(), *sorted(drafts, key=lambda one: one.received_at_ms or one.at_ms or 0)])


def until(rows: list[Row], at_ms: int) -> list[Row]:
    """Return the rows received by an instant."""
    return [row for row in rows if row.received_at_ms <= at_ms]


def foreseen(race: Race, at_ms: int) -> dict[str, np.ndarray]:
    """Return all that is forecast of whoever is on the course at a tick, and where she is thought to be."""
    race.look(at_ms)
    moment = race._at(at_ms)
    found = {name: getattr(moment.field.table, name)[moment.field.who] for name in BLOCKS}
    return found | {"along_m": moment.field.along_m, "due_ms": moment.field.due_ms}


@pytest.mark.parametrize(("seed", "step_ms"), [(1, 30_000), (2, 97_000), (3, 600_000)])
def test_a_race_that_saw_every_tick_and_one_asked_cold_say_the_same_bit_for_bit(
    seed: int, step_ms: int
) -> None:
    """What is known and the tick decide, not which ticks came before: from rows, or from a snapshot."""
    rows = a_day(seed)
    warm = Race()
    at_ms, asked = at("08:00"), {at("08:13:20"), at("09:36:40"), at("10:20")}
    while at_ms <= at("10:20"):
        warm.apply(row for row in until(rows, at_ms) if row.seq > warm.state.seq)
        found = foreseen(warm, at_ms)
        if any(at_ms - step_ms < one <= at_ms for one in asked):
            cold, loaded = Race(), Race(LiveState.load(warm.state.dump()))
            cold.apply(until(rows, at_ms))
            for other in (foreseen(cold, at_ms), foreseen(loaded, at_ms)):
                assert all(np.array_equal(found[name], other[name], equal_nan=True) for name in found)
            assert np.isfinite(found["middle_ms"]).sum() > 10
        at_ms += step_ms


def test_of_whom_nothing_new_is_known_nothing_is_worked_out_before_her_instant_comes() -> None:
    """Within the minute a forecast stands; at its full minute a small field is asked about anew."""
    race = race_of(read("C1", "S", "07:01"), read("C2", "S", "07:31"))
    clock = [race._at(at(c)).field.table.clock_ms[:2].tolist() for c in ("07:40", "07:40:30", "07:41")]
    seen_ms = at("07:31")
    assert clock == [[at("07:40"), seen_ms], [at("07:40"), seen_ms], [at("07:41"), seen_ms]]


def test_while_the_clock_says_nothing_of_her_a_forecast_made_anew_would_be_the_same() -> None:
    """Before anybody like her can be at the next mat, asking again changes no time by a minute and a half."""
    reads = read("C1", "S", "07:01"), read("C1", "5K", "07:31")
    race = race_of(*reads)
    quiet = race._at(at("07:40")).field.table
    assert quiet.clock_ms[0] == at("07:31")
    last_ms = int(quiet.quiet_ms[0])
    assert at("07:50") < last_ms < at("08:01")
    quiet.clock_ms[0] = np.nan
    again = race_of(*reads)
    again._at(at("07:40")).field.table.quiet_ms[0] = 0.0
    asked = again._at(last_ms).field.table
    assert asked.clock_ms[0] > at("07:45")
    for name in ("low_ms", "middle_ms", "high_ms"):
        assert np.nanmax(np.abs(getattr(asked, name)[0] - getattr(quiet, name)[0])) < 90_000


def test_a_crossing_is_in_the_forecast_at_the_next_tick() -> None:
    """Nobody waits for her instant: what is newly known counts at once."""
    race = race_of(read("C1", "S", "07:01"))
    race.look(at("07:35:10"))
    race.apply(rows_of([read("C1", "5K", "07:35:12")], race.state.seq + 1))
    table = race._at(at("07:35:20")).field.table
    assert table.clock_ms[0] == at("07:35:12")
    assert np.isnan(table.middle_ms[0, 1]) and np.isfinite(table.middle_ms[0, 2])


def test_not_being_read_at_a_silent_mat_says_nothing() -> None:
    """Twenty are due at 10K and none is read: their chance of going on stays what it was."""
    drafts = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 30)]
    drafts += [read(f"C{n}", mat, c) for n in range(10, 30) for mat, c in (("S", "07:01"), ("5K", "07:35"))]
    race = race_of(*drafts)
    before, after = race._at(at("07:50")), race._at(at("08:16"))
    assert (before.silent, after.silent) == (frozenset(), frozenset({"10K"}))
    assert (after.field.going > 0.99).all()
    assert (after.field.table.awake[after.field.who] == 3).all()


def test_the_chance_to_be_there_in_time_goes_by_cutoff_sweep_and_limit() -> None:
    """Each place has its own end: the limit at the finish line, a sweep's plan at splits, a cutoff's time."""
    race = Race()
    reads = [read("C1", "S", "07:01"), read("C1", "5K", "07:40"), read("C1", "10K", "08:20")]
    race.apply(rows_of([*opening(), *reads]))
    table = race._at(at("08:21")).field.table
    finish, cutoff = 6, 7
    assert table.in_time.shape[1] == 8
    assert 0.9 < table.in_time[0, finish] <= table.reach[0, finish]
    assert 0 < table.in_time[0, cutoff] < table.reach[0, cutoff]
    assert table.middle_ms[0, 3] < table.middle_ms[0, cutoff] < table.middle_ms[0, 4]
    swept_ms = np.interp(21_097.5, [0, 42_195], [at("07:45"), at("15:00")])
    assert (table.in_time[0, 3] > 0.5) == (table.middle_ms[0, 3] < swept_ms)


def test_what_her_entry_names_is_believed_before_anything_is_known() -> None:
    """Five hours on the entry form, and a start: the forecast is near five hours, and nearer than without."""
    named = Draft("roster", "8", None, msgspec.structs.replace(entry("8").body, expected_s=18_000.0))  # type: ignore[type-var]
    race = race_of(named, read("8", "S", "07:01", by="bib"), read("C1", "S", "07:01"))
    field = race._at(at("07:02")).field
    off = {int(e): abs((field.at_finish(j).ms or 0) - at("12:01")) for j, e in enumerate(field.who)}
    her = race.state.crossings.field.index("8")
    assert off[her] < 30 * 60_000
    assert off[her] < off[0]
