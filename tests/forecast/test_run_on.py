"""Everybody run on to now: what that may claim and what it never claims."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import FixBody, NoticeBody, PlanBody
from alongside.events.plan import Distance, Line, Split
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from builders import OPENING, at, body_draft, distance, entry, field_at, make_plan, race_of, read
from priors import made_up_prior

CLOCKS = st.integers(425, 800).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")


@given(st.lists(st.tuples(st.sampled_from(["S", "5K", "10K", "HALF", "30K"]), CLOCKS), max_size=8), CLOCKS)
@settings(max_examples=60, deadline=None)
def test_whatever_was_read_no_place_is_off_the_course_and_no_time_runs_backwards(
    reads: list[tuple[str, str]], now: str
) -> None:
    """Places lie between 0 and the length, finishes are not before now, and lateness is not negative."""
    race = race_of(*(read("C1", mat, clock, f"r{i}") for i, (mat, clock) in enumerate(reads)))
    field = field_at(race, now)
    assert np.isfinite(field.along_m).all()
    assert ((field.along_m >= 0) & (field.along_m <= 42_195)).all()
    assert (field.next_ms >= at(now)).all()
    assert (field.overdue_s >= 0).all()
    assert ((field.going >= 0) & (field.going <= 1)).all()
    for j in range(len(field.who)):
        for one in (field.at_next(j), field.at_finish(j)):
            assert at(now) <= one.from_ms <= one.ms <= one.to_ms  # type: ignore[operator]


def test_read_at_the_start_alone_she_has_a_place_and_a_wide_range() -> None:
    """Nothing is known of her pace but what past races know: the range of her finish says so."""
    start = read("C1", "S", "07:01")
    field, later = (
        field_at(race_of(start), "07:21"),
        field_at(race_of(start, read("C1", "5K", "07:35")), "07:36"),
    )
    assert 2_000 < field.along_m[0] < 5_000
    wide, narrow = field.at_finish(0), later.at_finish(0)
    assert (wide.to_ms or 0) - (wide.from_ms or 0) > 1.5 * ((narrow.to_ms or 0) - (narrow.from_ms or 0))


def test_she_has_covered_the_share_of_the_road_that_has_passed_of_the_time_to_the_next_split() -> None:
    """Half of the time to her median arrival: half of the road, and she moves on evenly between refreshes."""
    race = race_of(read("C1", "S", "07:00"), read("C1", "5K", "07:30"))
    there_ms = field_at(race, "07:30").at_next(0).ms or 0
    half_ms = at("07:30") + (there_ms - at("07:30")) // 2
    clock = f"07:{(half_ms - at('07:00')) // 60_000:02d}:{(half_ms - at('07:00')) // 1000 % 60:02d}"
    assert abs(field_at(race, clock).along_m[0] - 7_500) < 15
    metres = [field_at(race, f"07:40:{second:02d}").along_m[0] for second in (5, 15, 25, 35)]
    assert np.allclose(np.diff(metres), metres[1] - metres[0], atol=0.5)


def test_a_race_goes_by_the_prior_that_it_is_given() -> None:
    """An organiser's own years change what is foreseen; where none is given the shipped prior speaks."""
    reads = [read("C1", "S", "07:00"), read("C1", "5K", "07:30")]
    races = race_of(*reads), Race(race_of(*reads).state, made_up_prior())
    usual, own = (race.look(at("07:31"), {"1"}).runners["1"].finish_ms for race in races)
    assert usual and own and abs(usual - own) > 60_000


def test_a_stopped_race_moves_nobody_on() -> None:
    """While her distance is stopped she stays where she is thought to be, and nothing becomes late."""
    stop = body_draft(NoticeBody("stopped", "control"), "stop", "07:40")
    race = race_of(read("C1", "S", "07:00"), read("C1", "5K", "07:30"), stop)
    metres = [field_at(race, clock).along_m[0] for clock in ("07:41", "08:20", "09:40")]
    assert max(metres) - min(metres) < 25
    assert field_at(race, "09:40").overdue_s.tolist() == [0.0]


def test_who_has_crossed_the_last_mat_and_was_not_called_in_has_nothing_foreseen() -> None:
    """A distance whose last mat lies on the line, and which nobody calls a finish: she stays there."""
    bare = distance("full", {"S": 0, "5K": 5})
    splits = tuple(Split(s.name, s.mat, s.visit, s.along_m, "split") for s in bare.splits)
    full = Distance("full", "Full", 5_000.0, splits, limit_s=27_000)
    plan = body_draft(PlanBody(make_plan(distances=(full,), sweeps=())), "p", "06:00")
    race = race_of(
        read("C1", "S", "07:00"), read("C1", "5K", "07:30"), opening=(plan, entry("1", "full", "1", "C1"))
    )
    field = field_at(race, "07:40")
    assert field.along_m.tolist() == [5_000.0]
    assert (field.at_next(0).ms, field.at_finish(0).ms) == (None, None)


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
    """The phone saw her at 7 km at 08:00; at 08:05 she is some way further on, by her forecast."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = field_at(with_line(LINE, *reads, fix("08:00", 0.14)), "08:05")
    assert field.by_phone.tolist() == [True]
    assert 7_300 < field.along_m[0] < 8_000


def test_on_an_out_and_back_the_fix_is_matched_to_where_she_should_be() -> None:
    """The same place is passed on the way out and back: the pass between her last and next mat counts."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = field_at(with_line(BACK, *reads, fix("08:00", 0.03)), "08:00")
    assert abs(field.along_m[0] - 7_000) < 5


def test_an_older_fix_changes_nothing() -> None:
    """A batch that comes hours late does not move her back."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    with_fixes = with_line(LINE, *reads, fix("08:00", 0.14), fix("07:50", 0.12), fix("07:20", 0.05))
    assert (
        field_at(with_fixes, "08:05").along_m
        == field_at(with_line(LINE, *reads, fix("08:00", 0.14)), "08:05").along_m
    )


def test_a_fix_behind_the_last_mat_is_not_believed() -> None:
    """The mat saw her at 5 km; a fix at 2 km afterwards is somebody else's phone, or a wrong clock."""
    reads = read("C1", "S", "07:00"), read("C1", "5K", "07:40")
    field = field_at(with_line(LINE, *reads, fix("08:00", 0.04)), "08:00")
    assert field.by_phone.tolist() == [False]


def test_the_opening_of_the_small_race_is_whole() -> None:
    """The builders' race has three entries before anything happens."""
    assert len(race_of().state.crossings.field) == len(OPENING) - 1
