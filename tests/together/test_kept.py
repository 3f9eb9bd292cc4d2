"""Company kept up while reads come in: at any moment what the whole search would find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from alongside.together import laws
from alongside.together.evidence import Evidence, search
from alongside.together.field import NEVER, Field, Floats, Times
from alongside.together.kept import Kept
from together_fields import HALF, K15, K20, K25, K30, MATS_M, NAN, alone_s, field_of, put_beside


def with_company(seed: int) -> Field:
    """Return a dense field of four hundred with a hundred couples, together for a while each, and holes."""
    dice = np.random.default_rng(seed)
    at_s = alone_s(400, seed, over_s=150.0, paces=0.08)
    for row in range(0, 200, 2):
        gap_s = np.round(0.6 * dice.standard_t(3, 11))
        first, end = sorted(dice.choice(12, 2, replace=False))
        gap_s[:first] += 40
        gap_s[end:] += 50 * (1 + np.arange(11 - end))
        put_beside(at_s, row, row + 1, gap_s)
    at_s[dice.random(at_s.shape) < 0.1] = NAN
    return field_of(at_s)


def known_until(field: Field, until_s: float) -> Times:
    """Return the crossings up to an instant."""
    return np.where(field.at_ms <= until_s * 1000, field.at_ms, NEVER).astype(np.int32)


def empty(field: Field) -> Kept:
    """Return the same field before anybody was read."""
    return Kept(replace(field, at_ms=np.full_like(field.at_ms, NEVER)))


def in_order(rows: Floats) -> Floats:
    """Return stretches by their rows, the lower row first."""
    rows = rows.copy()
    rows[:, :2] = np.sort(rows[:, :2], axis=1)
    return rows[np.lexsort((rows[:, 1], rows[:, 0]))]


def assert_as_searched(kept: Kept, at_ms: Times, least_pairs: int = 0) -> None:
    """Hold that what is kept is what the whole search finds in these crossings."""
    np.testing.assert_array_equal(kept.field.at_ms, at_ms)
    searched = in_order(search(Evidence.of(replace(kept.field, at_ms=at_ms.copy())), 0.0))
    np.testing.assert_allclose(in_order(kept.stretches()), searched, atol=1e-9)
    assert len(searched) >= least_pairs


def test_at_any_moment_it_is_what_the_search_finds() -> None:
    """Read by read through the day, the same pairs with the same mats and odds."""
    field = with_company(1)
    kept = empty(field)
    for until_s, pairs in ((28_000, 0), (31_000, 5), (31_400, 5), (36_000, 15), (39_000, 15), (60_000, 20)):
        at_ms = known_until(field, until_s)
        rows = np.flatnonzero((at_ms != kept.field.at_ms).any(axis=1))
        kept.update(rows, at_ms[rows])
        assert_as_searched(kept, at_ms, pairs)


@pytest.mark.parametrize("seed", [2, 3])
def test_reads_that_change_or_go_leave_no_trace(seed: int) -> None:
    """Reads moved by seconds or taken back, of some runners at a time: as if it had always been so."""
    field, dice = with_company(seed), np.random.default_rng(seed)
    kept, at_ms = Kept(replace(field, at_ms=field.at_ms.copy())), field.at_ms.copy()
    for _ in range(10):
        rows = np.unique(dice.integers(0, 200, 8))
        mats = dice.integers(0, 11, len(rows))
        moved = at_ms[rows, mats] + dice.choice([-20_000, 1_000, 5_000], len(rows))
        gone = (at_ms[rows, mats] == NEVER) | (dice.random(len(rows)) < 0.3)
        at_ms[rows, mats] = np.where(gone, NEVER, moved)
        kept.update(rows, at_ms[rows])
    assert_as_searched(kept, at_ms, 15)


def two_by(gap_s: Sequence[float]) -> Field:
    """Return a field in which row 0 comes so much later than row 150."""
    at_s = alone_s(300, 9)
    put_beside(at_s, 150, 0, gap_s)
    return field_of(at_s)


def test_a_read_that_is_taken_back_can_bring_two_together() -> None:
    """Beside each other at every second mat: together once the mats between have not read one of them."""
    field = two_by([50, 0, 30, 0, 30, 0, 30, 0, 30, 0, 30])
    kept, at_ms = Kept(replace(field, at_ms=field.at_ms.copy())), field.at_ms.copy()
    assert len(kept.stretches(np.array([0]))) == 0
    at_ms[0, ::2] = NEVER
    kept.update(np.array([0]), at_ms[[0]])
    assert len(kept.stretches(np.array([0]))) == 1
    assert_as_searched(kept, at_ms)


def test_who_was_never_that_near_is_forgotten() -> None:
    """Two within 3 s twice and else 4 s apart: no pair when these two reads turn out to be 4 s apart."""
    field = two_by([4, 4, 4, 0, 0, 4, 4, 4, 4, 4, 4])
    kept, at_ms = Kept(replace(field, at_ms=field.at_ms.copy())), field.at_ms.copy()
    assert len(kept.stretches(np.array([0]))) == 1
    at_ms[0, [K15, K20]] += 4_000
    kept.update(np.array([0]), at_ms[[0]])
    assert len(kept.stretches(np.array([0]))) == 0
    assert_as_searched(kept, at_ms)


def test_batches_and_their_order_leave_no_trace() -> None:
    """Everybody's reads at once, runner by runner, or mat by mat from the last: the same is known."""
    field = with_company(4)
    for batches in (50, 1):
        kept = empty(field)
        for rows in np.array_split(np.random.default_rng(5).permutation(400), batches):
            kept.update(rows, field.at_ms[rows])
        assert_as_searched(kept, field.at_ms, 20)
    kept, at_ms = empty(field), np.full_like(field.at_ms, NEVER)
    for mat in reversed(range(11)):
        at_ms[:, mat] = field.at_ms[:, mat]
        kept.update(np.arange(400), at_ms)
    assert_as_searched(kept, field.at_ms, 20)


