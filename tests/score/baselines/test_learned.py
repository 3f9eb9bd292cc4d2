"""Similar efforts and nearest neighbours: against the plain way of working them out."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Spread
from alongside.score.baselines.lined_up import fill_s, lined_up
from alongside.score.baselines.nearest import nearest
from alongside.score.baselines.similar import similar_efforts
from pasts import MARATHON_M, made_up_past

MATS_M = np.array(MARATHON_M)
TRACK = Track(42_195.0, MATS_M, MATS_M[-1:])
HALF = MARATHON_M.index(21_097.5)


def asked(n: int, until: int) -> Known:
    """Runners of another race who were all read at the mats up to one of them, asked there."""
    past = made_up_past(n, seed=9, dropouts=0.0, missing=0.0)
    at_s = np.where(np.arange(len(past.mats)) <= until, past.at_s, np.nan)
    return Known(past.at_s[:, until], past.start_s, at_s)


def trained(n: int = 400) -> np.ndarray:
    """Elapsed seconds of past runners at the mats of the course."""
    return lined_up([made_up_past(n, seed=3)], MATS_M)


def test_similar_efforts_average_those_who_were_here_in_her_time() -> None:
    """The mean and the spread of the rest of the road, over all within 5 % of her elapsed time."""
    known, past_s = asked(40, HALF), trained()
    told = similar_efforts(known, TRACK, past_s)
    elapsed_s = known.at_s[:, HALF] - known.start_s
    for i in range(40):
        like = past_s[np.abs(past_s[:, HALF] / elapsed_s[i] - 1) <= 0.05]
        if len(like) < 20:
            continue
        rest_s = like[:, -1] - like[:, HALF]
        assert told.mean_s[i, 0] - known.start_s[i] == pytest.approx(elapsed_s[i] + rest_s.mean())
        assert told.sd_s[i, 0] == pytest.approx(rest_s.std(), rel=1e-6)


def test_the_search_widens_before_it_gives_up() -> None:
    """With fewer than 20 within 5 % those within 30 % are taken; with fewer there too nothing is said."""
    past_s = np.column_stack([np.full(25, 1150.0), np.full(25, 9000.0)])
    track = Track(42_195.0, np.array([5e3, 42_195.0]), np.array([42_195.0]))
    crossings_s = np.array([[1000.0, np.nan], [500.0, np.nan]])
    told = similar_efforts(Known(2000.0, np.zeros(2), crossings_s), track, past_s)
    assert told.mean_s[0, 0] == pytest.approx(1000 + 7850)
    assert np.isnan(told.mean_s[1, 0])


def test_at_most_two_hundred_are_averaged() -> None:
    """Of a thousand who are similar the 200 nearest in elapsed time count."""
    near_s = np.linspace(1480, 1520, 1000)
    past_s = np.column_stack([near_s, 3 * near_s])
    track = Track(15e3, np.array([5e3, 15e3]), np.array([15e3]))
    told = similar_efforts(Known(1500.0, np.zeros(1), np.array([[1500.0, np.nan]])), track, past_s)
    assert told.sd_s[0, 0] == pytest.approx((2 * near_s[400:600]).std(), rel=1e-3)


def test_the_normal_spread_is_the_normal_distribution() -> None:
    """Quantiles and chances of a mean with a spread agree with each other, and none lies before now."""
    told = Spread(np.array([[1000.0]]), np.array([[100.0]]), np.array([0.0]))
    assert told.quantiles_s([0.025, 0.5, 0.975])[0, 0] == pytest.approx([804.0, 1000.0, 1196.0], abs=0.1)
    for level in (0.025, 0.3, 0.5, 0.9):
        deadline_s = told.quantiles_s([level])[:, :, 0]
        assert told.before(deadline_s)[0, 0] == pytest.approx(level, abs=1e-6)
    late = Spread(told.mean_s, told.sd_s, np.array([990.0]))
    assert late.quantiles_s([0.025])[0, 0, 0] == 990.0


def test_neighbours_are_the_nearest_and_the_regression_is_theirs() -> None:
    """The finish is that of least squares on all splits known, among the 200 nearest by these splits."""
    known, past_s = asked(12, HALF), trained(900)
    told = nearest(known, TRACK, past_s)
    splits_s = (known.at_s - known.start_s[:, None])[:, : HALF + 1]
    for i in range(12):
        far = ((past_s[:, : HALF + 1] - splits_s[i]) ** 2).sum(axis=1)
        near = past_s[np.argsort(far)[:200]]
        x = np.column_stack([np.ones(200), near[:, : HALF + 1]])
        slopes = np.linalg.lstsq(x, near[:, -1], rcond=None)[0]
        plain_s = slopes[0] + splits_s[i] @ slopes[1:]
        # Single precision may swap neighbours at the rim, and the ridge shrinks a little: seconds in hours.
        assert told.at_s[i, 0] - known.start_s[i] == pytest.approx(plain_s, abs=15)


def test_with_too_few_to_compare_neighbours_say_nothing() -> None:
    """Fewer than 200 past runners are no neighbourhood."""
    assert np.isnan(nearest(asked(5, HALF), TRACK, trained(150)).at_s).all()


def test_past_races_are_lined_up_on_the_mats_of_the_course() -> None:
    """A race with the same mats keeps its times; between its mats they are interpolated."""
    past = made_up_past(50, seed=4, dropouts=0.0, missing=0.0)
    elapsed_s = past.at_s - past.start_s[:, None]
    assert lined_up([past], MATS_M) == pytest.approx(elapsed_s)
    halfway = lined_up([past], np.array([7500.0, 15e3, 25e3, 35e3, 42_195.0]))
    assert halfway[:, 0] == pytest.approx((elapsed_s[:, 0] + elapsed_s[:, 1]) / 2)


def test_who_did_not_finish_teaches_nothing_about_finishing() -> None:
    """Only whole runs are lined up, and those are without gaps."""
    past = made_up_past(200, seed=5, dropouts=0.3, missing=0.1)
    past_s = lined_up([past], MATS_M)
    assert len(past_s) == np.isfinite(past.at_s[:, -1]).sum()
    assert np.isfinite(past_s).all()


def test_races_of_another_length_or_with_few_mats_are_left_out() -> None:
    """A half teaches nothing about a marathon, nor one that was timed at 10 and 30 km about 5 km pieces."""
    half = made_up_past(50, MARATHON_M[:5], seed=6)
    coarse = made_up_past(50, (10e3, 30e3, 42_195.0), seed=7)
    assert lined_up([half, coarse], MATS_M).shape == (0, len(MATS_M))


def test_gaps_are_filled_at_the_pace_around_them() -> None:
    """A missing inner mat lies on the line between its neighbours; past the last read nothing is known."""
    filled = fill_s(np.array([[0.0, np.nan, 3000.0, np.nan]]), np.array([0.0, 5e3, 10e3, 15e3]))
    assert filled[0, :3] == pytest.approx([0, 1500, 3000])
    assert np.isnan(filled[0, 3])
