"""Sums in a fixed order, so that a runner's forecast has the same bits in whatever company it is asked for.

A matrix product or a long sum may be taken in another order when there are more rows; the log must lead
to the same views, bit for bit, whether a field is refreshed by parts or all at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TILE = 32  # rows


def summed(terms: Floats) -> Floats:
    """Return the sum over the first axis, its entries added one after the other."""
    total: Floats = terms[0].copy()
    for term in terms[1:]:
        total += term
    return total


def spread_out(left: Floats, matrix: Floats) -> Floats:
    """Return ``left`` (k, n, o) times ``matrix`` (k, o, c), shape ``(k, n, c)``.

    A product library works on tiles of rows and rounds otherwise in a tile that is not full, so rows are
    filled up; ``tests/forecast/test_forecaster.py`` holds that this is enough.
    """
    n = left.shape[1]
    if n % TILE:
        full = np.zeros((left.shape[0], -(-n // TILE) * TILE, left.shape[2]))
        full[:, :n] = left
        left = full
    return np.asarray((left @ matrix)[:, :n])


def weighed(values: Floats, share: Floats) -> Floats:
    """Return the sum over the last axis of ``values`` (k, n, c) with weights ``share`` (c)."""
    total = np.zeros(values.shape[:-1])
    for c in np.flatnonzero(share):
        total += values[..., c] * share[c]
    return total
