"""Everything that pairs are judged by, worked out for the whole field: one array per thing, once."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.together import laws
from alongside.together.beside import beside_at
from alongside.together.field import Field, Floats, Times
from alongside.together.order import Order, crossed, density
from alongside.together.pace import Expected, crowd, lateness, own_paces
from alongside.together.stretch import Clocks, Laws, Pairs, best_stretches

NOBODY = -1
BATCH = 400_000  # pairs held against chance at once
ROW = 8
LAWS = Laws(
    laws.log_gap_laws(), laws.entry_laws(), math.log(laws.STAY), math.log(1 - laws.STAY), laws.PACK_MS,
    laws.PACK_OWN,
)  # fmt: skip


@dataclass
class Evidence:
    """A field with who crossed each mat in which order, what was expected of each, and how dense it was.

    ``order``, shape ``(m, n)``, holds rows (-1 behind the last who crossed); ``place``, shape ``(n, m)``,
    everybody's place in it; ``per_s`` crossings per second around each.
    """

    field: Field
    by_mat: Times
    order: Order
    place: Order
    crossings: list[int]
    expected: Expected
    per_s: NDArray[np.float32]

    @classmethod
    def of(cls, field: Field) -> Evidence:
        """Return what a field's pairs are judged by."""
        shape = field.at_ms.shape
        order, place = np.full(shape[::-1], NOBODY, dtype=np.int32), np.full(shape, NOBODY, dtype=np.int32)
        by_mat, per_s = np.ascontiguousarray(field.at_ms.T), np.zeros(shape, dtype=np.float32)
        evidence = cls(field, by_mat, order, place, [0] * shape[1], Expected.of_size(shape), per_s)
        rows = np.arange(len(field), dtype=np.int64)
        own = np.zeros(shape, dtype=np.float32)
        expected = evidence.expected
        own_paces(rows, field.at_ms, field.along_m, field.distance, expected.before, own)
        for mat in range(shape[1]):
            evidence.sort(mat, own)
        evidence.judge(rows)
        return evidence

    @property
    def clocks(self) -> Clocks:
        """The arrays as the search takes them."""
        e = self.expected
        return Clocks(
            self.field.at_ms, e.late_s, e.scale_s, e.log_alone, self.per_s, self.order, self.place
        )  # fmt: skip

    def sort(self, mat: int, own: NDArray[np.float32]) -> None:
        """Put those who crossed a mat in order, and work out the crowd there."""
        who = crossed(self.by_mat[mat])
        self.crossings[mat] = len(who)
        self.order[mat, : len(who)], self.order[mat, len(who) :] = who, NOBODY
        self.place[who, mat] = np.arange(len(who), dtype=np.int32)
        crowd(mat, who, self.expected.before, own, self.expected.off, self.expected.usual)
        around = np.zeros(len(self.field), dtype=np.float32)
        density(who, self.by_mat[mat], laws.AROUND_MS, around)
        self.per_s[:, mat] = around

    def judge(self, rows: NDArray[np.int64]) -> None:
        """Work out anew how late some rows were at their mats."""
        e = self.expected
        lateness(rows, self.field.at_ms, e.before, e.off, e.usual, e.late_s, e.scale_s, e.log_alone)

    def candidates(self, mat: int, first: int, shift_ms: int, out: Pairs) -> tuple[int, int]:
        """Write pairs met at a mat from a place in its order on; return how many, and the next place."""
        who = self.order[mat, : self.crossings[mat]]
        return beside_at(mat, first, who, self.by_mat, laws.NEAR_MS, laws.MOST_BESIDE, shift_ms, out)

    def stretches(self, pairs: Pairs, least: float, shift_ms: int = 0, *, packs: bool = False) -> Floats:
        """Return the best stretch of pairs with ``least`` log odds: rows of ``stretch.best_stretches``."""
        found = np.empty((len(pairs), ROW))
        count = best_stretches(pairs, least, shift_ms, packs, self.clocks, LAWS, found)
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
