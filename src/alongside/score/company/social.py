"""Equal names and home towns: companions share them more often than those whom chance puts beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alongside.together.field import NEVER, Field, Index
from alongside.together.find import Found
from alongside.together.kinds import KINDS, START_FINISH

AWAY = (20, 60)  # places away in the order of a mat: chance's neighbours
UNKNOWN = 0


@dataclass(frozen=True)
class Social:
    """Of one kind: the share with an equal mark, the same by local chance, and what that makes of it.

    ``social`` is how much of the way it is from chance to those who ran together from start to finish; nan
    where too little is known.
    """

    kind: str
    mark: str
    pairs: int
    equal: float
    by_chance: float
    social: float


def social_shares(
    field: Field, found: Found, marks: Mapping[str, Index], rng: np.random.Generator
) -> list[Social]:
    """Return equal marks by kind. ``marks`` are whole numbers by runner, 0 where unknown."""
    rows = []
    for name, mark in marks.items():
        shares = [_shares(field, found.of(found.kind == kind), mark, rng) for kind in range(len(KINDS))]
        _, full, none = shares[START_FINISH]
        for kind, (pairs, equal, chance) in enumerate(shares):
            span = full - none
            social = (equal - chance) / span if pairs and span > 0 else float("nan")
            rows.append(Social(KINDS[kind], name, pairs, equal, chance, social))
    return rows


def _shares(field: Field, pairs: Found, mark: Index, rng: np.random.Generator) -> tuple[int, float, float]:
    """Return how many pairs have known marks, the share that are equal, and that of chance's neighbours."""
    known = (mark[pairs.one] != UNKNOWN) & (mark[pairs.other] != UNKNOWN)
    pairs = pairs.of(known)
    if not len(pairs):
        return 0, float("nan"), float("nan")
    equal = float((mark[pairs.one] == mark[pairs.other]).mean())
    return len(pairs), equal, float(np.mean(_neighbours(field, pairs, mark, rng)))


def _neighbours(field: Field, pairs: Found, mark: Index, rng: np.random.Generator) -> list[float]:
    """Return for each pair how many of ten who crossed its last mat a little away have the mark of one."""
    orders = {}
    for mat in np.unique(pairs.end).tolist():
        who = np.flatnonzero(field.at_ms[:, mat] != NEVER)
        orders[mat] = who[np.argsort(field.at_ms[who, mat], kind="stable")]
    places = {mat: np.argsort(np.argsort(field.at_ms[:, mat], kind="stable")) for mat in orders}
    found = []
    for one, mat in zip(pairs.one.tolist(), pairs.end.tolist(), strict=True):
        order = orders[mat]
        at = int(places[mat][one]) - (len(field) - len(order))
        steps = rng.integers(*AWAY, 10) * rng.choice([-1, 1], 10)
        steps = np.where((at + steps < 0) | (at + steps >= len(order)), -steps, steps)
        others = order[np.clip(at + steps, 0, len(order) - 1)]
        others = others[others != one]
        others = others[mark[others] != UNKNOWN]
        found.append(float((mark[others] == mark[one]).mean()) if len(others) else 0.0)
    return found
