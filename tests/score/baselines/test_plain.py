"""Constant pace, last segment and Riegel: what they say of runners worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.forecast.known import Known, Track
from alongside.score.baselines.constant import constant_pace
from alongside.score.baselines.last_pace import last_segment
from alongside.score.baselines.riegel import riegel

NAN = np.nan
TRACK = Track(42_195.0, np.array([5e3, 10e3, 42_195.0]), np.array([5e3, 10e3, 42_195.0]))


def known(*crossings_s: float, start_s: float = 27_000.0, now_s: float | None = None) -> Known:
    """One runner with crossings so many seconds after her start, asked at the last of them or later."""
    at_s = start_s + np.array([crossings_s])
    return Known(float(np.nanmax(at_s)) if now_s is None else now_s, np.array([start_s]), at_s)


def test_constant_pace_runs_the_average_on() -> None:
    """10 km in 3,000 s make 42.195 km in 12,658.5 s from her own start."""
    told = constant_pace(known(1400.0, 3000.0, NAN), TRACK)
    assert told.at_s[0, 2] == pytest.approx(27_000 + 12_658.5)


def test_last_segment_runs_the_last_pace_on() -> None:
    """Whoever took 1,600 s from 5 to 10 km takes .32 s a metre from there."""
    told = last_segment(known(1400.0, 3000.0, NAN), TRACK)
    assert told.at_s[0, 2] == pytest.approx(27_000 + 3000 + 0.32 * 32_195)


def test_last_segment_skips_a_mat_that_missed_her() -> None:
    """Without a read at 5 km the last segment is the road from the start."""
    told = last_segment(known(NAN, 3000.0, NAN), TRACK)
    assert told.at_s[0, 2] == pytest.approx(27_000 + 12_658.5)


def test_between_in_and_out_of_one_station_there_is_no_pace() -> None:
    """Two mats at one place give the average pace, never a division by nothing."""
    track = Track(20e3, np.array([5e3, 5e3, 20e3]), np.array([20e3]))
    told = last_segment(known(1500.0, 1800.0, NAN), track)
    assert told.at_s[0, 0] == pytest.approx(27_000 + 4 * 1800)


def test_riegel_is_his_own_example() -> None:
    """By the exponent 1.06 a half in 1:30:00 makes a marathon in 3:07:39."""
    track = Track(42_195.0, np.array([21_097.5, 42_195.0]), np.array([42_195.0]))
    told = riegel(known(5400.0, NAN), track)
    assert told.at_s[0, 0] - 27_000 == pytest.approx(3 * 3600 + 7 * 60 + 39, abs=1)


@pytest.mark.parametrize("method", [constant_pace, last_segment, riegel])
def test_an_arrival_is_never_in_the_past(method) -> None:  # type: ignore[no-untyped-def]
    """Who is overdue arrives now; a place that lies behind has no arrival."""
    told = method(known(1400.0, 3000.0, NAN, now_s=60_000.0), TRACK)
    assert told.at_s[0, 2] == 60_000.0
    assert np.isnan(told.at_s[0, :2]).all()


@pytest.mark.parametrize("method", [constant_pace, last_segment, riegel])
def test_without_a_crossing_nothing_is_said(method) -> None:  # type: ignore[no-untyped-def]
    """Who has not been read anywhere has no pace, so no arrival and no chance, and nothing breaks."""
    told = method(known(NAN, NAN, NAN, now_s=28_000.0), TRACK)
    assert np.isnan(told.quantiles_s([0.5])).all()
    assert np.isnan(told.before(np.full(3, 40_000.0))).all()
    assert np.isnan(told.reach).all()


def test_one_time_is_a_chance_of_nothing_or_all() -> None:
    """A plain time is before a deadline or not: 0 or 1, and the same at every quantile."""
    told = constant_pace(known(1400.0, 3000.0, NAN), TRACK)
    finish_s = told.at_s[0, 2]
    assert told.before(np.array([0.0, 0.0, finish_s - 1]))[0, 2] == 0
    assert told.before(np.array([0.0, 0.0, finish_s + 1]))[0, 2] == 1
    assert (told.quantiles_s([0.1, 0.9])[0, 2] == finish_s).all()
