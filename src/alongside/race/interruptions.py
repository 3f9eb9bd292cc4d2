"""What stops and diversions do to the field, as arrays: time that does not count, splits left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.race.courses import CourseArrays
from alongside.race.notices import Notices, OnDistance

Index = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interruptions:
    """By position of the distance in the plan, what its notices come to; only of those that have any."""

    by_distance: dict[int, OnDistance]

    @classmethod
    def of(cls, notices: Notices, distances: dict[str, int]) -> Interruptions:
        """Return the interruptions of the distances of a plan (id -> position)."""
        if not notices.notices.said:
            return cls({})
        found = {i: notices.on(id_) for id_, i in distances.items()}
        return cls({i: one for i, one in found.items() if one.halts or one.diversions})

    def halted_ms(self, distance: Index, from_ms: Floats, to_ms: Floats) -> Floats:
        """Return how much of the time between two instants each runner's distance was stopped."""
        total = np.zeros(len(distance))
        for i, one in self.by_distance.items():
            for begin_ms, end_ms in one.halts:
                span_ms = np.minimum(to_ms, end_ms) - np.maximum(from_ms, begin_ms)
                total += np.where(distance == i, np.maximum(span_ms, 0.0), 0.0)
        return total

    def since_resumed_s(self, distance: Index, now_ms: int) -> Floats:
        """Return how long each runner's distance has gone on: 0 while stopped, infinite if it never was."""
        found = np.full(len(distance), np.inf)
        for i, one in self.by_distance.items():
            if one.halts:
                found[distance == i] = max(0.0, (now_ms - one.halts[-1][1]) / 1000)
        return found

    def next_split(self, arrays: CourseArrays, distance: Index, last_split: Index, last_ms: Floats) -> Index:
        """Return the split that each runner comes to next; the one after the last is the finish line.

        Splits on a stretch that is left out are passed over; after a diversion has ended, by whoever was
        seen last while it stood.
        """
        diverted = [(i, one) for i, on in self.by_distance.items() for one in on.diversions]
        if not diverted:
            return last_split + 1
        splits = np.arange(arrays.along_m.shape[1])
        ahead = splits > last_split[:, None]
        for i, one in diverted:
            inside = (arrays.along_m[i] >= one.from_m) & (arrays.along_m[i] <= one.to_m)
            ahead[(distance == i) & (last_ms < one.until_ms)] &= ~inside
        return np.asarray(ahead.argmax(axis=1), dtype=np.int64)
