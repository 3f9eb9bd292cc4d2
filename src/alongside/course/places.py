"""Places beside the road: one point of one distance, and every other pass of the same road there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.course.line import CourseLine, Pass, heading_at, nearest, passes, point_at, turn_deg
from alongside.course.measures import show_length
from alongside.course.shared import also_at, same_place
from alongside.course.stretches import WITHIN_M
from alongside.course.toml_table import Table, shown
from alongside.course.tracks import Track
from alongside.events.plan import Place, Shared

OFF_COURSE_WARN_M = 100.0
_OFF_COURSE_WRONG_M = 1000.0
_BEYOND_M = 1.0  # a place may round to this far beyond the finish
_END_M = 50.0
_SWITCHBACK_M, _BESIDE_M = 300.0, 12.0
_ANOTHER_PASS_M = 200.0  # the pass that is meant may lie so much farther from a place than the nearest one
_SAME_WAY_DEG, _OTHER_WAY_DEG = 60.0, 120.0


@dataclass
class Roads:
    """What places are looked up on: the distances, the stretches that were stated, and warnings."""

    tracks: dict[str, Track]
    stated: tuple[Shared, ...]
    warnings: list[str]


def track_of(table: Table, key: str, roads: Roads) -> Track | None:
    """Return the distance that a key names; notes an id that is not known."""
    name = table.text(key, needed=True)
    if name is None or name in roads.tracks:
        return roads.tracks.get(name or "")
    known = ", ".join(roads.tracks) or "none could be read"
    table.wrong(key, f"{shown(name)} is not a distance.", f"Known distances: {known}.")
    return None


def metres_on(table: Table, key: str, track: Track | None, *, needed: bool = True) -> float | None:
    """Return a key's metres along a distance; notes what lies beyond its length."""
    at_m = table.length_m(key, needed=needed)
    if at_m is None or track is None:
        return None
    if at_m > track.length_m + _BEYOND_M:
        table.wrong(
            key,
            f"{shown(table.data[key])} is beyond the {show_length(track.length_m)} of {track.id}.",
            "Check the number, its unit, and the distance it is on.",
        )
        return None
    return min(at_m, track.length_m)


def read_place(table: Table, roads: Roads) -> Place | None:
    """Return the place in ``on`` with ``at``, or with ``lat`` and ``lon`` (``near`` picks among passes)."""
    track = track_of(table, "on", roads)
    if "lat" in table.data or "lon" in table.data:
        return _at_point(table, track, roads)
    if "at" not in table.data:
        table.wrong("at", "is missing;", 'say where: at = "10 km", or lat = 41.1 and lon = -90.2.')
        return None
    along_m = metres_on(table, "at", track)
    return Place(track.id, along_m) if track is not None and along_m is not None else None


def read_places(table: Table, roads: Roads) -> tuple[Place, ...]:
    """Return every pass of a station or cheer zone: as listed in ``places``, or found from one place."""
    if "places" not in table.data:
        place = read_place(table, roads)
        return everywhere(place, roads, both_ways=table.yes_no("both_ways")) if place else ()
    if "on" in table.data or "at" in table.data:
        table.wrong("places", "stands beside on and at.", "Write one or the other.")
    listed = [read_place(item, roads) for item in table.tables("places", "place")]
    if table.data["places"] == []:
        table.wrong("places", "is an empty list.", 'Write places = [{ on = "full", at = "2 mi" }].')
    return tuple(place for place in listed if place is not None)


def everywhere(place: Place, roads: Roads, *, both_ways: bool) -> tuple[Place, ...]:
    """Return every pass of a place's road, by distance in the order of the file, then by metres.

    The same direction only, unless ``both_ways``. Pairs of distances whose shared stretches are stated
    are taken from there; the others from the lines.
    """
    found = [place]
    found += [p for p in _stated(place, roads) if not _known(p, found)]
    found += [p for p in _on_lines(place, roads, both_ways) if not _known(p, found)]
    rank = {distance: n for n, distance in enumerate(roads.tracks)}
    return tuple(sorted(found, key=lambda p: (rank[p.distance], p.along_m)))


def _known(place: Place, found: Iterable[Place]) -> bool:
    return any(same_place(place, other) for other in found)


def _stated(place: Place, roads: Roads) -> list[Place]:
    return also_at(roads.stated, place.distance, place.along_m)[1:]


def _on_lines(place: Place, roads: Roads, both_ways: bool) -> list[Place]:
    home = roads.tracks[place.distance].line
    if home is None:
        return []
    settled = {frozenset((s.a, s.b)) for s in roads.stated}
    heading_deg = float(heading_at(home, place.along_m))
    found: list[Place] = []
    for track in roads.tracks.values():
        same_way = frozenset((place.distance, track.id)) not in settled  # what is stated is not derived
        for one in _passes(track.line, point_at(home, place.along_m)) if track.line else ():
            turn = float(turn_deg(one.heading_deg, heading_deg))
            if track.id == place.distance and _is_next_leg(one, place.along_m):
                continue
            if (same_way and turn <= _SAME_WAY_DEG) or (both_ways and turn >= _OTHER_WAY_DEG):
                found.append(Place(track.id, _on_end(one.along_m, track.length_m)))
    return found


def _is_next_leg(one: Pass, along_m: float) -> bool:
    """A switchback's next leg lies beside the road, where the way back from a hairpin lies on it."""
    return abs(one.along_m - along_m) < _SWITCHBACK_M and one.off_m > _BESIDE_M


def _passes(line: CourseLine, point: tuple[float, float]) -> list[Pass]:
    """Passes within reach; the ends of a line need not come as near, for a GPX may start late."""
    found = passes(line, *point, within_m=_END_M)
    ends = (line.along_m[0], line.along_m[-1])
    return [one for one in found if one.off_m <= WITHIN_M or one.along_m in ends]


def _on_end(along_m: float, length_m: float) -> float:
    return round(min(max(along_m, 0.0), length_m), 3)


def _at_point(table: Table, track: Track | None, roads: Roads) -> Place | None:
    lat, lon = table.number("lat", -90, 90, needed=True), table.number("lon", -180, 180, needed=True)
    near_key = "near" if "near" in table.data else "at"
    near_m = metres_on(table, near_key, track, needed=False)
    if track is None or lat is None or lon is None:
        return None
    if track.line is None:
        return _without_line(table, track, near_m)
    one = _choose(track.line, lat, lon, near_m)
    return Place(track.id, round(one.along_m, 3)) if _is_beside(table, track, one, roads) else None


def _without_line(table: Table, track: Track, near_m: float | None) -> Place | None:
    if near_m is None:
        table.wrong("lat", f"{track.id} has no usable GPX to find lat and lon on.", 'Write at = "10 km".')
    return Place(track.id, near_m) if near_m is not None else None


def _choose(line: CourseLine, lat: float, lon: float, near_m: float | None) -> Pass:
    closest = nearest(line, lat, lon)
    if near_m is None:
        return closest
    candidates = passes(line, lat, lon, closest.off_m + _ANOTHER_PASS_M)
    return min(candidates, key=lambda one: abs(one.along_m - near_m) + one.off_m)


def _is_beside(table: Table, track: Track, one: Pass, roads: Roads) -> bool:
    found = f"lies {show_length(one.off_m)} from the course of {track.id}."
    if one.off_m > _OFF_COURSE_WRONG_M:
        table.wrong("lat", found, "Check lat and lon (were they swapped?), and the distance it is on.")
        return False
    if one.off_m > OFF_COURSE_WARN_M:
        roads.warnings.append(f"{table.where}: {found} It is taken to be at its nearest point.")
    return True
