"""Similar efforts, as OpenSplitTime projects arrivals: the mean segment time of those who were here so far.

From the 20 to 200 past efforts nearest in elapsed time at her last mat, within 5 % of it, or within 30 %
when those are too few, the mean of their times from there on, and twice the standard deviation on both
sides (github.com/SplitTime/OpenSplitTime). They all finished, so it knows of nobody who drops out.
"""

from __future__ import annotations

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Floats, Spread
from alongside.score.baselines.runs import runs
from alongside.score.question import Whole

FEWEST, MOST = 20, 200
NEAR, FAR = 0.05, 0.30


def similar_efforts(known: Known, track: Track, past_s: Floats) -> Spread:
    """Return arrivals by similar efforts among ``past_s``, elapsed seconds, shape ``(N, mats)``.

    The places must be mats. nan where fewer than 20 are similar.
    """
    run = runs(known, track)
    shape = (len(known), len(track.places_m))
    mean_s, sd_s = np.full(shape, np.nan), np.full(shape, np.nan)
    columns = np.searchsorted(track.mats_m, track.places_m)
    for last in np.unique(run.last[run.last >= 0]):
        who = np.flatnonzero(run.last == last)
        mean_s[who], sd_s[who] = _projected(run.elapsed_s[who], past_s, int(last), columns)
    floor_s = np.maximum(run.start_s[:, None] + mean_s, run.now_s[:, None])
    ahead = track.places_m > run.last_m[:, None]
    return Spread(np.where(ahead, floor_s, np.nan), sd_s, run.now_s)


def _projected(elapsed_s: Floats, past_s: Floats, last: int, columns: Whole) -> tuple[Floats, Floats]:
    """Mean and standard deviation of the elapsed seconds at each place of the runners at one mat."""
    by_elapsed = past_s[np.argsort(past_s[:, last], kind="stable")]
    low, high = _window(elapsed_s, by_elapsed[:, last])
    segments_s = by_elapsed[:, columns] - by_elapsed[:, [last]]
    count = np.maximum(high - low, 1)[:, None]
    mean_s = _sums(segments_s, low, high) / count
    spread_s2 = np.maximum(_sums(segments_s**2, low, high) / count - mean_s**2, 0.0)
    enough = (high - low >= FEWEST)[:, None]
    return np.where(enough, elapsed_s[:, None] + mean_s, np.nan), np.where(enough, spread_s2**0.5, np.nan)


def _window(elapsed_s: Floats, sorted_s: Floats) -> tuple[Whole, Whole]:
    """The run of the sorted past efforts that is similar: the nearest 200 within 5 %, or else within 30 %."""
    low, high = _within(elapsed_s, sorted_s, NEAR)
    few = high - low < FEWEST
    far_low, far_high = _within(elapsed_s, sorted_s, FAR)
    return np.where(few, far_low, low), np.where(few, far_high, high)


def _within(elapsed_s: Floats, sorted_s: Floats, ratio: float) -> tuple[Whole, Whole]:
    low = np.searchsorted(sorted_s, elapsed_s * (1 - ratio))
    high = np.searchsorted(sorted_s, elapsed_s * (1 + ratio), side="right")
    middle = np.searchsorted(sorted_s, elapsed_s)
    return np.maximum(low, middle - MOST // 2), np.minimum(high, middle + MOST // 2)


def _sums(values: Floats, low: Whole, high: Whole) -> Floats:
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    return np.asarray(total[high] - total[low], dtype=np.float64)
