"""The promise: the published schedule held against what the limit promises the last runner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.early import late_openings
from alongside.course.promise import Promise, PromiseRow, promise_of
from alongside.course.promise_text import (
    sentence_of,
    summary,
    table_rows,
    unpromised_sentences,
    who,
)
from alongside.course.read_toml import ReadPlan
from alongside.course.strip import promise_strip
from alongside.events.plan import (
    Cutoff,
    Place,
    RacePlan,
    Reopening,
    Shared,
    Station,
    Sweep,
    SweepPoint,
    Wave,
)
from builders import at, make_plan

Read = Callable[..., ReadPlan]
FULL_M, HALF_M = 42_195.0, 21_097.5
HOUR_MS = 3_600_000


def station(name: str, along_m: float, closes: str | None, *also: Place, opens: str | None = None) -> Station:
    """Return an aid station of the full, and wherever else it stands."""
    opens_ms, closes_ms = (None if clock is None else at(clock) for clock in (opens, closes))
    return Station(name, name, (Place("full", along_m), *also), opens_ms, closes_ms)


def rows_of(plan: RacePlan, kind: str, distance: str = "full") -> list[PromiseRow]:
    """Return the rows of one kind on one distance."""
    return [row for row in promise_of(plan).rows if (row.kind, row.distance) == (kind, distance)]


def one_sentence(plan: RacePlan, kind: str, distance: str = "full") -> str:
    """Return the sentence of the only row of its kind."""
    (row,) = rows_of(plan, kind, distance)
    return sentence_of(row, promise_of(plan), plan)


def full_alone(**changes: Any) -> RacePlan:
    """Return a plan of the full alone, in two waves (07:00, 07:30), with a limit of 7:30."""
    plan = make_plan(sweeps=(), **changes)
    return msgspec.structs.replace(plan, distances=plan.distances[:1])


# -- who is promised most ---------------------------------------------------------------------


def test_the_last_by_promise_starts_with_the_last_wave_and_finishes_at_the_limit() -> None:
    """At an even pace from 07:30 to 15:00 she is half way at 11:15."""
    (row,) = rows_of(full_alone(stations=(station("Water", HALF_M, "11:30"),)), "station")
    assert (row.last_ms, row.margin_s, row.verdict) == (at("11:15"), 900, "kept")


def test_only_waves_that_run_a_distance_count_for_it() -> None:
    """A wave of the half at nine does not make the full's runners later."""
    waves = Wave("1", "Wave 1", ("full", "half"), at("07:00")), Wave("2", "Wave 2", ("half",), at("09:00"))
    promise = promise_of(make_plan(waves=waves))
    assert promise.runners["full"].start_ms == at("07:00")
    assert promise.runners["half"].start_ms == at("09:00")


def test_a_limit_from_ones_own_gun_is_still_latest_for_the_last_wave() -> None:
    """Each wave has its own limit, and the last wave's ends last: the same runner is promised most."""
    plan = full_alone()
    own = msgspec.structs.replace(
        plan, distances=tuple(msgspec.structs.replace(d, limit_from="own_gun") for d in plan.distances)
    )
    assert promise_of(own) == promise_of(plan)


def test_nobody_inside_the_limit_is_later_than_the_last_by_promise() -> None:
    """Whoever starts earlier, or slows down, and finishes inside the limit passes every place earlier."""
    runner = promise_of(full_alone()).runners["full"]
    for gun, share_first_half in ((at("07:00"), 0.5), (at("07:30"), 0.45), (at("07:30"), 0.5)):
        took_ms = at("15:00") - gun
        assert gun + share_first_half * took_ms <= runner.passes_ms(HALF_M)


def test_a_start_that_takes_its_time_counts_where_the_organiser_says_so(read: Read) -> None:
    """With start_takes the limit counts from the last runner over the line; without it from the gun."""
    plain, taking = (
        read(('gun = "07:00"', f'gun = "07:00"{more}')).plan for more in ("", '\nstart_takes = "25 min"')
    )
    gun_ms = plain.waves[0].gun_ms
    assert promise_of(plain).runners["full"].start_ms == gun_ms
    assert promise_of(taking).runners["full"].start_ms == gun_ms + 25 * 60_000
    assert taking.waves[0].gun_ms == gun_ms


