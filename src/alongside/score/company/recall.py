"""How many planted pairs are found, by how many mats they had together, and how exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.score.company.planting import Planted
from alongside.together.evidence import Evidence, search
from alongside.together.field import Field, Index
from alongside.together.find import LEAST, Found, found_of
from alongside.together.kinds import KINDS
from alongside.together.summary import reported

MOST_MATS = 8
Finder = Callable[[Field], Found]


@dataclass(frozen=True)
class Recall:
    """Planted pairs of one sort: how many were told of as what they are, and from the right mat.

    ``mats`` is how many they had together, the most standing for all above; ``named`` were told of with the
    kind that they have, ``first_exact`` and ``first_near`` of those told of from the mat, or one beside it.
    """

    what: str
    mats: int
    planted: int
    told: int
    named: int
    first_exact: int
    first_near: int


def told_of(field: Field) -> Found:
    """Return the pairs that are told of in a field, without error rates."""
    evidence = Evidence.of(field)
    return reported(found_of(evidence, search(evidence, LEAST)))


def recall_of(what: str, planted: Planted, kind: str, find: Finder = told_of) -> list[Recall]:
    """Return how much of what was planted is found, a row per number of mats."""
    found = find(planted.field)
    at = _places(found, planted)
    told = at >= 0
    named = told & (found.kind[at] == KINDS.index(kind)) if len(found) else told
    off = np.abs(found.first[at] - planted.first) if len(found) else np.full(len(planted), MOST_MATS)
    mats = np.minimum(planted.mats, MOST_MATS)
    return [
        Recall(
            what, int(number), int(mine.sum()), int((told & mine).sum()), int((named & mine).sum()),
            int((told & mine & (off == 0)).sum()), int((told & mine & (off <= 1)).sum()),
        )
        for number in np.unique(mats)
        for mine in [mats == number]
    ]  # fmt: skip


def _places(found: Found, planted: Planted) -> Index:
    """Return where each planted pair stands among those found, -1 where it does not."""
    of = {pair: at for at, pair in enumerate(zip(*_sorted(found.one, found.other), strict=True))}
    pairs = zip(*_sorted(planted.one, planted.other), strict=True)
    return np.array([of.get(pair, -1) for pair in pairs], dtype=np.int64)


def _sorted(one: Index, other: Index) -> tuple[list[int], list[int]]:
    return np.minimum(one, other).tolist(), np.maximum(one, other).tolist()
