"""What the forms of a station become: rows, or a sentence about what is wrong."""

from __future__ import annotations

import pytest

from alongside.events.bodies import KeyedBody, RulingStatusBody, UndoBody
from alongside.live.views import DropClaim
from alongside.web.station_forms import (
    confirmed_rows,
    keyed_rows,
    must_be_sure,
    said_rows,
    undo_rows,
)

NOW_MS = 1_800_000_000_000
TAP = {"key": "k1", "bib": "132", "what": "in"}


def test_a_tap_is_a_row_at_the_time_when_it_was_tapped() -> None:
    """What waited forty minutes in a dead zone lands forty minutes ago, whatever the phone's clock says."""
    (draft,) = keyed_rows({**TAP, "age_ms": "2400000"}, "9", "station/9/4", NOW_MS).drafts
    assert draft.at_ms == NOW_MS - 2_400_000
    assert draft.body == KeyedBody("9", "132", "in", NOW_MS - 2_400_000, "station/9/4")
    assert draft.source == "station/9"


def test_the_same_tap_is_the_same_row_and_another_is_another() -> None:
    """Sent twice it has one key; a page drawn once and used for two bibs makes two."""
    one, again = (keyed_rows(TAP, "9", "b", NOW_MS + t).drafts[0] for t in (0, 5_000))
    other = keyed_rows({**TAP, "bib": "133"}, "9", "b", NOW_MS).drafts[0]
    assert one.id == again.id != other.id


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"bib": ""}, "No bib was keyed."),
        ({"bib": "  "}, "No bib was keyed."),
        ({"bib": "1;2"}, "'1;2' is no bib"),
        ({"bib": "1234567890123"}, "is no bib: it has at most 12"),
        ({"what": ""}, "Press In, Out or Dropped here"),
        ({"what": "gone"}, "the form said 'gone'"),
        ({"key": ""}, "The form came without a usable 'key'."),
        ({"key": "k" * 301}, "The form came without a usable 'key'."),
        ({"age_ms": "-5"}, "tapped '-5' ms ago, which cannot be"),
        ({"age_ms": "99999999999"}, "which cannot be"),
        ({"age_ms": "soon"}, "which cannot be"),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(changes: dict[str, str], sentence: str) -> None:
    """A tired volunteer reads what was found and what to press; nothing is guessed."""
    with pytest.raises(ValueError, match=sentence.replace("(", r"\(")):
        keyed_rows({**TAP, **changes}, "9", "station/9/4", NOW_MS)


def test_bibs_are_taken_as_people_write_them() -> None:
    """Blanks and small letters are no mistake."""
    (draft,) = keyed_rows({**TAP, "bib": " a 12 "}, "9", "b", NOW_MS).drafts
    assert isinstance(draft.body, KeyedBody) and draft.body.bib == "A12"


def test_a_station_drops_nobody_by_itself_but_race_control_does() -> None:
    """The same button is a claim at the table, and a ruling where race control presses it."""
    dropped = {**TAP, "what": "dropped"}
    assert len(keyed_rows(dropped, "9", "station/9/4", NOW_MS).drafts) == 1
    _, ruling = keyed_rows(dropped, "9", "control/1", NOW_MS, "Water Nine").drafts
    assert ruling.body == RulingStatusBody("132", "dnf", "control/1", place="Water Nine")
    keyed, ruling = keyed_rows(dropped, "9", "control/1", NOW_MS, "Water Nine", {"132": "77"}).drafts
    assert isinstance(keyed.body, KeyedBody) and isinstance(ruling.body, RulingStatusBody)
    assert (keyed.body.bib, ruling.body.bib) == ("132", "77")  # she wears 132 and was given 77


def test_words_go_beside_the_log_and_the_row_points_to_them() -> None:
    """Free text never enters the log; a count stands in front of what they answer."""
    form = {"key": "3", "said": "out_of_water", "text": " two  boxes left ", "count": "214"}
    rows = said_rows(form, "9", "control/1", NOW_MS, lambda: "t1")
    assert rows.texts == {"t1": "They count 214; two boxes left"}
    assert rows.drafts[0].body.text_id == "t1"  # type: ignore[union-attr]
    silent = said_rows({"key": "3", "said": "all_well"}, "9", "station/9/4", NOW_MS, lambda: "t2")
    assert silent.texts == {} and silent.drafts[0].body.text_id == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"key": "1", "said": "gone"}, "A station says one of open"),
        ({"key": "1", "said": "open", "count": "many"}, "'many' is no count"),
        ({"key": "1", "said": "open", "text": "x" * 501}, "That is 501 letters long; 500 fit."),
    ],
)
def test_an_answer_that_cannot_be_taken_is_said(form: dict[str, str], sentence: str) -> None:
    """A wrong word, count or length is answered in a sentence."""
    with pytest.raises(ValueError, match=sentence):
        said_rows(form, "9", "control/1", NOW_MS, lambda: "t")


def test_nobody_takes_back_what_another_station_keyed() -> None:
    """A link is bound to its station: it undoes rows of its own, and nobody else's."""
    own = {"row_source": "station/9", "row_id": "x"}
    assert undo_rows(own, "9", "b", NOW_MS).drafts[0].body == UndoBody("station/9", "x", "b")
    for other in ("station/8", "control", "reader"):
        with pytest.raises(ValueError, match="Only what was keyed or said at this station"):
            undo_rows({**own, "row_source": other}, "9", "b", NOW_MS)


def test_control_confirms_a_claim_at_the_time_it_was_made() -> None:
    """So a crossing after the claim still brings her back; a claim that is gone cannot be confirmed."""
    claim = DropClaim("132", "full", NOW_MS - 60_000, ("Water Nine",), ("station/9/4",), "c/0")
    (draft,) = confirmed_rows({"claim": "c/0"}, (claim,), "control/1").drafts
    assert draft.at_ms == NOW_MS - 60_000
    assert draft.body == RulingStatusBody("132", "dnf", "control/1", place="Water Nine")
    with pytest.raises(ValueError, match="Nobody says so any more"):
        confirmed_rows({"claim": "c/1"}, (claim,), "control/1")


def test_what_cannot_be_meant_lightly_is_asked_once_more() -> None:
    """Dropping somebody and packing up need a second press; nothing else does."""
    assert must_be_sure({"what": "dropped"}) and must_be_sure({"said": "packed_up"})
    assert not must_be_sure({"what": "dropped", "sure": "yes"})
    assert not must_be_sure({"what": "in"}) and not must_be_sure({"said": "all_well"})
