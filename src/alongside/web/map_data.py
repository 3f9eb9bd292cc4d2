"""What the map draws: the course of a plan as GeoJSON, and where the field is now in metres of it."""

from __future__ import annotations

import json
from typing import Any

from alongside.course.line import CourseLine, point_at
from alongside.events.plan import Distance, Place, RacePlan
from alongside.live.views import DistanceView, PublicDistance, PublicView, RaceView, SweepView
from alongside.units import show_time
from alongside.web import words

Feature = dict[str, Any]


def course_of(plan: RacePlan) -> bytes:
    """Return the course as GeoJSON (RFC 7946): a line per distance, and what stands beside the road.

    A line's ``along_m`` are the official metres of its points, so that whoever knows metres can draw them.
    """
    features = [*_lines(plan), *_splits(plan), *_stations(plan)]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(plan: RacePlan) -> list[Feature]:
    return [_line(distance) for distance in plan.distances if distance.line is not None]


def _line(distance: Distance) -> Feature:
    line = distance.line
    assert line is not None  # noqa: S101
    points = [(round(lon, 6), round(lat, 6)) for lat, lon in zip(line.lat, line.lon, strict=True)]
    along_m = [round(metres, 1) for metres in line.along_m]
    properties = {"kind": "course", "id": distance.id, "name": distance.name, "along_m": along_m}
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": points},
        "properties": properties,
    }


def _splits(plan: RacePlan) -> list[Feature]:
    """Return one point for each mat, however often it is met."""
    first: dict[str, tuple[str, Place]] = {}
    for distance in plan.distances:
        for split in distance.splits:
            first.setdefault(split.mat, (split.name, Place(distance.id, split.along_m)))
    names = {mat.id: mat.name for mat in plan.mats}
    return _points(plan, "mat", [(names.get(mat, name), place) for mat, (name, place) in first.items()])


def _stations(plan: RacePlan) -> list[Feature]:
    return _points(plan, "station", [(one.name, one.places[0]) for one in plan.stations if one.places])


def _points(plan: RacePlan, kind: str, named: list[tuple[str, Place]]) -> list[Feature]:
    found = []
    for name, place in named:
        line = plan.distance(place.distance).line
        if line is not None:
            lat, lon = point_at(CourseLine.of(line), place.along_m)
            properties = {"kind": kind, "name": name, "where": words.place(place.along_m)}
            geometry = {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
            found.append({"type": "Feature", "geometry": geometry, "properties": properties})
    return found


def now_of(view: PublicView | RaceView) -> dict[str, Any]:
    """Return how full each distance is by bin of its metres, and where the sweeps are."""
    return {
        "as_of": show_time(view.race_now_ms, view.zone),
        "distances": [_density(one) for one in view.distances],
        "sweeps": [_sweep(one) for one in view.sweeps if one.along_m is not None],
    }


def _density(one: DistanceView | PublicDistance) -> dict[str, Any]:
    return {"id": one.id, "bin_m": one.bin_m, "length_m": one.length_m, "density": one.density}


def _sweep(one: SweepView) -> dict[str, Any]:
    by = " by its schedule" if one.how == "schedule" else ""
    says = f"{one.name}, {words.place(one.along_m or 0.0)}{by}"
    return {"name": one.name, "distance": one.distance, "along_m": round(one.along_m or 0.0), "says": says}
