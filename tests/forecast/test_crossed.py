"""Which crossings are believed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.forecast.crossed import FASTEST_S_PER_M, crossed
from alongside.forecast.known import Known, Track

MATS_M = np.array([5_000.0, 10_000, 15_000, 15_000, 20_000, 20_000])
TRACK = Track(20_000.0, MATS_M, MATS_M)
NONE = np.nan
TIMES = st.one_of(st.floats(-1e4, 1e4), st.sampled_from([np.nan, np.inf, -np.inf, 1e300, -1e300, 0.0]))


def believed(
    *at_s: float, start_s: float = 0.0, now_s: float = 9e3, gun_s: float | None = None
) -> list[float]:
    """Return what is believed of one runner, -1 for nothing."""
    guns = None if gun_s is None else np.array([gun_s])
    known = Known(now_s, np.array([start_s]), np.array([at_s]), gun_s=guns)
    found: list[float] = np.nan_to_num(crossed(known, TRACK)[0], nan=-1.0).tolist()
    return found


@given(TIMES, st.lists(TIMES, min_size=6, max_size=6), TIMES)
@settings(max_examples=300, deadline=None)
def test_what_is_believed_can_have_been_run(start_s: float, at_s: list[float], gun_s: float) -> None:
    """Whatever was read, believed times are past, and rise at least as fast as a racing chair rolls."""
    known = Known(9e3, np.array([start_s]), np.array([at_s]), gun_s=np.array([gun_s]))
    row = crossed(known, TRACK)[0]
    found = np.flatnonzero(np.isfinite(row))
    needed_s = np.diff(np.concatenate([[0.0], MATS_M])[found]) * FASTEST_S_PER_M
    assert (np.diff(row[found]) >= needed_s - 1e-6).all()
    assert (row[found] <= 9e3).all()
    assert not np.isinf(row).any()


def test_what_nothing_contradicts_is_kept() -> None:
    """A sound row stays as it is, with its gaps; in and out of one place too."""
    assert believed(1500, NONE, 4500, 4560, 6100, 6100) == [0, 1500, -1, 4500, 4560, 6100, 6100]


def test_a_crossing_that_all_others_contradict_is_left_out() -> None:
    """One wrong time does not take the right ones with it, be it too early or too late."""
    assert believed(1500, 3000, 100, NONE, 6000, NONE) == [0, 1500, 3000, -1, -1, 6000, -1]
    assert believed(8000, 3000, 4500, NONE, 6000, NONE) == [0, -1, 3000, 4500, -1, 6000, -1]
    assert believed(1500, 3000, 4500, NONE, 6000, NONE, start_s=4000) == [-1, 1500, 3000, 4500, -1, 6000, -1]


def test_of_two_that_contradict_each_other_the_earlier_on_the_road_is_kept() -> None:
    """A runner who finishes before she has come to the mat before is still out."""
    assert believed(1500, 1510, NONE, NONE, NONE, NONE) == [0, 1500, -1, -1, -1, -1, -1]


def test_what_lies_in_the_future_is_not_known() -> None:
    """At an instant nothing later is believed, and at that instant it is."""
    assert believed(1500, 3000, 4500, NONE, NONE, NONE, now_s=3000) == [0, 1500, 3000, -1, -1, -1, -1]


def test_without_a_start_the_gun_counts_once_she_was_read() -> None:
    """A gun is nobody's start while nothing was seen of her, and yields to her own."""
    assert believed(1500, NONE, NONE, NONE, NONE, NONE, start_s=NONE, gun_s=-30) == [
        -30,
        1500,
        -1,
        -1,
        -1,
        -1,
        -1,
    ]
    assert believed(*[NONE] * 6, start_s=NONE, gun_s=-30) == [-1] * 7
    assert believed(1500, *[NONE] * 5, start_s=20, gun_s=-30)[0] == 20
