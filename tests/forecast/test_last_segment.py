"""The last segment's pace, run on: what it may claim and what it never claims."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import FixBody, PlanBody
from alongside.events.plan import Distance, Line
from alongside.events.row import Draft
from alongside.forecast.last_segment import RunOn, run_on
from alongside.live.pipeline import Race
from builders import OPENING, at, body_draft, distance, entry, make_plan, race_of, read

CLOCKS = st.integers(425, 800).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")


def out(race: Race, clock: str) -> RunOn:
    """Return the small race run on to a time."""
    return run_on(race.state.race, race.state.locator, at(clock))


@given(st.lists(st.tuples(st.sampled_from(["S", "5K", "10K", "HALF", "30K"]), CLOCKS), max_size=8), CLOCKS)
@settings(max_examples=200, deadline=None)
def test_whatever_was_read_no_place_is_off_the_course_and_no_time_runs_backwards(
    reads: list[tuple[str, str]], now: str
) -> None:
    """Places lie between 0 and the length, finishes are not before now, and lateness is not negative."""
    race = race_of(*(read("C1", mat, clock, f"r{i}") for i, (mat, clock) in enumerate(reads)))
    field = out(race, now)
    assert np.isfinite(field.along_m).all()
    assert (field.along_m <= 42_195).all()
    known = ~np.isnan(field.finish_ms)
    assert (field.finish_ms[known] >= at(now)).all()
    assert (field.overdue_s >= 0).all()


def test_without_two_crossings_there_is_a_place_but_no_promise() -> None:
    """A runner read at the start alone is drawn by a nominal pace; no arrival is claimed."""
    field = out(race_of(read("C1", "S", "07:01")), "07:21")
    assert field.along_m.tolist() == [3000.0]
    assert np.isnan(field.next_ms).all()
    assert np.isnan(field.finish_ms).all()


LINE = Line((0.0, 0.0, 0.0), (0.0, 0.1, 0.2), (0.0, 5_000.0, 10_000.0))
BACK = Line((0.0, 0.0, 0.0), (0.0, 0.05, 0.0), (0.0, 5_000.0, 10_000.0))


def with_line(line: Line, *drafts: Draft) -> Race:
    """Return the small race on a full of 10 km with a line on the ground."""
    bare = distance("full", {"S": 0, "5K": 5, "F": 10})
    full = Distance("full", "Full", bare.length_m, bare.splits, line=line, limit_s=27_000)
    plan = make_plan(distances=(full,), sweeps=())
    return race_of(*drafts, opening=(body_draft(PlanBody(plan), "p", "06:00"), entry("1", "full", "1", "C1")))


def fix(clock: str, lon: float) -> Draft:
    """Return a fix of bib 1 on the equator."""
    return Draft("phone", clock, at(clock), FixBody("p1", "1", at(clock), 0.0, lon, 5.0), at(clock))


def test_a_fix_newer_than_the_last_mat_places_her_and_runs_on_from_there() -> None:
    """The phone saw her at 7 km at 08:00; at 08:05 she is that much further at her last pace."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = out(with_line(LINE, *reads, fix("08:00", 0.14)), "08:05")
    assert field.by_phone.tolist() == [True]
    assert abs(field.along_m[0] - (7_000 + 625)) < 5


def test_on_an_out_and_back_the_fix_is_matched_to_where_she_should_be() -> None:
    """The same place is passed on the way out and back: the pass between her last and next mat counts."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = out(with_line(BACK, *reads, fix("08:00", 0.03)), "08:00")
    assert abs(field.along_m[0] - 7_000) < 5


def test_an_older_fix_changes_nothing() -> None:
    """A batch that comes hours late does not move her back."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    with_fixes = with_line(LINE, *reads, fix("08:00", 0.14), fix("07:50", 0.12), fix("07:20", 0.05))
    assert (
        out(with_fixes, "08:05").along_m == out(with_line(LINE, *reads, fix("08:00", 0.14)), "08:05").along_m
    )


def test_a_fix_behind_the_last_mat_is_not_believed() -> None:
    """The mat saw her at 5 km; a fix at 2 km afterwards is somebody else's phone, or a wrong clock."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = out(with_line(LINE, *reads, fix("08:00", 0.04)), "08:00")
    assert field.by_phone.tolist() == [False]


def test_the_opening_of_the_small_race_is_whole() -> None:
    """The builders' race has three entries before anything happens."""
    assert len(race_of().state.crossings.field) == len(OPENING) - 1
