"""When everybody passed a place, from the crossings of mats."""

from __future__ import annotations

import numpy as np

from alongside.tail.passages import Passages

ALONG = np.array([0.0, 5_000.0, 10_000.0, 20_000.0])


def passed(*crossings: int, here_m: float) -> float:
    """Return when a runner with these crossings passed a place."""
    return float(Passages(np.array([crossings]), ALONG).ms_at(here_m)[0])


def test_at_a_mat_a_passage_is_its_crossing() -> None:
    """What was read stands to the millisecond, to a metre of the mat."""
    assert passed(0, 1_000, 3_000, 9_000, here_m=10_000.0) == 3_000
    assert passed(0, 1_000, 3_000, 9_000, here_m=10_000.5) == 3_000


def test_between_two_mats_it_lies_at_an_even_pace() -> None:
    """Half of the road, half of the time."""
    assert passed(0, 1_000, 3_000, 9_000, here_m=7_500.0) == 2_000


def test_a_mat_that_missed_her_is_bridged() -> None:
    """Not read at 10K: the line goes from 5K to 20K."""
    assert passed(0, 1_000, -1, 10_000, here_m=10_000.0) == 4_000


def test_who_was_not_read_on_both_sides_is_not_known() -> None:
    """She may have stopped anywhere beyond the last mat, or cut in before the first."""
    assert np.isnan(passed(0, 1_000, -1, -1, here_m=7_500.0))
    assert np.isnan(passed(-1, -1, 3_000, 9_000, here_m=5_000.0))


def test_a_place_says_whether_a_mat_is_at_it() -> None:
    """Then its times are read; else they are worked out, and said to be."""
    passages = Passages(np.array([[0, 1, 2, 3]]), ALONG)
    assert passages.is_at_mat(5_000.9) and not passages.is_at_mat(5_100.0)


def test_beyond_the_last_mat_nothing_is_known() -> None:
    """A place past the last mat, or before the first, has no passages."""
    assert np.isnan(passed(0, 1_000, 3_000, 9_000, here_m=25_000.0))
    assert np.isnan(float(Passages(np.array([[5, 9]]), np.array([5_000.0, 9_000.0])).ms_at(1_000.0)[0]))
