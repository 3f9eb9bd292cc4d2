"""What the runners ahead show of the day, and what they do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from msgspec.structs import replace as other
from numpy.typing import NDArray

from alongside.forecast.forecaster import Forecaster
from alongside.forecast.grid import AT, means_over
from alongside.forecast.known import Known
from alongside.forecast.today import EARLY, GROUPS, today_of
from priors import FULL, GUN_S, Drawn, draw, made_up_prior, rows

Floats = NDArray[np.float64]
PRIOR = made_up_prior(day_sd=0.06, race_sd=0.001)
FULL_SHARE = np.concatenate([[0.0], FULL.mats_m]) / FULL.length_m
HOT = np.clip(AT - 2 / 3, 0.0, None) * 3 * 0.10  # the last third is up to a tenth slower


def field(n: int, shift: Floats, seed: int = 1) -> Drawn:
    """Return a field on a day that shifts everybody's curve, all of them off within ten minutes."""
    drawn = draw(PRIOR, FULL, n, np.random.default_rng(seed))
    taken_s = np.diff(np.concatenate([drawn.start_s[:, None], drawn.at_s], axis=1), axis=1)
    slower = np.exp(means_over(FULL_SHARE[:-1], FULL_SHARE[1:]) @ shift)
    return replace(drawn, at_s=drawn.start_s[:, None] + np.cumsum(taken_s * slower, axis=1))


def known_at(drawn: Drawn, now_s: float) -> Known:
    """Return what is known of a field at an instant."""
    return Known(now_s, drawn.start_s, np.where(drawn.at_s <= now_s, drawn.at_s, np.nan))


def test_a_slow_last_third_of_the_fast_is_carried_to_the_slow() -> None:
    """When those ahead slow down more than they should, those behind are expected later."""
    drawn = field(3000, HOT)
    now_s = float(np.quantile(drawn.at_s[:, -1], 0.5))
    known = known_at(drawn, now_s)
    behind = np.flatnonzero((drawn.at_s[:, 5] <= now_s) & (drawn.at_s[:, 6] > now_s))
    day = today_of(PRIOR, FULL, known)
    assert day is not None
    late_s = []
    for today in (None, day):
        middle_s = Forecaster(PRIOR, FULL, today).arrivals(known.of(behind)).quantiles_s([0.5])[:, -1, 0]
        late_s.append(float(np.median(drawn.at_s[behind, -1] - middle_s)))
    assert late_s[0] > 120
    assert abs(late_s[1]) < 0.5 * late_s[0]


def test_what_is_known_of_the_day_narrows_the_ranges() -> None:
    """Where past races differ widely, a day that shows itself leaves less open than any day."""
    late = np.clip(AT - 0.5, 0.0, None) * 0.3
    wide = other(PRIOR, families=(other(PRIOR.families[0], race_cov=rows(np.outer(late, late))),))
    drawn = field(3000, HOT)
    known = known_at(drawn, float(np.quantile(drawn.at_s[:, -1], 0.5)))
    day = today_of(wide, FULL, known)
    behind = known.of(np.flatnonzero(np.isfinite(known.at_s[:, 5]) & np.isnan(known.at_s[:, 6:]).all(axis=1)))
    widths = []
    for today in (None, day):
        at_s = Forecaster(wide, FULL, today).arrivals(behind).quantiles_s([0.1, 0.9])[:, -1]
        widths.append(at_s[:, 1] - at_s[:, 0])
    assert np.median(widths[1]) < 0.95 * np.median(widths[0])


def test_a_day_like_any_other_moves_nobody() -> None:
    """Of a field that runs as past fields did, next to nothing is learned at any hour."""
    drawn = field(3000, np.zeros(11), seed=2)
    for share in (0.05, 0.5, 0.95):
        day = today_of(PRIOR, FULL, known_at(drawn, float(np.quantile(drawn.at_s[:, -1], share))))
        assert day is not None
        assert np.abs(day.shift).max() < 0.02


def test_who_is_ahead_only_because_she_is_fast_does_not_count() -> None:
    """With only the quickest through the last mats, no day is made fast by them."""
    drawn = field(4000, np.zeros(11), seed=3)
    all_at_once = Drawn(np.full(4000, GUN_S), drawn.at_s - drawn.start_s[:, None] + GUN_S)
    fastest = []
    for mat in (6, 8, 9):
        now_s = float(np.quantile(all_at_once.at_s[:, mat], 0.02))
        day = today_of(PRIOR, FULL, known_at(all_at_once, now_s))
        assert day is not None
        fastest.append(day.shift.min())
    assert np.mean(fastest) > -0.005  # counting all who are there: -0.0076


def test_before_anybody_shows_anything_there_is_no_day() -> None:
    """Too few read, or a prior that knows nothing of days: then no day is spoken of."""
    drawn = field(150, HOT)
    assert today_of(PRIOR, FULL, known_at(drawn, GUN_S + 6 * 3600)) is None
    drawn = field(500, HOT)
    assert today_of(PRIOR, FULL, known_at(drawn, GUN_S)) is None
    assert today_of(made_up_prior(), FULL, known_at(drawn, GUN_S + 6 * 3600)) is None


def test_at_the_start_a_day_says_nothing_yet() -> None:
    """Pace over the first mats tells who somebody is, not what the day is."""
    drawn = field(2000, HOT, seed=4)
    day = today_of(PRIOR, FULL, known_at(drawn, float(np.quantile(drawn.at_s[:, 1], 0.9))))
    assert day is not None
    assert np.abs(day.shift).max() < 0.02


def test_nonsense_in_the_field_leaves_a_day_sound() -> None:
    """Crossings that cannot be, in a tenth of the field, turn no shift into nan nor into a jump."""
    drawn, dice = field(2000, HOT, seed=5), np.random.default_rng(5)
    known = known_at(drawn, float(np.quantile(drawn.at_s[:, -1], 0.5)))
    wrong = dice.random(known.at_s.shape) < 0.02
    at_s = np.where(wrong, dice.choice([0.0, 1e5, -1e9, np.inf, GUN_S + 100], wrong.shape), known.at_s)
    sound, day = today_of(PRIOR, FULL, known), today_of(PRIOR, FULL, replace(known, at_s=at_s))
    assert sound is not None
    assert day is not None
    assert np.abs(day.shift - sound.shift).max() < 0.03
    assert np.isfinite(day.cov).all()


def test_a_runner_belongs_to_the_group_of_the_pace_she_set_out_at() -> None:
    """Who slows down later stays where she set out; who was not read belongs to none."""
    drawn = field(500, np.zeros(11), seed=6)
    day = today_of(PRIOR, FULL, known_at(drawn, GUN_S + 9 * 3600))
    assert day is not None
    at_s = np.concatenate([drawn.start_s[:, None], drawn.at_s], axis=1)
    later = at_s.copy()
    later[:, 1 + int((FULL.mats_m <= EARLY * FULL.length_m).sum()) :] += 3600
    groups = day.groups(at_s, FULL)
    assert np.array_equal(groups, day.groups(later, FULL))
    assert groups.min() == 0
    assert groups.max() == GROUPS - 1
    assert (day.groups(np.where(np.arange(11) == 0, at_s, np.nan), FULL) == -1).all()
