"""Pace teams planted as a bait: many who keep near one runner are a pack, not companions."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from alongside.score.company.planting import read_everywhere
from alongside.score.company.recall import told_of
from alongside.together.field import Field, Index

TEAM = 30
PLACE_S, WANDER_S = 4.0, 1.5  # where in the pack one runs, and how much that changes from mat to mat


@dataclass(frozen=True)
class Bait:
    """Pairs within planted pace teams, and how many of them were told of as companions."""

    teams: int
    pairs: int
    told: int


def bait(field: Field, rng: np.random.Generator, teams: int) -> Bait:
    """Return how many of the pairs of planted pace teams are taken for companions."""
    at_ms, team_of = field.at_ms.copy(), np.full(len(field), -1, dtype=np.int64)
    whole = np.flatnonzero(read_everywhere(field))
    rows = rng.permutation(whole)
    leaders, rest = rows[:teams], rows[teams:]
    for number, leader in enumerate(leaders):
        team = _nearest(field, int(leader), rest[team_of[rest] < 0])
        place_s = rng.normal(0.0, PLACE_S, (len(team), 1)) + rng.normal(
            0.0, WANDER_S, (len(team), at_ms.shape[1])
        )
        mats = np.isfinite(field.along_m[field.distance[leader]])
        at_ms[np.ix_(team, mats)] = (at_ms[leader] + np.rint(place_s).astype(np.int32) * 1000)[:, mats]
        team_of[team] = team_of[leader] = number
    told = told_of(replace(field, at_ms=at_ms))
    same = (team_of[told.one] >= 0) & (team_of[told.one] == team_of[told.other])
    sizes = np.bincount(team_of[team_of >= 0], minlength=1)
    return Bait(len(leaders), int((sizes * (sizes - 1) // 2).sum()), int(same.sum()))


def _nearest(field: Field, leader: int, rows: Index) -> Index:
    """Return who joins a team: those of her distance who finished nearest to its leader."""
    mine = rows[field.distance[rows] == field.distance[leader]]
    finish = field.last_mat[field.distance[leader]]
    away = np.abs(field.at_ms[mine, finish].astype(np.int64) - field.at_ms[leader, finish])
    return np.asarray(mine[np.argsort(away, kind="stable")[: TEAM - 1]])
