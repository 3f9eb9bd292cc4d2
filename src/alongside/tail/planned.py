"""When runners are expected at a place from plan and entries alone, before anybody has run a step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.events.plan import Distance

FASTEST_SHARE, COMMON_SHARE = 1 / 3, 0.6  # of the limit: the first of a mass race, and most of it
FASTEST_MPS, COMMON_MPS, SLOWEST_MPS = 4.7, 2.5, 1.4  # without a limit: a marathon in 2:30, 4:41, 8:22

Floats = NDArray[np.float64]


def planned_finish_s(expected_s: Sequence[float | None], distance: Distance) -> Floats:
    """Return the seconds from gun to finish expected of the entries of one wave, in their order.

    What an entry expects of itself where it says so. The others are spread as a triangle: from a third of the
    limit to the limit, most of them at six tenths of it; without a limit, from a pace of 4.7 m/s to one of
    1.4 m/s, most of them at 2.5 m/s. Nobody is later than the limit: who is slower is promised no table.
    """
    said = np.array([np.nan if one is None else one for one in expected_s], dtype=np.float64)
    unsaid = np.isnan(said)
    said[unsaid] = _triangle(int(unsaid.sum()), *spread_s(distance))
    return np.minimum(said, distance.limit_s or np.inf)


def spread_s(distance: Distance) -> tuple[float, float, float]:
    """Return the fastest, the commonest and the slowest finish that are assumed of a distance, in seconds."""
    if distance.limit_s:
        return distance.limit_s * FASTEST_SHARE, distance.limit_s * COMMON_SHARE, distance.limit_s
    length_m = distance.length_m
    return length_m / FASTEST_MPS, length_m / COMMON_MPS, length_m / SLOWEST_MPS


def _triangle(count: int, least: float, common: float, most: float) -> Floats:
    """Return ``count`` values spread evenly over a triangular distribution, ascending (no dice needed)."""
    quantile = (np.arange(count) + 0.5) / max(1, count)
    peak = (common - least) / (most - least)
    low = least + np.sqrt(quantile * (most - least) * (common - least))
    high = most - np.sqrt((1 - quantile) * (most - least) * (most - common))
    return np.where(quantile < peak, low, high)
