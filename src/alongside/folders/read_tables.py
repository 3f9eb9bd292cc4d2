"""Tables on disk as columns of arrow: parquet, CSV and JSON, told apart by the file's ending."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from alongside.errors import InputError

Columns = dict[str, pa.ChunkedArray]


def read_columns(path: Path, names: Collection[str] | None = None) -> Columns:
    """Return the columns of a table by name; only those of ``names`` that it has, if given.

    CSV has texts alone; JSON is a list of objects, or one object a line. :class:`InputError` names the file.
    """
    read = _READERS.get(path.suffix.casefold())
    if read is None:
        raise InputError.of(str(path), "ends in neither .parquet, .csv nor .json.", "Name a table.")
    if not path.is_file():
        raise InputError.of(str(path), "there is no such file.", "Check the path.")
    try:
        return read(path, names)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError.of(str(path), f"cannot be read: {reason}.", "Check who may read it.") from error
    except (pa.ArrowException, ValueError, TypeError, KeyError, csv.Error) as error:
        kind = path.suffix[1:].casefold()
        raise InputError.of(
            str(path), f"is no {kind} table that can be read ({error}).", "Export it once more."
        ) from error


def _parquet(path: Path, names: Collection[str] | None) -> Columns:
    try:
        with pq.ParquetFile(path) as file:
            wanted = [name for name in file.schema_arrow.names if names is None or name in names]
            table = file.read(columns=wanted)
    except OSError as error:  # arrow says so of a file that is cut off as well
        raise ValueError(str(error)) from error
    return {name: table.column(i) for i, name in enumerate(table.column_names)}


def _csv(path: Path, names: Collection[str] | None) -> Columns:
    text = path.read_text(encoding="utf-8-sig")
    head, *lines = list(csv.reader(io.StringIO(text, newline=""))) or [[]]
    titles = [title.strip() for title in head]
    return {
        title: pa.chunked_array(
            [pa.array([(line[i].strip() or None) if i < len(line) else None for line in lines if line])]
        ).cast(pa.string())
        for i, title in enumerate(titles)
        if names is None or title in names
    }


def _json(path: Path, names: Collection[str] | None) -> Columns:
    text = path.read_text(encoding="utf-8-sig")
    try:
        rows = json.loads(text)
    except ValueError:
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("it must be a list of objects")
    titles = dict.fromkeys(title for row in rows for title in row if names is None or title in names)
    return {title: column_of([row.get(title) for row in rows]) for title in titles}


def column_of(values: Sequence[Any]) -> pa.ChunkedArray:
    """Return values of one kind as they are, of several kinds as texts, as a column."""
    try:
        return pa.chunked_array([pa.array(values)])
    except (pa.ArrowException, OverflowError):
        texts = [None if value is None else str(value) for value in values]
        return pa.chunked_array([pa.array(texts, pa.string())])


_READERS: dict[str, Callable[[Path, Collection[str] | None], Columns]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".json": _json,
}
