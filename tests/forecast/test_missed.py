"""How likely a mat misses a runner: by where she is in the field, and by what today's mats have missed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known, Track
from alongside.forecast.missed import AGAIN, ONCE, by_limit, by_rank
from alongside.forecast.shipped import shipped

MATS_M = np.array([5_000.0, 10_000.0, 15_000.0, 20_000.0, 25_000.0, 30_000.0, 35_000.0, 40_000.0, 42_195.0])
TRACK = Track(42_195.0, MATS_M, MATS_M)
RUNNERS = 2_000


def field(upto: int = 7, last_ones_missed: float = 0.0) -> Known:
    """Return runners at even paces, the fastest first, all read at the first ``upto`` mats.

    ``last_ones_missed`` of the last hundredth were missed at the last but one of these.
    """
    pace = np.linspace(0.2, 0.55, RUNNERS)
    at_s = pace[:, None] * MATS_M
    at_s[:, upto:] = np.nan
    missed = RUNNERS - np.arange(round(RUNNERS * 0.01 * last_ones_missed)) - 1
    at_s[missed, upto - 2] = np.nan
    return Known(float(np.nanmax(at_s)), np.zeros(RUNNERS), at_s)


def test_the_end_of_a_field_is_missed_far_oftener_than_the_rest_of_it() -> None:
    """In the last quarter of the road mats are taken up before the last hundredth comes."""
    once, again = by_rank(field(), TRACK, np.array([0, 1_000, 1_950, 1_999]))
    assert once[0] == once[1] < once[2] < once[3]
    assert once[3] > 20 * once[0]
    assert again[3] > again[0]


def test_what_the_mats_missed_today_counts_beside_what_is_usual() -> None:
    """A day on which the last ones were read everywhere is not the day on which a mat missed them."""
    last = np.array([RUNNERS - 1])
    kept, missed = (by_rank(field(8, share), TRACK, last)[0][0] for share in (0.0, 1.0))
    assert kept < ONCE[-1] < missed


def test_nobody_is_last_for_being_the_last_read_so_far() -> None:
    """While most of the field is still to come to a mat, who has just passed it is among the first."""
    early = field(7)
    at_s = early.at_s.copy()
    at_s[100:, 6] = np.nan
    once, _ = by_rank(replace(early, at_s=at_s, now_s=float(at_s[99, 6])), TRACK, np.array([99]))
    assert once[0] < 0.01


def test_without_a_field_the_limit_says_who_is_at_its_end() -> None:
    """Who has used more time than the limit grants up to here is where mats are taken up."""
    once, again = by_limit(np.array([0.5, 0.95, 1.1, np.nan]), np.array([0.9, 0.9, 0.9, 0.9]))
    assert once.tolist() == [ONCE[2], ONCE[5], ONCE[8], ONCE[2]]
    assert again.tolist() == [AGAIN[2], AGAIN[5], AGAIN[8], AGAIN[2]]


def test_silence_says_less_of_whom_mats_often_miss() -> None:
    """Long overdue, somebody in the field has stopped; at its end the mats may be gone."""
    late = Known(15_700.0, np.zeros(2), field(6).at_s[[1_000, 1_000]])
    late = replace(late, once=np.array([ONCE[0], ONCE[8]]), again=np.array([AGAIN[0], AGAIN[8]]))
    reach = Forecaster(shipped(), TRACK).arrivals(late).reach[:, -1]
    assert reach[0] < 0.3 < 0.8 < reach[1]
