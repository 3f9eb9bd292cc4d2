"""Rule R4: what of a phone may be stored at all."""

from __future__ import annotations

import pytest

from alongside.events.bodies import FixBody, LeftCourseBody
from alongside.events.plan import Distance, Line
from alongside.events.row import Draft
from alongside.live.admit import admitted
from alongside.locate.corridor import Corridor
from builders import at, make_plan
from builders import distance as make_distance

LINE = Line((0.0, 0.0), (0.0, 0.1), (0.0, 10_000.0))
BARE = make_distance("full", {"S": 0, "F": 10})
PLAN = make_plan(
    distances=(Distance("full", "Full", 10_000, BARE.splits, line=LINE, limit_s=27_000),), sweeps=()
)
DEGREE_M = 111_195.0


def fix(clock: str, off_m: float, accuracy_m: float | None = 5.0, bib: str = "1") -> FixBody:
    """Return a fix beside the road, half-way along."""
    return FixBody("p1", bib, at(clock), off_m / DEGREE_M, 0.05, accuracy_m)


@pytest.mark.parametrize(
    ("off_m", "accuracy_m", "kept"),
    [
        (0, 5, True),
        (150, 5, True),
        (160, 5, False),
        (200, 80, True),
        (5_000, 100_000, False),
        (140, None, True),
    ],
)
def test_a_fix_is_kept_within_150_m_and_its_accuracy(
    off_m: float, accuracy_m: float | None, kept: bool
) -> None:
    """Near the course, within its own error, and no claimed error opens the whole town."""
    assert Corridor.of(PLAN).admits(fix("08:00", off_m, accuracy_m), "full") is kept


@pytest.mark.parametrize(
    ("clock", "kept"), [("06:29", False), ("06:31", True), ("15:29", True), ("15:31", False)]
)
def test_a_fix_is_kept_from_half_an_hour_before_the_gun_to_half_an_hour_after_the_limit(
    clock: str, kept: bool
) -> None:
    """The way to the start and the way home are nobody's business."""
    assert Corridor.of(PLAN).admits(fix(clock, 0), "full") is kept


def test_of_a_fix_off_the_course_only_where_she_left_is_kept() -> None:
    """The point itself goes; a place along the course and a time stay, once in ten minutes."""
    fixes = [fix("08:00", 900), fix("08:01", 1_000), fix("08:02", 1_100)]
    drafts = [Draft("phone", str(i), body.at_ms, body, body.at_ms) for i, body in enumerate(fixes)]
    kept = list(admitted(drafts, Corridor.of(PLAN), {"1": "full"}))
    assert {type(draft.body) for draft in kept} == {LeftCourseBody}
    assert {(draft.source, draft.id) for draft in kept} == {("left_course", kept[0].id)}
    assert kept[0].body == LeftCourseBody("1", "full", pytest.approx(5_000, abs=20), at("08:00"))


def test_out_of_hours_and_of_nobody_nothing_is_kept() -> None:
    """A phone on the evening before, or of a bib that nobody wears, leaves no row."""
    fixes = [fix("04:00", 900), fix("04:00", 0), fix("08:00", 0, bib="999")]
    drafts = [Draft("phone", str(i), body.at_ms, body, body.at_ms) for i, body in enumerate(fixes)]
    assert list(admitted(drafts, Corridor.of(PLAN), {"1": "full"})) == []
