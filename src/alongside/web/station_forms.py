"""What the forms of stations, and of control for them, do: bibs keyed, words said, both taken back.

A row's id is the form's key and what was said, so that the same tap sent twice is one row, and another tap
from a page that was drawn before is another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import get_args

import msgspec

from alongside.events.bodies import (
    Keyed,
    KeyedBody,
    RideBody,
    RulingStatusBody,
    StationBody,
    StationWord,
    UndoBody,
)
from alongside.events.row import Draft
from alongside.live.views import DropClaim
from alongside.units import normal_code

LONGEST = 300
LONGEST_TEXT = 500
LONGEST_BIB = 12
OLDEST_MS = 48 * 3_600_000
DROPPED_RIDE = "dropped_ride"  # a button of the pad: she stops here, and the van has to come for her


class Words(msgspec.Struct, frozen=True):
    """Rows to hand in, and the free words they point to."""

    drafts: tuple[Draft, ...]
    texts: dict[str, str] = {}


def source_of(station: str) -> str:
    """Return the source of all rows that are keyed or said for a station."""
    return f"station/{station}"


def keyed_rows(
    form: Mapping[str, str],
    station: str,
    by: str,
    now_ms: int,
    place: str = "",
    worn: Mapping[str, str] | None = None,
) -> Words:
    """Return the row of a keyed bib, at the time when it was tapped; ``ValueError`` says what is wrong.

    When race control keys that somebody dropped out, it is race control's word: a DNF goes with it. That is
    of the bib that she was given: ``worn`` has it by the one that she wears, where that is another.
    """
    needs_ride = form.get("what") == DROPPED_RIDE
    what: Keyed = "dropped" if needs_ride else _what(form)
    bib, at_ms = _bib(form), tapped_ms(form, now_ms)
    id_ = f"{field(form, 'key')}/{normal_code(bib)}/{form['what']}"
    drafts = [Draft(source_of(station), id_, at_ms, KeyedBody(station, bib, what, at_ms, by))]
    if needs_ride:
        ride = RideBody(bib, "wanted", at_ms, by, station=station, stops=True)
        drafts.append(Draft(source_of(station), f"{id_}/wanted", at_ms, ride))
    if what == "dropped" and is_control(by):
        given = (worn or {}).get(normal_code(bib), bib)
        ruling = RulingStatusBody(given, "dnf", by, place=place or station)
        drafts.append(Draft("control", f"dropped/{id_}", at_ms, ruling))
    return Words(tuple(drafts))


def said_rows(
    form: Mapping[str, str], station: str, by: str, now_ms: int, new_id: Callable[[], str]
) -> Words:
    """Return the row of what a station says, or control for it, with its words beside the log."""
    said = field(form, "said")
    if said not in get_args(StationWord):
        raise ValueError(f"A station says one of {', '.join(get_args(StationWord))}, not {said[:40]!r}.")
    text, at_ms = _text(form), tapped_ms(form, now_ms)
    mark = hashlib.sha256(text.encode()).hexdigest()[:8] if text else ""
    text_id = new_id() if text else ""
    body = StationBody(station, said, by, text_id)  # type: ignore[arg-type]
    draft = Draft(source_of(station), f"{field(form, 'key')}/{said}/{mark}", at_ms, body)
    return Words((draft,), {text_id: text} if text else {})


def undo_rows(form: Mapping[str, str], station: str, by: str, now_ms: int) -> Words:
    """Return the row that takes back what was keyed or said here; nobody takes back another station's."""
    source, row_id = field(form, "row_source"), field(form, "row_id")
    if source != source_of(station):
        raise ValueError("Only what was keyed or said at this station can be taken back here.")
    ids = [row_id, f"{row_id}/wanted"] if row_id.endswith(DROPPED_RIDE) else [row_id]
    return Words(
        tuple(Draft(source, f"undo/{id_}"[:LONGEST], now_ms, UndoBody(source, id_, by)) for id_ in ids)
    )


def confirmed_rows(form: Mapping[str, str], claims: tuple[DropClaim, ...], by: str) -> Words:
    """Return control's word that somebody has stopped where a station says; ``ValueError`` if it is gone."""
    key = field(form, "claim")
    claim = next((one for one in claims if one.key == key), None)
    if claim is None:
        raise ValueError("Nobody says so any more, or it is settled already. Reload the page.")
    body = RulingStatusBody(claim.bib, "dnf", by, place=", ".join(claim.stations) or claim.place)
    return Words((Draft("control", f"drop/{key}"[:LONGEST], claim.at_ms, body),))


def must_be_sure(form: Mapping[str, str]) -> bool:
    """Return whether a form asks for what needs a second press, and has not had it."""
    grave = form.get("what") in ("dropped", DROPPED_RIDE) or form.get("said") in ("packed_up", "closed")
    return grave and form.get("sure") != "yes"


def tapped_ms(form: Mapping[str, str], now_ms: int) -> int:
    """Return when a form was tapped: ``age_ms`` ago, which the browser says of what had to wait."""
    age = form.get("age_ms", "") or "0"
    if not (age.isascii() and age.isdigit() and len(age) < 12) or int(age) > OLDEST_MS:
        raise ValueError(f"This was tapped {age[:20]!r} ms ago, which cannot be. Key it again.")
    return now_ms - int(age)


def field(form: Mapping[str, str], name: str) -> str:
    """Return a field that must be there; ``ValueError`` when it is not."""
    text = form.get(name, "")
    if not text or len(text) > LONGEST:
        raise ValueError(f"The form came without a usable {name!r}. Reload the page and press again.")
    return text


def is_control(by: str) -> bool:
    """Return whether a row is the word of race control or a steward, by who is said to have said it."""
    return by.split("/", 1)[0] in ("control", "steward")


def _what(form: Mapping[str, str]) -> Keyed:
    what = form.get("what", "")
    for known in get_args(Keyed):
        if what == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"Press In, Out or Dropped here; the form said {what[:40]!r}.")


def _bib(form: Mapping[str, str]) -> str:
    bib = "".join(form.get("bib", "").split()).upper()
    if not bib:
        raise ValueError("No bib was keyed. Key the number first, then press In, Out or Dropped here.")
    if len(bib) > LONGEST_BIB or not all(char.isalnum() or char == "-" for char in bib):
        raise ValueError(f"{bib[:40]!r} is no bib: it has at most {LONGEST_BIB} figures and letters.")
    return bib


def _text(form: Mapping[str, str]) -> str:
    """Return the words of an answer, with the count in front where one was given."""
    text, count = " ".join(form.get("text", "").split()), form.get("count", "").strip()
    if count and not (count.isascii() and count.isdigit() and len(count) <= 6):
        raise ValueError(f"{count[:20]!r} is no count: write a number, such as 214.")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"That is {len(text)} letters long; {LONGEST_TEXT} fit.")
    return "; ".join(part for part in (f"They count {count}" if count else "", text) if part)
