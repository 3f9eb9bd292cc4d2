"""Runners of whom the same was seen, so that their algebra is worked out once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.crossed import FASTEST_S_PER_M
from alongside.forecast.known import Known
from alongside.forecast.pattern import Seen

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
SLOWEST_S_PER_M = 4.8  # 80 min/km


def alike(
    at_s: Floats, known: Known, groups: Rows, length_m: float, fix: tuple[float, float] | None = None
) -> list[tuple[tuple[int, Seen], Rows]]:
    """Return the runners by the day's group and by what was seen of them; ``fix`` is that of them all."""
    if not len(at_s):
        return []
    seen = np.concatenate([np.isfinite(at_s), _expects(known, length_m)[:, None]], axis=1)
    keys = np.concatenate([np.packbits(seen, axis=1), groups[:, None].astype(np.uint8)], axis=1)
    _, first, which = np.unique(_as_one(keys), return_index=True, return_inverse=True)
    order = np.argsort(which, kind="stable")
    parts = np.split(order, np.searchsorted(which[order], np.arange(1, len(first))))
    return [
        ((int(groups[i]), _seen(seen[i], known.dark, fix)), rows)
        for i, rows in zip(first, parts, strict=True)
    ]


def _expects(known: Known, length_m: float) -> NDArray[np.bool_]:
    """Return whose entry names a time in which somebody can cover the distance."""
    if known.expected_s is None:
        return np.zeros(len(known), dtype=np.bool_)
    fastest_s, slowest_s = length_m * FASTEST_S_PER_M, length_m * SLOWEST_S_PER_M
    with np.errstate(invalid="ignore"):
        return np.asarray((known.expected_s >= fastest_s) & (known.expected_s <= slowest_s))


def _as_one(keys: NDArray[np.uint8]) -> NDArray[np.void]:
    """Return rows of bytes as single values, which sort faster."""
    return np.ascontiguousarray(keys).view(f"V{keys.shape[1]}")[:, 0]


def _seen(row: NDArray[np.bool_], dark: tuple[int, ...], fix: tuple[float, float] | None) -> Seen:
    return Seen(tuple(np.flatnonzero(row[:-1]).tolist()), bool(row[-1]), dark, fix)
