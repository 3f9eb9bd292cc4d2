"""A sweep's page, and race control's for it, over a real fold."""

from __future__ import annotations

import gzip
import re

from asking import ask

from alongside.events.bodies import MessageBody, UndoBody
from builders import at, body_draft, gun
from station_race import CONTROL, JSON, text_of
from sweep_race import DRIVER, ON_THE_WAY, SweepStage, told

MINE = f"/sweep/{DRIVER}/"


def test_the_page_opens_with_one_sentence_and_says_from_when_it_is() -> None:
    """The largest text is the answer; what stands below is where we think it is, and from what."""
    page = ask(SweepStage(*ON_THE_WAY, told(9_000.0, "09:15")).app, MINE)
    assert page.status == 200 and page.headers["cache-control"] == "no-store"
    (h1,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)
    assert re.fullmatch(
        r"Slow down: 2 min ahead of schedule\. The last runner inside the limit is about \d00 m ahead; "
        r"she has until 09:22 here\.",
        h1,
    )
    words = text_of(page.text)
    assert "Figures as of 09:20:00" in words
    assert (
        "We think that you are near km 9.5 (mile 5.9): you were at Water Nine at 09:15, 5 min ago." in words
    )


def test_a_press_on_a_place_is_a_row_and_moves_the_sweep() -> None:
    """The row names sweep and link; the page says it at once, with an undo."""
    stage = SweepStage(*ON_THE_WAY)
    form = {"key": "k1", "along_m": "10000"}
    assert ask(stage.app, f"{MINE}here", form=form, headers=JSON).status == 204
    (draft,) = stage.intake.kept.values()
    assert (draft.source, draft.body.by, draft.at_ms) == ("sweep/sweep", "sweep/sweep/4", at("09:20"))
    page = text_of(ask(stage.app, MINE).text)
    assert "you were at 10K at 09:20" in page and "At 10K, said 09:20" in page


def test_the_same_press_sent_again_is_one_row() -> None:
    """A phone that is not sure sends again."""
    stage = SweepStage(*ON_THE_WAY)
    form = {"key": "k1", "along_m": "10000"}
    assert [ask(stage.app, f"{MINE}here", form=form, headers=JSON).status for _ in range(2)] == [204, 204]
    assert len(stage.intake.kept) == 1


def test_what_was_said_is_taken_back_in_one_press() -> None:
    """Undo brings the page back to what it was."""
    stage = SweepStage(*ON_THE_WAY, told(9_000.0, "09:15"))
    ask(stage.app, f"{MINE}here", form={"key": "k1", "along_m": "12000"}, headers=JSON)
    (source, row_id) = next(iter(stage.intake.kept))
    undo = {"row_source": source, "row_id": row_id}
    assert ask(stage.app, f"{MINE}undo", form=undo, headers=JSON).status == 204
    assert isinstance(list(stage.intake.kept.values())[-1].body, UndoBody)
    assert "you were at Water Nine at 09:15" in text_of(ask(stage.app, MINE).text)


def test_a_runner_let_go_on_holds_up_nobody() -> None:
    """Behind and inside: wait. Let go on: the sentence is calm, she stands below."""
    stage = SweepStage(*ON_THE_WAY, told(11_000.0, "09:18"))
    assert "Wait: 1 runner inside the limit is behind you" in ask(stage.app, MINE).text
    form = {"key": "k", "bib": "3", "what": "let_go"}
    assert ask(stage.app, f"{MINE}runner", form=form, headers=JSON).status == 204
    page = text_of(ask(stage.app, MINE).text)
    assert "Wait:" not in page
    assert "1 runner you let go on is behind you." in page
    assert "Bib 3 goes on along the pavement, 09:20" in page


def test_without_script_a_runner_who_gets_in_is_asked_for_once_more() -> None:
    """The first press asks; only the second, with the same key, is kept, and the browser comes back."""
    stage = SweepStage(*ON_THE_WAY)
    form = {"key": "k1", "bib": "2", "what": "on_board"}
    asked = ask(stage.app, f"{MINE}runner", form=form)
    assert "Bib 2 gets in and does not go on?" in asked.text and stage.intake.kept == {}
    again = dict(re.findall(r'name="(\w+)" value="([^"]*)"', asked.text))
    done = ask(stage.app, f"{MINE}runner", form=again)
    assert (done.status, done.headers["location"]) == (303, f"{MINE}?done=runner")
    assert len(stage.intake.kept) == 1


def test_a_bib_that_nobody_wears_is_kept_and_said_so() -> None:
    """Better a row too many than a runner lost: the driver sees it and can undo it."""
    stage = SweepStage(*ON_THE_WAY)
    ask(stage.app, f"{MINE}runner", form={"key": "k", "bib": "999", "what": "let_go"}, headers=JSON)
    assert "Nobody wears this bib." in ask(stage.app, MINE).text


