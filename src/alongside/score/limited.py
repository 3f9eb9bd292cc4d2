"""A past day as it would have been under a limit: who kept it, who was taken off, what was read and told.

Closings are scored on such days: results lists hold who finished, not who was swept. A runner who did not
finish inside the limit is read up to where an even pace to the limit has passed her, and some time after her
last read somebody tells that she has dropped out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.feeds.pair_columns import Table

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
SWEEP = "sweep"
STARTED_NOT = ("dns", "not started", "dns_or_no_splits")
NEAR_KM = 0.05


@dataclass(frozen=True)
class Rules:
    """Under what limit a day is played, and what is heard of it.

    ``limit_s`` counts from everybody's own start (``own``) or from the last of all starts. Reads come from
    ``mats`` alone (``None``: from all). ``told_s`` after the last read of whoever does not finish inside the
    limit somebody says so. ``only_inside`` leaves out whoever finished later than the limit.
    """

    limit_s: float
    own: bool = False
    mats: Collection[str] | None = None
    told_s: float = 3600.0
    only_inside: bool = False


@dataclass(frozen=True)
class Last:
    """A place, by the mat that stood there: its metres, and when the last inside the limit passed (tod_s)."""

    mat: str
    along_m: float
    at_s: float


@dataclass(frozen=True)
class Limited:
    """The day: the two tables as far as they are heard, the places with their last runner, who is told of.

    ``dropped`` are (bib, tod_s). ``from_s`` is when the last runner set out.
    """

    runners: Table
    splits: Table
    lasts: tuple[Last, ...]
    dropped: tuple[tuple[str, float], ...]
    from_s: float


def limited(runners: Table, splits: Table, rules: Rules) -> Limited:
    """Return a recorded day, given as its two tables, under a limit.

    Left out is who did not start, and who finished without a time: the file has lost where she was.
    """
    day = _Day(runners, splits, rules)
    heard = day.kept if rules.mats is None else day.kept & np.isin(day.mat, list(rules.mats))
    return Limited(
        runners={name: _some(column, day.is_in) for name, column in runners.items()},
        splits={name: _some(column, heard) for name, column in splits.items()},
        lasts=tuple(day.lasts()),
        dropped=tuple(day.dropped(heard)),
        from_s=day.last_start_s,
    )


class _Day:
    """The columns of a day, one row per read; ``who`` is the reader's row in the table of runners."""

    def __init__(self, runners: Table, splits: Table, rules: Rules) -> None:
        self.rules, self.bibs = rules, list(runners["bib"])
        row_of = {bib: i for i, bib in enumerate(self.bibs)}
        count = len(self.bibs)
        self.start_s = _floats(runners.get("start_tod_s"), count, 0.0)
        event = np.array([one == SWEEP for one in runners.get("event") or [None] * count])
        status = np.array([str(one or "").lower() for one in runners.get("status") or [None] * count])
        self.who = np.array([row_of.get(bib, -1) for bib in splits["bib"]], dtype=np.int64)
        self.mat = np.array([str(mat) for mat in splits["mat"]])
        self.km = _floats(splits.get("km"), len(self.who), np.nan)
        elapsed_s = _floats(splits.get("elapsed_s"), len(self.who), np.nan)
        clock_s = _floats(splits.get("tod_s"), len(self.who), np.nan)
        self.at_s = np.where(np.isnan(clock_s), self.start_s[self.who] + elapsed_s, clock_s)
        self.is_read = ~np.array([bool(one) for one in splits.get("estimated") or [False] * len(self.who)])
        self.is_sweep = event
        at_finish = self.km >= np.nanmax(self.km[~event[self.who]]) - NEAR_KM
        finish_s = np.full(count, np.inf)
        finish_s[self.who[at_finish]] = self.at_s[at_finish]
        lost = (status == "finished") & np.isinf(finish_s) & ~event
        self.is_in = ~lost & ~np.isin(status, STARTED_NOT)
        self.last_start_s = float(self.start_s[self.is_in & ~event].max())
        self._from_s = self.start_s if rules.own else np.full(count, self.last_start_s)
        self.inside = self.is_in & ~event & (finish_s <= self._from_s + rules.limit_s)
        if rules.only_inside:
            self.is_in &= self.inside | np.isinf(finish_s)
        self.kept = self._kept(float(np.nanmax(self.km)))

    def _kept(self, length_km: float) -> Mask:
        """Return the reads that an even pace to the limit had not passed, and all of who kept the limit."""
        share = 1.0 if self.rules.own else self.km / length_km
        line_s = self._from_s[self.who] + self.rules.limit_s * share
        free = self.inside[self.who] | self.is_sweep[self.who]
        return np.asarray((self.who >= 0) & self.is_in[self.who] & (free | (self.at_s <= line_s)))

    def lasts(self) -> list[Last]:
        """Return every place past the start, in the order of the road, with its last inside the limit."""
        here = self.inside[self.who] & (self.km > 0)
        places = sorted({(km, mat) for km, mat in zip(self.km[here], self.mat[here], strict=True)})
        return [
            Last(mat, km * 1000, float(self.at_s[here & (self.km == km) & (self.mat == mat)].max()))
            for km, mat in places
        ]

    def dropped(self, heard: Mask) -> list[tuple[str, float]]:
        """Return who does not finish inside the limit, and when somebody says so."""
        last_s = self.start_s.copy()
        read = heard & self.is_read
        np.maximum.at(last_s, self.who[read], self.at_s[read])
        out = np.flatnonzero(self.is_in & ~self.inside & ~self.is_sweep)
        return [(str(self.bibs[i]), float(last_s[i] + self.rules.told_s)) for i in out]


def _floats(column: Sequence[Any] | None, count: int, missing: float) -> Floats:
    values: Sequence[Any] = [None] * count if column is None else column
    return np.array([missing if one is None else float(one) for one in values], dtype=np.float64)


def _some(column: Sequence[Any], kept: Mask) -> list[Any]:
    return [one for one, is_kept in zip(column, kept.tolist(), strict=True) if is_kept]
