"""Where each metre of an old course version lies on the new one; a gap where it is on it no more."""

from __future__ import annotations

import numpy as np

from alongside.course.line import CourseLine, Metres
from alongside.course.stretches import Stretch, stretches_between
from alongside.events.plan import Distance, RacePlan

Piece = tuple[float, float, float, float]  # old_from_m, old_to_m, new_from_m, new_to_m


def map_between(old: RacePlan, new: RacePlan) -> dict[str, list[Piece]]:
    """Return for each distance of both plans where the old metres went; see ``PlanBody.maps``.

    A distance that the new plan no longer has gets an empty list: none of its metres are left.
    """
    kept = {distance.id: distance for distance in new.distances}
    return {d.id: _pieces(d, kept[d.id]) if d.id in kept else [] for d in old.distances}


def carry(pieces: list[Piece], along_m: Metres) -> Metres:
    """Return old metres on the new course, the same shape; ``nan`` where the metre is gone."""
    carried = np.full(np.shape(along_m), np.nan)
    for old_from, old_to, new_from, new_to in pieces:
        inside = (along_m >= old_from) & (along_m <= old_to) & np.isnan(carried)
        share = (along_m - old_from) / max(old_to - old_from, 1e-9)
        carried = np.where(inside, new_from + share * (new_to - new_from), carried)
    return carried


def carry_stretch(pieces: list[Piece], from_m: float, to_m: float) -> tuple[float, float] | None:
    """Return an old stretch on the new course, as far as it is there still; ``None`` where it is gone."""
    ends = [
        end_m
        for old_from, old_to, _, _ in pieces
        if max(from_m, old_from) < min(to_m, old_to)
        for end_m in (max(from_m, old_from), min(to_m, old_to))
    ]
    carried = carry(pieces, np.array(ends))
    return (float(carried.min()), float(carried.max())) if ends else None


def _pieces(old: Distance, new: Distance) -> list[Piece]:
    if old.line == new.line and old.length_m == new.length_m:
        return [(0.0, old.length_m, 0.0, new.length_m)]
    if old.line is None or new.line is None:
        # Without two lines there is nothing to compare: one course, measured again.
        return [(0.0, old.length_m, 0.0, new.length_m)]
    return _in_order(stretches_between(CourseLine.of(old.line), CourseLine.of(new.line)))


def _in_order(stretches: list[Stretch]) -> list[Stretch]:
    """The longest choice of stretches in which the old and the new metres both only go on.

    A road run twice also matches its other pass; that pairing cannot be part of the longest one.
    """
    best: list[tuple[float, list[Stretch]]] = []
    for stretch in sorted(stretches):
        before = [chosen for chosen in best if _follows(stretch, chosen[1][-1])]
        length_m, chain = max(before, key=lambda chosen: chosen[0], default=(0.0, []))
        best.append((length_m + stretch[1] - stretch[0], [*chain, stretch]))
    return max(best, key=lambda chosen: chosen[0], default=(0.0, []))[1]


def _follows(later: Stretch, earlier: Stretch) -> bool:
    return later[0] >= earlier[1] - 1e-6 and later[2] >= earlier[3] - 1e-6
