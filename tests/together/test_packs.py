"""Packs: where many more people than chance ran the whole stretch with two runners."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.together import laws
from alongside.together.evidence import Evidence
from alongside.together.field import Floats
from alongside.together.packs import AS_NEAR_MS, in_pack
from together_fields import (
    FINISH,
    HALF,
    K5,
    K20,
    K35,
    NAN,
    START,
    alone_s,
    field_of,
    put_beside,
    stretch_rows,
)

TEAM = tuple(range(300, 330))


def with_a_pace_team(end: int = FINISH) -> Floats:
    """Return a field with thirty who run within ten seconds up to a mat, and then each as she likes."""
    at_s, dice = alone_s(800, seed=1), np.random.default_rng(2)
    for row in TEAM[1:]:
        gap_s = dice.uniform(0, 10, 11)
        gap_s[end + 1 :] += dice.uniform(30, 900) * np.arange(1, 11 - end)
        put_beside(at_s, TEAM[0], row, gap_s)
    return np.round(at_s)


def packs(at_s: Floats, *stretches: tuple[int, int, int, int], shift_ms: int = 0) -> list[bool]:
    """Return which stretches (one, other, from, to) were run in a pack."""
    evidence = Evidence.of(field_of(at_s))
    rows, out = (
        stretch_rows(*((*stretch, FINISH) for stretch in stretches)),
        np.zeros(len(stretches), np.bool_),
    )
    in_pack(
        rows, shift_ms, laws.PACK_PEOPLE, laws.PACK_MS, evidence.order, np.array(evidence.crossings),
        evidence.by_mat, out,
    )  # fmt: skip
    return out.tolist()


def test_a_pace_team_is_a_pack() -> None:
    """Of any two of thirty within ten seconds from start to finish, hardly any ran outside a pack."""
    pairs = [(a, b, START, FINISH) for a in TEAM for b in TEAM if a < b]
    assert np.mean(packs(with_a_pace_team(), *pairs)) > 0.95


def couple_in_a_pack(apart_s: float, third_s: float) -> Floats:
    """Return a field with two so far apart, one so far behind the first, and nine more far behind these."""
    at_s = alone_s(200, seed=5, over_s=2_000.0)
    for row, gap_s in zip(range(101, 112), (apart_s, third_s, *np.linspace(9, 11, 9)), strict=True):
        put_beside(at_s, 100, row, [gap_s] * 11)
    return at_s


@pytest.mark.parametrize("more_s", [-0.1, 0.1])
def test_companions_may_run_in_a_pack(more_s: float) -> None:
    """Two are company if nobody else of the pack is as near to either; with a third they are one of many."""
    at_s = couple_in_a_pack(0.0, AS_NEAR_MS / 1000 + more_s)
    assert packs(at_s, (100, 101, K20, K35), (101, 100, K20, K35)) == [more_s < 0] * 2
    assert packs(at_s, (100, 104, K20, K35)) == [True]


def test_as_near_to_one_of_them_is_enough() -> None:
    """A third who is as near to the later one as the two are to each other makes them one of many."""
    pairs = (100, 101, K20, K35), (101, 100, K20, K35)
    assert packs(couple_in_a_pack(1.0, 2.0 + AS_NEAR_MS / 1000), *pairs) == [True] * 2
    assert packs(couple_in_a_pack(1.0, 2.1 + AS_NEAR_MS / 1000), *pairs) == [False] * 2


def test_who_was_elsewhere_between_was_not_as_near() -> None:
    """A third beside the two at both ends, and twenty seconds off at the mats between, is none of theirs."""
    at_s = couple_in_a_pack(0.0, 1.0)
    assert packs(at_s, (100, 101, K20, K35)) == [True]
    at_s[102, K20 + 1 : K35] += 20
    assert packs(at_s, (100, 101, K20, K35)) == [False]
    at_s[102, K20 + 1 : K35] = NAN
    assert packs(at_s, (100, 101, K20, K35)) == [True]


def test_a_couple_in_a_dense_field_is_none() -> None:
    """Ten a second cross the start with them; hardly one crosses the finish with them too."""
    at_s = alone_s(3_000, seed=3, over_s=300.0)
    couples = [(row, row + 1, START, FINISH) for row in range(0, 3_000, 100)]
    for one, other, _, _ in couples:
        put_beside(at_s, one, other, [0] * 11)
    assert not any(packs(at_s, *couples))


def test_a_dense_field_alone_makes_no_pack() -> None:
    """Where many start together and are still near at 5K by chance, the many are what chance has."""
    at_s = alone_s(3_000, seed=4, over_s=200.0, paces=0.1)
    stretches = [(row, row + 1, START, K5) for row in range(500, 2_500, 10)]
    assert sum(packs(at_s, *stretches)) <= 0.03 * len(stretches)


def test_it_takes_the_pack_at_both_ends() -> None:
    """A team that breaks up at halfway is a pack to there, and is none for two who go on to the finish."""
    at_s = with_a_pace_team(end=HALF)
    put_beside(at_s, TEAM[0], TEAM[1], [6] * 11)
    assert packs(at_s, (TEAM[0], TEAM[1], START, HALF), (TEAM[0], TEAM[1], START, FINISH)) == [True, False]


def test_it_takes_five_people_more_than_the_two() -> None:
    """Four more who run with a couple are a group of friends, five more are a pack."""
    for more, is_pack in ((4, False), (5, True)):
        at_s = alone_s(200, seed=5, over_s=2_000.0)
        for row in range(101, 102 + more):
            put_beside(at_s, 100, row, [row - 100] * 11)
        assert packs(at_s, (100, 101, K20, K35)) == [is_pack]


def test_a_decoy_counts_herself_alone() -> None:
    """Who is held against one half a minute later has one of her near people for company, not two."""
    at_s = alone_s(200, seed=5, over_s=2_000.0)
    for row in range(101, 106):
        put_beside(at_s, 100, row, [row - 100] * 11)
    put_beside(at_s, 100, 150, [30] * 11)
    assert packs(at_s, (100, 150, K20, K35), shift_ms=30_000) == [True]
    assert packs(at_s, (100, 101, K20, K35)) == [False]


def test_a_decoy_is_as_near_as_her_moved_clock() -> None:
    """A pair by chance in a pack is judged like a real one: by who else was as near as the moved clock."""
    at_s = couple_in_a_pack(6.0, 7.0)
    put_beside(at_s, 100, 150, [40] * 11)
    assert packs(at_s, (100, 150, K20, K35), shift_ms=40_000) == [False]
    assert packs(at_s, (100, 150, K20, K35), shift_ms=35_000) == [True]


def test_whom_the_mats_missed_are_nobodys_pack() -> None:
    """People who were not read at the end of the stretch do not count."""
    at_s = with_a_pace_team()
    at_s[list(TEAM[2:]), FINISH] = NAN
    assert packs(at_s, (TEAM[0], TEAM[1], START, FINISH)) == [False]
