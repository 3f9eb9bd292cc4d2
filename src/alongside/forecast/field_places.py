"""What is asked of each distance: its places, and by when each must be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.course.sweep_schedule import dues_ms
from alongside.crossings.mats import Course
from alongside.events.plan import Distance, RacePlan
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Track
from alongside.forecast.prior import Prior
from alongside.units import MS_PER_S

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Places:
    """The places of one distance for which arrivals are forecast.

    ``track`` has its mats and places, ``mats`` the splits that are mats past the start. ``columns`` says for
    each place of the track which column of a table over the field it fills: a split its own, the finish
    line (``finish``) the one after the last split, cutoffs those past the splits of all distances. A split on
    the finish line (``on_line``, -1 for none) is no place of its own.
    ``closes_ms`` is when a sweep is planned to be there, or a cutoff closes (UTC milliseconds, infinite where
    neither is said); ``limit_s`` is for the finish line, from the last gun or each one's own (``own_gun``).
    """

    track: Track
    mats: Index
    columns: Index
    finish: int
    on_line: int
    closes_ms: Floats
    limit_s: float | None
    own_gun: bool

    def forecaster(self, prior: Prior) -> Forecaster:
        """Return what answers for this distance, its limit known."""
        return Forecaster(prior, self.track, limit_s=np.inf if self.limit_s is None else self.limit_s)

    @property
    def first_mat(self) -> int:
        """The first split past the start; the finish line where no mat is."""
        return int(self.mats[0]) if len(self.mats) else self.finish


def places_of(plan: RacePlan, course: Course, width: int) -> Places:
    """Return what is asked of a distance; tables have ``width`` columns for splits and finish lines."""
    distance = plan.distance(course.id)
    along_m = np.array([*course.along_m, course.length_m])
    mats = np.flatnonzero(along_m[:-1] > 0)
    cutoffs = [cutoff for cutoff in plan.cutoffs if cutoff.distance == course.id]
    metres = np.concatenate([along_m, [cutoff.along_m for cutoff in cutoffs]])
    columns = np.concatenate([np.arange(len(along_m)), width + np.arange(len(cutoffs))]).astype(np.int64)
    closes_ms = np.concatenate([_swept_ms(plan, along_m, course), [float(c.closes_ms) for c in cutoffs]])
    closes_ms[len(along_m) - 1] = np.inf  # the finish line's own is the limit
    on_line = len(along_m) - 2 if len(along_m) > 1 and along_m[-2] >= along_m[-1] else -1
    asked = np.flatnonzero((metres > 0) & (columns != on_line))
    asked = asked[np.argsort(metres[asked], kind="stable")]
    return Places(
        track=Track(course.length_m, along_m[mats], metres[asked]),
        mats=mats,
        columns=columns[asked],
        finish=len(along_m) - 1,
        on_line=on_line,
        closes_ms=closes_ms[asked],
        limit_s=distance.limit_s,
        own_gun=distance.limit_from == "own_gun",
    )


def table_width(plan: RacePlan, splits: int) -> int:
    """Return how many columns a table over the field needs: splits, the finish line, then cutoffs."""
    counts = [sum(one.distance == distance.id for one in plan.cutoffs) for distance in plan.distances]
    return splits + max(counts, default=0)


def limit_from_ms(plan: RacePlan, gun_ms: Mapping[str, int], distance: Distance) -> float:
    """Return from when a limit counts for everybody: the last gun of the distance, and its start."""
    waves = [wave for wave in plan.waves if distance.id in wave.distances]
    return float(max((gun_ms[w.id] + round(w.start_s * MS_PER_S) for w in waves), default=np.inf))


def _swept_ms(plan: RacePlan, along_m: Floats, course: Course) -> Floats:
    """Return when the first sweep of a distance is planned to be at each place."""
    swept_ms = np.full(len(along_m), np.inf)
    for sweep in plan.sweeps:
        if sweep.distance == course.id and sweep.schedule:
            swept_ms = np.minimum(swept_ms, dues_ms(sweep, along_m))
    return swept_ms
