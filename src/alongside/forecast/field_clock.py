"""When each runner of a live field is asked about anew, and which mats tell something then."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.race.courses import CourseArrays

EVERY_MS = 60_000
COHORT = 2_000  # entries at least that are asked about together: a small field is cheaper whole
EARLIEST = 2.0  # times as far before the median as the 10 % end: 1 in 200 is at the next split sooner
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


def instants_ms(who: Index, entries: int, at_ms: int) -> Floats:
    """Return the newest instant of the grid of each entry's cohort at a tick (UTC milliseconds).

    There is a cohort for every :data:`COHORT` of the ``entries``, sixty at most, evenly over the minute.

    >>> instants_ms(np.array([0, 1, 2]), 4_000, 119_000)
    array([60000., 90000., 60000.])
    """
    cohorts = min(max(entries // COHORT, 1), 60)
    phase_ms = who % cohorts * (EVERY_MS // cohorts)
    return (at_ms - (at_ms - phase_ms) % EVERY_MS).astype(np.float64)


def earliest_ms(base_ms: Floats, low_ms: Floats, middle_ms: Floats) -> Floats:
    """Return until when the clock says nothing of somebody who is on her way (UTC milliseconds).

    ``low_ms`` and ``middle_ms`` are the 10 % end and the median of her arrival at the next split, as it was
    foreseen at ``base_ms``. Without a split ahead it never does.
    """
    low_s, middle_s = np.maximum(low_ms - base_ms, 1.0), np.maximum(middle_ms - base_ms, 1.0)
    earliest = base_ms + middle_s * (low_s / middle_s) ** EARLIEST
    return np.where(np.isnan(earliest), np.inf, earliest)


def awake_splits(arrays: CourseArrays, silent: frozenset[str]) -> Index:
    """Return by distance and split the first split from there on whose mat is not silent.

    The finish line is one past the last split, and needs no mat.
    """
    found = np.tile(np.arange(arrays.along_m.shape[1]), (len(arrays.ids), 1))
    if not silent:
        return found
    for row, course in zip(found, arrays.courses, strict=True):
        for split in reversed(range(len(course.mats))):
            if course.mats[split] in silent:
                row[split] = row[split + 1]
    return found
