"""A stretch of a course on the ground, as GeoJSON wants it."""

from __future__ import annotations

import pytest

from alongside.course.cut import geometry_of, points_between
from alongside.events.plan import Line

NORTH = Line((50.0, 50.5, 51.0), (10.0, 10.0, 10.0), (0.0, 20_000.0, 40_000.0))


def test_a_stretch_has_both_ends_and_what_lies_between() -> None:
    """From km 10 to km 30: an interpolated end, the corner at km 20, an interpolated end; longitude first."""
    assert points_between(NORTH, 10_000.0, 30_000.0) == [(10.0, 50.25), (10.0, 50.5), (10.0, 50.75)]


def test_a_stretch_within_one_piece_is_two_points() -> None:
    """No corner between: the two ends alone."""
    assert points_between(NORTH, 1_000.0, 2_000.0) == [(10.0, 50.025), (10.0, 50.05)]


def test_a_line_over_the_180th_meridian_is_cut_there() -> None:
    """RFC 7946 3.1.9: two lines that end on the meridian, and no third that runs round the earth."""
    whole = geometry_of([(179.0, 10.0), (-179.0, 12.0), (-178.0, 12.0)])
    assert whole["type"] == "MultiLineString"
    east, west = whole["coordinates"]
    assert (east, west) == ([(179.0, 10.0), (180.0, 11.0)], [(-180.0, 11.0), (-179.0, 12.0), (-178.0, 12.0)])


def test_any_other_line_is_a_line_string() -> None:
    """One line, its points as they came."""
    whole = geometry_of([(10.0, 50.0), (10.0, 51.0)])
    assert whole == {"type": "LineString", "coordinates": [(10.0, 50.0), (10.0, 51.0)]}


@pytest.mark.parametrize("along_m", [0.0, 40_000.0])
def test_the_ends_of_the_course_are_its_own_points(along_m: float) -> None:
    """A street from the start, or to the finish, begins and ends where the course does."""
    first, *_, last = points_between(NORTH, 0.0, 40_000.0)
    assert (first if along_m == 0 else last)[1] == (50.0 if along_m == 0 else 51.0)
