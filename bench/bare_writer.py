"""The least that can acknowledge durably: one thread, what has gathered is one commit, rows (seq, body)."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue

from alongside.store.schema import open_race


class BareWriter:
    """Takes lists of bytes and gives a future of their numbers, done when they are on disk.

    No keys, no receipts, no times, nobody told of new rows; the pragmas are those of a race file.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_race(path)
        self._connection.execute("CREATE TABLE bare (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        self._seq = 0
        self._orders: SimpleQueue[tuple[Sequence[bytes], Future[list[int]]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def submit(self, bodies: Sequence[bytes]) -> Future[list[int]]:
        """Append bodies; the future is done when they are on disk."""
        done: Future[list[int]] = Future()
        self._orders.put((bodies, done))
        return done

    def close(self) -> None:
        """Write what was submitted, and end."""
        self._orders.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (first := self._orders.get()) is not None:
            orders, last = [first], False
            try:
                while (order := self._orders.get_nowait()) is not None:
                    orders.append(order)
                last = True
            except Empty:
                pass
            self._commit(orders)
            if last:
                break

    def _commit(self, orders: list[tuple[Sequence[bytes], Future[list[int]]]]) -> None:
        rows = []
        given = []
        for bodies, _ in orders:
            first = self._seq + 1
            self._seq += len(bodies)
            given.append(list(range(first, self._seq + 1)))
            rows += list(zip(given[-1], bodies, strict=True))
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO bare VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")
        for (_, done), seqs in zip(orders, given, strict=True):
            done.set_result(seqs)
