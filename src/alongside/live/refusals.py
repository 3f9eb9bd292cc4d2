"""What was refused, by feed: how much, and the newest reasons."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import RefusedBody
from alongside.events.row import Row

KEPT = 10  # reasons of one feed


class Refusal(msgspec.Struct, frozen=True, array_like=True):
    """Something that was refused: when, why (without what it quotes), where the whole reason is."""

    received_at_ms: int
    reason: str
    text_id: str = ""


class Refusals:
    """Refused rows by feed: counts, and the newest."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}
        self.newest: dict[str, list[Refusal]] = {}

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if isinstance(row.body, RefusedBody):
            feed = row.body.feed
            self.count[feed] = self.count.get(feed, 0) + 1
            self.newest[feed] = [
                *self.newest.get(feed, [])[-KEPT + 1 :],
                Refusal(row.received_at_ms, row.body.reason, row.body.text_id),
            ]

    def dump(self) -> bytes:
        """Return the refusals as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.count, self.newest))

    def load(self, raw: bytes) -> None:
        """Take the refusals of a snapshot in place of these."""
        kept = tuple[dict[str, int], dict[str, list[Refusal]]]
        self.count, self.newest = msgspec.msgpack.decode(raw, type=kept)