def test_errors_come_as_sentences_to_a_script_and_to_a_page() -> None:
    """A place that is none: JSON for the queue, a page with a way back."""
    stage = SweepStage(*ON_THE_WAY)
    script = ask(stage.app, f"{MINE}here", form={"key": "k", "along_m": "99999"}, headers=JSON)
    assert script.status == 400 and "no place on this course" in str(script.json)
    page = ask(stage.app, f"{MINE}here", form={"key": "k", "along_m": "99999"})
    assert page.status == 400 and f'href="{MINE}"' in page.text
    assert stage.intake.kept == {}


def test_every_runner_it_lists_can_read_that_she_was_looked_at() -> None:
    """R10: by which link, once an hour; whoever is not listed was not looked at."""
    stage = SweepStage(*ON_THE_WAY, told(9_000.0, "09:15"))
    for _ in range(2):
        ask(stage.app, MINE)
    looks = [(look.bib, look.role, look.holder) for look in stage.people.seen]
    assert looks == [("3", "sweep", "Ed")]
    stage.at("10:21")
    ask(stage.app, MINE)
    assert len({look.at_ms for look in stage.people.seen}) == 2


def test_race_control_has_the_same_page_and_speaks_for_the_driver() -> None:
    """After a radio call control presses for her, by its own link; the rows are the sweep's."""
    stage = SweepStage(*ON_THE_WAY, told(9_000.0, "09:15"))
    there = f"/control/{CONTROL}/sweeps/sweep/"
    assert "ahead of schedule" in ask(stage.app, there).text
    ask(stage.app, f"{there}here", form={"key": "k", "along_m": "9500"}, headers=JSON)
    (draft,) = stage.intake.kept.values()
    assert (draft.source, draft.body.by.split("/")[0]) == ("sweep/sweep", "control")
    assert ask(stage.app, f"/control/{CONTROL}/sweeps/nothing/").status == 404


def test_messages_of_control_stand_on_the_page() -> None:
    """What is said to everybody, to the stations and to her stretch reaches the driver."""
    rows = [
        body_draft(MessageBody("stations", "control/1", "t1"), "m1", "09:01"),
        body_draft(MessageBody("stretch", "control/1", "t2", "full", 8_000.0, 12_000.0), "m2", "09:02"),
        body_draft(MessageBody("stretch", "control/1", "t3", "full", 30_000.0, 31_000.0), "m3", "09:03"),
    ]
    stage = SweepStage(*ON_THE_WAY, told(9_000.0, "09:15"), *rows)
    stage.people.words = {"t1": "Storm at two.", "t2": "Oil on the road.", "t3": "Far away."}
    stage.show_now()
    page = ask(stage.app, MINE).text
    assert "Storm at two." in page and "Oil on the road." in page and "Far away." not in page


def test_a_link_that_names_no_sweep_is_that_of_the_only_one() -> None:
    """And one whose sweep is gone from the plan says so, with whom to ask."""
    stage = SweepStage(*ON_THE_WAY)
    stage.people.give("sweep", "bare")
    stage.people.give("sweep", "gone", scope="other")
    assert "Sweep bus" in ask(stage.app, "/sweep/bare/").text
    assert "not in the race&#39;s plan now" in ask(stage.app, "/sweep/gone/").text


def test_a_late_gun_is_told_with_the_schedule_it_moves() -> None:
    """The times on the page are those that count, and it says why they are not those on paper."""
    stage = SweepStage(*ON_THE_WAY, told(9_000.0, "09:15"), gun("2", "07:50"))
    page = text_of(ask(stage.app, MINE).text)
    assert "The last gun was 20 min late, so your schedule counts 20 min later than it was written." in page
    assert "HALF (km 21.1) 11:42" in page and "Slow down: 22 min ahead of schedule." in page


def test_the_page_is_light() -> None:
    """It comes in the first window of a saturated cell."""
    stage = SweepStage(*ON_THE_WAY, told(11_000.0, "09:18"))
    assert len(gzip.compress(ask(stage.app, MINE).text.encode())) < 14 * 1024


def test_a_queue_of_taps_learns_the_servers_time_and_the_page_its_worker() -> None:
    """Both lie behind the link, as at a station."""
    stage = SweepStage(*ON_THE_WAY)
    assert ask(stage.app, f"{MINE}now").json == {"now_ms": at("09:20")}
    assert "addEventListener" in ask(stage.app, f"{MINE}sw.js").text
    assert ask(stage.app, "/sweep/wrong/now").status == 404
