"""The normal distribution, beside the standard library's."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from alongside.forecast import normal

X = np.linspace(-8.0, 8.0, 321)


def test_a_tail_is_right_relative_to_its_size() -> None:
    """The chance of more than x is within a millionth of itself, also where it is tiny."""
    x = np.linspace(-8.0, 36.0, 500)
    true = np.array([0.5 * math.erfc(one / math.sqrt(2.0)) for one in x])
    assert np.abs(normal.tail(x) / true - 1).max() < 1e-6
    assert np.abs(normal.cdf(X) + normal.tail(X) - 1).max() < 1e-6


def test_nothing_lies_beyond_the_furthest_tail() -> None:
    """Far out the chance is as at the furthest that is told apart: no zero, no nan."""
    assert (normal.tail(np.array([40.0, 1e6, np.inf])) == normal.tail(np.array([normal.FURTHEST]))).all()
    assert normal.tail(np.array([1e6]))[0] > 0


def test_the_inverse_finds_back_what_the_tail_was_taken_of() -> None:
    """From a chance to the point beyond which it lies, as the standard library has it."""
    chance = np.concatenate([np.linspace(1e-4, 1 - 1e-4, 200), [1e-12, 1e-8]])
    true = np.array([-NormalDist().inv_cdf(one) for one in chance])
    assert np.abs(normal.beyond(chance) - true).max() < 1e-8
    assert np.isfinite(normal.beyond(np.array([0.0, 1.0]))).all()


def test_the_quick_form_is_near_enough_for_a_quantile() -> None:
    """The quick chance is within 2e-4, and its density is its own slope."""
    share, density = normal.quick(X)
    assert np.abs(share - normal.cdf(X)).max() < 2e-4
    slope = (normal.quick(X + 1e-5)[0] - normal.quick(X - 1e-5)[0]) / 2e-5
    assert np.abs(density - slope).max() < 1e-6
