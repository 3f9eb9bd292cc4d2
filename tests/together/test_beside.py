"""Who was within seconds of another at two mats in a row, against the plain definition."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.together.beside import Order, are_beside, beside_at, beside_new
from alongside.together.field import NEVER, Index, Times
from alongside.together.order import crossed

NEAR_MS = 3_000
MANY = 50
CLOCK = st.one_of(st.just(NEVER), st.integers(0, 40).map(lambda tick: tick * 500))
FIELDS = (
    st.tuples(st.integers(1, 5), st.integers(1, 12))
    .flatmap(lambda size: st.tuples(*[st.tuples(*[CLOCK] * size[1])] * size[0]))
    .map(lambda clocks: np.array(clocks, dtype=np.int32))
)
MOST = st.sampled_from([1, 2, 3, MANY])
Met = tuple[int, int, int]


def places(by_mat: Times) -> Order:
    """Return everybody's place in the order of each mat, shape ``(n, m)``, -1 for who did not cross it."""
    place = np.full(by_mat.shape[::-1], -1, dtype=np.int32)
    for mat, at_ms in enumerate(by_mat):
        who = crossed(at_ms)
        place[who, mat] = np.arange(len(who))
    return place


def swept(by_mat: Times, shift_ms: int = 0, most: int = MANY, room: int = 1_000) -> list[Met]:
    """Return (one, other, mat) of all who are met, asked for with so much room at a time."""
    met, out, place = [], np.empty((room, 2), dtype=np.int32), places(by_mat)
    for mat in range(len(by_mat) - 1):
        order, first = crossed(by_mat[mat]), 0
        while first < len(order):
            count, first = beside_at(mat, first, order, place, by_mat, NEAR_MS, most, shift_ms, out)
            met += [(one, other, mat) for one, other in out[:count].tolist()]
    return met


def plainly(by_mat: Times, shift_ms: int = 0, most: int = MANY) -> set[Met]:
    """Return who is met where by looking at every pair: near at one shared mat and at the next."""
    met, place = set(), places(by_mat)
    for a in range(by_mat.shape[1]):
        for b in range(a + 1, by_mat.shape[1]):
            one, other = ordered(a, b, shift_ms)
            shared = [mat for mat in range(len(by_mat)) if NEVER not in (by_mat[mat, a], by_mat[mat, b])]
            near = [
                abs(int(by_mat[mat, other]) - shift_ms - int(by_mat[mat, one])) <= NEAR_MS for mat in shared
            ]
            asked = [shift_ms != 0 or abs(place[a, mat] - place[b, mat]) <= most for mat in shared]
            mats = [shared[k] for k in range(len(shared) - 1) if near[k] and asked[k] and near[k + 1]]
            if mats:
                met.add((one, other, mats[0]))
    return met


def ordered(a: int, b: int, shift_ms: int) -> tuple[int, int]:
    """Return two rows as a shift orders them: rows of one parity by row, the others the other way round."""
    return (a, b) if shift_ms == 0 or (b - a) % 2 == 0 else (b, a)


def unordered(met: list[Met] | set[Met]) -> list[Met]:
    """Return pairs with the lower row first, in order."""
    return sorted((min(one, other), max(one, other), mat) for one, other, mat in met)


@settings(deadline=None)
@given(FIELDS, MOST)
def test_it_is_everybody_near_at_two_mats_in_a_row(by_mat: Times, most: int) -> None:
    """As by looking at every pair, each once at the first mat where it is so, ties and missing reads too."""
    assert unordered(swept(by_mat, most=most)) == unordered(plainly(by_mat, most=most))


@settings(deadline=None)
@given(FIELDS, MOST)
def test_any_pairs_can_be_asked_whether_they_are_met(by_mat: Times, most: int) -> None:
    """Asked one by one, those pairs are met that the sweep over all mats meets, whoever stands first."""
    met = {(one, other) for one, other, _ in unordered(plainly(by_mat, most=most))}
    n = by_mat.shape[1]
    pairs = np.array([(a, b) for a in range(n) for b in range(n) if a != b], dtype=np.int32).reshape(-1, 2)
    out = np.zeros(len(pairs), dtype=np.bool_)
    are_beside(pairs, places(by_mat), by_mat, NEAR_MS, most, out)
    assert {tuple(pair) for pair in pairs[out].tolist()} == met | {pair[::-1] for pair in met}


@settings(deadline=None)
@given(FIELDS, MOST, st.randoms(use_true_random=False))
def test_of_new_crossings_the_nearest_are_asked(by_mat: Times, most: int, dice) -> None:  # type: ignore[no-untyped-def]
    """Each makes the pairs met anywhere with those near her at that mat, so many before and after her."""
    met, place = {(one, other) for one, other, _ in unordered(plainly(by_mat, most=most))}, places(by_mat)
    new = [crossing for crossing in np.argwhere(place >= 0).tolist() if dice.random() < 0.5]
    expected, asked = [], 0
    for row, mat in new:
        near = nearest(row, place[:, mat], by_mat[mat], most)
        asked += len(near)
        expected += sorted({(min(row, other), max(row, other)) for other in near} & met)
    pairs, count = asked_anew(np.array(new, dtype=np.int64).reshape(-1, 2), place, by_mat, most)
    assert sorted(pairs) == sorted(expected)
    assert count == asked


