"""The course versions of a day: which rows brought them, and the plan before the one in force."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import PlanBody
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.events.standing import Key


class CourseChange(msgspec.Struct, frozen=True):
    """A plan row: its key, when it was said (UTC milliseconds), by whom, and the words about it."""

    key: Key
    at_ms: int
    by: str
    text_id: str


class CourseHistory:
    """Every plan row so far, the plan in force, and the one before it."""

    def __init__(self) -> None:
        self.changes: list[CourseChange] = []
        self.now: RacePlan | None = None
        self.before: RacePlan | None = None

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if isinstance(row.body, PlanBody):
            at_ms = row.received_at_ms if row.at_ms is None else row.at_ms
            self.changes.append(CourseChange(row.key, at_ms, row.body.by, row.body.text_id))
            self.before, self.now = self.now, row.body.plan

    def dump(self) -> bytes:
        """Return the history as bytes for a snapshot; the plan in force is kept elsewhere."""
        return msgspec.msgpack.encode((self.changes, self.before))

    def load(self, raw: bytes, now: RacePlan | None) -> None:
        """Take the history of a snapshot in place of this one."""
        kept = tuple[list[CourseChange], RacePlan | None]
        self.changes, self.before = msgspec.msgpack.decode(raw, type=kept)
        self.now = now
