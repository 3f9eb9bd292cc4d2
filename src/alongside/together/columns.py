"""One column per place on the road, for all distances: mats that distances share are one column.

Each distance brings its mats in the order of its road. The columns keep all these orders; where two
distances meet two mats in opposite orders, the later of them gets a column of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.together.field import Floats

APART_M = 100.0  # mats closer together than this time one place: the last of them counts
SAME_M, SAME = 200.0, 0.01  # a mat of one name is one place where metres from the start agree so well
Key = Hashable


@dataclass(frozen=True)
class Met:
    """A mat that a distance meets: what it is, its name, and the metres from the distance's start."""

    mat: Hashable
    name: str
    along_m: float


@dataclass(frozen=True)
class Columns:
    """Names of columns, metres by distance, and for each distance its mats' columns (-1: left out)."""

    names: tuple[str, ...]
    along_m: Floats
    of: tuple[tuple[int, ...], ...]


def columns_of(distances: Sequence[Sequence[Met]], *, by_metres: bool) -> Columns:
    """Return the columns of several distances, each with its mats in the order of their metres.

    ``by_metres`` shares a mat only where its metres agree, for sources that know nothing of the road;
    otherwise equal mats are one place.
    """
    road = _Road()
    for mats in distances:
        road.add(mats, _thinned(mats), by_metres=by_metres)
    return road.columns(distances)


def _thinned(mats: Sequence[Met]) -> list[int]:
    """Return which mats count: of several at one place, such as in and out, the last."""
    kept: list[int] = []
    for number, met in enumerate(mats):
        if kept and met.along_m - mats[kept[-1]].along_m < APART_M:
            kept.pop()
        kept.append(number)
    return kept


class _Road:
    """Columns as they come about, distance by distance."""

    def __init__(self) -> None:
        self._order: list[Key] = []
        self._name: dict[Key, str] = {}
        self._known_m: dict[Key, float] = {}
        self._keys: list[list[Key | None]] = []

    def add(self, mats: Sequence[Met], kept: Sequence[int], *, by_metres: bool) -> None:
        """Add the mats of one more distance, of which only those ``kept`` count."""
        found: list[Key | None] = [None] * len(mats)
        for number in kept:
            found[number] = self._key(mats[number], number, found, by_metres)
        after = -1
        for number in kept:
            key = found[number]
            if key in self._name and self._order.index(key) <= after:
                key = found[number] = (key, "again", len(self._keys), number)
            if key not in self._name:
                self._insert(key, mats[number], after, found[number + 1 :])
                self._name[key] = _visit(mats, number)
            after = self._order.index(key)
        self._keys.append(found)

    def _key(self, met: Met, number: int, found: Sequence[Key | None], by_metres: bool) -> Key:
        """Return what stands for a mat: the place that it is already, or a new one."""
        if not by_metres:
            return (met.mat, 0.0) if (met.mat, 0.0) not in found else (met.mat, float(number))
        places = [key for key in self._name if isinstance(key, tuple) and key[0] == met.mat]
        same = [key for key in places if self._is_same(key, met.along_m) and key not in found]
        return same[0] if same else (met.mat, met.along_m)

    def _is_same(self, key: Key, along_m: float) -> bool:
        return abs(self._known_m[key] - along_m) <= max(SAME_M, SAME * along_m)

    def _insert(self, key: Key, met: Met, after: int, later: Collection[Key | None]) -> None:
        """Put a new column behind this distance's mat before it, by metres among the rest."""
        at = after + 1
        while at < len(self._order) and self._order[at] not in later:
            if self._known_m[self._order[at]] > met.along_m:
                break
            at += 1
        self._order.insert(at, key)
        self._known_m[key] = met.along_m

    def columns(self, distances: Sequence[Sequence[Met]]) -> Columns:
        """Return the columns of the distances that were added."""
        at = {key: number for number, key in enumerate(self._order)}
        along_m = np.full((len(distances), len(self._order)), np.nan)
        of = []
        for i, (mats, keys) in enumerate(zip(distances, self._keys, strict=True)):
            of.append(tuple(-1 if key is None else at[key] for key in keys))
            for met, column in zip(mats, of[i], strict=True):
                if column >= 0:
                    along_m[i, column] = met.along_m
        return Columns(tuple(self._name[key] for key in self._order), along_m, tuple(of))


def _visit(mats: Sequence[Met], number: int) -> str:
    """Return a mat's name; that of a distance's second ``LAP`` is ``LAP#2``."""
    name = mats[number].name
    before = sum(met.name == name for met in mats[:number])
    return name if before == 0 else f"{name}#{before + 1}"
