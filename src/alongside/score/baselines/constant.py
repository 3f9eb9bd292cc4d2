"""Constant pace: the average pace from the start to the last crossing, run on. What most race apps show."""

from __future__ import annotations

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Point
from alongside.score.baselines.runs import runs


def constant_pace(known: Known, track: Track) -> Point:
    """Return arrivals at the average pace so far, clamped to now when that is past."""
    run = runs(known, track)
    pace = run.elapsed_s / run.last_m
    return run.answer(pace[:, None] * track.places_m, track.places_m)
