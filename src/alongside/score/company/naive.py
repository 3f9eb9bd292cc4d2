"""The rules that one would try first, scored beside: near at two mats, at six, at half and finish."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alongside.score.company.planting import Planted
from alongside.together.field import NEVER, Field, Index

Keys = Index  # one number per pair of rows, the lower row first
MOVED_MS = 37_000


@dataclass(frozen=True)
class Naive:
    """A rule: pairs it tells of, the share that is chance (everybody moved by 37 s), planted pairs found."""

    rule: str
    pairs: int
    false_share: float
    recall: float


def naive_rules(field: Field, planted: Planted) -> list[Naive]:
    """Return every rule on the field, and on the field with planted companions who met and finished."""
    found = []
    for name, rule in RULES.items():
        pairs, chance = rule(field, 0), rule(field, MOVED_MS)
        told = np.isin(_planted_keys(planted), rule(planted.field, 0))
        share = len(chance) / 2 / len(pairs) if len(pairs) else 0.0
        found.append(Naive(name, len(pairs), min(share, 1.0), float(told.mean()) if len(told) else 0.0))
    return found


def near_pairs(field: Field, mat: int, within_s: float, moved_ms: int = 0) -> Keys:
    """Return pairs within so long at a mat; ``moved_ms`` holds everybody against others moved by so much."""
    at_ms = field.at_ms[:, mat].astype(np.int64)
    who = np.flatnonzero(at_ms != NEVER)
    who = who[np.argsort(at_ms[who], kind="stable")]
    times = at_ms[who]
    low = np.searchsorted(times, times + moved_ms - within_s * 1000, side="left")
    high = np.searchsorted(times, times + moved_ms + within_s * 1000, side="right")
    if not moved_ms:
        low = np.arange(1, len(who) + 1)
    count = np.maximum(high - low, 0)
    one = np.repeat(np.arange(len(who)), count)
    other = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return np.unique(_keys(who[one], who[other], len(field)))


def _keys(one: Index, other: Index, size: int) -> Keys:
    return np.minimum(one, other) * size + np.maximum(one, other)


def _planted_keys(planted: Planted) -> Keys:
    return _keys(planted.one, planted.other, len(planted.field))


def _two_in_a_row(field: Field, moved_ms: int) -> Keys:
    mats = [near_pairs(field, mat, 6.0, moved_ms) for mat in range(field.at_ms.shape[1])]
    found = [np.intersect1d(a, b, assume_unique=True) for a, b in itertools.pairwise(mats)]
    return np.unique(np.concatenate(found))


def _six_mats(field: Field, moved_ms: int) -> Keys:
    every = [near_pairs(field, mat, 5.0, moved_ms) for mat in range(field.at_ms.shape[1])]
    keys, counts = np.unique(np.concatenate(every), return_counts=True)
    return np.asarray(keys[counts >= min(6, field.at_ms.shape[1])])


def _half_and_finish(field: Field, moved_ms: int) -> Keys:
    middle, finish = field.at_ms.shape[1] // 2, field.at_ms.shape[1] - 1
    half, end = (near_pairs(field, mat, 1.0, moved_ms) for mat in (middle, finish))
    return np.intersect1d(half, end, assume_unique=True)


RULES: dict[str, Callable[[Field, int], Keys]] = {
    "within 6 s at two mats in a row": _two_in_a_row,
    "within 5 s at six mats": _six_mats,
    "within 1 s at half and finish": _half_and_finish,
}
