"""The tables of a race file, and how it is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alongside.errors import LogError

SCHEMA_VERSION = 1
APPLICATION_ID = 0x416C6F6E  # "Alon"

_TABLES = """
CREATE TABLE log (
    seq INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, at INTEGER,
    received_at INTEGER NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
    UNIQUE (source, id)
);
CREATE TABLE fix (
    seq INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, at INTEGER,
    received_at INTEGER NOT NULL, device TEXT NOT NULL, bib TEXT NOT NULL,
    lat REAL NOT NULL, lon REAL NOT NULL, accuracy_m REAL,
    UNIQUE (source, id)
);
CREATE TABLE person (
    bib TEXT NOT NULL, position INTEGER NOT NULL, name TEXT, phone TEXT, email TEXT, club TEXT,
    home TEXT, first_marathon INTEGER, why TEXT, PRIMARY KEY (bib, position)
) WITHOUT ROWID;
CREATE TABLE refused (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, state BLOB NOT NULL);
CREATE TABLE secret (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
"""


def open_race(path: Path, *, durable: bool = True) -> sqlite3.Connection:
    """Return a connection that writes the race file at ``path``, made if it is not there.

    ``durable`` waits for the disk at every commit; without it a power cut may cost the last rows, which
    only a rehearsal can afford. Raises :class:`LogError` when the file is something else.
    """
    connection = _connect(path)
    try:
        _set_up(connection, durable)
        _check(connection, path)
    except sqlite3.Error as error:
        raise LogError(
            f"{path}: cannot be set up as a race file ({error}). "
            "Look whether the disk has room, and whether the file may be written."
        ) from error
    return connection


def _set_up(connection: sqlite3.Connection, durable: bool) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")
    if _is_empty(connection):
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
            f"BEGIN; {_TABLES} COMMIT;"
        )


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads; the writer goes on meanwhile."""
    if not path.is_file():
        raise LogError(f"{path}: there is no race file here.")
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    _check(connection, path)
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
        connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise LogError(f"{path}: cannot be opened as a race file ({error}).") from error
    return connection


def _is_empty(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise LogError(f"{path}: is an SQLite file, but not of a race. Name another file.")
    if version != SCHEMA_VERSION:
        raise LogError(
            f"{path}: has schema version {version}, this program knows {SCHEMA_VERSION}. "
            "Use the version of alongside that wrote it."
        )
