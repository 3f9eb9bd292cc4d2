"""A course as a line on the ground: points, headings, and where the line passes a place.

``along_m`` is haversine metres on a sphere of ``EARTH_RADIUS_M`` from the first point, or official metres
once calibrated. Distances across the line are taken in a flat local projection, good to 1 % on courses
below 200 km; that is for telling roads apart, never for measuring a course.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alongside.events import plan
from alongside.units import EARTH_RADIUS_M

Metres = NDArray[np.float64]

HEADING_CHORD_M = 20.0  # a heading is the chord from this far before to this far after
_RISE_M = 10.0  # a line has left a place, and may pass it again, once it is this much farther off


@dataclass(frozen=True)
class Pass:
    """A line passes a place: where along, how far off, and its heading there in degrees from north."""

    along_m: float
    off_m: float
    heading_deg: float


@dataclass(frozen=True)
class CourseLine:
    """A line: degrees, metres along, and metres east and north of the first point; shapes ``(points,)``."""

    lat: Metres
    lon: Metres
    along_m: Metres
    x_m: Metres
    y_m: Metres

    @classmethod
    def through(cls, lat: ArrayLike, lon: ArrayLike, along_m: ArrayLike | None = None) -> CourseLine:
        """Return the line through points in order; ``along_m`` is measured unless it is given."""
        lat_deg, lon_deg = np.asarray(lat, np.float64), np.asarray(lon, np.float64)
        measured = cumulative_m(lat_deg, lon_deg) if along_m is None else np.asarray(along_m, np.float64)
        x_m, y_m = _project(lat_deg, lon_deg, lat_deg[0], lon_deg[0])
        return cls(lat_deg, lon_deg, measured, x_m, y_m)

    @classmethod
    def of(cls, line: plan.Line) -> CourseLine:
        """Return the geometry of a plan's line."""
        return cls.through(line.lat, line.lon, line.along_m)

    @property
    def length_m(self) -> float:
        """Metres along from the first to the last point."""
        return float(self.along_m[-1])

    def project(self, lat: ArrayLike, lon: ArrayLike) -> tuple[Metres, Metres]:
        """Return metres east and north of this line's first point."""
        return _project(np.asarray(lat, np.float64), np.asarray(lon, np.float64), self.lat[0], self.lon[0])

    def xy_at(self, along_m: Metres) -> tuple[Metres, Metres]:
        """Return metres east and north at metres along, clipped to the ends."""
        return np.interp(along_m, self.along_m, self.x_m), np.interp(along_m, self.along_m, self.y_m)