@pytest.mark.parametrize(
    ("wave", "limit_s", "said"),
    [
        ("3", 27_000, "a 7:30 runner of wave 3"),
        ("Wave 3", 27_000, "a 7:30 runner of wave 3"),
        ("Corral D", 28_800, "an 8:00 runner of wave Corral D"),
        ("", 39_600, "an 11:00 runner"),
        ("", 64_800, "an 18:00 runner"),
        ("", 5_430, "a 1:30:30 runner"),
    ],
)
def test_the_last_by_promise_has_a_name(wave: str, limit_s: float, said: str) -> None:
    """She is called by her limit and her wave; where there is only one wave, by her limit."""
    runner = promise_of(full_alone()).runners["full"]
    assert who(msgspec.structs.replace(runner, wave=wave, limit_s=limit_s)) == said


# -- each kind of place, kept and broken ------------------------------------------------------


def test_a_station_that_closes_too_early_is_broken() -> None:
    """The table is gone quarter of an hour before the last runner inside the limit is there."""
    plan = full_alone(stations=(station("Water 7", HALF_M, "11:00"),))
    assert one_sentence(plan, "station") == (
        "Water 7 (km 21.1) closes 11:00; a 7:30 runner of wave 2 comes 11:15, 15 min after the table is gone."
    )


def test_a_station_without_a_closing_time_is_unsaid() -> None:
    """What is not published cannot be kept; it says until when somebody may come."""
    plan = full_alone(stations=(station("Water 7", HALF_M, None),))
    assert one_sentence(plan, "station") == (
        "Water 7 (km 21.1) says no closing time; a 7:30 runner of wave 2 comes 11:15."
    )
    assert rows_of(plan, "station")[0].verdict == "unsaid"


def test_a_section_is_judged_where_it_ends() -> None:
    """A street may be given back when the last runner has left it, not when she comes to it."""
    street = Reopening("Wharf Street", "full", 0.0, HALF_M, at("11:00"))
    assert one_sentence(full_alone(reopenings=(street,)), "section") == (
        "Wharf Street (to km 21.1) reopens 11:00; a 7:30 runner of wave 2 leaves it 11:15,"
        " 15 min too late for the street."
    )
    silent = msgspec.structs.replace(street, at_ms=None)
    assert "has no time to reopen" in one_sentence(full_alone(reopenings=(silent,)), "section")


def test_a_cutoff_stricter_than_the_limit_is_broken() -> None:
    """It takes off runners who are inside the limit."""
    plan = full_alone(cutoffs=(Cutoff("c", "Half way", "full", HALF_M, at("11:14:40")),))
    assert one_sentence(plan, "cutoff") == (
        "Half way (km 21.1) closes 11:14:40; a 7:30 runner of wave 2 passes 11:15:00,"
        " 20 s too late, though inside the limit."
    )


def test_a_sweep_is_judged_at_each_point_of_its_schedule() -> None:
    """Between two points both go evenly, so a sweep that is behind her at both is behind her all the way."""
    points = SweepPoint(0, at("07:40")), SweepPoint(HALF_M, at("11:00")), SweepPoint(FULL_M, at("15:00"))
    plan = full_alone()
    plan = msgspec.structs.replace(plan, sweeps=(Sweep("s", "Bus", "full", points),))
    assert [(row.margin_s, row.verdict) for row in rows_of(plan, "sweep")] == [
        (600, "kept"),
        (-900, "broken"),
        (0, "kept"),
    ]
    assert sentence_of(rows_of(plan, "sweep")[1], promise_of(plan), plan) == (
        "Bus (km 21.1) is due 11:00; a 7:30 runner of wave 2 is there 11:15,"
        " 15 min behind the sweep, though inside the limit."
    )


def test_a_sweep_without_a_schedule_keeps_the_promise(read: Read) -> None:
    """The sweep that the reader makes from a limit goes with the last runner, also from a slow start."""
    schedule = 'schedule = [{ at = "0 km", time = "07:10" }, { at = "14 km", time = "09:30" }]\n'
    plan = read((schedule, ""), ('gun = "07:00"', 'gun = "07:00"\nstart_takes = "0:12"')).plan
    assert [row.margin_s for row in promise_of(plan).rows if row.kind == "sweep"] == [0, 0]


