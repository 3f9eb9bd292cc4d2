"""Aid stations that open after the first runners can be there."""

from __future__ import annotations

from alongside.course.table import show_wall
from alongside.events.plan import RacePlan, Station
from alongside.units import MS_PER_S, show_km, show_span

FIRST_SPEED_MPS = 5.0  # a 2:21 marathon: the front of nearly every mass race, and no record


def late_openings(plan: RacePlan) -> tuple[str, ...]:
    """Return a sentence for each station that opens after the front of the first wave is there."""
    found = [_sentence(plan, station) for station in plan.stations if station.opens_ms is not None]
    return tuple(sentence for sentence in found if sentence)


def _sentence(plan: RacePlan, station: Station) -> str:
    first = min(_first_passes(plan, station), default=None)
    opens_ms = station.opens_ms or 0
    if first is None or opens_ms <= first[0]:
        return ""
    first_ms, along_m, distance = first
    return (
        f"{station.name}: opens {show_wall(opens_ms, plan)}; the front of {distance} can be there,"
        f" at {show_km(along_m)}, by {show_wall(first_ms, plan)},"
        f" {show_span((opens_ms - first_ms) / MS_PER_S)} earlier."
    )


def _first_passes(plan: RacePlan, station: Station) -> list[tuple[int, float, str]]:
    """When the first gun's front passes, where, and of which distance."""
    names = {distance.id: distance.name for distance in plan.distances}
    guns = {
        name: min((wave.gun_ms for wave in plan.waves if name in wave.distances), default=None)
        for name in names
    }
    return [
        (gun_ms + round(place.along_m / FIRST_SPEED_MPS) * MS_PER_S, place.along_m, names[place.distance])
        for place in station.places
        if (gun_ms := guns[place.distance]) is not None
    ]
