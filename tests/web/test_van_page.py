"""The pick-up van's page: whom to fetch next, who is on board, and what its buttons write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from alongside.events.bodies import VanBody
from alongside.events.person import Person
from alongside.events.row import Draft
from alongside.web import van_words
from builders import at
from ride_day import STATION, VAN, RideDay, ride
from station_race import JSON, text_of


@pytest.fixture
def day(tmp_path: Path) -> Iterator[RideDay]:
    """The race at 08:30: five runners past 5K."""
    day = RideDay(tmp_path)
    day.start()
    day.at("08:30")
    yield day
    day.file.close()


def said_by_van(day: RideDay, **fields: object) -> Draft:
    """Return the draft of what the van says of itself."""
    van = str(day.van.id)
    return Draft(f"van/{van}", str(fields), at("08:29"), VanBody(van, at("08:29"), f"van/{van}", **fields))  # type: ignore[arg-type]


def page(day: RideDay) -> str:
    """Return the van's page as it reads."""
    return text_of(day.page("van", VAN).text)


def waiting(day: RideDay) -> list[str]:
    """Return the bibs of those who wait, in the order of the page."""
    return re.findall(r'aria-label="Bib (\w+) not found here"', day.page("van", VAN).text)


def test_with_nobody_waiting_it_says_so_and_asks_for_seats_and_place(day: RideDay) -> None:
    """A page that has nothing to say still says it, and what would help."""
    shown = page(day)
    assert "Nobody waits for a ride." in shown
    assert "Say how many seats you have." in shown


def test_the_sentence_tells_whom_to_fetch_how_many_after_her_and_the_seats(day: RideDay) -> None:
    """The largest text is the answer: next, where, how long she has waited, the rest, the room left."""
    day.say(
        ride("8", "wanted", "08:10", "station/w1/4", station="w1", stops=True),
        ride("9", "wanted", "08:20", "runner/9/5", stops=True),
        ride("7", "on_board", "08:15", f"van/{day.van.id}", source=f"van/{day.van.id}"),
        said_by_van(day, seats=4),
    )
    said = "Next: bib 8, Water 1, km 10.0 of the Full, waiting 20 min. Then 1 more. 3 seats left."
    assert said in page(day)


def test_the_list_is_in_road_order_from_where_the_van_is(day: RideDay) -> None:
    """Ahead of the van first, whoever it has passed after; without a place whoever has waited longest."""
    day.say(
        ride("8", "wanted", "08:01", distance="full", along_m=3_000.0),
        ride("9", "wanted", "08:02", distance="full", along_m=9_000.0),
        ride("10", "wanted", "08:03", distance="full", along_m=7_000.0),
    )
    assert waiting(day) == ["8", "9", "10"]
    day.say(said_by_van(day, distance="full", along_m=5_000.0))
    assert waiting(day) == ["10", "9", "8"]


def test_her_words_and_exact_place_are_shown_because_she_sent_them(day: RideDay) -> None:
    """The link opens a map at the place of her phone; another's is reckoned, and said to be."""
    day.say(
        ride("8", "wanted", "08:10", "runner/8/5", text_id="t1"),
        t1="geo:52.51200,13.40100;u=9 by the kiosk",
    )
    answer = day.page("van", VAN).text
    assert 'href="geo:52.51200,13.40100"' in answer
    assert "by the kiosk" in answer and "geo:52.51200,13.40100;u" not in answer


def test_every_runner_listed_can_read_that_the_van_looked(day: RideDay) -> None:
    """R10: the place of whoever waits is shown, and that is kept with who holds the link."""
    day.say(ride("8", "wanted", "08:10"))
    page(day)
    (look,) = day.file.looks("8")
    assert (look.role, look.holder, look.link_id) == ("van", "Vic", day.van.id)
    assert day.file.looks("9") == []


def test_first_names_are_read_only_where_given(day: RideDay) -> None:
    """A first name helps at the roadside; it is shown of whoever gave it to those who work for the race."""
    day.file.put_people([Person("8", "Bea Swift", adult=True)]).result()
    day.say(ride("8", "wanted", "08:10"))
    assert "Bea" not in page(day)
    day.agree("8", "first_name")
    assert "Bib 8 Bea" in page(day)
    assert "Swift" not in page(day)


