"""Writing a table: parquet, CSV or JSON, by the ending of its file's name."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from alongside.errors import InputError
from alongside.folders.read_tables import read_columns

Rows = Mapping[str, NDArray[Any] | Sequence[Any]]


def check_ending(path: Path, what: str = "table") -> None:
    """Refuse a name that says no kind of table, before the long work begins."""
    if path.suffix.casefold() not in _WRITERS:
        raise InputError.of(
            str(path), "ends in neither .parquet, .csv nor .json.", f"Name the file {what}.csv, say."
        )


def check_table(path: Path, titles: list[str], what: str) -> None:
    """Refuse a name that says no kind of table, and a file that is there already and is no such table."""
    check_ending(path, what.split()[-1])
    if path.exists() and not _is_ours(path, titles):
        raise InputError.of(str(path), f"is there already, and is no table of {what}.", "Name another file.")


def write_table(path: Path, rows: Rows, what: str) -> None:
    """Write columns of equal length; ``None`` and nan are null, and empty in CSV.

    A file that is there already is written over only if it is a table with the same columns: a roster named
    by mistake is kept. Raises :class:`InputError`; ``what`` says whose table it is, as "the promise".
    """
    check_table(path, list(rows), what)
    try:
        _WRITERS[path.suffix.casefold()](path, rows)
    except OSError as error:
        raise InputError.of(
            str(path),
            f"cannot be written: {error.strerror or error}.",
            "Check the folder, and who may write there.",
        ) from error


def _is_ours(path: Path, titles: list[str]) -> bool:
    """Return whether a file is a table with these columns; JSON without a row says none."""
    try:
        found = list(read_columns(path))
    except InputError:
        return False
    return found == titles or (found == [] and path.suffix.casefold() == ".json")


def _parquet(path: Path, rows: Rows) -> None:
    table = pa.table({title: _arrow(column) for title, column in rows.items()})
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")


def _arrow(column: NDArray[Any] | Sequence[Any]) -> pa.Array:
    texts = isinstance(column, np.ndarray) and column.dtype.kind == "U"
    return pa.array(column.tolist() if texts else column, pa.string() if texts else None, from_pandas=True)  # type: ignore[union-attr]


def _csv(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows)
        writer.writerows(_lines(rows))


def _json(path: Path, rows: Rows) -> None:
    titles = list(rows)
    objects = (json.dumps(dict(zip(titles, line, strict=True)), ensure_ascii=False) for line in _lines(rows))
    with path.open("w", encoding="utf-8") as file:
        file.write("[" + ",\n ".join(objects) + "]\n")


def _lines(rows: Rows) -> Iterator[tuple[Any, ...]]:
    """Yield the table row by row, as plain values."""
    return zip(*(_plain(column) for column in rows.values()), strict=True)


def _plain(column: NDArray[Any] | Sequence[Any]) -> list[Any]:
    values = column.tolist() if isinstance(column, np.ndarray) else list(column)
    return [None if isinstance(value, float) and math.isnan(value) else value for value in values]


_WRITERS: dict[str, Callable[[Path, Rows], None]] = {".parquet": _parquet, ".csv": _csv, ".json": _json}
