"""Who runs with a group, by the mats: the same few at several in a row."""

from __future__ import annotations

import pytest

from alongside.tail.groups import MOST, Companions, Group
from builders import read
from parting_race import HALF_KM, PART_M, plan, race, runs


def group_of(runners: dict[str, str], drafts: list, bib: str) -> Group:
    """Return the group of a bib; entries are in the order of ``runners``."""
    race_ = race(runners, drafts)
    companions = Companions(race_.state.crossings, race_.state.race, plan().shared)
    return companions.group(list(runners).index(bib))


FRIENDS = {"1": "full", "2": "half", "3": "half"}


def test_friends_of_another_distance_are_her_group_and_part_where_the_roads_do() -> None:
    """Three mats within seconds of each other; she stays on her road, they do not."""
    drafts = [*runs("1", 400, 15), *runs("2", 400, 15, HALF_KM, 5), *runs("3", 400, 15, HALF_KM, 9)]
    assert group_of(FRIENDS, drafts, "1") == Group((), (1, 2), PART_M)
    assert group_of(FRIENDS, drafts, "2") == Group((2,), (0,), PART_M)


def test_past_the_split_the_group_is_still_known_by_the_road_they_shared() -> None:
    """Mats that only she crosses do not make her friends strangers."""
    drafts = [*runs("1", 400, 25), *runs("2", 400, 21.1, HALF_KM, 5), *runs("3", 400, 15, HALF_KM, 9)]
    assert group_of(FRIENDS, drafts, "1").parts == (1, 2)


@pytest.mark.parametrize("apart", ["5K", "10K", "15K"])
def test_who_was_away_at_one_of_three_mats_is_no_companion(apart: str) -> None:
    """Passing somebody at two mats is chance; a group stays together."""
    with_her = [one for one in runs("2", 400, 15, HALF_KM, 5) if f"/{apart}/" not in one.id]
    km = HALF_KM[apart]
    clock = f"{7 + int(km * 400 + 90) // 3600:02d}:{int(km * 400 + 90) // 60 % 60:02d}:30"
    drafts = [*runs("1", 400, 15), *with_her, read("C2", apart, clock)]
    assert group_of({"1": "full", "2": "half"}, drafts, "1").parts == ()


def test_two_mats_are_too_few_to_call_anybody_a_group() -> None:
    """At ten kilometres she has crossed two: nothing is said yet."""
    drafts = [*runs("1", 400, 10), *runs("2", 400, 10, HALF_KM, 5)]
    assert group_of({"1": "full", "2": "half"}, drafts, "1") == Group((), (), None)


def test_in_a_crowd_nobody_is_a_group() -> None:
    """Where more than a dozen cross with her, the same people at three mats mean little."""
    runners = {"1": "full", **{str(n): "half" for n in range(2, MOST + 4)}}
    drafts = runs("1", 400, 15)
    for n in range(2, MOST + 4):
        drafts += runs(str(n), 400, 15, HALF_KM, n - 8)
    assert group_of(runners, drafts, "1") == Group((), (), None)


def test_a_companion_of_her_own_distance_stays() -> None:
    """A group of which somebody goes on with her is not gone."""
    drafts = [*runs("1", 400, 15), *runs("2", 400, 15, HALF_KM, 5), *runs("4", 400, 15, late_s=8)]
    found = group_of({"1": "full", "2": "half", "4": "full"}, drafts, "1")
    assert (found.stays, found.parts) == ((2,), (1,))


def test_whether_somebody_crossed_near_her_is_read_at_the_mat() -> None:
    """Before her and behind her, of any distance, within the time that is asked for."""
    drafts = [*runs("1", 400, 15), *runs("2", 400, 15, HALF_KM, 200)]
    race_ = race({"1": "full", "2": "half"}, drafts)
    companions = Companions(race_.state.crossings, race_.state.race, plan().shared)
    split = race_.state.race.arrays.courses[0].names.index("15K")
    assert not companions.is_apart(0, split, 201_000)
    assert companions.is_apart(0, split, 199_000)
