"""What must be so whatever past races taught: silence is never good news, and more seen is better known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known, Track
from alongside.forecast.shipped import shipped
from priors import FULL, draw, made_up_prior

Floats = NDArray[np.float64]
RANGE = (0.1, 0.5, 0.9)
STOPS = (-2.0, *[0.0] * 7)
PRIOR = made_up_prior(stops=STOPS)
# One mat between start and finish: past it only the finish can speak, so nobody can have been missed.
ONE_MAT = Track(
    42_195.0, np.array([15_000.0, 42_195.0]), np.array([15_000.0, 20_000, 30_000, 40_000, 42_195])
)


def width_s(forecaster: Forecaster, known: Known, place: int = -1) -> Floats:
    """Return how wide each one's 80 % range is."""
    at_s = forecaster.arrivals(known).quantiles_s(RANGE)[:, place]
    return np.asarray(at_s[:, 2] - at_s[:, 0])


def test_a_later_clock_with_nothing_seen_never_makes_an_arrival_earlier() -> None:
    """While she goes on unseen and cannot have been missed, her median rises, give or take a fifteenth."""
    drawn = draw(PRIOR, ONE_MAT, 100, np.random.default_rng(1))
    forecaster = Forecaster(PRIOR, ONE_MAT)
    left_s = drawn.at_s[:, 1] - drawn.at_s[:, 0]
    before: Floats | None = None
    for waited in np.linspace(0.0, 1.2, 40):
        known = drawn.known(drawn.at_s[:, 0] + waited * left_s, [0])
        at_s = forecaster.arrivals(known).quantiles_s(RANGE)[:, 1:]
        if before is not None:
            slack_s = (before[..., 2] - before[..., 0]) / 15 + 1
            assert (at_s[..., 1] >= before[..., 1] - slack_s).all()
        before = at_s


def test_at_the_next_mat_no_clock_makes_her_earlier() -> None:
    """Whatever a silence means, it does not bring her to the next mat sooner than was thought."""
    drawn = draw(PRIOR, FULL, 100, np.random.default_rng(2))
    forecaster, before = Forecaster(PRIOR, FULL), np.full(100, -np.inf)
    for waited_s in np.linspace(0.0, 6000.0, 60):
        at_s = forecaster.arrivals(drawn.known(drawn.at_s[:, 3] + waited_s, range(4)))
        middle_s = at_s.quantiles_s([0.5])[:, 4, 0]
        assert (middle_s >= before - 60).all()  # between two ways to work out a median
        before = middle_s


def test_a_longer_silence_never_makes_it_likelier_that_she_goes_on() -> None:
    """The more overdue, the smaller the chance of every place ahead, down to that of having been missed."""
    drawn = draw(PRIOR, FULL, 100, np.random.default_rng(3))
    forecaster, before = Forecaster(PRIOR, FULL), np.ones((100, 6))
    for waited_s in np.linspace(0.0, 90_000.0, 120):
        reach = forecaster.arrivals(drawn.known(drawn.at_s[:, 3] + waited_s, range(4))).reach[:, 4:]
        assert (reach <= before + 1e-12).all()
        before = reach
    assert (before < 1e-3).all()


def test_a_dark_mat_says_nothing() -> None:
    """Silence at a mat that reads nobody takes nothing from the chance to get on, as far as the next mat."""
    drawn = draw(PRIOR, FULL, 50, np.random.default_rng(4))
    due_s = 1.5 * (drawn.at_s[:, 5] - drawn.at_s[:, 3])  # past 25 km, short of 30
    known = drawn.known(drawn.at_s[:, 3] + due_s, range(4))
    forecaster = Forecaster(PRIOR, FULL)
    lit, dark = forecaster.arrivals(known).reach, forecaster.arrivals(replace(known, dark=(4, 5))).reach
    just_seen = forecaster.arrivals(drawn.known(drawn.at_s[:, 3], range(4))).reach
    assert (dark[:, -1] > 0.98 * just_seen[:, -1]).all()
    assert lit[:, -1].mean() < 0.8 * dark[:, -1].mean()


@pytest.mark.parametrize("missing", [(1,), (0, 2), (1, 4)])
def test_a_mat_that_missed_her_in_the_middle_costs_little(missing: tuple[int, ...]) -> None:
    """Without inner crossings the median at the finish stays within a quarter of its range for most."""
    drawn = draw(shipped(), FULL, 300, np.random.default_rng(5))
    forecaster = Forecaster(shipped(), FULL)
    seen = [mat for mat in range(7) if mat not in missing]
    whole = forecaster.arrivals(drawn.known(drawn.at_s[:, 6], range(7))).quantiles_s(RANGE)[:, -1]
    holed = forecaster.arrivals(drawn.known(drawn.at_s[:, 6], seen)).quantiles_s(RANGE)[:, -1]
    off = np.abs(holed[:, 1] - whole[:, 1]) / (whole[:, 2] - whole[:, 0])
    assert np.quantile(off, 0.9) < 0.25
    assert np.median(off) < 0.1


def test_knowing_the_last_mat_alone_is_worse_than_knowing_them_all() -> None:
    """Who was read at 30 km alone has a wider range at the finish than who was read all the way."""
    drawn = draw(shipped(), FULL, 300, np.random.default_rng(6))
    forecaster = Forecaster(shipped(), FULL)
    known, alone = (drawn.known(drawn.at_s[:, 6], mats) for mats in (range(7), [6]))
    assert np.median(width_s(forecaster, alone) / width_s(forecaster, known)) > 1.15


