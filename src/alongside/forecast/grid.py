"""Pace as a function of the road: log pace at eleven knots, straight lines in between.

Places are fractions of the distance, so that races of any length and with any mats speak of the same
eleven numbers; a stretch between two mats is a weighted mean of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
KNOTS = 11
AT = np.linspace(0.0, 1.0, KNOTS)
THIN = 1e-9  # of the distance: a shorter stretch is a place, and its integral nothing but rounding
_STEP = 1.0 / (KNOTS - 1)


def means_over(begin: Floats, end: Floats) -> Floats:
    """Return the weights with which knots make the mean over stretches, shape ``(stretches, KNOTS)``.

    ``begin`` and ``end`` are fractions of the distance; an empty stretch gets the weights of its place.
    """
    width = np.asarray(end - begin)[..., None]
    wide = _integral(end) - _integral(begin)
    return np.where(width > THIN, wide / np.where(width > THIN, width, 1.0), at(begin))


def at(place: Floats) -> Floats:
    """Return the weights of the knots at places."""
    return np.maximum(0.0, 1.0 - np.abs(np.asarray(place)[..., None] - AT) / _STEP)


def _integral(place: Floats) -> Floats:
    """Return the integrals of the knots' hats from the start to places."""
    s = np.clip((np.asarray(place)[..., None] - AT) / _STEP, -1.0, 1.0)
    area = np.where(s < 0, (s + 1.0) ** 2 / 2.0, 0.5 + s - s * s / 2.0) * _STEP
    return np.asarray(area - np.where(AT == 0.0, 0.5 * _STEP, 0.0))
