"""How likely a mat misses a runner: hardly ever in the field, often at its end, where mats are taken up.

In results lists a mat misses 0.1 to 4 % of a field, but up to half or more of its last hundredth in the
second half of the road (Chicago 2023: 57 % at 40 km; New York 2014: 68 % at 35 km; Boston 2018: 24 % at
35 km), and whom one mat missed there the next one misses too. So at the end of a field a silence says little.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.known import Known, Track

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
REAR = np.array([0.97, 0.99])  # shares of a field: before, near, at its end
BY_LIMIT = np.array([0.93, 1.0])  # shares of the time that the limit grants up to here: the same by the plan
LATE = np.array([0.5, 0.75])  # of the road: the mats further on are the ones taken up early
# By class (before, near, at the end of the field), in the first half, the third and the last quarter.
ONCE = np.array([0.003, 0.003, 0.003, 0.006, 0.03, 0.06, 0.03, 0.15, 0.4])
AGAIN = np.array([0.15, 0.15, 0.15, 0.45, 0.45, 0.45, 0.8, 0.8, 0.8])
WORTH = 100.0  # what is usual counts as much as so many runners of today
MOVING = 2.0  # who took more than so many times what her pace makes of the next stretch has hardly gone on


def with_misses(known: Known, everybody: Known, track: Track, rows: Rows) -> Known:
    """Return ``known``, of ``rows`` of ``everybody``, with how likely the next mats miss each of them."""
    once, again = by_rank(everybody, track, rows)
    return replace(known, once=once, again=again)


def by_rank(known: Known, track: Track, rows: Rows) -> tuple[Floats, Floats]:
    """Return ``once`` and ``again`` of some runners, learned from everybody of ``known``: shape ``(rows,)``.

    The end of the field is told by how many passed her last mat before her. What is usual is moved by what
    today's mats have missed of runners of that class who were read further on.
    """
    last, along_m = known.last_mat, track.along_m
    next_m = along_m[np.minimum(last + 2, len(track.mats_m))]
    classes = np.searchsorted(REAR, _ranks(known, last, along_m), side="right")
    cells = _cells(classes, next_m / track.length_m)
    once, again = _learned(known, track, classes)
    return once[cells[rows]], again[cells[rows]]


def by_limit(shares: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Return ``once`` and ``again`` where runners took these shares of the time granted up to ``places``.

    ``places`` are fractions of the road; a share of nan (no limit, or no crossing) is of the field.
    """
    classes = np.searchsorted(BY_LIMIT, np.nan_to_num(shares, nan=0.0), side="right")
    cells = _cells(classes, places)
    return ONCE[cells], AGAIN[cells]


def _cells(classes: Rows, places: Floats) -> Rows:
    return np.asarray(3 * classes + np.searchsorted(LATE, places, side="right"))


def _ranks(known: Known, last: Rows, along_m: Floats) -> Floats:
    """Return which share of those who come to each one's last mat passed it before her."""
    seen = np.isfinite(known.at_s)
    to_come = _moving(known, last, along_m)
    rank = np.zeros(len(last))
    for mat in range(seen.shape[1]):
        here, read_s = last == mat, np.sort(known.at_s[seen[:, mat], mat])
        unread = int((~seen[:, mat] & (last > mat)).sum())
        coming = int((to_come & (last < mat)).sum())
        before = np.searchsorted(read_s, known.at_s[here, mat]) + unread
        rank[here] = before / max(len(read_s) + unread + coming, 1)
    return rank


def _moving(known: Known, last: Rows, along_m: Floats) -> NDArray[np.bool_]:
    """Return who can still be on her way to the mat after her last one."""
    rows = np.arange(len(last))
    crossed_s = np.column_stack([known.start_s, known.at_s])
    last_s = crossed_s[rows, last + 1]
    ahead_m = along_m[np.minimum(last + 2, len(along_m) - 1)] - along_m[last + 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        pace = np.where(last >= 0, (last_s - known.start_s) / along_m[last + 1], 0.6)  # s/m: a slow walk
        return np.asarray(known.now_s - last_s < MOVING * pace * ahead_m)


def _learned(known: Known, track: Track, classes: Rows) -> tuple[Floats, Floats]:
    """Return ``once`` and ``again`` by cell: what is usual, moved by who was missed and read further on."""
    seen = np.isfinite(known.at_s)
    further = np.maximum.accumulate(seen[:, ::-1], axis=1)[:, ::-1]
    before = np.concatenate([np.ones((len(seen), 1), dtype=np.bool_), seen[:, :-1]], axis=1)
    cells = _cells(classes[:, None], track.mats_m[None, :] / track.length_m)
    inner = further & (track.mats_m < track.length_m)
    learned = []
    for usual, counted in ((ONCE, inner & before), (AGAIN, inner & ~before)):
        missed = np.bincount(cells[counted & ~seen], minlength=len(usual))
        asked = np.bincount(cells[counted], minlength=len(usual))
        learned.append((missed + WORTH * usual) / (asked + WORTH))
    return learned[0], learned[1]
