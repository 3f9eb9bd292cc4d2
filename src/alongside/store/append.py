"""One transaction of the log: keys checked, order given, rows written, or nothing at all."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import get_args

from alongside.errors import InputError, LogError
from alongside.events.bodies import VERSIONS, Body, FixBody, ReadBody, RefusedBody
from alongside.events.bounds import wrong_with
from alongside.events.codec import decode_body, encode_body
from alongside.events.row import Draft, Receipt, Row
from alongside.store.person_tables import put_texts, take_consents

_LOG = "INSERT OR IGNORE INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_FIX = "INSERT OR IGNORE INTO fix VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_SEEN = (
    "SELECT seq FROM log WHERE source = ?1 AND id = ?2"
    " UNION ALL SELECT seq FROM fix WHERE source = ?1 AND id = ?2"
)
# As repr() quotes; an apostrophe within a word quotes nothing.
_QUOTED = re.compile(r"""(?<!\w)(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?!\w)""", re.DOTALL)

# Looked up for every row: asking msgspec for a struct's tag takes longer than encoding a read.
_KIND: dict[type[Body], tuple[str, int]] = {
    of: (kind, VERSIONS[kind]) for of in get_args(Body) for kind in [str(of.__struct_config__.tag)]
}
_MANY = ReadBody, FixBody


class Appender:
    """Gives rows their ``seq`` and ``received_at_ms``. Not thread-safe; the caller owns the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        seq, received = connection.execute(
            "SELECT max(seq), max(received_at) FROM (SELECT max(seq) AS seq, max(received_at) AS received_at"
            " FROM log UNION ALL SELECT max(seq), max(received_at) FROM fix)"
        ).fetchone()
        self._sources = [
            {source for (source,) in connection.execute(f"SELECT DISTINCT source FROM {table}")}
            for table in ("log", "fix")
        ]
        self.seq: int = seq or 0
        self.received_at_ms: int = received if received is not None else -(2**62)

    def append(
        self, drafts: Sequence[Draft], now_ms: int, texts: Mapping[str, str] | None = None
    ) -> tuple[list[Receipt], list[Row]]:
        """Write drafts in order; return a receipt for each, and the rows that are new.

        A draft without ``received_at_ms`` gets ``now_ms``; no row is received before the row above it.
        With the new rows go the ``texts`` that they point to, and the consents that they change.
        """
        receipts, rows = self._append(drafts, now_ms)
        take_consents(self._connection, rows)
        if texts:
            put_texts(self._connection, texts, rows)
        return receipts, rows

    def _append(self, drafts: Sequence[Draft], now_ms: int) -> tuple[list[Receipt], list[Row]]:
        rows = self._numbered(drafts, now_ms)
        if self._is_one_table_each(rows) and self._write(rows) == len(rows):
            self._take(rows)
            return [Receipt(row.seq, False) for row in rows], rows
        return self._append_one_by_one(drafts, now_ms)

    def refuse(self, feed: str, reason: str, raw: bytes, now_ms: int) -> tuple[list[Receipt], list[Row]]:
        """Keep bytes that could not be read, and a row that says so; the same bytes again change nothing."""
        id_ = hashlib.blake2b(feed.encode() + b"\0" + raw, digest_size=16).hexdigest()
        seen = self._connection.execute(_SEEN, ("refused", id_)).fetchone()
        if seen is not None:
            return [Receipt(seen[0], True)], []
        insert = "INSERT INTO refused (feed, reason, raw) VALUES (?, ?, ?)"
        raw_id = self._connection.execute(insert, (feed, reason, raw)).lastrowid or 0
        body = RefusedBody(feed, without_quotes(reason), raw_id)
        return self.append([Draft("refused", id_, None, body)], now_ms)

    def rewind(self, seq: int, received_at_ms: int) -> None:
        """Forget the numbers given in a transaction that was rolled back."""
        self.seq, self.received_at_ms = seq, received_at_ms

    def _numbered(self, drafts: Sequence[Draft], now_ms: int) -> list[Row]:
        rows = []
        received_ms = self.received_at_ms
        for seq, draft in enumerate(drafts, self.seq + 1):
            if wrong := wrong_with(draft.body):
                raise InputError.of(f"{draft.source} {draft.id}", wrong, "It was refused, with its batch.")
            given_ms = now_ms if draft.received_at_ms is None else draft.received_at_ms
            received_ms = given_ms if given_ms > received_ms else received_ms
            rows.append(Row(seq, draft.source, draft.id, draft.at_ms, received_ms, _as_on_disk(draft.body)))
        return rows

    def _is_one_table_each(self, rows: Sequence[Row]) -> bool:
        """Return whether no source of these rows has keys in both tables, where a repeat could hide."""
        self._sources[0].update({row.source for row in rows if not isinstance(row.body, FixBody)})
        self._sources[1].update({row.source for row in rows if isinstance(row.body, FixBody)})
        return self._sources[0].isdisjoint(self._sources[1])

    def _write(self, rows: Sequence[Row]) -> int:
        """Insert rows; if any key was there before, insert none. Return how many were inserted."""
        before = self._connection.total_changes
        log = [_log_values(row) for row in rows if not isinstance(row.body, FixBody)]
        if log:
            self._connection.executemany(_LOG, log)
        if len(log) < len(rows):
            fixes = [_fix_values(row, row.body) for row in rows if isinstance(row.body, FixBody)]
            self._connection.executemany(_FIX, fixes)
        inserted = self._connection.total_changes - before
        if inserted < len(rows):
            self._take_back()
        return inserted

    def _take_back(self) -> None:
        """Remove what was inserted past the last number given: cheaper than a savepoint around each batch."""
        self._connection.execute("DELETE FROM log WHERE seq > ?", (self.seq,))
        self._connection.execute("DELETE FROM fix WHERE seq > ?", (self.seq,))

    def _append_one_by_one(self, drafts: Sequence[Draft], now_ms: int) -> tuple[list[Receipt], list[Row]]:
        receipts: list[Receipt] = []
        added: list[Row] = []
        for draft in drafts:
            seen = self._connection.execute(_SEEN, (draft.source, draft.id)).fetchone()
            if seen is not None:
                receipts.append(Receipt(seen[0], True))
                continue
            rows = self._numbered([draft], now_ms)
            if not self._write(rows):  # OR IGNORE passes over a missing value too
                raise LogError(f"{draft.source} {draft.id}: cannot be kept as it is; it was refused.")
            self._take(rows)
            receipts.append(Receipt(rows[0].seq, False))
            added += rows
        return receipts, added

    def _take(self, rows: Sequence[Row]) -> None:
        if rows:
            self.seq, self.received_at_ms = rows[-1].seq, rows[-1].received_at_ms


def without_quotes(reason: str) -> str:
    """Return a reason without what it quotes: that may be anybody's name, and the log names nobody.

    >>> without_quotes("'at' 'Ada Nimble' doesn't name a time")
    "'…' '…' doesn't name a time"
    """
    return _QUOTED.sub("'…'", reason)


def _as_on_disk(body: Body) -> Body:
    """Return a body as a later reader of the file will see it: 5000 for a length in metres is 5000.0.

    Reads and fixes come by the hundred thousand, and the fold takes their numbers either way.
    """
    return body if isinstance(body, _MANY) else decode_body(encode_body(body))


def _log_values(row: Row) -> tuple[object, ...]:
    kind, version = _KIND[type(row.body)]
    body = encode_body(row.body)
    return row.seq, row.source, row.id, row.at_ms, row.received_at_ms, kind, version, body


def _fix_values(row: Row, fix: FixBody) -> tuple[object, ...]:
    place = fix.device, fix.bib, fix.lat, fix.lon, fix.accuracy_m
    return row.seq, row.source, row.id, fix.at_ms, row.received_at_ms, *place
