"""A runner's own page: I'm stopping here, I need a ride, I'm going on after all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask
from people_day import plain

from alongside.events.bodies import SwapBody
from builders import at, body_draft, read
from ride_day import CONTROL, HERS, RideDay, ride
from station_race import JSON, keyed, text_of


@pytest.fixture
def day(tmp_path: Path) -> Iterator[RideDay]:
    """The race at 08:30: five runners past 5K, bib 7's page is open."""
    day = RideDay(tmp_path)
    day.start()
    day.at("08:30")
    yield day
    day.file.close()


def page(day: RideDay) -> str:
    """Return her page as it reads."""
    return text_of(plain(day.page("runner", HERS)))


def press(day: RideDay, what: str, **more: str) -> None:
    """Press a button of her page, and again where it asks."""
    answer = day.press("runner", HERS, "ride", key="k" + what, what=what, sure="yes", **more)
    assert answer.status == 303


def test_a_runner_on_the_course_finds_both_ways_to_stop_and_the_emergency_line(day: RideDay) -> None:
    """A ride or none, folded away from a slip of the thumb; and that this is no emergency service."""
    shown = page(day)
    assert "I’m stopping here, I need a ride" in shown and "I’m stopping here, I don’t need a ride" in shown
    assert "In an emergency call +49 30 5550112." in shown
    assert "I’m going on" not in shown


def test_before_her_gun_and_after_her_finish_there_is_nothing_to_stop(tmp_path: Path) -> None:
    """The buttons come with the gun and go with the finish."""
    day = RideDay(tmp_path)
    assert "stopping" not in page(day)
    day.start()
    day.reads("7", ("10K", "08:20"), ("HALF", "09:40"), ("30K", "10:50"), ("F", "12:20"))
    day.at("12:30")
    assert "stopping here" not in page(day)
    answer = day.press("runner", HERS, "ride", key="k", what="ride", sure="yes")
    assert answer.status == 400 and "You are not on the course" in answer.text
    day.file.close()


def test_without_script_it_takes_two_presses(day: RideDay) -> None:
    """The first press asks on a page of its own; nothing is kept before the second."""
    answer = day.press("runner", HERS, "ride", key="k", what="ride", text="by the kiosk")
    assert answer.status == 200 and "a van shall come for you?" in answer.text
    assert 'value="by the kiosk"' in answer.text
    assert day.rows("ride") == []


def test_she_is_told_that_the_van_knows_where_to_stay_and_whom_to_call(day: RideDay) -> None:
    """What happens now is the largest text; then where to wait, where we think she is, the number to call."""
    press(day, "ride", text="by the kiosk")
    shown = page(day)
    assert "<h1" in day.page("runner", HERS).text
    assert "A van has been told, 08:30." in shown
    assert "Stay where you can be seen from the road" in shown
    assert "In an emergency call +49 30 5550112." in shown
    assert "Next:" not in shown


def test_her_place_and_words_lie_beside_the_log_and_nothing_of_them_in_it(day: RideDay) -> None:
    """The row names a text; the exact place is kept only because she sends it (R4)."""
    press(day, "ride", text="by the kiosk", lat="52.512", lon="13.401", accuracy_m="9")
    (body,) = day.rows("ride")
    assert (body.bib, body.what, body.stops, body.by) == ("7", "wanted", True, f"runner/7/{link_id(day)}")
    assert day.file.texts([body.text_id]) == {body.text_id: "geo:52.51200,13.40100;u=9 by the kiosk"}
    assert "52.5" not in repr(body)


def link_id(day: RideDay) -> int:
    """Return the id of her link."""
    return day.link(HERS).id


def test_without_a_place_nothing_is_made_up_in_the_row(day: RideDay) -> None:
    """Where she is thought to be is reckoned for the van's page, and never written as if she had said so."""
    press(day, "ride")
    (body,) = day.rows("ride")
    assert (body.distance, body.along_m, body.text_id) == ("", None, "")


def test_stopping_without_a_ride_is_one_word_and_a_station_makes_it_two(day: RideDay) -> None:
    """Her own word alone drops nobody; the table's second one does, and her page knows it."""
    press(day, "stop")
    assert "You are stopping here, said at 08:30. Race control knows." in page(day)
    assert day.latest().views.runners["7"].status == "on_course"
    day.say(keyed("7", "dropped", "08:31", "w1", by="station/w1/4"))
    day.at("08:32")
    assert day.latest().views.control.counts.dnf == 1
    assert "I’m going on after all" in page(day)


