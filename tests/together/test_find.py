"""Who was together in a race: companions planted among runners who know nothing of each other."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.together.evidence import Evidence, search
from alongside.together.field import Floats
from alongside.together.find import Found, find, found_of, rounds_for
from alongside.together.kinds import KINDS, MET_FINISH, MET_PARTED, START_FINISH, START_PARTED
from alongside.together.laws import LOOSE_PRIOR
from alongside.together.rates import false_share
from alongside.together.summary import reported
from together_fields import (
    FINISH,
    HALF,
    K15,
    K20,
    K30,
    NAN,
    START,
    alone_s,
    by_bibs,
    field_of,
    put_beside,
)  # fmt: skip

PLANTED = (
    (START_FINISH, START, FINISH),
    (START_PARTED, START, HALF),
    (MET_FINISH, K20, FINISH),
    (MET_PARTED, K15, K30),
)
COUPLES = range(100, 1_300, 30)
TEAM = range(300, 330)


def with_couples(seed: int = 1, tick_s: float = 1.0) -> Floats:
    """Return 1,500 runners, forty couples among them, ten of each kind, within a second of each other."""
    at_s, dice = alone_s(1_500, seed, tick_s=tick_s), np.random.default_rng(seed + 1)
    for number, row in enumerate(COUPLES):
        _, first, end = PLANTED[number % 4]
        gap_s = dice.choice([-1.0, 0.0, 0.0, 0.0, 1.0], 11) + (tick_s < 1) * dice.uniform(-0.4, 0.4, 11)
        gap_s[:first] += dice.uniform(80, 280)
        gap_s[end + 1 :] += dice.uniform(60, 160) * np.arange(1, 11 - end)
        put_beside(at_s, row, row + 1, np.round(gap_s / tick_s) * tick_s)
    return at_s


def planted() -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return what is to be found: kind, from mat and to mat by bibs."""
    return {
        tuple(sorted((str(row + 1), str(row + 2)))): PLANTED[number % 4] for number, row in enumerate(COUPLES)
    }  # type: ignore[return-value]


def found_in(at_s: Floats, seed: int = 1, **more) -> Found:  # type: ignore[no-untyped-def]
    """Return who was together on the marathon's mats."""
    return find(field_of(at_s, **more), np.random.default_rng(seed))


def with_a_team() -> Floats:
    """Return a field with a pace team of thirty within ten seconds at every mat."""
    at_s, dice = alone_s(1_500, seed=7), np.random.default_rng(8)
    for row in TEAM[1:]:
        put_beside(at_s, TEAM[0], row, np.round(dice.uniform(0, 10, 11)))
    return at_s


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whoever_was_together_is_found_with_her_mats_and_kind(seed: int) -> None:
    """All forty couples: side by side to the finish, parted, met, met and parted; hardly anybody else."""
    found = by_bibs(found_in(with_couples(seed)))
    assert {pair: found.get(pair) for pair in planted()} == planted()
    assert len(found) <= len(planted()) + 2


def test_couples_are_told_apart_from_chance_by_their_error_rate() -> None:
    """The planted pairs are held to be real at less than one in a hundred, and the strongest far less."""
    found = found_in(with_couples())
    told = reported(found)
    assert len(told) >= 38
    assert told.false_share.max() < 0.01
    assert found.false_share[0] < 1e-4


def test_a_field_of_runners_alone_has_hardly_a_pair() -> None:
    """Of nine million pairs of strangers in three fields at most two are spoken of."""
    alone = [reported(found_in(alone_s(2_500, seed))) for seed in range(10, 13)]
    assert sum(map(len, alone)) <= 2


def test_decoys_find_as_many_strangers_as_the_search() -> None:
    """Among runners alone, as many pairs are found with everybody's times moved as with their own."""
    real, decoys = 0, 0
    for seed in range(20, 30):
        evidence = Evidence.of(field_of(alone_s(2_500, seed, over_s=3_000.0, paces=0.1)))
        real += len(search(evidence, -4.0))
        decoys += sum(len(search(evidence, -4.0, shift_ms)) for shift_ms in (20_000, 45_000, 80_000, 110_000))
    assert real > 200
    assert decoys / 4 == pytest.approx(real, rel=0.2)