def haversine_m(lat_a: ArrayLike, lon_a: ArrayLike, lat_b: ArrayLike, lon_b: ArrayLike) -> Metres:
    """Return great-circle metres between points given in degrees, element by element."""
    a_lat, a_lon, b_lat, b_lon = (np.radians(np.asarray(v, np.float64)) for v in (lat_a, lon_a, lat_b, lon_b))
    half = np.sin((b_lat - a_lat) / 2) ** 2
    half = half + np.cos(a_lat) * np.cos(b_lat) * np.sin((b_lon - a_lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def cumulative_m(lat: Metres, lon: Metres) -> Metres:
    """Return haversine metres from the first point to each point, shape ``(points,)``."""
    return np.concatenate(([0.0], np.cumsum(haversine_m(lat[:-1], lon[:-1], lat[1:], lon[1:]))))


def point_at(line: CourseLine, along_m: float) -> tuple[float, float]:
    """Return latitude and longitude at metres along, clipped to the ends."""
    turned = line.lon[0] + _wrapped(line.lon - line.lon[0])  # a line may cross the 180th meridian
    lon = float(np.interp(along_m, line.along_m, turned))
    return float(np.interp(along_m, line.along_m, line.lat)), float(_wrapped(np.float64(lon)))


def heading_at(line: CourseLine, along_m: ArrayLike, chord_m: float = HEADING_CHORD_M) -> Metres:
    """Return headings in degrees clockwise from north, over a chord of twice ``chord_m``."""
    at = np.asarray(along_m, np.float64)
    x_from, y_from = line.xy_at(at - chord_m)
    x_to, y_to = line.xy_at(at + chord_m)
    return np.asarray(np.degrees(np.arctan2(x_to - x_from, y_to - y_from)) % 360)


def turn_deg(heading_a: ArrayLike, heading_b: ArrayLike) -> Metres:
    """Return the angle between two headings, 0 (same way) to 180 (the other way)."""
    return np.abs(_wrapped(np.asarray(heading_a, np.float64) - np.asarray(heading_b, np.float64)))


def resample(line: CourseLine, step_m: float) -> Metres:
    """Return metres along every ``step_m`` from the start, the end included, shape ``(samples,)``."""
    count = max(1, int(np.ceil(line.length_m / step_m)))
    return np.linspace(0.0, line.length_m, count + 1)


def nearest(line: CourseLine, lat: float, lon: float) -> Pass:
    """Return the point of the line that is nearest to a place."""
    along_m, off_m = _ladder(line, lat, lon)
    best = int(np.argmin(off_m))
    return _pass(line, float(along_m[best]), float(off_m[best]))


def passes(line: CourseLine, lat: float, lon: float, within_m: float) -> list[Pass]:
    """Return every time the line passes a place within ``within_m``, in order along the line.

    An out-and-back gives two, with opposite headings; a line that lingers near the place without first
    getting 10 m farther from it passes once.
    """
    along_m, off_m = _ladder(line, lat, lon)
    near = np.flatnonzero(off_m <= within_m + _RISE_M)
    runs = np.split(near, np.flatnonzero(np.diff(near) > 1) + 1)
    lows = [low for run in runs if len(run) for low in _lows(run, off_m)]
    return [_pass(line, float(along_m[i]), float(off_m[i])) for i in lows if off_m[i] <= within_m]


def _lows(run: NDArray[np.intp], off_m: Metres) -> list[int]:
    """The local minima along a run of neighbours, each parted from the next by a rise of ``_RISE_M``."""
    lows: list[int] = []
    low, high, falling = int(run[0]), float(off_m[run[0]]), True
    for i in map(int, run):
        if falling and off_m[i] < off_m[low]:
            low = i
        elif falling and off_m[i] > off_m[low] + _RISE_M:
            lows.append(low)
            high, falling = float(off_m[i]), False
        elif not falling and off_m[i] < high - _RISE_M:
            low, falling = i, True
        high = max(high, float(off_m[i]))
    return [*lows, low] if falling else lows


def _ladder(line: CourseLine, lat: float, lon: float) -> tuple[Metres, Metres]:
    """Metres along and metres off, for each vertex and the foot on each piece in turn: all extremes."""
    px, py = line.project(lat, lon)
    dx, dy = np.diff(line.x_m), np.diff(line.y_m)
    length_2 = np.maximum(dx * dx + dy * dy, 1e-12)
    share = np.clip(((px - line.x_m[:-1]) * dx + (py - line.y_m[:-1]) * dy) / length_2, 0.0, 1.0)
    along_m, off_m = np.empty(2 * len(line.lat) - 1), np.empty(2 * len(line.lat) - 1)
    along_m[::2], off_m[::2] = line.along_m, np.hypot(line.x_m - px, line.y_m - py)
    along_m[1::2] = line.along_m[:-1] + share * np.diff(line.along_m)
    off_m[1::2] = np.hypot(line.x_m[:-1] + share * dx - px, line.y_m[:-1] + share * dy - py)
    return along_m, off_m


def _pass(line: CourseLine, along_m: float, off_m: float) -> Pass:
    return Pass(along_m, off_m, float(heading_at(line, along_m)))


def _project(lat: Metres, lon: Metres, lat_0: float, lon_0: float) -> tuple[Metres, Metres]:
    east = np.radians(_wrapped(lon - lon_0)) * np.cos(np.radians(lat_0))
    return EARTH_RADIUS_M * east, EARTH_RADIUS_M * np.radians(lat - lat_0)


def _wrapped(degrees: Metres | np.float64) -> Metres:
    return np.asarray((degrees + 180.0) % 360.0 - 180.0)
