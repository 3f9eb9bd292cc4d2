"""Columns of arrow as arrays of one type, at once; what cannot be read is noted by file, row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from alongside.errors import Problem, Problems
from alongside.feeds.pair_columns import MONTH_S, SHOWN
from alongside.folders.read_tables import Columns, column_of
from alongside.forecast.past import Floats
from alongside.forecast.past_columns import NONE, Bools, Index, Texts

_NO = frozenset({"", "0", "0.0", "false", "f", "no", "n"})
_SECONDS = "seconds within a month"
_KILOMETRES = "kilometres from 0 to 10,000"


class ColumnReader:
    """A table by columns. One that is not there is empty; problems are noted, and handed on by ``settle``."""

    def __init__(self, name: str, columns: Columns, problems: Problems) -> None:
        self.name, self._columns, self._problems = name, columns, problems
        self.size = max((len(column) for column in columns.values()), default=0)
        self._found: list[Problem] = []
        self._more = 0

    @classmethod
    def of_lists(cls, name: str, table: Mapping[str, Sequence[Any]], problems: Problems) -> ColumnReader:
        """Return a reader of columns that are lists, ``None`` where a value is missing."""
        return cls(name, {title: column_of(values) for title, values in table.items()}, problems)

    def need(self, *names: str) -> None:
        """Note those of these columns that are not there."""
        for name in names:
            if name not in self._columns:
                self._problems.add(self.name, f"has no column {name}.", "Every row needs one.")

    def texts(self, name: str) -> Texts:
        """Return a column as texts, each different one once; ``12.0`` of a bib column is ``12``."""
        if name not in self._columns:
            return Texts((), np.full(self.size, NONE))
        values, codes = _different(self._columns[name])
        texts = self._read(name, values, codes, _text, "", "a text or a whole number")
        names = tuple(dict.fromkeys(text for text in texts if text))
        place = {text: i for i, text in enumerate(names)} | {"": NONE}
        of = np.array([place[text] for text in texts] + [NONE], dtype=np.int64)
        return Texts(names, of[codes])

    def seconds(self, name: str) -> Floats:
        """Return a column of seconds, nan where nothing is known."""
        return self._numbers(name, -86_400.0, MONTH_S, _SECONDS)

    def kilometres(self, name: str) -> Floats:
        """Return a column of kilometres, nan where nothing is known."""
        return self._numbers(name, 0.0, 10_000.0, _KILOMETRES)

    def numbers(self, name: str) -> Floats:
        """Return a column of small numbers, nan where nothing is known."""
        return self._numbers(name, -1e6, 1e6, "a number up to a million")

    def counts(self, name: str) -> Index:
        """Return a column of small whole numbers, 0 where nothing is known."""
        return np.nan_to_num(self._numbers(name, -1e6, 1e6, "a whole number")).astype(np.int64)

    def flags(self, name: str) -> Bools:
        """Return a column of yes and no, no where nothing is known."""
        if name not in self._columns:
            return np.zeros(self.size, dtype=np.bool_)
        values, codes = _different(self._columns[name])
        said = [str(value).strip().lower() not in _NO for value in values]
        return np.array([*said, False], dtype=np.bool_)[codes]

    def settle(self) -> None:
        """Hand on what was found in the rows, the first ones in full."""
        self._problems.extend(self._found)
        if self._more:
            self._problems.add(self.name, f"{self._more:,} more values cannot be read.")

    def _numbers(self, name: str, least: float, most: float, wanted: str) -> Floats:
        column = self._columns.get(name)
        if column is None:
            return np.full(self.size, np.nan)
        kind = column.type
        if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
            return self._within(name, _floats(column), least, most, wanted)
        values, codes = _different(column)
        read = self._read(name, values, codes, _number, np.nan, wanted)
        return self._within(name, np.array([*read, np.nan])[codes], least, most, wanted)

    def _within(self, name: str, found: Floats, least: float, most: float, wanted: str) -> Floats:
        wrong = np.flatnonzero((found < least) | (found > most))
        self._note(name, [(int(row), f"{found[row]:g}") for row in wrong[:SHOWN]], len(wrong), wanted)
        if len(wrong):
            found = found.copy()
            found[wrong] = np.nan
        return found

    def _read(
        self, name: str, values: list[Any], codes: Index, read: Callable[[Any], Any], blank: Any, wanted: str
    ) -> list[Any]:
        """Read each different value once; whatever rows hold one that cannot be read are noted."""
        done, wrong = [], []
        for code, value in enumerate(values):
            try:
                done.append(read(value))
            except (ValueError, TypeError, OverflowError):
                done.append(blank)
                wrong.append(code)
        if wrong:
            rows = np.flatnonzero(np.isin(codes, wrong))
            shown = [(int(row), str(values[codes[row]])[:40]) for row in rows[:SHOWN]]
            self._note(name, shown, len(rows), wanted)
        return done

    def _note(self, name: str, shown: list[tuple[int, str]], count: int, wanted: str) -> None:
        room = max(SHOWN - len(self._found), 0)
        self._found += [
            Problem(f"{self.name}, row {row}", f"{name} is {value!r}.", f"Write {wanted}, or leave it empty.")
            for row, value in shown[:room]
        ]
        self._more += count - min(len(shown), room)


def _different(column: pa.ChunkedArray) -> tuple[list[Any], NDArray[np.int64]]:
    """Return the different values of a column, and which of them each row has (-1: none)."""
    try:
        coded = pc.dictionary_encode(column).combine_chunks()
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):  # lists and the like: read value by value
        values = column.to_pylist()
        return values, np.array([NONE if v is None else i for i, v in enumerate(values)], dtype=np.int64)
    if isinstance(coded, pa.ChunkedArray):  # an empty column stays in chunks
        return [], np.zeros(len(column), dtype=np.int64) + NONE
    codes = pc.fill_null(coded.indices, NONE).to_numpy(zero_copy_only=False).astype(np.int64)
    return coded.dictionary.to_pylist(), codes


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def _text(value: Any) -> str:
    if isinstance(value, bytes | list | dict | tuple):
        raise TypeError(value)
    if isinstance(value, float) and value != value:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _number(value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError(value)
    return np.nan if isinstance(value, str) and not value.strip() else float(value)
