"""A stretch of a course as points on the ground, and as GeoJSON says it (RFC 7946: longitude first)."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from alongside.course.line import CourseLine, point_at
from alongside.events.plan import Line

Point = tuple[float, float]  # longitude, latitude, in degrees


def points_between(line: Line, from_m: float, to_m: float) -> list[Point]:
    """Return the stretch from ``from_m`` to ``to_m`` as points in order, both ends among them."""
    course = CourseLine.of(line)
    inside = (course.along_m > from_m) & (course.along_m < to_m)
    ends = [point_at(course, along_m) for along_m in (from_m, to_m)]
    between = np.column_stack([course.lat[inside], course.lon[inside]]).tolist()
    return [(_degrees(lon), _degrees(lat)) for lat, lon in (ends[0], *between, ends[1])]


def geometry_of(points: list[Point]) -> dict[str, Any]:
    """Return points as a LineString; cut at the 180th meridian, as RFC 7946 3.1.9 wants it."""
    parts = _parts(points)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _parts(points: list[Point]) -> list[list[Point]]:
    parts = [points[:1]]
    for before, here in pairwise(points):
        if abs(here[0] - before[0]) > 180:
            side = math.copysign(180.0, before[0])
            beyond = here[0] + 2 * side
            share = (side - before[0]) / ((beyond - before[0]) or 1.0)
            lat = _degrees(before[1] + share * (here[1] - before[1]))
            parts[-1].append((side, lat))
            parts.append([(-side, lat)])
        parts[-1].append(here)
    return parts


def _degrees(value: float) -> float:
    return round(float(value), 6)  # 11 cm
