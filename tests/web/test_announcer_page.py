"""The announcer's page: who comes next, by consent, to be read aloud; nobody is called the last one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, plain

from alongside.events.bodies import ConsentBody, EntryBody, MessageBody
from alongside.events.person import Person
from alongside.events.row import Draft

PEOPLE = (
    Person("7", "Ada Nimble", adult=True, first_marathon=True, why="For my daughter."),
    Person("8", "Bea Swift", adult=True, first_marathon=False),
    Person("9", "Cy Young", adult=False, first_marathon=True, why="Because I can."),
)
OUT = (("S", "07:01"), ("5K", "07:52"), ("10K", "08:43"), ("HALF", "10:36"), ("30K", "12:10"))


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 14:12: bibs 7, 8 and 9 are minutes from the finish, 10 and 4711 have not started."""
    day = PeopleDay(tmp_path)
    day.file.put_people(PEOPLE).result()
    day.give("announcer", "mic", holder="Mo")
    for bib in ("7", "8", "9"):
        day.reads(bib, *OUT)
    day.at("14:12")
    yield day
    day.file.close()


def page(day: PeopleDay) -> str:
    """Return the announcer's page on one line."""
    answer = day.page("announcer", "mic")
    assert answer.status == 200
    return plain(answer)


def test_without_consent_she_is_a_runner_and_nothing_else(day: PeopleDay) -> None:
    """No bib, no name, no word of hers: a runner comes, and how many are still to come."""
    text = page(day)
    assert '<h1 class="first announce">3 runners</h1>' in text
    assert "Still 3 to come." in text
    assert not any(word in text for word in ("Ada", "Bea", "Cy", "daughter", "bib 7", "Nimble", "marathon."))


def test_with_her_leave_she_is_named_with_what_she_told(day: PeopleDay) -> None:
    """First name, bib, that it is her first, why she runs, how long she is out; no surname."""
    day.agree("7", "first_name")
    text = page(day)
    assert "Ada, bib 7" in text and "First marathon." in text and "“For my daughter.”" in text
    assert "7 h 11 on the road." in text
    assert "Nimble" not in text and "Bea" not in text


def test_of_a_minor_her_words_are_not_read_to_a_crowd(day: PeopleDay) -> None:
    """Her first name is hers to give; why she runs is not called out of somebody under age."""
    day.agree("9", "first_name")
    text = page(day)
    assert "Cy, bib 9" in text and "Because I can" not in text


def test_a_pause_hides_her_like_lost_signal(day: PeopleDay) -> None:
    """She is a runner among others again, at once."""
    day.agree("7", "first_name")
    assert "Ada" in page(day)
    day.file.set_paused("7", 1, True).result()
    assert "Ada" not in page(day) and "3 runners" in page(day)


def test_taking_the_consent_back_holds_at_once(day: PeopleDay) -> None:
    """The next time the page is drawn her name is gone, also without news of the race."""
    day.agree("7", "first_name")
    assert "Ada" in page(day)
    day.agree("7", "first_name", on=False)
    assert "Ada" not in page(day)


def test_who_has_just_come_in_stands_with_her_time_and_what_was_left(day: PeopleDay) -> None:
    """At the line it is a fact: her time by her chip, the minutes inside the limit."""
    day.agree("8", "first_name")
    day.reads("8", ("F", "14:52:30"))
    day.at("14:53")
    text = page(day).partition("Just in")[2]
    assert "Bea, bib 8" in text and "7:51:30 on the road." in text and "7 min inside the limit." in text


def test_after_the_limit_nothing_is_said_of_it(day: PeopleDay) -> None:
    """Whoever comes in later is in: her time is read, no minus."""
    day.agree("8", "first_name")
    day.reads("8", ("F", "15:02:00"))
    day.at("15:03")
    text = page(day)
    assert (
        "8:01:00 on the road." in text
        and "limit." not in text.partition("Just in")[2].partition("<footer")[0]
    )


def test_a_relay_is_named_by_those_who_agreed(day: PeopleDay) -> None:
    """Of an entry with several runners each gives her own name, and nobody runs a first marathon alone."""
    relay = EntryBody("20", "full", "1", ("C20",), True, persons=3)
    day.file.submit([Draft("roster", "20", None, relay)]).result()
    team = [("Eda One", 1), ("Fia Two", 2), ("Gil Three", 3)]
    people = [Person("20", name, adult=True, first_marathon=True) for name, _ in team]
    day.file.put_people(people).result()
    day.reads("20", *OUT)
    for position in (1, 3):
        agree(day, "20", position)
    text = page(day)
    assert "Eda and Gil, bib 20" in text and "Fia" not in text and "First marathon." not in text


def agree(day: PeopleDay, bib: str, position: int) -> None:
    """A person of a relay gives her first name."""
    body = ConsentBody(bib, "first_name", True, f"runner/{bib}/0", position)
    day.file.submit([Draft("test", f"agree/{bib}/{position}", day.now_ms, body)]).result()


def test_nobody_is_ever_called_the_last_one(day: PeopleDay) -> None:
    """With one runner left the page counts one who is still to come, and no more."""
    for bib in ("8", "9"):
        day.reads(bib, ("F", "14:20:00"))
    day.agree("7", "first_name")
    day.at("14:30")
    text = page(day)
    assert "Still 1 to come." in text
    said = text.partition("<main")[2].partition("</main>")[0].lower()
    assert "last" not in said and "alone" not in said


def test_runners_who_may_not_be_named_are_counted_together(day: PeopleDay) -> None:
    """Three in a row without a name are one line: the board is for names."""
    day.agree("8", "first_name")
    text = page(day)
    assert "Bea, bib 8" in text and text.count("A runner") + text.count("2 runners") >= 1


def test_what_control_says_to_those_who_work_stands_there(day: PeopleDay) -> None:
    """The announcer has a page of her own, and still hears race control."""
    body = MessageBody("everybody", "control/1", "t1")
    row = Draft("control", "m1", day.now_ms, body)
    day.file.submit([row], {"t1": "The finish stays open until 15:30."}).result()
    assert "The finish stays open until 15:30." in page(day)


def test_before_the_race_and_after_it_the_page_says_so(day: PeopleDay) -> None:
    """No runner on the course is a sentence too."""
    day.at("06:00")
    assert "Nobody is on the course" in page(day) or "Nobody is near the finish" in page(day)
    for bib in ("7", "8", "9"):
        day.reads(bib, ("F", "14:50:00"))
    day.at("15:10")
    assert '<h1 class="first announce">Nobody is on the course now.</h1>' in page(day)
