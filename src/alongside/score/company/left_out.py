"""Leave one mat out: were those found by the other mats together at the one that was not asked?"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from alongside.score.company.recall import told_of
from alongside.together.field import NEVER, Field, Index
from alongside.together.kinds import KINDS

NEAR_S = 10.0


@dataclass(frozen=True)
class LeftOut:
    """Of one kind: how often pairs were asked at a mat left out, and how often they were near there.

    ``by_chance`` is how often those would be near whom only the crowd carried along: runners of the same
    time at the mat before.
    """

    kind: str
    asked: int
    near: float
    by_chance: float


def left_out(field: Field, rng: np.random.Generator) -> list[LeftOut]:
    """Return how many were within ten seconds at mats in the middle of their stretch that were left out."""
    asked: dict[int, list[tuple[bool, bool]]] = {kind: [] for kind in range(len(KINDS))}
    for mat in range(1, field.at_ms.shape[1] - 1):
        at_ms = field.at_ms.copy()
        at_ms[:, mat] = NEVER
        told = told_of(replace(field, at_ms=at_ms))
        inside = told.of((told.first < mat) & (told.end > mat))
        asked_of = (inside.one, mat), (inside.other, mat), (inside.one, mat - 1)
        inside = inside.of(np.all([field.at_ms[where] != NEVER for where in asked_of], axis=0))
        gap_s = np.abs(field.at_ms[inside.one, mat].astype(np.int64) - field.at_ms[inside.other, mat]) / 1000
        chance = _crowd_near(field, inside.one, mat, rng)
        for kind, gap, near in zip(inside.kind.tolist(), gap_s, chance, strict=True):
            asked[kind].append((bool(gap <= NEAR_S), near))
    return [_rate(KINDS[kind], rows) for kind, rows in asked.items()]


def _rate(kind: str, rows: list[tuple[bool, bool]]) -> LeftOut:
    if not rows:
        return LeftOut(kind, 0, float("nan"), float("nan"))
    near, chance = np.array(rows, dtype=np.float64).mean(axis=0)
    return LeftOut(kind, len(rows), float(near), float(chance))


def _crowd_near(field: Field, rows: Index, mat: int, rng: np.random.Generator) -> list[bool]:
    """Return for each row whether a random one of those beside her at the mat before is near her here."""
    before = field.at_ms[:, mat - 1]
    order = np.flatnonzero((before != NEVER) & (field.at_ms[:, mat] != NEVER))
    order = order[np.argsort(before[order], kind="stable")]
    place = {row: at for at, row in enumerate(order.tolist())}
    found = []
    for row in rows.tolist():
        at = place[row]
        step = int(rng.integers(3, 12)) * int(rng.choice([-1, 1]))
        other = order[min(max(at + step, 0), len(order) - 1)]
        gap_s = abs(int(field.at_ms[row, mat]) - int(field.at_ms[other, mat])) / 1000
        found.append(bool(gap_s <= NEAR_S))
    return found
