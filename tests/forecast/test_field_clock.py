"""When a runner is asked about anew, and which mats tell something then."""

from __future__ import annotations

import numpy as np

from alongside.crossings.mats import course_of
from alongside.forecast.field_clock import awake_splits, earliest_ms, instants_ms
from alongside.race.courses import CourseArrays, course_arrays
from builders import FULL_KM, at, distance


def test_a_large_field_is_spread_evenly_over_the_minute() -> None:
    """Of 120,000 a tick of a second asks about a sixtieth, one of ten seconds about a sixth."""
    entries = 120_000
    who = np.arange(entries)
    before = instants_ms(who, entries, at("09:00"))
    assert (instants_ms(who, entries, at("09:00:01")) != before).sum() == 2_000
    assert (instants_ms(who, entries, at("09:00:10")) != before).sum() == 20_000
    assert (before <= at("09:00")).all() and (before > at("08:59")).all()


def test_a_mat_that_nobody_hears_is_passed_over() -> None:
    """Who is due at a silent mat is waited for at the one after it; the finish line needs no mat."""
    courses = make_arrays()
    assert awake_splits(courses, frozenset({"10K", "HALF"}))[0].tolist() == [0, 1, 4, 4, 4, 5, 6]
    assert awake_splits(courses, frozenset({"F"}))[0].tolist() == [0, 1, 2, 3, 4, 6, 6]
    assert awake_splits(courses, frozenset())[0].tolist() == [0, 1, 2, 3, 4, 5, 6]


def make_arrays() -> CourseArrays:
    """Return the course of the small race's full as arrays."""
    full = course_of(distance("full", FULL_KM))
    return course_arrays({"full": full})


def test_the_clock_says_nothing_until_the_first_like_her_may_be_there() -> None:
    """Twice as far before the median as the 10 % end, in ratios of time; never where no split is ahead."""
    quiet_ms = earliest_ms(np.array([0.0, 0.0]), np.array([90_000.0, np.nan]), np.array([100_000.0, np.nan]))
    assert np.allclose(quiet_ms, [81_000.0, np.inf])
