"""The figures: against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score import metrics
from alongside.score.cutoffs import finish_cutoffs_s, try_cutoff

NAN = np.nan
SAID = np.array([[600.0, 660.0, 690.0, 720.0, 780.0, 840.0, 960.0]])


def test_the_error_is_of_the_median_in_minutes() -> None:
    """Said 12 minutes, came at 10: two minutes, positive because she came earlier."""
    assert metrics.error_min(SAID, np.array([600.0])) == pytest.approx([2.0])


def test_pinball_is_the_mean_over_five_quantiles() -> None:
    """By hand: who came a minute past the median came 120, 90, 60, 0 and 60 s off the five quantiles."""
    by_hand_s = (0.1 * 120 + 0.25 * 90 + 0.5 * 60 + 0.75 * 0 + 0.1 * 60) / 5
    assert metrics.pinball_min(SAID, np.array([780.0])) == pytest.approx([by_hand_s / 60])


def test_one_time_at_every_quantile_has_half_its_error_as_pinball() -> None:
    """A plain time is scored fairly: the mean pinball of a point is half its absolute error."""
    assert metrics.pinball_min(np.full((1, 7), 600.0), np.array([720.0])) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("came_s", "eighty", "ninety_five"), [(700, 1, 1), (650, 0, 1), (961, 0, 0), (960, 0, 1)]
)
def test_an_interval_holds_its_ends(came_s: float, eighty: float, ninety_five: float) -> None:
    """Coverage asks whether she came between the interval's ends, these included."""
    came = np.array([float(came_s)])
    assert metrics.covered(SAID, came, metrics.WITHIN_80) == [eighty]
    assert metrics.covered(SAID, came, metrics.WITHIN_95) == [ninety_five]


def test_who_never_came_is_in_no_mean() -> None:
    """What is not known on either side counts neither as a hit nor as a miss."""
    came = np.array([NAN])
    assert np.isnan(metrics.mean(metrics.pinball_min(SAID, came)))
    assert np.isnan(metrics.covered(SAID, came, metrics.WITHIN_80)).all()
    assert metrics.mean(np.array([1.0, NAN, 3.0])) == 2.0
    assert np.isnan(metrics.mean(np.empty(0)))


def test_brier_is_the_squared_distance() -> None:
    """.8 said of something that came is .04, of something that did not .64."""
    assert metrics.brier(np.array([0.8, 0.8]), np.array([1.0, 0.0])) == pytest.approx([0.04, 0.64])


def test_a_drop_out_is_not_there_in_time() -> None:
    """At a cutoff who dropped out counts as not there, and who nobody knows of is left out."""
    came_s = np.array([900.0, 1100.0, NAN, NAN])
    reached = np.array([1.0, 1.0, 0.0, NAN])
    tried = try_cutoff(1000.0, 500.0, np.zeros(4), came_s, reached, np.full(4, 1000.0))
    assert np.array_equal(tried.in_time, [1, 0, 0, NAN], equal_nan=True)


def test_at_risk_is_within_a_tenth_of_the_cutoffs_net_time() -> None:
    """Constant pace brings her within a tenth of the time from her own start to the cutoff, either side."""
    constant_s = np.array([1000.0, 1089.0, 1092.0, 911.0, 908.0])
    tried = try_cutoff(1000.0, 500.0, np.full(5, 100.0), np.full(5, 900.0), np.ones(5), constant_s)
    assert tried.at_risk.tolist() == [True, True, False, True, False]


def test_a_cutoff_that_has_passed_is_no_question() -> None:
    """Once the cutoff is past nobody is at risk of it."""
    tried = try_cutoff(1000.0, 1000.0, np.zeros(1), np.array([900.0]), np.ones(1), np.array([1000.0]))
    assert np.isnan(tried.in_time).all() and not tried.at_risk.any()


def test_cutoffs_are_on_the_clock() -> None:
    """The three cutoffs leave a tenth, a twentieth and a fiftieth of the finishers behind, by the wall."""
    from pasts import made_up_past

    past = made_up_past(1000, dropouts=0.0, missing=0.0)
    late = [(past.at_s[:, -1] > cutoff_s).mean() for cutoff_s in finish_cutoffs_s(past)]
    assert late == pytest.approx([0.10, 0.05, 0.02], abs=0.002)
