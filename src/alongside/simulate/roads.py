"""The roads of a made-up river city, drawn in open ocean so that nobody takes it for a real place.

Everything is drawn on a plane in km (east, north), bent a little so that no street is a ruler's line,
and put on the globe. The marathon starts south of the river, the half leaves it after twelve miles on
the north bank, and the marathon crosses all five bridges.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.course.line import cumulative_m
from alongside.units import EARTH_RADIUS_M, HALF_MARATHON_M, MARATHON_M, METRES_PER_MILE

SPLIT_M = 12 * METRES_PER_MILE
_ORIGIN = (44.0, -31.0)  # degrees; the nearest land is 600 km away
_STEP_KM = 0.025
_CORNER_KM = 0.07

Points = np.ndarray  # (points, 2), km east and north


@dataclass(frozen=True)
class Road:
    """A course as drawn: ``lat``, ``lon`` in degrees, and metres along by haversine, shape ``(points,)``."""

    lat: np.ndarray
    lon: np.ndarray
    along_m: np.ndarray
    bridges_m: tuple[float, ...]


def full_road() -> Road:
    """Return the marathon: 42,195 m to within a metre, five bridges, one out-and-back of 2 km."""
    return _road(np.concatenate([_common(), _full_tail()[1:]]))


def half_road() -> Road:
    """Return the half: 21,097.5 m to within a metre; its first twelve miles are the marathon's."""
    return _road(np.concatenate([_common(), _half_tail()[1:]]))


def _common() -> Points:
    """From the start on the south bank over three bridges to the split, twelve miles."""

    def drawn(west: float) -> Points:
        return _rounded(
            [
                (0.0, -0.9),
                (-2.4, -0.9),
                (-2.4, 1.1),
                (west, 1.1),
                (west, -1.9),
                (1.4, -1.9),
                (1.4, 0.9),
            ]
        )

    return _of_length(drawn, SPLIT_M, -6.5, -3.0)


def _half_tail() -> Points:
    """From the split straight to the finish street."""
    return _of_length(_half_end, HALF_MARATHON_M - SPLIT_M, -1.5, 0.6)


def _half_end(finish: float) -> Points:
    return _rounded([(1.4, 0.9), (1.0, 1.2), (finish, 1.2)])


def _full_tail() -> Points:
    """From the split east, over the fourth bridge, out and back, over the fifth, and round the north."""
    finish = tuple(_half_tail()[-1])

    def drawn(north: float) -> Points:
        out = _rounded([(1.4, 0.9), (5.6, 0.9), (5.6, -1.5), (8.2, -1.5)])
        back = _rounded([(8.2, -1.5), (7.2, -1.5), (7.2, north), (0.3, north), (0.3, 1.2), finish])
        return np.concatenate([out, back[1:]])

    return _of_length(drawn, MARATHON_M - SPLIT_M, 3.4, 1.6)


def _of_length(drawn: Callable[[float], Points], length_m: float, longer: float, shorter: float) -> Points:
    """Bisect the one free corner until the road is as long as it should be."""
    for _ in range(40):
        middle = (longer + shorter) / 2
        if _length_m(drawn(middle)) > length_m:
            longer = middle
        else:
            shorter = middle
    return drawn((longer + shorter) / 2)


def _rounded(corners: list[tuple[float, ...]]) -> Points:
    """Points every 25 m along straight streets, with rounded corners."""
    turning = np.array(corners)
    path = [turning[0]]
    for before, here, after in zip(turning, turning[1:], turning[2:], strict=False):
        path.extend(_corner(before, here, after))
    return _dense(np.array([*path, turning[-1]]))


def _corner(before: np.ndarray, here: np.ndarray, after: np.ndarray) -> list[np.ndarray]:
    enter = here + (before - here) / np.linalg.norm(before - here) * _CORNER_KM
    leave = here + (after - here) / np.linalg.norm(after - here) * _CORNER_KM
    bend = np.linspace(0.0, 1.0, 5)
    return [(1 - t) ** 2 * enter + 2 * t * (1 - t) * here + t**2 * leave for t in bend]


def _dense(path: Points) -> Points:
    at_km = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    wanted = np.union1d(np.arange(0.0, at_km[-1], _STEP_KM), at_km)
    return np.stack([np.interp(wanted, at_km, path[:, 0]), np.interp(wanted, at_km, path[:, 1])], axis=1)


def _on_globe(points: Points) -> tuple[np.ndarray, np.ndarray]:
    """Degrees of points of the plane, after the bend, as a GPX file keeps them."""
    x, y = points[:, 0], points[:, 1]
    east = x + 0.10 * np.sin(1.7 * y + 0.3)
    north = y + 0.14 * np.sin(1.1 * x) + 0.04 * np.sin(3.1 * x)
    per_degree_km = np.pi * EARTH_RADIUS_M / 180_000
    lat = _ORIGIN[0] + north / per_degree_km
    lon = _ORIGIN[1] + east / (per_degree_km * np.cos(np.radians(_ORIGIN[0])))
    return np.round(lat, 6), np.round(lon, 6)


def _length_m(points: Points) -> float:
    return float(cumulative_m(*_on_globe(points))[-1])


def _road(points: Points) -> Road:
    lat, lon = _on_globe(points)
    along_m = cumulative_m(lat, lon)
    wet = points[:, 1] > 0.35 * np.sin(1.1 * points[:, 0])  # which bank of the winding river
    over = np.flatnonzero(wet[1:] != wet[:-1])
    return Road(lat, lon, along_m, tuple(float(along_m[at]) for at in over))


def gpx_bytes(road: Road, name: str) -> bytes:
    """Return the road as a GPX 1.1 file with one track of one segment."""
    points = "\n".join(
        f'      <trkpt lat="{lat:.6f}" lon="{lon:.6f}"/>' for lat, lon in zip(road.lat, road.lon, strict=True)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<gpx version="1.1" creator="alongside" xmlns="http://www.topografix.com/GPX/1/1">\n'
        f"  <trk>\n    <name>{name}</name>\n    <trkseg>\n{points}\n    </trkseg>\n  </trk>\n</gpx>\n"
    ).encode()
