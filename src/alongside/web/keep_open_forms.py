"""The forms by which race control decides how long a station stays open, read and drawn."""

from __future__ import annotations

from typing import Any

from alongside.events.bodies import KeepOpenBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.live.station_sentences import asked_sentence, by_urgency
from alongside.live.station_views import AskedView, StationView
from alongside.live.views import RaceView
from alongside.web import words
from alongside.web.forms import SOURCE
from alongside.web.morning_input import Form, field, moment_ms
from alongside.web.morning_input import words as words_of
from alongside.web.station_forms import Words

FURTHEST_MS = 24 * 3_600_000
ROUND_MS = 5 * 60_000


def rows_of(form: Form, station: StationView, plan: RacePlan, by: str, now_ms: int, text_id: str) -> Words:
    """Return the row of a decision and its words; ``ValueError`` says what is wrong with the form."""
    until = until_ms(form, plan, now_ms)
    text, count = words_of(form), field(form, "decisions", "The count of decisions")
    body = KeepOpenBody(station.id, until, by, text_id if text else "")
    # Made of what the page had seen, so that a press that comes twice is one row, and a later one another.
    draft = Draft(SOURCE, f"keep/{station.id}/{count[:9]}/{until}", now_ms, body)
    return Words((draft,), {text_id: text} if text else {})


def too_early(station: StationView, at_ms: int, zone: str, now_ms: int) -> str:
    """Return what is asked before a station is closed on somebody inside the limit; empty where it is not."""
    closing = station.closing
    if not closing.inside or closing.sure_ms is None or at_ms >= closing.sure_ms:
        return ""
    at, sure = words.clock(at_ms, zone, now_ms), words.clock(closing.sure_ms, zone, now_ms)
    some = words.some(closing.inside, "runner inside the limit is", "runners inside the limit are")
    return (
        f"{some} still to come to {station.name}, and only by {sure} is it sure that all have passed. "
        f"Close it at {at} all the same?"
    )


def asks(view: RaceView) -> list[dict[str, Any]]:
    """Return the decisions that wait for race control, the one with the earliest permit first."""
    found = by_urgency(view.stations_now)
    return [_asked(one, view) for one in found]


def _asked(one: AskedView, view: RaceView) -> dict[str, Any]:
    form = _form(one.id, one.sure_ms, one.permit_ms, one.decisions, view)
    return {**form, **_called(one.name, one.inside), "name": one.name, "says": asked_sentence(one, view.zone)}


def form_of(station: StationView, view: RaceView) -> dict[str, Any]:
    """Return what the form of a decision needs on the page of a station, asked for or not."""
    closing, advice = station.closing, station.advice
    sure_ms = advice.closes_ms if advice is not None and advice.new == "ask" else None
    if sure_ms is None and closing.sure_ms is not None:
        sure_ms = -(-closing.sure_ms // ROUND_MS) * ROUND_MS
    form = _form(station.id, sure_ms, station.permit_ms, station.decisions, view)
    return form | _called(station.name, closing.inside)


def _called(name: str, inside: int) -> dict[str, str]:
    """Return what the form is of, and what the button of any other time says before it is pressed again."""
    some = f"Press again: {words.number(inside)} inside the limit may still come"
    return {"called": name, "sure": some if inside else ""}


def _form(
    id_: str, sure_ms: int | None, permit_ms: int | None, decisions: int, view: RaceView
) -> dict[str, Any]:
    zone, now_ms = view.zone, view.race_now_ms
    choices = []
    if sure_ms is not None and sure_ms > now_ms:
        choices.append((sure_ms, f"Keep open until {words.clock(sure_ms, zone, now_ms)}", ""))
    if permit_ms is not None and permit_ms > now_ms:
        at = words.clock(permit_ms, zone, now_ms)
        choices.append((permit_ms, f"Close at the permit, {at}", f"Press again: close at {at}"))
    return {"id": id_, "decisions": str(decisions), "choices": choices}


def until_ms(form: Form, plan: RacePlan, now_ms: int) -> int:
    """Return until when: the time of the button, or the one that was written."""
    pressed = form.get("until", "")
    if pressed != "other":
        if not (pressed.isascii() and pressed.isdigit() and len(pressed) < 15):
            raise ValueError("Press one of the buttons, or write a time such as 13:20.")
        found_ms = int(pressed)
    else:
        found_ms = moment_ms(field(form, "time", "The time"), plan, now_ms)
    if not now_ms - 60_000 <= found_ms <= now_ms + FURTHEST_MS:
        raise ValueError("That time has gone by, or is more than a day away. Write a time such as 13:20.")
    return found_ms
