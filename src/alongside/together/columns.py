"""One column per place on the road, for all distances: mats that distances share are one column.

Each distance brings its mats in the order of its road. The columns keep all these orders; where two
distances meet two mats in opposite orders, the later of them gets a column of its own.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alongside.together.field import Floats

APART_M = 100.0  # mats closer together than this time one place: the last of them counts
SAME_M, SAME = 200.0, 0.01  # a mat of one name is one place where metres from the start agree so well


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
    """Return the columns of several distances.

    ``by_metres`` shares a mat only where its metres agree, for sources that know nothing of the road;
    otherwise equal mats are one place.
    """
    kept = [_thinned(mats) for mats in distances]
    order: list[Hashable] = []
    names: dict[Hashable, str] = {}
    places: list[list[Hashable | None]] = []
    known_m: dict[Hashable, float] = {}
    for i, mats in enumerate(distances):
        found: list[Hashable | None] = []
        after = -1
        for number, met in enumerate(mats):
            if number not in kept[i]:
                found.append(None)
                continue
            key = _key(met, i, known_m, by_metres)
            if key in names and order.index(key) <= after:
                key = (key, "of distance", i)
            if key not in names:
                order.insert(_place(order, after, met.along_m, known_m), key)
                names[key], known_m[key] = met.name, met.along_m
            after = order.index(key)
            found.append(key)
        places.append(found)
    return _placed(distances, places, order, names)


def _thinned(mats: Sequence[Met]) -> set[int]:
    """Return which mats count: of several at one place, such as in and out, the last."""
    kept: list[int] = []
    for number, met in enumerate(mats):
        if kept and met.along_m - mats[kept[-1]].along_m < APART_M:
            kept.pop()
        kept.append(number)
    return set(kept)


def _key(met: Met, distance: int, known_m: Mapping[Hashable, float], by_metres: bool) -> Hashable:
    """Return what stands for a mat: itself, or itself on this distance where its metres are others."""
    held_m = known_m.get(met.mat)
    if not by_metres or held_m is None or abs(held_m - met.along_m) <= max(SAME_M, SAME * held_m):
        return met.mat
    return (met.mat, "of distance", distance)


def _place(order: Sequence[Hashable], after: int, along_m: float, known_m: Mapping[Hashable, float]) -> int:
    """Return where a new column goes: behind this distance's mat before it, by metres among the rest."""
    at = after + 1
    while at < len(order) and known_m[order[at]] <= along_m:
        at += 1
    return at


def _placed(
    distances: Sequence[Sequence[Met]],
    places: Sequence[Sequence[Hashable | None]],
    order: Sequence[Hashable],
    names: Mapping[Hashable, str],
) -> Columns:
    along_m = np.full((len(distances), len(order)), np.nan)
    of: list[tuple[int, ...]] = []
    for i, (mats, keys) in enumerate(zip(distances, places, strict=True)):
        columns = tuple(-1 if key is None else order.index(key) for key in keys)
        for met, column in zip(mats, columns, strict=True):
            if column >= 0:
                along_m[i, column] = met.along_m
        of.append(columns)
    return Columns(tuple(names[key] for key in order), along_m, tuple(of))
