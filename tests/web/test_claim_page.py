"""Claiming a link takes what only she was sent; guessing is slow, and the answer always takes as long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import _ask
from people_day import PeopleDay, plain

from alongside.supporters.factor import factor_digest
from alongside.web import claim_page


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PeopleDay]:
    """A runner's link that waits for the code ABC234."""
    monkeypatch.setattr(claim_page, "ANSWER_S", 0.02)
    day = PeopleDay(tmp_path)
    day.give("runner", "ada", bib="7", factor_digest=factor_digest("ABC234", "7", 1))
    yield day
    day.file.close()


def test_an_unclaimed_link_asks_for_the_code_and_shows_nothing_else(day: PeopleDay) -> None:
    """The page, its forms and its stream all lead to the question; no bib, no name."""
    assert day.page("runner", "ada").headers["location"] == "/runner/ada/claim"
    assert day.press("runner", "ada", "consent", consent="follow", on="yes").status == 303
    assert day.page("runner", "ada", "events").status == 404
    asked = plain(day.page("runner", "ada", "claim"))
    assert "Enter the code that was sent to you" in asked and "Ada" not in asked
    assert day.file.consents(["7"]) == {}


def test_the_right_code_opens_it_for_good_however_it_is_typed(day: PeopleDay) -> None:
    """Case, blanks and dashes do not count; a claimed link does not ask again."""
    assert day.press("runner", "ada", "claim", code=" abc-234 ").headers["location"] == "/runner/ada/"
    assert day.page("runner", "ada").status == 200
    assert day.page("runner", "ada", "claim").headers["location"] == "/runner/ada/"


def test_another_runners_code_opens_nothing() -> None:
    """A code fits one person: the same letters are another digest for another bib or relay leg."""
    digests = {factor_digest("ABC234", bib, position) for bib, position in (("7", 1), ("8", 1), ("7", 2))}
    assert len(digests) == 3


def test_after_five_wrong_codes_a_link_rests_even_for_the_right_one(day: PeopleDay) -> None:
    """Five an hour: then a sentence that says when to come back, whatever is typed."""
    for n in range(5):
        wrong = day.press("runner", "ada", "claim", code=f"AAAAA{n}")
        assert wrong.status == 400 and "not the code" in wrong.text
    rests = day.press("runner", "ada", "claim", code="ABC234")
    assert rests.status == 429 and "Try again in 12 min" in plain(rests)
    assert day.page("runner", "ada").status == 303


def test_codes_tried_all_at_once_are_counted_each(day: PeopleDay) -> None:
    """Fifty presses in one moment are no way around the five: the others are not even looked at."""
    body = b"code=WRONG1"

    async def at_once() -> list[int]:
        presses = (_ask(day.app, "/runner/ada/claim", "POST", body, {}) for _ in range(50))
        return [answer.status for answer in await asyncio.gather(*presses)]

    statuses = asyncio.run(at_once())
    assert (statuses.count(400), statuses.count(429)) == (5, 45)


def test_right_wrong_and_too_often_take_the_same_time(
    day: PeopleDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock tells nothing: every answer waits for the same moment."""
    monkeypatch.setattr(claim_page, "ANSWER_S", 0.1)
    took = []
    for code in ("WRONG1", "", "ABC234"):
        began = time.perf_counter()
        day.press("runner", "ada", "claim", code=code or "-")
        took.append(time.perf_counter() - began)
    assert min(took) >= 0.1 and max(took) - min(took) < 0.1
