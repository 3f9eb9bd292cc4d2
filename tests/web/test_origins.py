"""Forms from foreign pages: refused in a sentence, whatever the address; our own and machines pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask
from people_day import PeopleDay

OWN = {"host": "race.example", "origin": "https://race.example"}
FOREIGN = {"host": "race.example", "origin": "https://elsewhere.example"}


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """A runner's own link, and her consents."""
    day = PeopleDay(tmp_path)
    day.give("runner", "ada", bib="7")
    yield day
    day.file.close()


def presses(day: PeopleDay, headers: dict[str, str]) -> int:
    """Return the status of a press on a switch, sent with these headers."""
    form = {"consent": "story", "on": "yes", "said": "0"}
    return ask(day.app, "/runner/ada/consent", form=form, headers=headers).status


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"host": "race.example"},
        OWN,
        {"host": "race.example:443", "origin": "https://race.example"},
        {"host": "Race.Example", "origin": "http://race.example:80"},
        {"host": "race.example:8026", "origin": "http://race.example:8026"},
        {"host": "upstream:8026", "x-forwarded-host": "race.example", "origin": "https://race.example"},
        {"host": "race.example", "origin": "null"},
        {"host": "race.example", "origin": "null", "sec-fetch-site": "same-origin"},
        {"host": "race.example", "sec-fetch-site": "none"},
    ],
)
def test_a_form_of_our_own_is_taken(day: PeopleDay, headers: dict[str, str]) -> None:
    """By the browser's own word, by its origin behind any proxy, or from a program that sends neither."""
    assert presses(day, headers) == 303
    assert day.file.consents(["7"])["7", 1].story


@pytest.mark.parametrize(
    "headers",
    [
        FOREIGN,
        {"host": "race.example", "origin": "https://race.example.elsewhere.example"},
        {"host": "race.example", "origin": "https://race.example:8443"},
        {"host": "race.example", "origin": "https://[broken"},
        {"host": "race.example", "origin": ""},
        {"origin": "https://elsewhere.example"},
        {"host": "race.example", "origin": "null", "sec-fetch-site": "cross-site"},
        OWN | {"sec-fetch-site": "same-site"},
        OWN | {"sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_of_a_foreign_page_does_nothing(day: PeopleDay, headers: dict[str, str]) -> None:
    """Even with the right address: a sentence, and no row."""
    assert presses(day, headers) == 403
    assert ("7", 1) not in day.file.consents(["7"])


def test_a_foreign_form_gets_one_sentence_whatever_its_address(day: PeopleDay) -> None:
    """It learns nothing of which links there are; what it calls itself is text, for scripts too."""
    nasty = {"host": "race.example", "origin": "https://<script>alert(1)</script>"}
    answers = [ask(day.app, path, form={"x": "y"}, headers=nasty) for path in ("/runner/ada/end", "/nowhere")]
    assert answers[0].body == answers[1].body and answers[0].headers == answers[1].headers
    assert "not from a page of this race" in answers[0].text and "<script>" not in answers[0].text
    assert "content-security-policy" in answers[0].headers
    asked = ask(day.app, "/nowhere", form={"x": "y"}, headers=FOREIGN | {"accept": "application/json"})
    assert asked.status == 403 and "https://elsewhere.example" in str(asked.json)


def test_reading_and_machines_are_not_held_up(day: PeopleDay) -> None:
    """A link in a mail opens from any site; a timing system hands in by its token alone."""
    cross = FOREIGN | {"sec-fetch-site": "cross-site"}
    assert ask(day.app, "/runner/ada/", headers=cross).status == 200
    day.give("timer", "mats")
    assert ask(day.app, "/in/reads?token=mats", method="POST", body=b"[]", headers=cross).status == 200
    assert ask(day.app, "/in/reads?token=no", method="POST", body=b"[]", headers=cross).status == 401
