"""The race asked by prefix: everybody read at a mat, at the moment when she crosses it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from alongside.forecast.known import Known
from alongside.forecast.past import Past
from alongside.score.question import Floats, Question, Target, Whole, came_s, reached, slowest_tenth

FEWEST = 30  # a mean over fewer says nothing


def by_prefix(past: Past) -> Iterator[Question]:
    """Yield a question per mat but the last: the reads up to there are known, the finish is asked."""
    read_s, there = came_s(past), reached(past)
    for mat in range(len(past.mats) - 1):
        rows = np.flatnonzero(np.isfinite(read_s[:, mat]) & (read_s[:, mat] > past.start_s))
        if len(rows) >= FEWEST:
            yield _at(past, mat, rows, read_s[rows], there[rows])


def _at(past: Past, mat: int, rows: Whole, read_s: Floats, there: Floats) -> Question:
    later = np.arange(len(past.mats)) > mat
    now_s, start_s = read_s[:, mat], past.start_s[rows]
    known = Known(
        now_s, start_s, np.where(later, np.nan, read_s), gender=past.gender[rows], group=past.group[rows]
    )
    groups = {"all": np.arange(len(rows)), "slowest tenth": slowest_tenth(now_s - start_s)}
    km = float(past.mats_m[mat]) / 1000
    return Question(
        past, "prefix", past.mats[mat], km, known, known, read_s, there, groups, (finish(past, len(rows)),)
    )


def finish(past: Past, n: int) -> Target:
    """Return the finish as what is asked of ``n`` runners."""
    return Target("finish", past.length_m / 1000, np.full(n, len(past.mats) - 1, dtype=np.int64))
