"""Companions planted into a recorded field: who is together from where to where is then known.

Somebody's clock is bent to another's: to the mat where the two meet it is her own, from there on the other's
with gaps as companions have them, and after they part her own pace from there. All else stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from alongside.together.field import NEVER, Bools, Field, Floats, Index, Times

Way = Literal["side by side", "as measured", "loose", "two chips"]
Gaps = Callable[[np.random.Generator, tuple[int, int]], Floats]
LOOSE_S, REMEMBERED = 2.5, 0.5
MEASURED = (0.60, 0.15, 0.02, 0.008)  # density at 0, 1, 2, 3 s; the rest is a tail to 30 s
MEASURED_TAIL, TAIL_POWER, TAIL_S = 0.03, -1.5, 30
APART_S = (10.0, 300.0)  # before they met
LEAST_MATS = 3  # together


@dataclass(frozen=True)
class Planted:
    """A field with planted pairs: rows, and the mats (columns) from and to which they are together."""

    field: Field
    one: Index
    other: Index
    first: Index
    end: Index

    def __len__(self) -> int:
        return len(self.one)

    @property
    def mats(self) -> Index:
        """How many mats each pair has together."""
        return self.end - self.first + 1


def plant(
    field: Field, rng: np.random.Generator, count: int, way: Way, *, met: bool, parted: bool
) -> Planted:
    """Return a field with up to ``count`` pairs, together for three mats or more.

    ``met``: from a random mat on, else from the start; ``parted``: to a random mat, else to the finish. Who
    is bent to whom is drawn from those who were read at every mat of their distance; both run the same one.
    """
    at_ms, used, near = field.at_ms.copy(), np.zeros(len(field), dtype=np.bool_), _Near(field)
    gaps = _GAPS[way](rng, (count, at_ms.shape[1]))
    rows: list[tuple[int, int, int, int]] = []
    for one in rng.permutation(near.whole):
        if len(rows) == count:
            break
        mats = np.flatnonzero(np.isfinite(field.along_m[field.distance[one]]))
        spans = _spans(len(mats), met, parted)
        if used[one] or not spans:
            continue
        first, end = spans[int(rng.integers(len(spans)))]
        other = near.partner(rng, int(one), int(mats[max(first - 1, 0)]), used, met)
        if other is None:
            continue
        used[one] = used[other] = True
        _bend(at_ms, int(one), other, mats, first, end, gaps[len(rows)])
        rows.append((int(one), other, int(mats[first]), int(mats[end])))
    found = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Planted(replace(field, at_ms=at_ms), *found.T)


class _Near:
    """Who was read everywhere, by the time at each mat."""

    def __init__(self, field: Field) -> None:
        self._field, self.whole = field, np.flatnonzero(read_everywhere(field))
        self._orders: dict[int, Index] = {}

    def partner(self, rng: np.random.Generator, one: int, mat: int, used: Bools, met: bool) -> int | None:
        """Draw who is bent to somebody: one who was near, but not beside her, at the mat before they meet."""
        field, order = self._field, self._order(mat)
        low_s, high_s = APART_S if met else (0.0, APART_S[1])
        now_ms, times = int(field.at_ms[one, mat]), field.at_ms[order, mat]
        low, high = np.searchsorted(times, (now_ms - high_s * 1000, now_ms + high_s * 1000))
        rows = order[low:high]
        away_s = np.abs(field.at_ms[rows, mat].astype(np.int64) - now_ms) / 1000
        good = ~used[rows] & (away_s >= low_s) & (rows != one) & (field.distance[rows] == field.distance[one])
        return int(rng.choice(rows[good])) if good.any() else None

    def _order(self, mat: int) -> Index:
        if mat not in self._orders:
            read = self.whole[self._field.at_ms[self.whole, mat] != NEVER]
            self._orders[mat] = read[np.argsort(self._field.at_ms[read, mat], kind="stable")]
        return self._orders[mat]


def read_everywhere(field: Field) -> Bools:
    """Return who was read at every mat of her distance."""
    wanted = np.isfinite(field.along_m)[field.distance]
    return np.asarray(((field.at_ms != NEVER) | ~wanted).all(axis=1) & field.finished)


def _spans(mats: int, met: bool, parted: bool) -> list[tuple[int, int]]:
    """Return from which of a distance's mats to which two may be together, for ``LEAST_MATS`` or more.

    Who meets was seen apart at two mats, or at one where mats are few.
    """
    ends = range(mats - 1) if parted else range(mats - 1, mats)
    for earliest in (2, 1) if met else (0,):
        firsts = range(earliest, mats) if met else range(1)
        found = [(first, end) for first in firsts for end in ends if end - first + 1 >= LEAST_MATS]
        if found:
            return found
    return []


def _bend(at_ms: Times, one: int, other: int, mats: Index, first: int, end: int, gaps_s: Floats) -> None:
    """Bend the clock of ``other`` to that of ``one`` between two mats, and let her go on at her own pace."""
    own = at_ms[other].copy()
    together = mats[first : end + 1]
    at_ms[other, together] = at_ms[one, together] + (np.rint(gaps_s[: len(together)]) * 1000).astype(np.int32)
    after = mats[end + 1 :]
    at_ms[other, after] = own[after] - own[mats[end]] + at_ms[other, mats[end]]


def _side_by_side(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    return rng.normal(0.0, 0.7, shape)


def _two_chips(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Both are read within the time that a body takes over a mat, on clocks of whole seconds."""
    return np.floor(rng.uniform(0.0, 1.0, shape) + rng.normal(0.0, 0.2, shape))


def _loose(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    gaps = rng.normal(0.0, LOOSE_S, shape)
    for mat in range(1, shape[1]):
        gaps[:, mat] = REMEMBERED * gaps[:, mat - 1] + np.sqrt(1 - REMEMBERED**2) * gaps[:, mat]
    return gaps


def _as_measured(rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Draw from the law of gaps of methods/together.md, its far tail included."""
    gap_s = np.arange(TAIL_S + 1, dtype=np.float64)
    near = np.zeros_like(gap_s)
    near[: len(MEASURED)] = MEASURED
    far = np.where(gap_s >= len(MEASURED), np.maximum(gap_s, 1) ** TAIL_POWER, 0.0)
    law = near + MEASURED_TAIL * far / (2 * far.sum())
    law[1:] *= 2
    size = rng.choice(len(law), size=shape, p=law / law.sum())
    return np.asarray(size * rng.choice([-1.0, 1.0], size=shape))


_GAPS: dict[Way, Gaps] = {
    "side by side": _side_by_side,
    "as measured": _as_measured,
    "loose": _loose,
    "two chips": _two_chips,
}
