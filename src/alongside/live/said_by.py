"""Who said something, in words, from the ``by`` of a row; whoever holds the link is named at the edge."""

from __future__ import annotations

_ROLES = {
    "control": "race control",
    "sweep": "the sweep",
    "van": "the pick-up van",
    "timer": "the timer",
    "system": "the race system",
}


def said_by(by: str) -> str:
    """Return who that is in words: the role, and what its link is bound to.

    >>> said_by("control/3"), said_by("station/9/12"), said_by("race control")
    ('race control', 'station 9', 'race control')
    """
    role, *rest = by.split("/")
    name = _ROLES.get(role, role)
    return f"{name} {rest[0]}" if len(rest) > 1 else name


def link_id_of(by: str) -> int | None:
    """Return the id of the link that somebody came in by; ``None`` where ``by`` names none."""
    _, slash, last = by.rpartition("/")
    return int(last) if slash and last.isascii() and last.isdigit() and len(last) < 16 else None
