"""A made-up day as a race folder: what the organiser wrote, what devices sent, and the truth beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from alongside.course.roster import ROSTER_NAME
from alongside.errors import InputError
from alongside.events.bodies import EntryBody
from alongside.events.chapter import Chapter
from alongside.events.codec import encode_body
from alongside.events.person import Person
from alongside.events.row import Draft
from alongside.folders.race_folder import CHAPTERS_NAME
from alongside.simulate.race import MadeUp
from alongside.simulate.truth import Columns
from alongside.units import show_duration, show_time

_SMALL = 200_000
_ROWS = pa.schema(
    [
        ("received_at_ms", pa.int64()),
        ("at_ms", pa.int64()),
        ("source", pa.string()),
        ("id", pa.string()),
        ("body", pa.binary()),
    ]
)
_INT, _TEXT = pa.int32(), pa.string()
_RUNNERS = pa.schema(
    [
        ("race", _TEXT),
        ("bib", _INT),
        ("wave", _TEXT),
        ("bib_block", pa.int16()),
        ("start_tod_s", _INT),
        ("gender", _TEXT),
        ("age", pa.int16()),
        ("age_group", _TEXT),
        *((name, pa.int64()) for name in ("h_surname", "h_given", "h_name", "h_city", "h_club")),
        *((name, _TEXT) for name in ("state", "country", "event", "status")),
        ("finish_s", _INT),
        ("gun_s", _INT),
        ("last_mat", _TEXT),
    ]
)
_SPLITS = pa.schema(
    [
        ("race", _TEXT),
        ("bib", _INT),
        ("mat", _TEXT),
        ("mat_seq", pa.int16()),
        ("km", pa.float32()),
        ("elapsed_s", _INT),
        ("tod_s", _INT),
        ("estimated", pa.bool_()),
    ]
)
_COMPANIONS = pa.schema(
    [("bib_a", _INT), ("bib_b", _INT), ("kind", _TEXT), ("from_m", pa.float64()), ("to_m", pa.float64())]
)
_ROSTER_COLUMNS = (
    *("bib", "chip", "distance", "wave", "name", "adult", "persons"),
    *("expected", "first_marathon", "club", "home", "why", "phone", "email"),
)


def write_made_up(out: Path, course_files: dict[str, bytes], made_up: MadeUp, *, truth: bool = True) -> None:
    """Write a race folder with its recorded day, and ``truth.*.parquet`` unless told not to.

    ``course_files`` are race.toml and the GPX files by name. Raises :class:`InputError` when ``out`` is a
    file or holds files already: nothing is ever overwritten.
    """
    _check_empty(out)
    (out / "recorded").mkdir(parents=True, exist_ok=True)
    for name, raw in course_files.items():
        (out / name).write_bytes(raw)
    (out / ROSTER_NAME).write_bytes(roster_bytes(made_up.entries, made_up.people))
    if made_up.chapters:
        (out / CHAPTERS_NAME).write_bytes(chapters_bytes(made_up.chapters, made_up.plan.zone))
    write_rows(out / "recorded" / "rows.parquet", made_up.drafts)
    if truth:
        _write_truth(out, made_up)


def _check_empty(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputError.of(str(out), "is a file, not a folder.", "Give a folder that is not there yet.")
    if out.is_dir() and any(out.iterdir()):
        raise InputError.of(str(out), "already holds files.", "Give a new or an empty folder.")


def write_rows(path: Path, drafts: Sequence[Draft]) -> None:
    """Write drafts as a recorded day, in the order given (that of ``received_at_ms``)."""
    columns = {
        "received_at_ms": [draft.received_at_ms for draft in drafts],
        "at_ms": [draft.at_ms for draft in drafts],
        "source": [draft.source for draft in drafts],
        "id": [draft.id for draft in drafts],
        "body": [encode_body(draft.body) for draft in drafts],
    }
    _write(path, pa.table(columns, schema=_ROWS))


def _write_truth(out: Path, made_up: MadeUp) -> None:
    tables: tuple[tuple[str, Columns, pa.Schema], ...] = (
        ("runners", made_up.truth.runners, _RUNNERS),
        ("splits", made_up.truth.splits, _SPLITS),
        ("companions", made_up.truth.companions, _COMPANIONS),
    )
    for name, columns, schema in tables:
        _write(out / f"truth.{name}.parquet", pa.table(columns, schema=schema))


def _write(path: Path, table: pa.Table) -> None:
    level = 19 if table.num_rows < _SMALL else 4  # small files are shipped, large ones should be quick
    pq.write_table(table, path, compression="zstd", compression_level=level, row_group_size=1 << 20)


def roster_bytes(entries: Sequence[EntryBody], people: Sequence[Person]) -> bytes:
    """Return roster.csv: one line per entry, with the person of the same bib."""
    by_bib = {person.bib: person for person in people}
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_ROSTER_COLUMNS)
    for entry in entries:
        lines.writerow(_roster_line(entry, by_bib.get(entry.bib, Person(entry.bib))))
    return text.getvalue().encode()


def _roster_line(entry: EntryBody, person: Person) -> list[str]:
    return [
        entry.bib,
        "|".join(entry.chips),
        entry.distance,
        entry.wave,
        person.name,
        _yes_no(entry.adult),
        str(entry.persons),
        show_duration(entry.expected_s) if entry.expected_s is not None else "",
        _yes_no(person.first_marathon),
        person.club,
        person.home,
        person.why,
        person.phone,
        person.email,
    ]


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def chapters_bytes(chapters: Sequence[Chapter], zone: str) -> bytes:
    """Return chapters.toml, with times as the wall shows them."""
    parts = [
        f'[[chapter]]\ntime = "{show_time(one.at_ms, zone)}"\n'
        f"title = {_toml_text(one.title)}\ntext = {_toml_text(one.text)}\n"
        for one in chapters
    ]
    return "\n".join(parts).encode()


def _toml_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
