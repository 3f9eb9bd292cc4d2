"""Roads that two passes have in common, and all metres of one place.

A shared road is a pair of stretches run in the same direction; inside it metres correspond linearly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alongside.course.line import CourseLine
from alongside.course.stretches import stretches_between, stretches_within
from alongside.events.plan import Place, Shared

SAME_PLACE_M = 50.0  # two metres of one distance nearer than this are one place
_EDGE_M = 1.0  # a place on the very end of a stretch is on it


def derive_shared(lines: Mapping[str, CourseLine], stated: Iterable[Shared] = ()) -> tuple[Shared, ...]:
    """Return every stretch shared by two of the lines, or run twice by one, in the same direction.

    A pair of distances for which stretches are ``stated`` is taken as stated, and not derived.
    """
    kept = tuple(stated)
    settled = {frozenset((stretch.a, stretch.b)) for stretch in kept}
    names = list(lines)
    derived = [
        stretch
        for n, a in enumerate(names)
        for b in names[n:]
        if frozenset((a, b)) not in settled
        for stretch in _between(a, b, lines)
    ]
    return (*kept, *derived)


def _between(a: str, b: str, lines: Mapping[str, CourseLine]) -> list[Shared]:
    found = stretches_within(lines[a]) if a == b else stretches_between(lines[a], lines[b])
    return [Shared(a, a_from, a_to, b, b_from, b_to) for a_from, a_to, b_from, b_to in found]


def also_at(shared: Iterable[Shared], distance: str, along_m: float) -> list[Place]:
    """Return every (distance, metres) of the same place, the given one first, then by name and metres.

    Follows stretches from place to place, so a stretch stated for two pairs of three distances serves
    all three.
    """
    stretches = tuple(shared)
    found = [Place(distance, along_m)]
    for place in found:  # grows while it is walked
        for other in _steps(stretches, place):
            if not any(same_place(other, known) for known in found):
                found.append(other)
    return found[:1] + sorted(found[1:], key=lambda place: (place.distance, place.along_m))


def same_place(one: Place, other: Place) -> bool:
    """Return whether two places of one distance are so near that they are one."""
    return one.distance == other.distance and abs(one.along_m - other.along_m) < SAME_PLACE_M


def _steps(stretches: tuple[Shared, ...], place: Place) -> Iterable[Place]:
    for s in stretches:
        if s.a == place.distance and _inside(place.along_m, s.a_from_m, s.a_to_m):
            yield Place(s.b, _carried(place.along_m, s.a_from_m, s.a_to_m, s.b_from_m, s.b_to_m))
        if s.b == place.distance and _inside(place.along_m, s.b_from_m, s.b_to_m):
            yield Place(s.a, _carried(place.along_m, s.b_from_m, s.b_to_m, s.a_from_m, s.a_to_m))


def _inside(along_m: float, from_m: float, to_m: float) -> bool:
    return from_m - _EDGE_M <= along_m <= to_m + _EDGE_M


def _carried(along_m: float, from_m: float, to_m: float, new_from_m: float, new_to_m: float) -> float:
    share = (along_m - from_m) / max(to_m - from_m, 1e-9)
    return new_from_m + min(1.0, max(0.0, share)) * (new_to_m - new_from_m)
