"""How many are where: by status, by stretch, by bin of the strip; and who is at the very back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.run_on import RunOn
from alongside.race.state import ON_COURSE, RaceState

Counted = NDArray[np.int64]


def by_status(state: RaceState, distances: int, statuses: int) -> Counted:
    """Return entries by distance and status, shape ``(distances, statuses + 1)``.

    The last column holds whoever a van has picked up and nobody has ruled on: they are not on the course.
    """
    status = state["status"].astype(np.int64)
    status[(status == ON_COURSE) & (state["picked_up_ms"] >= 0)] = statuses
    at = state["distance"] * (statuses + 1) + status
    statuses += 1
    return np.bincount(at, minlength=distances * statuses).reshape(distances, statuses)


def by_stretch(field: RunOn, distances: int, splits: int) -> Counted:
    """Return runners on the course by the split last crossed, shape ``(distances, splits + 1)``.

    Column 0 holds those before their first split.
    """
    at = field.distance * (splits + 1) + field.last_split + 1
    return np.bincount(at, minlength=distances * (splits + 1)).reshape(distances, splits + 1)


def by_bin(field: RunOn, distance: int, bin_m: float, bins: int) -> Counted:
    """Return runners on the course per ``bin_m`` metres of a distance, shape ``(bins,)``."""
    at = (field.along_m[field.distance == distance] / bin_m).astype(np.int64)
    return np.bincount(np.clip(at, 0, bins - 1), minlength=bins)


def hindmost(field: RunOn, distance: int, count: int) -> Counted:
    """Return the positions in ``field`` of the ``count`` runners furthest back, the last one first.

    Ties stand in the order of the entries, so that the same state gives the same list.
    """
    of = np.flatnonzero(field.distance == distance)
    if len(of) > count:
        bound_m = np.partition(field.along_m[of], count - 1)[count - 1]
        of = of[field.along_m[of] <= bound_m]
    return of[np.argsort(field.along_m[of], kind="stable")][:count]
