"""Who runs with whom, on pages: named where both agreed, to followers without a name, to her if she asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, plain

from alongside.events.person import Person

PEOPLE = (
    Person("7", "Ada Nimble", adult=True),
    Person("8", "Bea Swift", adult=True),
    Person("9", "Cy Young", adult=True),
)
ADA = (("S", "07:01:05"), ("5K", "07:52:00"), ("10K", "08:43:00"), ("HALF", "10:36:00"), ("30K", "12:10:00"))
BEA = (("S", "07:01:06"), ("5K", "07:52:00"), ("10K", "08:43:01"), ("HALF", "10:36:00"), ("30K", "12:10:00"))
CY = (("S", "07:20:00"), ("5K", "08:05:00"), ("10K", "08:43:01"), ("HALF", "10:36:00"), ("30K", "12:10:00"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 14:12: 7 and 8 side by side from the start, near the finish; 9 has not started."""
    day = PeopleDay(tmp_path)
    day.file.put_people(PEOPLE).result()
    day.give("announcer", "mic", holder="Mo")
    day.give("follower", "f7", bib="7", holder="her mother")
    day.give("runner", "own7", bib="7")
    for bib, reads in (("7", ADA), ("8", BEA)):
        day.reads(bib, *reads)
    day.at("14:12")
    yield day
    day.file.close()


def said(day: PeopleDay, role: str, token: str) -> str:
    """Return a page on one line."""
    answer = day.page(role, token)
    assert answer.status == 200
    return plain(answer)


def test_the_announcer_reads_with_whom_somebody_comes_if_both_agreed(day: PeopleDay) -> None:
    """One who gave her name is named, her companion only if she did too."""
    day.agree("7", "first_name")
    assert "Ada, bib 7" in said(day, "announcer", "mic") and "With " not in said(day, "announcer", "mic")
    day.agree("8", "first_name")
    text = said(day, "announcer", "mic")
    assert "With Bea from the start." in text and "With Ada from the start." in text


def test_a_companion_who_pauses_or_takes_her_name_back_is_not_read_out(day: PeopleDay) -> None:
    """At once, whatever the other one allows."""
    for bib in ("7", "8"):
        day.agree(bib, "first_name")
    assert "With Bea" in said(day, "announcer", "mic")
    day.file.set_paused("8", 1, True).result()
    assert "Bea" not in said(day, "announcer", "mic")
    day.file.set_paused("8", 1, False).result()
    assert "With Bea" in said(day, "announcer", "mic")
    day.agree("8", "first_name", on=False)
    assert "Bea" not in said(day, "announcer", "mic")


def test_who_follows_reads_that_she_has_company_and_never_whose(day: PeopleDay) -> None:
    """No name and no bib of the other, whatever the other allows; nothing while she pauses."""
    day.agree("7", "follow")
    for consent in ("follow", "first_name", "companions", "story"):
        day.agree("8", consent)
    text = said(day, "follower", "f7")
    assert "Running with a companion from the start." in text
    assert "Bea" not in text and "bib 8" not in text
    day.file.set_paused("7", 1, True).result()
    assert "companion" not in said(day, "follower", "f7")


def test_she_herself_is_told_of_whom_she_met_if_her_story_is_on(tmp_path: Path) -> None:
    """Off, nothing is said; on, since where, and never with whom; of who started with her nothing."""
    day = PeopleDay(tmp_path)
    day.file.put_people(PEOPLE).result()
    day.give("runner", "own9", bib="9")
    day.reads("7", *ADA)
    day.reads("9", *CY)
    day.at("12:15")
    assert "running with somebody" not in said(day, "runner", "own9")
    day.agree("9", "story")
    text = said(day, "runner", "own9")
    assert "You have been running with somebody since km 10.0 (mile 6.2)." in text
    assert "Ada" not in text and "bib 7" not in text
    day.file.close()
