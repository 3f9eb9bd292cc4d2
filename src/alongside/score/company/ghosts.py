"""Ghosts: copies of runners, moved by a secret time. Whoever is found beside a ghost is found by chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from alongside.score.company.recall import told_of
from alongside.together.field import NEVER, Field, Index
from alongside.together.find import Found
from alongside.together.kinds import KINDS

MOVED_S = (15.0, 120.0)


@dataclass(frozen=True)
class GhostRate:
    """Of one kind: pairs told of, the share of them that ghosts say are chance, and what is stated."""

    kind: str
    pairs: int
    by_ghosts: float
    stated: float


def ghost_rates(
    field: Field, found: Found, rng: np.random.Generator, count: int, rounds: int = 1
) -> list[GhostRate]:
    """Return error rates by ghosts beside those stated.

    In each round ``count`` ghosts are added, each a runner with all her times moved by 15 to 120 s one way;
    they must be few beside the field, which they make denser. ``found`` are the pairs told of in the field as
    it is. If everybody had a ghost, each true runner would meet as many of them by chance as she meets true
    ones, and each such pair would be counted from both ends.
    """
    count = min(count, len(field))
    met = np.sum([_met(field, rng, count) for _ in range(rounds)], axis=0)
    rates = []
    for kind, name in enumerate(KINDS):
        mine = found.kind == kind
        pairs, chance = int(mine.sum()), float(met[kind]) * len(field) / (count * rounds) / 2
        stated = float(found.false_share[mine].max()) if pairs else 0.0
        rates.append(GhostRate(name, pairs, chance / pairs if pairs else 0.0, stated))
    return rates


def _met(field: Field, rng: np.random.Generator, count: int) -> Index:
    """Return how many pairs of a runner and a ghost were told of, by kind."""
    copied = rng.choice(len(field), count, replace=False)
    moved_s = np.rint(rng.uniform(*MOVED_S, count)) * rng.choice([-1, 1], count)
    ghosts = field.at_ms[copied].astype(np.int64) + (moved_s * 1000).astype(np.int64)[:, None]
    at_ms = np.where(field.at_ms[copied] == NEVER, NEVER, ghosts).astype(np.int32)
    both = replace(
        field,
        bibs=(*field.bibs, *(f"ghost {i}" for i in range(count))),
        distance=np.append(field.distance, field.distance[copied]),
        finished=np.append(field.finished, field.finished[copied]),
        at_ms=np.concatenate([field.at_ms, at_ms]),
    )
    told = told_of(both)
    ghostly = (told.one >= len(field)) != (told.other >= len(field))
    return np.bincount(told.kind[ghostly], minlength=len(KINDS))
