"""The page of race morning: each form says what it will do, does it once, and can be taken back."""

from __future__ import annotations

import re

import pytest
from asking import ask
from fakes import CONTROL
from mornings import BASE, Morning, sentence

from alongside.events.bodies import PlanBody, RulingStatusBody
from alongside.events.plan import Wave
from alongside.live.said_by import link_id_of, said_by
from builders import OPENING, at, body_draft, crossed, make_plan, read, rule_status, status

STARTED = (read("C1", "S", "07:01"), read("C2", "S", "07:31"), read("C3", "S", "07:02"))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be looked up is given up at once."""
    monkeypatch.setattr("alongside.web.site.PATIENCE_S", 0.05)


def test_a_form_says_what_it_will_do_before_it_does_anything() -> None:
    """The first press names the wave, both times and how many run by it; nothing is written yet."""
    morning = Morning(clock="06:30")
    asked = morning.press("gun", wave="2", at="+10 min", why="The bus is late")
    assert sentence(asked).startswith("Wave 2: gun 07:40 instead of 07:30, 1 runner.")
    assert "Nothing is done yet" in sentence(asked)
    assert not morning.intake.submitted
    assert morning.confirm(asked).headers["location"] == f"{BASE}?done=kept"
    assert morning.race.state.crossings.gun_ms["2"] == at("07:40")


def test_pressing_twice_is_one_row() -> None:
    """The key was made with the form: a doubled press on either page comes to the same row."""
    morning = Morning()
    asked = morning.press("message", whom="everybody", words="Water at the finish", key="key-of-the-form")
    again = morning.press("message", whom="everybody", words="Water at the finish", key="key-of-the-form")
    for page in (asked, again, asked):
        assert morning.confirm(page).status == 303
    ((source, id_),) = morning.intake.kept
    assert source == "control" and id_.startswith("key-of-the-form/")
    assert len(morning.show.shown.views.control.messages) == 1


def test_a_form_that_was_sent_and_is_filled_in_anew_says_something_new() -> None:
    """Whoever goes back in the browser writes a second message under the first one's key: both are kept."""
    morning = Morning()
    for words in ("Water at the finish", "Storm: take cover"):
        morning.do("message", whom="everybody", words=words, key="key-of-the-form")
    assert sorted(morning.people.words.values()) == ["Storm: take cover", "Water at the finish"]
    assert len(morning.show.shown.views.control.messages) == 2


def test_every_form_of_the_page_has_a_key_of_the_server() -> None:
    """Keys are made when the page is drawn, one for each form, and never the same twice."""
    morning = Morning()
    keys = re.findall(r'name="key" value="([^"]+)"', morning.page() + morning.page())
    assert len(keys) >= 18
    assert len(set(keys)) == len(keys)


def test_a_late_gun_is_told_and_taken_back() -> None:
    """It stands on the page with who and why; undone it stays there, struck through and worded."""
    morning = Morning(clock="06:30")
    morning.people.all[0] = type(morning.people.all[0])(1, "control", holder="Desk 1")
    morning.do("gun", wave="2", at="7:42", why="The bus is late")
    page = sentence(ask(morning.app, BASE))
    assert page.startswith("Wave 2: gun 07:42 instead of 07:30.")
    assert "Wave 2: gun 07:42 By race control (Desk 1). The bus is late Undo" in page
    assert "Wave 2: gun 07:42 instead of 07:30." in morning.show.shown.views.control.headline.more
    morning.undo("gun")
    after = ask(morning.app, BASE)
    assert sentence(after).startswith("Everything stands as it was planned.")
    assert "<s>Wave 2: gun 07:42</s>" in after.text
    assert "Taken back at 06:30 by race control (Desk 1)." in sentence(after)
    assert morning.race.state.crossings.gun_ms["2"] == at("07:30")


def test_words_are_kept_apart_from_the_log() -> None:
    """The row carries an id; the words lie beside the log under it."""
    morning = Morning()
    morning.do("stop", distance="", why="Lightning", key="key-of-stop")
    (draft,) = morning.intake.kept.values()
    assert draft.body.text_id.startswith("key-of-stop")
    assert "Lightning" not in repr(draft)
    assert morning.people.words == {draft.body.text_id: "Lightning"}