def test_the_order_of_rows_does_not_matter() -> None:
    """The same field in another order has the same pairs, with the same odds to the last bit."""
    at_s, turned = with_couples(41, tick_s=0.001), np.random.default_rng(3).permutation(1_500)
    assert all(len(np.unique(mat)) == 1_500 for mat in at_s.T)  # of one instant, rows settle who was first
    bibs = [str(row + 1) for row in turned]
    found, other = found_in(at_s), found_in(at_s[turned], bibs=bibs)
    assert by_bibs(found) == by_bibs(other)
    np.testing.assert_array_equal(found.log_odds, other.log_odds)
    np.testing.assert_array_equal(found.in_pack, other.in_pack)


def test_a_mat_whose_clock_is_off_changes_no_stretch() -> None:
    """Three seconds too many for everybody at one mat: the same pairs, from and to the same mats."""
    at_s = with_couples()
    found = by_bibs(found_in(at_s), 2.0)
    at_s[:, HALF] += 3.0
    off = by_bibs(found_in(at_s), 1.0)
    assert {pair: off.get(pair) for pair in found} == found


def test_a_pace_team_is_flagged_rather_than_reported() -> None:
    """Some of its pairs are found, all of them are said to have run in a pack, and none is spoken of."""
    found = found_in(with_a_team())
    team = np.isin(found.one, TEAM) & np.isin(found.other, TEAM)
    assert team.sum() > 10
    assert found.in_pack[team].all()
    spoken = reported(found)
    assert not (np.isin(spoken.one, TEAM) | np.isin(spoken.other, TEAM)).any()


def test_companions_in_a_pace_team_are_found() -> None:
    """Two who keep to each other's second for hours within a team are spoken of, the team is not."""
    at_s = with_a_team()
    put_beside(at_s, TEAM[0], TEAM[1], [0] * 11)
    at_s[TEAM[2:]] += 2.0
    told = reported(found_in(at_s))
    assert by_bibs(told) == {("301", "302"): (START_FINISH, START, FINISH)}


def test_a_couple_is_no_pack() -> None:
    """Nobody of the forty couples is flagged."""
    assert not found_in(with_couples()).in_pack.any()


def test_the_same_dice_give_the_same_table() -> None:
    """Two runs with one seed agree in every bit of every column."""
    one, other = found_in(with_couples(4), seed=5), found_in(with_couples(4), seed=5)
    for name in (
        "one",
        "other",
        "kind",
        "loose",
        "in_pack",
        "first",
        "end",
        "mats",
        "log_odds",
        "false_share",
    ):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), name)


def test_the_dice_move_the_error_rates_alone() -> None:
    """With other shifts the pairs and their odds stay what they are."""
    at_s = np.concatenate([with_couples(), alone_s(2_500, 31, over_s=300.0, paces=0.05)])
    one, other = (found_in(at_s, seed=seed) for seed in (1, 2))
    assert by_bibs(one) == by_bibs(other)
    np.testing.assert_array_equal(one.log_odds, other.log_odds)
    assert not np.array_equal(one.false_share, other.false_share)


def test_the_strongest_stand_first() -> None:
    """Log odds fall from row to row and none is below nothing; of one kind, error rates rise."""
    found = found_in(with_couples())
    assert (np.diff(found.log_odds) <= 0).all()
    assert found.log_odds.min() >= 0
    for kind in range(len(KINDS)):
        assert (np.diff(found.false_share[found.kind == kind]) >= 0).all()


def test_what_a_pair_has_of_its_stretch() -> None:
    """From and to are mats both crossed, and the mats between that both crossed are counted."""
    at_s = with_couples()
    at_s[np.random.default_rng(6).random(at_s.shape) < 0.1] = NAN
    found = found_in(at_s)
    both = (found.field.at_ms[found.one] > 0) & (found.field.at_ms[found.other] > 0)
    assert len(found) > 30
    for at in range(len(found)):
        assert both[at, found.first[at]]
        assert both[at, found.end[at]]
        assert found.mats[at] == both[at, found.first[at] : found.end[at] + 1].sum()


