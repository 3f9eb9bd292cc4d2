"""Medical's page: a bib first, then the race and the rides that are wanted."""

from __future__ import annotations

import re

from asking import ask

from alongside.events.bodies import FixBody
from builders import at, body_draft
from station_race import text_of
from sweep_race import ON_THE_WAY, SweepStage, ride

DOOR = "/medical/medical-token/"


def stage(*drafts: object, clock: str = "09:20") -> SweepStage:
    """Return the race with a medical link."""
    made = SweepStage(*ON_THE_WAY, *drafts, clock=clock)  # type: ignore[arg-type]
    made.people.give("medical", "medical-token", holder="Tent 2")
    return made


def test_looking_a_bib_up_is_the_first_thing() -> None:
    """The question is the largest text, its field right below, the emergency line at the end."""
    page = ask(stage().app, DOOR).text
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == ["Where is a runner?"]
    assert page.index('name="bib"') < page.index('id="clock"') < page.index("not an emergency service")


def test_who_waits_for_a_ride_stands_there_and_can_read_that_it_was_seen() -> None:
    """By bib, where, since when; each listing of a place is a look."""
    made = stage(ride("2", "wanted", "09:16", stops=True))
    page = text_of(ask(made.app, DOOR).text)
    assert re.search(r"Bib 2: stops here, .*km \d+\.\d.*, since 09:16, 4 min ago\.", page)
    assert [(look.bib, look.role, look.holder) for look in made.people.seen] == [("2", "medical", "Tent 2")]


def test_who_got_in_waits_no_more() -> None:
    """On board is not waiting."""
    page = ask(stage(ride("2", "wanted", "09:10"), ride("2", "on_board", "09:16")).app, DOOR).text
    assert "Nobody has said that she wants a ride." in page


def test_a_phone_that_falls_silent_raises_nothing() -> None:
    """No news is no alarm: an hour after her last fix nothing on the page has changed but the clock."""
    fix = body_draft(FixBody("phone", "1", at("08:20"), 50.0, 8.0), "f1", "08:20")
    with_phone, without = (text_of(ask(stage(*rows).app, DOOR).text) for rows in ((fix,), ()))
    assert with_phone == without
    assert "Bib 1" not in with_phone


def test_medical_alone_comes_in_by_its_door() -> None:
    """Another role's token opens nothing."""
    made = stage()
    made.people.give("marshal", "other")
    assert ask(made.app, "/medical/other/").status == 404