def test_a_stop_is_said_first_on_every_page_and_the_why_only_to_control() -> None:
    """Control reads when, who and why; everybody reads that it is stopped."""
    morning = Morning(*STARTED)
    morning.do("stop", distance="", why="Lightning")
    control = sentence(ask(morning.app, f"/control/{CONTROL}/"))
    assert "The race was stopped at 07:50 by race control: Lightning." in control
    assert "Stopped: expected times do not hold until it goes on." in control
    public = sentence(ask(morning.app, "/race"))
    assert public.startswith("The race is stopped.")
    assert "Lightning" not in public
    assert morning.press("stop", distance="half").status == 400
    morning.do("resume", distance="")
    assert "stopped" not in sentence(ask(morning.app, "/race"))


def test_everybody_is_told_why_where_that_is_ticked() -> None:
    """The same words are a message to everybody, a row of its own that stands until it is taken back."""
    morning = Morning(*STARTED)
    asked = morning.do("stop", distance="half", why="A tree is down", tell="yes")
    assert "Everybody reads: “A tree is down”" in sentence(asked)
    assert "Race control, 07:50: A tree is down" in sentence(ask(morning.app, "/race"))
    views = morning.show.shown.views
    stop = next(one for one in views.morning.decided if one.kind == "notice")
    warned = morning.press("undo", row_source=stop.source, row_id=stop.id)
    assert "The message to everybody that went with it stands" in sentence(warned)
    morning.undo("stopped")
    assert len(morning.show.shown.views.public.messages) == 1
    morning.undo("Message")
    assert "A tree is down" not in sentence(ask(morning.app, "/race"))


def test_telling_everybody_nothing_is_asked_about() -> None:
    """A tick without words would be an empty message."""
    answer = Morning().press("stop", distance="", tell="yes")
    assert answer.status == 400
    assert "wrote no words" in sentence(answer)


def test_a_diversion_names_the_mats_that_nobody_is_expected_at() -> None:
    """Before it is confirmed, control reads which mats lie on the stretch."""
    morning = Morning(*STARTED)
    asked = morning.do("divert", distance="full", **{"from": "8", "to": "12 km"}, why="")
    assert "The Full leaves out km 8.0 to km 12.0 from now on." in sentence(asked)
    assert "Nobody is expected at: 10K." in sentence(asked)
    assert morning.show.shown.views.control.distances[0].interrupted == "diverted"
    resumed = morning.do("resume", distance="full")
    assert "runs the whole course again" in sentence(resumed)
    assert morning.show.shown.views.control.distances[0].interrupted == ""


def test_going_on_where_nothing_is_stopped_is_refused() -> None:
    """It would change nothing, and she may have meant another distance."""
    morning = Morning()
    morning.do("stop", distance="half")
    answer = morning.press("resume", distance="full")
    assert answer.status == 400
    assert "The Full is neither stopped nor led another way." in sentence(answer)


def test_a_wave_is_merged_and_circles_and_chains_are_refused_in_words() -> None:
    """What could not be meant is not taken: into itself, into a merged one, from one that others join."""
    morning = Morning(clock="06:30")
    asked = morning.do("merge", wave="2", into="1", why="")
    assert sentence(asked).startswith("Wave 2 starts with Wave 1: gun 07:00, 1 runner.")
    assert morning.race.state.crossings.gun_ms == {"1": at("07:00"), "2": at("07:00")}
    said = {
        ("1", "1"): "Wave 1 cannot start with itself",
        ("1", "2"): "Wave 2 itself starts with Wave 1",
    }
    for (wave, into), words in said.items():
        answer = morning.press("merge", wave=wave, into=into)
        assert answer.status == 400
        assert words in sentence(answer)
    warned = morning.press("gun", wave="2", at="7:45")
    assert "Wave 2 starts with Wave 1 and goes by that gun." in sentence(warned)


