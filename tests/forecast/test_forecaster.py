"""What holds of every forecast, whatever was read, wherever the mats lie."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known, Track
from alongside.forecast.shipped import shipped
from alongside.forecast.today import Today
from priors import FULL, GUN_S, draw, made_up_prior

Floats = NDArray[np.float64]
LEVELS = (0.01, 0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975, 0.99)
NONSENSE = np.array([np.nan, np.inf, -np.inf, 0.0, -1.0, 1e9, -1e9, 1e300, -1e300])
WAITED_S = (-3600.0, 0.0, 60.0, 3600.0, 1e4, 4e4, 3e5, 1e6)
STOPS_SOMETIMES = (-2.0, 0.5, -3.0, 0.0, 1.0, 2.0, 2.0, -4.0)


def with_nonsense(dice: np.random.Generator, values: Floats, share: float) -> Floats:
    """Return values of which a share is what no race can have."""
    return np.where(dice.random(values.shape) < share, dice.choice(NONSENSE, values.shape), values)


def any_track(dice: np.random.Generator) -> Track:
    """Return 100 m to 250 km with up to 40 mats anywhere, some of them twice, and places anywhere."""
    length_m = float(np.exp(dice.uniform(np.log(100.0), np.log(250_000.0))))
    mats_m = np.sort(np.maximum(dice.random(dice.integers(1, 41)), 1e-4)) * length_m
    mats_m[-1] = length_m if dice.random() < 0.6 else mats_m[-1]
    if len(mats_m) > 2:
        twice = dice.integers(1, len(mats_m))
        mats_m[twice - 1] = mats_m[twice] if dice.random() < 0.5 else mats_m[twice - 1]
    places_m = np.concatenate([np.maximum(dice.random(8), 1e-4) * length_m, mats_m[:3], [length_m]])
    return Track(length_m, np.sort(mats_m), np.unique(places_m))


def any_known(dice: np.random.Generator, track: Track) -> Known:
    """Return a few runners of whom more or less was heard, and all kinds of nonsense with it."""
    n, m = int(dice.integers(1, 10)), len(track.mats_m)
    pace = np.exp(dice.normal(5.9, 0.3, (n, 1))) / 1000
    start_s = GUN_S + 300 * dice.standard_normal(n)
    at_s = start_s[:, None] + pace * track.mats_m * np.exp(0.1 * dice.standard_normal((n, m)))
    at_s = np.where(dice.random((n, m)) < dice.choice([0.0, 0.2, 0.9, 1.0]), np.nan, at_s)
    clocks = GUN_S + dice.choice(WAITED_S) + (dice.normal(0, 3000, n) if dice.random() < 0.5 else np.zeros(n))
    found: dict[str, Any] = {
        "gun_s": GUN_S + 600 * dice.standard_normal(n),
        "fix_m": track.length_m * dice.normal(0.5, 0.5, n),
        "fix_s": clocks - 1000 * dice.standard_normal(n),
        "fix_sd_m": 100 * dice.standard_normal(n),
        "expected_s": track.length_m * dice.normal(0.35, 0.3, n),
        "stopped_s": 2000 * dice.standard_normal(n),
    }
    given_ = {name: with_nonsense(dice, one, 0.1) for name, one in found.items() if dice.random() < 0.5}
    dark = dice.choice(m, dice.integers(0, m + 1) if dice.random() < 0.3 else 0, replace=False)
    wrong = with_nonsense(dice, at_s, dice.choice([0.0, 0.1, 0.5]))
    start_s = with_nonsense(dice, start_s, 0.2)
    gender = dice.integers(-1, 2, n).astype(np.int8)
    return Known(clocks, start_s, wrong, gender=gender, dark=tuple(sorted(dark.tolist())), **given_)


def any_day(dice: np.random.Generator) -> Today | None:
    """Return a day of which something is known, or nothing."""
    if dice.random() < 0.5:
        return None
    return Today(np.linspace(5.5, 6.5, 7), dice.normal(0, 0.05, (8, 11)), np.stack([np.eye(11) * 1e-4] * 8))


@given(st.integers(0, 2**32), st.booleans())
@settings(max_examples=100, deadline=None)
def test_whatever_was_read_the_answer_is_a_distribution(seed: int, is_shipped: bool) -> None:
    """No nan but behind her, no time before now, quantiles in order, and chances between 0 and 1."""
    dice = np.random.default_rng(seed)
    track, prior = any_track(dice), shipped() if is_shipped else made_up_prior(stops=STOPS_SOMETIMES)
    known, day = any_known(dice, track), any_day(dice)
    with np.errstate(all="raise", under="ignore"):
        arrivals = Forecaster(prior, track, day).arrivals(known)
        at_s, reach = arrivals.quantiles_s(LEVELS), arrivals.reach
        now_s = np.broadcast_to(np.asarray(known.now_s)[:, None], reach.shape)
        before = arrivals.before(np.where(np.isnan(at_s[..., 4]), now_s, at_s[..., 4]))
    behind = np.isnan(reach)
    assert np.array_equal(np.isnan(at_s), np.repeat(behind[..., None], len(LEVELS), axis=2))
    assert np.array_equal(np.isnan(before), behind)
    ahead, late = reach[~behind], at_s[~behind]
    assert np.isfinite(late).all()
    assert ((ahead >= 0) & (ahead <= 1)).all()
    assert ((before[~behind] >= 0) & (before[~behind] <= ahead)).all()
    assert (late >= now_s[~behind][:, None]).all()
    assert (np.diff(late, axis=1) >= 0).all()


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_place_further_on_is_never_reached_more_likely_or_earlier(seed: int) -> None:
    """Along the road the chance to get there falls, and every quantile of the arrival rises."""
    dice = np.random.default_rng(seed)
    track = any_track(dice)
    prior = made_up_prior(stops=STOPS_SOMETIMES)
    arrivals = Forecaster(prior, track).arrivals(any_known(dice, track))
    with np.errstate(invalid="ignore"):
        assert not (np.diff(arrivals.reach, axis=1) > 1e-12).any()
        assert not (np.diff(arrivals.quantiles_s(LEVELS), axis=1) < 0).any()


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_place_is_ahead_until_she_was_read_there_or_further_on(seed: int) -> None:
    """Nothing is answered for places up to her last crossing, and something for all places past it."""
    dice = np.random.default_rng(seed)
    drawn = draw(made_up_prior(), FULL, 5, dice)
    mats = np.flatnonzero(dice.random(len(FULL.mats_m)) < 0.4)
    known = drawn.known(drawn.at_s[:, mats[-1]] if len(mats) else drawn.start_s, mats.tolist())
    reach = Forecaster(made_up_prior(), FULL).arrivals(known).reach
    ahead = np.arange(len(FULL.mats_m)) > (mats[-1] if len(mats) else -1)
    assert np.array_equal(~np.isnan(reach), np.tile(ahead, (5, 1)))


def field_midway(n: int) -> Known:
    """Return a field three hours after the gun, each with the mats she passed, one in ten of them missing."""
    dice = np.random.default_rng(3)
    drawn, now_s = draw(shipped(), FULL, n, dice), GUN_S + 3 * 3600
    seen = (drawn.at_s <= now_s) & (dice.random(drawn.at_s.shape) > 0.1)
    expected_s = np.where(dice.random(n) < 0.3, 15_000.0 + 3000 * dice.standard_normal(n), np.nan)
    fix_m = np.where(dice.random(n) < 0.3, dice.uniform(15_000, 40_000, n), np.nan)
    return Known(
        now_s,
        drawn.start_s,
        np.where(seen, drawn.at_s, np.nan),
        fix_m=fix_m,
        fix_s=np.full(n, now_s - 60.0),
        expected_s=expected_s,
        gender=dice.integers(-1, 2, n).astype(np.int8),
    )


def all_of(forecaster: Forecaster, known: Known) -> Floats:
    """Return everything that is answered, side by side."""
    arrivals = forecaster.arrivals(known)
    before = arrivals.before(np.full(arrivals.reach.shape, GUN_S + 5 * 3600))
    return np.concatenate([arrivals.reach, before, *np.moveaxis(arrivals.quantiles_s(LEVELS), 2, 0)], axis=1)


def test_an_answer_has_the_same_bits_in_whatever_company_it_is_asked_for() -> None:
    """Alone, in a part of the field or in any order: a runner's forecast is the same bit for bit."""
    known, forecaster = field_midway(600), Forecaster(shipped(), FULL)
    whole = all_of(forecaster, known)
    order = np.random.default_rng(4).permutation(len(known))
    assert np.array_equal(all_of(forecaster, known.of(order)), whole[order], equal_nan=True)
    for part in np.array_split(order, 4):
        assert np.array_equal(all_of(forecaster, known.of(part)), whole[part], equal_nan=True)
    for row in order[:12]:
        one = np.array([row])
        assert np.array_equal(all_of(forecaster, known.of(one)), whole[one], equal_nan=True)


