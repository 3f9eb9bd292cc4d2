"""Rulings, taking them back, and the controls of a replay."""

import re

import msgspec
import pytest
from asking import ask
from fakes import CONTROL, FakePlayer, Stage
from make_views import HOUR, at, ordinary, shown

from alongside.errors import ReplayError
from alongside.events.bodies import RulingReadBody, UndoBody
from alongside.web.control_page import FormKeys
from alongside.web.forms import to_instant

RULING = f"/control/{CONTROL}/ruling"
FIELDS = {"read_source": "reader-3", "read_id": "r-881", "verdict": "thrown_out", "key": "id-7"}
SCRIPT = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Nothing ticks behind these fakes, so that a form need not wait to see what it did."""
    monkeypatch.setattr("alongside.web.site.PATIENCE_S", 0.05)


def test_a_ruling_is_a_row_named_by_its_form():
    """The row's key is the one the form was drawn with, so that a second click is the same row."""
    stage = Stage()
    stage.intake.full = False
    answers = [ask(stage.app, RULING, form=FIELDS) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == f"/control/{CONTROL}/?done=ruling"
    (draft,) = stage.intake.kept.values()
    assert (draft.source, draft.id) == ("control", "id-7")
    assert draft.body == RulingReadBody("reader-3", "r-881", "thrown_out", "control/1")
    assert draft.at_ms == 1_777_800_000_000


def test_a_ruling_in_a_replay_is_of_the_days_time():
    """In a replay a ruling happened when the race's clock says, not the wall's."""
    stage = Stage(player=True)
    ask(stage.app, RULING, form=FIELDS)
    assert stage.intake.submitted[0].at_ms == at(12, 7, 10)


def test_a_script_gets_a_status_and_a_browser_a_page():
    """A plain form is sent back to where it came from; a script gets 204 and stays."""
    assert ask(Stage().app, RULING, form=FIELDS, headers=SCRIPT).status == 204


def test_taking_back_names_the_ruling():
    """Undo is a row of its own that names the row it takes back."""
    stage = Stage()
    ask(stage.app, f"/control/{CONTROL}/undo", form={"row_source": "control", "row_id": "k-1", "key": "id-9"})
    assert stage.intake.submitted[0].body == UndoBody("control", "k-1", "control/1")


@pytest.mark.parametrize(
    "wrong",
    [{"verdict": "maybe"}, {"key": ""}, {"read_id": ""}, {"read_source": "x" * 400}, {"key": "x" * 70_000}],
)
def test_a_form_that_is_not_whole_is_refused_in_words(wrong):
    """A broken form changes nothing and says what to do; it is never an error of the server."""
    stage = Stage()
    answer = ask(stage.app, RULING, form={**FIELDS, **wrong})
    assert answer.status in (400, 413) and ">Back</a>" in answer.text
    assert not stage.intake.submitted


def test_a_full_disk_is_said():
    """When the disk is full the ruling is not kept, and the page says exactly that."""
    stage = Stage()
    stage.intake.full = True
    page, script = (ask(stage.app, RULING, form=FIELDS, headers=h) for h in ({}, SCRIPT))
    assert page.status == script.status == 507
    assert "NOT kept" in page.text and "NOT kept" in script.json["error"]


def test_a_steward_takes_back_what_was_said_of_a_read_and_nothing_else():
    """A steward settles reads; what race control has decided stands until race control takes it back."""
    stage = Stage()
    stage.people.give("steward", "steward-token")
    (settled, *_) = ordinary().control.settled
    read = {"row_source": settled.ruling_source, "row_id": settled.ruling_id, "key": "k1"}
    other = {"row_source": "control", "row_id": "race-stopped", "key": "k2"}
    assert ask(stage.app, "/steward/steward-token/undo", form=other).status == 400
    assert not stage.intake.submitted
    assert ask(stage.app, "/steward/steward-token/undo", form=read).status == 303
    assert len(stage.intake.submitted) == 1


def test_race_control_is_told_of_a_full_disk_first():
    """While nothing can be kept, control's largest sentence says so; the race's own news come after."""
    stage = Stage()
    calm = ask(stage.app, f"/control/{CONTROL}/").text
    stage.intake.full = True
    stage.app.state.site.stream(("control",), lambda shown: {}).refresh()
    told = ask(stage.app, f"/control/{CONTROL}/").text
    assert "The disk of the race is full" in re.search(r"<h1.*?</h1>", told, re.DOTALL)[0]
    assert "The disk of the race is full" not in calm


def test_a_decision_that_cannot_be_taken_is_said():
    """What the log refuses for a reason, as in the past of a replay, is answered with that reason."""
    stage = Stage(player=True)

    def refuse(drafts, texts=None):
        raise ReplayError("This is the past of the replay: play on to decide anything.")

    stage.intake.submit = refuse
    page, script = (ask(stage.app, RULING, form=FIELDS, headers=h) for h in ({}, SCRIPT))
    assert page.status == script.status == 409
    assert "past of the replay" in page.text and "past of the replay" in script.json["error"]


def test_a_button_keeps_its_key_while_it_is_shown():
    """A button has one key for everybody; another verdict has another, and so has a question that returns."""
    ids = iter("abcdefg")
    keys = FormKeys(lambda: next(ids))
    first = keys("confirmed", "reader", "1")
    assert keys("confirmed", "reader", "1") == first != keys("thrown_out", "reader", "1")
    keys.keep_only([("reader", "1")])
    assert keys("confirmed", "reader", "1") == first
    keys.keep_only([])
    assert keys("confirmed", "reader", "1") != first


def test_a_question_that_comes_back_can_be_settled_again():
    """After an undo the read is drawn with new keys: its second ruling is not taken for a repeat."""
    stage = Stage()
    before = _keys(stage)
    view = stage.show.shown.views.control
    without = msgspec.structs.replace(view, questions=())
    stage.show.shown = shown(msgspec.structs.replace(ordinary(), control=without), 2)
    assert _keys(stage) == []
    stage.show.shown = shown(ordinary(), 3)
    assert before and not set(_keys(stage)) & set(before)


def _keys(stage):
    text = ask(stage.app, f"/control/{CONTROL}").text
    return re.findall(r'action="ruling".*?name="key" value="([^"]+)"', text)


@pytest.mark.parametrize(
    ("fields", "did"),
    [
        ({"action": "play"}, ("play", None)),
        ({"action": "pause"}, ("pause", None)),
        ({"action": "rate", "value": "300"}, ("rate", 300.0)),
        ({"action": "rate", "value": "max"}, ("rate", float("inf"))),
        ({"action": "seek", "value": "13:30"}, ("seek", at(13, 30))),
        ({"action": "seek", "value": str(at(12, 0))}, ("seek", at(12, 0))),
        ({"action": "seek", "value": "23:59"}, ("seek", at(15, 0))),
    ],
)
def test_the_replay_does_what_its_buttons_say(fields, did):
    """Each button reaches the player; a jump beyond the recording ends at its end."""
    stage = Stage(player=True)
    stage.show.publish(shown(ordinary(), 2))
    assert ask(stage.app, f"/control/{CONTROL}/player", form=fields).status == 303
    assert stage.player.did == [did]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"action": "explode"},
        {"action": "seek", "value": "noon"},
        {"action": "seek", "value": "٣٣٣٣٣٣٣٣٣٣٣"},
        {"action": "rate", "value": "-1"},
        {"action": "rate", "value": "nan"},
        {"action": "rate", "value": "quick"},
    ],
)
def test_nonsense_for_the_replay_is_refused_in_words(fields):
    """What the replay does not understand changes nothing and is answered with a sentence."""
    stage = Stage(player=True)
    assert ask(stage.app, f"/control/{CONTROL}/player", form=fields).status == 400
    assert not stage.player.did


def test_a_live_day_cannot_be_wound():
    """Without a replay its form is refused, and its controls are not drawn."""
    stage = Stage()
    assert ask(stage.app, f"/control/{CONTROL}/player", form={"action": "pause"}).status == 400
    assert "Jump to a time" not in ask(stage.app, f"/control/{CONTROL}").text


def test_in_a_race_through_the_night_a_small_hour_is_the_next_days():
    """3:10 in a race that began at seven in the morning is 3:10 of the night; 27:10 says the same."""
    state = msgspec.structs.replace(FakePlayer().now, from_ms=at(6, 30), to_ms=at(6, 30) + 35 * HOUR)
    assert to_instant("3:10", state, "Atlantic/Azores") == at(27, 10)
    assert to_instant("27:10", state, "Atlantic/Azores") == at(27, 10)