def nearest(row: int, place: Order, at_ms: Times, most: int) -> list[int]:
    """Return who crossed one mat near somebody, the nearest in place."""
    near = (np.abs(place - place[row]) <= most) & (np.abs(at_ms.astype(np.int64) - at_ms[row]) <= NEAR_MS)
    return [int(other) for other in np.flatnonzero(near & (place >= 0)) if other != row]


def asked_anew(new: Index, place: Order, by_mat: Times, most: int) -> tuple[list[tuple[int, ...]], int]:
    """Return the pairs of new crossings (row, mat) and how many runners were asked, with little room."""
    order, out = np.full(by_mat.shape, -1, dtype=np.int32), np.empty((2 * most + 3, 2), dtype=np.int32)
    for row, mat in np.argwhere(place >= 0):
        order[mat, place[row, mat]] = row
    rows, mats = np.ascontiguousarray(new.T)
    pairs, asked, first = [], 0, 0
    while first < len(new):
        count, said, first = beside_new(rows, mats, first, order, place, by_mat, NEAR_MS, most, out)
        pairs += [tuple(pair) for pair in out[:count].tolist()]
        asked += said
    return pairs, asked


@settings(deadline=None)
@given(FIELDS)
def test_who_came_first_stands_first(by_mat: Times) -> None:
    """The first of a pair crossed the mat where they are met no later than the second."""
    for one, other, mat in swept(by_mat):
        assert (by_mat[mat, one], one) < (by_mat[mat, other], other)


@settings(deadline=None)
@given(FIELDS, st.sampled_from([4_000, 7_000, 12_500]))
def test_a_shift_holds_each_pair_once_against_chance(by_mat: Times, shift_ms: int) -> None:
    """The second came so much later, and every two are held in one of their two orders alone."""
    met = swept(by_mat, shift_ms)
    assert sorted(met) == sorted(plainly(by_mat, shift_ms))
    for one, other, mat in met:
        assert abs(by_mat[mat, other] - by_mat[mat, one] - shift_ms) <= NEAR_MS


@settings(deadline=None)
@given(FIELDS, st.sampled_from([0, 7_000]), st.integers(24, 40))
def test_little_room_changes_nothing(by_mat: Times, shift_ms: int, room: int) -> None:
    """Asked for in small batches the same pairs come in the same order."""
    assert swept(by_mat, shift_ms, most=12, room=room) == swept(by_mat, shift_ms, most=12)


def test_it_stops_before_the_room_is_full() -> None:
    """Two hundred at one instant, room for sixty: it comes back in time, and says where to go on."""
    by_mat, out = np.zeros((2, 200), dtype=np.int32), np.empty((60, 2), dtype=np.int32)
    found = beside_at(0, 0, crossed(by_mat[0]), places(by_mat), by_mat, NEAR_MS, MANY, 0, out)
    assert found == (50, 1)


def test_of_a_throng_the_nearest_count() -> None:
    """Where more cross within seconds than are asked, the next ones behind her are taken."""
    by_mat = np.tile(np.arange(40, dtype=np.int32) * 10, (2, 1))
    met = swept(by_mat, most=5)
    assert {other for one, other, _ in met if one == 10} == {11, 12, 13, 14, 15}
    assert len(met) == 35 * 5 + 4 + 3 + 2 + 1


def test_who_was_lost_in_a_throng_is_met_at_a_later_mat() -> None:
    """Two with a hundred between them at one mat, side by side at the next two, are met there."""
    by_mat = np.array([np.arange(120) * 10, np.arange(120) * 60_000, np.arange(120) * 60_000], dtype=np.int32)
    by_mat[1:, 119] = by_mat[1:, 0]
    assert [met for met in swept(by_mat) if 119 in met[:2]] == [(0, 119, 1)]


def test_nobody_is_met_at_one_mat_alone() -> None:
    """Near at one mat only is not together, be it the last."""
    apart = np.array([[0, 60_000], [100_000, 100_000]], dtype=np.int32)
    assert swept(apart) == []
    assert swept(np.concatenate([apart, apart[1:] + 50_000])) == [(0, 1, 1)]


def test_who_meets_again_is_no_new_pair() -> None:
    """Side by side, parted and side by side again: met once, at the first mat."""
    by_mat = np.array([[0, 0], [60_000, 61_000], [120_000, 180_000], [240_000, 241_000], [300_000, 300_000]])
    assert swept(by_mat.astype(np.int32)) == [(0, 1, 0)]
