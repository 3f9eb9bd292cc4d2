"""A GPX file's bytes to the points of one course, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import gpxpy
import gpxpy.gpx
import numpy as np
from numpy.typing import NDArray

from alongside.course.line import haversine_m
from alongside.errors import InputError

Degrees = NDArray[np.float64]

_LONGEST_LEG_M = 20_000.0  # nobody draws a course so coarsely: a stray point, or two courses in one file
_LINE = re.compile(r"line:? (\d+)")


def read_gpx(raw: bytes, where: str) -> tuple[Degrees, Degrees]:
    """Return latitudes and longitudes, degrees, of the points of a course, shape ``(points,)``.

    Tracks are taken before routes; several tracks and segments are joined in the order of the file, and a
    point that repeats the one before is dropped. ``where`` names the file in messages.
    Raises :class:`InputError` for what is no GPX, holds no course, or leaves the Earth.
    """
    points = np.array(list(_points(_parse(raw, where))), dtype=np.float64).reshape(-1, 2)
    _check_on_earth(points, where)
    points = points[_differs_from_previous(points)]
    if len(points) < 2:
        raise InputError.of(
            where,
            f"holds {len(points)} different track points, which is no course.",
            "Export the course as a GPX track (or route) from start to finish.",
        )
    _check_no_jump(points, where)
    return points[:, 0], points[:, 1]


def _parse(raw: bytes, where: str) -> gpxpy.gpx.GPX:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise InputError.of(where, "declares a DOCTYPE, which no GPX needs.", "Export the course again.")
    try:
        return gpxpy.parse(raw)
    # gpxpy lets whatever its XML parser and its number fields raise come through.
    except Exception as error:
        raise InputError.of(
            where,
            f"cannot be read as GPX{_at_line(error)} ({_first_line(error)}).",
            "Export the course again.",
        ) from error


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:160].removeprefix("Error parsing XML: ") if lines else type(error).__name__


def _at_line(error: Exception) -> str:
    match = _LINE.search(str(error))
    return f" at line {match.group(1)}" if match else ""


def _points(gpx: Any) -> Iterable[tuple[float, float]]:
    tracked = [point for track in gpx.tracks for part in track.segments for point in part.points]
    routed = [point for route in gpx.routes for point in route.points]
    for point in tracked or routed:
        yield float(point.latitude), float(point.longitude)


def _check_on_earth(points: Degrees, where: str) -> None:
    inside = (np.abs(points[:, 0]) <= 90) & (np.abs(points[:, 1]) <= 180)  # nan is not inside either
    at_zero = (points == 0).all(axis=1)
    bad = np.flatnonzero(~inside | at_zero)
    if len(bad):
        lat, lon = points[bad[0]]
        raise InputError.of(
            where,
            f"point {bad[0] + 1} of {len(points)} lies at lat {lat:g}, lon {lon:g}"
            + (f", and {len(bad) - 1} more like it." if len(bad) > 1 else "."),
            "Latitudes run from -90 to 90, longitudes from -180 to 180, and 0, 0 is in the sea: remove it.",
        )


def _check_no_jump(points: Degrees, where: str) -> None:
    legs_m = haversine_m(points[:-1, 0], points[:-1, 1], points[1:, 0], points[1:, 1])
    far = int(np.argmax(legs_m))
    if legs_m[far] > _LONGEST_LEG_M:
        lat, lon = points[far + 1]
        raise InputError.of(
            where,
            f"jumps {legs_m[far] / 1000:.0f} km in one step, to lat {lat:g}, lon {lon:g}.",
            "Remove that point, or all tracks but the course's own.",
        )


def _differs_from_previous(points: Degrees) -> NDArray[np.bool_]:
    differs = np.ones(len(points), dtype=np.bool_)
    differs[1:] = (points[1:] != points[:-1]).any(axis=1)
    return differs