def test_a_finish_is_open_until_the_limit_or_until_its_cutoff() -> None:
    """Without a word the finish closes when the limit ends; a cutoff there is its closing time, told once."""
    assert [(row.published_ms, row.verdict) for row in rows_of(full_alone(), "finish")] == [
        (at("15:00"), "kept")
    ]
    early = full_alone(cutoffs=(Cutoff("c", "Finish", "full", FULL_M, at("14:30")),))
    assert [(row.kind, row.margin_s) for row in promise_of(early).rows] == [("finish", -1800)]


def test_without_a_limit_nothing_is_promised() -> None:
    """A distance without a limit is not judged; that is said in words."""
    plan = full_alone()
    plan = msgspec.structs.replace(
        plan, distances=tuple(msgspec.structs.replace(d, limit_s=None) for d in plan.distances)
    )
    promise = promise_of(plan)
    assert promise.rows == ()
    assert summary(promise) == "Nothing is promised: no distance has a limit."
    assert unpromised_sentences(promise)[0].startswith("Full has no limit: nothing is promised")


def test_times_after_midnight_say_so() -> None:
    """A runner of the night is at a table at 01:00 of the day after."""
    waves = (Wave("1", "Wave 1", ("full",), at("20:00")),)
    plan = full_alone(waves=waves, stations=(station("Night", FULL_M * 2 / 3, "24:50"),))
    assert one_sentence(plan, "station") == (
        "Night (km 28.1) closes 00:50 (+1); a 7:30 runner comes 01:00 (+1), 10 min after the table is gone."
    )
    (row, _) = table_rows(promise_of(plan), plan)
    assert (row.published, row.last_by_promise) == ("00:50:00 (+1)", "01:00:00 (+1)")


# -- shared roads -----------------------------------------------------------------------------


def test_a_station_counts_for_every_distance_and_pass() -> None:
    """A table in time for one pass may be gone before another; the worst is told first."""
    table = station("Water", 10_000.0, "09:30", Place("full", 30_000.0), Place("half", 10_000.0))
    promise = promise_of(make_plan(stations=(table,), sweeps=()))
    seen = [(row.distance, row.along_m) for row in promise.rows if row.kind == "station"]
    assert seen == [("full", 10_000.0), ("full", 30_000.0), ("half", 10_000.0)]
    worst = promise.worst_first()
    assert [(row.distance, row.along_m) for row in worst] == [("full", 30_000.0), ("half", 10_000.0)]


def test_a_section_is_judged_for_every_distance_on_its_road() -> None:
    """A street of the full is the half's too where they share it, at the half's own metres."""
    street = Reopening("Wharf Street", "full", 1000.0, 5000.0, at("09:00"))
    road = Shared("full", 0.0, 10_000.0, "half", 2000.0, 12_000.0)
    (row,) = rows_of(make_plan(reopenings=(street,), shared=(road,)), "section", "half")
    assert row.along_m == 7000.0
    assert row.last_ms == at("07:30") + round(27_000 * 7000 / HALF_M) * 1000


def test_a_section_that_is_run_twice_is_judged_on_the_second_lap_too() -> None:
    """The street is given back once, after whoever comes round again."""
    street = Reopening("Park Road", "full", 1000.0, 3000.0, at("09:00"))
    road = Shared("full", 0.0, 20_000.0, "full", 20_000.0, 40_000.0)
    found = rows_of(full_alone(reopenings=(street,), shared=(road,)), "section")
    assert [(row.along_m, row.verdict) for row in found] == [(3000.0, "kept"), (23_000.0, "broken")]


def test_roads_that_touch_at_a_corner_are_not_shared() -> None:
    """An overlap shorter than 150 m makes no section of another distance; a gap in one does not make two."""
    street = Reopening("Wharf Street", "full", 1000.0, 5000.0, at("09:00"))
    corner = Shared("full", 4900.0, 8000.0, "half", 4900.0, 8000.0)
    assert rows_of(make_plan(reopenings=(street,), shared=(corner,)), "section", "half") == []
    parts = (
        Shared("full", 900.0, 2500.0, "half", 900.0, 2500.0),
        Shared("full", 2600.0, 5200.0, "half", 2600.0, 5200.0),
    )
    found = rows_of(make_plan(reopenings=(street,), shared=parts), "section", "half")
    assert [row.along_m for row in found] == [5000.0]


