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
from alongside.forecast.past import Past
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
    squares = np.stack([_squares(prior, past) for past in telling])
    return np.asarray(np.tensordot(weight / weight.sum(), squares, axes=1) + FLOOR)


def _squares(prior: Prior, past: Past) -> Floats:
    """Return the mean over the groups of the outer product of a race's shift with itself."""
    track = Track(past.length_m, past.mats_m, past.mats_m[-1:])
    kinds = replace(kinds_for(prior, past.length_m), day_cov=OPEN_COV)
    levels = levels_of(kinds)
    known = Known(np.inf, past.start_s, np.where(past.estimated, np.nan, past.at_s))
    shift = today(kinds, np.eye(len(levels)), levels, known, track).shift
    return np.asarray(shift.T @ shift / len(shift))
