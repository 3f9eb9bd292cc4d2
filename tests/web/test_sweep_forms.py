"""What a driver's taps become."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.bodies import LetGoBody, RideBody, SweepBody
from alongside.events.plan import Line
from alongside.web.sweep_forms import Spot, here_draft, must_be_sure, runner_draft, undo_draft
from builders import at, make_plan

NOW, BY = at("13:14"), "sweep/sweep/5"
FULL = make_plan().distance("full")
# One kilometre north, as a course of one kilometre.
LINE = Line((50.0, 50.009), (8.0, 8.0), (0.0, 1_000.0))
DRAWN = msgspec.structs.replace(FULL, line=LINE, length_m=1_000.0)
SPOT = Spot("sweep", FULL, 31_000.0)


def test_a_place_that_was_pressed_is_a_row_at_the_time_of_the_press() -> None:
    """Pressed twenty minutes ago without signal: it was there then."""
    form = {"key": "k", "along_m": "30000", "age_ms": str(20 * 60_000)}
    draft = here_draft(form, SPOT, BY, NOW)
    assert draft.body == SweepBody("sweep", 30_000.0, at("12:54"), BY, "said", None)
    assert (draft.source, draft.at_ms) == ("sweep/sweep", at("12:54"))


def test_the_same_press_is_one_row_and_another_place_another() -> None:
    """The key of the page and the place make the row's name."""
    forms = [{"key": "k", "along_m": m} for m in ("30000", "30000", "31000")]
    ids = [here_draft(form, SPOT, BY, NOW).id for form in forms]
    assert ids[0] == ids[1] != ids[2]


def test_a_phone_on_the_road_is_matched_to_it() -> None:
    """Latitude and longitude become metres along; the point itself is in no row."""
    form = {"key": "k", "lat": "50.0045", "lon": "8.0001", "accuracy_m": "12"}
    draft = here_draft(form, Spot("sweep", DRAWN, 400.0), BY, NOW)
    assert isinstance(draft.body, SweepBody)
    assert draft.body.along_m == pytest.approx(500, abs=2)
    assert (draft.body.how, draft.body.accuracy_m) == ("phone", 12.0)
    assert "50.0045" not in repr(draft)


def test_off_the_course_nothing_of_the_point_is_kept() -> None:
    """A kilometre beside the road: a sentence, no row, and the sentence does not repeat the point."""
    form = {"key": "k", "lat": "50.0045", "lon": "8.0141", "accuracy_m": "12"}
    with pytest.raises(ValueError, match="not on the course, so its place was not kept") as wrong:
        here_draft(form, Spot("sweep", DRAWN, 400.0), BY, NOW)
    assert "8.01" not in str(wrong.value)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"along_m": "99000"}, "no place on this course"),
        ({"along_m": "-5"}, "no place on this course"),
        ({"along_m": "nan"}, "no place on this course"),
        ({"along_m": ""}, "no place on this course"),
        ({"lat": "50", "lon": "8"}, "no line on the map"),
        ({"along_m": "100", "key": ""}, "usable 'key'"),
        ({"along_m": "100", "age_ms": "-1"}, "cannot be"),
    ],
)
def test_what_cannot_be_is_answered_with_what_to_do(form: dict[str, str], why: str) -> None:
    """Every wrong form gets a sentence."""
    with pytest.raises(ValueError, match=why):
        here_draft({"key": "k", **form}, SPOT, BY, NOW)


def test_what_becomes_of_a_runner_is_a_row_with_the_place_of_the_sweep() -> None:
    """Let go on, on board, stops with a ride or without: each its own row."""

    def body(what: str, **more: str) -> object:
        return runner_draft({"key": "k", "bib": " 7a ", "what": what, **more}, SPOT, BY, NOW).body

    where = {"distance": "full", "along_m": 31_000.0}
    assert body("let_go") == LetGoBody("sweep", "7A", NOW, BY, 31_000.0)
    assert body("on_board") == RideBody("7A", "on_board", NOW, BY, **where)
    assert body("ride") == RideBody("7A", "wanted", NOW, BY, **where, stops=True)
    assert body("stops") == RideBody("7A", "no_more", NOW, BY, **where, stops=True)
    old = body("let_go", age_ms=str(10 * 60_000))
    assert isinstance(old, LetGoBody) and old.along_m is None  # the sweep was elsewhere then


def test_who_is_taken_out_of_the_race_is_asked_for_twice() -> None:
    """Going on along the pavement is lightly said; the rest is not."""
    assert [must_be_sure({"what": what}) for what in ("let_go", "on_board", "ride", "stops")] == [
        False, True, True, True,
    ]  # fmt: skip
    assert not must_be_sure({"what": "on_board", "sure": "yes"})


@pytest.mark.parametrize(
    ("form", "why"),
    [({"bib": ""}, "No bib"), ({"bib": "a/b"}, "is no bib"), ({"bib": "7", "what": "fly"}, "buttons")],
)
def test_a_runner_needs_a_bib_and_a_word(form: dict[str, str], why: str) -> None:
    """Without them nothing is kept."""
    with pytest.raises(ValueError, match=why):
        runner_draft({"key": "k", "what": "let_go", **form}, SPOT, BY, NOW)


def test_only_its_own_words_are_taken_back() -> None:
    """Another sweep's row, or control's, is not this page's to undo."""
    assert (
        undo_draft({"row_source": "sweep/sweep", "row_id": "k/said/1"}, "sweep", BY, NOW).source
        == "sweep/sweep"
    )
    with pytest.raises(ValueError, match="Only what was said by this sweep"):
        undo_draft({"row_source": "control", "row_id": "x"}, "sweep", BY, NOW)
