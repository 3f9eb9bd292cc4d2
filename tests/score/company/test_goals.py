"""The goals, and whether a race keeps them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from alongside.score.company.baits import Bait
from alongside.score.company.ghosts import GhostRate
from alongside.score.company.goals import LOOSE, MET, STARTED, Goal, exact, goals, of, share
from alongside.score.company.recall import Recall
from alongside.score.company.scored import SORTS, Scored
from alongside.together.kinds import KINDS

MET_CHANCE, START_CHANCE, MET_4, MET_5, MET_6, LOOSE_6, LOOSE_8, ALL_THE_WAY, VERY_MAT, TEAM = range(10)
KEPT = (
    Recall(STARTED, 8, 1_000, 990, 990, 990, 990),
    Recall(MET, 4, 100, 75, 75, 70, 75),
    Recall(MET, 5, 100, 90, 90, 85, 90),
    Recall(MET, 6, 100, 98, 98, 90, 98),
    Recall(LOOSE, 6, 100, 60, 60, 10, 60),
    Recall(LOOSE, 8, 100, 85, 85, 10, 85),
)


def scored(recalls: tuple[Recall, ...] = KEPT, **changes: Any) -> Scored:
    """Return the scores of a race that just keeps every goal."""
    stated = {"start_finish": 0.001, "met_finish": 0.01}
    rates = tuple(GhostRate(kind, 100, 0.5, stated.get(kind, 0.9)) for kind in KINDS)
    whole = Scored("made-up", 1_000, 11, True, recalls, Bait(1, 435, 8), rates, (), (), ())
    return replace(whole, **changes)


def told(what: str, mats: int, told: int) -> Scored:
    """Return the same, of one row of which so many were told of."""
    return scored(tuple(
        replace(row, told=told) if (row.what, row.mats) == (what, mats) else row for row in KEPT
    ))  # fmt: skip


def stated(kind: str, value: float) -> Scored:
    """Return the same with another rate stated for a kind."""
    return scored(ghosts=tuple(
        replace(rate, stated=value) if rate.kind == kind else rate for rate in scored().ghosts
    ))  # fmt: skip


def missed(race: Scored) -> list[int]:
    """Return which goals are missed."""
    return [at for at, goal in enumerate(goals(race)) if goal.kept is False]


def test_a_goal_is_kept_at_its_very_figure() -> None:
    """Ten goals, each said with what is wanted; whoever reaches just that keeps it."""
    found = goals(scored())
    assert len(found) == 10
    assert [goal.kept for goal in found] == [True] * 10
    assert [goal.wanted for goal in found] == [
        "<= 0.01", "<= 0.001", ">= 0.75", ">= 0.9", ">= 0.98", ">= 0.6", ">= 0.85", ">= 0.99", ">= 0.92",
        "<= 0.02",
    ]  # fmt: skip
    assert found[MET_4] == Goal(f"told of: {MET}, 4 mats", ">= 0.75", 0.75, True)
    assert found[LOOSE_8].what == f"told of: {LOOSE}, 8 mats or more"


@pytest.mark.parametrize(
    ("race", "which"),
    [
        (stated("met_finish", 0.0101), MET_CHANCE),
        (stated("start_finish", 0.0011), START_CHANCE),
        (told(MET, 4, 74), MET_4),
        (told(MET, 5, 89), MET_5),
        (told(MET, 6, 97), MET_6),
        (told(LOOSE, 6, 59), LOOSE_6),
        (told(LOOSE, 8, 84), LOOSE_8),
        (told(STARTED, 8, 989), ALL_THE_WAY),
        (scored(tuple(replace(row, first_exact=row.first_exact - 5) for row in KEPT)), VERY_MAT),
        (scored(bait=Bait(1, 435, 9)), TEAM),
    ],
)
def test_a_goal_is_missed_by_its_own_figure_alone(race: Scored, which: int) -> None:
    """Just short of what is wanted misses one goal and no other."""
    assert missed(race) == [which]


def test_what_was_not_planted_is_neither_kept_nor_missed() -> None:
    """A field too short for so many mats has no figure for them."""
    found = goals(scored(KEPT[:2]))
    assert [goal.kept for goal in found] == [
        True, True, True, None, None, None, None, True, True, True,
    ]  # fmt: skip
    assert all(math.isnan(goal.reached) for goal in found if goal.kept is None)


def test_rows_of_one_sort_are_added_up() -> None:
    """Shares are of all that was planted, exact mats of all that was told of; of nothing they are unknown."""
    met = of(scored(), MET)
    assert [row.mats for row in met] == [4, 5, 6]
    assert share(met, "told") == 263 / 300
    assert exact(met) == 245 / 263
    assert exact(met, "first_near") == 1.0
    assert math.isnan(share([], "told")) and math.isnan(exact([]))
    assert math.isnan(exact([replace(met[0], told=0)]))


def test_the_goals_are_of_sorts_that_are_planted() -> None:
    """Side by side from the start, side by side and met, loose and met: each is what its name says."""
    by_name = {sort.what: sort for sort in SORTS}
    assert len(by_name) == len(SORTS)
    assert [(by_name[w].way, by_name[w].kind, by_name[w].flaw) for w in (STARTED, MET, LOOSE)] == [
        ("side by side", "start_finish", None),
        ("side by side", "met_finish", None),
        ("loose", "met_finish", None),
    ]
