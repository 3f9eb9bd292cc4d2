"""Who rows come from: the sources that are this program's own, and the timing company's official one."""

from __future__ import annotations

OFFICIAL = "official"
# A feed that used keys of our own rows could stand in the way of a decision.
RESERVED = frozenset(
    {
        "clock", "consent", "control", "dropped", "follower", "gun", "guardian", "keyed", "left_course",
        OFFICIAL, "overdue", "plan", "refused", "results", "roster", "runner", "station", "system",
    }
)  # fmt: skip


def is_reserved(source: str) -> bool:
    """Return whether a source is one of our own, or beneath one: ``control``, ``official/2``."""
    return source.partition("/")[0] in RESERVED


def is_official(source: str) -> bool:
    """Return whether rows of this source are the timing company's official word."""
    return source == OFFICIAL or source.startswith(OFFICIAL + "/")
