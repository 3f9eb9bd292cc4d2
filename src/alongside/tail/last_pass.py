"""When the last runners pass a place, for many places at once: as in ``closing``, on a grid of instants.

A closing is worked out to the second, for a few stations. A marshal reads whole minutes, and there may be
hundreds of her: here all instants are asked together, two minutes apart in the next hour, ten after it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.tail.closing import LATEST_MS, LIKELY, SURE, Closing, Coming, Floats, OnPass, coming_to

MINUTE_MS = 60_000
GRID_MS = np.concatenate(
    [np.arange(0, 60, 2) * MINUTE_MS, np.arange(60 * MINUTE_MS, LATEST_MS + 1, 10 * MINUTE_MS)]
).astype(np.float64)


def last_pass(passes: Sequence[OnPass]) -> Closing:
    """Return how a place stands, all passes together; times are good to a minute or two."""
    now_ms = passes[0].road.now_ms
    coming = [coming_to(one) for one in passes]
    inside = [one.after(now_ms) >= LIKELY for one in coming]
    first = [_first_ms(one, rows) for one, rows in zip(coming, inside, strict=True)]
    clear = np.prod([_nobody(one, now_ms + GRID_MS) for one in coming], axis=0)
    known = sum(len(one.coming) for one in coming) > 0
    return Closing(
        still=sum(int((one.coming * (1.0 - one.by(now_ms)) >= LIKELY).sum()) for one in coming),
        inside=sum(int(rows.sum()) for rows in inside),
        first_ms=None if not np.isfinite(min(first)) else max(min(first), float(now_ms)),
        middle_ms=_when(clear, now_ms, LIKELY) if known else None,
        sure_ms=_when(clear, now_ms, SURE) if known else None,
        sure_now=float(clear[0]),
    )


def _nobody(coming: Coming, at_ms: Floats) -> Floats:
    """Return the chance that nobody comes after each of some instants, shape ``(instants,)``."""
    later = np.clip(coming.by(coming.until_ms) - coming.by(at_ms[:, None]), 0.0, None)
    return np.asarray(np.prod(1.0 - coming.coming * coming.weight * later, axis=1))


def _first_ms(coming: Coming, rows: NDArray[np.bool_]) -> float:
    return float((coming.base_ms + np.exp(coming.log_middle))[rows].min(initial=np.inf))


def _when(clear: Floats, now_ms: int, sure: float) -> float | None:
    """Return the first instant at which it is so sure that nobody comes any more."""
    found = np.flatnonzero(clear >= sure)
    if not len(found):
        return None
    i = int(found[0])
    if i == 0:
        return float(now_ms)
    share = (sure - clear[i - 1]) / max(clear[i] - clear[i - 1], 1e-12)
    return float(now_ms + GRID_MS[i - 1] + share * (GRID_MS[i] - GRID_MS[i - 1]))
