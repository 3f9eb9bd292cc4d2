"""How much days differ: what each past race's whole field shows of its own day, about none on the average."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.grid import KNOTS
from alongside.forecast.kinds import kinds_for
from alongside.forecast.known import Known, Track
from alongside.forecast.lessons import course_of
from alongside.forecast.past import MAN, WOMAN, Past
from alongside.forecast.prior import Prior
from alongside.forecast.today import levels_of, today

Floats = NDArray[np.float64]
LEAST_RUNNERS = 2000
LEAST_MATS = 5
LEAST_RACES = 3
OPEN_COV = 0.01 * np.eye(KNOTS)  # a day that might be anything: then the race's own runners speak
FLOOR = 1e-5 * np.eye(KNOTS)


def day_cov(prior: Prior, pasts: Sequence[Past]) -> Floats:
    """Return the covariance of days, shape ``(knots, knots)``; zeros where fewer than three races tell.

    ``prior`` must have been learned from the same races, so that days are measured from their middle.
    """
    telling = [past for past in pasts if len(past) >= LEAST_RUNNERS and len(past.mats_m) >= LEAST_MATS]
    years = Counter(course_of(past.race) for past in telling)
    if len(years) < LEAST_RACES:
        return np.zeros((KNOTS, KNOTS))
    weight = np.array([1.0 / years[course_of(past.race)] for past in telling])
    shifts = [_shift(prior, past) for past in telling]
    squares = np.array([shift.T @ shift / len(shift) for shift in shifts])
    return np.asarray(np.tensordot(weight / weight.sum(), squares, axes=1) + FLOOR)


def gender_shift(prior: Prior, pasts: Sequence[Past]) -> Floats:
    """Return the shifts of women and of men, shape ``(2, knots)``, beside a field of both.

    Men slow down more: in the second half of a marathon by about 2 % at the same early pace.
    """
    found = [
        (_shift(prior, past.of(women)), _shift(prior, past.of(men)), len(women) / (len(women) + len(men)))
        for past in pasts
        if len(past.mats_m) >= LEAST_MATS
        for women, men in [[np.flatnonzero(past.gender == gender) for gender in (WOMAN, MAN)]]
        if min(len(women), len(men)) >= LEAST_RUNNERS // 2
    ]
    if not found:
        return np.zeros((2, KNOTS))
    apart = np.mean([(men - women).mean(axis=0) for women, men, _ in found], axis=0)
    share = float(np.mean([share for _, _, share in found]))
    return np.stack([-(1.0 - share) * apart, share * apart])


def _shift(prior: Prior, past: Past) -> Floats:
    """Return the shift that a race's own runners show, by groups of early pace, shape ``(g, knots)``."""
    track = Track(past.length_m, past.mats_m, past.mats_m[-1:])
    kinds = replace(kinds_for(prior, past.length_m), day_cov=OPEN_COV)
    levels = levels_of(kinds)
    known = Known(np.inf, past.start_s, np.where(past.estimated, np.nan, past.at_s))
    return today(kinds, np.eye(len(levels)), levels, known, track).shift
