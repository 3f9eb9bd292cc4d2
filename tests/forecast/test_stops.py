"""The chance to go on, from a hazard."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.forecast.known import Track
from alongside.forecast.stops import FAST, SLOW, Stopping, features, hazard

LENGTH_M = 40_000.0
TRACK = Track(LENGTH_M, np.array([20_000.0, LENGTH_M]), np.array([10_000.0, 20_000, 30_000, LENGTH_M]))
EVEN = np.array([np.log(0.4), *[0.0] * 7])
LEVELS = np.array([6.0]), np.array([0.0])


def test_an_even_hazard_leaves_the_share_that_it_should() -> None:
    """Over a stretch of a share x of the distance, exp(-rate x) go on; to places before the mat as to it."""
    reach = Stopping([(1.0, EVEN, LENGTH_M)], TRACK).reach(0.0, 20_000.0, LEVELS, np.ones(1))[0]
    assert reach == pytest.approx(np.exp(-0.4 * np.array([0.5, 0.5, 0.75, 1.0])))


def test_silence_shares_out_by_bayes_rule() -> None:
    """Who would be silent with a chance of s if she went on, goes on by s g to s g + (1 - g)."""
    going = np.exp(-0.2)
    for silent in (1.0, 0.5, 0.01, 0.0):
        reach = Stopping([(1.0, EVEN, LENGTH_M)], TRACK).reach(0.0, 20_000.0, LEVELS, np.array([silent]))
        assert reach[0, 1] == pytest.approx(silent * going / (silent * going + 1 - going))


def test_families_add_up_by_their_shares() -> None:
    """Between two lengths the hazards are mixed."""
    twice = EVEN + np.array([np.log(2.0), *[0.0] * 7])
    families = [(0.5, EVEN, LENGTH_M), (0.5, twice, LENGTH_M)]
    reach = Stopping(families, TRACK).reach(0.0, 20_000.0, LEVELS, np.ones(1))[0]
    assert reach[-1] == pytest.approx(np.exp(-0.6))


def test_a_falling_hazard_never_makes_a_farther_place_likelier() -> None:
    """However steeply the hazard falls towards the finish, every metre more can only cost."""
    falling = np.array([1.0, 0.0, -6.0, 0.0, 0.0, 0.0, 0.0, -6.0])
    places_m = np.linspace(1000.0, LENGTH_M, 40)
    stopping = Stopping([(1.0, falling, LENGTH_M)], Track(LENGTH_M, places_m[-1:], places_m))
    reach = stopping.reach(0.0, 0.0, LEVELS, np.ones(1))[0]
    assert (np.diff(reach) < 0).all()


def test_the_hazard_is_bounded_whatever_the_pace() -> None:
    """Beyond what fields show it stands still, so that nonsense makes no infinite hazard."""
    steep = np.array([0.0, *[5.0] * 7])
    level = np.array([-1e3, FAST, SLOW, 1e3])
    rates = hazard(steep, np.full(4, 0.5), level, np.full(4, 1e3))
    assert np.isfinite(rates).all()
    assert (rates > 0).all()
    assert features(np.array(0.5), level, np.zeros(4)).shape == (4, 8)
    assert np.array_equal(
        features(np.array(0.5), level, level)[3], features(np.array(0.5), level + 9, level)[3]
    )
