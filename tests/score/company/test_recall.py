"""How much of what was planted is found: counted against a search that is made up."""

from __future__ import annotations

import numpy as np

from alongside.score.company.planting import Planted, plant
from alongside.score.company.recall import MOST_MATS, Recall, recall_of, told_of
from alongside.together.kinds import MET_FINISH, START_FINISH
from together_fields import alone_s, field_of, pairs_found, put_beside

FIELD = field_of(alone_s(20, 1))
# Seven pairs: four of 3 mats, two of 8 and of 11 (which count as 8), one of 5.
PLANTED = Planted(
    FIELD,
    one=np.array([0, 2, 5, 6, 8, 10, 12]),
    other=np.array([1, 3, 4, 7, 9, 11, 13]),
    first=np.array([8, 8, 8, 8, 3, 0, 6]),
    end=np.array([10, 10, 10, 10, 10, 10, 10]),
)


def counted(*rows: dict[str, int]) -> dict[int, tuple[int, ...]]:
    """Return planted, told, named, exact and near by mats, if these rows were found."""
    found = pairs_found(FIELD, *({"kind": MET_FINISH, **row} for row in rows))
    return {
        row.mats: (row.planted, row.told, row.named, row.first_exact, row.first_near)
        for row in recall_of("sort", PLANTED, "met_finish", lambda field: found)
    }


def test_a_pair_counts_as_told_of_whichever_way_round() -> None:
    """One and other may be turned, in the planted pair and in the found one."""
    found = counted({"one": 1, "other": 0, "first": 8}, {"one": 4, "other": 5, "first": 8})
    assert found[3] == (4, 2, 2, 2, 2)


def test_the_kind_has_to_be_right_to_be_named() -> None:
    """Told of as something else is told of, but not named."""
    found = counted(
        {"one": 0, "other": 1, "first": 8}, {"one": 2, "other": 3, "first": 8, "kind": START_FINISH}
    )
    assert found[3] == (4, 2, 1, 2, 2)


def test_the_mat_is_right_near_or_wrong() -> None:
    """Only from the very mat is exact, and one beside it on either side is near."""
    found = counted(
        {"one": 0, "other": 1, "first": 8}, {"one": 2, "other": 3, "first": 7},
        {"one": 4, "other": 5, "first": 9}, {"one": 6, "other": 7, "first": 6},
    )  # fmt: skip
    assert found[3] == (4, 4, 4, 1, 3)


def test_rows_are_by_mats_together_and_the_most_stands_for_all_above() -> None:
    """Pairs of eight and of eleven mats are one row; what nobody was planted with has none."""
    found = counted({"one": 8, "other": 9, "first": 3}, {"one": 10, "other": 11, "first": 0})
    assert found == {3: (4, 0, 0, 0, 0), 5: (1, 0, 0, 0, 0), MOST_MATS: (2, 2, 2, 2, 2)}


def test_whoever_was_not_planted_is_not_counted() -> None:
    """Pairs across planted ones, and of others, add nothing."""
    found = counted({"one": 0, "other": 2, "first": 8}, {"one": 18, "other": 19, "first": 8})
    assert found[3] == (4, 0, 0, 0, 0)


def test_of_a_search_that_finds_nobody_nothing_is_told() -> None:
    """All of what was planted is there, none is found; of nothing planted there is no row."""
    assert counted() == {3: (4, 0, 0, 0, 0), 5: (1, 0, 0, 0, 0), MOST_MATS: (2, 0, 0, 0, 0)}
    none = Planted(FIELD, *(np.empty(0, dtype=np.int64) for _ in range(4)))
    assert recall_of("sort", none, "met_finish", lambda field: pairs_found(FIELD)) == []


def test_the_search_is_the_one_that_tells() -> None:
    """Unless another is given, pairs of log odds 2 outside packs are found, in the field with the planted."""
    planted = plant(
        field_of(alone_s(500, 2)), np.random.default_rng(1), 15, "side by side", met=False, parted=False
    )
    assert recall_of("all the way", planted, "start_finish") == [Recall("all the way", 8, 15, 15, 15, 15, 15)]


def test_who_is_told_of_is_strong_and_in_no_pack() -> None:
    """A couple is told of with its odds; a team of thirty is not."""
    at_s, dice = alone_s(600, 3), np.random.default_rng(4)
    put_beside(at_s, 100, 101, [0] * 11)
    for row in range(301, 330):
        put_beside(at_s, 300, row, np.round(dice.uniform(0, 10, 11)))
    told = told_of(field_of(at_s))
    assert {(100, 101)} == {tuple(sorted(pair)) for pair in zip(told.one, told.other, strict=True)}
    assert told.log_odds.min() >= 2.0 and not told.in_pack.any()
    assert np.isnan(told.false_share).all()
