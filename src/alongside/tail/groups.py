"""Who has run with a group, by her mats: the same few people beside her at several mats in a row.

In a dense field everybody is near somebody. A group is who crossed the last mats within seconds of her, at
every one of them, where few crossed at all: at most a dozen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.crossings.mats import Course
from alongside.events.plan import Shared
from alongside.race.state import RaceState

WITHIN_MS = 20_000
MATS = 3  # that they must have crossed together, the start not counted
MOST = 12  # within 20 s of her at a mat: more is a crowd, in which the same people mean little
NEAR_SPLIT_M = 5_000.0  # from so far before the roads part she is told
Index = NDArray[np.int64]
Mat = tuple[str, int]  # a mat and the how-maniest visit of it


@dataclass(frozen=True)
class Group:
    """Who runs with an entry, by their entries: those who stay on her road, and those whose road parts.

    ``parts_m`` is where the first of them part, in her metres (``None``: none does).
    """

    stays: tuple[int, ...]
    parts: tuple[int, ...]
    parts_m: float | None


NO_GROUP = Group((), (), None)


class Companions:
    """The mats of one moment: who crossed each of them when, over all distances, sorted once when asked."""

    def __init__(self, crossings: Crossings, race: RaceState, shared: tuple[Shared, ...]) -> None:
        self._at_ms, self._distance, self._arrays = crossings.columns["at_ms"], race["distance"], race.arrays
        self._shared = shared
        self._visits = [_visits(course) for course in race.arrays.courses]
        self._sorted: dict[Mat, tuple[Index, Index]] = {}

    def group(self, entry: int) -> Group:
        """Return who crossed her last mats with her, at each of them, on road that others share."""
        i = int(self._distance[entry])
        splits = self._last_mats(i, self._at_ms[entry])
        found: set[int] | None = None
        for split in splits:
            beside = self._beside(self._visits[i][split], int(self._at_ms[entry, split]))
            if len(beside) > MOST:
                return NO_GROUP
            found = beside if found is None else found & beside
        if not found:
            return NO_GROUP
        return self._parted(i, self._arrays.courses[i].along_m[splits[-1]], found - {entry})

    def is_apart(self, entry: int, split: int, within_ms: int) -> bool:
        """Return whether nobody else crossed a split of hers within so long of her, before or after."""
        at_ms = int(self._at_ms[entry, split])
        times, _ = self._crossed(self._visits[int(self._distance[entry])][split])
        low, high = np.searchsorted(times, (at_ms - within_ms, at_ms + within_ms + 1))
        return bool(high - low <= 1)

    def _last_mats(self, i: int, crossed_ms: Index) -> list[int]:
        """Return the last splits crossed, up to the last on shared road; none where too few."""
        along_m = self._arrays.courses[i].along_m
        crossed = [split for split in range(len(along_m)) if crossed_ms[split] >= 0 and along_m[split] > 0]
        while crossed and not self._partings(i, along_m[crossed[-1]]):
            crossed.pop()
        return crossed[-MATS:] if len(crossed) >= MATS else []

    def _partings(self, i: int, here_m: float) -> dict[str, float]:
        """Return with whom a distance shares its road at a place, and where they part, in its own metres."""
        found: dict[str, float] = {}
        for road in self._shared:
            sides = (road.a, road.a_from_m, road.a_to_m), (road.b, road.b_from_m, road.b_to_m)
            for mine, other in (sides, sides[::-1]):
                if mine[0] == self._arrays.ids[i] != other[0] and mine[1] <= here_m <= mine[2]:
                    found[other[0]] = max(mine[2], found.get(other[0], 0.0))
        return found

    def _beside(self, mat: Mat, at_ms: int) -> set[int]:
        """Return who crossed a mat within seconds of an instant."""
        times, entries = self._crossed(mat)
        low, high = np.searchsorted(times, (at_ms - WITHIN_MS, at_ms + WITHIN_MS + 1))
        return set(entries[low : min(high, low + MOST + 2)].tolist())

    def _crossed(self, mat: Mat) -> tuple[Index, Index]:
        """Return when a mat was crossed, in order, and by whom."""
        if mat not in self._sorted:
            self._sorted[mat] = self._sort(mat)
        return self._sorted[mat]

    def _sort(self, mat: Mat) -> tuple[Index, Index]:
        times: list[Index] = []
        entries: list[Index] = []
        for i, visits in enumerate(self._visits):
            if mat not in visits:
                continue
            split = visits.index(mat)
            who = np.flatnonzero((self._distance == i) & (self._at_ms[:, split] >= 0))
            times.append(self._at_ms[who, split])
            entries.append(who)
        at_ms = np.concatenate([*times, np.empty(0, dtype=np.int64)])
        order = np.argsort(at_ms, kind="stable")
        return at_ms[order], np.concatenate([*entries, np.empty(0, dtype=np.int64)])[order]

    def _parted(self, i: int, here_m: float, others: set[int]) -> Group:
        partings = self._partings(i, here_m)
        runs = {one: self._arrays.ids[int(self._distance[one])] for one in sorted(others)}
        stays = tuple(one for one, runs_ in runs.items() if runs_ == self._arrays.ids[i])
        parts = tuple(one for one, runs_ in runs.items() if runs_ in partings)
        return Group(stays, parts, min((partings[runs[one]] for one in parts), default=None))


def _visits(course: Course) -> list[Mat]:
    """Return the mat and visit of each split of a distance."""
    found: list[Mat] = []
    for split, mat in enumerate(course.mats):
        found.append((mat, course.splits_of[mat].index(split) + 1))
    return found
