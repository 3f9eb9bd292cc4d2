"""Last segment: the pace between the last two crossings, run on. What Alongside showed before it forecast."""

from __future__ import annotations

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Floats, Point
from alongside.score.baselines.runs import Runs, runs


def last_segment(known: Known, track: Track) -> Point:
    """Return arrivals at the last segment's pace, each clamped to now when it is past."""
    run = runs(known, track)
    rest_m = track.places_m - run.last_m[:, None]
    elapsed_s = run.elapsed_s[:, None] + _pace(run, known, track)[:, None] * rest_m
    return run.answer(elapsed_s, track.places_m)


def _pace(run: Runs, known: Known, track: Track) -> Floats:
    """Seconds a metre from the crossing before the last, or from the start where there is none."""
    earlier = np.where(np.arange(known.at_s.shape[1]) < run.last[:, None], known.at_s, np.nan)
    seen = np.isfinite(earlier)
    before = np.where(seen.any(axis=1), seen.shape[1] - 1 - seen[:, ::-1].argmax(axis=1), -1)
    crossing_s = earlier[np.arange(len(known)), before]
    from_m = np.where(before >= 0, track.mats_m[before], 0.0)
    from_s = np.where(before >= 0, crossing_s - known.start_s, 0.0)
    # In and out of one station lie at one place: between them there is no pace but the average.
    apart = run.last_m > from_m
    average = run.elapsed_s / run.last_m
    return np.where(apart, (run.elapsed_s - from_s) / np.where(apart, run.last_m - from_m, 1.0), average)
