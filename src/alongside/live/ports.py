"""What the edge needs from the edge, written where it is used; ``cli`` alone wires the two sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from typing import Protocol

import msgspec

from alongside.events.bodies import EntryBody
from alongside.events.chapter import Chapter
from alongside.events.link import ConsentReceipt, Consents, Link, Look, NewLink
from alongside.events.person import Person
from alongside.events.plan import RacePlan
from alongside.events.row import Draft, Receipt, Row
from alongside.live.views import Views


class Shown(msgspec.Struct, frozen=True):
    """Views as published: ``rate`` is race seconds per second of the wall, 0 while paused.

    ``version`` counts publications; a page says which it holds. ``plan`` is the plan in force.
    """

    views: Views
    rate: float
    version: int
    plan: RacePlan | None = None


class Show(Protocol):
    """Where pages find the latest views; thread-safe."""

    def latest(self) -> Shown | None:
        """Return what is shown now; ``None`` before the first tick."""

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        """Call ``heard`` from the loop's thread at each publication; return what ends it."""

    def want(self, bib: str) -> None:
        """Ask for a runner's view in the publications of the next minutes."""


class Intake(Protocol):
    """Where new rows are handed in; thread-safe."""

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        """Return a future that is done when the rows are on disk, or fails with ``StoreFull``.

        ``texts`` are words that the rows point to by ``text_id``; they are kept beside the log, in the
        same transaction. So are the consents that ``consent`` rows change.
        """

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        """Keep what could not be read, and say so in the log; done when on disk, else ``StoreFull``."""

    def is_full(self) -> bool:
        """Return whether the last write found no room on the disk."""


class People(Protocol):
    """Who is who, apart from the log: persons, links, consents, texts, looks. Thread-safe, read as of now."""

    def link(self, digest: str) -> Link | None:
        """Return the link of a token's digest, ended ones too; ``None`` when there never was one."""

    def link_of(self, link_id: int) -> Link | None:
        """Return a link by its id."""

    def links(self, role: str = "", bib: str = "") -> list[Link]:
        """Return links by role, by bib, or all, in the order they were made."""

    def link_changes(self) -> int:
        """Return a count that differs once any link or consent has changed, by whatever process."""

    def put_links(self, links: Sequence[NewLink]) -> Future[list[int]]:
        """Make links; return their ids. One that ``replaces`` another ends it in the same transaction."""

    def end_link(self, link_id: int, at_ms: int) -> Future[None]:
        """End a link for good."""

    def claim(self, link_id: int, factor_digest: str, at_ms: int) -> Future[bool]:
        """Claim a link with its second factor; return whether it fitted."""

    def opened(self, link_id: int, at_ms: int) -> None:
        """Count an opening of a link, some time soon; nobody waits for it."""

    def persons(self, bibs: Iterable[str]) -> dict[tuple[str, int], Person]:
        """Return persons by (normalised bib, position from 1)."""

    def consents(self, bibs: Iterable[str]) -> dict[tuple[str, int], Consents]:
        """Return what these persons agreed to, by (normalised bib, position); who is missing said nothing."""

    def receipts(self, bib: str, position: int) -> list[ConsentReceipt]:
        """Return what a person agreed to and took back, newest first."""

    def set_paused(self, bib: str, position: int, paused: bool) -> Future[None]:
        """Pause or resume what supporters and strangers see of her."""

    def looked(self, look: Look) -> Future[None]:
        """Keep that somebody looked at a runner."""

    def looks(self, bib: str) -> list[Look]:
        """Return who looked at a runner, newest first."""

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the words that rows point to; of an id that is gone, nothing."""


class FolderReader(Protocol):
    """The race folder of a live day, read again when control asks."""

    def read(self) -> tuple[RacePlan, tuple[EntryBody, ...]]:
        """Return what the folder says now; ``InputError`` with everything that is wrong with it."""


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
