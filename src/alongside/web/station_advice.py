"""Until when a station is needed, in sentences: what it was told, why, and what is said against closing."""

from __future__ import annotations

import math

from alongside.live.station_views import AdviceView, ClosingView, StationView
from alongside.tail.advice import FAR, KEPT
from alongside.tail.stations import GONE
from alongside.web import words

STAY = "Stay until race control says close."
FAR_BACK_M = 10_000.0  # with no mat for so long before a table, times there rest on little
FIVE_MS = 5 * 60_000
NOBODY_COMES = "Nobody inside the limit is thought to come any more"


def advice_sentence(station: StationView, zone: str, now_ms: int) -> str:
    """Return what the station was told about closing; empty where that is nothing better than stay."""
    advice = station.advice
    if advice is None or (advice.new == "stay" and not _is_doubt(advice)):
        return ""
    match advice.new:
        case "may_close":
            return _may_close(station)
        case "ask":
            return _ask(station, zone, now_ms)
        case "closes_at":
            return _closes_at(station, zone, now_ms)
        case "stay":
            return f"Stay open until race control says close: {advice.why}."


def coming(station: StationView, zone: str, now_ms: int) -> str:
    """Return how many inside the limit are still to come, and when the first of them does; empty for none."""
    closing = station.closing
    if not closing.inside:
        return ""
    limit = " inside the limit" if has_limit(station) else ""
    first = "" if closing.first_ms is None else f", {_first(closing)}{_about(closing.first_ms, zone, now_ms)}"
    return f"{words.number(closing.inside)}{limit} may still come{first}"


def last_words(station: StationView, zone: str, now_ms: int) -> str:
    """Return when the last inside the limit is expected, and when it is sure that nobody comes any more."""
    middle_ms, sure_ms = station.closing.middle_ms, station.closing.sure_ms
    if not station.closing.inside or middle_ms is None or sure_ms is None:
        return ""
    whom = "the last inside the limit" if has_limit(station) else "the last"
    about, sure = _about(middle_ms, zone, now_ms), words.clock(_up(sure_ms), zone, now_ms)
    return f"Expected: {whom} {about}; by {sure} all of them have passed or stopped, with 95 chances in 100."


def others_coming(station: StationView) -> list[str]:
    """Return who comes and holds no table: outside the limit, or let go by a sweep."""
    closing, found = station.closing, []
    if (outside := closing.still - closing.inside) > 0:
        some = words.some(outside, "runner", "runners")
        found.append(f"{some} outside the limit may still come: you may go, and are welcome if you stay.")
    if closing.let_go:
        some = words.some(closing.let_go, "runner", "runners")
        found.append(f"{some} let go by the sweep may still come along the pavement.")
    return found


def until_notes(station: StationView, zone: str, now_ms: int) -> list[str]:
    """Return what belongs beside the advice: control's decision, and what it rests on."""
    advice, found = station.advice, []
    if open_again(station, zone, now_ms):
        found.append("When your table stands again, press Open below.")
    if advice is not None and advice.new == "ask":
        found.append(_asked(station, zone, now_ms))
    kept = station.kept_open
    if kept is not None and not (advice is not None and (advice.why == KEPT or advice.new == "ask")):
        found.append(f"Race control decided: open until {words.clock(kept.until_ms, zone, now_ms)}.")
    if advice is not None and advice.new in ("closes_at", "may_close"):
        found += _rests_on_little(station)
    return found


def unseen(station: StationView) -> int:
    """Return of how many nobody knows: more likely they have stopped, or passed unread, than still come."""
    anywhere = station.to_come + station.unsure - station.closing.still - station.closing.let_go
    return max(0, anywhere)


def is_early(station: StationView, now_ms: int) -> bool:
    """Return whether closing now is against the advice: somebody inside the limit may still come."""
    advice = station.advice
    if advice is None:
        return bool(station.to_come + station.waiting + station.unsure) or station.state == "blind"
    decided = advice.why == KEPT and advice.closes_ms is not None and advice.closes_ms <= now_ms
    return advice.new != "may_close" and not decided


def is_gone(station: StationView) -> bool:
    """Return whether the station said last that it packed up, or was closed."""
    return station.said is not None and station.said.said in GONE


def open_again(station: StationView, zone: str, now_ms: int) -> str:
    """Return that a table is gone too early; empty where it stands, or may be gone."""
    if not is_gone(station) or not is_early(station, now_ms):
        return ""
    some = coming(station, zone, now_ms)
    return f"Open again: {some}." if some else ""


def warning(station: StationView | None, zone: str, now_ms: int) -> str:
    """Return what is said before a station packs up: who is still to come, or that nobody is known to."""
    if station is None:
        return "We cannot say who is still to come"
    parts = [coming(station, zone, now_ms)]
    if not parts[0] and station.closing.still:
        parts = [f"{words.number(station.closing.still)} still to come"]
    if station.waiting:
        some = words.some(station.waiting, "runner", "runners")
        parts.append(f"{some} not read at the start may come")
    if some_unseen := unseen(station):
        parts.append(f"{words.number(some_unseen)} not accounted for")
    said = "; ".join(part for part in parts if part) or NOBODY_COMES
    return f"Do not close yet. {said}" if is_early(station, now_ms) else said


