"""A race folder to its plan, entries and people: the one place that opens these files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from alongside.course.read_toml import TOML_NAME, ReadPlan, parse_toml, read_plan
from alongside.course.roster import ROSTER_NAME, read_roster
from alongside.course.roster_columns import decode_roster, rows_of
from alongside.course.toml_table import Table
from alongside.errors import InputError, Problems
from alongside.events.bodies import EntryBody
from alongside.events.chapter import Chapter
from alongside.events.person import Person
from alongside.events.plan import RacePlan
from alongside.units import wall_to_ms

CHAPTERS_NAME = "chapters.toml"


class RaceFolder(msgspec.Struct, frozen=True):
    """Everything that a race folder says. ``recorded`` is a folder with rows.parquet, or a pair's path.

    ``entries`` and ``people`` are empty where there is no roster yet; ``warnings`` are sentences.
    """

    path: Path
    plan: RacePlan
    entries: tuple[EntryBody, ...]
    people: tuple[Person, ...]
    warnings: tuple[str, ...]
    recorded: Path | None = None
    chapters: tuple[Chapter, ...] = ()


def is_folder(path: Path) -> bool:
    """Return whether a path is a race folder: a directory with a race.toml."""
    return (path / TOML_NAME).is_file()


def read_folder(path: Path) -> RaceFolder:
    """Return what a race folder says; :class:`InputError` carries everything that is wrong with it."""
    data = parse_toml(_read(_folder(path), TOML_NAME))
    problems, read = Problems(), None
    try:
        read = read_plan(data, lambda name: _read(path, name))
    except InputError as error:
        problems.extend(error.problems)
    if read is None:
        _check_roster_alone(path, problems)
        raise InputError(problems.found)
    folder = _with_plan(path, read, problems)
    problems.raise_if_any()
    return folder


def _with_plan(path: Path, read: ReadPlan, problems: Problems) -> RaceFolder:
    entries, people = _roster(path, read.plan, problems)
    warnings = list(read.warnings)
    if not (path / ROSTER_NAME).exists():
        warnings.append(f"{ROSTER_NAME}: there is none: every bib will be unknown until there is.")
    recorded = _recorded(path, read.recorded, problems)
    chapters = _chapters(path, read.plan, problems)
    return RaceFolder(path, read.plan, entries, people, tuple(warnings), recorded, chapters)


def _folder(path: Path) -> Path:
    try:
        return _checked(path)
    except OSError as error:
        raise InputError.of(
            str(path), f"cannot be read: {error.strerror}.", "Check who may read it."
        ) from error


def _checked(path: Path) -> Path:
    if path.is_file():
        fix = "Give the folder that holds it." if path.name == TOML_NAME else "Give the race's folder."
        raise InputError.of(str(path), "is a file, not a race folder.", fix)
    if not path.is_dir():
        raise InputError.of(str(path), "there is no such folder.", "Check the path.")
    if not (path / TOML_NAME).exists():
        raise InputError.of(str(path), f"has no {TOML_NAME}.", f"`alongside init {path}` writes a first one.")
    return path


def _read(folder: Path, name: str) -> bytes:
    file = folder / name
    try:
        if file.is_dir():
            raise InputError.of(name, "is a folder, not a file.", "Put the file itself in its place.")
        return file.read_bytes()
    except FileNotFoundError:
        raise KeyError(name) from None
    # A name with a zero byte in it is a ValueError; the rest of what can go wrong is an OSError.
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError.of(
            name, f"cannot be read: {reason}.", "Check the name and who may read it."
        ) from error


def _roster_bytes(path: Path, problems: Problems) -> bytes | None:
    try:
        return _read(path, ROSTER_NAME)
    except KeyError:
        return None
    except InputError as error:
        problems.extend(error.problems)
        return None


def _check_roster_alone(path: Path, problems: Problems) -> None:
    """Without a plan a roster's lines cannot be judged; that it can be read, and has bibs, can."""
    raw = _roster_bytes(path, problems)
    try:
        rows_of(decode_roster(raw, ROSTER_NAME), ROSTER_NAME) if raw is not None else None
    except InputError as error:
        problems.extend(error.problems)


def _roster(
    path: Path, plan: RacePlan, problems: Problems
) -> tuple[tuple[EntryBody, ...], tuple[Person, ...]]:
    raw = _roster_bytes(path, problems)
    try:
        entries, people = read_roster(raw, plan) if raw is not None else ([], [])
    except InputError as error:
        problems.extend(error.problems)
        return (), ()
    return tuple(entries), tuple(people)


def _recorded(path: Path, name: str | None, problems: Problems) -> Path | None:
    if name is None:
        return None
    if _is_recorded(path / name):
        return path / name
    problems.add(
        f"{TOML_NAME}: recorded",
        f"{name!r} holds no rows.parquet, and is no pair of .runners.parquet and .splits.parquet.",
        "Write the folder, or the pair's path without its ending; or leave the key out.",
    )
    return None


def _is_recorded(recorded: Path) -> bool:
    pair = [Path(f"{recorded}.{part}.parquet") for part in ("runners", "splits")]
    try:
        return (recorded / "rows.parquet").is_file() or all(file.is_file() for file in pair)
    except OSError:  # a name too long for a file, or a folder that may not be read
        return False


def _chapters(path: Path, plan: RacePlan, problems: Problems) -> tuple[Chapter, ...]:
    try:
        data = parse_toml(_read(path, CHAPTERS_NAME), CHAPTERS_NAME)
    except KeyError:
        return ()
    except InputError as error:
        problems.extend(error.problems)
        return ()
    return _chapters_in(data, plan, problems)


def _chapters_in(data: dict[str, Any], plan: RacePlan, problems: Problems) -> tuple[Chapter, ...]:
    root = Table(CHAPTERS_NAME, "chapters", data, problems)
    chapters = [_chapter(table, plan) for table in root.tables("chapter", "chapter")]
    return tuple(sorted((one for one in chapters if one is not None), key=lambda one: one.at_ms))


def _chapter(table: Table, plan: RacePlan) -> Chapter | None:
    time_s, title = table.clock_s("time", needed=True), table.text("title", needed=True)
    text = table.text("text", "") or ""
    if time_s is None or title is None:
        return None
    return Chapter(wall_to_ms(date.fromisoformat(plan.date), time_s, plan.zone), title, text)