def test_a_message_to_a_stretch_names_the_stretch_and_reaches_who_is_on_it() -> None:
    """Only whoever runs between the two kilometres reads it, on her own page."""
    morning = Morning(*STARTED)
    asked = morning.do("message", whom="stretch", words="Ice", distance="full", **{"from": "0", "to": "5"})
    assert "Whoever is on km 0.0 to km 5.0 of the Full reads this on her page" in sentence(asked)
    views = morning.race.look(morning.at_ms, ("1", "3"))
    assert [one.text_id for one in views.runners["1"].messages] == [views.control.messages[0].text_id]
    assert views.runners["3"].messages == ()
    assert "Message to km 0.0 to km 5.0 of the Full since 07:50: “Ice”" in sentence(ask(morning.app, BASE))


def test_a_wave_that_others_start_with_is_not_merged_away() -> None:
    """Wave 2 starts with wave 1: to send wave 1 into a third would make a chain nobody sees through."""
    waves = tuple(Wave(n, f"Wave {n}", ("full", "half"), at(f"07:{n}0")) for n in "123")
    opening = (body_draft(PlanBody(make_plan(waves=waves)), "plan", "06:00"), *OPENING[1:])
    morning = Morning(clock="06:30", opening=opening)
    morning.do("merge", wave="2", into="1")
    answer = morning.press("merge", wave="1", into="3")
    assert "Wave 2 starts with Wave 1. Take that back before you merge Wave 1." in sentence(answer)


def test_a_runner_is_moved_to_the_other_distance_with_a_warning_past_the_split() -> None:
    """The page says where her finish counts; whoever was read beyond the split is pointed out."""
    run = (*STARTED, read("C1", "5K", "07:30"), read("C1", "10K", "08:00"), read("C1", "HALF", "09:10"))
    morning = Morning(*run[:-1], clock="08:10")
    asked = morning.press("transfer", bib="001", distance="half", why="Her knee")
    assert sentence(asked).startswith("Bib 1 runs the Half instead of the Full.")
    assert "past the split" not in sentence(asked)
    late = Morning(*run, clock="09:15")
    warned = late.press("transfer", bib="1", distance="half")
    assert "Mind: She was read at HALF at 09:10: she is past the split." in sentence(warned)
    morning.confirm(asked)
    morning.apply(read("C1", "F", "08:45"))
    assert status(morning.race, "1") == "finished"
    morning.undo("Bib 1")
    assert status(morning.race, "1") == "on_course"


def test_a_transfer_that_cannot_be_is_refused_in_words() -> None:
    """Finished, the same distance, nobody's bib, no such distance."""
    morning = Morning(*STARTED, read("C3", "F", "08:40"), clock="08:45")
    said = {
        ("3", "full"): "Bib 3 has finished the Half",
        ("1", "full"): "runs the Full already",
        ("77", "half"): "Nobody is entered as bib 77",
        ("1", "ultra"): "is not a distance of this race",
        ("", "half"): "The bib is missing",
    }
    for (bib, distance), words in said.items():
        answer = morning.press("transfer", bib=bib, distance=distance)
        assert answer.status == 400
        assert words in sentence(answer)
    assert not morning.intake.submitted


def test_bibs_are_swapped_and_replaced() -> None:
    """Two who swapped are told so; a number of nobody's is a replacement; saying it twice is refused."""
    morning = Morning(*STARTED)
    assert "wears bib 2, and the other way round" in sentence(morning.do("swap", bib="1", worn="002"))
    assert crossed(morning.race, "1") == {"S": at("07:31")}
    assert "It stands already" in sentence(morning.press("swap", bib="1", worn="2"))
    replaced = morning.do("swap", bib="3", worn="901")
    assert "a bib that nobody is entered with" in sentence(replaced)
    assert "wears her own bib then" in sentence(morning.press("swap", bib="3", worn="03"))
    morning.undo("bib 1 wears")
    assert crossed(morning.race, "1") == {"S": at("07:01")}


def test_a_runner_is_disqualified_and_brought_back() -> None:
    """Her status now and then is named; taking it back puts her where her reads put her."""
    morning = Morning(*STARTED)
    asked = morning.do("status", bib="1", status="dsq", why="Cut the course")
    assert sentence(asked).startswith("Bib 1 (Full): disqualified (DSQ). Until now: on the course.")
    assert status(morning.race, "1") == "dsq"
    assert "already" in sentence(morning.press("status", bib="1", status="dsq"))
    morning.do("status", bib="1", status="on_course")
    assert status(morning.race, "1") == "on_course"


