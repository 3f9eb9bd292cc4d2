"""The true passings of a made-up race: who was at which split, when, whether or not a mat saw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.events.plan import RacePlan, Split
from alongside.simulate.field import Field


@dataclass(frozen=True)
class Passings:
    """One row per true passing, in order of runner and road; arrays of one length.

    ``runner`` and ``split`` are row numbers (of the field, of ``splits``), ``tod_ms`` int64 milliseconds
    since local midnight.
    """

    splits: tuple[Split, ...]
    distances: tuple[int, ...]
    runner: np.ndarray
    split: np.ndarray
    tod_ms: np.ndarray

    def mats(self) -> np.ndarray:
        """Return the mat of every row, as an array of str."""
        return np.asarray(np.array([split.mat for split in self.splits])[self.split])

    def along_m(self) -> np.ndarray:
        """Return the metres of every row."""
        return np.asarray(np.array([split.along_m for split in self.splits])[self.split])


def true_passings(
    plan: RacePlan, field: Field, clock_s: np.ndarray, at_m: np.ndarray, end_m: np.ndarray
) -> Passings:
    """Return every passing of a runner who got there: ``end_m`` is where her race ended."""
    columns: list[tuple[np.ndarray, ...]] = []
    splits: list[Split] = []
    distances: list[int] = []
    for number, distance in enumerate(plan.distances):
        rows = np.flatnonzero((field.runs == number) & field.starts)
        for one in distance.splits:
            there = rows[end_m[rows] >= one.along_m]
            tod_ms = _at(clock_s, at_m, there, one.along_m)
            columns.append((there, np.full(len(there), len(splits)), tod_ms))
            splits.append(one)
            distances.append(number)
    flat = [np.concatenate(parts) for parts in zip(*columns, strict=True)]
    order = np.lexsort((flat[1], flat[0]))
    return Passings(tuple(splits), tuple(distances), *(column[order] for column in flat))


def _at(clock_s: np.ndarray, at_m: np.ndarray, rows: np.ndarray, along_m: float) -> np.ndarray:
    """Milliseconds of day at which the rows pass one metre."""
    right = int(np.clip(np.searchsorted(at_m, along_m), 1, len(at_m) - 1))
    weight = (along_m - at_m[right - 1]) / (at_m[right] - at_m[right - 1])
    tod_s = clock_s[rows, right - 1] * (1 - weight) + clock_s[rows, right] * weight
    return np.asarray(np.round(tod_s * 1000).astype(np.int64))
