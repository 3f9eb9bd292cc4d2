"""What pairs are judged by, for the whole field."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.together import evidence as module
from alongside.together import laws
from alongside.together.evidence import NOBODY, Evidence, search
from alongside.together.facts import RATE
from alongside.together.field import NEVER, Floats
from together_fields import K15, K20, NAN, all_pairs, alone_s, field_of, put_beside


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Return a field with ten couples, a pack of twenty, and holes in it."""
    at_s = alone_s(600, seed=1)
    for row in range(100, 400, 30):
        put_beside(at_s, row, row + 1, np.random.default_rng(row).integers(-1, 2, 11))
    for row in range(501, 520):
        put_beside(at_s, 500, row, np.random.default_rng(row).integers(0, 9, 11))
    at_s[np.random.default_rng(2).random(at_s.shape) < 0.05] = NAN
    return Evidence.of(field_of(at_s))


def pairs_in(rows: Floats) -> set[tuple[int, int]]:
    """Return who was found with whom."""
    return {(int(min(row[:2])), int(max(row[:2]))) for row in rows}


def test_place_is_where_she_stands_in_the_order(evidence: Evidence) -> None:
    """Everybody who crossed stands at her place in the mat's order; the others have none."""
    for mat, count in enumerate(evidence.crossings):
        who = evidence.order[mat, :count]
        np.testing.assert_array_equal(evidence.place[who, mat], np.arange(count))
        assert (evidence.order[mat, count:] == NOBODY).all()
        assert (evidence.place[:, mat] == NOBODY).sum() == len(evidence.field) - count


def test_density_is_over_half_a_minute_on_both_sides(evidence: Evidence) -> None:
    """Crossings per second are counted over 30 s before and after her."""
    row = int(evidence.order[K20, 300])
    near = np.abs(evidence.by_mat[K20].astype(np.int64) - evidence.by_mat[K20, row]) <= 30_000
    assert np.exp(evidence.facts[row, K20, RATE]) == pytest.approx(near.sum() / 60)


def test_what_is_worked_out_anew_comes_out_alike(evidence: Evidence) -> None:
    """A read that changes, with what hangs on it done again, leaves the bits of a field that had it so."""
    at_ms = evidence.field.at_ms.copy()
    row = int(np.flatnonzero((at_ms[:, : K20 + 1] != NEVER).all(axis=1))[200])
    again = Evidence.of(replace(evidence.field, at_ms=at_ms))
    at_ms[row, K15] = again.by_mat[K15, row] = at_ms[row, K15] + 60_000
    again.walk(np.array([row]))
    for mat in range(K15, 11):
        again.sort(mat)
    again.judge(np.arange(600))
    fresh = Evidence.of(replace(evidence.field, at_ms=at_ms))
    for name in ("by_mat", "order", "place", "before", "own", "off", "usual", "facts"):
        np.testing.assert_array_equal(getattr(again, name), getattr(fresh, name), name)
    assert (fresh.facts[row, K15] != evidence.facts[row, K15]).any()


def test_the_search_misses_nobody_who_was_near(evidence: Evidence) -> None:
    """Of all pairs, it finds those with the odds that were within 3 s at two mats in a row."""
    everybody = evidence.stretches(all_pairs(range(600)), 0.0, packs=True)
    found = search(evidence, 0.0)
    assert pairs_in(found) <= pairs_in(everybody)
    loose = pairs_in(everybody) - pairs_in(found)
    assert len(pairs_in(found)) >= 10
    assert all(not near_twice(evidence, one, other) for one, other in loose)


def near_twice(evidence: Evidence, one: int, other: int) -> bool:
    """Return whether two were within 3 s at two mats in a row of those both crossed."""
    clocks = evidence.by_mat[:, [one, other]].astype(np.int64)
    shared = clocks[(clocks > 0).all(axis=1)]
    near = np.abs(shared[:, 0] - shared[:, 1]) <= laws.NEAR_MS
    return bool((near[1:] & near[:-1]).any())


def test_the_search_finds_each_pair_once(evidence: Evidence) -> None:
    """However many mats two were near at, they are one row."""
    found = search(evidence, -5.0)
    assert len(found) == len(pairs_in(found)) > 15


def test_the_search_counts_packs_as_chance(evidence: Evidence) -> None:
    """Its rows are the best stretches of its pairs against chance in a pack, not by herself alone."""
    found = search(evidence, -5.0)
    pairs = found[:, :2].astype(np.int32)
    np.testing.assert_array_equal(found, evidence.stretches(pairs, -1e9, packs=True))
    assert (evidence.stretches(pairs, -1e9)[:, 2] > found[:, 2] + 1).any()


@pytest.mark.parametrize("shift_ms", [0, 40_000])
def test_batches_leave_no_trace(evidence: Evidence, monkeypatch: pytest.MonkeyPatch, shift_ms: int) -> None:
    """With room for a hundred pairs at a time the same rows come out in the same order."""
    whole = search(evidence, -5.0, shift_ms)
    monkeypatch.setattr(module, "BATCH", 100)
    assert len(whole) > 0
    np.testing.assert_array_equal(search(evidence, -5.0, shift_ms), whole)


def test_least_leaves_out_the_weaker_ones_alone(evidence: Evidence) -> None:
    """A higher least gives the rows of a lower one that reach it."""
    some = search(evidence, -4.0)
    np.testing.assert_array_equal(search(evidence, 1.0), some[some[:, 2] >= 1.0])


def test_a_field_in_which_nobody_was_read_has_no_pairs() -> None:
    """No crossing at all, or one mat alone: there is nothing to find."""
    assert search(Evidence.of(field_of(np.full((5, 3), NAN), [0, 5_000, 9_000])), 0.0).shape == (0, 8)
    assert search(Evidence.of(field_of(np.full((5, 1), 27_000.0), [0])), 0.0).shape == (0, 8)
