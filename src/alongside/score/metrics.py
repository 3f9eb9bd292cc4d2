"""How far answers lie from what came; every mean leaves out what is nan on either side."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
MEDIAN = LEVELS.index(0.5)
PINBALL = slice(1, 6)  # .1 .25 .5 .75 .9
WITHIN_50, WITHIN_80, WITHIN_95 = (2, 4), (1, 5), (0, 6)


def mean(values: Floats) -> float:
    """Return the mean of what is not nan; nan of nothing."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return float(np.nanmean(values)) if values.size else float("nan")


def error_min(quantiles_s: Floats, came_s: Floats) -> Floats:
    """Return the median minus what came, in minutes, ``(n,)``: positive where she came earlier than said."""
    return np.asarray((quantiles_s[:, MEDIAN] - came_s) / 60, dtype=np.float64)


def pinball_min(quantiles_s: Floats, came_s: Floats) -> Floats:
    """Return the mean pinball loss over .1 .25 .5 .75 .9 in minutes, shape ``(n,)``.

    ``quantiles_s`` has shape ``(n, levels)`` with :data:`LEVELS`. Koenker and Bassett, "Regression
    Quantiles", Econometrica 46 (1978), 33-50.
    """
    over_s = came_s[:, None] - quantiles_s[:, PINBALL]
    level = np.array(LEVELS[PINBALL])
    return np.asarray(np.maximum(level * over_s, (level - 1) * over_s).mean(axis=1) / 60, dtype=np.float64)


def covered(quantiles_s: Floats, came_s: Floats, levels: tuple[int, int]) -> Floats:
    """Return 1 where what came lies in the interval between two levels, 0 where not, nan where unknown."""
    low_s, high_s = quantiles_s[:, levels[0]], quantiles_s[:, levels[1]]
    inside = ((low_s <= came_s) & (came_s <= high_s)) * 1.0
    return np.where(np.isfinite(came_s) & np.isfinite(low_s), inside, np.nan)


def brier(chance: Floats, came: Floats) -> Floats:
    """Return the squared distance of a chance from what came (1 or 0), elementwise.

    Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly Weather Review 78 (1950),
    1-3.
    """
    return np.asarray((chance - came) ** 2, dtype=np.float64)
