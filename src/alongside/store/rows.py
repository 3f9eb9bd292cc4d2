"""Reading a race file: its rows in order, its newest snapshot."""

from __future__ import annotations

import heapq
import sqlite3
import zlib
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path

from alongside.errors import LogError
from alongside.events.bodies import FixBody
from alongside.events.codec import decode_body
from alongside.events.row import Row
from alongside.store.schema import open_reader

FOREVER_MS = 2**62


def read_rows(path: Path, after_seq: int = 0, until_ms: int = FOREVER_MS) -> Iterator[Row]:
    """Yield the rows past ``after_seq`` that were received by ``until_ms``, in the order of ``seq``."""
    connection = open_reader(path)
    try:
        yield from rows_of(connection, after_seq, until_ms)
    finally:
        connection.close()


def rows_of(connection: sqlite3.Connection, after_seq: int, until_ms: int = FOREVER_MS) -> Iterator[Row]:
    """Yield rows from an open connection; see :func:`read_rows`."""
    log = (
        Row(seq, source, id_, at_ms, received_ms, decode_body(body, f"row {seq} of the log"))
        for seq, source, id_, at_ms, received_ms, body in connection.execute(
            "SELECT seq, source, id, at, received_at, body FROM log"
            " WHERE seq > ? AND received_at <= ? ORDER BY seq",
            (after_seq, until_ms),
        )
    )
    fixes = (
        Row(seq, source, id_, at_ms, received_ms, FixBody(device, bib, at_ms, lat, lon, accuracy_m))
        for seq, source, id_, at_ms, received_ms, device, bib, lat, lon, accuracy_m in connection.execute(
            "SELECT seq, source, id, at, received_at, device, bib, lat, lon, accuracy_m FROM fix"
            " WHERE seq > ? AND received_at <= ? ORDER BY seq",
            (after_seq, until_ms),
        )
    )
    return heapq.merge(log, fixes, key=attrgetter("seq"))


def newest_snapshot(path: Path, until_ms: int = FOREVER_MS) -> bytes | None:
    """Return the newest snapshot taken by ``until_ms``, or ``None``."""
    connection = open_reader(path)
    try:
        found = connection.execute(
            "SELECT state FROM snapshot WHERE received_at <= ? ORDER BY seq DESC LIMIT 1", (until_ms,)
        ).fetchone()
    except sqlite3.Error as error:
        raise LogError(f"{path}: cannot be read ({error}).") from error
    finally:
        connection.close()
    return None if found is None else zlib.decompress(found[0])
