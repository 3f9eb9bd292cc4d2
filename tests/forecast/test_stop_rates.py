"""The hazard of stopping, found again in races that were made with one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.past import Past
from alongside.forecast.stop_rates import LEAST_STOPPED, USUAL, stop_rates
from alongside.forecast.stops import comes_to, hazard
from pasts import made_up_past
from priors import FULL, draw, made_up_prior

Floats = NDArray[np.float64]
LENGTH_M = FULL.length_m
TRUE = np.array([-3.0, 0.5, 0.0, 0.0, 1.5, 4.0, 1.0, 0.0])
PLACES, LEVELS = np.linspace(0.2, 0.9, 8), np.array([5.6, 5.9, 6.2, 6.35])


def race_with(coefficients: Floats, n: int, seed: int) -> Past:
    """Return a race in which whoever comes to a mat stops before the next one at a hazard."""
    dice = np.random.default_rng(seed)
    drawn, past = draw(made_up_prior(), FULL, n, dice), made_up_past(n, FULL.mats_m.tolist(), seed)
    share = FULL.mats_m / LENGTH_M
    along = np.concatenate([drawn.start_s[:, None], drawn.at_s], axis=1)
    log_pace = np.log(np.diff(along, axis=1) / np.diff(FULL.mats_m, prepend=0.0) * 1000)
    on, at_s = np.ones(n, dtype=np.bool_), drawn.at_s.copy()
    for mat in range(len(share) - 1):
        level = np.log((drawn.at_s[:, mat] - drawn.start_s) / FULL.mats_m[mat] * 1000)
        middle, ends = (share[mat] + share[mat + 1]) / 2, comes_to(level, share[mat])
        rate = hazard(coefficients, middle, ends, log_pace[:, mat] - level)
        on &= dice.random(n) < np.exp(-rate * (share[mat + 1] - share[mat]))
        at_s[~on, mat + 1] = np.nan
    status = np.where(on, "finished", "dnf")
    return replace(past, race=f"race-{seed}", start_s=drawn.start_s, at_s=at_s, status=status)


def test_a_hazard_is_found_again() -> None:
    """Over road and pace the fitted hazard is within a quarter of the one that runners stopped at."""
    found, count = stop_rates([race_with(TRUE, 8000, seed) for seed in (1, 2, 3)], LENGTH_M)
    place, level = (one.ravel() for one in np.meshgrid(PLACES, LEVELS))
    ratio = hazard(found, place, level, np.zeros(len(place))) / hazard(
        TRUE, place, level, np.zeros(len(place))
    )
    assert count > 1000
    assert ratio.min() > 0.75
    assert ratio.max() < 1.35


def test_the_slow_are_found_to_stop_more() -> None:
    """In a field of which the slow stop three times as often, the fitted hazard rises with pace."""
    found, _ = stop_rates([made_up_past(4000, dropouts=0.1, seed=4)], LENGTH_M)
    slow, quick = hazard(found, np.array([0.6, 0.6]), np.array([6.35, 5.8]), np.zeros(2))
    assert slow > 1.5 * quick


def test_a_file_that_keeps_no_drop_outs_says_nothing_of_them() -> None:
    """Finishers alone, or hardly anybody who stopped, leave what is usual, and thin nothing."""
    clean = made_up_past(2000, dropouts=0.0)
    for pasts in ([], [clean], [race_with(TRUE, LEAST_STOPPED - 1, 5)]):
        found, count = stop_rates(pasts, LENGTH_M)
        assert np.array_equal(found, USUAL)
        assert count == 0
    telling = race_with(TRUE, 2000, 6)
    alone, joined = stop_rates([telling], LENGTH_M), stop_rates([telling, clean], LENGTH_M)
    assert np.array_equal(alone[0], joined[0])
    assert alone[1] == joined[1]


def test_who_was_missed_at_the_end_is_no_drop_out() -> None:
    """Who finished unread past the middle, by the word of the file, counts for nothing past there."""
    past = race_with(TRUE, 3000, 7)
    at_s = past.at_s.copy()
    lost = np.random.default_rng(7).random(3000) < 0.3
    at_s[np.ix_(lost & (past.status == "finished"), range(6, 10))] = np.nan
    plain, _ = stop_rates([past], LENGTH_M)
    found, _ = stop_rates([replace(past, at_s=at_s)], LENGTH_M)
    level = np.full(8, 6.0)
    ratio = hazard(found, PLACES, level, np.zeros(8)) / hazard(plain, PLACES, level, np.zeros(8))
    assert np.abs(np.log(ratio[:4])).max() < 0.25
