"""Where the mats and stations of a first race.toml go, so that a shared road gets each of them once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from alongside.course.first_answers import Points, point_name
from alongside.course.first_race import FirstDistance, FirstPoint, FirstWave
from alongside.course.places import Roads, everywhere
from alongside.course.splits import END_M
from alongside.course.toml_table import Table
from alongside.course.tracks import OpenGpx, calibrate_tracks, read_tracks
from alongside.errors import Problems
from alongside.events.plan import Place
from alongside.units import METRES_PER_MILE

_ROUND_S = 300  # stations close on five minutes


class FirstRoads:
    """The courses of a race, and what stands beside them so far."""

    def __init__(self, distances: Sequence[FirstDistance], open_gpx: OpenGpx) -> None:
        problems, warnings = Problems(), list[str]()
        data: dict[str, Any] = {"distance": [_table(distance) for distance in distances]}
        tracks = read_tracks(Table("race.toml", "race", data, problems), open_gpx)
        calibrate_tracks(tracks, problems, warnings)
        problems.raise_if_any()
        self._roads = Roads(tracks, (), warnings)
        self._distances = distances
        self._first = distances[0].id
        self.mats: list[FirstPoint] = []
        self.stations: list[FirstPoint] = []

    def places_of(self, point: FirstPoint) -> tuple[Place, ...]:
        """Return every pass of every distance at a point, as the reader of race.toml will find them."""
        if self._roads.tracks[point.on].line is None:
            return (Place(point.on, point.at_m),)
        return everywhere(Place(point.on, point.at_m), self._roads, both_ways=False)

    def shared_stations(self, distance: str) -> int:
        """Return how many times a distance passes the stations there are so far."""
        return len(self._beside(self.stations, distance))

    def add_ends(self) -> None:
        """Put a start and a finish mat on every distance that does not meet another's there."""
        for end in ("start", "finish"):
            for distance in self._distances:
                at_m = 0.0 if end == "start" else distance.length_m
                placed = [mat for mat in self.mats if mat.id.endswith(end)]
                if not any(abs(met - at_m) <= END_M for met in self._beside(placed, distance.id)):
                    own = "" if distance.id == self._first else f"{distance.id}-"
                    name = f"{distance.name} {end}" if own else end.capitalize()
                    self.mats.append(FirstPoint(f"{own}{end}", name, distance.id, at_m))

    def add_splits(self, distance: FirstDistance, points: Points) -> int:
        """Add mats along a distance, but where it meets one already; return how many were added."""
        mats = [mat for mat in self.mats if not mat.id.endswith(("start", "finish"))]
        added = [at_m for at_m in points.at_m if self._is_free(mats, distance.id, at_m, points)]
        own = "" if distance.id == self._first else f"{distance.id}-"
        for at_m in added:
            short = _short(at_m, points)
            name = f"{distance.name} {short}" if own else short
            id_ = f"{own}{short}".lower().replace(" ", "-")
            self.mats.append(FirstPoint(id_, name, distance.id, at_m))
        return len(added)

    def add_stations(self, distance: FirstDistance, points: Points) -> int:
        """Add aid stations along a distance, but where it passes one already; return how many."""
        before = list(self.stations)
        added = [at_m for at_m in points.at_m if self._is_free(before, distance.id, at_m, points)]
        own = "" if distance.id == self._first else f"{distance.name}, "
        for at_m in added:
            name = f"Water {len(self.stations) + 1} ({own}{point_name(at_m, points)})"
            self.stations.append(FirstPoint("", name, distance.id, round(at_m, 1)))
        return len(added)

    def closing(self, waves: Sequence[FirstWave], minutes: int) -> tuple[FirstPoint, ...]:
        """Return the stations closing so many minutes after the last inside the limit, on five minutes.

        Where a distance has no limit nobody is last, and a station that only it passes gets no time.
        """
        return tuple(self._closed(station, waves, minutes) for station in self.stations)

    def _closed(self, station: FirstPoint, waves: Sequence[FirstWave], minutes: int) -> FirstPoint:
        known = {distance.id: distance for distance in self._distances}
        lasts = [_last_s(known[p.distance], p.along_m, waves) for p in self.places_of(station)]
        told = [last_s for last_s in lasts if last_s is not None]
        if not told:
            return station
        closes_s = math.ceil((max(told) + minutes * 60) / _ROUND_S) * _ROUND_S
        return FirstPoint(station.id, station.name, station.on, station.at_m, float(closes_s))

    def _beside(self, points: Iterable[FirstPoint], distance: str) -> list[float]:
        return [p.along_m for point in points for p in self.places_of(point) if p.distance == distance]

    def _is_free(self, placed: list[FirstPoint], distance: str, at_m: float, points: Points) -> bool:
        """A rule leaves out what lies within half its step of one that is there; a list what is there."""
        near_m = points.step_m / 2 if points.step_m else END_M
        return not any(abs(met - at_m) < near_m for met in self._beside(placed, distance))


def last_gun_s(distance: str, waves: Iterable[FirstWave]) -> float:
    """Return the last gun that starts a distance, in seconds past midnight."""
    return max(wave.gun_s for wave in waves if distance in wave.distances)


def _last_s(distance: FirstDistance, along_m: float, waves: Sequence[FirstWave]) -> float | None:
    if distance.limit_s is None:
        return None
    return last_gun_s(distance.id, waves) + distance.limit_s * along_m / distance.length_m


def _table(distance: FirstDistance) -> dict[str, str]:
    table = {"id": distance.id, "length": f"{distance.length_m:.4f} m"}
    return table | ({"gpx": distance.gpx} if distance.gpx else {})


def _short(at_m: float, points: Points) -> str:
    if points.in_miles:
        return f"Mile {at_m / METRES_PER_MILE:.2f}".rstrip("0").rstrip(".")
    return f"{at_m / 1000:.2f}".rstrip("0").rstrip(".") + "K"
