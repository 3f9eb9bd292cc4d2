"""What race control's headline says of those who wait for a ride."""

from __future__ import annotations

from typing import Literal

from alongside.live.ride_views import RideView
from alongside.units import MS_PER_S, show_km, show_span, show_time

Urgency = Literal["calm", "look", "act"]
LONG_MS = 30 * 60_000  # nobody sits on a kerb in wet clothes for longer without being called


def rides_said(rides: tuple[RideView, ...], now_ms: int, zone: str) -> list[tuple[Urgency, str]]:
    """Return the sentences about those who wait: whom a van did not find, and whoever has waited longest."""
    waiting = [ride for ride in rides if ride.state == "waiting"]
    lost = [ride for ride in waiting if ride.not_found_ms is not None]
    said = [_lost(lost, zone)] if lost else []
    return said + ([_longest(waiting, now_ms, zone)] if len(waiting) > len(lost) else [])


def _lost(lost: list[RideView], zone: str) -> tuple[Urgency, str]:
    first = lost[0]
    at = show_time(first.not_found_ms or 0, zone, seconds=False)
    more = f" And {len(lost) - 1} more were not found." if len(lost) > 1 else ""
    return "act", f"The van did not find bib {first.bib}{place_of(first)} at {at}.{more}"


def _longest(waiting: list[RideView], now_ms: int, zone: str) -> tuple[Urgency, str]:
    first = next(ride for ride in waiting if ride.not_found_ms is None)
    waits_ms = now_ms - first.since_ms
    since = f"since {show_time(first.since_ms, zone, seconds=False)}, {show_span(waits_ms / MS_PER_S)}"
    said = f"Bib {first.bib} waits for a ride{place_of(first)} {since}."
    if len(waiting) > 1:
        said = f"{len(waiting)} wait for a ride. Longest: bib {first.bib}{place_of(first)} {since}."
    return ("act" if waits_ms > LONG_MS else "look"), said


def place_of(ride: RideView) -> str:
    """Return where a ride is wanted, with `` at`` or `` near`` in front; empty where nobody knows."""
    if ride.station:
        return f" at {ride.station}"
    if ride.along_m is None:
        return ""
    return f" {'at' if ride.is_said else 'near'} {show_km(ride.along_m)}"
