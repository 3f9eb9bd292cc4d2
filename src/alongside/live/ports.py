"""What the edge needs from the edge, written where it is used; ``cli`` alone wires the two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Protocol

import msgspec

from alongside.events.chapter import Chapter
from alongside.events.row import Draft, Receipt, Row
from alongside.live.views import Views


class Shown(msgspec.Struct, frozen=True):
    """Views as published: ``rate`` is race seconds per second of the wall, 0 while paused.

    ``version`` counts publications; a page says which it holds.
    """

    views: Views
    rate: float
    version: int


class Show(Protocol):
    """Where pages find the latest views; thread-safe."""

    def latest(self) -> Shown | None:
        """Return what is shown now; ``None`` before the first tick."""

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        """Call ``heard`` from the loop's thread at each publication; return what ends it."""


class Intake(Protocol):
    """Where new rows are handed in; thread-safe."""

    def submit(self, drafts: Sequence[Draft]) -> Future[list[Receipt]]:
        """Return a future that is done when the rows are on disk, or fails with ``StoreFull``."""

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        """Keep what could not be read, and say so in the log; done when on disk, else ``StoreFull``."""


class Hold(Protocol):
    """The log stands still at a tick, until it is released with what was decided there."""

    def wait(self) -> None:
        """Return once everything received by the tick is on disk and handed on."""

    def release(self, decisions: Sequence[Draft] = ()) -> Future[list[Receipt]]:
        """Let the log go on, first of all with the decisions."""


class Log(Intake, Protocol):
    """A race's log as the loop uses it; thread-safe."""

    def hold(self, at_ms: int) -> Hold:
        """Stop the log behind all that was received by ``at_ms``; it waits to be released."""

    def fresh(self, timeout_s: float) -> list[Row]:
        """Return rows that are new on disk, in order; wait for some at most ``timeout_s``."""

    def rows(self, after_seq: int, until_ms: int) -> Iterator[Row]:
        """Yield rows past ``after_seq`` that were received by ``until_ms``."""

    def snapshot(self) -> bytes | None:
        """Return the newest snapshot, or ``None``."""

    def save_snapshot(self, seq: int, received_at_ms: int, state: bytes) -> Future[None]:
        """Keep a snapshot of the fold up to ``seq``."""


class PlayerState(msgspec.Struct, frozen=True):
    """Where a replay stands: the recorded span, how far it has been played, and its speed."""

    from_ms: int
    to_ms: int
    now_ms: int
    head_ms: int
    rate: float
    paused: bool
    seeking: bool = False


class Player(Protocol):
    """The controls of a replay; ``None`` stands in its place on a live day. Thread-safe, returns at once."""

    chapters: tuple[Chapter, ...]

    def state(self) -> PlayerState: ...

    def play(self) -> None: ...

    def pause(self) -> None: ...

    def set_rate(self, rate: float) -> None: ...

    def seek(self, at_ms: int) -> None: ...
