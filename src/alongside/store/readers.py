"""Connections that only read, one for each thread: no page opens a file, and none waits for another."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from alongside.store.schema import open_reader


class Readers:
    """The reading connections of a race file, opened when a thread first asks, closed together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def get(self) -> sqlite3.Connection:
        """Return this thread's connection; not in a transaction, so it sees whatever is committed."""
        connection: sqlite3.Connection | None = getattr(self._mine, "connection", None)
        if connection is None:
            connection = self._mine.connection = open_reader(self._path)
            with self._lock:
                self._all.append(connection)
        return connection

    def close(self) -> None:
        """Close them all; nobody may read afterwards."""
        with self._lock:
            for connection in self._all:
                connection.close()
            self._all.clear()
