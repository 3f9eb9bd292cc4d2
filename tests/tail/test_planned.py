"""What plan and entries alone lead one to expect."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.tail.planned import planned_finish_s, spread_s
from builders import FULL_KM, distance

FULL = distance("full", FULL_KM, 27_000)


def test_who_says_what_she_expects_is_taken_at_her_word_but_not_past_the_limit() -> None:
    """Her own expectation counts; the promise ends at the limit."""
    assert planned_finish_s([14_400, 99_999], FULL).tolist() == [14_400, 27_000]


def test_the_others_are_spread_from_a_third_of_the_limit_to_the_limit() -> None:
    """A triangle that sums to everybody, most of them at six tenths of the limit."""
    finish_s = planned_finish_s([None] * 10_000, FULL)
    assert spread_s(FULL) == (9_000, 16_200, 27_000)
    assert 9_000 < finish_s.min() < 9_150 and 26_850 < finish_s.max() < 27_000
    assert finish_s.mean() == pytest.approx((9_000 + 16_200 + 27_000) / 3, rel=1e-3)
    counts, edges = np.histogram(finish_s, bins=30)
    assert edges[counts.argmax()] - 600 <= 16_200 <= edges[counts.argmax() + 1]


def test_without_a_limit_paces_are_assumed() -> None:
    """A race that never closes still has a crowd: from a 2:30 marathon to a walk."""
    free = distance("free", FULL_KM, None)
    least, common, most = spread_s(free)
    assert least < common < most
    assert planned_finish_s([99_999.0], free).tolist() == [99_999]
