"""Who crossed each mat, the first first, and how dense the field was around each crossing."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.together.compiled import compiled
from alongside.together.facts import RATE, Facts
from alongside.together.field import NEVER, Times

Order = NDArray[np.int32]
LEAST_PER_S = 0.02


def crossed(at_ms: Times) -> Order:
    """Return who crossed one mat, by their times there; of one instant, in the order of their rows."""
    who = np.flatnonzero(at_ms != NEVER)
    return who[np.argsort(at_ms[who], kind="stable")].astype(np.int32)


@compiled
def density(mat: int, order: Order, by_mat: Times, around_ms: int, facts: Facts) -> None:
    """Fill ``RATE`` at a mat: the log of crossings per second, over ``around_ms`` before and after each."""
    low, high, size = 0, 0, len(order)
    for at in range(size):
        now_ms = by_mat[mat, order[at]]
        while by_mat[mat, order[low]] < now_ms - around_ms:
            low += 1
        while high < size and by_mat[mat, order[high]] <= now_ms + around_ms:
            high += 1
        facts[order[at], mat, RATE] = math.log(max((high - low) * 500.0 / around_ms, LEAST_PER_S))
