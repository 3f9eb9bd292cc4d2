"""What stations say of themselves: open, all well, out of water, packed up; by whom and when."""

from __future__ import annotations

from alongside.events.bodies import StationBody
from alongside.events.row import Row
from alongside.events.standing import Said, Standing

GONE = ("packed_up", "closed")


class StationWords:
    """The words of stations, and of control for them, as they stand."""

    def __init__(self) -> None:
        self.words: Standing[StationBody, str] = Standing(StationBody, lambda body: body.station)

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        self.words.apply(row)

    def last(self, station: str) -> Said[StationBody] | None:
        """Return what a station said last, or ``None``."""
        return self.words.last(station)

    def open_ones(self) -> tuple[str, ...]:
        """Return the ids of stations that have said something, and not that they packed up or closed."""
        lasts = self.words.lasts()
        return tuple(sorted(said.body.station for said in lasts if said.body.said not in GONE))

    def dump(self) -> bytes:
        """Return the words as bytes for a snapshot."""
        return self.words.dump()

    def load(self, raw: bytes) -> None:
        """Take the words of a snapshot in place of these."""
        self.words.load(raw)
