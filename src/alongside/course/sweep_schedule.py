"""A sweep's schedule: where it is wanted at an instant, and when at a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.events.plan import Sweep

Floats = NDArray[np.float64]
AT_START_M = 100.0  # so near its first point it has not set out
PACE_OVER_MS = 600_000  # what pace the schedule asks for, over the next ten minutes


def wanted_m(sweep: Sweep, now_ms: float) -> float | None:
    """Return where the schedule wants it, metres along; ``None`` without one. It waits at both ends."""
    if not sweep.schedule:
        return None
    points = sweep.schedule
    return float(np.interp(now_ms, [p.at_ms for p in points], [p.along_m for p in points]))


def dues_ms(sweep: Sweep, along_m: Floats) -> Floats:
    """Return when the schedule wants it at places (UTC milliseconds): where it waits, when it leaves.

    It must have a schedule.
    """
    metres, times = _moving(sweep)
    return np.interp(along_m, metres, times)


def due_ms(sweep: Sweep, along_m: float) -> float | None:
    """Return when the schedule wants it at a place, as :func:`dues_ms`; ``None`` without a schedule."""
    return float(dues_ms(sweep, np.array(along_m))) if sweep.schedule else None


def ahead_s(sweep: Sweep, along_m: float, now_ms: int, seen_ms: int | None = None) -> float | None:
    """Return by how much a sweep that is ``along_m`` along is early now (late: negative); ``None`` without
    a schedule.

    Who waits where the schedule has it wait is on time. Past the last point nothing is asked of it any more:
    there it counts when it came, ``seen_ms``.
    """
    if not sweep.schedule:
        return None
    first, last = sweep.schedule[0], sweep.schedule[-1]
    if along_m >= last.along_m:
        return (last.at_ms - (now_ms if seen_ms is None else seen_ms)) / 1000
    if along_m <= first.along_m + AT_START_M and now_ms <= first.at_ms:
        return 0.0
    wanted = wanted_m(sweep, now_ms)
    if wanted is not None and abs(wanted - along_m) < 1.0:
        return 0.0
    due = due_ms(sweep, along_m)
    return None if due is None else (due - now_ms) / 1000


def pace_s_per_km(sweep: Sweep, along_m: float) -> float | None:
    """Return the pace that the schedule asks for from a place on; ``None`` without one, or where it waits."""
    due = due_ms(sweep, along_m)
    if due is None:
        return None
    on_m = (wanted_m(sweep, due + PACE_OVER_MS) or 0.0) - along_m
    last_ms = float(sweep.schedule[-1].at_ms)
    span_ms = min(float(PACE_OVER_MS), last_ms - due)
    return span_ms / on_m if on_m > 1.0 and span_ms > 0 else None


def _moving(sweep: Sweep) -> tuple[list[float], list[float]]:
    """Return the schedule with one time per metre: the last at which it is wanted there."""
    by_metre = {point.along_m: float(point.at_ms) for point in sweep.schedule}
    return list(by_metre), list(by_metre.values())
