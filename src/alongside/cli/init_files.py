"""The files that ``alongside init`` starts from and leaves behind; nothing that is there is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from alongside.course.gpx import read_gpx
from alongside.course.line import CourseLine, haversine_m
from alongside.course.read_toml import TOML_NAME
from alongside.course.roster import ROSTER_NAME
from alongside.errors import InputError, Problems


class Found:
    """The GPX files by name, their lines, and the roster, as they lie in the folder or were named."""

    def __init__(self, gpx: dict[str, bytes], lines: dict[str, CourseLine], roster: bytes | None) -> None:
        self.gpx, self.lines, self.roster = gpx, lines, roster

    def about(self, name: str) -> str:
        """Return a GPX in a sentence: how long it is, and where it starts and ends."""
        line = self.lines[name]
        start = f"starts at {line.lat[0]:.5f}, {line.lon[0]:.5f}"
        apart_m = float(haversine_m(line.lat[0], line.lon[0], line.lat[-1], line.lon[-1]))
        ends = "ends there too" if apart_m < 100 else f"ends {apart_m / 1000:.1f} km from there"
        return f"{name}: measures {line.length_m / 1000:.3f} km, {start}, {ends}."


def find_files(folder: Path, gpx: Iterable[Path], roster: Path | None) -> Found:
    """Return what there is to start from; :class:`InputError` with everything that is in the way."""
    _check_free(folder)
    problems = Problems()
    inside = sorted(path for path in folder.glob("*") if path.suffix.casefold() == ".gpx" and path.is_file())
    files = _by_name([*inside, *gpx], problems)
    lines = {name: line for name, raw in files.items() if (line := _line(name, raw, problems))}
    here = folder / ROSTER_NAME
    rosters = [path for path in (here if here.exists() else None, roster) if path is not None]
    kept = [raw for path in rosters if (raw := _bytes(path, problems)) is not None]
    if len(set(kept)) > 1:
        problems.add(str(here), "is there already, and differs from --roster.", "Remove one of the two.")
    problems.raise_if_any()
    if not lines:
        raise InputError.of(
            str(folder),
            "has no GPX to start from.",
            "Put one for each distance there, or name them: --gpx FILE.",
        )
    return Found(files, lines, kept[0] if kept else None)


def write_files(folder: Path, found: Found, toml: str) -> list[str]:
    """Write race.toml, and what is not there yet of the rest; return the names of what was written."""
    files = dict(found.gpx)
    if found.roster is not None:
        files[ROSTER_NAME] = found.roster
    files[TOML_NAME] = toml.encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [name for name in files if not (folder / name).exists()]
        for name in written:
            with (folder / name).open("xb") as file:  # somebody may have put one there while we asked
                file.write(files[name])
    except OSError as error:
        raise InputError.of(
            str(folder),
            f"cannot be written to: {error.strerror}.",
            "Check the folder, and who may write there.",
        ) from error
    return written


def _check_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError.of(str(folder), "is a file, not a folder.", "Give the race's folder.")
    if (folder / TOML_NAME).exists():
        raise InputError.of(
            str(folder / TOML_NAME),
            "is there already; it is never overwritten.",
            "Edit it and run alongside check, or move it away first.",
        )


def _by_name(paths: list[Path], problems: Problems) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for path in paths:
        raw = _bytes(path, problems)
        if raw is not None and files.setdefault(path.name, raw) != raw:
            problems.add(
                str(path), "is a second file of that name.", "Give each distance's GPX a name of its own."
            )
    return files


def _bytes(path: Path, problems: Problems) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        problems.add(str(path), f"cannot be read: {error.strerror}.", "Check the name and who may read it.")
        return None


def _line(name: str, raw: bytes, problems: Problems) -> CourseLine | None:
    try:
        return CourseLine.through(*read_gpx(raw, name))
    except InputError as error:
        problems.extend(error.problems)
        return None
