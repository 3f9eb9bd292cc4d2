"""Everything that pairs are judged by, worked out for the whole field: one array per thing, once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.together import laws
from alongside.together.beside import beside_at
from alongside.together.facts import Facts
from alongside.together.field import Field, Floats, Index, Times
from alongside.together.order import Order, crossed, density
from alongside.together.pace import Singles, crowd, lateness, own_paces
from alongside.together.stretch import Pairs, best_stretches

NOBODY = -1
BATCH = 50_000  # pairs held against chance at once
ROW = 8
GAPS, ENTRY = laws.log_gap_laws(), laws.entry_laws()
COST = np.array([math.log(laws.STAY), math.log(1 - laws.STAY)])
PACK = np.array([laws.PACK_MS, laws.PACK_OWN])


@dataclass
class Evidence:
    """A field with who crossed each mat in which order, and what was to be expected of each by herself.

    ``order``, shape ``(m, n)``, holds rows (-1 behind the last who crossed); ``place``, shape ``(n, m)``,
    everybody's place in it. ``before``, ``own``, ``off`` and ``usual`` are those of ``pace``.
    """

    field: Field
    by_mat: Times
    order: Order
    place: Order
    crossings: NDArray[np.int64]
    before: NDArray[np.int8]
    own: Singles
    off: Singles
    usual: Singles
    facts: Facts

    @classmethod
    def of(cls, field: Field) -> Evidence:
        """Return what a field's pairs are judged by."""
        shape = field.at_ms.shape
        evidence = cls(
            field,
            np.ascontiguousarray(field.at_ms.T),
            np.full(shape[::-1], NOBODY, dtype=np.int32),
            np.full(shape, NOBODY, dtype=np.int32),
            np.zeros(shape[1], dtype=np.int64),
            np.full(shape, -1, dtype=np.int8),
            np.zeros(shape, dtype=np.float32),
            np.zeros(shape, dtype=np.float32),
            np.zeros(shape, dtype=np.float32),
            np.zeros((*shape, 4), dtype=np.float32),
        )
        rows = np.arange(len(field), dtype=np.int64)
        evidence.walk(rows)
        for mat in range(shape[1]):
            evidence.sort(mat)
        evidence.judge(rows)
        return evidence

    def walk(self, rows: Index) -> None:
        """Work out anew how some rows' paces differ from their own before."""
        own_paces(rows, self.field.at_ms, self.field.along_m, self.field.distance, self.before, self.own)

    def sort(self, mat: int) -> None:
        """Put those who crossed a mat in order, and work out anew the crowd there."""
        who = crossed(self.by_mat[mat])
        self.crossings[mat] = len(who)
        self.order[mat, : len(who)], self.order[mat, len(who) :] = who, NOBODY
        self.place[:, mat] = NOBODY
        self.place[who, mat] = np.arange(len(who), dtype=np.int32)
        crowd(mat, who, self.by_mat, self.before, self.own, self.off, self.usual)
        density(mat, who, self.by_mat, laws.AROUND_MS, self.facts)

    def judge(self, rows: Index) -> None:
        """Work out anew how late some rows were at their mats."""
        lateness(rows, self.field.at_ms, self.before, self.off, self.usual, self.facts)

    def candidates(self, mat: int, first: int, shift_ms: int, out: Pairs) -> tuple[int, int]:
        """Write pairs met at a mat from a place in its order on; return how many, and the next place."""
        who = self.order[mat, : self.crossings[mat]]
        return beside_at(
            mat, first, who, self.place, self.by_mat, laws.NEAR_MS, laws.MOST_BESIDE, shift_ms, out
        )  # fmt: skip

    def stretches(self, pairs: Pairs, least: float, shift_ms: int = 0, *, packs: bool = False) -> Floats:
        """Return the best stretch of pairs with ``least`` log odds: rows of ``stretch.best_stretches``."""
        found = np.empty((len(pairs), ROW))
        count = best_stretches(
            pairs, least, shift_ms, packs, self.field.at_ms, self.facts, self.order, self.place,
            GAPS, ENTRY, COST, PACK, found,
        )  # fmt: skip
        return found[:count].copy()


def search(evidence: Evidence, least: float, shift_ms: int = 0) -> Floats:
    """Return the best stretch of every pair with ``least`` log odds or more, packs counted as chance.

    Rows are those of ``stretch.best_stretches``. Chance by herself alone gives every pair at least the odds
    that packs leave it, so that only what passes it is held against packs.
    """
    room, found = np.empty((BATCH, 2), dtype=np.int32), []
    for mat in range(evidence.by_mat.shape[0] - 1):
        first = 0
        while first < evidence.crossings[mat]:
            count, first = evidence.candidates(mat, first, shift_ms, room)
            likely = evidence.stretches(room[:count], least, shift_ms)
            pairs = np.ascontiguousarray(likely[:, :2].astype(np.int32))
            found.append(evidence.stretches(pairs, least, shift_ms, packs=True))
    return np.concatenate(found) if found else np.empty((0, ROW))
