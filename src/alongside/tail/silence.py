"""Mats as feeds: how many reads each has sent, how many were due, and which has fallen silent.

A mat that nobody hears is told apart from runners who have stopped: otherwise one broken cable makes
a thousand runners overdue.
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.events.bodies import ReadBody
from alongside.events.row import Row
from alongside.forecast.run_on import Due

RECENT_MS = 5 * 60_000
DUE_WINDOW_MS = 10 * 60_000
DUE_AT_LEAST = 8  # fewer may all have stopped, or been missed


class MatActivity:
    """Per mat: reads so far, the newest (received), and the receipts of the last ten minutes."""

    def __init__(self) -> None:
        self.reads: dict[str, int] = {}
        self.newest_ms: dict[str, int] = {}
        self.receipts: dict[str, list[int]] = {}

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if not isinstance(row.body, ReadBody) or row.body.estimated:
            return
        mat = row.body.mat
        self.reads[mat] = self.reads.get(mat, 0) + 1
        newest_ms = min(row.body.at_ms, row.received_at_ms)  # a clock that is ahead has read nothing yet
        self.newest_ms[mat] = max(newest_ms, self.newest_ms.get(mat, 0))
        receipts = self.receipts.setdefault(mat, [])
        receipts.append(row.received_at_ms)
        if receipts[len(receipts) // 2] < row.received_at_ms - DUE_WINDOW_MS:
            del receipts[: len(receipts) // 2 + 1]  # the older half is past use

    def recent(self, mat: str, now_ms: int, window_ms: int = RECENT_MS) -> int:
        """Return how many reads came in the last ``window_ms`` (ten minutes at most)."""
        receipts = self.receipts.get(mat, [])
        return bisect_right(receipts, now_ms) - bisect_right(receipts, now_ms - window_ms)

    def dump(self) -> bytes:
        """Return the activity as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.reads, self.newest_ms, self.receipts))

    def load(self, raw: bytes) -> None:
        """Take the activity of a snapshot in place of this one."""
        self.reads, self.newest_ms, self.receipts = msgspec.msgpack.decode(
            raw, type=tuple[dict[str, int], dict[str, int], dict[str, list[int]]]
        )


def due_by_split(due: Due, now_ms: int, distances: int, splits: int) -> NDArray[np.int64]:
    """Return how many should have reached their next split in the last ten minutes and were not read.

    Shape ``(distances, splits)``. Nobody is due on a distance that is stopped, or has just gone on.
    """
    late = (due.due_ms <= now_ms) & (due.due_ms > now_ms - DUE_WINDOW_MS)
    late &= due.resumed_s * 1000 > DUE_WINDOW_MS
    at = due.distance[late] * splits + due.next_split[late]
    return np.bincount(at, minlength=distances * splits)[: distances * splits].reshape(distances, splits)