def test_a_sweep_and_a_cutoff_are_for_their_own_distance() -> None:
    """The half's sweep may well go ahead of the full's last runner: that is what two limits mean."""
    road = Shared("full", 0.0, HALF_M, "half", 0.0, HALF_M)
    plan = make_plan(shared=(road,), cutoffs=(Cutoff("c", "Half way", "half", 10_000.0, at("09:00")),))
    kinds = {(row.kind, row.distance) for row in promise_of(plan).rows}
    assert kinds == {
        ("cutoff", "half"),
        ("sweep", "full"),
        ("finish", "full"),
        ("finish", "half"),
    }


# -- the whole --------------------------------------------------------------------------------


def test_the_summary_counts_and_names_the_worst() -> None:
    """One sentence says at how many places the promise is kept, and where it is broken worst."""
    tables = (
        station("Early", 10_000.0, "08:00"),
        station("Late", HALF_M, "11:30"),
        station("Silent", 30_000.0, None),
    )
    assert summary(promise_of(full_alone(stations=tables))) == (
        "The schedule keeps the promise at 2 of 4 places; it breaks it at one: Early (km 10.0) by 1 h 17 min."
        " At 1 no time is said."
    )
    assert (
        summary(promise_of(full_alone(stations=tables[1:2])))
        == "The schedule keeps the promise at all 2 places."
    )


def test_with_several_distances_a_place_says_which() -> None:
    """Water 7 of the half is told from Water 7 of the full."""
    plan = make_plan(stations=(station("Water", 10_000.0, "09:00", Place("half", 10_000.0)),), sweeps=())
    assert one_sentence(plan, "station", "half").startswith("Water (Half, km 10.0) closes")


def test_a_station_that_opens_after_the_front_is_looked_at() -> None:
    """At 5 m/s from the first gun the front is at 10 km after 33 min 20 s; opening at 07:40 is too late."""
    late, early = (station("Water", 10_000.0, None, opens=clock) for clock in ("07:40", "07:33"))
    (said,) = late_openings(full_alone(stations=(late,)))
    assert said == "Water: opens 07:40; the front of Full can be there, at km 10.0, by 07:33, 7 min earlier."
    assert late_openings(full_alone(stations=(early,))) == ()


@pytest.mark.parametrize("width", [10, 40, 80, 132])
def test_the_strip_marks_broken_promises_where_they_are(width: int) -> None:
    """Of places that fall together the worst is shown; below stands when the last by promise is there."""
    tables = (
        station("Kept", HALF_M, "11:30"),
        station("Broken", HALF_M + 1, "11:00"),
        station("Silent", HALF_M + 2, None),
        station("Only silent", 30_000.0, None),
    )
    plan = full_alone(stations=tables)
    promise, ruler, clocks = promise_strip(promise_of(plan), plan, plan.distances[0], width)
    columns = max(width, 40) - 10
    cells = promise[10:]
    assert (promise[:10], len(cells)) == ("promise   ", columns)
    assert {n: sign for n, sign in enumerate(cells) if sign != "·"} == {
        int((columns - 1) / 2 + 0.5): "!",
        int(30_000 / FULL_M * (columns - 1) + 0.5): "?",
        columns - 1: "+",
    }
    assert max(map(len, (promise, ruler, clocks))) <= max(width, 40)
    assert clocks.split()[:3] == ["last", "at", "07:30"]
    assert all(ruler[10 + n].isdigit() for n in range(columns) if is_clock(clocks[10 + n : 15 + n]))


def is_clock(text: str) -> bool:
    """Return whether a piece of a line is a time."""
    return len(text) == 5 and text[2] == ":" and text.replace(":", "").isdigit()


# -- properties -------------------------------------------------------------------------------

PLACES = st.floats(1.0, FULL_M - 60)
CLOCKS = st.integers(at("07:31"), at("16:00"))