def test_one_runner_far_from_all_others_leaves_theirs_as_they_are() -> None:
    """Somebody with an absurd crossing or entry changes no bit of anybody else's forecast."""
    known, forecaster = field_midway(100), Forecaster(shipped(), FULL)
    at_s, start_s = known.at_s.copy(), known.start_s.copy()
    start_s[0], at_s[0] = -1e10, np.where(np.isfinite(at_s[0]), 1e-3 * np.arange(len(at_s[0])) - 1e10, np.nan)
    company = replace(known, at_s=at_s, start_s=start_s)
    assert np.array_equal(all_of(forecaster, known)[1:], all_of(forecaster, company)[1:], equal_nan=True)


def test_a_later_deadline_is_met_more_likely_up_to_the_chance_to_get_there() -> None:
    """The chance to be there in time rises with the deadline from nothing to that of being there."""
    arrivals = Forecaster(made_up_prior(stops=STOPS_SOMETIMES), FULL).arrivals(field_midway(200))
    reach = arrivals.reach
    chances = [arrivals.before(np.full(reach.shape, GUN_S + after_s)) for after_s in range(0, 90_000, 3000)]
    ahead = ~np.isnan(reach)
    assert (np.diff(np.array(chances), axis=0)[:, ahead] >= 0).all()
    assert (chances[0][ahead] < 1e-6).all()
    assert np.allclose(arrivals.before(np.full(reach.shape, GUN_S + 4e6))[ahead], reach[ahead], atol=1e-6)


@pytest.mark.parametrize("level", [0.025, 0.1, 0.5, 0.9, 0.975])
def test_quantiles_and_chances_are_one_distribution(level: float) -> None:
    """By a quantile its share is there, of those not there yet; nearly, where the clock says nothing yet."""
    drawn = draw(shipped(), FULL, 400, np.random.default_rng(8))
    for waited, within, mostly in ((0.0, 0.1, 0.015), (1.1, 0.011, 0.003)):
        now_s = drawn.at_s[:, 3] + waited * (drawn.at_s[:, 5] - drawn.at_s[:, 3])
        arrivals = Forecaster(shipped(), FULL).arrivals(drawn.known(now_s, range(4)))
        at_s = arrivals.quantiles_s([level])[..., 0]
        gone = arrivals.before(now_s[:, None])
        share = (arrivals.before(at_s) - gone) / np.maximum(arrivals.reach - gone, 1e-9)
        later = at_s > now_s[:, None] + 1  # not where it is cut off at now
        off = np.abs(share - level)[later & (arrivals.reach - gone > 0.05)]
        assert off.max() < within
        assert off.mean() < mostly
