"""What race control must know of stations, as sentences of its headline."""

from __future__ import annotations

from alongside.live.station_views import AskedView, PackedUp, StationsNow
from alongside.live.views import Severity
from alongside.units import show_time

MOST_ASKS = 3  # told one by one; the others wait on the page
SOON_MS = 30 * 60_000  # so long before a table has to go it is not a thing to look at, but to act on


def station_sentences(now: StationsNow, zone: str, at_ms: int) -> list[tuple[Severity, str]]:
    """Return what race control must know of stations: who packed up too early, and what waits for it."""
    packed: list[tuple[Severity, str]] = [
        ("look" if one.decided else "act", packed_sentence(one, zone)) for one in now.packed
    ]
    asks = by_urgency(now)
    said = [(_urgency(one, at_ms), asked_sentence(one, zone)) for one in asks[:MOST_ASKS]]
    more = len(asks) - MOST_ASKS
    rest: list[tuple[Severity, str]] = [("look", f"{more} more tables wait for your decision.")] * (more > 0)
    return packed + said + rest


def by_urgency(now: StationsNow) -> list[AskedView]:
    """Return the decisions that wait for race control, the one with the earliest end first."""
    return sorted(now.asks, key=lambda one: (_until_ms(one) or 0, one.id))


def packed_sentence(one: PackedUp, zone: str) -> str:
    """Return that a table is gone, how many inside the limit come to it, and when the first does."""
    coming = inside_words(one.inside)
    first = f", {_first(one.inside)}about {_clock(one.first_ms, zone)}" if one.first_ms is not None else ""
    gone = "has closed, as you decided" if one.decided else "has packed up"
    return f"{one.name} {gone}, {coming} may still come{first}."


def asked_sentence(one: AskedView, zone: str) -> str:
    """Return what race control has to decide of a station."""
    ends = "the permit ends" if one.kept_ms is None else "you keep it open until"
    until_ms = _until_ms(one)
    limit = f"; {ends} {_clock(until_ms, zone)}" if until_ms is not None else ""
    if one.sure_ms is None:
        return f"{one.name}, until when? Nobody can say when the last comes: {one.why}{limit}."
    sure = f"sure by {_clock(one.sure_ms, zone)}"
    about = f"about {_clock(one.middle_ms, zone)} ({sure})" if one.middle_ms is not None else sure
    return f"{one.name}, until when? The last inside the limit comes {about}{limit}."


def inside_words(inside: int) -> str:
    """Return ``1 runner inside the limit``, ``2 runners inside the limit``."""
    return f"{inside:,} runner{'' if inside == 1 else 's'} inside the limit"


def _urgency(one: AskedView, at_ms: int) -> Severity:
    until_ms = _until_ms(one)
    return "act" if until_ms is not None and until_ms - at_ms <= SOON_MS else "look"


def _until_ms(one: AskedView) -> int | None:
    return one.permit_ms if one.kept_ms is None else one.kept_ms


def _first(inside: int) -> str:
    return "the first " if inside > 1 else ""


def _clock(at_ms: int | None, zone: str) -> str:
    return "" if at_ms is None else show_time(at_ms, zone, seconds=False)
