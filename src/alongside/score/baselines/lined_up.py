"""Past races lined up on another course: everybody's elapsed seconds at its mats."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alongside.forecast.past import Past
from alongside.score.baselines.answers import Floats
from alongside.score.question import came_s

LIKE = 0.1  # a race whose length differs by more than a tenth teaches nothing about segment times
COARSER = 2.0  # nor one whose mats lie further apart than twice the widest gap of the course


def lined_up(pasts: Sequence[Past], mats_m: Floats) -> Floats:
    """Return elapsed seconds of the finishers of like races at ``mats_m``, shape ``(runners, m)``, no gaps.

    Between mats times are interpolated; a race of a slightly other length is stretched to this one.
    """
    like = [past for past in pasts if _like(past, mats_m)]
    rows = [_at_mats(past, mats_m) for past in like]
    whole = np.concatenate(rows) if rows else np.empty((0, len(mats_m)))
    return whole[np.isfinite(whole).all(axis=1) & (np.diff(whole, axis=1, prepend=0.0) >= 0).all(axis=1)]


def _like(past: Past, mats_m: Floats) -> bool:
    widest_m, theirs_m = _widest_m(mats_m), _widest_m(past.mats_m)
    return abs(past.length_m / mats_m[-1] - 1) <= LIKE and theirs_m <= COARSER * widest_m


def _widest_m(mats_m: Floats) -> float:
    return float(np.diff(mats_m, prepend=0.0).max())


def _at_mats(past: Past, mats_m: Floats) -> Floats:
    stretch = float(mats_m[-1] / past.length_m)
    elapsed_s = (came_s(past) - past.start_s[:, None]) * stretch
    filled = fill_s(np.column_stack([np.zeros(len(past)), elapsed_s]), np.append(0.0, past.mats_m * stretch))
    return np.column_stack([_between(filled, np.append(0.0, past.mats_m * stretch), m) for m in mats_m])


def _between(elapsed_s: Floats, at_m: Floats, wanted_m: float) -> Floats:
    after = min(int(np.searchsorted(at_m, wanted_m - 0.5)), len(at_m) - 1)
    before = max(after - 1, 0)
    wide_m = at_m[after] - at_m[before]
    share = (wanted_m - at_m[before]) / wide_m if wide_m > 0 else 1.0
    return elapsed_s[:, before] + min(share, 1.0) * (elapsed_s[:, after] - elapsed_s[:, before])


def fill_s(elapsed_s: Floats, at_m: Floats) -> Floats:
    """Return elapsed seconds with missing inner mats filled at the pace between their neighbours.

    What lies past a runner's last read stays nan. The first column must be known.
    """
    columns, mats = np.arange(len(at_m)), len(at_m)
    seen = np.isfinite(elapsed_s)
    before = np.maximum.accumulate(np.where(seen, columns, 0), axis=1)
    after = np.minimum.accumulate(np.where(seen, columns, mats)[:, ::-1], axis=1)[:, ::-1]
    inside = np.minimum(after, mats - 1)
    low_s, high_s = np.take_along_axis(elapsed_s, before, 1), np.take_along_axis(elapsed_s, inside, 1)
    wide_m = at_m[inside] - at_m[before]
    share = np.where(wide_m > 0, (at_m[columns] - at_m[before]) / np.where(wide_m > 0, wide_m, 1.0), 0.0)
    filled = np.where(after < mats, low_s + share * (high_s - low_s), np.nan)
    return np.where(seen, elapsed_s, filled)
