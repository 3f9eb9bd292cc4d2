"""The best stretch of two runners, against a slow one that tries every stretch."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import pytest

from alongside.together import laws
from alongside.together.evidence import Evidence
from alongside.together.facts import LATE, RATE, SCALE
from alongside.together.field import NEVER, Floats
from alongside.together.stretch import MOST_BESIDE
from together_fields import (
    FINISH,
    K5,
    K15,
    K20,
    K25,
    K35,
    NAN,
    START,
    all_pairs,
    alone_s,
    field_of,
    put_beside,
)  # fmt: skip

ONE, OTHER, ODDS, WAY, FROM, TO, LAST, COUNT = range(8)
GAPS, ENTRY, STAY, END = laws.log_gap_laws(), laws.entry_laws(), math.log(laws.STAY), math.log(1 - laws.STAY)
Best = tuple[float, int, int, int]


# --- The slow one.


def log_t(late_s: float, scale_s: float) -> float:
    """Return the log density of a Student t with four degrees of freedom."""
    return math.log(0.375 * (1 + (late_s / scale_s) ** 2 / 4) ** -2.5 / scale_s)


def since(evidence: Evidence, row: int, last: int, mat: int) -> tuple[float, float]:
    """Return her lateness from one mat to another and its scale: sums over all mats that read her between."""
    facts = evidence.facts[row, last + 1 : mat + 1].astype(float)
    known = facts[facts[:, SCALE] > 0]
    return float(known[:, LATE].sum()), math.sqrt((known[:, SCALE] ** 2).sum())


def by_chance(evidence: Evidence, pair: tuple[int, int], last: int, mat: int, packs: bool) -> float:
    """Return the log density of a gap by chance: each late alone, less what both were late together.

    Nan where nothing was expected of one of them, because her clock went back.
    """
    (late, scale), (late_too, scale_too) = (since(evidence, row, last, mat) for row in pair)
    if scale == 0 or scale_too == 0:
        return NAN
    together = log_t((late + late_too) / 2, (scale + scale_too) / 2)
    alone = log_t(late, scale) + log_t(late_too, scale_too) - together
    stayed = max(share_who_stayed(evidence, row, last, mat) for row in pair)
    return max(alone, math.log(stayed / 24)) if packs and stayed > 0 else alone


def share_who_stayed(evidence: Evidence, row: int, here: int, there: int) -> float:
    """Return of those within 12 s of her at one mat the share within 12 s at the next, bar four people."""
    at_ms = evidence.field.at_ms.astype(np.int64)
    crossed = evidence.order[here, : evidence.crossings[here]]
    times, now_ms = at_ms[crossed, here], at_ms[row, here]
    earlier, later = times[times < now_ms], times[times > now_ms]
    from_ms = earlier[-MOST_BESIDE:].min(initial=now_ms)  # and all who crossed with the last of them
    to_ms = later[:MOST_BESIDE].max(initial=now_ms)
    near = [
        other
        for other in crossed[(times >= from_ms) & (times <= to_ms)]
        if other != row
        and abs(at_ms[other, here] - at_ms[row, here]) <= 12_000
        and at_ms[other, there] != NEVER
    ]
    stayed = sum(abs(at_ms[other, there] - at_ms[row, there]) <= 12_000 for other in near)
    return max(0, stayed - 4) / len(near) if near else 0.0


def slow(evidence: Evidence, one: int, other: int, shift_ms: int, packs: bool) -> Best:
    """Return (log odds, way, from, to) of the best of all stretches of all ways."""
    at_ms = evidence.field.at_ms.astype(np.int64)
    shared = [k for k in range(at_ms.shape[1]) if NEVER not in (at_ms[one, k], at_ms[other, k])]
    gaps = [math.floor(abs(at_ms[other, k] - shift_ms - at_ms[one, k]) / 1000 + 0.5) for k in shared]
    chance = [NAN] + [by_chance(evidence, (one, other), a, b, packs) for a, b in pairwise(shared)]
    rates = [float(evidence.facts[[one, other], k, RATE].mean()) for k in shared]
    return max(stretches(shared, gaps, chance, rates), default=(-1e9, -1, -1, -1))


def stretches(
    shared: Sequence[int], gaps: Sequence[int], chance: Sequence[float], rates: Sequence[float]
) -> Iterator[Best]:
    """Yield every stretch of two mats or more, for each way, with no gap too far and no unknown chance."""
    for a in range(len(shared)):
        for b in range(a + 1, len(shared)):
            if max(gaps[a : b + 1]) > laws.FARTHEST_S or np.isnan(chance[b]):
                break
            for way in (laws.SIDES, laws.LOOSE):
                odds = ENTRY[min(a, 1), way] + GAPS[way, gaps[a]] - rates[a]
                odds += sum(GAPS[way, gaps[k]] - chance[k] + STAY for k in range(a + 1, b + 1))
                odds += END if b < len(shared) - 1 else 0.0
                yield float(odds), way, shared[a], shared[b]


def dense_with_company(seed: int, missing: float) -> Evidence:
    """Return a dense field with 150 couples, each together for a while, and a pack of forty."""
    dice = np.random.default_rng(seed)
    at_s = alone_s(500, seed, over_s=120.0, paces=0.1)
    for row in range(0, 300, 2):
        gap_s = np.round(dice.standard_t(3, 11) * dice.choice([0.5, 2.0]))
        first, end = sorted(dice.choice(12, 2, replace=False))
        gap_s[:first] += dice.choice([20, 60]) * (first - np.arange(first))
        gap_s[end:] += dice.choice([20, 60]) * (1 + np.arange(11 - end))
        put_beside(at_s, row, row + 1, gap_s)
    for row in range(300, 340):
        put_beside(at_s, 340, row, dice.integers(-6, 7, 11))
    at_s[dice.random(at_s.shape) < missing] = NAN
    for row, mat in zip(range(0, 100, 10), dice.integers(2, 11, 10), strict=True):
        at_s[row : row + 2, mat] = np.nanmin(at_s[row : row + 2, :mat]) - 5
    return Evidence.of(field_of(at_s))


@pytest.mark.parametrize("packs", [False, True])
@pytest.mark.parametrize(("shift_ms", "missing"), [(0, 0.0), (0, 0.2), (1_000, 0.1)])
def test_no_stretch_is_better(shift_ms: int, missing: float, packs: bool) -> None:
    """Odds, way and mats are those of the best of all stretches, with missing reads, in packs, shifted."""
    evidence = dense_with_company(1, missing)
    couples = np.arange(300, dtype=np.int32).reshape(150, 2)
    pairs = np.concatenate([couples, all_pairs(range(300, 312)), all_pairs(range(400, 420))])
    held = {
        (int(row[ONE]), int(row[OTHER])): row for row in evidence.stretches(pairs, 0.0, shift_ms, packs=packs)
    }
    slowly = {(a, b): slow(evidence, a, b, shift_ms, packs) for a, b in pairs.tolist()}
    assert set(held) == {pair for pair, best in slowly.items() if best[0] >= 0}
    assert len(held) > 40
    for pair, row in held.items():
        assert row[ODDS] == pytest.approx(slowly[pair][0], abs=1e-3)
        assert tuple(row[[WAY, FROM, TO]]) == slowly[pair][1:]


def test_what_is_told_of_a_stretch() -> None:
    """The last mat both crossed is its sixth figure, how many both crossed between its ends the seventh."""
    evidence = dense_with_company(2, 0.2)
    known = evidence.field.at_ms != NEVER
    rows = evidence.stretches(np.arange(300, dtype=np.int32).reshape(150, 2), 0.0)
    for row in rows.astype(int):
        both = known[row[ONE]] & known[row[OTHER]]
        assert row[LAST] == np.flatnonzero(both)[-1]
        assert row[COUNT] == both[row[FROM] : row[TO] + 1].sum()


# --- What follows.


def best_of(gap_s: Sequence[float], *, packs: bool = False, n: int = 400) -> Floats:
    """Return the best stretch of two with such gaps, in a field of runners alone."""
    at_s = alone_s(n, seed=3)
    put_beside(at_s, n // 2, 0, gap_s)
    (row,) = Evidence.of(field_of(at_s)).stretches(np.array([[n // 2, 0]], dtype=np.int32), -2e9, packs=packs)
    return row


def test_side_by_side_all_the_way() -> None:
    """Two who are a second apart at every mat were together from the start to the finish, side by side."""
    row = best_of([0, 1, 0, 0, -1, 0, 1, 0, 0, 1, 0])
    assert row[ODDS] > 20
    assert row[WAY] == laws.SIDES
    assert (row[FROM], row[TO]) == (START, FINISH)


def test_three_or_four_seconds_at_every_mat_are_loose() -> None:
    """Company that is a little ahead or behind all the time is loose, not side by side."""
    row = best_of([1, 3, -4, 2, 3, -3, 2, 4, -2, 3, 3])
    assert row[ODDS] > 5
    assert row[WAY] == laws.LOOSE


def test_a_gap_beyond_forty_seconds_breaks_a_stretch() -> None:
    """A toilet of half a minute does not part two who were together before and after, 41 s do."""
    waited = best_of([0, 0, 1, 0, 30, 0, 0, 1, 0, 0, 0])
    parted = best_of([0, 0, 1, 0, 41, 0, 0, 1, 0, 0, 0])
    assert (waited[FROM], waited[TO]) == (START, FINISH)
    assert K20 not in range(int(parted[FROM]), int(parted[TO]) + 1)


def test_a_mat_that_missed_one_of_them_parts_nobody() -> None:
    """The stretch goes on over mats where one of the two was not read."""
    row = best_of([0, 0, NAN, 1, 0, NAN, NAN, 0, 1, 0, 0])
    assert (row[FROM], row[TO], row[COUNT]) == (START, FINISH, 8)


def test_a_stretch_begins_where_they_met_and_ends_where_they_parted() -> None:
    """Minutes apart before and after: from and to are the first and the last mat beside each other."""
    row = best_of([300, 200, 100, 0, 1, 0, 0, 1, 0, 90, 200])
    assert (row[FROM], row[TO]) == (K15, K35)


def test_the_order_of_the_two_does_not_matter() -> None:
    """Who is held against whom makes no difference beyond rounding."""
    evidence = dense_with_company(4, 0.1)
    pairs = np.concatenate([np.arange(300, dtype=np.int32).reshape(150, 2), all_pairs(range(300, 320))])
    for packs in (False, True):
        rows = evidence.stretches(pairs, -1e8, packs=packs)
        turned = evidence.stretches(np.ascontiguousarray(pairs[:, ::-1]), -1e8, packs=packs)
        np.testing.assert_allclose(rows[:, ODDS], turned[:, ODDS], atol=1e-9)
        np.testing.assert_array_equal(rows[:, WAY:], turned[:, WAY:])


def test_packs_never_leave_more_odds() -> None:
    """Chance in a pack is chance too: no pair is stronger for it, and a pack's pairs are far weaker."""
    evidence = dense_with_company(5, 0.1)
    pairs = np.concatenate([np.arange(300, dtype=np.int32).reshape(150, 2), all_pairs(range(300, 320))])
    alone, held = (evidence.stretches(pairs, -1e8, packs=packs)[:, ODDS] for packs in (False, True))
    assert (held <= alone + 1e-9).all()
    assert np.median(alone[150:] - held[150:]) > 10


