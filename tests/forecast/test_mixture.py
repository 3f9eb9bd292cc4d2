"""Mixtures of lognormals: what is asked of them agrees with itself."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.forecast.mixture import LATEST_S, Field, Mixture

LEVELS = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]


def mixture(k: int, apart: float, is_smooth: bool, n: int = 200, p: int = 3) -> Mixture:
    """Return ``k`` lognormals each, whose log means lie ``apart``."""
    dice = np.random.default_rng(k)
    weight = dice.dirichlet(np.ones(k), n).T
    log_mean = (
        8.0 + apart * np.linspace(-1, 1, k)[:, None, None] + 0.5 * dice.random((1, n, 1)) + np.arange(p)
    )
    log_sd = np.broadcast_to(0.05 + 0.1 * dice.random((k, n, 1)), log_mean.shape)
    return Mixture(
        np.zeros(n), weight, np.zeros(log_mean.shape), log_mean, log_sd, np.full((n, p), 0.8), is_smooth
    )


@pytest.mark.parametrize(("k", "apart"), [(1, 0.0), (2, 1.0), (8, 0.3), (8, 3.0)])
def test_a_quantile_is_where_its_share_has_arrived(k: int, apart: float) -> None:
    """Also where kinds lie far apart and hardly anybody arrives in between."""
    part = mixture(k, apart, False)
    at_s = part.quantiles_s(LEVELS)
    for i, level in enumerate(LEVELS):
        assert np.abs(part.before(at_s[..., i]) / 0.8 - level).max() < 0.003


def test_of_one_hump_a_quantile_is_near_enough() -> None:
    """By its moments alone, within four hundredths where kinds overlap."""
    part = mixture(8, 0.1, True)
    at_s = part.quantiles_s(LEVELS)
    for i, level in enumerate(LEVELS):
        assert np.abs(part.before(at_s[..., i]) / 0.8 - level).max() < 0.04


def test_nothing_arrives_before_now_or_after_any_race_has_ended() -> None:
    """Quantiles are bounded by the clock on one side and by hundreds of hours on the other."""
    one = np.ones((1, 1, 1))
    for log_mean in (-50.0, 600.0):
        part = Mixture(np.array([70.0]), one[0], one * 50, one * log_mean, one, np.ones((1, 1)), False)
        at_s = part.quantiles_s(LEVELS)
        assert (at_s >= 70.0).all()
        assert (at_s <= 70.0 + LATEST_S).all()


def test_levels_may_be_asked_for_in_any_order() -> None:
    """Each level's answer stands where it was asked for."""
    field = Field(200, 3, ((np.arange(200), np.arange(3), mixture(8, 0.3, False)),))
    shuffled = [LEVELS[i] for i in (3, 0, 6, 1)]
    assert np.array_equal(field.quantiles_s(shuffled), field.quantiles_s(LEVELS)[..., [3, 0, 6, 1]])


def test_what_no_part_speaks_of_is_nan() -> None:
    """Runners and places behind are left open, whatever is asked."""
    field = Field(5, 4, ((np.array([1, 3]), np.array([2, 3]), mixture(2, 0.1, False, n=2, p=2)),))
    known = np.zeros((5, 4), dtype=np.bool_)
    known[np.ix_([1, 3], [2, 3])] = True
    assert np.array_equal(np.isfinite(field.reach), known)
    assert np.array_equal(np.isfinite(field.before(np.full(4, 1e5))), known)
    assert np.array_equal(np.isfinite(field.quantiles_s([0.5])[..., 0]), known)
