"""A runner's way over mats and lines, in the order of her road, and what each point says of the next.

A line counts only away from mats, and only where its clock lies between those of the mats around it: a phone
that was carried over the course before the start, or by a van, makes no points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from alongside.together.evidence import Evidence
from alongside.together.facts import RATE, SCALE
from alongside.together.field import NEVER, Times
from alongside.together.shared_lines import LINE_M

FROM_MAT_M = 400.0  # a line nearer to a mat than this says what the mat says, less exactly
PACE_OVER_M = 2_500.0  # her pace at a point is that of the way since this far before it
LEAST_OVER_M = 900.0
USUAL_S_PER_M, FIRST_SPREAD = 0.36, 0.45  # of her first kilometre nothing is known but that she runs
PER_M = 5_000.0  # spreads are relative, over so many metres; over others they grow with the root
UNEVEN = 2.5  # a kilometre is so much less even than the stretch between mats that it is part of
LEAST_SPREAD, MOST_SPREAD = 0.05, 0.10  # of recorded and of made-up runners


@dataclass(frozen=True)
class Walk:
    """Points by metres: ``key`` is a mat's column, or minus the kilometre of a line.

    ``pace`` is what she is expected to take for a metre beyond the point, ``spread`` how far that may be
    off, ``rate`` the log of how many crossed the last mat per second around her; ``nan`` where unknown.
    """

    row: int
    key: tuple[int, ...]
    along_m: tuple[float, ...]
    at_s: tuple[float, ...]
    pace: tuple[float, ...]
    spread: tuple[float, ...]
    rate: tuple[float, ...]
    place: dict[int, int]

    @property
    def lines(self) -> list[int]:
        """The places of lines among the points."""
        return [place for place, key in enumerate(self.key) if key < 0]


def walk_of(evidence: Evidence, row: int, lines_ms: Times) -> Walk:
    """Return the way of a row; ``lines_ms`` are its clocks at the kilometres, ``NEVER`` where unknown."""
    field = evidence.field
    road_m = field.along_m[field.distance[row]]
    at_ms = field.at_ms[row]
    mats = [(float(road_m[mat]), mat, int(at_ms[mat])) for mat in _crossed(road_m, at_ms)]
    known = np.flatnonzero(lines_ms != NEVER).tolist()
    lines = [(LINE_M * (at + 1), -(at + 1), int(lines_ms[at])) for at in known]
    mats_m = road_m[np.isfinite(road_m)]
    points = mats + [line for line in lines if _counts(line, mats, mats_m)]
    points = _forward(sorted(points))
    along_m, keys = tuple(m for m, _, _ in points), tuple(key for _, key, _ in points)
    at_s = tuple(ms / 1000.0 for _, _, ms in points)
    pace, spread, rate = _expected(evidence, row, along_m, keys, at_s)
    place = {key: at for at, key in enumerate(keys)}
    return Walk(row, keys, along_m, at_s, pace, spread, rate, place)


def _crossed(road_m: np.ndarray, at_ms: Times) -> list[int]:
    return [int(mat) for mat in np.flatnonzero(np.isfinite(road_m) & (at_ms != NEVER))]


def _counts(line: tuple[float, int, int], mats: list[tuple[float, int, int]], mats_m: np.ndarray) -> bool:
    """Return whether a line is away from all mats, and between those of hers in time as on the road."""
    along_m, _, at_ms = line
    if len(mats_m) and np.abs(mats_m - along_m).min() < FROM_MAT_M:
        return False
    return all((mat_m < along_m) == (mat_ms < at_ms) for mat_m, _, mat_ms in mats)


def _forward(points: list[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Return points without lines that came no later than the point before them."""
    kept: list[tuple[float, int, int]] = []
    for point in points:
        if point[1] >= 0 or not kept or point[2] > kept[-1][2]:
            kept.append(point)
    return kept


def _expected(
    evidence: Evidence, row: int, along_m: tuple[float, ...], keys: tuple[int, ...], at_s: tuple[float, ...]
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]:
    pace, spread, rate = [], [], []
    unsteady, around, since = MOST_SPREAD, math.nan, 0
    for at, key in enumerate(keys):
        if key >= 0:
            around = float(evidence.facts[row, key, RATE])
            unsteady = _spread(evidence, row, key, unsteady)
        while since + 1 < at and along_m[at] - along_m[since + 1] >= PACE_OVER_M:
            since += 1
        over_m, over_s = along_m[at] - along_m[since], at_s[at] - at_s[since]
        known = over_m >= LEAST_OVER_M and over_s > 0
        pace.append(over_s / over_m if known else USUAL_S_PER_M)
        spread.append(unsteady if known else FIRST_SPREAD)
        rate.append(around)
    return tuple(pace), tuple(spread), tuple(rate)


def _spread(evidence: Evidence, row: int, mat: int, held: float) -> float:
    """Return how unsteady she was by her stretch to a mat, over ``PER_M``; else what was known before."""
    last, scale_s = int(evidence.before[row, mat]), float(evidence.facts[row, mat, SCALE])
    if last < 0 or scale_s <= 0.0:
        return held
    field = evidence.field
    metres = float(np.subtract(*field.along_m[field.distance[row], [mat, last]]))
    seconds = float(field.at_ms[row, mat] - field.at_ms[row, last]) / 1000.0
    return min(max(UNEVEN * scale_s / seconds * math.sqrt(PER_M / metres), LEAST_SPREAD), MOST_SPREAD)


def parted(one: Walk, other: Walk, end_m: float, now_s: float, apart_s: float) -> bool:
    """Return whether two have gone apart since ``end_m``, where they were together last.

    One has crossed a mat beyond it, or both a line, more than ``apart_s`` ago; or one was seen at a line so
    long after the other had been as far or farther. A phone that is silent parts nobody.
    """
    if any(key >= 0 and m > end_m and now_s - s > apart_s for w in (one, other) for key, m, s in _points(w)):
        return True
    both = [key for key in one.key if key < 0 and key in other.place and -LINE_M * key > end_m]
    if any(now_s - max(w.at_s[w.place[key]] for w in (one, other)) > apart_s for key in both):
        return True
    return _left_behind(one, other, end_m, apart_s) or _left_behind(other, one, end_m, apart_s)


def _points(walk: Walk) -> list[tuple[int, float, float]]:
    return list(zip(walk.key, walk.along_m, walk.at_s, strict=True))


def _left_behind(ahead: Walk, behind: Walk, end_m: float, apart_s: float) -> bool:
    """Return whether one was at her newest line long after the other had been as far."""
    if not behind.lines:
        return False
    newest = behind.lines[-1]
    beyond = [s for key, m, s in _points(ahead) if key < 0 and m > end_m and m >= behind.along_m[newest]]
    return bool(beyond) and behind.at_s[newest] - min(beyond) > apart_s


def common(one: Walk, other: Walk) -> list[tuple[int, int]]:
    """Return the places, in each way, of the points both crossed, in order."""
    return [(at, other.place[key]) for at, key in enumerate(one.key) if key in other.place]
