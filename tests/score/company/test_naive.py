"""The rules that one would try first, against every pair held against every other."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

import numpy as np
import pytest

from alongside.score.company.naive import MOVED_MS, RULES, naive_rules, near_pairs
from alongside.score.company.planting import Planted, plant
from alongside.together.field import NEVER, Field
from together_fields import NAN, alone_s, field_of

Pair = tuple[int, int]
N = 120


def crowd(seed: int) -> Field:
    """Return a dense field that mats missed some of, in whole seconds, some in the same."""
    at_s = alone_s(N, seed, over_s=60.0, paces=0.004, walk=0.002)
    at_s[np.random.default_rng(seed).random(at_s.shape) < 0.05] = NAN
    return field_of(at_s)


def near(field: Field, pair: Pair, mat: int, within_s: float, moved_ms: int) -> bool:
    """Return whether two are so near at a mat, either of them moved."""
    one, other = (int(field.at_ms[row, mat]) for row in pair)
    away_ms = abs(one - other)
    return NEVER not in (one, other) and abs(away_ms - moved_ms) <= within_s * 1000


def in_a_row(field: Field, pair: Pair, moved_ms: int) -> bool:
    """Return whether two are within 6 s at two mats in a row."""
    at = [near(field, pair, mat, 6.0, moved_ms) for mat in range(11)]
    return any(a and b for a, b in pairwise(at))


def at_six(field: Field, pair: Pair, moved_ms: int) -> bool:
    """Return whether two are within 5 s at six mats."""
    return sum(near(field, pair, mat, 5.0, moved_ms) for mat in range(11)) >= 6


def half_and_finish(field: Field, pair: Pair, moved_ms: int) -> bool:
    """Return whether two are within a second at half and finish."""
    return all(near(field, pair, mat, 1.0, moved_ms) for mat in (5, 10))


BRUTE: dict[str, Callable[[Field, Pair, int], bool]] = {
    "within 6 s at two mats in a row": in_a_row,
    "within 5 s at six mats": at_six,
    "within 1 s at half and finish": half_and_finish,
}


def pairs_of(keys: np.ndarray) -> set[Pair]:
    """Return pairs of rows."""
    return {(int(key) // N, int(key) % N) for key in keys}


@pytest.mark.parametrize("moved_ms", [0, 7_000, MOVED_MS])
@pytest.mark.parametrize("within_s", [0.0, 1.0, 6.0])
def test_pairs_near_at_a_mat_are_all_there_are(moved_ms: int, within_s: float) -> None:
    """Each pair once, the lower row first, moved either way; who was not read there is in none."""
    field = crowd(1)
    for mat in (0, 4, 10):
        keys = near_pairs(field, mat, within_s, moved_ms)
        wanted = {pair for pair in combinations(range(N), 2) if near(field, pair, mat, within_s, moved_ms)}
        assert len(keys) == len(wanted) > 0
        assert pairs_of(keys) == wanted


@pytest.mark.parametrize("moved_ms", [0, MOVED_MS])
@pytest.mark.parametrize("rule", list(RULES))
def test_each_rule_finds_what_trying_every_pair_finds(rule: str, moved_ms: int) -> None:
    """On two dense fields a rule's pairs are those of brute force, moved or not."""
    assert RULES.keys() == BRUTE.keys()
    found = 0
    for seed in (1, 2):
        field = crowd(seed)
        wanted = {pair for pair in combinations(range(N), 2) if BRUTE[rule](field, pair, moved_ms)}
        keys = RULES[rule](field, moved_ms)
        assert len(keys) == len(wanted)
        assert pairs_of(keys) == wanted
        found += len(wanted)
    assert found > 0


def test_half_of_the_moved_pairs_are_chance() -> None:
    """Moved pairs are met with either of the two ahead, so half as many of the true ones are chance."""
    field = crowd(1)
    rows = naive_rules(field, _nobody(field))
    assert [row.rule for row in rows] == list(RULES)
    for row in rows:
        chance = sum(BRUTE[row.rule](field, pair, MOVED_MS) for pair in combinations(range(N), 2))
        assert row.pairs == len(RULES[row.rule](field, 0))
        assert row.false_share == min(chance / 2 / row.pairs, 1.0)
        assert row.recall == 0.0


def _nobody(field: Field) -> Planted:
    return Planted(field, *(np.empty(0, dtype=np.int64) for _ in range(4)))


def test_recall_is_of_those_planted() -> None:
    """Of the planted pairs each rule's share is counted in the field that holds them."""
    field = field_of(alone_s(400, 3))
    planted = plant(field, np.random.default_rng(1), 60, "side by side", met=True, parted=False)
    for row in naive_rules(field, planted):
        pairs = zip(planted.one.tolist(), planted.other.tolist(), strict=True)
        assert row.recall == np.mean([BRUTE[row.rule](planted.field, pair, 0) for pair in pairs])
        assert row.recall > 0


def test_a_field_in_which_nobody_is_near_has_no_pairs() -> None:
    """Then nothing is chance either."""
    field = field_of(alone_s(2, 4) + np.array([[0.0], [9_000.0]]))
    assert [(row.pairs, row.false_share) for row in naive_rules(field, _nobody(field))] == [(0, 0.0)] * 3
