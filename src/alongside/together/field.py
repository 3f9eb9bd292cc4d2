"""Everybody's clock at every mat, over all distances of a race: what being together is seen in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int32]
Index = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NEVER = int(np.iinfo(np.int32).min)
START = "START"


@dataclass(frozen=True)
class Field:
    """``n`` entries by ``m`` mats, the mats in an order that agrees with the road of every distance.

    ``at_ms``, shape ``(n, m)``, holds crossings in milliseconds since local midnight of race day
    (``NEVER`` where nobody read her there). ``along_m``, shape ``(distances, m)``, has each mat's metres
    from the start of each distance, nan where the distance does not meet it. ``mats`` are named as the
    source names them, the start line ``START``; ``starts`` has its column for each distance, where one starts
    at a mat that others call by another name (-1: no mat). ``distance`` is each entry's row in ``along_m``;
    ``finished`` says who came to her finish, read there or not. ``has_clock`` is off where only net times
    are known: then gaps are differences of net times, and who stood beside whom is not known.
    """

    bibs: tuple[str, ...]
    distance: Index
    finished: Bools
    mats: tuple[str, ...]
    along_m: Floats
    at_ms: Times
    distances: tuple[str, ...]
    has_clock: bool = True
    starts: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.bibs)

    @property
    def start_mat(self) -> Index:
        """The column of each distance's start line, -1 where it has no mat; shape ``(distances,)``."""
        if self.starts:
            return np.array(self.starts, dtype=np.int64)
        starts = np.isfinite(self.along_m) & (np.array(self.mats) == START)
        return np.where(starts.any(axis=1), starts.argmax(axis=1), -1)

    @property
    def last_mat(self) -> Index:
        """The column of each distance's finish, shape ``(distances,)``."""
        known = np.isfinite(self.along_m)
        return np.asarray(self.along_m.shape[1] - 1 - known[:, ::-1].argmax(axis=1), dtype=np.int64)
