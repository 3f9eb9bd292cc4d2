"""A course that is changed on race morning."""

from collections.abc import Callable

import numpy as np
import pytest

from alongside.course.line import CourseLine
from alongside.course.tracks import plan_line
from alongside.course.versions import carry, map_between
from alongside.events.plan import Distance, RacePlan

Build = Callable[..., CourseLine]


def plan(*distances: Distance) -> RacePlan:
    return RacePlan("r", "R", "2027-05-02", "UTC", 0, distances, (), ())


def distance(line: CourseLine | None, length_m: float = 0, name: str = "full") -> Distance:
    drawn = plan_line(line) if line else None
    return Distance(name, name, length_m or (line.length_m if line else 0), (), drawn)


def carried(old: Distance, new: Distance, *along_m: float) -> list[float]:
    return carry(map_between(plan(old), plan(new))[old.id], np.array(along_m)).tolist()


def test_an_unchanged_course_keeps_its_metres(line_through: Build):
    """The same line maps every metre to itself, the ends included."""
    same = distance(line_through([(0, 0), (8000, 0)]))
    end_m = same.length_m
    assert map_between(plan(same), plan(same)) == {"full": [(0, end_m, 0, end_m)]}
    assert carried(same, same, 0, 4000.5, end_m) == pytest.approx([0, 4000.5, end_m])


def test_a_detour_loses_its_old_metres_and_shifts_those_after_it(line_through: Build):
    """Before a detour nothing changes; the old road of it is gone; after it all metres are longer."""
    old = distance(line_through([(0, 0), (8000, 0)]))
    new = distance(line_through([(0, 0), (3000, 0), (3000, 500), (4000, 500), (4000, 0), (8000, 0)]))
    before, gone, after, end = carried(old, new, 2000, 3500, 6000, 8000)
    assert before == pytest.approx(2000, abs=5)
    assert np.isnan(gone)
    assert after == pytest.approx(7000, abs=20)
    assert end == pytest.approx(new.length_m, abs=15)


def test_a_shortened_out_and_back_keeps_both_ways(line_through: Build):
    """Turning 500 m earlier takes the last kilometre away and shifts the way home."""
    old = distance(line_through([(0, 0), (5000, 0), (0, 0)]))
    new = distance(line_through([(0, 0), (4500, 0), (0, 0)]))
    out, gone, home = carried(old, new, 4000, 5000, 8000)
    assert (out, home) == pytest.approx((4000, 7000), abs=20)
    assert np.isnan(gone)


def test_laps_map_to_their_own_lap(line_through: Build):
    """On a lap course each lap goes to the same lap of the new version, not to its twin."""
    lap = [(0, 0), (1000, 0), (1000, 600), (0, 600)]
    old = distance(line_through([*lap, *lap, (0, 0)]))
    new = distance(line_through([(-300, 0), *lap, *lap, (0, 0)]))
    assert carried(old, new, 500, 3700) == pytest.approx([800, 4000], abs=25)


def test_a_course_measured_anew_is_stretched(line_through: Build):
    """The same track with another official length maps straight from the old metres to the new."""
    line = line_through([(0, 0), (5000, 0), (5000, 5000)])
    longer = CourseLine.through(line.lat, line.lon, line.along_m * 1.02)
    assert carried(distance(line), distance(longer), 2500, 7500) == pytest.approx([2550, 7650], abs=5)
    assert carried(distance(None, 10_000), distance(None, 10_200), 2500) == pytest.approx([2550])


def test_a_distance_that_is_called_off_has_no_metres_left(line_through: Build):
    """A distance that the new plan lacks maps to nothing."""
    line = line_through([(0, 0), (5000, 0)])
    both, one = plan(distance(line), distance(line, name="half")), plan(distance(line))
    assert map_between(both, one)["half"] == []
    assert np.isnan(carry([], np.array([1.0, 2.0]))).all()
