"""What a feed has brought since the program started; what is kept is counted from the log."""

from __future__ import annotations

import msgspec


class Tally(msgspec.Struct):
    """One feed's counts: rows that were new, rows that were there before, markers, refusals.

    ``heard_ms`` is when it last sent anything (the wall's UTC milliseconds); ``state`` is a sentence
    about a file that is followed, empty for feeds that post.
    """

    new: int = 0
    repeats: int = 0
    markers: int = 0
    refused: int = 0
    heard_ms: int | None = None
    state: str = ""
    is_well: bool = True

    def take(self, new: int, repeats: int, markers: int, refused: int, now_ms: int) -> None:
        """Count what a batch came to."""
        self.new += new
        self.repeats += repeats
        self.markers += markers
        self.refused += refused
        self.heard_ms = now_ms

    def say(self, state: str, *, is_well: bool = True) -> None:
        """Say how a file stands, and whether that is as it should be."""
        self.state, self.is_well = state, is_well
