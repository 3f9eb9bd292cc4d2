"""Places beside a course that people know by name: mats, stations, kilometres."""

from __future__ import annotations

from alongside.events.plan import Distance, RacePlan
from alongside.web import words

Landmark = tuple[float, str]  # metres along, and what it is called

AT_M = 150.0  # so near a place it is called by that place's name
STEP_M = 1000.0


def named_places(plan: RacePlan, distance: Distance) -> list[Landmark]:
    """Return the mats and stations of a distance, in the order of the road; what stands twice, once."""
    found: list[Landmark] = [(split.along_m, split.name) for split in distance.splits]
    stations = [(place, one.name) for one in plan.stations for place in one.places]
    found += [(place.along_m, name) for place, name in stations if place.distance == distance.id]
    return sorted(set(found))


def landmarks(plan: RacePlan, distance: Distance) -> list[Landmark]:
    """Return all that a driver may press: the named places, and every full kilometre between them."""
    named = named_places(plan, distance)
    kms = [km * STEP_M for km in range(int(distance.length_m / STEP_M) + 1)]
    bare = [(m, f"km {m / STEP_M:g}") for m in kms if all(abs(m - n) > AT_M for n, _ in named)]
    return sorted([*named, *bare])


def called(named: list[Landmark], along_m: float) -> str:
    """Return what people call a place: the nearest name, or its kilometre where none is near."""
    near = min(named, key=lambda one: abs(one[0] - along_m), default=None)
    if near is not None and abs(near[0] - along_m) <= AT_M:
        return near[1]
    return words.place(along_m)
