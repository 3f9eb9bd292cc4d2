"""Times over the road ahead, beside runners drawn one by one."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from alongside.forecast.onward import Gate, Road, log_chance

Floats = NDArray[np.float64]
CELLS_M = np.array([1000.0, 2000.0, 2000.0, 3000.0])
PLACES = np.array([0, 1, 2, 3])
MEAN = np.array([5.9, 5.95, 6.0, 6.1])
COV = 0.02 * np.ones((4, 4)) + 0.01 * np.minimum(np.arange(1, 5)[:, None], np.arange(1, 5)) / 4
ROAD = Road(CELLS_M, COV[None], MEAN[None], PLACES, 1e-3)
GATE = Gate(ROAD, 1)
KIND = np.array([0])


def drawn(n: int = 400_000) -> tuple[Floats, Floats]:
    """Return the times to the places of many runners, and each one's mean log pace up to the mat."""
    log_pace = np.random.default_rng(1).multivariate_normal(MEAN, COV, n)
    return np.exp(log_pace) @ (np.triu(np.ones((4, 4))) * CELLS_M[:, None] / 1000), log_pace @ GATE.share


def test_times_have_the_mean_and_spread_of_the_runners() -> None:
    """Moments of the lognormals are those of drawn runners within a few hundredths."""
    times = ROAD.times(MEAN[None, None], np.array([500.0]), KIND)
    seconds, _ = drawn()
    assert times.from_s[0, 0].tolist() == [500.0] * 4
    mean = np.exp(times.log_mean + times.log_sd**2 / 2)[0, 0]
    assert mean == pytest.approx(seconds.mean(axis=0), rel=0.005)
    sd = mean * np.sqrt(np.expm1(times.log_sd[0, 0] ** 2))
    assert sd == pytest.approx(seconds.std(axis=0), rel=0.03)


@pytest.mark.parametrize("waited", [0.9, 1.1, 1.35])
def test_who_is_not_at_the_mat_yet_is_as_late_as_the_runners_who_are_not(waited: float) -> None:
    """Given the silence, chance and mean time to places past the mat are those of the runners it fits."""
    seconds, paces = drawn()
    typical = MEAN @ GATE.share
    since_s = waited * float(np.exp(typical)) * 3.0
    out = paces > np.log(since_s / 3.0)
    reached = GATE.reached(np.full((1, 1), typical), np.array([since_s]))
    assert np.exp(log_chance(reached))[0, 0] == pytest.approx(out.mean(), abs=0.003)
    times = GATE.times(MEAN[None, None], reached, np.array([500.0]), np.array([since_s]), KIND)
    mean = times.from_s + np.exp(times.log_mean + times.log_sd**2 / 2)
    assert mean[0, 0, 1:] - 500.0 == pytest.approx(seconds[out].mean(axis=0)[1:], rel=0.01)


def test_places_past_a_silent_mat_count_from_now_and_those_before_it_from_the_last_crossing() -> None:
    """Nobody can be at the mat before now; a place before it she may have passed."""
    since_s = 1500.0
    reached = GATE.reached(np.full((1, 1), MEAN @ GATE.share), np.array([since_s]))
    times = GATE.times(MEAN[None, None], reached, np.array([500.0]), np.array([since_s]), KIND)
    assert times.from_s[0, 0].tolist() == [500.0, 2000.0, 2000.0, 2000.0]


def test_overdue_by_days_is_still_a_number() -> None:
    """However long the silence, chances stay above nothing and times finite."""
    for since_s in (0.0, 1e5, 1e9):
        reached = GATE.reached(np.full((1, 1), MEAN @ GATE.share), np.array([since_s]))
        times = GATE.times(MEAN[None, None], reached, np.array([0.0]), np.array([since_s]), KIND)
        assert np.isfinite(log_chance(reached)).all()
        assert all(np.isfinite(getattr(times, name)).all() for name in times.NAMES)
        assert (times.log_sd > 0).all()
