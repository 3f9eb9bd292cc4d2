"""How often chances came true, pooled over races and moments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from alongside.score.line_up import FORECAST
from alongside.score.rows import Reliability


@dataclass(frozen=True)
class Bin:
    """Chances between ``low`` and ``high``: of ``n``, ``said`` on average, the share ``came`` came true."""

    low: float
    high: float
    n: int
    said: float
    came: float


def pooled(
    rows: Iterable[Reliability], what: str, design: str, group: str, method: str = FORECAST
) -> list[Bin]:
    """Return the bins of one method and group over all races, the lowest chances first."""
    together: dict[tuple[float, float], list[Reliability]] = defaultdict(list)
    for row in rows:
        if (row.what, row.design, row.group, row.method) == (what, design, group, method):
            together[row.low, row.high].append(row)
    return [_bin(low, high, found) for (low, high), found in sorted(together.items())]


def _bin(low: float, high: float, rows: list[Reliability]) -> Bin:
    n = sum(row.n for row in rows)
    return Bin(
        low, high, n, sum(row.n * row.said for row in rows) / n, sum(row.n * row.came for row in rows) / n
    )
