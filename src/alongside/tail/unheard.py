"""Whether the timing is heard at all: a feed that died late in the day silences no single mat.

A mat is called silent when eight were due there (:mod:`alongside.tail.silence`); behind the last few
runners there are never eight. So this counts over all mats.
"""

from __future__ import annotations

from collections.abc import Iterable

from alongside.forecast.run_on import Due

GRACE_MS = 10 * 60_000  # reads may come in batches, and late
AT_LEAST = 3  # two in a row may have stopped; that three have, and nobody else was read, is as rare as a
# dead feed: one in five of the last runners stops between two mats, one feed in a hundred dies


def unheard(due: Due, newest_ms: Iterable[int], now_ms: int) -> int:
    """Return how many were due at their next mat since the newest read of any mat, and were not read.

    0 while fewer than :data:`AT_LEAST` were: those may have stopped. Who was due in the last ten minutes
    does not count, nor does anybody whose distance is stopped, or has just gone on.
    """
    last_ms = max(newest_ms, default=0)
    late = (due.due_ms > last_ms) & (due.due_ms <= now_ms - GRACE_MS) & (due.resumed_s * 1000 > GRACE_MS)
    count = int(late.sum())
    return count if count >= AT_LEAST else 0