def test_the_denser_the_field_the_weaker_the_same_company() -> None:
    """Two gaps of nothing say less where many cross in every second."""
    gap_s = [200, 200, 200, 150, 100, 100, 60, 60, 60, 0, 0]
    assert best_of(gap_s, n=200)[ODDS] > best_of(gap_s, n=2_000)[ODDS]


def test_from_the_start_is_likelier_than_met_on_the_way() -> None:
    """The same seconds beside each other are stronger from their first mat than from a later one."""
    rest = [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    from_start, met = best_of([NAN, *rest]), best_of([200, *rest])
    assert from_start[FROM] == met[FROM] == K5
    assert from_start[ODDS] > met[ODDS] + 3


def test_parting_before_the_end_costs_odds() -> None:
    """Two seen apart at a last mat are weaker than two who were read together till they stopped."""
    together = [0, 1, 0, 0, 1, 0, 0, 1, 0]
    stopped, parted = best_of([*together, NAN, NAN]), best_of([*together, 100, 200])
    assert stopped[TO] == parted[TO] == K35
    assert stopped[ODDS] == pytest.approx(parted[ODDS] - math.log(1 - laws.STAY), abs=0.5)


def test_one_mat_is_no_stretch() -> None:
    """Near at one mat alone: no odds worth the name, and no mats."""
    row = best_of([300, 200, 100, 0, 100, 200, 300, 400, 500, 600, 700])
    assert row[ODDS] < -1e6
    assert (row[FROM], row[TO], row[COUNT]) == (-1, -1, 0)


def test_late_together_is_more_than_together_on_time() -> None:
    """Two who lose five minutes in one stretch and still come as one are stronger than two who lose none."""
    at_s = alone_s(400, seed=3)
    put_beside(at_s, 200, 0, [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1])
    pair = np.array([[200, 0]], dtype=np.int32)
    on_time = Evidence.of(field_of(at_s)).stretches(pair, 0.0)[0, ODDS]
    at_s[[0, 200], K25:] += 300.0
    assert Evidence.of(field_of(at_s)).stretches(pair, 0.0)[0, ODDS] > on_time + 1
