"""A row of the log, and the draft it was before the writer gave it a place.

A race is an event log. ``seq`` is the single writer's order; ``received_at_ms`` is stamped at the
edge and never decreases; ``at_ms`` is when it happened, by the clock model of its source. The key
``(source, id)`` is unique for ever: the same key again changes nothing.
"""

from __future__ import annotations

import msgspec

from alongside.events.bodies import Body


class Draft(msgspec.Struct, frozen=True, gc=False):
    """What somebody hands to the log: a key, a time of its own, and a body."""

    source: str
    id: str
    at_ms: int | None
    body: Body
    received_at_ms: int | None = None  # set only when a recorded day is played again


class Row(msgspec.Struct, frozen=True, gc=False):
    """One row of the log, as it is on disk."""

    seq: int
    source: str
    id: str
    at_ms: int | None
    received_at_ms: int
    body: Body

    @property
    def key(self) -> tuple[str, str]:
        """The row's name for ever: its source, and the source's own id."""
        return self.source, self.id


class Receipt(msgspec.Struct, frozen=True, gc=False):
    """What a sender is told: the row's place in the log, and whether it was there before."""

    seq: int
    repeat: bool
