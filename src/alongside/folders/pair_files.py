"""Parquet pairs on disk: ``PATH.runners.parquet`` and ``PATH.splits.parquet``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from alongside.errors import InputError
from alongside.feeds.pair import Recorded, recorded_race

_YEAR = re.compile(r"(19|20)\d\d")


def pair_paths(stem: Path) -> tuple[Path, Path]:
    """Return the two files of a pair, given its path without the endings."""
    return stem.with_name(f"{stem.name}.runners.parquet"), stem.with_name(f"{stem.name}.splits.parquet")


def is_pair(stem: Path) -> bool:
    """Return whether either file of a pair is there."""
    return any(path.is_file() for path in pair_paths(stem))


def read_pair(stem: Path, zone: str = "UTC", day: date | None = None) -> Recorded:
    """Return the recorded race of a pair.

    A pair says no date: without ``day`` it is the 1st of January of the year in its name, else of 2000.
    Raises :class:`InputError` naming the file.
    """
    runners_path, splits_path = pair_paths(stem)
    runners, splits = read_table(runners_path), read_table(splits_path)
    year = _YEAR.search(stem.name)
    on = day or date(int(year.group()) if year else 2000, 1, 1)
    try:
        return recorded_race(runners, splits, stem.name, on, zone)
    except InputError as error:
        raise InputError.of(str(stem), str(error)) from error


def read_table(path: Path) -> dict[str, list[Any]]:
    """Return the columns of a parquet file as lists, ``None`` where a value is missing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not path.is_file():
        raise InputError.of(str(path), "there is no such file.", "A recorded race is a pair of both files.")
    try:
        columns: dict[str, list[Any]] = pq.read_table(path).to_pydict()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError.of(
            str(path), f"is not a parquet file that can be read ({error}).", "Export it once more."
        ) from error
    return columns
