"""The sweep: it keeps its schedule, but never passes the last runner; once it has caught her it stays."""

from __future__ import annotations

import numpy as np

from alongside.events.plan import RacePlan, Sweep
from alongside.simulate.pacing import GRID_M

BEHIND_LAST_S = 40.0
_FASTEST_MPS = 8.0


def schedule_tod_s(plan: RacePlan, sweep: Sweep, at_m: np.ndarray) -> np.ndarray:
    """Return when the sweep's schedule wants it at each metre, as tod_s."""
    along_m = [point.along_m for point in sweep.schedule]
    tod_s = [(point.at_ms - plan.day_start_ms) / 1000 for point in sweep.schedule]
    return np.asarray(np.interp(at_m, along_m, tod_s))


def sweep_clock_s(
    plan: RacePlan, sweep: Sweep, at_m: np.ndarray, clock_s: np.ndarray, end_m: np.ndarray
) -> np.ndarray:
    """Return when the sweep passes each metre (tod_s), behind every runner who comes there.

    ``clock_s`` and ``end_m`` are of the runners of its distance, ``end_m`` where each left the road.
    """
    # The finish lies between two points of the grid: finishers count at the one behind it too.
    length_m = plan.distance(sweep.distance).length_m
    to_m = end_m + np.where(end_m >= length_m, GRID_M, 0.0)
    there = at_m[None, :] <= to_m[:, None]
    last = np.max(np.where(there, clock_s, -np.inf), axis=0, initial=-np.inf)
    wanted = np.maximum(schedule_tod_s(plan, sweep, at_m), last + BEHIND_LAST_S)
    least = at_m / _FASTEST_MPS
    return np.asarray(np.maximum.accumulate(wanted - least) + least)
