"""Looking a runner up: for those who can help her, with every look kept for her to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, plain

from alongside.events.link import ROLES
from alongside.web import look_page, site


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race at 8:20, bib 7 past 10K."""
    day = PeopleDay(tmp_path)
    day.reads("7", ("S", "07:01"), ("5K", "07:36"), ("10K", "08:11"))
    day.at("08:20")
    yield day
    day.file.close()


@pytest.mark.parametrize("role", look_page.ROLES)
def test_who_can_help_sees_her_place_and_the_look_is_kept(day: PeopleDay, role: str) -> None:
    """R10: control, steward, medical, sweep and van; role, holder and time of each look are on disk."""
    link = day.give(role, "staff", holder="Unit 4")
    page = plain(day.press(role, "staff", "look", bib=" 007 "))
    assert re.search(r"Bib 7: near km 1[01]\.\d \(mile \d\.\d\), estimated", page)
    assert "last read at 10K at 08:11" in page
    (look,) = day.file.looks("7")
    assert (look.link_id, look.role, look.holder, look.at_ms) == (link.id, role, "Unit 4", day.now_ms)


@pytest.mark.parametrize("role", look_page.ROLES)
def test_expected_times_have_their_range(day: PeopleDay, role: str) -> None:
    """Who may see a forecast reads a time and a range; the van is told where she is, and no forecast."""
    day.give(role, "staff")
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"), going=0.99)
    page = plain(day.press(role, "staff", "look", bib="7"))
    assert ("Next: HALF about 09:28, between 09:21 and 09:40." in page) is (role != "van")
    assert ("Finish about 12:15, between 11:30 and 13:45." in page) is (role != "van")
    assert "stopped" not in page


@pytest.mark.parametrize("role", look_page.ROLES)
def test_that_she_may_have_stopped_is_told_to_who_can_send_somebody(day: PeopleDay, role: str) -> None:
    """Control, a steward and medical read it, in words, and that her place is only so if she goes on."""
    day.give(role, "staff")
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"), going=0.3)
    page = plain(day.press(role, "staff", "look", bib="7"))
    told = role in ("control", "steward", "medical")
    assert ("May have stopped: not accounted for." in page) is told
    assert ("estimated, if she is still going" in page) is told


def test_of_a_race_that_is_stopped_no_expected_time_is_told(day: PeopleDay) -> None:
    """While her distance is stopped, times that were expected do not hold: that is said in their place."""
    day.give("medical", "staff")
    day.foresee("7", ("09:28", "09:21", "09:40"), ("12:22", "11:34", "13:36"), interrupted="stopped")
    page = plain(day.press("medical", "staff", "look", bib="7"))
    assert "expected times do not hold until it goes on" in page and "09:28" not in page


@pytest.mark.parametrize(("role", "sees"), [("medical", "name phone"), ("sweep", ""), ("van", "")])
def test_names_and_phones_only_for_whose_work_it_is(day: PeopleDay, role: str, sees: str) -> None:
    """Medical may call her; the sweep and the van find her by her bib."""
    day.give(role, "staff")
    page = plain(day.press(role, "staff", "look", bib="7"))
    assert ("Ada Nimble" in page) is ("name" in sees) and ("+1 555 0107" in page) is ("phone" in sees)


def test_nobody_else_can_look_anybody_up(day: PeopleDay) -> None:
    """No station, marshal, announcer or follower has such a page, and a try leaves no look."""
    for role in set(ROLES) - set(look_page.ROLES):
        day.give(role, f"t-{role}", bib="8", scope="w1")
        assert day.page(role, f"t-{role}", "look").status == 404
        assert day.press(role, f"t-{role}", "look", bib="7").status == 404
    assert day.file.looks("7") == []


def test_a_bib_that_nobody_wears_is_said_so(day: PeopleDay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misread bib gets a sentence, and an empty form too."""
    monkeypatch.setattr(site, "PATIENCE_S", 0.05)
    day.give("medical", "staff")
    assert "No entry wears bib 99." in plain(day.press("medical", "staff", "look", bib="99"))
    assert day.press("medical", "staff", "look", bib=" ").status == 400


def test_after_the_race_no_place_is_shown(day: PeopleDay) -> None:
    """Twelve hours after the race staff links have ended, and with them every look."""
    day.give("control", "boss")
    day.over_ms = day.now_ms - 12 * 3_600_000
    assert day.press("control", "boss", "look", bib="7").status == 404