def with_fix(known: Known, along_m: Floats | float, at_s: Floats, sd_m: float = 30.0) -> Known:
    """Return the same with a fix of everybody."""
    n = len(known)
    return replace(known, fix_m=np.broadcast_to(along_m, n), fix_s=at_s, fix_sd_m=np.full(n, sd_m))


def test_a_fix_at_her_own_pace_narrows_the_range_to_the_next_mat() -> None:
    """Seen half way to the next mat when she was expected there, she is known better, and little else."""
    drawn = draw(PRIOR, FULL, 200, np.random.default_rng(7))
    forecaster = Forecaster(PRIOR, FULL)
    just_seen = forecaster.arrivals(drawn.known(drawn.at_s[:, 6], range(7))).quantiles_s([0.5])[:, 7, 0]
    half_s = (drawn.at_s[:, 6] + just_seen) / 2
    known = drawn.known(half_s, range(7))
    fixed = with_fix(known, 32_500.0, half_s)
    assert (width_s(forecaster, fixed, 7) < 0.6 * width_s(forecaster, known, 7)).all()
    moved_s = forecaster.arrivals(fixed).quantiles_s([0.5])[:, 7, 0] - just_seen
    assert np.abs(moved_s).max() < 0.05 * (just_seen - drawn.at_s[:, 6]).max()


def test_a_fix_that_is_far_off_says_less() -> None:
    """The range to the next mat is the wider, the further off her fix may be."""
    drawn = draw(PRIOR, FULL, 50, np.random.default_rng(8))
    forecaster, half_s = Forecaster(PRIOR, FULL), (drawn.at_s[:, 6] + drawn.at_s[:, 7]) / 2
    known = drawn.known(half_s, range(7))
    widths = [width_s(forecaster, with_fix(known, 32_500.0, half_s, sd_m), 7) for sd_m in (10, 100, 300)]
    assert (np.diff(widths, axis=0) > 0).all()


def test_a_fix_slows_or_speeds_up_what_is_expected() -> None:
    """Seen at the same place earlier than expected, she is expected earlier at the finish too."""
    drawn = draw(PRIOR, FULL, 50, np.random.default_rng(9))
    forecaster, run_s = Forecaster(PRIOR, FULL), drawn.at_s[:, 7] - drawn.at_s[:, 6]
    known = drawn.known(drawn.at_s[:, 6] + 0.8 * run_s, range(7))
    early, late = (with_fix(known, 32_500.0, drawn.at_s[:, 6] + part * run_s) for part in (0.4, 0.7))
    at_s = [forecaster.arrivals(one).quantiles_s([0.5])[:, -1, 0] for one in (early, late)]
    assert (at_s[1] - at_s[0] > 0.5 * run_s).all()


def test_time_in_which_the_race_was_stopped_is_not_held_against_her() -> None:
    """After a stop of ten minutes everything ahead is ten minutes later, and nobody is overdue for it."""
    drawn = draw(PRIOR, FULL, 50, np.random.default_rng(10))
    forecaster, stop_s = Forecaster(PRIOR, FULL), 600.0
    known = drawn.known(drawn.at_s[:, 3] + 900, range(4))
    stopped = replace(known, now_s=drawn.at_s[:, 3] + 900 + stop_s, stopped_s=np.full(50, stop_s))
    plain, later = forecaster.arrivals(known), forecaster.arrivals(stopped)
    assert np.allclose(later.reach[:, 4:], plain.reach[:, 4:])
    moved_s = later.quantiles_s(RANGE)[:, 4:] - plain.quantiles_s(RANGE)[:, 4:]
    assert np.allclose(moved_s, stop_s, atol=0.5)


def test_what_her_entry_names_counts_before_she_was_seen_and_little_afterwards() -> None:
    """Before the start the finish follows the time she entered with; at 30 km it hardly moves."""
    drawn = draw(PRIOR, FULL, 50, np.random.default_rng(11))
    forecaster = Forecaster(PRIOR, FULL)
    spans = []
    for mats, now_s in ((range(0), drawn.start_s), (range(7), drawn.at_s[:, 6])):
        known = drawn.known(now_s, mats)
        slow, quick = (replace(known, expected_s=np.full(50, hours * 3600.0)) for hours in (6, 4))
        at_s = [forecaster.arrivals(one).quantiles_s([0.5])[:, -1, 0] for one in (quick, slow)]
        spans.append(np.median(at_s[1] - at_s[0]))
    assert spans[0] > 3000
    assert 0 < spans[1] < 0.1 * spans[0]


@pytest.mark.parametrize("nonsense", [0.0, -5.0, np.inf, np.nan, 240.0, 1e9])
def test_an_entry_that_names_no_time_to_run_in_is_as_none(nonsense: float) -> None:
    """A named time that nobody can run the distance in changes no bit of the forecast."""
    drawn = draw(PRIOR, FULL, 5, np.random.default_rng(12))
    known = drawn.known(drawn.start_s, [])
    named = replace(known, expected_s=np.full(5, nonsense))
    at_s = [Forecaster(PRIOR, FULL).arrivals(one).quantiles_s(RANGE) for one in (known, named)]
    assert np.array_equal(*at_s)


def test_before_her_gun_nobody_is_under_way() -> None:
    """Known by her gun alone, her road begins there and not now."""
    at_s = []
    for gun_s in (27_000.0, 27_900.0):
        known = Known(26_000.0, np.full(1, np.nan), np.full((1, 10), np.nan), gun_s=np.full(1, gun_s))
        at_s.append(Forecaster(PRIOR, FULL).arrivals(known).quantiles_s(RANGE))
    assert np.allclose(at_s[1] - at_s[0], 900.0)
