"""What a marshal's post is told."""

from __future__ import annotations

from alongside.events.bodies import NoticeBody, PlanBody
from alongside.events.plan import Shared
from alongside.events.row import Draft
from alongside.live.post_view import POST, STRETCHES, post_key
from alongside.live.post_views import PostView
from builders import OPENING, at, body_draft, make_plan, race_of, read
from station_race import opening
from sweep_race import ON_THE_WAY, told


def post(clock: str, along_m: float, *rows: Draft, distance: str = "full") -> PostView:
    """Return a post of the small race at a time."""
    key = post_key(distance, along_m)
    return race_of(*ON_THE_WAY, *rows, opening=opening()).look(at(clock), [key]).posts.at[key]


def test_a_post_counts_who_is_still_to_come_and_who_has_passed() -> None:
    """Bib 3 is short of 10 km, the others are past it; her time is told."""
    at_ten = post("08:24", 10_000.0)
    assert (at_ten.still, at_ten.inside, at_ten.passed) == (1, 1, 2)
    assert at_ten.middle_ms is not None and at_ten.sure_ms is not None
    assert at("08:24") <= at_ten.middle_ms <= at_ten.sure_ms < at("10:30")


def test_the_sweep_is_expected_by_its_schedule_and_its_lateness() -> None:
    """A late sweep comes later by as much; an early one is told to slow down, so it comes by plan."""
    due_ms = at("07:45") + 10 / 42.195 * (at("15:00") - at("07:45"))
    early = post("09:00", 10_000.0, told(8_900.0, "09:00")).sweeps[0]
    assert (early.passed, early.by_schedule) == (False, False)
    assert abs((early.at_ms or 0) - due_ms) < 1000
    late = post("09:00", 10_000.0, told(6_000.0, "09:00")).sweeps[0]
    assert abs((late.at_ms or 0) - (at("09:00") + 4_000 / 1.6166 * 1000)) < 60_000
    assert post("09:00", 10_000.0).sweeps[0].by_schedule
    assert post("09:00", 10_000.0, told(10_500.0, "09:00")).sweeps[0].passed


def test_on_a_shared_road_both_distances_count() -> None:
    """A marshal does not ask which race somebody runs."""
    shared = (Shared("full", 0.0, 12_000.0, "half", 0.0, 12_000.0),)
    plan = body_draft(PlanBody(make_plan(shared=shared)), "p", "06:00")
    started = tuple(read(f"C{n}", "S", "07:01" if n != 2 else "07:31") for n in (1, 2, 3))
    race = race_of(*started, opening=(plan, *OPENING[1:]))
    key, other = post_key("full", 8_000.0), post_key("full", 20_000.0)
    posts = race.look(at("07:35"), [key, other]).posts.at
    assert (posts[key].still, posts[other].still) == (3, 2)


def test_a_stop_and_a_diversion_reach_the_post() -> None:
    """What stops the race stops her going home."""
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "08:59")
    around = body_draft(NoticeBody("diverted", "control/1", "full", 9_000.0, 11_000.0), "n2", "08:59")
    assert post("09:00", 10_000.0, stop).stopped
    assert post("09:00", 10_000.0, around).diverted
    assert not post("09:00", 14_000.0, around).diverted


def test_only_posts_that_are_asked_for_are_worked_out() -> None:
    """Nobody looks: nothing. An address with nonsense in it: nothing, and no error."""
    race = race_of(*ON_THE_WAY, opening=opening())
    assert race.look(at("09:00"), ["1"]).posts.at == {}
    wrong = [f"{POST}abc/full", f"{POST}100/nowhere", POST]
    assert race.look(at("09:00"), wrong).posts.at == {}


def test_the_whole_course_is_told_split_by_split() -> None:
    """Every mat past the start is the end of a stretch, for each distance."""
    race = race_of(*ON_THE_WAY, opening=opening())
    stretches = race.look(at("09:00"), [STRETCHES]).posts.stretches
    assert [one.along_m for one in stretches if one.distance == "half"] == [5_000.0, 10_000.0, 21_097.5]
    assert len(stretches) == 8


def test_a_post_is_the_same_within_its_hundred_metres() -> None:
    """Marshals who stand together look at one post."""
    assert post_key("full", 12_430.0) == post_key("full", 12_370.0) == "post/12400/full"
