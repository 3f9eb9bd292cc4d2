"""How closings came out: when each place was told that it may close, beside who came last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CLOCK_S = 60.0  # stations are told once a minute: within it nobody is late or early


@dataclass(frozen=True)
class Closed:
    """One place of one day: when the last inside the limit passed, and when it was told that it may close.

    Seconds are ``tod_s``; ``told_s`` is the first time, nan where it never was.
    """

    race: str
    limit_h: float
    mat: str
    km: float
    last_s: float
    told_s: float

    @property
    def late_min(self) -> float:
        """Minutes from the last runner to the word."""
        return (self.told_s - self.last_s) / 60

    @property
    def is_early(self) -> bool:
        """Whether somebody inside the limit came after the word."""
        return self.told_s < self.last_s - CLOCK_S


@dataclass(frozen=True)
class Closings:
    """The closings of one day, or of several: how many, how many too early or never told, how late."""

    places: int
    early: int
    never: int
    median_min: float
    ninety_min: float


def summed_up(rows: Sequence[Closed]) -> Closings:
    """Return what closings came to; lateness over those that were told."""
    late = np.array([row.late_min for row in rows if not np.isnan(row.told_s)])
    median, ninety = np.quantile(late, [0.5, 0.9]) if len(late) else (np.nan, np.nan)
    never = sum(np.isnan(row.told_s) for row in rows)
    return Closings(len(rows), sum(row.is_early for row in rows), int(never), float(median), float(ninety))
