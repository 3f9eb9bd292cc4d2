"""Places by chip time: the fastest net time of a distance is first, ties share a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.race.state import FINISHED, RaceState


def places(state: RaceState, distance: int) -> NDArray[np.int64]:
    """Return the place of every entry in a distance, shape ``(entries,)``, -1 for who has none.

    Ranked are finishers with a net time; equal times (to the millisecond) share a place, and the
    place after a tie is left out (1, 2, 2, 4).
    """
    ranked = (state["distance"] == distance) & (state["status"] == FINISHED) & (state["chip_ms"] >= 0)
    chip_ms = state["chip_ms"][ranked]
    found = np.full(len(state), -1, dtype=np.int64)
    found[ranked] = np.searchsorted(np.sort(chip_ms), chip_ms, side="left") + 1
    return found
