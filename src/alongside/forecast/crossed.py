"""The crossings that can be believed, one row per runner: whatever a file holds, times rise with metres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.known import Known, Track

Floats = NDArray[np.float64]
FASTEST_S_PER_M = 0.08  # 12.5 m/s; results lists hold racing chairs too, at 45 km/h downhill
MOST_S = 1e11  # beyond it seconds lose their fractions; no clock has such a time


def crossed(known: Known, track: Track) -> Floats:
    """Return starts and crossings side by side, shape ``(n, mats + 1)``, nan where nothing is known.

    What lies in the future is not known.  Of crossings that contradict each other the largest set that
    does not is kept, the earlier one of two as large.
    """
    start_s = np.where(np.isfinite(known.start_s), known.start_s, np.nan)
    if known.gun_s is not None:
        seen = np.isfinite(known.at_s).any(axis=1)
        start_s = np.where(np.isnan(start_s) & seen, known.gun_s, start_s)
    at_s = np.concatenate([start_s[:, None], known.at_s], axis=1)
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), len(known))
    at_s = np.where((np.abs(at_s) < MOST_S) & (at_s <= now_s[:, None]), at_s, np.nan)
    along_m = track.along_m
    for row in np.flatnonzero(_contradicts(at_s, along_m)):
        at_s[row] = _believed(at_s[row], along_m)
    return at_s


def _contradicts(at_s: Floats, along_m: Floats) -> NDArray[np.bool_]:
    """Return who was somewhere sooner than anybody can be, after the crossing before it."""
    slowest_start = at_s - along_m * FASTEST_S_PER_M
    so_far = np.fmax.accumulate(slowest_start, axis=1)
    with np.errstate(invalid="ignore"):
        return np.asarray((slowest_start[:, 1:] < so_far[:, :-1]).any(axis=1))


def _believed(at_s: Floats, along_m: Floats) -> Floats:
    """Return one runner's crossings without those that most others contradict."""
    found = np.flatnonzero(np.isfinite(at_s))
    best: list[list[int]] = []
    for column in found:
        fits = [chain for chain in best if _follows(at_s, along_m, chain[-1], int(column))]
        best.append([*max(fits, key=len, default=[]), int(column)])
    kept = max(best, key=len, default=[])
    return np.where(np.isin(np.arange(len(at_s)), kept), at_s, np.nan)


def _follows(at_s: Floats, along_m: Floats, before: int, after: int) -> bool:
    needed_s = (along_m[after] - along_m[before]) * FASTEST_S_PER_M
    return bool(at_s[after] - at_s[before] >= needed_s)
