"""Every read that was ever received, in columns; the reads of one runner are a linked list.

Nothing is taken out of this table. 500,000 reads are some 15 MB and their ids.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.passings import Read
from alongside.events.bodies import ReadBody

NONE = -1
ESTIMATED, BY_BIB, OFFICIAL = 1, 2, 4

_COLUMNS: dict[str, str] = {
    "entry": "i4",
    "mat": "i4",
    "source": "i4",
    "code": "i4",
    "device": "i4",
    "at_ms": "i8",
    "received_at_ms": "i8",
    "chip_ms": "i8",
    "flags": "u1",
    "before": "i4",
}


class Interned:
    """Texts that come again and again, kept once each."""

    def __init__(self, texts: list[str] | None = None) -> None:
        self.texts: list[str] = texts or []
        self.index: dict[str, int] = {text: i for i, text in enumerate(self.texts)}

    def put(self, text: str) -> int:
        """Return the number of a text."""
        number = self.index.setdefault(text, len(self.texts))
        if number == len(self.texts):
            self.texts.append(text)
        return number


class ReadTable:
    """Columns of reads, grown by doubling. ``before[row]`` is the same runner's read received before.

    ``cells`` are the same columns, for one value at a time: numpy takes three times as long for that.
    """

    def __init__(self) -> None:
        self.size = 0
        self.ids: list[str] = []
        self.mats, self.sources, self.codes, self.devices = (Interned() for _ in range(4))
        self.columns: dict[str, NDArray[Any]] = {}
        self.cells: dict[str, memoryview] = {}
        self._take({name: np.empty(1024, dtype) for name, dtype in _COLUMNS.items()})

    def add(
        self, source: str, id_: str, received_at_ms: int, body: ReadBody, device: int, entry: int, before: int
    ) -> int:
        """Append a read; return its row."""
        row = self.size
        if row == len(self.columns["entry"]):
            self._grow()
        column = self.cells
        column["entry"][row] = entry
        column["mat"][row] = self.mats.put(body.mat)
        column["source"][row] = self.sources.put(source)
        column["code"][row] = self.codes.put(body.code)
        column["device"][row] = device
        column["at_ms"][row] = body.at_ms
        column["received_at_ms"][row] = received_at_ms
        column["chip_ms"][row] = NONE if body.chip_s is None else round(body.chip_s * 1000)
        column["flags"][row] = self._flags(body)
        column["before"][row] = before
        self.ids.append(id_)
        self.size = row + 1
        return row

    def rows_of(self, last_row: int) -> list[int]:
        """Return the rows of the runner whose newest row this is, newest first."""
        rows, before = [], self.cells["before"]
        while last_row != NONE:
            rows.append(last_row)
            last_row = before[last_row]
        return rows

    def as_read(self, rows: list[int]) -> list[Read]:
        """Return rows of the table as reads, at the time that their device stated."""
        at_ms, chip_ms, flags, mats = (self.cells[name] for name in ("at_ms", "chip_ms", "flags", "mat"))
        texts = self.mats.texts
        return [
            Read(
                at_ms[row],
                texts[mats[row]],
                row,
                None if chip_ms[row] == NONE else chip_ms[row],
                flags[row] & ESTIMATED != 0,
                False,
                flags[row] & OFFICIAL != 0,
            )
            for row in rows
        ]

    def key(self, row: int) -> tuple[str, str]:
        """Return the log key of a row."""
        return self.sources.texts[self.cells["source"][row]], self.ids[row]

    def mat(self, row: int) -> str:
        """Return the mat of a row."""
        return self.mats.texts[self.cells["mat"][row]]

    def code(self, row: int) -> str:
        """Return the chip or bib of a row, as it was sent."""
        return self.codes.texts[self.cells["code"][row]]

    def by(self, row: int) -> str:
        """Return whether the code of a row is a ``chip`` or a ``bib``."""
        return "bib" if self.cells["flags"][row] & BY_BIB else "chip"

    def device(self, row: int) -> str:
        """Return the device that made a read."""
        return self.devices.texts[self.cells["device"][row]]

    def rows_with(self, name: str, values: list[int]) -> NDArray[np.int64]:
        """Return the rows whose column has one of these values, ascending. A scan."""
        return np.flatnonzero(np.isin(self.columns[name][: self.size], values)).astype(np.int64)

    def chain(self, entry: int) -> int:
        """Link the reads of an entry anew; return the newest, or ``NONE``. A scan."""
        newest = NONE
        for row in self.rows_with("entry", [entry]):
            self.columns["before"][row] = newest
            newest = int(row)
        return newest

    def find(self, key: tuple[str, str]) -> int:
        """Return the row of a log key, or ``NONE``. A scan: for rulings, which are few."""
        source = self.sources.index.get(key[0], NONE)
        if source == NONE:
            return NONE
        of_source = np.flatnonzero(self.columns["source"][: self.size] == source)
        return next((int(row) for row in of_source if self.ids[row] == key[1]), NONE)

    def dump(self) -> bytes:
        """Return the table as bytes for a snapshot."""
        columns = {name: column[: self.size].tobytes() for name, column in self.columns.items()}
        interned = (self.mats, self.sources, self.codes, self.devices)
        texts = [*(one.texts for one in interned), self.ids]
        return msgspec.msgpack.encode((self.size, columns, texts))

    def load(self, raw: bytes) -> None:
        """Take the table of a snapshot in place of this one."""
        size, columns, texts = msgspec.msgpack.decode(raw, type=tuple[int, dict[str, bytes], list[list[str]]])
        self.size = size
        self.mats, self.sources, self.codes, self.devices = (Interned(list_) for list_ in texts[:4])
        self.ids = texts[4]
        held = {name: np.empty(max(1024, size), dtype) for name, dtype in _COLUMNS.items()}
        for name, column in held.items():
            column[:size] = np.frombuffer(columns[name], column.dtype)
        self._take(held)

    def _flags(self, body: ReadBody) -> int:
        return body.estimated * ESTIMATED + (body.by == "bib") * BY_BIB + body.official * OFFICIAL

    def _grow(self) -> None:
        columns = self.columns.items()
        self._take({name: np.concatenate([column, np.empty_like(column)]) for name, column in columns})

    def _take(self, columns: dict[str, NDArray[Any]]) -> None:
        self.columns = columns
        self.cells = {name: memoryview(column) for name, column in columns.items()}  # type: ignore[arg-type]
