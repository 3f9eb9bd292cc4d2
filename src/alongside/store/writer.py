"""The one thread that writes a race file.

It commits whatever has gathered while the last commit ran: no timer, no window. A future is done when
its rows are on disk; new rows are then handed on, in order, to whoever folds them.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from alongside.errors import AlongsideError, LogError, StoreFull
from alongside.events.row import Draft, Receipt, Row
from alongside.store.append import Appender
from alongside.store.schema import open_race

T = TypeVar("T")

SNAPSHOTS_KEPT = 2
# A quota or a limit on the size of files is met as a failed write: a full disk by another name.
FULL_CODES = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE})


@dataclass
class _Order:
    """Something to be written, and the future that waits for it."""

    write: Callable[[Appender], tuple[Any, list[Row]]]
    done: Future[Any] = field(default_factory=Future)


@dataclass
class Hold:
    """The writer stands still at a tick: all rows received by then are on disk and handed on."""

    at_ms: int
    reached: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    decisions: Sequence[Draft] = ()
    done: Future[list[Receipt]] = field(default_factory=Future)

    def wait(self) -> None:
        """Return once everything received by the tick is on disk and handed on."""
        self.reached.wait()

    def release(self, decisions: Sequence[Draft] = ()) -> Future[list[Receipt]]:
        """Let the writer go on, first of all with what was decided at the tick."""
        self.decisions = decisions
        self.released.set()
        return self.done


class Writer:
    """Owns the race file. ``now_ms`` is the race clock; ``heard`` gets new rows, from the writer's thread."""

    def __init__(
        self,
        path: Path,
        now_ms: Callable[[], int],
        heard: Callable[[list[Row]], None],
        *,
        durable: bool = True,
    ) -> None:
        self._connection = open_race(path, durable=durable)
        self._appender = Appender(self._connection)
        self._now_ms, self._heard = now_ms, heard
        self._orders: SimpleQueue[_Order | Hold | None] = SimpleQueue()
        self._closed = False
        self.is_full = False  # whether the last write found no room
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        """Return a future of one receipt per draft, done when they are on disk, with their texts."""
        return self._put(_Order(lambda appender: appender.append(drafts, self._now_ms(), texts)))

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        """Keep bytes that could not be read; done when they are on disk."""

        def write(appender: Appender) -> tuple[Receipt, list[Row]]:
            receipts, rows = appender.refuse(feed, reason, raw, self._now_ms())
            return receipts[0], rows

        return self._put(_Order(write))

    def do(self, change: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Change what lies beside the log; done, with what ``change`` returns, when it is on disk."""
        return self._put(_Order(lambda _: (change(self._connection), [])))

    def save_snapshot(self, seq: int, received_at_ms: int, state: bytes) -> Future[None]:
        """Keep a snapshot of the fold up to ``seq``; older ones go."""

        def write(connection: sqlite3.Connection) -> None:
            packed = zlib.compress(state, 1)
            connection.execute(
                "INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?)", (seq, received_at_ms, packed)
            )
            connection.execute(
                "DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)",
                (SNAPSHOTS_KEPT,),
            )

        return self.do(write)

    def hold(self, at_ms: int) -> Hold:
        """Stop the writer behind everything received by ``at_ms``; it waits until the hold is released."""
        hold = Hold(at_ms)
        self._orders.put(hold)
        return hold

    def close(self) -> None:
        """Write what was submitted, fold the WAL into the file, and end."""
        if not self._closed:
            self._closed = True
            self._orders.put(None)
            self._thread.join()

    def _put(self, order: _Order) -> Future[Any]:
        if self._closed:
            order.done.set_exception(LogError("The race file is closed: nothing more can be written."))
        else:
            self._orders.put(order)
        return order.done

    def _run(self) -> None:
        while True:
            orders, last = self._gather()
            if orders:
                self._commit(orders)
            if last is None:
                break
            if isinstance(last, Hold):
                self._wait(last)
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def _gather(self) -> tuple[list[_Order], Hold | _Order | None]:
        """Return all orders that wait, and what ended them: a hold, the end, or just the last order."""
        first = self._orders.get()
        orders: list[_Order] = []
        last = first
        while isinstance(last, _Order):
            orders.append(last)
            try:
                last = self._orders.get_nowait()
            except Empty:
                break
        return orders, last

    def _wait(self, hold: Hold) -> None:
        self._appender.received_at_ms = max(self._appender.received_at_ms, hold.at_ms)
        hold.reached.set()
        while not hold.released.wait(1.0) and not self._closed:
            pass  # whoever holds may have died on the way; closing must not wait for the dead
        decisions = hold.decisions
        if decisions:
            self._commit([_Order(lambda appender: appender.append(decisions, hold.at_ms), hold.done)])
        else:
            _answer(hold.done, [])
        self._appender.received_at_ms = max(self._appender.received_at_ms, hold.at_ms + 1)

    def _commit(self, orders: list[_Order]) -> None:
        """Write all orders in one transaction; if that fails, each in its own, so that one fails alone."""
        try:
            self._transaction(orders)
        except (sqlite3.Error, AlongsideError, ValueError, TypeError, OverflowError) as error:
            if len(orders) == 1:
                named = _named(error)
                self.is_full = isinstance(named, StoreFull)
                _fail(orders[0].done, named)
                return
            for order in orders:
                self._commit([order])

    def _transaction(self, orders: list[_Order]) -> None:
        before = self._appender.seq, self._appender.received_at_ms
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            written = [order.write(self._appender) for order in orders]
            self._connection.execute("COMMIT")
        except BaseException:
            self._appender.rewind(*before)
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self.is_full = False
        self._heard([row for _, rows in written for row in rows])
        for order, (answer, _) in zip(orders, written, strict=True):
            _answer(order.done, answer)


def _answer(done: Future[Any], answer: Any) -> None:
    """Answer a sender; one that has gone away meanwhile must not stop the writer."""
    try:
        done.set_result(answer)
    except InvalidStateError:
        pass


def _fail(done: Future[Any], error: Exception) -> None:
    try:
        done.set_exception(error)
    except InvalidStateError:
        pass


def _named(error: Exception) -> Exception:
    """Return the error that a sender should see."""
    if isinstance(error, sqlite3.Error):
        if getattr(error, "sqlite_errorcode", None) in FULL_CODES or "full" in str(error):
            return StoreFull(
                "The disk is full: these rows were refused whole and nothing was changed. "
                "Make room, then send them again."
            )
        return LogError(f"The race file could not be written ({error}); these rows were refused whole.")
    return error
