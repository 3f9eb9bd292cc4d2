"""Lines on the ground: metres, headings and passes."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.line import (
    CourseLine,
    haversine_m,
    heading_at,
    nearest,
    passes,
    point_at,
    resample,
    turn_deg,
)

Build = Callable[..., CourseLine]
PlaceAt = Callable[[float, float], tuple[float, float]]


def test_a_degree_of_latitude_is_a_360th_of_the_sphere():
    """Metres are great-circle metres on the sphere of 6,371,000 m."""
    assert float(haversine_m(0, 0, 1, 0)) == pytest.approx(2 * np.pi * 6_371_000 / 360, abs=1e-6)


def test_along_m_is_haversine_from_the_first_point():
    """The metres of a point are the sum of the great circles before it."""
    line = CourseLine.through([41.0, 41.01, 41.01], [-90.0, -90.0, -90.02])
    legs = haversine_m(line.lat[:-1], line.lon[:-1], line.lat[1:], line.lon[1:])
    assert line.along_m.tolist() == pytest.approx([0, legs[0], legs[0] + legs[1]])


def test_the_point_at_some_metres_is_found_again_there(line_through: Build):
    """point_at and nearest are each other's inverse on a line that does not meet itself."""
    line = line_through([(0, 0), (3000, 0), (3000, 4000)], step_m=700)
    for along_m in (0.0, 1234.5, 3000.0, 6999.0):
        found = nearest(line, *point_at(line, along_m))
        assert found.along_m == pytest.approx(along_m, abs=0.5)
        assert found.off_m < 0.5


def test_headings_follow_the_compass(line_through: Build):
    """North is 0, east 90, south 180, west 270."""
    line = line_through([(0, 0), (0, 1000), (1000, 1000), (1000, 0), (0, 0)])
    assert heading_at(line, np.array([500.0, 1500.0, 2500.0, 3500.0])) == pytest.approx(
        [0, 90, 180, 270], abs=0.1
    )
    assert float(turn_deg(350, 10)) == pytest.approx(20)


def test_an_out_and_back_is_passed_twice_with_opposite_headings(line_through: Build, place_at: PlaceAt):
    """The way out and the way home on one road are two passes."""
    line = line_through([(0, 0), (2000, 0), (0, 0)])
    out, back = passes(line, *place_at(800, 12), within_m=30)
    assert (out.along_m, back.along_m) == pytest.approx((800, 3200), abs=1)
    assert out.off_m == pytest.approx(12, abs=0.1)
    assert float(turn_deg(out.heading_deg, back.heading_deg)) == pytest.approx(180, abs=1)


def test_passes_just_before_a_turn_are_told_apart(line_through: Build, place_at: PlaceAt):
    """25 m before a hairpin the line passes twice, though it never gets 35 m away in between."""
    line = line_through([(0, 0), (1000, 0), (0, 0)], step_m=5)
    assert [p.along_m for p in passes(line, *place_at(975, 0), within_m=35)] == pytest.approx(
        [975, 1025], abs=1
    )


def test_two_legs_of_a_coarse_line_that_meet_far_away_are_two_passes(line_through: Build, place_at: PlaceAt):
    """A coarse track's neighbouring legs may both come near one place without it being one pass."""
    line = line_through([(0, 0), (5000, 10), (0, 20)], step_m=9000)
    assert len(passes(line, *place_at(100, 10), within_m=30)) == 2


def test_a_wiggly_track_passes_a_place_once(line_through: Build, place_at: PlaceAt):
    """Wiggle of a few metres does not turn one pass into several."""
    corners = [(x, 4 * (-1) ** (x // 10)) for x in range(0, 1000, 10)]
    assert len(passes(line_through(corners, step_m=50), *place_at(500, 20), within_m=35)) == 1


def test_laps_are_passed_once_a_lap(line_through: Build, place_at: PlaceAt):
    """A place on a lap course has one pass for each lap, all in one direction."""
    lap = [(0, 0), (500, 0), (500, 500), (0, 500)]
    found = passes(line_through([*lap, *lap, *lap, (0, 0)]), *place_at(250, 5), within_m=30)
    assert [p.along_m for p in found] == pytest.approx([250, 2250, 4250], abs=2)


def test_nothing_near_is_no_pass(line_through: Build, place_at: PlaceAt):
    """A place farther off than asked for is not passed."""
    assert passes(line_through([(0, 0), (1000, 0)]), *place_at(500, 31), within_m=30) == []


def test_a_line_may_cross_the_180th_meridian():
    """East of 180 the metres and points go on as anywhere else."""
    line = CourseLine.through([-17.0, -17.0], [179.99, -179.99])
    lat, lon = point_at(line, line.length_m * 0.75)
    assert line.length_m == pytest.approx(0.02 * 111_194.93 * np.cos(np.radians(17)), rel=1e-4)
    assert lon == pytest.approx(-179.995, abs=1e-6)
    assert nearest(line, lat, lon).off_m < 1


def test_samples_reach_both_ends(line_through: Build):
    """Resampling keeps the first and the last metre and steps evenly."""
    along_m = resample(line_through([(0, 0), (1005, 0)]), 10)
    assert along_m[0] == 0 and along_m[-1] == pytest.approx(1005, rel=1e-3)
    assert np.ptp(np.diff(along_m)) < 1e-6


def test_170_km_are_looked_up_in_milliseconds():
    """A trail of 170 km and 15,000 points is searched fast enough to ask for hundreds of places."""
    turns = np.linspace(0, 60, 15_000)
    line = CourseLine.through(46 + 0.25 * np.sin(turns / 10), 7 + 0.3 * np.sin(turns / 7))
    begun = time.perf_counter()
    for along_m in np.linspace(0, line.length_m, 100):
        assert passes(line, *point_at(line, along_m), within_m=35)
    assert (time.perf_counter() - begun) / 100 < 0.02


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 1), st.floats(-34, 34))
def test_every_place_beside_the_road_is_found(
    line_through: Build, place_at: PlaceAt, share: float, aside_m: float
):
    """A place within reach of a straight road is passed once, at its own metres."""
    line = line_through([(0, 0), (4000, 0)], step_m=130)
    (found,) = passes(line, *place_at(4000 * share, aside_m), within_m=35)
    assert found.along_m == pytest.approx(4000 * share, abs=1)
    assert found.off_m == pytest.approx(abs(aside_m), abs=0.5)
