"""Conditioning on stretches, beside the textbook's formula for one long Gaussian."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.forecast.grid import means_over
from alongside.forecast.kinds import Kinds, kinds_for
from alongside.forecast.known import Track
from alongside.forecast.pattern import Pattern, Seen, pattern_of, stretches
from priors import FULL, made_up_prior

KINDS = kinds_for(made_up_prior(), FULL.length_m)
LENGTH_M = FULL.length_m


def test_stretches_lie_between_crossings() -> None:
    """Each begins where the one before ends; a mat that missed her makes one long one."""
    along_m = np.array([0.0, 5_000, 10_000, 15_000, 20_000])
    assert stretches(along_m, (0, 1, 3)) == (((0, 1), (1, 3)), 3)
    assert stretches(along_m, (2, 4)) == (((2, 4),), 4)
    assert stretches(along_m, (0,)) == ((), 0)
    assert stretches(along_m, ()) == ((), 0)


def test_a_rest_between_in_and_out_is_no_pace() -> None:
    """Of two mats at one place the later one ends the rest, and the next stretch begins with it."""
    along_m = np.array([0.0, 5_000, 5_050, 10_000])
    assert stretches(along_m, (0, 1, 2, 3)) == (((0, 1), (2, 3)), 3)


def ahead_of(pattern: Pattern, kind: int, log_pace: np.ndarray) -> np.ndarray:
    """Return the log pace of the cells ahead that a pattern expects after some."""
    return np.asarray(pattern.mean[kind] + pattern.gain[kind] @ (log_pace - pattern.mean_y[kind]))


def by_the_book(kinds: Kinds, kind: int, rows: np.ndarray, noise: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return mean and covariance of the knots given noisy linear functionals of them."""
    precision = np.linalg.inv(kinds.cov[kind])
    cov = np.linalg.inv(precision + rows.T @ np.diag(1 / noise) @ rows)
    mean = cov @ (precision @ kinds.mean[kind] + rows.T @ (y / noise))
    return np.column_stack([mean, cov])


@pytest.mark.parametrize("columns", [(0, 1, 2, 3), (0, 2, 6), (3, 4), (0, 9)])
def test_what_is_ahead_follows_by_the_rules_of_gaussians(columns: tuple[int, ...]) -> None:
    """Mean and covariance of the road ahead are those of Bayes' rule, for any mats that read her."""
    pattern = pattern_of(KINDS, FULL, Seen(columns))
    along = np.concatenate([[0.0], FULL.mats_m])[list(columns)] / LENGTH_M
    rows, share = means_over(along[:-1], along[1:]), np.diff(along)
    edges = pattern.base_m + np.concatenate([[0.0], np.cumsum(pattern.cells_m)])
    cells = means_over(edges[:-1] / LENGTH_M, edges[1:] / LENGTH_M)
    for kind in range(3):
        noise = KINDS.noise[kind] / share + 2 * (KINDS.mat_sd_m / (share * LENGTH_M)) ** 2
        log_pace = rows @ KINDS.mean[kind] + 0.1 * np.arange(len(rows)) + 0.05
        book = by_the_book(KINDS, kind, rows, noise, log_pace)
        own = np.diag(KINDS.noise[kind] * LENGTH_M / pattern.cells_m)
        assert np.allclose(ahead_of(pattern, kind, log_pace), cells @ book[:, 0], atol=1e-8)
        assert np.allclose(pattern.cov[kind], cells @ book[:, 1:] @ cells.T + own, atol=1e-8)


def test_deviations_are_told_in_units_of_their_own() -> None:
    """Whitened, what kinds show beyond their mean has the density of that many standard normals."""
    pattern = pattern_of(KINDS, FULL, Seen((0, 1, 2, 3)))
    spread = np.linalg.inv(pattern.whiten) @ np.linalg.inv(np.swapaxes(pattern.whiten, 1, 2))
    assert np.allclose(pattern.log_scale, KINDS.log_weight - 0.5 * np.linalg.slogdet(spread)[1], atol=1e-8)


def test_every_place_ahead_ends_a_cell() -> None:
    """Places and mats cut the road ahead, cells cover it to the end, and none is longer than a fourteenth."""
    track = Track(42_195.0, np.array([10_000.0, 42_195.0]), np.array([9_000.0, 12_345.0, 33_333.0, 42_195.0]))
    pattern = pattern_of(KINDS, track, Seen((0, 1)))
    ends_m = pattern.base_m + np.cumsum(pattern.cells_m)
    assert ends_m[-1] == pytest.approx(42_195.0)
    assert pattern.place_cell[0] == -1
    assert np.allclose(ends_m[pattern.place_cell[1:]], track.places_m[1:])
    assert pattern.cells_m.max() <= 42_195.0 / 14 + 1e-6


def test_the_next_mat_that_speaks_is_told_from_dark_ones() -> None:
    """Dark mats are passed over; without a mat that speaks there is none."""
    ends_m = {}
    for dark in ((), (4,), (4, 5)):
        pattern = pattern_of(KINDS, FULL, Seen((0, 4), dark=dark))
        ends_m[dark] = pattern.base_m + np.cumsum(pattern.cells_m)[pattern.next_cell]
    assert [round(float(end_m)) for end_m in ends_m.values()] == [21_098, 25_000, 30_000]
    silent = pattern_of(KINDS, FULL, Seen((0, 4), dark=tuple(range(10))))
    assert silent.mat_cells == ()


def test_where_a_fix_saw_her_is_uncertain_behind_and_ahead() -> None:
    """How far off a fix may be widens the road ahead of it, and pulls behind and ahead in one direction."""
    exact = pattern_of(KINDS, FULL, Seen((0, 1, 2, 11), fix=(12_500.0, 1.0)))
    rough = pattern_of(KINDS, FULL, Seen((0, 1, 2, 11), fix=(12_500.0, 300.0)))
    assert (rough.cov[:, 0, 0] > exact.cov[:, 0, 0] + 1e-3).all()
    assert (np.abs(rough.gain[:, 0, -1]) < np.abs(exact.gain[:, 0, -1])).all()
    assert exact.base_m == rough.base_m == 12_500.0


def test_an_entry_that_names_a_time_is_one_more_stretch() -> None:
    """It speaks of the whole distance, before anything was run and after."""
    for columns in ((), (0,), (0, 1, 2)):
        named, plain = (pattern_of(KINDS, FULL, Seen(columns, expected=is_)) for is_ in (True, False))
        assert named.mean_y.shape[1] == plain.mean_y.shape[1] + 1
        assert np.trace(named.cov, axis1=1, axis2=2).sum() < np.trace(plain.cov, axis1=1, axis2=2).sum()


def test_noise_of_stretches_shrinks_with_their_length() -> None:
    """With more noise in the kinds less is learned from the same mats."""
    noisy = replace(KINDS, noise=KINDS.noise * 100)
    gains = [np.abs(pattern_of(kinds, FULL, Seen((0, 1, 2))).gain).sum() for kinds in (KINDS, noisy)]
    assert gains[1] < gains[0]
