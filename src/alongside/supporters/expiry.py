"""How long a link opens its door: staff links for the race, follow links three days more, her own a month.

``over_ms`` is when the race was over on the wall's clock, ``None`` while it is not. In a replay the wall
counts too, from the start of the replay: a rehearsal's links outlive its race as a real one's would.
"""

from __future__ import annotations

from alongside.events.link import STAFF, Link, Role

HOUR_MS = 3_600_000
STAFF_MS = 12 * HOUR_MS
FOLLOW_MS = 72 * HOUR_MS
OWN_MS = 30 * 24 * HOUR_MS


def holds(link: Link, now_ms: int, over_ms: int | None, *, station_open: bool = False) -> bool:
    """Return whether a link opens its door at ``now_ms``.

    A staff link whose station is still open never runs out, whatever the clock says; one that was ended
    by hand has ended all the same.
    """
    if link.ended_ms is not None:
        return False
    if station_open and link.role in STAFF:
        return True
    until_ms = holds_until_ms(link.role, over_ms)
    return until_ms is None or now_ms < until_ms


def holds_until_ms(role: Role, over_ms: int | None) -> int | None:
    """Return when links of a role run out; ``None`` while the race is not over."""
    if over_ms is None:
        return None
    if role in STAFF:
        return over_ms + STAFF_MS
    return over_ms + (FOLLOW_MS if role == "follower" else OWN_MS)
