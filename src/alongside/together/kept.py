"""The same evidence, kept up while reads come in: what is known now is what the whole search would find.

What hangs on a read is worked out anew, and nothing else: her paces, the crowd at the mats where something
changed, and the pairs of whoever was touched. A new read is held against the nearest who crossed that mat,
at most ``2 * laws.MOST_BESIDE``, and against nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.together import laws
from alongside.together.beside import are_beside, beside_new
from alongside.together.evidence import BATCH, Evidence
from alongside.together.facts import RATE
from alongside.together.field import NEVER, Bools, Field, Floats, Index, Times
from alongside.together.find import LEAST
from alongside.together.stretch import NOTHING, Pairs


@dataclass
class Work:
    """What keeping up has cost so far: crossings that came, runners asked, pairs worked out."""

    crossings: int = 0
    asked: int = 0
    pairs: int = 0


class Kept:
    """The evidence of one field of a fixed size; crossings change by :meth:`update`."""

    def __init__(self, field: Field) -> None:
        nobody = replace(field, at_ms=np.full_like(field.at_ms, NEVER))
        self.evidence = Evidence.of(nobody)
        self.work = Work()
        self._pairs: Pairs = np.empty((0, 2), dtype=np.int32)
        self._odds: Floats = np.empty(0)
        self._known: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self.update(np.arange(len(field), dtype=np.int64), field.at_ms)

    @property
    def field(self) -> Field:
        """The field as it is known now."""
        return self.evidence.field

    def run(self, rows: Index, distance: Index, finished: Bools) -> None:
        """Take over which distance some rows run, and who of them has finished."""
        field = self.evidence.field
        moved = rows[field.distance[rows] != distance]
        if len(moved):
            at_ms = field.at_ms[moved].copy()
            self.update(moved, np.full_like(at_ms, NEVER))
            field.distance[rows] = distance
            self.update(moved, at_ms)
        field.finished[rows] = finished

    def update(self, rows: Index, at_ms: Times) -> None:
        """Take over the crossings of some rows, shape ``(len(rows), m)``, in a field's clock."""
        evidence = self.evidence
        changed = evidence.field.at_ms[rows] != at_ms
        mine = changed.any(axis=1)
        rows, at_ms, changed = rows[mine], at_ms[mine], changed[mine]
        if not len(rows):
            return
        anew = self._anew(rows, at_ms, changed)
        evidence.field.at_ms[rows], evidence.by_mat[:, rows] = at_ms, at_ms.T
        touched = self._rework(rows, changed)
        self._add(self._asked(rows, anew))
        self._score(touched)

    def _anew(self, rows: Index, at_ms: Times, changed: Bools) -> Bools:
        """Return at which mats each row must be asked: the new ones, all if the past was changed."""
        before = self.evidence.field.at_ms[rows]
        mats = np.arange(before.shape[1])
        last = np.where(before != NEVER, mats, -1).max(axis=1)
        is_past = (changed & (mats <= last[:, None])).any(axis=1)
        return np.asarray((changed | is_past[:, None]) & (at_ms != NEVER))

    def _rework(self, rows: Index, changed: Bools) -> Bools:
        """Work out anew what hangs on some rows; return whom it touched."""
        e = self.evidence
        paces = e.own[rows].copy(), e.before[rows].copy()
        e.walk(rows)
        moved = changed | (e.own[rows] != paces[0]) | (e.before[rows] != paces[1])
        touched = np.zeros(len(e.field), dtype=np.bool_)
        touched[rows] = True
        for mat in np.flatnonzero(moved.any(axis=0)).tolist():
            was = e.off[:, mat].copy(), e.usual[:, mat].copy(), e.facts[:, mat, RATE].copy()
            e.sort(mat)
            touched |= (e.off[:, mat] != was[0]) | (e.usual[:, mat] != was[1])
            touched |= e.facts[:, mat, RATE] != was[2]
        e.judge(np.flatnonzero(touched))
        self.work.crossings += int(changed.sum())
        return touched

    def _asked(self, rows: Index, anew: Bools) -> Pairs:
        """Return the pairs that the nearest of some rows' new crossings make."""
        e, room, found, first = self.evidence, np.empty((BATCH, 2), dtype=np.int32), [], 0
        at, mats = np.nonzero(anew)
        while first < len(at):
            count, asked, first = beside_new(
                rows[at], mats, first, e.order, e.place, e.by_mat, laws.NEAR_MS, laws.MOST_BESIDE, room
            )
            self.work.asked += asked
            found.append(room[:count].copy())
        return np.concatenate(found) if found else np.empty((0, 2), dtype=np.int32)

    def _add(self, pairs: Pairs) -> None:
        """Add those pairs that are not kept yet."""
        size = len(self.evidence.field)
        keys = np.unique(pairs[:, 0].astype(np.int64) * size + pairs[:, 1])
        keys = np.setdiff1d(keys, self._known, assume_unique=True)
        added = np.stack([keys // size, keys % size], axis=1).astype(np.int32)
        self._known = np.sort(np.concatenate([self._known, keys]))
        self._pairs = np.concatenate([self._pairs, added])
        self._odds = np.concatenate([self._odds, np.full(len(added), np.nan)])

    def _score(self, touched: Bools) -> None:
        """Work out the odds of every pair with somebody who was touched, and of new ones."""
        again = touched[self._pairs[:, 0]] | touched[self._pairs[:, 1]] | np.isnan(self._odds)
        rows = np.flatnonzero(again)
        self.work.pairs += len(rows)
        for at in range(0, len(rows), BATCH):
            some = rows[at : at + BATCH]
            self._odds[some] = self.evidence.stretches(self._pairs[some], NOTHING)[:, 2]

    def stretches(self, of: Index | None = None) -> Floats:
        """Return the stretches of ``LEAST`` log odds or more, packs counted as chance.

        ``of`` names rows of which one must be of a pair; without it everybody's. Rows are those of
        ``stretch.best_stretches``: the same as the whole search finds in the field as it is known now.
        """
        likely = self._odds >= LEAST
        if of is not None:
            likely &= np.isin(self._pairs[:, 0], of) | np.isin(self._pairs[:, 1], of)
        e, pairs = self.evidence, self._pairs[likely]
        still = np.zeros(len(pairs), dtype=np.bool_)
        are_beside(pairs, e.place, e.by_mat, laws.NEAR_MS, laws.MOST_BESIDE, still)
        return e.stretches(pairs[still], LEAST, packs=True)
