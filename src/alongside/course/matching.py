"""Where two lines run side by side in the same direction: pairs of metres, before they become stretches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.course.line import CourseLine, Metres, resample

STEP_M = 10.0
_CHORD_M = 30.0  # long enough that GPS wiggle does not turn a heading round
_SAME_WAY_COS = 0.5  # within 60 degrees
_GAP_SAMPLES = 4

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class Samples:
    """A line every ``STEP_M``: metres along, east, north, and unit headings; shapes ``(samples,)``."""

    along_m: Metres
    x_m: Metres
    y_m: Metres
    east: Metres
    north: Metres


@dataclass(frozen=True)
class Matches:
    """Metres of ``a`` and of ``b`` side by side, and how far apart; in order of ``a``, then ``b``."""

    a_m: Metres
    b_m: Metres
    off_m: Metres


def samples_of(line: CourseLine, frame: CourseLine) -> Samples:
    """Return a line sampled in the projection of ``frame``."""
    x, y = frame.project(line.lat, line.lon)
    along_m = resample(line, STEP_M)

    def xy(at: Metres) -> tuple[Metres, Metres]:
        return np.interp(at, line.along_m, x), np.interp(at, line.along_m, y)

    (x_from, y_from), (x_to, y_to) = xy(along_m - _CHORD_M), xy(along_m + _CHORD_M)
    chord = np.maximum(np.hypot(x_to - x_from, y_to - y_from), 1e-9)
    return Samples(along_m, *xy(along_m), (x_to - x_from) / chord, (y_to - y_from) / chord)


def matches(a: Samples, b: Samples, within_m: float, apart_m: float | None) -> Matches:
    """Return for each sample of ``a`` its foot on every pass of ``b`` that runs the same way nearby.

    With ``apart_m``, both are one line, and only feet at least so much farther along are kept.
    """
    i, j = _near_pairs(a, b, within_m + STEP_M)
    same_way = a.east[i] * b.east[j] + a.north[i] * b.north[j] > _SAME_WAY_COS
    if apart_m is not None:
        same_way &= b.along_m[j] - a.along_m[i] >= apart_m
    i, j = i[same_way], j[same_way]
    b_m, off_m = _feet(a, b, i, j)
    best = _best_of_each_pass(i, j, off_m)
    best = best[off_m[best] <= within_m]
    return Matches(a.along_m[i[best]], b_m[best], off_m[best])


def _near_pairs(a: Samples, b: Samples, radius_m: float) -> tuple[Ints, Ints]:
    """Indices of all pairs nearer than ``radius_m``, sorted by ``a``, then ``b``; by a grid of cells."""
    order, keys = _sorted_cells(b, radius_m)
    i_parts, j_parts = [], []
    for east in (-1, 0, 1):
        for north in (-1, 0, 1):
            i, at = _in_cell(a, keys, radius_m, east, north)
            i_parts.append(i)
            j_parts.append(order[at])
    i, j = np.concatenate(i_parts), np.concatenate(j_parts)
    near = np.hypot(a.x_m[i] - b.x_m[j], a.y_m[i] - b.y_m[j]) <= radius_m
    i, j = i[near], j[near]
    by_a = np.lexsort((j, i))
    return i[by_a], j[by_a]


def _cells(samples: Samples, radius_m: float, east: int = 0, north: int = 0) -> NDArray[np.int64]:
    column = np.floor(samples.x_m / radius_m).astype(np.int64) + east
    row = np.floor(samples.y_m / radius_m).astype(np.int64) + north
    return column * 10_000_000 + row


def _sorted_cells(b: Samples, radius_m: float) -> tuple[Ints, NDArray[np.int64]]:
    keys = _cells(b, radius_m)
    order = np.argsort(keys, kind="stable")
    return order, keys[order]


def _in_cell(
    a: Samples, keys: NDArray[np.int64], radius_m: float, east: int, north: int
) -> tuple[Ints, Ints]:
    """Each sample of ``a`` with each place in ``keys`` that has the key of its neighbour cell."""
    wanted = _cells(a, radius_m, east, north)
    first = np.searchsorted(keys, wanted, side="left")
    count = np.searchsorted(keys, wanted, side="right") - first
    i = np.repeat(np.arange(len(wanted)), count)
    nth = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, first[i] + nth


def _feet(a: Samples, b: Samples, i: Ints, j: Ints) -> tuple[Metres, Metres]:
    """The foot of sample ``i`` of ``a`` on the pieces of ``b`` before and after ``j``: metres, and off."""
    before_m, before_off = _foot(a, b, i, np.maximum(j - 1, 0))
    after_m, after_off = _foot(a, b, i, np.minimum(j, len(b.along_m) - 2))
    nearer = before_off < after_off
    return np.where(nearer, before_m, after_m), np.where(nearer, before_off, after_off)


def _foot(a: Samples, b: Samples, i: Ints, k: Ints) -> tuple[Metres, Metres]:
    dx, dy = b.x_m[k + 1] - b.x_m[k], b.y_m[k + 1] - b.y_m[k]
    to_x, to_y = a.x_m[i] - b.x_m[k], a.y_m[i] - b.y_m[k]
    share = np.clip((to_x * dx + to_y * dy) / np.maximum(dx * dx + dy * dy, 1e-12), 0.0, 1.0)
    along_m = b.along_m[k] + share * (b.along_m[k + 1] - b.along_m[k])
    return along_m, np.hypot(to_x - share * dx, to_y - share * dy)


def _best_of_each_pass(i: Ints, j: Ints, off_m: Metres) -> Ints:
    """Of each run of neighbouring ``j`` of one ``i``, the index of the nearest."""
    if not len(i):
        return np.empty(0, dtype=np.intp)
    new_pass = np.concatenate(([True], (np.diff(i) > 0) | (np.diff(j) > _GAP_SAMPLES)))
    group = np.cumsum(new_pass) - 1
    by_off = np.lexsort((off_m, group))
    first = np.concatenate(([True], np.diff(group[by_off]) > 0))
    return by_off[first]
