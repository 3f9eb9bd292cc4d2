"""Handing a volunteer's link over: the same role and place, shown once, the old one ended when it is time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from people_day import PeopleDay, address_in, plain

from alongside.events.link import STAFF
from alongside.web.doors import DOORS


@pytest.fixture
def day(tmp_path: Path) -> Iterator[PeopleDay]:
    """The small race on its morning."""
    day = PeopleDay(tmp_path)
    yield day
    day.file.close()


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_staff_link_can_be_handed_over_with_its_role_and_place(day: PeopleDay, role: str) -> None:
    """The next one gets a link of her own to the same door; the old one holds until that is opened."""
    old = day.give(role, "old", scope="w1", holder="First shift")
    assert "Hand over to the next volunteer" in plain(day.page(role, "old", "handover"))
    door, token = address_in(day.press(role, "old", "handover", holder="Second shift", ends="yes"))
    new = day.link(token)
    assert door == DOORS[role]
    assert (new.role, new.scope, new.holder, new.made_by) == (role, "w1", "Second shift", old.id)
    assert day.link("old").ended_ms is None
    day.file.opened(new.id, day.now_ms)
    assert day.link("old").ended_ms == day.now_ms


def test_two_may_work_side_by_side(day: PeopleDay) -> None:
    """Without the tick both links hold."""
    day.give("station", "old", scope="w1")
    token = address_in(day.press("station", "old", "handover", holder="Helper"))[1]
    day.file.opened(day.link(token).id, day.now_ms)
    assert day.link("old").ended_ms is None and day.link(token).ended_ms is None


def test_pressing_twice_leaves_one_link_for_the_next_one(day: PeopleDay) -> None:
    """The link on the screen is the one that holds; the first press's has ended unopened."""
    day.give("van", "old")
    first = address_in(day.press("van", "old", "handover", ends="yes"))[1]
    second = address_in(day.press("van", "old", "handover", ends="yes"))[1]
    assert day.link(first).ended_ms is not None and day.link(second).ended_ms is None


@pytest.mark.parametrize("role", ["runner", "guardian", "follower"])
def test_a_link_of_a_person_is_not_handed_over_like_a_shift(day: PeopleDay, role: str) -> None:
    """A follower cannot pass her link on by a form; a runner moves hers to a phone of her own."""
    day.give(role, "own", bib="7")
    assert day.page(role, "own", "handover").status == 404
