"""The table of links: reading it by token, id, role or bib, and every change to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from alongside.events.link import Link, NewLink
from alongside.units import normal_code

_COLUMNS = (
    "id, role, scope, bib, position, holder, made_ms, made_by, ended_ms, claimed_ms,"
    " factor_digest <> '' AND claimed_ms IS NULL, opens, last_open_ms, replaces, takes_over"
)
_INSERT = (
    "INSERT INTO link (id, role, digest, scope, bib, position, holder, made_ms, made_by, factor_digest,"
    " replaces, takes_over) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def link_by_digest(connection: sqlite3.Connection, digest: str) -> Link | None:
    """Return the link of a token's digest, ended ones too."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM link WHERE digest = ?", (digest,)).fetchone()
    return None if found is None else _link(found)


def link_by_id(connection: sqlite3.Connection, link_id: int) -> Link | None:
    """Return a link by its id."""
    found = connection.execute(f"SELECT {_COLUMNS} FROM link WHERE id = ?", (link_id,)).fetchone()
    return None if found is None else _link(found)


def links_of(connection: sqlite3.Connection, role: str, bib: str) -> list[Link]:
    """Return links by role, by bib, or all (both empty), in the order they were made."""
    where, values = [], []
    for column, value in (("role", role), ("bib", normal_code(bib))):
        if value:
            where.append(f"{column} = ?")
            values.append(value)
    clause = f"WHERE {' AND '.join(where)}" if where else ""
    return [
        _link(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM link {clause} ORDER BY id", values)
    ]


def factor_of(connection: sqlite3.Connection, link_id: int) -> str:
    """Return the digest of what claiming a link takes; empty: nothing."""
    found = connection.execute("SELECT factor_digest FROM link WHERE id = ?", (link_id,)).fetchone()
    return str(found[0]) if found else ""


def put_links(connection: sqlite3.Connection, links: Sequence[NewLink]) -> list[int]:
    """Make links and end those that they replace; return their ids."""
    first = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM link").fetchone()[0]
    ids = list(range(first, first + len(links)))
    connection.executemany(_INSERT, [_values(id_, link) for id_, link in zip(ids, links, strict=True)])
    connection.executemany(
        "UPDATE link SET ended_ms = coalesce(ended_ms, ?) WHERE id = ?",
        [(link.made_ms, link.replaces) for link in links if link.replaces],
    )
    note_change(connection)
    return ids


def end_link(connection: sqlite3.Connection, link_id: int, at_ms: int) -> None:
    """End a link; one that has ended already keeps its time."""
    connection.execute("UPDATE link SET ended_ms = coalesce(ended_ms, ?) WHERE id = ?", (at_ms, link_id))
    note_change(connection)


def claim_link(connection: sqlite3.Connection, link_id: int, factor_digest: str, at_ms: int) -> bool:
    """Claim a link that lives; return whether the second factor fitted. The first claim's time stays."""
    done = connection.execute(
        "UPDATE link SET claimed_ms = coalesce(claimed_ms, ?)"
        " WHERE id = ? AND ended_ms IS NULL AND factor_digest <> '' AND factor_digest = ?",
        (at_ms, link_id, factor_digest),
    )
    if done.rowcount:
        note_change(connection)
    return done.rowcount > 0


def count_openings(connection: sqlite3.Connection, openings: dict[int, tuple[int, int]]) -> None:
    """Add openings by link id, as (how many, the last one's time); end what an opened link takes over.

    Pages need not notice an opening, only an end.
    """
    connection.executemany(
        "UPDATE link SET opens = opens + ?, last_open_ms = max(coalesce(last_open_ms, 0), ?) WHERE id = ?",
        [(count, last_ms, link_id) for link_id, (count, last_ms) in openings.items()],
    )
    before = connection.total_changes
    connection.executemany(
        "UPDATE link SET ended_ms = ?1"
        " WHERE id = (SELECT takes_over FROM link WHERE id = ?2) AND ended_ms IS NULL",
        [(last_ms, link_id) for link_id, (_, last_ms) in openings.items()],
    )
    if connection.total_changes > before:
        note_change(connection)


def note_change(connection: sqlite3.Connection) -> None:
    """Let whoever watches the count of changes know, in this process or another."""
    connection.execute("UPDATE change SET n = n + 1")


def change_count(connection: sqlite3.Connection) -> int:
    """Return the count of changes to links and consents."""
    return int(connection.execute("SELECT n FROM change").fetchone()[0])


def _values(id_: int, link: NewLink) -> tuple[object, ...]:
    who = link.scope, normal_code(link.bib), link.position, link.holder
    made = link.made_ms, link.made_by, link.factor_digest, link.replaces, link.takes_over
    return id_, link.role, link.digest, *who, *made


def _link(row: Sequence[Any]) -> Link:
    return Link(*[*row[:10], bool(row[10]), *row[11:]])