@st.composite
def plans(draw: st.DrawFn) -> RacePlan:
    """A plan with stations, streets, cutoffs and a sweep at any places and times."""
    tables = [Station(f"w{n}", f"w{n}", (Place("full", draw(PLACES)),), None, draw(CLOCKS)) for n in range(3)]
    streets = [Reopening(f"s{n}", "full", 0.0, draw(PLACES), draw(CLOCKS)) for n in range(3)]
    cutoffs = [Cutoff(f"c{n}", f"c{n}", "full", draw(PLACES), draw(CLOCKS)) for n in range(2)]
    points = SweepPoint(0.0, draw(CLOCKS)), SweepPoint(FULL_M, draw(CLOCKS))
    return msgspec.structs.replace(
        full_alone(stations=tuple(tables), reopenings=tuple(streets), cutoffs=tuple(cutoffs)),
        sweeps=(Sweep("s", "Bus", "full", points),),
    )


def later(plan: RacePlan, shift_ms: int) -> RacePlan:
    """Return a plan with every published time moved."""
    moved = msgspec.structs.replace
    return moved(
        plan,
        stations=tuple(moved(s, closes_ms=(s.closes_ms or 0) + shift_ms) for s in plan.stations),
        reopenings=tuple(moved(r, at_ms=(r.at_ms or 0) + shift_ms) for r in plan.reopenings),
        cutoffs=tuple(moved(c, closes_ms=c.closes_ms + shift_ms) for c in plan.cutoffs),
        sweeps=tuple(
            moved(s, schedule=tuple(SweepPoint(p.along_m, p.at_ms + shift_ms) for p in s.schedule))
            for s in plan.sweeps
        ),
    )


def verdicts(promise: Promise) -> list[tuple[str, str, float, int | None, str]]:
    """Return what was found, times of day left out."""
    return [(row.kind, row.name, row.along_m, row.margin_s, row.verdict) for row in promise.rows]


@settings(deadline=None)
@given(plans(), st.integers(0, 6 * HOUR_MS))
def test_a_slower_schedule_never_breaks_more(plan: RacePlan, shift_ms: int) -> None:
    """What is kept stays kept when everything stays open longer."""
    before, after = promise_of(plan), promise_of(later(plan, shift_ms))
    broken = {(row.kind, row.name, row.along_m) for row in before.of("broken")}
    assert {(row.kind, row.name, row.along_m) for row in after.of("broken")} <= broken


@settings(deadline=None)
@given(plans(), st.integers(0, 12 * 3600))
def test_shifting_all_guns_with_the_schedule_shifts_everything(plan: RacePlan, shift_s: int) -> None:
    """A day that begins an hour later is the same day: the same margins, at later times."""
    waves = tuple(msgspec.structs.replace(w, gun_ms=w.gun_ms + shift_s * 1000) for w in plan.waves)
    shifted = msgspec.structs.replace(later(plan, shift_s * 1000), waves=waves)
    before, after = promise_of(plan), promise_of(shifted)
    assert verdicts(after) == verdicts(before)
    assert [row.last_ms - shift_s * 1000 for row in after.rows] == [row.last_ms for row in before.rows]


@settings(deadline=None)
@given(plans(), st.integers(0, 3 * HOUR_MS // 1000))
def test_later_guns_alone_never_break_less(plan: RacePlan, shift_s: int) -> None:
    """When only the guns are late, nothing that was gone too early is there in time."""
    waves = tuple(msgspec.structs.replace(w, gun_ms=w.gun_ms + shift_s * 1000) for w in plan.waves)
    late = promise_of(msgspec.structs.replace(plan, waves=waves))
    assert len(late.of("broken")) >= len(promise_of(plan).of("broken"))


@settings(deadline=None)
@given(plans())
def test_each_row_is_judged_by_plain_arithmetic(plan: RacePlan) -> None:
    """Broken means that what is published is earlier than gun + limit x metres / length, and nothing else."""
    for row in promise_of(plan).rows:
        last_s = at("07:30") / 1000 + 27_000 * row.along_m / FULL_M
        assert abs(row.last_ms / 1000 - last_s) <= 0.5
        assert row.margin_s is not None
        assert row.published_ms is not None
        assert (row.verdict == "broken") == (row.margin_s < 0)
        assert abs(row.margin_s - (row.published_ms / 1000 - last_s)) <= 1.01