@pytest.mark.parametrize(
    ("what", "word", "stops"),
    [
        ("on_board", "on_board", False),
        ("not_found", "not_found", False),
        ("finish", "set_down", True),
        ("medical", "set_down", True),
        ("elsewhere", "set_down", True),
        ("back", "set_down", False),
    ],
)
def test_each_button_writes_its_row_once(day: RideDay, what: str, word: str, stops: bool) -> None:
    """What is tapped is a row of the van's; the same tap sent twice is one."""
    for _ in range(2):
        answer = day.press("van", VAN, "ride", key="k1", bib=" 08 ", what=what, sure="yes", age_ms="60000")
        assert answer.status == 303
    (body,) = day.rows("ride")
    assert (body.bib, body.what, body.stops, body.by) == ("08", word, stops, f"van/{day.van.id}")
    assert body.at_ms == at("08:29")


@pytest.mark.parametrize("what", sorted(van_words.SURE))
def test_without_script_grave_buttons_are_asked_once_more(day: RideDay, what: str) -> None:
    """On board, not found and back on the course ask on a page of their own; nothing is kept before."""
    answer = day.press("van", VAN, "ride", key="k1", bib="8", what=what)
    assert answer.status == 200 and "Bib 8" in answer.text
    assert day.rows("ride") == []


