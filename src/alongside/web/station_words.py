"""What an aid station is told, in sentences that can be trusted.

They never say that nobody comes while anybody may, and no time of a runner without "about". By the last
one's time it is 95 % sure that nobody inside the limit comes any more: "by about", and "maybe later".
"""

from __future__ import annotations

from alongside.live.station_view import is_blind
from alongside.live.station_views import StationPass, StationView
from alongside.web import words
from alongside.web.station_advice import (
    STAY,
    advice_sentence,
    close_line,
    coming,
    is_early,
    open_again,
    unseen,
    until_notes,
)

ABOUT = f"{words.BY_TIMES} People slow down: the last may be later."
WORDS = {
    "open": "Open",
    "all_well": "All well",
    "out_of_water": "Out of water",
    "water_back": "Water is back",
    "packed_up": "Packed up",
    "closed": "Closed",
}
KEYED = {"in": "in", "out": "out", "dropped": "dropped out here"}
FIVE_MS, TEN_MS = 5 * 60_000, 10 * 60_000


def sentence(station: StationView, zone: str, now_ms: int) -> str:
    """Return the one sentence of a station's page: until when it is needed, or what it may count on."""
    match station.state:
        case "stopped":
            return "The race is stopped. Stay at your table and wait for race control."
        case "before":
            return _before(station, zone, now_ms)
        case _:
            told = open_again(station, zone, now_ms) or advice_sentence(station, zone, now_ms)
            return told or _unadvised(station, zone, now_ms)


def _unadvised(station: StationView, zone: str, now_ms: int) -> str:
    """Return what a station may count on while it was told nothing better than to stay."""
    match station.state:
        case "crowd":
            return _crowd(station, zone, now_ms)
        case "last":
            return last(station, zone, now_ms)
        case "waiting":
            waiting = words.some(station.waiting, "runner has", "runners have")
            return f"Nobody is known to be on the way, but {waiting} not been read at the start and may come."
        case "blind":
            blind = "Most entries were never read anywhere, so we cannot count for you."
            return f"{blind} Count for yourselves. {STAY}"
        case _:
            return f"{accounted(station)} {STAY}"


def accounted(station: StationView) -> str:
    """Return that nobody is known to be on the way, and how many nobody has seen."""
    missing = unseen(station)
    if not missing:
        return "All who were seen to start have passed you or are accounted for."
    are, some = "is" if missing == 1 else "are", words.number(missing)
    return f"Nobody is known to be on the way, but {some} {are} not accounted for."


def notes(station: StationView, zone: str, now_ms: int) -> list[str]:
    """Return who comes, what may make the sentence wrong, and the plan: it stands right under it."""
    found = [*_who_comes(station, zone, now_ms), *until_notes(station, zone, now_ms)]
    wrong = "is silent: our counts may be wrong. Count for yourselves."
    found += [f"The mat at {mat} {wrong}" for mat in station.silent]
    if any(one.diverted for one in station.passes):
        found.append("The race is led around you now. Do not leave: ask race control.")
    if any(one.stopped for one in station.passes) and station.state != "stopped":
        names = ", ".join(sorted({one.name for one in station.passes if one.stopped}))
        found.append(f"Stopped for now: {names}.")
    found += _closing(station, zone, now_ms)
    if any(is_blind(one) for one in station.passes):
        names = ", ".join(sorted({one.name for one in station.passes if is_blind(one)}))
        found.append(f"Most were never read anywhere of: {names}. Count these for yourselves.")
    return found


def _who_comes(station: StationView, zone: str, now_ms: int) -> list[str]:
    """Return who comes inside the limit, where the sentence does not say so itself."""
    said = coming(station, zone, now_ms)
    is_on = bool(said) and station.state not in ("stopped", "before")
    return [f"{said}."] if is_on and said not in sentence(station, zone, now_ms) else []


def others(station: StationView) -> list[str]:
    """Return whom the sentence does not count, and why."""
    found = []
    if missing := unseen(station):
        some = words.some(missing, "runner is", "runners are")
        found.append(f"{some} thought to have stopped or to be past you, but nobody has seen them since.")
    if station.waiting and station.state != "waiting":
        some = words.some(station.waiting, "runner has", "runners have")
        found.append(f"{some} not been read at the start and may still come.")
    if station.unread:
        some = words.some(station.unread, "entry was", "entries were")
        found.append(f"{some} never read anywhere, and taken not to have started.")
    return found


def short(station: StationView, zone: str, now_ms: int) -> str:
    """Return the line to read out by radio: who comes, and until when."""
    silent = "".join(f" The mat at {mat} is silent, count for yourselves." for mat in station.silent)
    return f"{_called(station)}: {_short(station, zone, now_ms)}{silent} {close_line(station, zone, now_ms)}"


def pass_words(one: StationPass, zone: str, now_ms: int) -> str:
    """Return how the runners of one distance stand to one pass."""
    again = f", time {one.visit} of {one.visits}" if one.visits > 1 else ""
    parts = [f"{words.number(one.passed)} passed", f"{words.number(one.to_come)} thought to be before you"]
    parts += [f"{words.number(one.unsure)} thought to be past you, not seen since"] if one.unsure else []
    parts += [f"{words.number(one.waiting)} not read at the start"] if one.waiting else []
    return f"{one.name}, {words.place(one.along_m)}{again}: {', '.join(parts)}."


