"""Where each runner stands: her last crossing, and the places that lie past it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Floats, Point
from alongside.score.question import Whole, last_crossing


@dataclass(frozen=True)
class Runs:
    """``n`` runners at their last crossings: metres and seconds since the start, and the instants asked at.

    ``start_s`` puts elapsed seconds back on the clock. Who has no crossing yet has nan.
    """

    last: Whole
    last_m: Floats
    elapsed_s: Floats
    start_s: Floats
    now_s: Floats

    def answer(self, elapsed_s: Floats, places_m: Floats) -> Point:
        """Return arrivals at elapsed seconds, ``(n, p)``, by the clock: clamped to now, blank where seen."""
        at_s = np.maximum(self.start_s[:, None] + elapsed_s, self.now_s[:, None])
        return Point(np.where(places_m > self.last_m[:, None], at_s, np.nan))


def runs(known: Known, track: Track) -> Runs:
    """Return where everybody stands."""
    last, last_s = last_crossing(known)
    last_m = np.where(last >= 0, track.mats_m[last], np.nan)
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), (len(known),))
    return Runs(last, last_m, last_s - known.start_s, known.start_s, now_s)
