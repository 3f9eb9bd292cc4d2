"""Fixes between mats: where a phone, or a volunteer's key, saw her after her last crossing.

Places are rounded down, and the times moved back with them at her own pace, so that runners who were seen at
about the same place share their algebra, and no place counts as passed that she may not have come to.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.known import Known, Track
from alongside.forecast.pattern import NEAR_M

Floats = NDArray[np.float64]
GRID_M = 100.0
SDS_M = np.array([10.0, 30.0, 100.0, 300.0])
FASTEST_MPS = 12.5
Place = tuple[float, float]


def fixes(known: Known, at_s: Floats, track: Track) -> tuple[dict[Place, NDArray[np.int64]], Floats]:
    """Return who has a fix that counts, by place and how far off it may be, and when each was there (n).

    A fix counts that lies past the last crossing, in space and in time, short of the next mat, and that a
    runner can have reached. Crossings are those of :func:`~alongside.forecast.crossed.crossed`.
    """
    if known.fix_m is None or known.fix_s is None or not len(known):
        return {}, np.empty(0)
    base_m, base_s, next_m = _between(at_s, track, known.dark)
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), len(known))
    with np.errstate(invalid="ignore", divide="ignore"):
        run_m, run_s = known.fix_m - base_m, known.fix_s - base_s
        place_m = np.floor(known.fix_m / GRID_M) * GRID_M
        short = (place_m > base_m) & (place_m < np.minimum(next_m, track.length_m) - NEAR_M / 2)
        real = (run_m > 0) & (run_s > 0) & (run_m <= run_s * FASTEST_MPS) & (known.fix_s <= now_s)
        there_s = known.fix_s + (place_m - known.fix_m) * run_s / run_m
    sd_m = (
        np.full(len(known), SDS_M[1]) if known.fix_sd_m is None else np.nan_to_num(known.fix_sd_m, nan=30.0)
    )
    off_m = SDS_M[np.minimum(np.searchsorted(SDS_M, sd_m), len(SDS_M) - 1)]
    found: dict[Place, list[int]] = {}
    for row in np.flatnonzero(short & real):
        found.setdefault((float(place_m[row]), float(off_m[row])), []).append(int(row))
    return {place: np.array(rows, dtype=np.int64) for place, rows in found.items()}, there_s


def _between(at_s: Floats, track: Track, dark: tuple[int, ...]) -> tuple[Floats, Floats, Floats]:
    """Return place and time of the last crossing and of the next mat that speaks, nan where unknown."""
    along_m = track.along_m
    awake_m = np.concatenate([np.delete(track.mats_m, list(dark)), [np.inf]])
    columns = np.arange(at_s.shape[1])
    last = np.where(np.isfinite(at_s), columns, -1).max(axis=1)
    base_m = np.where(last >= 0, along_m[last], np.nan)
    after = np.searchsorted(awake_m, np.nan_to_num(base_m), side="right")
    return base_m, at_s[np.arange(len(at_s)), last], awake_m[after]
