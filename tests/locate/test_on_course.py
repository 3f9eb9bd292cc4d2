"""A phone that tells its place on purpose."""

from __future__ import annotations

import pytest

from alongside.course.line import CourseLine
from alongside.locate.on_course import on_course_m

# One kilometre north along a street, and back on its other side.
OUT_AND_BACK = CourseLine.through([50.0, 50.009, 50.009, 50.0], [8.0, 8.0, 8.0003, 8.0003])


def test_a_phone_on_the_road_is_where_the_road_is() -> None:
    """Halfway out is about five hundred metres along."""
    assert on_course_m(OUT_AND_BACK, 50.0045, 8.0, 10.0, 400.0) == pytest.approx(500, abs=5)


def test_where_the_road_comes_back_the_pass_it_was_near_counts() -> None:
    """The same corner on the way back: a kilometre later, because that is where it was thought to be."""
    assert on_course_m(OUT_AND_BACK, 50.0045, 8.0, 10.0, 1_400.0) == pytest.approx(1_520, abs=20)


def test_who_was_thought_to_be_nowhere_is_at_the_nearest_pass() -> None:
    """Without an estimate the nearer side of the street is taken."""
    assert on_course_m(OUT_AND_BACK, 50.0045, 8.0003, 10.0, None) == pytest.approx(1_520, abs=20)


def test_off_the_course_it_is_nowhere() -> None:
    """Further off than 150 m and its own error: no metre at all comes back."""
    assert on_course_m(OUT_AND_BACK, 50.0045, 8.01, 10.0, 400.0) is None
    assert on_course_m(OUT_AND_BACK, 50.0045, 8.006, 400.0, 400.0) is not None
    assert on_course_m(OUT_AND_BACK, 51.0, 8.0, 1e6, 400.0) is None
