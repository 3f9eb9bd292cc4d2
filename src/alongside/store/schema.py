"""The tables of a race file, and how it is opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alongside.errors import LogError
from alongside.store.upgrade import upgrade_from_1

SCHEMA_VERSION = 2
READABLE = frozenset({1, SCHEMA_VERSION})  # the log has been the same since 1; a writer upgrades in place
APPLICATION_ID = 0x416C6F6E  # "Alon"

_LOG_TABLES = """
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
CREATE TABLE refused (id INTEGER PRIMARY KEY, feed TEXT NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL);
CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, received_at INTEGER NOT NULL, state BLOB NOT NULL);
CREATE TABLE person (
    bib TEXT NOT NULL, position INTEGER NOT NULL, name TEXT, phone TEXT, email TEXT, club TEXT,
    home TEXT, first_marathon INTEGER, why TEXT, PRIMARY KEY (bib, position)
) WITHOUT ROWID;
"""


def open_race(path: Path, *, durable: bool = True) -> sqlite3.Connection:
    """Return a connection that writes the race file at ``path``, made if it is not there.

    A file of an earlier schema is brought up to this one. ``durable`` waits for the disk at every
    commit; without it a power cut may cost the last rows, which only a rehearsal can afford. Raises
    :class:`LogError` when the file is something else.
    """
    connection = _connect(path)
    try:
        _set_up(connection, durable)
        _check(connection, path, frozenset({SCHEMA_VERSION}))
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
    if _asks_for_tables(connection):
        _make_tables(connection)


def _asks_for_tables(connection: sqlite3.Connection) -> bool:
    return _is_empty(connection) or _marks(connection) == (APPLICATION_ID, 1)


def _make_tables(connection: sqlite3.Connection) -> None:
    """Make or upgrade the tables, whole or not at all; another program may be doing the same."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _asks_for_tables(connection):
            if _is_empty(connection):
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                for statement in _LOG_TABLES.split(";\n"):
                    connection.execute(statement)
            upgrade_from_1(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def open_reader(path: Path) -> sqlite3.Connection:
    """Return a connection that only reads; the writer goes on meanwhile."""
    if not path.is_file():
        raise LogError(f"{path}: there is no race file here.")
    connection = _connect(path)
    connection.execute("PRAGMA query_only = ON")
    _check(connection, path, READABLE)
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


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return whose file this is, and of which schema."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    return int(application), int(connection.execute("PRAGMA user_version").fetchone()[0])


def _check(connection: sqlite3.Connection, path: Path, readable: frozenset[int]) -> None:
    application, version = _marks(connection)
    if application != APPLICATION_ID:
        raise LogError(f"{path}: is an SQLite file, but not of a race. Name another file.")
    if version not in readable:
        raise LogError(
            f"{path}: has schema version {version}, this program knows {SCHEMA_VERSION}. "
            "Use the version of alongside that wrote it."
        )
