"""What ``alongside together`` says in the terminal."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from alongside.cli.together_charts import gap_chart
from alongside.cli.together_summary import PLAIN, cautions, print_summary
from alongside.together.groups import Group
from alongside.together.kinds import KINDS
from alongside.together.summary import KindCount, Meeting, Summary, Tenth
from together_fields import MATS, alone_s, field_of, pairs_found

FOUND = pairs_found(field_of(alone_s(3, 1), bibs=("1002", "99", "7")))
MEETING = Meeting(
    one=0, other=1, distance="full", km=(0.0, 30.0, 42.195), mats=("START", "30K", "FINISH"),
    gap_s=(-90.0, 1.0, 0.0), from_mat="30K", from_km=30.0, log_odds=9.0, finish_s=15_003.0,
)  # fmt: skip
SUMMARY = Summary(
    runners=23_506,
    distances=("full",),
    mats=MATS,
    has_clock=True,
    whole_minutes=False,
    kinds=(
        KindCount("start_finish", 1_238, 0.00005, 0.00024, 101, 40),
        KindCount("start_parted", 900, 0.0026, 0.005, 80, 30),
        KindCount("met_finish", 78, 0.0125, 0.03, 7, 2),
        KindCount("met_parted", 0, 0.0, 0.0, 0, 5),
    ),
    tenths=tuple(Tenth(2_350, 0.01 * i, 0.02 * i) for i in range(1, 11)),
    fast_friends=1_076,
    fast_friends_last_tenth=21,
    groups=(Group((0, 1, 2, 3), 0, 10), Group((4, 5, 6), 0, 10)),
    same_second=3,
    strongest=(MEETING, replace(MEETING, one=2, finish_s=None)),
)


def said(**changes: Any) -> list[str]:
    """Return the lines that are printed."""
    file = io.StringIO()
    console = Console(file=file, width=110, highlight=False, soft_wrap=True)
    print_summary(console, "city [bold]", FOUND, replace(SUMMARY, **changes))
    return file.getvalue().splitlines()


def row(lines: list[str], name: str) -> list[str]:
    """Return the cells of a line that begins with a name."""
    (line,) = (line.strip() for line in lines if line.strip().startswith(name))
    return line.removeprefix(name).split()


def test_the_race_comes_first() -> None:
    """Its name as it is written, brackets too, its runners and its mats."""
    assert said()[0] == "city [bold]: 23,506 runners, 11 mats."


def test_every_kind_has_a_line() -> None:
    """Pairs, the share of chance, what that is at most, those who ran loosely, those in packs."""
    lines = said()
    assert set(PLAIN) == set(KINDS)
    assert row(lines, PLAIN["start_parted"]) == ["900", "0.26%", "0.50%", "80", "30"]
    assert row(lines, PLAIN["met_finish"]) == ["78", "1.25%", "3.00%", "7", "2"]


def test_a_share_too_small_to_write_is_not_nothing() -> None:
    """Less than a hundredth of a percent is said to be less than that."""
    assert row(said(), PLAIN["start_finish"]) == ["1,238", "<", "0.01%", "0.02%", "101", "40"]


def test_of_no_pairs_no_share_is_said() -> None:
    """A kind without a pair has dashes for its chance, and may have packs."""
    assert row(said(), PLAIN["met_parted"]) == ["0", "-", "-", "0", "5"]


def test_the_field_is_told_by_tenths() -> None:
    """Ten lines, the fastest and the last by name, with runners and both shares."""
    lines = said(strongest=(), groups=())
    assert row(lines, "fastest tenth") == ["2,350", "1.0%", "2.0%"]
    assert row(lines, "2. ") == ["2,350", "2.0%", "4.0%"]
    assert row(lines, "9. ") == ["2,350", "9.0%", "18.0%"]
    assert row(lines, "last tenth") == ["2,350", "10.0%", "20.0%"]


def test_friends_groups_and_equal_seconds_are_sentences() -> None:
    """Each figure stands in its sentence; without a group that is said."""
    text = "\n".join(said())
    assert "met on the way: 1,076, of them 21 in the last tenth." in text
    assert "2 groups of three or more, the largest of 4." in text
    assert "In the same second at every mat: 3 pairs" in text
    assert "No groups." in said(groups=())


def test_meetings_are_drawn_with_their_bibs() -> None:
    """The lower bib first by its number, the meeting in words, the finish where it is known, the chart."""
    lines = said()
    words = "2 min apart at km 0, first seen together at 30K (km 30.0)"
    first = lines.index(f"1. 99 and 1002: {words}, finished in 4:10:03")
    second = lines.index(f"2. 7 and 99: {words}")
    assert lines[first + 1 : first + 7] == lines[second + 1 : second + 7] == gap_chart(MEETING)


def test_without_meetings_none_is_drawn() -> None:
    """The sentence on equal seconds is the last."""
    assert said(strongest=())[-1].startswith("In the same second")


@pytest.mark.parametrize("kind", ["met_finish", "met_parted"])
def test_of_net_times_meetings_are_not_known(kind: str) -> None:
    """Rather than a count there are two words; those who started together keep their count."""
    lines = said(has_clock=False)
    assert row(lines, PLAIN[kind]) == ["not", "known"]
    assert row(lines, PLAIN["start_finish"])[0] == "1,238"


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({}, []),
        ({"whole_minutes": True}, ["Its times are whole minutes"]),
        ({"has_clock": False}, ["Only net times are known"]),
        ({"mats": MATS[:2]}, []),
        ({"mats": MATS[:1]}, ["One mat tells of nobody"]),
        ({"whole_minutes": True, "has_clock": False}, ["Its times are whole", "Only net times are"]),
    ],
)
def test_what_the_source_lacks_is_said_before_the_figures(
    changes: dict[str, bool], begins: list[str]
) -> None:
    """One sentence for each thing that is lacking, below the first line; of a whole source none."""
    found = cautions(replace(SUMMARY, **changes))  # type: ignore[arg-type]
    assert [sentence[: len(begin)] for sentence, begin in zip(found, begins, strict=True)] == begins
    assert said(**changes)[1 : 1 + len(found)] == found