def test_some_runners_company_is_asked_for_alone() -> None:
    """Of some rows, those pairs come that one of them belongs to."""
    kept = Kept(with_company(6))
    everybody, of = in_order(kept.stretches()), np.array([0, 3, 40, 41])
    mine = np.isin(everybody[:, 0], of) | np.isin(everybody[:, 1], of)
    assert 0 < mine.sum() < len(everybody)
    np.testing.assert_array_equal(in_order(kept.stretches(of)), everybody[mine])


def test_who_changes_her_distance_is_judged_on_the_new_one() -> None:
    """Moved from the full to the half, what is known of two is what their new road says."""
    field = with_company(7)
    half_m = np.where(np.arange(11) <= HALF, 0.9 * MATS_M, NAN)
    both = replace(field, along_m=np.array([MATS_M, half_m]), distances=("full", "half"))
    kept, rows = Kept(replace(both, distance=field.distance.copy())), np.array([10, 11, 12, 13])
    at_ms = field.at_ms.copy()
    at_ms[rows, K25:] = NEVER
    kept.update(rows, at_ms[rows])
    kept.run(rows, np.ones(4, dtype=np.int64), np.ones(4, dtype=np.bool_))
    assert kept.field.distance[rows].tolist() == [1] * 4
    assert kept.field.finished[rows].all()
    assert_as_searched(kept, at_ms, 20)


def test_what_stands_costs_nothing() -> None:
    """Told again what it knows, it asks nobody and works nothing out."""
    field = with_company(8)
    kept = Kept(field)
    before = replace(kept.work)
    kept.update(np.arange(400), field.at_ms.copy())
    assert kept.work == before
    assert before.crossings == (field.at_ms != NEVER).sum()


def test_a_read_is_held_against_the_nearest_alone() -> None:
    """One new read in a throng asks at most so many before and after her, however many cross there."""
    at_s = np.tile(27_000.0 + 0.36 * MATS_M, (400, 1))
    field = field_of(at_s)
    at_ms = field.at_ms.copy()
    at_ms[200, K30:] = NEVER
    kept = Kept(replace(field, at_ms=at_ms))
    before = kept.work.asked
    new = at_ms[[200]].copy()
    new[0, K30] = field.at_ms[200, K30]
    kept.update(np.array([200]), new)
    assert 0 < kept.work.asked - before <= 2 * laws.MOST_BESIDE


def test_a_read_that_is_corrected_backwards_leaves_no_trace() -> None:
    """A crossing that comes to lie before the one before it, and back again: as if it had never been so."""
    field = with_company(5)
    kept, rows = Kept(field), np.arange(0, 40, dtype=np.int64)
    wrong = field.at_ms[rows].copy()
    wrong[:, K25] = np.where(wrong[:, K25] != NEVER, wrong[:, K15] - 60_000, NEVER)
    kept.update(rows, wrong)
    assert_as_searched(kept, kept.field.at_ms.copy())
    kept.update(rows, field.at_ms[rows])
    assert_as_searched(kept, field.at_ms, least_pairs=10)
