"""What is said of who ran together: the answer, its error, and what nobody can say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.together.groups import Group
from alongside.together.kinds import KINDS, MET_FINISH, START_FINISH
from alongside.together.summary import KindCount, Meeting, Summary, Tenth
from alongside.web import together_words as said

ROWS = (770_001, 770_002, 770_003, 770_004)  # in no sentence and on no page
MEETING = Meeting(
    one=ROWS[0],
    other=ROWS[1],
    distance="Long",
    km=(0.0, 5.0, 15.0, 20.0, 21.0975, 30.0, 42.195),
    mats=("START", "5K", "15K", "20K", "HALF", "30K", "FINISH"),
    gap_s=(-1421.0, -1352.0, -721.0, 0.0, 1.0, -2.0, 0.0),
    from_mat="20K",
    from_km=20.0,
    log_odds=28.14,
    finish_s=21_712.0,
)


def made_up(**changes: Any) -> Summary:
    """Return a race in figures that nobody ran."""
    pairs = (1200, 900, 161, 40)
    shares = (5e-5, 0.00074, 0.01225, 0.2)
    whole = Summary(
        runners=4000,
        distances=("Long",),
        mats=MEETING.mats,
        has_clock=True,
        whole_minutes=False,
        kinds=tuple(KindCount(KINDS[i], pairs[i], shares[i] / 2, shares[i], 10 * i, 7 * i) for i in range(4)),
        tenths=tuple(Tenth(400, 0.02 + i * 0.0135, 0.06 + i * 0.0165) for i in range(10)),
        fast_friends=50,
        fast_friends_last_tenth=15,
        groups=(Group(ROWS, 0, 6), Group(ROWS[:3], 0, 2), Group(ROWS[1:], 1, 3)),
        same_second=3,
        strongest=(MEETING, replace(MEETING, gap_s=(349.0, 464.0, 0.0, 0.0, -3.0, -1.0, 0.0), from_km=15.0)),
    )
    return replace(whole, **changes)


def counted(kind: int, pairs: int, share: float = 0.0075) -> Summary:
    """Return a race with so many pairs of one kind."""
    kinds = list(made_up().kinds)
    kinds[kind] = replace(kinds[kind], pairs=pairs, false_share=share / 2, most_false=share)
    return made_up(kinds=tuple(kinds))


def plain(text: str) -> str:
    """Return a sentence without what keeps its figures to their units."""
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("pairs", "share", "sentence"),
    [
        (161, 0.0075, "161 pairs met on the road and finished together; at most 1 in 130 of them is chance."),
        (1, 0.0075, "One pair met on the road and finished together; at most 1 in 130 such pairs is chance."),
        (0, 0.0, "No pair is known to have met on the road and finished together."),
        (9, 5e-5, "9 pairs met on the road and finished together; under 1 in 10,000 of them is chance."),
        (9, 0.61, "9 pairs met on the road and finished together; up to 61 % of them are chance."),
    ],
)
def test_the_first_sentence_is_the_answer_with_its_error(pairs: int, share: float, sentence: str) -> None:
    """How many met and finished together, and how many of them are chance: many, one, none, or most."""
    assert plain(said.headline(counted(MET_FINISH, pairs, share))) == sentence


def test_without_clock_times_the_answer_is_who_started_together() -> None:
    """Net times tell who started and ran together; who met on the way nobody can say, and it is said."""
    net = replace(counted(START_FINISH, 796, 0.00072), has_clock=False)
    assert said.headline(net) == (
        "796 pairs started and finished together; at most 1 in 1,300 of them is chance. "
        "Who met on the way, nobody can say."
    )
    rows = [said.kind_row(one, has_clock=False) for one in net.kinds]
    assert [row["pairs"] for row in rows] == ["796", "900", "not known", "not known"]
    assert rows[MET_FINISH]["chance"] == ""
    assert said.friends(net).startswith("Nobody can say") and not said.by_chance(net) and not said.others(net)
    assert said.same_second(net).endswith("in the same second of net time.")


def test_in_whole_minutes_nothing_is_claimed() -> None:
    """Whatever was counted: with times in whole minutes the first sentence is that nobody can say."""
    whole = made_up(whole_minutes=True)
    assert (
        said.headline(whole) == "Nobody can say who ran together: the times of this race are whole minutes."
    )
    assert said.headline(replace(whole, has_clock=False)) == said.headline(whole)


@given(st.floats(1e-4, 0.5))
def test_an_error_is_rounded_to_the_side_that_speaks_against_us(share: float) -> None:
    """Neither "1 in N" nor the percentage is ever smaller than what was measured, nor far above it."""
    number = int(said.chance(share).removeprefix("at most 1 in ").split()[0].replace(",", ""))
    shown = float(plain(said.percent_up(share)).removesuffix(" %")) / 100
    assert share <= 1 / number * (1 + 1e-9) and share <= shown * (1 + 1e-9)
    assert shown <= share * 1.11 and number * share > 0.6


def test_a_kind_says_its_error_twice_and_counts_packs_apart() -> None:
    """One in so many for whoever reads fast, percent for whoever checks; packs are no part of the pairs."""
    rows = [{key: plain(text) for key, text in said.kind_row(one, True).items()} for one in made_up().kinds]
    assert rows[0]["chance"] == "under 1 in 10,000 is chance (under 0.01 %)"
    assert rows[2] == {
        "name": "Met on the way, to the finish",
        "pairs": "161",
        "chance": "at most 1 in 81 is chance (1.3 %)",
        "loose": "20",
        "in_packs": "14",
    }
    assert rows[0]["in_packs"] == "none"
    assert said.kind_row(KindCount("met_parted", 0, 0.0, 0.0, 0, 4), True)["chance"] == ""


def test_the_back_of_the_race_is_told_by_its_last_tenth() -> None:
    """How many of the last tenth finished with nobody found beside them; nothing with fewer than ten."""
    back, front = map(plain, said.back(made_up()))
    assert back == "Of the last tenth, 86 % finished with no companion found; 21 % had one at some time."
    assert front.endswith("A tenth is about 400 runners.")
    few = made_up(tenths=tuple(Tenth(42, 0.0, 0.002) for _ in range(10)), distances=("Long", "Short"))
    assert "under 1 % had one" in plain(said.back(few)[0])
    assert said.back(few)[1].endswith(
        "42 runners, drawn from each distance. With so few, these shares are rough."
    )
    assert said.back(made_up(tenths=made_up().tenths[:9])) == []


@pytest.mark.parametrize(
    ("pairs", "friends", "last", "sentence"),
    [
        (
            161,
            50,
            15,
            "50 of the 161 pairs that met on the way and finished together; 15 of them with somebody",
        ),
        (9, 9, 0, "All 9 pairs that met on the way and finished together; none of them with somebody"),
        (
            1,
            1,
            1,
            "The one pair that met on the way and finished together; one of the two in the last tenth.",
        ),
        (17, 0, 0, "None is known."),
    ],
)
def test_fast_friends_are_counted_among_those_who_met(
    pairs: int, friends: int, last: int, sentence: str
) -> None:
    """How many of all who met, and how many of them at the back."""
    race = replace(counted(MET_FINISH, pairs), fast_friends=friends, fast_friends_last_tenth=last)
    assert said.friends(race).startswith(sentence)
    assert bool(said.others(race)) == (friends < pairs)


def test_what_may_be_chance_may_be_among_the_fast_friends() -> None:
    """The error is of all who met; how many pairs that is, is said where the fast friends are."""
    assert said.by_chance(made_up()) == (
        "The error is that of all 161 pairs: about 1 may be chance, and may be among these."
    )
    assert said.by_chance(made_up(fast_friends=0)) == ""


def test_groups_are_told_by_their_sizes() -> None:
    """How many groups, and how many of them of three, of four, and so on; none is a sentence too."""
    assert said.groups(made_up()) == "3 groups of three or more: 2 of three and 1 of four."
    assert said.groups(made_up(groups=(Group(ROWS, 0, 1),))) == "1 group of three or more, of four."
    assert said.groups(made_up(groups=())) == "No group of three or more is known."
    assert said.same_second(made_up(same_second=0)).startswith("No pairs crossed every mat, 6 or more")


def test_few_mats_are_a_warning() -> None:
    """Where mats are few, it is said that many are missed."""
    assert said.few_mats(made_up(mats=("START", "HALF", "FINISH"))).startswith("With 3 mats many")
    assert said.few_mats(made_up()) == ""
