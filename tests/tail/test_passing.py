"""Who has passed a place for sure, who is thought to have, who is still to come."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tail.passing import OnRoad, passed_ms, passing

NOW_MS = 10_000_000
place = st.floats(0, 42_000)


def road(known_m: list[float], along_m: list[float], pace_mps: list[float]) -> OnRoad:
    """Return runners on the road."""
    arrays = [np.array(values, dtype=np.float64) for values in (known_m, along_m, pace_mps)]
    return OnRoad(np.arange(len(known_m)), *arrays, np.minimum(arrays[2], 1.4), NOW_MS)


def test_seen_further_on_is_passed_thought_past_is_not_sure_the_rest_is_to_come() -> None:
    """Only what somebody has seen counts as passed; an estimate never does."""
    found = passing(road([10_000, 5_000, 5_000], [12_000, 9_500, 7_000], [3, 3, 2]), 9_000)
    assert (found.passed, found.unsure, found.to_come) == (1, 1, 1)


def test_a_mat_at_the_table_counts_as_passing_it() -> None:
    """Read at the table's own mat she has been at the table."""
    assert passing(road([9_000], [9_000], [3]), 9_000).passed == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(place, place, st.floats(0.8, 6)), max_size=30), place)
def test_everybody_on_the_road_is_one_of_the_three(runners: list[tuple[float, ...]], here_m: float) -> None:
    """Nobody is counted twice, and nobody is left out."""
    columns = [list(column) for column in zip(*runners, strict=True)] if runners else [[], [], []]
    found = passing(road(*columns), here_m)
    assert found.passed + found.unsure + found.to_come == len(runners)
    assert len(found.arrivals_ms) == found.to_come


def test_arrivals_are_the_last_pace_run_on() -> None:
    """At 2 m/s a kilometre is 500 s; who has no faster pace than a walker's is waited for as a walker."""
    found = passing(road([0, 0], [8_000, 8_900], [2.0, 4.0]), 9_000)
    assert sorted(found.arrivals_ms.tolist()) == [NOW_MS + 25_000, NOW_MS + 500_000]
    assert (found.soon, found.near) == (2, 1)
    assert found.last == 0
    assert found.last_ms == pytest.approx(NOW_MS + 1000 / 1.4 * 1000)


def test_nobody_to_come_has_no_last_one() -> None:
    """Without anybody to come there is no time to promise."""
    found = passing(road([9_500], [9_600], [3]), 9_000)
    assert (found.last_ms, found.last, found.to_come) == (None, None, 0)


def test_when_they_passed_lies_between_the_mats_before_and_after() -> None:
    """Read at 5 km and 10 km, she passed km 9 four fifths of the way in time; half-known is left out."""
    crossed_ms = np.array([[0, 0, -1], [1_000_000, -1, 900_000]])
    found = passed_ms(crossed_ms, np.array([5_000.0, 10_000.0]), 9_000)
    assert found.tolist() == [800_000]
    assert passed_ms(crossed_ms, np.array([5_000.0, 10_000.0]), 10_000).tolist() == [1_000_000, 900_000]
    assert len(passed_ms(crossed_ms, np.array([5_000.0, 10_000.0]), 11_000)) == 0
