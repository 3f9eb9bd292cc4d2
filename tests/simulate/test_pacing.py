"""Curves of pace: they end at the finish that was asked for and never stand still or run backwards."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.simulate.pacing import elapsed_curves, finish_for, grid_m, read_at


def _curves(marathon_s: float, length_m: float, count: int = 400) -> tuple[np.ndarray, np.ndarray]:
    at_m = grid_m(length_m)
    rng = np.random.default_rng(2)
    woman = rng.random(count) < 0.5
    return at_m, elapsed_curves(np.full(count, marathon_s), woman, np.full(count, length_m), at_m, rng)


@pytest.mark.parametrize("length_m", [5_000.0, 21_097.5, 42_195.0, 160_934.0])
@pytest.mark.parametrize("marathon_s", [8_000.0, 15_000.0, 26_000.0])
def test_finish_is_as_asked(marathon_s: float, length_m: float) -> None:
    """At her length everybody is at her finish time, whatever the dice, and every km takes 2-25 minutes."""
    at_m, curves = _curves(marathon_s, length_m)
    wanted_s = finish_for(np.array([marathon_s]), np.array([length_m]))[0]
    assert read_at(curves, at_m, np.full(len(curves), length_m)) == pytest.approx(wanted_s)
    assert np.diff(curves, axis=1).min() > 110
    assert np.diff(curves, axis=1).max() < 1_500


def test_equal_abilities_run_differently() -> None:
    """No two runners of one ability have the same curve; their halves differ by minutes."""
    at_m, curves = _curves(18_000.0, 42_195.0)
    half_s = read_at(curves, at_m, np.full(len(curves), 21_097.5))
    assert len(np.unique(half_s)) == len(half_s)
    assert half_s.std() > 120


def test_short_races_fade_less() -> None:
    """Half a marathon is run more evenly than a marathon by the same people."""
    fades = []
    for length_m in (21_097.5, 42_195.0):
        at_m, curves = _curves(20_000.0, length_m)
        first_s = read_at(curves, at_m, np.full(len(curves), length_m / 2))
        fades.append(np.median(read_at(curves, at_m, np.full(len(curves), length_m)) / first_s))
    assert fades[0] < fades[1] - 0.03


def test_grid_takes_more_points() -> None:
    """The grid passes the longest distance and holds the points that were asked for."""
    assert grid_m(2_000.0, [1_250.0]).tolist() == [0, 1_000, 1_250, 2_000, 3_000]
