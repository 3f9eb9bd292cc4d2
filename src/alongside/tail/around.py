"""Who is within reach on the road: the next ones ahead and behind, of whatever distance runs there too.

Places are the forecast's. Whoever is late where she was due, and has more likely stopped or passed there
unread than not, is no company.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.events.plan import Shared
from alongside.forecast.run_on import RunOn
from alongside.race.courses import CourseArrays
from alongside.units import MS_PER_S

GOING = 0.5  # less likely still on her way than this: no company
SLOWEST_MPS, FASTEST_MPS, COMMON_MPS = 0.7, 6.0, 2.0  # a stroll, a winner, a walk-run where no pace is known
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Around:
    """Over the field: metres to the next runner ahead and behind (infinite where nobody is), and her speed.

    ``road_m`` holds by distance the sorted places of everybody on its road, in its metres; ``own_m`` those of
    its own runners alone. ``is_there`` says whose place is believed.
    """

    ahead_m: Floats
    behind_m: Floats
    speed_mps: Floats
    is_there: NDArray[np.bool_]
    road_m: tuple[Floats, ...]
    own_m: tuple[Floats, ...]

    @property
    def ahead_s(self) -> Floats:
        """How far ahead the next runner is, in seconds at her own speed."""
        return self.ahead_m / self.speed_mps

    @property
    def behind_s(self) -> Floats:
        """How far behind the next runner is, in seconds at her own speed."""
        return self.behind_m / self.speed_mps

    @property
    def nearest_s(self) -> Floats:
        """How far the nearest runner is, either way."""
        return np.minimum(self.ahead_s, self.behind_s)


def around(field: RunOn, arrays: CourseArrays, shared: Sequence[Shared]) -> Around:
    """Return who is within reach of whom; ``shared`` are the plan's shared roads."""
    is_there = is_on_road(field)
    ahead_m, behind_m = np.full(len(field.who), np.inf), np.full(len(field.who), np.inf)
    roads: list[Floats] = []
    owns: list[Floats] = []
    for i in range(len(arrays.ids)):
        mine = np.flatnonzero(field.distance == i)
        own_m = np.sort(field.along_m[mine][is_there[mine]])
        road_m = np.sort(np.concatenate([own_m, *_others_m(field, arrays, shared, i, is_there)]))
        ahead_m[mine], behind_m[mine] = gaps_m(road_m, field.along_m[mine], is_there[mine])
        roads.append(road_m)
        owns.append(own_m)
    return Around(ahead_m, behind_m, speeds_mps(field), is_there, tuple(roads), tuple(owns))


def is_on_road(field: RunOn) -> NDArray[np.bool_]:
    """Return of whom it is believed that she is where she is thought to be."""
    return ~((field.overdue_s > 0) & (field.on_way < GOING))


def gaps_m(road_m: Floats, here_m: Floats, is_on_it: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return metres to the next ahead and behind; ``is_on_it`` says who is herself among ``road_m``.

    >>> gaps_m(np.array([100.0, 400.0, 900.0]), np.array([400.0]), np.array([True]))
    (array([500.]), array([300.]))
    """
    first, past = np.searchsorted(road_m, here_m, "left"), np.searchsorted(road_m, here_m, "right")
    beside = past - first > is_on_it
    padded_m = np.concatenate([[-np.inf], road_m, [np.inf]])
    ahead_m = np.where(beside, 0.0, padded_m[past + 1] - here_m)
    return ahead_m, np.where(beside, 0.0, here_m - padded_m[first])


def _others_m(
    field: RunOn, arrays: CourseArrays, shared: Sequence[Shared], i: int, is_there: NDArray[np.bool_]
) -> list[Floats]:
    """Return places of runners of other passes on the shared roads of a distance, in its own metres."""
    found: list[Floats] = []
    for road in shared:
        sides = (road.a, road.a_from_m, road.a_to_m), (road.b, road.b_from_m, road.b_to_m)
        for mine, other in (sides, sides[::-1]):
            if mine[0] != arrays.ids[i] or other[0] not in arrays.index:
                continue
            theirs = (field.distance == arrays.index[other[0]]) & is_there
            theirs &= (field.along_m >= other[1]) & (field.along_m <= other[2])
            scale = (mine[2] - mine[1]) / max(other[2] - other[1], 1.0)
            found.append(mine[1] + (field.along_m[theirs] - other[1]) * scale)
    return found


def speeds_mps(field: RunOn) -> Floats:
    """Return about how fast everybody is now: to the next split, by her median arrival there."""
    left_s = np.maximum(field.next_ms - field.at_ms, 1000.0) / MS_PER_S
    speed_mps = (field.next_m - field.along_m) / left_s
    is_stale = np.isnan(speed_mps) | (field.overdue_s > 0)
    speed_mps = np.where(is_stale, field.speed_mps, speed_mps)
    speed_mps = np.where(np.isnan(speed_mps), COMMON_MPS, speed_mps)
    return np.clip(speed_mps, SLOWEST_MPS, FASTEST_MPS)
