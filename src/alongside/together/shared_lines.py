"""Who crossed the kilometres of one course when, of those whose phones tell it, and who was beside whom.

A line is a whole kilometre of a distance. Its clock comes from fixes on both sides of it, so it is off by
seconds where a mat's is exact.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import pairwise

import numpy as np

from alongside.together.field import NEVER, Times

LINE_M = 1000.0
BESIDE_MS = 30_000  # so close at two lines in a row: they may be together
MOST_BESIDE = 15  # of those who crossed a line within that, the nearest before her and after her
MOST_LINES = 10  # of her lines, the newest: who was beside her longer ago only is not beside her now
MOST_OTHERS = 6  # of those beside her, the nearest


class SharedLines:
    """Clocks at the lines of one distance by row, ``(lines,)`` each, in a field's clock."""

    def __init__(self) -> None:
        self.at_ms: dict[int, Times] = {}
        self._orders: dict[int, list[tuple[int, int]]] = {}  # by line: (clock, row), the first first

    def put(self, row: int, at_ms: Times) -> None:
        """Take over when a row crossed the lines; ``NEVER``, or no line at all, where it is not known."""
        held, now = _known(self.at_ms.pop(row, at_ms[:0])), _known(at_ms)
        for line, clock in held.items():
            if now.get(line) != clock:
                order = self._orders[line]
                del order[bisect_left(order, (clock, row))]
        for line, clock in now.items():
            if held.get(line) != clock:
                insort(self._orders.setdefault(line, []), (clock, row))
        if now:
            self.at_ms[row] = at_ms

    def beside(self, row: int) -> list[int]:
        """Return who was beside a row at two of her newest lines in a row, the nearest ``MOST_OTHERS``."""
        mine = self.at_ms.get(row)
        if mine is None:
            return []
        lines = np.flatnonzero(mine != NEVER)[-MOST_LINES:].tolist()
        near = [self._near(row, line, int(mine[line])) for line in lines]
        away: dict[int, int] = {}
        for here, there in pairwise(near):
            for other in here.keys() & there.keys():
                apart_ms = max(here[other], there[other])
                away[other] = min(apart_ms, away.get(other, apart_ms))
        return sorted(away, key=lambda other: (away[other], other))[:MOST_OTHERS]

    def _near(self, row: int, line: int, at_ms: int) -> dict[int, int]:
        """Return how far those nearest to a clock at a line were from it, in milliseconds."""
        order = self._orders[line]
        at = bisect_left(order, (at_ms, row))
        some = order[max(0, at - MOST_BESIDE) : at + 1 + MOST_BESIDE]
        return {other: abs(ms - at_ms) for ms, other in some if other != row and abs(ms - at_ms) <= BESIDE_MS}


def _known(at_ms: Times) -> dict[int, int]:
    """Return the clocks that are known, by line."""
    return {line: int(at_ms[line]) for line in np.flatnonzero(at_ms != NEVER).tolist()}