def test_who_runs_loosely_together_is_said_to() -> None:
    """Couples with a few seconds between them at every mat are mostly marked loose, the others are not."""
    at_s, dice = alone_s(1_500, 40), np.random.default_rng(41)
    for row in COUPLES:
        put_beside(at_s, row, row + 1, np.round(3 * dice.standard_normal(11)))
    loosely = found_in(at_s)
    assert len(loosely) > 30
    assert loosely.loose.mean() > 0.8
    assert found_in(with_couples()).loose.mean() < 0.1 < LOOSE_PRIOR


def test_net_times_alone_find_who_ran_from_start_to_finish() -> None:
    """Without a clock there is no START; couples who were together all the way are found on what there is."""
    at_s = with_couples()
    net = (at_s - at_s[:, :1])[:, 1:]
    road = field_of(at_s)
    field = field_of(net, road.along_m[:, 1:], road.mats[1:], has_clock=False)
    found = by_bibs(find(field, np.random.default_rng(1)), 2.0)
    to_finish = [pair for pair, (kind, _, _) in planted().items() if kind == START_FINISH]
    assert sum(found.get(pair) == (START_FINISH, 0, FINISH - 1) for pair in to_finish) >= 8


def test_error_rates_are_those_of_the_decoys_of_ones_kind() -> None:
    """Of each kind: what was found with times moved, in so many rounds, against its pairs outside packs."""
    at_s = np.concatenate([with_couples(), alone_s(2_500, 31, over_s=300.0, paces=0.05)])
    found = find(field_of(at_s), np.random.default_rng(1), 5)
    assert found.rounds == 5
    assert len(found.decoys) == len(KINDS)
    assert 0 < sum(map(len, found.decoys)) < 5 * 10
    for kind, decoys in enumerate(found.decoys):
        mine = found.of(found.kind == kind)
        np.testing.assert_array_equal(
            mine.false_share, false_share(mine.log_odds, ~mine.in_pack, decoys, found.rounds)
        )


def test_progress_is_told_to_the_end() -> None:
    """The shares rise to one, whatever the number of rounds."""
    for shifts in (1, 4):
        heard: list[float] = []
        find(field_of(alone_s(50, 1)), np.random.default_rng(1), shifts, heard.append)
        assert heard == sorted(heard)
        assert heard[-1] == pytest.approx(1.0)
        assert len(heard) == shifts + 2


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_field_of_hardly_anybody(n: int) -> None:
    """Nobody, one, or two far apart: a table without rows."""
    assert len(found_in(alone_s(n, 50))) == 0


def test_without_decoys_there_are_no_error_rates() -> None:
    """Stretches alone make the same pairs in the same order, their error rates unknown."""
    evidence = Evidence.of(field_of(with_couples()))
    bare, found = found_of(evidence, search(evidence, 0.0)), found_in(with_couples())
    np.testing.assert_array_equal(bare.one, found.one)
    np.testing.assert_array_equal(bare.kind, found.kind)
    assert np.isnan(bare.false_share).all()


def test_some_of_the_pairs() -> None:
    """Picked by a mask or by their places, pairs keep every column and the field."""
    found = found_in(with_couples())
    met = found.of(found.kind == MET_FINISH)
    assert len(met) == 10
    assert met.field is found.field
    assert (met.first == K20).all() and (met.end == FINISH).all()
    first = found.of(np.array([3]))
    assert (first.one[0], first.log_odds[0]) == (found.one[3], found.log_odds[3])


def test_the_fewer_run_the_more_rounds_are_counted() -> None:
    """A small race has few decoys a round: more rounds make its error rates no rougher than need be."""
    assert [rounds_for(runners) for runners in (0, 200, 4_000, 20_000, 48_000)] == [96, 96, 40, 8, 8]
