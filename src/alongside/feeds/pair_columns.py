"""Columns of a table as values of one type: whatever a file holds, the reader gets numbers and texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from alongside.errors import Problem, Problems

Table = Mapping[str, Sequence[Any]]
SHOWN = 20
MONTH_S = 31 * 86_400.0


class Columns:
    """A table by columns; a column that is not there is all ``None``. Problems are noted by row."""

    def __init__(self, name: str, table: Table, problems: Problems) -> None:
        self.name, self._table, self._problems = name, table, problems
        self.size = max((len(column) for column in table.values()), default=0)
        self._found: list[Problem] = []

    def need(self, *names: str) -> bool:
        """Return whether all of these columns are there; note those that are not."""
        missing = [name for name in names if name not in self._table]
        for name in missing:
            self._problems.add(f"{self.name} table", f"has no column {name}.", "Every row needs one.")
        return not missing

    def texts(self, name: str) -> list[str]:
        """Return a column as texts, empty where nothing is known; ``12.0`` of a bib column is ``12``.

        Equal values share one text: half a million rows name a dozen mats.
        """
        known: dict[Any, str] = {}

        def read(value: Any) -> str:
            found = known.get(value) if isinstance(value, str | int | float) else None
            return found or known.setdefault(value, _text(value))

        return self._each(name, read, "", "a text or a whole number")

    def seconds(self, name: str) -> list[float | None]:
        """Return a column of seconds."""
        return self._each(
            name, lambda value: _within(value, -86_400.0, MONTH_S), None, "seconds within a month"
        )

    def kilometres(self, name: str) -> list[float | None]:
        """Return a column of kilometres."""
        return self._each(
            name, lambda value: _within(value, 0.0, 10_000.0), None, "kilometres from 0 to 10,000"
        )

    def counts(self, name: str) -> list[int]:
        """Return a column of small whole numbers, 0 where nothing is known."""
        return [
            int(value or 0)
            for value in self._each(name, lambda v: _within(v, -1e6, 1e6), None, "a whole number")
        ]

    def flags(self, name: str) -> list[bool]:
        """Return a column of yes and no, no where nothing is known."""
        return self._each(name, bool, False, "true or false")

    def settle(self) -> None:
        """Hand on what was found in the rows, the first ones in full."""
        self._problems.extend(self._found[:SHOWN])
        if len(self._found) > SHOWN:
            self._problems.add(
                f"{self.name} table", f"{len(self._found) - SHOWN} more values cannot be read."
            )

    def _each(self, name: str, read: Callable[[Any], Any], blank: Any, wanted: str) -> list[Any]:
        column = self._table.get(name)
        if column is None:
            return [blank] * self.size
        return [
            blank if _is_blank(value) else self._one(name, i, value, read, blank, wanted)
            for i, value in enumerate(column)
        ]

    def _one(self, name: str, i: int, value: Any, read: Callable[[Any], Any], blank: Any, wanted: str) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError, OverflowError):
            found = f"{name} is {str(value)[:40]!r}."
            self._found.append(
                Problem(f"{self.name} table, row {i}", found, f"Write {wanted}, or leave it empty.")
            )
            return blank


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _text(value: Any) -> str:
    if isinstance(value, bytes | list | dict | tuple):
        raise TypeError(value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _within(value: Any, least: float, most: float) -> float:
    number = float(value)
    if isinstance(value, bool) or not least <= number <= most:
        raise ValueError(value)
    return number
