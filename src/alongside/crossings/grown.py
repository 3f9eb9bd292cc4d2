"""Numpy arrays with one row per entry, that grow as late entries come."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray


class Grown:
    """Named columns of equal length, filled with a column's own blank where nothing is known.

    ``Grown(at_ms=("i8", -1))``; a third value is the number of values per entry. Room is made by
    doubling; what is handed out is a view of the entries that are there.
    """

    def __init__(self, **columns: tuple[Any, ...]) -> None:
        self._spec = columns
        self._size = 0
        self._room = {name: self._blank(name, 64, *spec[2:]) for name, spec in columns.items()}
        self._view = {name: room[:0] for name, room in self._room.items()}

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._view[name]

    def __len__(self) -> int:
        return self._size

    def reach(self, size: int) -> None:
        """Have at least ``size`` entries; the ones there keep their values."""
        if size <= self._size:
            return
        for name, room in self._room.items():
            if size > len(room):
                more = self._blank(name, max(size - len(room), len(room)), *room.shape[1:])
                self._room[name] = np.concatenate([room, more])
        self._size = size
        self._look()

    def widen(self, name: str, width: int) -> None:
        """Have at least ``width`` values per entry in a column that holds several."""
        room = self._room[name]
        if width > room.shape[1]:
            more = self._blank(name, len(room), width - room.shape[1])
            self._room[name] = np.concatenate([room, more], axis=1)
            self._look()

    def dump(self) -> bytes:
        """Return all columns as bytes for a snapshot."""
        return msgspec.msgpack.encode(
            {name: (column.shape, column.tobytes()) for name, column in self._view.items()}
        )

    def load(self, raw: bytes) -> None:
        """Take the columns of a snapshot in place of these."""
        read = msgspec.msgpack.decode(raw, type=dict[str, tuple[list[int], bytes]])
        for name, (shape, values) in read.items():
            self._room[name] = np.frombuffer(values, self._spec[name][0]).reshape(shape).copy()
            self._size = shape[0]
        self._look()

    def _look(self) -> None:
        self._view = {name: room[: self._size] for name, room in self._room.items()}

    def _blank(self, name: str, size: int, *width: int) -> NDArray[Any]:
        dtype, blank, *_ = self._spec[name]
        return np.full((size, *width), blank, dtype)
