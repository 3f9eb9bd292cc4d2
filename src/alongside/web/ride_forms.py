"""What forms about rides do: a ride wanted, on board, set down, not found; by the runner, a van, control.

A row's id is the form's key and what was said, so that the same tap sent twice is one row.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from alongside.events.bodies import RideBody, RideWord, RulingStatusBody, UndoBody, VanBody
from alongside.events.row import Draft
from alongside.units import normal_code
from alongside.web.ride_place import Exact, to_text
from alongside.web.station_forms import LONGEST, Words, field, tapped_ms

MOST_SEATS = 90
RECENT_MS = 120_000  # a tap older than this was made somewhere else than where the van is now


class Choice(msgspec.Struct, frozen=True):
    """What a button says of a ride: the word, whether she goes no further, and where she was set down."""

    what: RideWord
    stops: bool = False
    place: str = ""


HERS = {
    "ride": Choice("wanted", True),
    "stop": Choice("no_more", True),
    "on": Choice("no_more"),
}
VANS = {
    "on_board": Choice("on_board"),
    "not_found": Choice("not_found"),
    "finish": Choice("set_down", True, "at the finish"),
    "medical": Choice("set_down", True, "with medical"),
    "elsewhere": Choice("set_down", True, "somewhere else"),
    "back": Choice("set_down"),
}
CONTROLS = {
    "ride": Choice("wanted", True),
    "on_board": Choice("on_board"),
    "finish": Choice("set_down", True, "at the finish"),
    "home": Choice("no_more", True),
    "on": Choice("no_more"),
}


class Said(msgspec.Struct, frozen=True):
    """Who says something of whom, and where: the source and link of the row, the place if one is known."""

    source: str
    by: str
    bib: str
    distance: str = ""
    along_m: float | None = None
    exact: Exact = Exact()


def choice_of(form: Mapping[str, str], choices: Mapping[str, Choice]) -> Choice:
    """Return what a button says; ``ValueError`` when it is none of these."""
    found = choices.get(form.get("what", ""))
    if found is None:
        raise ValueError(f"Press one of the buttons; the form said {form.get('what', '')[:40]!r}.")
    return found


def ride_rows(form: Mapping[str, str], choice: Choice, said: Said, now_ms: int, text_id: str) -> Words:
    """Return the row of a word about a ride, at the time it was tapped; its words lie beside it."""
    at_ms = tapped_ms(form, now_ms)
    id_ = f"{field(form, 'key')}/{normal_code(said.bib)}/{form.get('what', '')}"[:LONGEST]
    text = to_text(said.exact) or choice.place
    body = RideBody(
        bib=said.bib,
        what=choice.what,
        at_ms=at_ms,
        by=said.by,
        distance=said.distance if said.along_m is not None else "",
        along_m=said.along_m,
        stops=choice.stops,
        text_id=text_id if text else "",
    )
    return Words((Draft(said.source, id_, at_ms, body),), {text_id: text} if text else {})


def ruled_by_control(words: Words, place: str, worn: Mapping[str, str]) -> Words:
    """Return the rows with race control's own word that she is out of the race, where she goes no further.

    A ride is of who wears the bib, a ruling of who was given it: ``worn`` has the latter by the former.
    """
    (draft,) = words.drafts
    body = draft.body
    if not isinstance(body, RideBody) or not (body.stops or body.what == "on_board"):
        return words
    given = worn.get(normal_code(body.bib), body.bib)
    ruling = RulingStatusBody(given, "dnf", body.by, place=place)
    ruled = Draft("control", f"ride/{draft.id}"[:LONGEST], draft.at_ms, ruling)
    return Words((draft, ruled), words.texts)


def van_draft(form: Mapping[str, str], van: str, by: str, now_ms: int) -> Draft:
    """Return the row in which a van says how many seats it has, or where it is."""
    at_ms, key = tapped_ms(form, now_ms), field(form, "key")
    source = f"van/{van}"
    if seats := form.get("seats", "").strip():
        return Draft(source, f"{key}/seats"[:LONGEST], at_ms, VanBody(van, at_ms, by, seats=_seats(seats)))
    distance, _, along_m = form.get("at", "").partition(":")
    if not distance or not along_m.isascii() or not along_m.isdigit() or len(along_m) > 7:
        raise ValueError("Choose a place from the list, or write how many seats the van has.")
    body = VanBody(van, at_ms, by, distance=distance, along_m=float(along_m))
    return Draft(source, f"{key}/here"[:LONGEST], at_ms, body)


def undo_draft(form: Mapping[str, str], source: str, by: str, now_ms: int) -> Draft:
    """Return the row that takes back what was said here; nobody takes back another's word."""
    row_source, row_id = field(form, "row_source"), field(form, "row_id")
    if row_source != source:
        raise ValueError("Only what was said from this page can be taken back here.")
    return Draft(source, f"undo/{row_id}"[:LONGEST], now_ms, UndoBody(row_source, row_id, by))


def _seats(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= MOST_SEATS):
        raise ValueError(f"{text[:20]!r} is no number of seats: write how many runners the van takes.")
    return int(text)