def hours(station: StationView, zone: str, now_ms: int) -> str:
    """Return the planned opening and closing; empty where neither is planned."""
    opens, closes = _clock(station.opens_ms, zone, now_ms), _clock(station.closes_ms, zone, now_ms)
    parts = [f"opens {opens}"] * bool(opens) + [f"closes {closes}"] * bool(closes)
    return f"Planned: {', '.join(parts)}." if parts else ""


def late(at_ms: int, zone: str, now_ms: int) -> str:
    """Return the late end of a range, never earlier than it is: ``about 13:05``, up to five minutes."""
    return f"about {words.clock(-(-at_ms // FIVE_MS) * FIVE_MS, zone, now_ms)}"


def _before(station: StationView, zone: str, now_ms: int) -> str:
    none = "Nobody has come this far yet." if station.to_come else "Nobody has been read at the start yet."
    at = _clock(station.first_ms, zone, now_ms)
    return f"{none} The first may be here about {at}." if at else none


def _crowd(station: StationView, zone: str, now_ms: int) -> str:
    if _is_past_peak(station, now_ms):
        return last(station, zone, now_ms)
    some = words.number(station.closing.still)
    if station.peak_ms is None or station.peak_ms <= now_ms:
        return f"{some} still to come. This is the thick of it."
    return f"{some} still to come, the most around {_clock(station.peak_ms, zone, now_ms)}."


def _is_past_peak(station: StationView, now_ms: int) -> bool:
    return station.peak_ms is not None and station.peak_ms + TEN_MS <= now_ms


def pace(station: StationView, zone: str, now_ms: int) -> str:
    """Return how many a minute come now, and when the most do; empty where nobody is on the way."""
    if station.state not in ("crowd", "last"):
        return ""
    if station.peak_per_minute < 1:
        return f"{rate(station.per_minute).capitalize()} now."
    now = f"{rate(station.per_minute).capitalize()} now."
    if station.peak_ms is None or station.peak_ms <= now_ms < station.peak_ms + TEN_MS:
        return now
    at, peak = _clock(station.peak_ms, zone, now_ms), rate(station.peak_per_minute)
    came = "came" if _is_past_peak(station, now_ms) else "come"
    return f"{now} The most, {peak}, {came} around {at}."


def last(station: StationView, zone: str, now_ms: int) -> str:
    """Return how many are still to come, and by when the last of them has passed."""
    closing = station.closing
    if not closing.still:
        return accounted(station)
    last_ms = closing.sure_ms if closing.inside else station.last_ms
    when = "we do not know when" if last_ms is None else f"by {late(last_ms, zone, now_ms)}, maybe later"
    limit = "" if closing.inside else " outside the limit"
    which = "" if closing.still == 1 else "the last "
    return f"{words.number(closing.still)}{limit} still to come, {which}{when}."


def _short(station: StationView, zone: str, now_ms: int) -> str:
    if station.state == "stopped":
        return "the race is stopped. Keep your table, keep people warm."
    if station.state == "before":
        return _before(station, zone, now_ms)
    if station.state in ("crowd", "last"):
        missing = unseen(station) if station.state == "last" else 0  # in a crowd some are between two mats
        tells = missing and station.closing.still
        more = f" {words.number(missing)} more not seen since, stopped or past you." if tells else ""
        return f"{last(station, zone, now_ms)}{more}"
    return _unadvised(station, zone, now_ms).replace(f" {STAY}", "")


def _closing(station: StationView, zone: str, now_ms: int) -> list[str]:
    """Return that the planned closing does not hold, where the station was told no time of its own."""
    closes_ms, sure_ms = station.closes_ms, station.closing.sure_ms
    has_time = station.advice is not None and station.advice.new != "stay"
    if closes_ms is None or has_time or not is_early(station, now_ms):
        return []
    closes = _clock(closes_ms, zone, now_ms)
    if now_ms >= closes_ms:
        return [f"Your planned closing was {closes}. Do not close: people may still come."]
    if sure_ms is not None and station.closing.still and sure_ms > closes_ms:
        sure = late(sure_ms, zone, now_ms)
        return [f"The last may come {sure}, after your planned closing at {closes}. Do not close then."]
    return []


def _called(station: StationView) -> str:
    name = station.name
    if any(word in name.lower() for word in ("mile", "km")) or not station.passes:
        return name
    comes = (one for one in station.passes if one.to_come or one.waiting)
    return f"{name}, {words.place(next(comes, station.passes[0]).along_m)}"


def rate(per_minute: float) -> str:
    """Return how many come: ``about 62 a minute``, ``about one every 3 minutes``, ``hardly anybody``."""
    if per_minute >= 0.95:
        return f"about {words.number(round(per_minute))} a minute"
    if per_minute >= 0.1:
        return f"about one every {round(1 / per_minute)} minutes"
    return "hardly anybody"


def _clock(at_ms: int | None, zone: str, now_ms: int) -> str:
    return "" if at_ms is None else words.clock(at_ms, zone, now_ms)
