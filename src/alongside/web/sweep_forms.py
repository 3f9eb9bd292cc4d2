"""What the forms of a sweep's page do: where it is, what becomes of a runner, either taken back.

A row's id is the form's key and what was said, so that the same tap sent twice is one row.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, get_args

import msgspec

from alongside.course.line import CourseLine
from alongside.events.bodies import LetGoBody, RideBody, SweepBody, UndoBody
from alongside.events.plan import Distance
from alongside.events.row import Draft
from alongside.live.sweep_done import Done, source_of
from alongside.locate.on_course import on_course_m
from alongside.units import normal_code
from alongside.web.station_forms import LONGEST, LONGEST_BIB, field, tapped_ms

OFF_COURSE = "This phone is not on the course, so its place was not kept. Press a place below instead."
NO_LINE = "This course has no line on the map, so a phone cannot say where on it you are. Press a place."
WITH_AGE_MS = 120_000  # a tap older than this was made somewhere else than where the sweep is now


class Spot(msgspec.Struct, frozen=True):
    """What is known of a sweep as a form comes in: its distance, and where it is thought to be."""

    sweep: str
    distance: Distance
    along_m: float | None


def here_draft(form: Mapping[str, str], spot: Spot, by: str, now_ms: int) -> Draft:
    """Return the row that says where a sweep is; ``ValueError`` says what is wrong, and nothing is kept."""
    at_ms = tapped_ms(form, now_ms)
    how: Literal["phone", "said"] = "phone" if form.get("lat") else "said"
    accuracy_m = _number(form, "accuracy_m", 0.0, 1e6) if how == "phone" and form.get("accuracy_m") else None
    along_m = _by_phone(form, spot, accuracy_m or 0.0) if how == "phone" else _by_landmark(form, spot)
    id_ = f"{field(form, 'key')}/{how}/{along_m:.0f}"
    body = SweepBody(spot.sweep, round(along_m, 1), at_ms, by, how, accuracy_m)
    return Draft(source_of(spot.sweep), id_[:LONGEST], at_ms, body)


def runner_draft(form: Mapping[str, str], spot: Spot, by: str, now_ms: int) -> Draft:
    """Return the row about a runner: let go on, on board, or stopping, with a ride wanted or not."""
    what, bib, at_ms = _what(form), bib_of(form), tapped_ms(form, now_ms)
    is_here = now_ms - at_ms <= WITH_AGE_MS
    along_m = round(spot.along_m, 1) if spot.along_m is not None and is_here else None
    id_ = f"{field(form, 'key')}/{normal_code(bib)}/{what}"
    return Draft(source_of(spot.sweep), id_[:LONGEST], at_ms, _body(what, bib, spot, at_ms, by, along_m))


def undo_draft(form: Mapping[str, str], sweep: str, by: str, now_ms: int) -> Draft:
    """Return the row that takes back what was said here; nobody takes back another sweep's."""
    source, row_id = field(form, "row_source"), field(form, "row_id")
    if source != source_of(sweep):
        raise ValueError("Only what was said by this sweep can be taken back here.")
    return Draft(source, f"undo/{row_id}"[:LONGEST], now_ms, UndoBody(source, row_id, by))


def must_be_sure(form: Mapping[str, str]) -> bool:
    """Return whether a form takes a runner out of the race, and was not asked for a second time."""
    return form.get("what") in ("on_board", "ride", "stops") and form.get("sure") != "yes"


def bib_of(form: Mapping[str, str]) -> str:
    """Return the bib that was keyed, in capitals; ``ValueError`` when it is none."""
    bib = "".join(form.get("bib", "").split()).upper()
    if not bib:
        raise ValueError("No bib was keyed. Key the number first, then say what becomes of her.")
    if len(bib) > LONGEST_BIB or not all(char.isalnum() or char == "-" for char in bib):
        raise ValueError(f"{bib[:40]!r} is no bib: it has at most {LONGEST_BIB} figures and letters.")
    return bib


def _body(
    what: Done, bib: str, spot: Spot, at_ms: int, by: str, along_m: float | None
) -> LetGoBody | RideBody:
    where = {"distance": spot.distance.id, "along_m": along_m}
    match what:
        case "let_go":
            return LetGoBody(spot.sweep, bib, at_ms, by, along_m)
        case "on_board":
            return RideBody(bib, "on_board", at_ms, by, **where)  # type: ignore[arg-type]
        case "ride":
            return RideBody(bib, "wanted", at_ms, by, **where, stops=True)  # type: ignore[arg-type]
        case "stops":
            return RideBody(bib, "no_more", at_ms, by, **where, stops=True)  # type: ignore[arg-type]


def _what(form: Mapping[str, str]) -> Done:
    what = form.get("what", "")
    for known in get_args(Done):
        if what == known:
            return known  # type: ignore[no-any-return]
    raise ValueError(f"Press one of the buttons under the bib; the form said {what[:40]!r}.")


def _by_landmark(form: Mapping[str, str], spot: Spot) -> float:
    along_m = _number(form, "along_m", 0.0, spot.distance.length_m + 1.0)
    return min(along_m, spot.distance.length_m)


def _by_phone(form: Mapping[str, str], spot: Spot, accuracy_m: float) -> float:
    if spot.distance.line is None:
        raise ValueError(NO_LINE)
    lat, lon = _number(form, "lat", -90.0, 90.0), _number(form, "lon", -180.0, 180.0)
    along_m = on_course_m(CourseLine.of(spot.distance.line), lat, lon, accuracy_m, spot.along_m)
    if along_m is None:
        raise ValueError(OFF_COURSE)
    return along_m


def _number(form: Mapping[str, str], name: str, least: float, most: float) -> float:
    text = form.get(name, "").strip()
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise ValueError(f"{text[:20]!r} is no place on this course. Choose a place and press again.")
    return value
