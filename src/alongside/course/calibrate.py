"""Raw metres of a GPX to official metres, through marks that somebody measured.

A drawn or recorded track is 0.3 to 3 % off. Between two places whose official metres are known (the
ends, certified marks, certified mats) the error is spread evenly.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from alongside.course.line import CourseLine, Metres, Pass, nearest, passes
from alongside.course.measures import show_length
from alongside.errors import Problems

MARK_WITHIN_M = 200.0
STRETCH_LOW, STRETCH_HIGH = 0.8, 1.25
_SHORTEST_PIECE_M = 100.0  # below this a mark's own placing error decides the stretch, so it is not judged


@dataclass(frozen=True)
class CertifiedMark:
    """A place whose official metres are known; ``where`` is its key path, for messages."""

    official_m: float
    lat: float
    lon: float
    where: str


def calibrated(
    raw: CourseLine, length_m: float, marks: list[CertifiedMark], where: str, problems: Problems
) -> CourseLine:
    """Return the line with official metres: 0 at its first point, ``length_m`` at its last.

    Notes a problem for a mark more than 200 m off the track, for marks out of order, and for a piece
    whose official length is not 0.8 to 1.25 times its length on the track.
    """
    knots = [(0.0, 0.0, where)]
    for mark in sorted(marks, key=lambda m: m.official_m):
        _add_knot(knots, raw, length_m, mark, problems)
    knots.append((raw.length_m, length_m, where))
    _check_stretch(knots, problems)
    return _through(raw, knots)


def _add_knot(
    knots: list[tuple[float, float, str]],
    raw: CourseLine,
    length_m: float,
    mark: CertifiedMark,
    problems: Problems,
) -> None:
    found = _find(raw, mark, raw.length_m / length_m)
    if found is None:
        off_m = nearest(raw, mark.lat, mark.lon).off_m
        problems.add(
            mark.where,
            f"the mark at {show_length(mark.official_m)} lies {show_length(off_m)} off the track.",
            f"A mark must lie within {MARK_WITHIN_M:.0f} m: check lat and lon, and the GPX.",
        )
    elif mark.official_m >= length_m or mark.official_m <= 0:
        return  # the ends are known anyway
    elif found.along_m <= knots[-1][0] or mark.official_m <= knots[-1][1]:
        problems.add(
            mark.where,
            f"the mark at {show_length(mark.official_m)} lies on the track before the mark at"
            f" {show_length(knots[-1][1])}.",
            "Check which of the two is wrong.",
        )
    else:
        knots.append((found.along_m, mark.official_m, mark.where))


def _find(raw: CourseLine, mark: CertifiedMark, raw_per_official: float) -> Pass | None:
    """The pass that the mark means: near the place, and near the metres it should have."""
    candidates = passes(raw, mark.lat, mark.lon, MARK_WITHIN_M)
    expected_m = mark.official_m * raw_per_official
    return min(candidates, key=lambda p: abs(p.along_m - expected_m) + p.off_m, default=None)


def _check_stretch(knots: list[tuple[float, float, str]], problems: Problems) -> None:
    for (raw_a, official_a, _), (raw_b, official_b, where) in itertools.pairwise(knots):
        if max(raw_b - raw_a, official_b - official_a) < _SHORTEST_PIECE_M:
            continue
        factor = (official_b - official_a) / max(raw_b - raw_a, 1e-9)
        if not STRETCH_LOW <= factor <= STRETCH_HIGH:
            problems.add(
                where,
                f"{show_length(official_a)} to {show_length(official_b)} measures"
                f" {show_length(raw_b - raw_a)} on the GPX, {factor:.2f} official metres for each.",
                f"The factor must lie between {STRETCH_LOW} and {STRETCH_HIGH}: check the length, the marks"
                " and that the GPX runs from start to finish.",
            )


def _through(raw: CourseLine, knots: list[tuple[float, float, str]]) -> CourseLine:
    raw_m = [knot[0] for knot in knots]
    official_m = [knot[1] for knot in knots]
    along_m: Metres = np.interp(raw.along_m, raw_m, official_m)
    return CourseLine(raw.lat, raw.lon, along_m, raw.x_m, raw.y_m)
