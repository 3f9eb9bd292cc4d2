"""What was forecast of every entry, and from what: kept so that nothing is worked out twice."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Index = NDArray[np.int64]
NEVER = -1


class Table:
    """One row per entry.

    From when she was last seen: ``revision``, ``base_ms``, ``base_m`` and ``next_split`` are what was known,
    ``due_ms`` when she was expected at the next split then, ``quiet_ms`` until when the clock says nothing of
    her. From the clock: ``clock_ms`` is the instant of
    asking, ``awake`` the next split whose mat is heard; ``low_ms``, ``middle_ms``, ``high_ms`` (UTC
    milliseconds), ``reach`` (the chance that she gets there), ``missed`` (that she was there already by then,
    and nobody read her) and ``in_time`` (that she is there before it closes) have a column per place
    (:class:`Places`), nan where she has been.
    """

    def __init__(self, size: int, width: int) -> None:
        self.revision, self.next_split = _blank(size, "i8"), _blank(size, "i8")
        self.base_ms, self.base_m = np.full(size, np.nan), np.full(size, np.nan)
        self.due_ms, self.quiet_ms = np.full(size, np.nan), np.full(size, np.nan)
        self.clock_ms, self.awake = np.full(size, np.nan), _blank(size, "i8")
        shape = size, width
        self.low_ms, self.middle_ms, self.high_ms = (np.full(shape, np.nan) for _ in range(3))
        self.reach, self.missed, self.in_time = (np.full(shape, np.nan) for _ in range(3))

    def forget(self, entries: Index) -> None:
        """Have nothing forecast of these entries."""
        for block in self._blocks:
            block[entries] = np.nan

    def copy(self, entries: Index, column: int, into: int) -> None:
        """Have the same forecast at one place of these entries as at another."""
        for block in self._blocks:
            block[entries, into] = block[entries, column]

    @property
    def _blocks(self) -> tuple[Floats, ...]:
        return self.low_ms, self.middle_ms, self.high_ms, self.reach, self.missed, self.in_time

    def fits(self, size: int, width: int) -> bool:
        """Return whether this table is of so many entries and places."""
        return self.middle_ms.shape == (size, width)

    def reached(self, size: int, width: int) -> Table:
        """Return a table of this size with what is known of those who are in this one; another width has
        other places, so it begins anew."""
        if self.fits(size, width):
            return self
        table = Table(size, width)
        if self.middle_ms.shape[1] == width and len(self.revision) <= size:
            for name, column in vars(self).items():
                getattr(table, name)[: len(column)] = column
        return table


def _blank(size: int, dtype: str) -> NDArray[Any]:
    return np.full(size, NEVER, dtype)
