"""Who crossed each mat, the first first, and how dense the field was around each crossing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.field import NEVER, Times

Order = NDArray[np.int32]
Singles = NDArray[np.float32]


def crossed(at_ms: Times) -> Order:
    """Return who crossed one mat, by their times there; of one instant, in the order of their rows."""
    who = np.flatnonzero(at_ms != NEVER)
    return who[np.argsort(at_ms[who], kind="stable")].astype(np.int32)


@compiled
def density(order: Order, at_ms: Times, around_ms: int, per_s: Singles) -> None:
    """Fill how many crossed a mat per second, counted over ``around_ms`` before and after each."""
    low, high, size = 0, 0, len(order)
    for at in range(size):
        now_ms = at_ms[order[at]]
        while at_ms[order[low]] < now_ms - around_ms:
            low += 1
        while high < size and at_ms[order[high]] <= now_ms + around_ms:
            high += 1
        per_s[order[at]] = (high - low) * 1000.0 / (2.0 * around_ms)
