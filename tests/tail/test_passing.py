"""Who has passed a place for sure, who is thought to have, who is still to come."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tail.passing import OnRoad, passed_ms, passing

NOW_MS = 10_000_000
place = st.floats(0, 42_000)


SPLITS_M = [0.0, 5_000.0, 10_000.0, 42_195.0]


def road(known_m: list[float], along_m: list[float], pace_mps: list[float], wide: float = 1.2) -> OnRoad:
    """Return runners on the road who keep one pace; the 90 % ends are ``wide`` times as long ahead."""
    along, pace = np.array(along_m, dtype=np.float64), np.array(pace_mps, dtype=np.float64)
    left_s = (np.array(SPLITS_M)[None, :] - along[:, None]) / pace[:, None]
    middle_ms = np.where(left_s > 0, NOW_MS + left_s * 1000, np.nan)
    return OnRoad(
        who=np.arange(len(along)),
        known_m=np.array(known_m, dtype=np.float64),
        along_m=along,
        next_split=np.searchsorted(SPLITS_M, along, side="right"),
        split_m=np.array(SPLITS_M),
        middle_ms=middle_ms,
        high_ms=NOW_MS + (middle_ms - NOW_MS) * wide,
        now_ms=NOW_MS,
        low_ms=NOW_MS + (middle_ms - NOW_MS) / wide,
        coming=np.where(np.isnan(middle_ms), np.nan, 1.0),
        base_m=along,
        base_ms=np.full(len(along), float(NOW_MS)),
        in_time=np.full(len(along), np.nan),
    )


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
    """Nobody is counted twice, nobody is left out, and nobody is expected in the past."""
    columns = [list(column) for column in zip(*runners, strict=True)] if runners else [[], [], []]
    found = passing(road(*columns), here_m)
    assert found.passed + found.unsure + found.to_come == len(runners)
    assert len(found.arrivals_ms) == found.to_come
    assert (found.arrivals_ms >= NOW_MS).all()
    assert found.last_ms is None or found.last_ms >= found.arrivals_ms.max()


def test_arrivals_lie_between_the_splits_around_a_place() -> None:
    """At 2 m/s a kilometre is 500 s, on the way to the next split and beyond it."""
    one = road([0, 0], [8_000, 8_900], [2.0, 4.0])
    found = passing(one, 9_000)
    assert sorted(found.arrivals_ms.tolist()) == pytest.approx([NOW_MS + 25_000, NOW_MS + 500_000])
    assert (found.soon, found.near) == (2, 1)
    further = passing(one, 20_000)
    assert sorted(further.arrivals_ms.tolist()) == pytest.approx([NOW_MS + 2_775_000, NOW_MS + 6_000_000])


def test_the_last_one_is_waited_for_until_the_late_end_of_her_range() -> None:
    """Who may take longest, and that time: half of those who are slow come after their middle."""
    found = passing(road([0, 0], [8_000, 7_000], [1.5, 4.0]), 9_000)
    assert found.last == 0
    assert found.last_ms == pytest.approx(NOW_MS + 1_000 / 1.5 * 1.2 * 1000)


def test_who_is_led_around_the_next_splits_is_expected_on_a_line_to_the_one_after() -> None:
    """Splits that are left out have no time of hers: she is on a line to the split that she comes to."""
    one = road([0], [4_000], [2.0])
    led = dataclasses.replace(one, next_split=np.array([3]))
    (there_ms,) = passing(led, 9_000).arrivals_ms
    assert there_ms == pytest.approx(NOW_MS + 5_000 / 2 * 1000)


def test_of_whom_nothing_is_foreseen_is_expected_now() -> None:
    """A time that is not known is never no number."""
    one = road([0], [4_000], [2.0])
    blank = dataclasses.replace(one, middle_ms=np.full((1, 4), np.nan), high_ms=np.full((1, 4), np.nan))
    assert passing(blank, 9_000).arrivals_ms.tolist() == [NOW_MS]


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
