"""When everybody passed a place, as far as mats tell: at a mat to the second, between two at an even pace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.int64]
AT_M = 1.0  # a mat so near is at the place itself


class Passages:
    """The crossings of one distance, made ready for being asked about many places.

    ``at_ms``, shape ``(runners, splits)``, holds crossings (-1 for none, UTC milliseconds) at ``along_m``,
    ascending. Between mats a passage lies on a straight line between the last one crossed before and the next
    one crossed after; whoever was not read on both sides is nan.
    """

    def __init__(self, at_ms: Index, along_m: Floats) -> None:
        self.along_m, self._at_ms = along_m, np.ascontiguousarray(at_ms.T).astype(np.float64)
        columns = np.arange(len(along_m))[:, None]
        read = self._at_ms >= 0
        self._before = np.maximum.accumulate(np.where(read, columns, -1), axis=0)
        after = np.where(read, columns, len(along_m))
        self._after = np.minimum.accumulate(after[::-1], axis=0)[::-1]

    def ms_at(self, here_m: float) -> Floats:
        """Return when each runner passed ``here_m``, shape ``(runners,)``; nan where nobody knows."""
        passed = np.full(self._at_ms.shape[1], np.nan)
        first = int(np.searchsorted(self.along_m, here_m - AT_M))
        last = int(np.searchsorted(self.along_m, here_m + AT_M, side="right")) - 1
        if first == len(self.along_m) or last < 0:
            return passed
        before, after = self._before[last], self._after[first]
        rows = np.flatnonzero((before >= 0) & (after < len(self.along_m)))
        low, high = before[rows], after[rows]
        from_ms, to_ms = self._at_ms[low, rows], self._at_ms[high, rows]
        road_m = np.maximum(self.along_m[high] - self.along_m[low], AT_M)
        share = np.clip((here_m - self.along_m[low]) / road_m, 0.0, 1.0)
        there = self.along_m[low] >= here_m - AT_M
        passed[rows] = np.where(there, from_ms, from_ms + share * (to_ms - from_ms))
        return passed

    def is_at_mat(self, here_m: float) -> bool:
        """Return whether a mat is at a place: then passages are read, not worked out."""
        return bool((np.abs(self.along_m - here_m) <= AT_M).any())
