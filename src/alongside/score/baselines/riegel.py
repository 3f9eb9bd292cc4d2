"""Riegel's formula: time grows with distance to the power 1.06.

Peter Riegel, "Athletic Records and Human Endurance", American Scientist 69 (1981), 285-290: there for races
of different lengths, here, as often done, for the distance covered and the whole.
"""

from __future__ import annotations

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Point
from alongside.score.baselines.runs import runs

FATIGUE = 1.06


def riegel(known: Known, track: Track) -> Point:
    """Return arrivals by Riegel's formula from the distance covered, clamped to now."""
    run = runs(known, track)
    elapsed_s = run.elapsed_s[:, None] * (track.places_m / run.last_m[:, None]) ** FATIGUE
    return run.answer(elapsed_s, track.places_m)
