"""The section of docs/accuracy.md, and how it is put into the page."""

from __future__ import annotations

import pytest

from alongside.score.company.baits import Bait
from alongside.score.company.ghosts import GhostRate
from alongside.score.company.left_out import LeftOut
from alongside.score.company.naive import Naive
from alongside.score.company.page import HEADING, company_section, with_section
from alongside.score.company.recall import Recall
from alongside.score.company.scored import SORTS, Scored
from alongside.score.company.social import Social
from alongside.together.kinds import KINDS

NAN = float("nan")
SECTION = f"{HEADING}\n\nNew words.\n\n### Below it\n\nAnd more.\n\n"


def scored(race: str, told: int = 97) -> Scored:
    """Return scores that nobody measured."""
    return Scored(
        race, 23_506, 11, True,
        recalls=tuple(Recall(sort.what, mats, 100, told, told - 1, told - 7, told - 2)
                      for sort in SORTS for mats in (4, 8)),
        bait=Bait(12, 5_220, 31),
        ghosts=tuple(GhostRate(kind, 1_238, 0.0123, 0.00456) for kind in KINDS),
        left_out=(LeftOut("start_finish", 4_321, 0.987, 0.123), LeftOut("met_finish", 0, NAN, NAN)),
        social=(Social("start_finish", "surname", 1_111, 0.234, 0.0023, 1.0),
                Social("met_parted", "town", 0, NAN, NAN, NAN)),
        naive=(Naive("within 6 s at two mats in a row", 981_711, 0.95, 0.31),),
    )  # fmt: skip


def cells(section: str, *begins: str) -> list[list[str]]:
    """Return the rows of tables that begin with these cells."""
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in section.splitlines()]
    return [row[len(begins) :] for row in rows if tuple(row[: len(begins)]) == begins]


def test_every_part_has_its_figures() -> None:
    """Goals, chance, what was planted, mats left out, names and naive rules, each in its table."""
    section = company_section([scored("first-2031")])
    assert section.startswith(f"{HEADING}\n\n")
    assert cells(section, "told of: side by side, met, to the finish, 4 mats") == [[">= 0.75", "0.970"]]
    assert cells(section, "first-2031", "met_finish") == [["1,238", "0.0046", "0.0123"]]
    planted = cells(section, "side by side, met, to the finish")
    assert planted == [["-", "0.97", "-", "-", "-", "0.97", "0.990", "0.928", "0.979"]]
    assert "Of 5,220 pairs within 12 planted pace teams of thirty, 31 were told of as companions." in section
    assert ["4,321", "0.987", "0.123"] in cells(section, "first-2031", "start_finish")
    assert ["surname", "1,111", "0.234", "0.0023"] in cells(section, "first-2031", "start_finish")
    assert cells(section, "first-2031", "within 6 s at two mats in a row") == [["981,711", "0.95", "0.31"]]


def test_every_sort_is_a_row() -> None:
    """Whatever was planted, in the order in which it was."""
    section = company_section([scored("first-2031")])
    assert [len(cells(section, sort.what)) for sort in SORTS] == [1] * len(SORTS)


def test_races_stand_beside_each_other() -> None:
    """Goals have a column for each, planted companions a table for each."""
    section = company_section([scored("first-2031"), scored("second-2031", told=50)])
    assert cells(section, "goal", "wanted") == [["first-2031", "second-2031"]]
    assert [line for line in section.splitlines() if line.startswith("####")] == [
        "#### first-2031",
        "#### second-2031",
    ]


def test_a_goal_that_is_missed_is_said_to_be() -> None:
    """In the cell of the race that missed it, and in no other."""
    section = company_section([scored("first-2031"), scored("second-2031", told=50)])
    assert cells(section, "told of: side by side, met, to the finish, 4 mats", ">= 0.75") == [
        ["0.970", "0.500 **missed**"]
    ]


def test_what_nobody_was_asked_has_no_row() -> None:
    """A kind without pairs is left out of the tables of mats left out and of names."""
    section = company_section([scored("first-2031")])
    assert "nan" not in section
    assert "town |" not in section
    assert len(cells(section, "first-2031", "met_finish")) == 1


def test_a_section_takes_the_place_of_itself_alone() -> None:
    """What stands before it and after it stays to the letter, its own subsections go."""
    page = (
        f"# How good\n\nBefore.\n\n{HEADING}\n\nOld.\n\n### Below\n\nOld too.\n\n## What follows\n\nAfter.\n"
    )
    assert with_section(page, SECTION) == (
        "# How good\n\nBefore.\n\n" + SECTION.rstrip() + "\n\n## What follows\n\nAfter.\n"
    )


def test_the_last_section_is_replaced_to_the_end() -> None:
    """Nothing of the old one is left below the new one."""
    page = f"# How good\n\n{HEADING}\n\nOld.\n\n### Below\n\nOld too.\n"
    assert with_section(page, SECTION) == "# How good\n\n" + SECTION.rstrip() + "\n"


@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"])
def test_a_page_without_it_gets_it_at_the_end(end: str) -> None:
    """One empty line lies between, however the page ended."""
    assert with_section(f"# How good\n\nBefore.{end}", SECTION) == (
        "# How good\n\nBefore.\n\n" + SECTION.rstrip() + "\n"
    )


@pytest.mark.parametrize("page", ["# Top\n\nText.\n", f"# Top\n\n{HEADING}\n\nOld.\n\n## Next\n\nText.\n"])
def test_to_put_it_in_twice_is_to_put_it_in_once(page: str) -> None:
    """The second time changes nothing."""
    once = with_section(page, SECTION)
    assert with_section(once, SECTION) == once
    assert once.count(f"\n{HEADING}\n") == 1
