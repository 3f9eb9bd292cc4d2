"""The distribution is right: runners drawn from a prior arrive as the forecast says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known
from alongside.forecast.missed import ONCE
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from priors import NEVER, Drawn, draw, made_up_prior, track_of, with_stops

Floats = NDArray[np.float64]
LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
TRACK = track_of(5, 10, 15, 20, 25, 30, 35, 40, 42.195)
N = 4000  # five deviations of a share of 80 % among so many are .03
PRIORS = {"made up": made_up_prior(), "shipped": with_stops(shipped(), NEVER)}
PREFIXES = [(), (0,), (0, 1, 2, 3), (3,), (1, 5), tuple(range(8))]


def assert_covered(at_s: Floats, true_s: Floats) -> None:
    """Hold quantiles, shape ``(n, p, 5)``, against what was run."""
    inside_80 = ((at_s[..., 1] < true_s) & (true_s < at_s[..., 3])).mean(axis=0)
    inside_95 = ((at_s[..., 0] < true_s) & (true_s < at_s[..., 4])).mean(axis=0)
    earlier = (true_s < at_s[..., 2]).mean(axis=0)
    assert np.abs(inside_80 - 0.80).max() < 0.03
    assert np.abs(inside_95 - 0.95).max() < 0.02
    assert np.abs(earlier - 0.50).max() < 0.04


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
@pytest.mark.parametrize("mats", PREFIXES, ids=str)
def test_ranges_hold_what_they_promise_on_races_never_seen(prior: Prior, mats: tuple[int, ...]) -> None:
    """Asked as she crosses a mat, four in five arrive within the 80 % range and half after the median."""
    drawn = draw(prior, TRACK, N, np.random.default_rng(11))
    now_s = drawn.at_s[:, mats[-1]] if mats else drawn.start_s
    arrivals = Forecaster(prior, TRACK).arrivals(drawn.known(now_s, mats))
    ahead = slice(mats[-1] + 1 if mats else 0, None)
    assert_covered(arrivals.quantiles_s(LEVELS)[:, ahead], drawn.at_s[:, ahead])


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
@pytest.mark.parametrize("last", [0, 3, 6])
def test_ranges_hold_at_any_clock_given_that_she_is_not_there_yet(prior: Prior, last: int) -> None:
    """At random instants, of those not yet read at the next mat, ranges hold as they do at mats."""
    dice = np.random.default_rng(12)
    drawn = draw(prior, TRACK, 2 * N, dice)
    typical_s = np.median(drawn.at_s[:, last + 1] - drawn.at_s[:, last])
    now_s = drawn.at_s[:, last] + typical_s * dice.uniform(0.0, 1.5, 2 * N)
    out = np.flatnonzero(now_s < drawn.at_s[:, last + 1])
    known = drawn.known(now_s, range(last + 1)).of(out)
    at_s = Forecaster(prior, TRACK).arrivals(known).quantiles_s(LEVELS)
    assert_covered(at_s[:, last + 1 :], drawn.at_s[out, last + 1 :])


@pytest.mark.parametrize("prior", PRIORS.values(), ids=PRIORS)
@pytest.mark.parametrize("sd_m", [10.0, 30.0, 100.0])
def test_ranges_hold_with_fixes_as_exact_as_they_say(prior: Prior, sd_m: float) -> None:
    """Seen by her phone between two mats, her ranges hold as they do at mats."""
    dice = np.random.default_rng(15)
    with_place = track_of(5, 10, 15, 20, 25, 30, 32.54, 35, 40, 42.195)
    drawn = draw(prior, with_place, N, dice)
    there_s, at_s = drawn.at_s[:, 6], np.delete(drawn.at_s, 6, axis=1)
    known = replace(
        Drawn(drawn.start_s, at_s).known(there_s, range(6)),
        fix_m=32_540 + sd_m * dice.standard_normal(N),
        fix_s=there_s,
        fix_sd_m=np.full(N, sd_m),
    )
    found = Forecaster(prior, TRACK).arrivals(known).quantiles_s(LEVELS)
    assert_covered(found[:, 6:], at_s[:, 6:])


def unheard_at(
    dice: np.random.Generator, drawn: Drawn, last: int, rate: float
) -> tuple[Known, Floats, Floats]:
    """Return who is silent at random clocks after a mat: stopped, missed from there on, or not there yet.

    With it when each is at the mats (infinite: never), and how likely she was to be silent if she went on.
    """
    n, share = len(drawn.at_s), TRACK.mats_m / TRACK.length_m
    stops_at = share[last] - np.log(dice.random(n)) / rate
    lost = dice.random(n) < ONCE[0]
    at_s = np.where(share > stops_at[:, None], np.inf, drawn.at_s)
    speaks_s = np.where(lost, at_s[:, -1], at_s[:, last + 1])
    usual_s = drawn.at_s[:, last] - drawn.start_s
    now_s = (
        drawn.at_s[:, last] + usual_s * dice.uniform(0.0, 1.0, n) * (share[last + 1] / share[last] - 1) * 1.8
    )
    silent = np.flatnonzero(now_s < speaks_s)
    return drawn.known(now_s, range(last + 1)).of(silent), at_s[silent], now_s[silent]


@pytest.mark.parametrize("last", [1, 4])
def test_the_chance_to_be_there_in_time_is_kept(last: int) -> None:
    """Of those given a chance to be there in time so many are, whatever their silence means."""
    rate, dice = 0.5, np.random.default_rng(13)
    prior = made_up_prior(stops=(float(np.log(rate)), *[0.0] * 7))
    drawn = draw(prior, TRACK, 12_000, dice)
    known, at_s, now_s = unheard_at(dice, drawn, last, rate)
    arrivals = Forecaster(prior, TRACK).arrivals(known)
    middle_s = arrivals.quantiles_s([0.5])[..., 0]
    deadline_s = now_s[:, None] + (middle_s - now_s[:, None]) * dice.uniform(0.5, 1.8, middle_s.shape)
    for chance, happened in (
        (arrivals.reach, np.isfinite(at_s)),
        (arrivals.before(deadline_s), at_s <= deadline_s),
    ):
        said, did = chance[:, last + 1 :], happened[:, last + 1 :]
        assert np.abs(said.mean(axis=0) - did.mean(axis=0)).max() < 0.015
        assert_calibrated(said[:, -1], did[:, -1])


def assert_calibrated(said: Floats, did: NDArray[np.bool_]) -> None:
    """Hold chances against what happened, in tenths of the runners."""
    for part in np.array_split(np.argsort(said, kind="stable"), 10):
        assert abs(said[part].mean() - did[part].mean()) < 0.06


def test_those_long_overdue_have_stopped_as_often_as_is_said() -> None:
    """Of the silent whom the model gives little chance to be out still, as few arrive as it says."""
    rate, dice = 0.5, np.random.default_rng(14)
    prior = made_up_prior(stops=(float(np.log(rate)), *[0.0] * 7))
    known, at_s, _ = unheard_at(dice, draw(prior, TRACK, 12_000, dice), 3, rate)
    reach = Forecaster(prior, TRACK).arrivals(known).reach[:, -1]
    usual = np.exp(-rate * (1 - TRACK.mats_m[3] / TRACK.length_m))
    doubtful = reach < 0.6 * usual
    assert doubtful.sum() > 150
    assert abs(reach[doubtful].mean() - np.isfinite(at_s[doubtful, -1]).mean()) < 0.06