def test_the_timers_official_word_is_pointed_out() -> None:
    """Control may say otherwise, and reads that the official word outranks it."""
    morning = Morning(*STARTED, rule_status("1", "dsq", "07:45", official=True))
    assert "The timing company says officially: disqualified (DSQ)." in sentence(
        morning.press("status", bib="1", status="on_course")
    )


def test_a_look_at_a_runner_is_kept_for_her_to_read() -> None:
    """The forms about one runner say where she was seen: that is a look (rule R10)."""
    morning = Morning(*STARTED)
    morning.press("status", bib="001", status="dnf")
    assert [(look.bib, look.role, look.what) for look in morning.people.seen] == [
        ("1", "control", "race morning")
    ]


@pytest.mark.parametrize(
    ("form", "fields", "words"),
    [
        ("gun", {"wave": "2", "at": "ten past"}, "is not a time"),
        ("gun", {"wave": "9", "at": "8:10"}, "is not a wave"),
        ("gun", {"wave": "2", "at": "40:00"}, "from the planned gun"),
        ("message", {"whom": "everybody", "words": "  "}, "The message is empty"),
        ("message", {"whom": "moon", "words": "x"}, "Choose whom the message is for"),
        (
            "message",
            {"whom": "stretch", "words": "x", "distance": "full", "from": "5", "to": "5"},
            "both km 5.0",
        ),
        ("divert", {"distance": "", "from": "1", "to": "2"}, "is not a distance"),
        ("status", {"bib": "1", "status": "vanished"}, "Choose what became of her"),
        ("undo", {"row_source": "control", "row_id": "nothing"}, "not among those things"),
        ("nonsense", {}, "There is no such form"),
        ("gun", {"wave": "2", "at": "8:10", "key": "x"}, "without its key"),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(
    form: str, fields: dict[str, str], words: str
) -> None:
    """No error of the server, nothing written, and a way back to the page."""
    morning = Morning(*STARTED)
    answer = morning.press(form, **fields)
    assert answer.status == 400
    assert words in sentence(answer)
    assert f'href="{BASE}"' in answer.text
    assert not morning.intake.submitted


def test_what_people_write_stays_text() -> None:
    """Words that try to become markup are shown as they were written."""
    morning = Morning()
    evil = "<script>alert('x')</script>\"'&"
    morning.do("message", whom="everybody", words=evil)
    for page in (morning.page(), ask(morning.app, "/race").text):
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_a_full_disk_is_said_and_nothing_is_kept() -> None:
    """The confirmation says that it was not kept."""
    morning = Morning()
    asked = morning.press("stop", distance="")
    morning.intake.full = True
    answer = morning.confirm(asked)
    assert answer.status == 507
    assert "NOT kept" in sentence(answer)


def test_only_race_controls_link_opens_it() -> None:
    """Any other link, and no link, get the one answer for what is not there."""
    morning = Morning()
    morning.people.give("steward", "steward-token")
    for address in ("/control/nobody/morning/", "/steward/steward-token/morning/"):
        assert ask(morning.app, address).status == 404
    assert ask(morning.app, "/control/nobody/morning/stop", form={"key": "k" * 10}).status == 404


def test_a_drop_out_that_a_station_reported_is_among_the_decisions() -> None:
    """What other people decided stands there too, by whom; the timer's thousands of words do not."""
    ruling = RulingStatusBody("1", "dnf", "station/9/12", place="Water 9")
    official = rule_status("2", "dns", "07:40", official=True)
    morning = Morning(*STARTED, body_draft(ruling, "d1", "07:45"), official)
    page = sentence(ask(morning.app, BASE))
    assert "Bib 1: dropped out (DNF), at Water 9 By station 9." in page
    assert "Bib 2" not in page


@pytest.mark.parametrize(
    ("by", "words", "link"),
    [
        ("control/3", "race control", 3),
        ("station/9/12", "station 9", 12),
        ("race control", "race control", None),
        ("sweep", "the sweep", None),
        ("", "", None),
    ],
)
def test_who_said_it_is_told_by_role_and_link(by: str, words: str, link: int | None) -> None:
    """The log names a link; people read a role, and a name where somebody holds it."""
    assert (said_by(by), link_id_of(by)) == (words, link)