def close_line(station: StationView, zone: str, now_ms: int) -> str:
    """Return the end of the line that is read out by radio: until when, or not before we say so."""
    advice = station.advice
    if again := open_again(station, zone, now_ms):
        return f"You packed up too early. {again}"
    if advice is None or advice.new in ("stay", "ask"):
        doubts = advice is not None and advice.new == "stay" and _is_doubt(advice)
        why = f": {advice.why}" if advice is not None and doubts and not station.silent else ""
        return f"Stay open{why}. Do not close before I say so."
    if advice.new == "may_close":
        return "You may close now."
    return _closes_at(station, zone, now_ms)


def control_lines(station: StationView, zone: str, now_ms: int) -> list[str]:
    """Return what race control decides by: who comes inside the limit, by when, and what is permitted."""
    closing, permit_ms = station.closing, station.permit_ms
    found = [f"{said}." for said in [coming(station, zone, now_ms)] if said]
    if closing.inside and closing.sure_ms is not None:
        middle_ms = closing.middle_ms or closing.sure_ms
        middle, sure = words.clock(middle_ms, zone, now_ms), words.clock(closing.sure_ms, zone, now_ms)
        found.append(f"The last of them about {middle}; sure to have passed or dropped by {sure}.")
    if permit_ms is not None:
        found.append(f"It may stand until {words.clock(permit_ms, zone, now_ms)}.")
    return found or ["Nobody inside the limit is known to be still to come."]


def needs_words(station: StationView) -> str:
    """Return what is needed until nobody comes any more: ``about 60 litres, 240 cups, 3 people``."""
    needs = station.needs
    told = station.advice
    if needs is None or not needs.runners or (told is not None and told.new == "may_close"):
        return ""
    people = f"{needs.helpers} people at the table"
    return (
        f"Until then: about {_litres(needs.litres)}, {words.number(needs.cups)} cups, {people} for the next "
        "half hour."
    )


def planned_needs_words(station: StationView) -> str:
    """Return what is needed on the whole day, by the plan."""
    needs = station.planned_needs
    if needs is None or not needs.runners:
        return ""
    return (
        f"{words.number(needs.runners)} arrivals need about {_litres(needs.litres)} and "
        f"{words.number(needs.cups)} cups; at the busiest {needs.helpers} people at the table."
    )


def has_limit(station: StationView) -> bool:
    """Return whether whoever comes here has a limit."""
    return bool(station.passes) and all(one.planned_last_ms is not None for one in station.passes)


def _may_close(station: StationView) -> str:
    closing = station.closing
    sure = not (closing.still or closing.let_go or station.to_come or station.unsure)
    return "You may close now: everybody has passed." if sure else f"You may close now. {NOBODY_COMES}."


def _closes_at(station: StationView, zone: str, now_ms: int) -> str:
    advice = station.advice
    if advice is None or advice.closes_ms is None:
        return ""
    at = words.clock(advice.closes_ms, zone, now_ms)
    if advice.why == KEPT:
        over = advice.closes_ms <= now_ms
        return (
            f"Race control closed this table at {at}." if over else f"Race control keeps you open until {at}."
        )
    return f"You may close at {at}." if advice.closes_ms > now_ms else "Stay open a little longer."


def _ask(station: StationView, zone: str, now_ms: int) -> str:
    kept = station.kept_open
    if kept is None:
        return "Stay open: race control is asked until when."
    at = words.clock(kept.until_ms, zone, now_ms)
    return f"Race control keeps you open until {at}, and is asked for longer."


def _asked(station: StationView, zone: str, now_ms: int) -> str:
    advice, permit_ms = station.advice, station.permit_ms
    if advice is None:
        return ""
    ends = "" if permit_ms is None else f"; your permit ends {words.clock(permit_ms, zone, now_ms)}"
    if advice.closes_ms is None:
        return f"Nobody can say when the last comes: {advice.why}{ends}."
    sure = words.clock(advice.closes_ms, zone, now_ms)
    return f"The last inside the limit is sure to have passed by {sure}{ends}."


def _rests_on_little(station: StationView) -> list[str]:
    back_m = max((one.mat_back_m for one in station.passes if one.mat_back_m is not None), default=None)
    if back_m is None or back_m < FAR_BACK_M:
        return []
    return [f"This rests on little: the last mat before you is {back_m / 1000:.0f} km back."]


def _is_doubt(advice: AdviceView) -> bool:
    """Return whether the station stays because something is in doubt, not because it is early."""
    return bool(advice.why) and advice.why != FAR


def _first(closing: ClosingView) -> str:
    return "the first " if closing.inside > 1 else ""


def _about(at_ms: int, zone: str, now_ms: int) -> str:
    return f"about {words.clock(at_ms, zone, now_ms)}" if at_ms > now_ms + 60_000 else "any minute"


def _up(at_ms: int) -> int:
    """Return a time up to five minutes, never earlier than it is."""
    return -(-at_ms // FIVE_MS) * FIVE_MS


def _litres(litres: float) -> str:
    whole = math.ceil(litres / 10) * 10 if litres >= 100 else math.ceil(litres)
    return f"{words.number(whole)} litre{'' if whole == 1 else 's'}"
