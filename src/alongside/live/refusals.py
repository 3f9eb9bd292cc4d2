"""What was refused, by feed: how much, and the newest reasons."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import RefusedBody
from alongside.events.row import Row

KEPT = 10  # reasons of one feed


class Refusals:
    """Refused rows by feed: counts, and ``(received_at_ms, reason)`` of the newest."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self.newest: dict[str, list[tuple[int, str]]] = {}

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if isinstance(row.body, RefusedBody):
            feed = row.body.feed
            self.count[feed] = self.count.get(feed, 0) + 1
            self.newest[feed] = [
                *self.newest.get(feed, [])[-KEPT + 1 :],
                (row.received_at_ms, row.body.reason),
            ]

    def dump(self) -> bytes:
        """Return the refusals as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.count, self.newest))

    def load(self, raw: bytes) -> None:
        """Take the refusals of a snapshot in place of these."""
        kept = tuple[dict[str, int], dict[str, list[tuple[int, str]]]]
        self.count, self.newest = msgspec.msgpack.decode(raw, type=kept)
