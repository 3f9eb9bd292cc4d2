"""A race file as the loop and the pages use it: one writer, any number of readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue

from alongside.events.row import Draft, Receipt, Row
from alongside.store.people import PeopleFile
from alongside.store.readers import Readers
from alongside.store.rows import FOREVER_MS, newest_snapshot, read_rows
from alongside.store.writer import Hold, Writer


class RaceFile(PeopleFile):
    """The race file at ``path``, made if it is not there; ``now_ms`` is the race clock."""

    def __init__(self, path: Path, now_ms: Callable[[], int], *, durable: bool = True) -> None:
        self.path = path
        self._fresh: SimpleQueue[list[Row]] = SimpleQueue()
        writer = Writer(path, now_ms, self._fresh.put, durable=durable)
        super().__init__(writer, Readers(path), now_ms)

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        """Append drafts, and keep the texts that they point to; the future is done when all is on disk."""
        return self._writer.submit(drafts, texts)

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        """Keep bytes that could not be read."""
        return self._writer.refuse(feed, reason, raw)

    def is_full(self) -> bool:
        """Return whether the last write found no room on the disk."""
        return self._writer.is_full

    def hold(self, at_ms: int) -> Hold:
        """Stop the log at a tick."""
        return self._writer.hold(at_ms)

    def fresh(self, timeout_s: float) -> list[Row]:
        """Return the rows that are new on disk, in order; wait for some at most ``timeout_s``."""
        rows: list[Row] = []
        try:
            rows += self._fresh.get(timeout=timeout_s) if timeout_s > 0 else self._fresh.get_nowait()
            while True:
                rows += self._fresh.get_nowait()
        except Empty:
            return rows

    def rows(self, after_seq: int = 0, until_ms: int = FOREVER_MS) -> Iterator[Row]:
        """Yield rows past ``after_seq`` that were received by ``until_ms``."""
        return read_rows(self.path, after_seq, until_ms)

    def snapshot(self) -> bytes | None:
        """Return the newest snapshot, or ``None``."""
        return newest_snapshot(self.path)

    def save_snapshot(self, seq: int, received_at_ms: int, state: bytes) -> Future[None]:
        """Keep a snapshot of the fold up to ``seq``."""
        return self._writer.save_snapshot(seq, received_at_ms, state)

    def close(self) -> None:
        """Write what was submitted, and end."""
        self._openings.flush()
        self._readers.close()
        self._writer.close()