def test_a_runner_drops_and_goes_on(day: RideDay) -> None:
    """Stops, is keyed dropped, changes her mind: on the course at once, and at the next mat nobody asks."""
    press(day, "ride")
    day.say(keyed("7", "dropped", "08:31", "w1", by="station/w1/4"))
    day.at("08:32")
    assert day.latest().views.control.counts.dnf == 1
    press(day, "on")
    day.at("08:33")
    control = day.latest().views.control
    assert (control.counts.dnf, control.counts.on_course, control.rides) == (0, 5, ())
    day.say(read("C7", "10K", "08:40"))
    day.at("08:41")
    assert day.latest().views.control.questions == ()
    assert "You are on your way: 10K at 08:40." in page(day)


def test_a_read_further_on_ends_the_wish_and_tells_her(day: RideDay) -> None:
    """She walked on: no van is coming any more, and her page says so instead of letting her wait."""
    press(day, "ride")
    day.reads("7", ("HALF", "09:50"))
    day.at("09:51")
    assert "No van is coming: you were read further on since you asked for one." in page(day)


def test_on_board_by_mistake_she_can_say_that_she_runs(day: RideDay) -> None:
    """A van keyed the wrong bib: one press brings her back, and her reads are hers."""
    day.say(ride("7", "on_board", "08:20"))
    assert "You are on board of the van since 08:20." in page(day)
    press(day, "on")
    assert day.latest().views.control.counts.picked_up == 0


def test_a_van_that_did_not_find_her_is_told_to_her(day: RideDay) -> None:
    """She is asked where she is, and sends it with one press."""
    press(day, "ride")
    day.at("08:50")
    day.say(ride("7", "not_found", "08:45"))
    assert "A van looked for you at 08:45 and did not find you. Say where you are." in page(day)
    answer = day.press("runner", HERS, "ride", key="k9", what="ride", sure="yes", text="inside the tent")
    assert answer.status == 303
    shown = day.latest().views.control.rides[0]
    assert (shown.state, shown.not_found_ms, shown.since_ms) == ("waiting", None, at("08:30"))


def test_a_pause_hides_her_from_followers_and_from_nobody_who_looks_for_her(day: RideDay) -> None:
    """R6: the wish is on the van's list and on control's, whatever is paused."""
    day.agree("7", "follow")
    day.give("follower", "mum", bib="7", holder="Mum")
    day.press("runner", HERS, "pause", on="yes")
    press(day, "ride")
    assert "bib 7" in text_of(day.page("van", "van-token").text)
    assert "Bib 7" in text_of(day.page("control", CONTROL, "accounted/").text)
    shown = day.page("follower", "mum").text
    assert "van" not in shown and "ride" not in shown


def test_her_guardian_is_told_and_has_no_buttons(day: RideDay) -> None:
    """Who answers for a minor reads that she waits; what a minor says of herself she says herself."""
    day.give("guardian", "dee", bib="9", holder="Dee Young")
    day.say(ride("9", "wanted", "08:20", "station/w1/4", station="w1", stops=True))
    shown = text_of(plain(day.page("guardian", "dee")))
    assert "waits for a ride since 08:20" in shown
    assert "I’m stopping" not in shown


def test_a_tap_from_a_dead_zone_keeps_its_time(day: RideDay) -> None:
    """Sent twenty minutes late, it is of the time when she pressed; the same tap twice is one row."""
    form = {"key": "k", "what": "ride", "sure": "yes", "age_ms": "1200000"}
    for _ in range(2):
        assert ask(day.app, f"/runner/{HERS}/ride", form=form, headers=JSON).status == 204
    (body,) = day.rows("ride")
    assert body.at_ms == at("08:10")


def test_a_tap_that_comes_without_its_page_is_still_of_the_bib_that_she_wears(day: RideDay) -> None:
    """After a restart nobody looks at her yet: with swapped bibs her word must not become the other's."""
    day.say(body_draft(SwapBody("7", "8", "control/1"), "w", "06:30"))
    form = {"key": "k", "what": "ride", "sure": "yes"}
    assert ask(day.app, f"/runner/{HERS}/ride", form=form, headers=JSON).status == 204
    (body,) = day.rows("ride")
    assert body.bib == "8"
    assert [one.bib for one in day.latest().views.control.rides] == ["7"]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"what": "fly"}, "Press one of the buttons"),
        ({"what": "ride", "lat": "x", "lon": "13"}, "The place that this phone sent cannot be"),
        ({"what": "ride", "lat": "99", "lon": "13"}, "The place that this phone sent cannot be"),
        ({"what": "ride", "text": "a" * 501}, "letters long"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(day: RideDay, form: dict[str, str], sentence: str) -> None:
    """Nothing of it is kept, and she is told what to do."""
    answer = day.press("runner", HERS, "ride", key="k", sure="yes", **form)
    assert answer.status == 400 and sentence in answer.text
    assert day.rows("ride") == []
