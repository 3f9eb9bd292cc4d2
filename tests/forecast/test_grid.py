"""Stretches of road as weighted means of the knots."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alongside.forecast.grid import AT, KNOTS, at, means_over

PLACES = st.floats(0.0, 1.0)


@given(PLACES, PLACES)
def test_the_weights_of_a_stretch_are_a_mean(one: float, other: float) -> None:
    """They are not negative and sum to one, also over a stretch of no length."""
    weights = means_over(np.array([min(one, other)]), np.array([max(one, other)]))[0]
    assert (weights >= -1e-9).all()
    assert abs(weights.sum() - 1) < 1e-6


@given(st.lists(PLACES, min_size=3, max_size=3, unique=True))
def test_two_stretches_make_one(places: list[float]) -> None:
    """Weighed by their lengths, the means over two neighbouring stretches are that over both."""
    a, b, c = (np.array([place]) for place in sorted(places))
    both = means_over(a, b) * (b - a) + means_over(b, c) * (c - b)
    assert np.allclose(both, means_over(a, c) * (c - a), atol=1e-12)


def test_the_mean_over_a_stretch_is_the_integral_of_the_curve() -> None:
    """For a curve with a bend at every knot, the same as adding up small steps."""
    curve = np.random.default_rng(1).standard_normal(KNOTS)
    steps = np.linspace(0.137, 0.853, 20_001)
    found = means_over(np.array([0.137]), np.array([0.853])) @ curve
    assert abs(float(found[0]) - np.interp(steps, AT, curve).mean()) < 1e-4


def test_a_place_between_knots_is_a_straight_line() -> None:
    """The weights of a place interpolate."""
    curve = np.arange(KNOTS, dtype=np.float64) ** 2
    places = np.array([0.0, 0.05, 0.33, 1.0])
    assert np.allclose(at(places) @ curve, np.interp(places, AT, curve))
