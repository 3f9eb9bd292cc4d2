"""The tables beside the log that hold words: persons, consents, texts, and who looked at whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from alongside.events.bodies import REFUSED, ConsentBody
from alongside.events.codec import decode_body
from alongside.events.link import ConsentReceipt, Consents, Look
from alongside.events.person import Person
from alongside.events.row import Row
from alongside.store.links import note_change
from alongside.units import normal_code

AT_ONCE = 500  # values in one IN (...); SQLite allows 999 in its oldest builds

_PERSON = (
    "bib, position, name, phone, email, club, home, first_marathon, why, adult, guardian, guardian_email"
)


def put_people(connection: sqlite3.Connection, people: Sequence[Person]) -> None:
    """Write the roster's people in place of those known under the same bibs."""
    bibs = [normal_code(person.bib) for person in people]
    connection.executemany("DELETE FROM person WHERE bib = ?", {(bib,) for bib in bibs})
    position: dict[str, int] = {}
    values = []
    for bib, person in zip(bibs, people, strict=True):
        position[bib] = position.get(bib, 0) + 1
        words = person.name, person.phone, person.email, person.club, person.home
        more = person.first_marathon, person.why, person.adult, person.guardian, person.guardian_email
        values.append((bib, position[bib], *words, *more))
    connection.executemany(f"INSERT INTO person ({_PERSON}) VALUES ({', '.join('?' * 12)})", values)


def persons_of(connection: sqlite3.Connection, bibs: Iterable[str]) -> dict[tuple[str, int], Person]:
    """Return persons by (normalised bib, position from 1)."""
    return {
        (row[0], row[1]): _person(row) for row in _by_bib(connection, f"SELECT {_PERSON} FROM person", bibs)
    }


def consents_of(connection: sqlite3.Connection, bibs: Iterable[str]) -> dict[tuple[str, int], Consents]:
    """Return consents by (normalised bib, position)."""
    select = "SELECT bib, position, follow, companions, first_name, story, paused_ms FROM consent"
    return {
        (row[0], row[1]): Consents(*[*map(bool, row[2:6]), row[6] is not None, row[6]])
        for row in _by_bib(connection, select, bibs)
    }


def take_consents(connection: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Bring the table of consents up to new rows of the log; the last row about a switch holds."""
    new = [(row.body, row.received_at_ms) for row in rows if isinstance(row.body, ConsentBody)]
    for body, at_ms in new:
        # The name of the column is one of four that the type allows; a decoded row cannot hold another.
        connection.execute(
            f"INSERT INTO consent (bib, position, {body.consent}, changed_ms) VALUES (?1, ?2, ?3, ?4)"
            f" ON CONFLICT (bib, position) DO UPDATE SET {body.consent} = ?3, changed_ms = ?4",
            (normal_code(body.bib), body.position, body.on, at_ms),
        )
    if new:
        note_change(connection)


def receipts_of(connection: sqlite3.Connection, bib: str, position: int) -> list[ConsentReceipt]:
    """Return what a person agreed to and took back, newest first: the log's rows about her."""
    rows = connection.execute(
        "SELECT coalesce(at, received_at), body FROM log WHERE kind = 'consent'"
        " AND json_extract(CAST(body AS TEXT), '$.bib') = ? ORDER BY seq DESC",
        (normal_code(bib),),
    )
    said = [(at_ms, decode_body(body)) for at_ms, body in rows]
    return [
        ConsentReceipt(at_ms, body.consent, body.on, body.by)
        for at_ms, body in said
        if isinstance(body, ConsentBody) and body.position == position
    ]


def set_paused(connection: sqlite3.Connection, bib: str, position: int, paused: bool, at_ms: int) -> None:
    """Pause or resume a person; pausing again keeps the first time, so that nothing newer slips out."""
    connection.execute(
        "INSERT INTO consent (bib, position, paused_ms, changed_ms) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (bib, position) DO UPDATE SET changed_ms = ?4,"
        " paused_ms = CASE WHEN ?3 IS NULL THEN NULL ELSE coalesce(paused_ms, ?3) END",
        (normal_code(bib), position, at_ms if paused else None, at_ms),
    )
    note_change(connection)


def put_texts(connection: sqlite3.Connection, texts: Mapping[str, str], rows: Iterable[Row]) -> None:
    """Keep the words that new rows point to; those of a repeat would be nobody's."""
    used = {getattr(row.body, "text_id", "") for row in rows}
    connection.executemany(
        "INSERT OR IGNORE INTO text VALUES (?, ?)",
        [(id_, text) for id_, text in texts.items() if id_ in used],
    )


def texts_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return texts by id; those of refused bytes, ``refused/RAW_ID``, are their reasons."""
    wanted = list(filter(None, ids))
    select = "SELECT id, text FROM text WHERE id IN"
    found = {row[0]: row[1] for row in _in_parts(connection, select, wanted)}
    of_refused = [id_.removeprefix(REFUSED) for id_ in wanted if id_.startswith(REFUSED)]
    reasons = "SELECT id, reason FROM refused WHERE id IN"
    found |= {f"{REFUSED}{row[0]}": row[1] for row in _in_parts(connection, reasons, of_refused)}
    return found


def put_look(connection: sqlite3.Connection, look: Look) -> None:
    """Keep that somebody looked at a runner."""
    connection.execute(
        "INSERT INTO look (bib, link_id, role, holder, what, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
        (normal_code(look.bib), look.link_id, look.role, look.holder, look.what, look.at_ms),
    )


def looks_at(connection: sqlite3.Connection, bib: str) -> list[Look]:
    """Return who looked at a runner, newest first."""
    rows = connection.execute(
        "SELECT link_id, role, holder, bib, what, at_ms FROM look WHERE bib = ? ORDER BY id DESC",
        (normal_code(bib),),
    )
    return [Look(*row) for row in rows]


def _by_bib(connection: sqlite3.Connection, select: str, bibs: Iterable[str]) -> Iterator[Sequence[Any]]:
    return _in_parts(connection, f"{select} WHERE bib IN", map(normal_code, bibs))


def _in_parts(connection: sqlite3.Connection, select: str, values: Iterable[str]) -> Iterator[Sequence[Any]]:
    every = list(dict.fromkeys(values))
    for first in range(0, len(every), AT_ONCE):
        part = every[first : first + AT_ONCE]
        yield from connection.execute(f"{select} ({', '.join('?' * len(part))})", part).fetchall()


def _person(row: Sequence[Any]) -> Person:
    bib, _, name, phone, email, club, home, first_marathon, why, adult, guardian, guardian_email = row
    return Person(
        bib,
        name or "",
        phone or "",
        email or "",
        club or "",
        home or "",
        _yes_no(first_marathon),
        why or "",
        _yes_no(adult),
        guardian or "",
        guardian_email or "",
    )


def _yes_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)
