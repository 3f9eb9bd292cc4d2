"""The course that a table of splits implies: for each event its mats, in order, with kilometres."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from alongside.errors import InputError


class SplitPlace(NamedTuple):
    """A mat of an event, as the file numbers it, and its place."""

    mat: str
    mat_seq: int
    km: float


def places_by_event(
    rows: Iterable[tuple[str, str, int, float | None]], events: set[str]
) -> dict[str, list[SplitPlace]]:
    """Return the mats of each event in the order of their kilometres.

    ``rows`` holds (event, mat, mat_seq, km). A mat without km lies halfway between its neighbours by
    ``mat_seq``; :class:`InputError` when an event has no km at all.
    """
    counted: dict[str, Counter[tuple[str, int, float | None]]] = {event: Counter() for event in events}
    for event, mat, mat_seq, km in rows:
        counted[event][mat, mat_seq, km] += 1
    return {event: _places(event, found) for event, found in counted.items()}


def _places(event: str, counted: Counter[tuple[str, int, float | None]]) -> list[SplitPlace]:
    km_of: dict[tuple[str, int], float | None] = {}
    for (mat, mat_seq, km), _ in counted.most_common():
        if km_of.get((mat, mat_seq)) is None:
            km_of[mat, mat_seq] = km
    if km_of and all(km is None for km in km_of.values()):
        raise InputError.of(
            "splits table",
            f"no mat of event {event!r} has a km.",
            "Fill the column km with each mat's distance from the start.",
        )
    ordered = sorted(km_of, key=lambda key: key[1])
    places = [SplitPlace(*key, _km(i, ordered, km_of)) for i, key in enumerate(ordered)]
    return sorted(places, key=lambda place: (place.km, place.mat_seq))


def _km(i: int, ordered: list[tuple[str, int]], km_of: dict[tuple[str, int], float | None]) -> float:
    """Return the km of a mat, between its neighbours where the file leaves it out."""
    km = km_of[ordered[i]]
    if km is not None:
        return km
    below = next((k for key in ordered[i::-1] if (k := km_of[key]) is not None), 0.0)
    above = next((k for key in ordered[i:] if (k := km_of[key]) is not None), below)
    return (below + above) / 2
