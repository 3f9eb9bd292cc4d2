"""Raw metres to official metres."""

from collections.abc import Callable

import numpy as np
import pytest

from alongside.course.calibrate import CertifiedMark, calibrated
from alongside.course.line import CourseLine, nearest
from alongside.errors import Problems

Build = Callable[..., CourseLine]
PlaceAt = Callable[[float, float], tuple[float, float]]


def mark(official_m: float, place: tuple[float, float]) -> CertifiedMark:
    return CertifiedMark(official_m, *place, where=f"marks at {official_m:g}")


def test_without_marks_the_error_is_spread_evenly(line_through: Build):
    """A GPX that is 2 % long has its official length at its end and half of it in the middle."""
    problems = Problems()
    line = calibrated(line_through([(0, 0), (10_200, 0)]), 10_000, [], "full.gpx", problems)
    assert line.length_m == 10_000
    assert np.interp(0.5, [0, 1], [0, line.length_m]) == 5000
    assert line.along_m[len(line.along_m) // 2] == pytest.approx(5000, abs=15)
    assert not problems.found


def test_a_mark_is_met_exactly_and_both_sides_stretch_by_themselves(line_through: Build, place_at: PlaceAt):
    """At a certified mark the line has the certified metres."""
    problems = Problems()
    raw = line_through([(0, 0), (10_000, 0)])
    line = calibrated(raw, 10_000, [mark(4200, place_at(4000, 30))], "full.gpx", problems)
    assert nearest(line, *place_at(4000, 0)).along_m == pytest.approx(4200, abs=1)
    assert nearest(line, *place_at(2000, 0)).along_m == pytest.approx(2100, abs=1)
    assert nearest(line, *place_at(7000, 0)).along_m == pytest.approx(7100, abs=1)
    assert not problems.found


def test_on_an_out_and_back_the_mark_means_the_pass_near_its_metres(line_through: Build, place_at: PlaceAt):
    """A mark at 7 km of an out-and-back of 10 km calibrates the way home."""
    problems = Problems()
    raw = line_through([(0, 0), (5000, 0), (0, 0)])
    line = calibrated(raw, 10_000, [mark(7000, place_at(2950, 0))], "full.gpx", problems)
    assert float(np.interp(7050, raw.along_m, line.along_m)) == pytest.approx(7000, abs=2)
    assert float(np.interp(2950, raw.along_m, line.along_m)) == pytest.approx(2950 * 7000 / 7050, abs=2)


def test_a_mark_off_the_track_is_named(line_through: Build, place_at: PlaceAt):
    """A mark more than 200 m off the track is a problem that says how far off it is."""
    problems = Problems()
    calibrated(line_through([(0, 0), (10_000, 0)]), 10_000, [mark(4000, place_at(4000, 230))], "f", problems)
    assert ["lies 230 m off the track" in str(problem) for problem in problems.found] == [True]


def test_marks_out_of_order_are_named(line_through: Build, place_at: PlaceAt):
    """Two marks that swap their metres are a problem, not a line that runs backwards."""
    problems = Problems()
    marks = [mark(4000, place_at(4400, 0)), mark(4300, place_at(4100, 0))]
    line = calibrated(line_through([(0, 0), (10_000, 0)]), 10_000, marks, "f", problems)
    assert "before the mark at 4 km" in str(problems.found[0])
    assert (np.diff(line.along_m) > 0).all()


@pytest.mark.parametrize("length_m", [7_900, 12_600])
def test_a_length_that_cannot_be_this_gpx_is_named(line_through: Build, length_m: float):
    """A course stretched by less than 0.8 or more than 1.25 is not this course."""
    problems = Problems()
    calibrated(line_through([(0, 0), (10_000, 0)]), length_m, [], "full.gpx", problems)
    assert "must lie between 0.8 and 1.25" in str(problems.found[0])