@pytest.mark.parametrize(
    ("end", "form", "sentence"),
    [
        ("ride", {"key": "k", "bib": "", "what": "on_board"}, "No bib was keyed"),
        ("ride", {"key": "k", "bib": "8", "what": "eat"}, "Press one of the buttons"),
        ("ride", {"key": "k", "bib": "8", "what": "finish", "age_ms": "x"}, "cannot be"),
        ("here", {"key": "k", "seats": "many"}, "is no number of seats"),
        ("here", {"key": "k", "at": "full"}, "Choose a place"),
        ("here", {"key": "k", "at": "full:nan"}, "Choose a place"),
        ("undo", {"row_source": "station/w1", "row_id": "x"}, "Only what was said from this page"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    day: RideDay, end: str, form: dict[str, str], sentence: str
) -> None:
    """Nothing is kept of it, and the page says why."""
    answer = day.press("van", VAN, end, **form)
    assert answer.status == 400 and sentence in answer.text
    assert day.rows("ride") == day.rows("van") == day.rows("undo") == []


def test_seats_and_place_are_rows_that_stand_until_said_anew(day: RideDay) -> None:
    """The van says how many seats it has and where it is; each stays when the other is said."""
    day.press("van", VAN, "here", key="k1", seats="6")
    day.press("van", VAN, "here", key="k2", at="full:5000")
    shown = page(day)
    assert "On board: 0 of 6" in shown and "You are at km 5.0 (mile 3.1) of the Full" in shown


def test_the_place_of_a_van_goes_with_what_it_taps_while_it_is_fresh(day: RideDay) -> None:
    """On board at km 5, where the van just said it is; two minutes later nobody knows where that was."""
    day.press("van", VAN, "here", key="k1", at="full:5000")
    day.press("van", VAN, "ride", key="k2", bib="8", what="on_board", sure="yes")
    day.at("08:40")
    day.press("van", VAN, "ride", key="k3", bib="9", what="on_board", sure="yes")
    assert [body.along_m for body in day.rows("ride")] == [5_000.0, None]


def test_the_next_crew_has_the_van_as_it_was(day: RideDay) -> None:
    """Handed over, the link is another and the van the same: seats, place, and who is on board."""
    day.press("van", VAN, "here", key="k1", seats="6")
    day.press("van", VAN, "ride", key="k2", bib="8", what="on_board", sure="yes")
    day.give("van", "second-token", made_by=day.van.id)
    assert "On board: 1 of 6" in text_of(day.page("van", "second-token").text)
    day.give("van", "another-van")
    assert "On board: 0" in text_of(day.page("van", "another-van").text)


def test_what_was_said_is_taken_back_and_a_bib_that_nobody_wears_is_told(day: RideDay) -> None:
    """The last words stand under the list, each with an undo; a mistyped bib is said to be one."""
    day.press("van", VAN, "ride", key="k1", bib="8", what="on_board", sure="yes")
    day.press("van", VAN, "ride", key="k2", bib="999", what="on_board", sure="yes")
    shown = page(day)
    assert "Bib 8 on board, 08:30" in shown and "Nobody wears this bib." in shown
    source = f"van/{day.van.id}"
    day.press("van", VAN, "undo", row_source=source, row_id="k1/8/on_board")
    assert "Bib 8 on board" not in page(day)


def test_a_tap_from_a_dead_zone_gets_an_empty_answer(day: RideDay) -> None:
    """A script is answered with 204, and the time is the server's."""
    from asking import ask

    form = {"key": "k", "bib": "8", "what": "on_board", "age_ms": "600000"}
    assert ask(day.app, f"/van/{VAN}/ride", form=form, headers=JSON).status == 204
    assert ask(day.app, f"/van/{VAN}/now").json == {"now_ms": day.now_ms}
    assert ask(day.app, f"/van/{VAN}/sw.js").status == 200


def test_a_ride_under_a_mistyped_bib_is_fetched_all_the_same(day: RideDay) -> None:
    """Nobody wears 999, but somebody sits at Water 1: the van is sent, control is told, nobody goes home."""
    form = {"key": "k", "bib": "999", "what": "dropped_ride", "sure": "yes"}
    assert day.press("station", STATION, "keyed", **form).status == 303
    shown = page(day)
    assert "Next: bib 999, Water 1, km 10.0 of the Full" in shown
    assert "Nobody wears this bib: mistyped. Look for whoever waits there." in shown
    found = day.latest().views.control.accounted
    assert found is not None
    assert [(one.bib, one.why[0].what) for one in found.missing] == [("999", "waiting")]
    day.press("van", VAN, "ride", key="k", bib="999", what="on_board", sure="yes")
    assert "Nobody waits for a ride." in page(day)


def test_a_read_of_somebody_said_to_be_in_the_van_is_shown_beside_her(day: RideDay) -> None:
    """Was the right bib keyed? The crew can look behind them, and undo it."""
    day.press("van", VAN, "ride", key="k", bib="8", what="on_board", sure="yes")
    day.reads("8", ("10K", "08:40"))
    day.at("08:45")
    assert "Seen since: 10K at 08:40, 5 min ago. Is she in this van?" in page(day)


def test_who_is_picked_up_is_counted_at_no_table_as_still_to_come(day: RideDay) -> None:
    """At 10K she is not expected any more; who was picked up behind it has passed it."""
    day.want("STATIONS")
    before = {one.id: one for one in day.latest().views.control.stations}
    day.press("van", VAN, "ride", key="k", bib="8", what="on_board", sure="yes")
    after = {one.id: one for one in day.latest().views.control.stations}
    assert after["w1"].to_come + after["w1"].unsure == before["w1"].to_come + before["w1"].unsure - 1


def test_the_table_is_told_who_waits_there_until_the_van_has_come(day: RideDay) -> None:
    """Nobody packs up around somebody on a folding chair."""
    form = {"key": "k", "bib": "8", "what": "dropped_ride", "sure": "yes"}
    day.press("station", STATION, "keyed", **form)
    said = "Bib 8 waits here for the van since 08:30. Stay with her."
    assert said in text_of(day.page("station", STATION).text)
    day.press("van", VAN, "ride", key="k", bib="8", what="on_board", sure="yes")
    assert said not in text_of(day.page("station", STATION).text)


def test_full_it_says_how_many_are_still_to_fetch(day: RideDay) -> None:
    """No seat is left: another van is needed, and the page says so instead of sending this one on."""
    day.press("van", VAN, "here", key="k1", seats="1")
    day.press("van", VAN, "ride", key="k2", bib="8", what="on_board", sure="yes")
    day.say(ride("9", "wanted", "08:20"))
    assert "Full: 1 on board. 1 runner still to fetch." in page(day)
