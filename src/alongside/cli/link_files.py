"""The files of ``alongside links``: tables for the mailer, a table of staff links, cards to print.

A token is known only when it is made, so no file is ever written over: a second run writes
``runners-2.csv`` beside ``runners.csv``. Nobody but the owner may read them.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from alongside.cli.cards import cards_page
from alongside.cli.link_making import Made
from alongside.cli.link_wants import is_staff
from alongside.errors import InputError
from alongside.events.plan import RacePlan
from alongside.web.role_words import TITLES

Row = tuple[object, ...]
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with these a spreadsheet takes a cell for one


def write_files(out: Path, plan: RacePlan, made: Sequence[Made]) -> list[Path]:
    """Write what is new into a folder, made if it is not there; return the files."""
    _make_folder(out)
    staff = [one for one in made if is_staff(one.want)]
    people = [one for one in made if not is_staff(one.want)]
    tables: dict[str, tuple[Sequence[str], list[Row]]] = {
        "runners": (("bib", "person", "name", "email", "link"), _mails(people, "runner")),
        "guardians": (("bib", "person", "name", "guardian", "email", "link"), _guardians(people)),
        "codes": (("bib", "person", "for", "name", "email", "code"), _codes(people)),
        "staff": (("role", "for", "link"), [(TITLES[m.want.role], m.want.title, m.address) for m in staff]),
    }
    written = [_table(out, name, heads, rows) for name, (heads, rows) in tables.items() if rows]
    if staff:
        written.append(_write(out, "cards", ".html", cards_page(plan, staff).encode()))
    return written


def remove(files: Iterable[Path]) -> None:
    """Take back files whose links could not be kept: they would open nothing."""
    for file in files:
        file.unlink(missing_ok=True)


def _mails(made: Iterable[Made], role: str) -> list[Row]:
    of_role = (one for one in made if one.want.role == role)
    return [(m.want.bib, m.want.position, m.want.name, m.want.email, m.address) for m in of_role]


def _guardians(made: Iterable[Made]) -> list[Row]:
    of_role = [one for one in made if one.want.role == "guardian"]
    return [
        (m.want.bib, m.want.position, m.want.name, m.want.holder, m.want.email, m.address) for m in of_role
    ]


def _codes(made: Iterable[Made]) -> list[Row]:
    return [
        (m.want.bib, m.want.position, m.want.role, m.want.name, m.want.email, m.code) for m in made if m.code
    ]


def _table(out: Path, name: str, heads: Sequence[str], rows: Sequence[Row]) -> Path:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heads, *(map(_inert, row) for row in rows)])
    return _write(out, name, ".csv", text.getvalue().encode())


def _inert(cell: object) -> object:
    """A name comes from a form that anybody fills in; as a formula it could send the links beside it away."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        out.chmod(0o700)
    except OSError as error:
        raise InputError.of(
            str(out), f"cannot be written to ({error.strerror}).", "Name another folder with --out."
        ) from error


def _write(out: Path, name: str, ending: str, content: bytes) -> Path:
    path, n = out / f"{name}{ending}", 1
    while path.exists():
        n += 1
        path = out / f"{name}-{n}{ending}"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    except OSError as error:
        raise InputError.of(
            str(path), f"cannot be written ({error.strerror}).", "Make room, or name another folder."
        ) from error
    return path
