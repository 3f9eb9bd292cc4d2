"""The columns of a recorded race as arrays: runners, splits, and which mats each distance has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.feeds.pair_course import SplitPlace, places_by_event
from alongside.forecast.past import Floats

Index = NDArray[np.int64]
Bools = NDArray[np.bool_]
NONE = -1
UNNAMED_EVENT = "race"
Mats = Mapping[str, Sequence[SplitPlace]]  # by event, in the order of their kilometres


@dataclass(frozen=True)
class Texts:
    """A column of texts: ``code`` is each row's place in ``names``, which are all different; -1 for none."""

    names: tuple[str, ...]
    code: Index

    def __len__(self) -> int:
        return len(self.code)

    def at(self, row: int) -> str:
        """Return the text of a row, empty where there is none."""
        code = int(self.code[row])
        return "" if code == NONE else self.names[code]

    def of(self, rows: Index | Bools) -> Texts:
        """Return these rows of the column."""
        return Texts(self.names, self.code[rows])

    def array(self) -> NDArray[np.str_]:
        """Return every row's text, empty where there is none."""
        return np.array([*self.names, ""], dtype=np.str_)[self.code]

    def placed_in(self, others: Texts) -> Index:
        """Return for every row the last row of ``others`` that holds the same text, -1 where none does."""
        row_of = {others.at(row): row for row in range(len(others))}
        found = np.array([row_of.get(name, NONE) for name in self.names] + [NONE], dtype=np.int64)
        return np.where(self.code == NONE, NONE, found[self.code])


@dataclass(frozen=True)
class RunnerColumns:
    """The runners table: one row each, nan and -1 where nothing is known; seconds are ``tod_s``."""

    bib: Texts
    event: Texts
    wave: Texts
    status: Texts
    gender: Texts
    bib_block: Floats
    start_s: Floats
    finish_s: Floats

    def __len__(self) -> int:
        return len(self.bib)

    def of(self, rows: Index | Bools) -> RunnerColumns:
        """Return these runners alone."""
        return RunnerColumns(
            self.bib.of(rows),
            self.event.of(rows),
            self.wave.of(rows),
            self.status.of(rows),
            self.gender.of(rows),
            self.bib_block[rows],
            self.start_s[rows],
            self.finish_s[rows],
        )


@dataclass(frozen=True)
class SplitColumns:
    """The splits table: one row for each read, nan where nothing is known."""

    bib: Texts
    mat: Texts
    mat_seq: Index
    km: Floats
    elapsed_s: Floats
    tod_s: Floats
    estimated: Bools

    def __len__(self) -> int:
        return len(self.bib)

    def of(self, rows: Index | Bools) -> SplitColumns:
        """Return these reads alone."""
        numbers = (self.mat_seq[rows], self.km[rows], self.elapsed_s[rows], self.tod_s[rows])
        return SplitColumns(self.bib.of(rows), self.mat.of(rows), *numbers, self.estimated[rows])


@dataclass(frozen=True)
class PairColumns:
    """Both tables. ``from_zero`` says that the file has no clock: everybody starts at 0 of ``elapsed_s``."""

    runners: RunnerColumns
    splits: SplitColumns
    from_zero: bool

    @classmethod
    def of(cls, runners: RunnerColumns, splits: SplitColumns) -> PairColumns:
        """Return a pair; it has no clock when it holds net times, but neither a time of day nor a start."""
        clock = np.isfinite(splits.tod_s).any() or np.isfinite(runners.start_s).any()
        net = np.isfinite(splits.elapsed_s).any()
        return cls(runners.of(_last_of_each(runners.bib)), splits, bool(net and not clock))

    def known_at(self, now_s: float) -> PairColumns:
        """Return the pair with nothing in it that is not known at ``now_s``.

        What became of whom goes, starts and reads that are still to come, and estimates, which were made
        from later reads. Reads without a time of day stay: they are timed by what is left.
        """
        runners = self.runners
        start_s = np.where(runners.start_s <= now_s, runners.start_s, np.nan)
        nothing = Texts((), np.full(len(runners), NONE))
        known = replace(runners, status=nothing, start_s=start_s, finish_s=np.full(len(runners), np.nan))
        heard = ~self.splits.estimated & ~(self.splits.tod_s > now_s)
        return PairColumns(known, self.splits.of(heard), self.from_zero)


def events_of(runners: RunnerColumns) -> Texts:
    """Return the distance of every runner; those of whom the file says none run one of their own."""
    if not (runners.event.code == NONE).any():
        return runners.event
    names = tuple(dict.fromkeys([*runners.event.names, UNNAMED_EVENT]))
    unnamed = names.index(UNNAMED_EVENT)
    return Texts(names, np.where(runners.event.code == NONE, unnamed, runners.event.code))


def mats_of(pair: PairColumns) -> dict[str, list[SplitPlace]]:
    """Return the mats of each distance in the order of their kilometres, as the whole table shows them.

    Raises :class:`InputError` for a distance none of whose mats has a kilometre.
    """
    events, splits = events_of(pair.runners), pair.splits
    runner = splits.bib.placed_in(pair.runners.bib)
    good = np.flatnonzero((runner != NONE) & (splits.mat.code != NONE))
    event, mat = events.code[runner[good]], splits.mat.code[good]
    first, counts = _first_of_each(event, mat, splits.mat_seq[good], splits.km[good])
    # The commonest first: where a file has two kilometres for a mat, that of most rows holds.
    rows = good[first[np.argsort(-counts, kind="stable")]]
    found = [(events.at(int(runner[row])), *_place(splits, int(row))) for row in rows]
    return places_by_event(found, {name for name, *_ in found})


def _last_of_each(bib: Texts) -> Index:
    """Return the rows that count: a bib that stands there twice is as its last row says."""
    codes, last = np.unique(bib.code[::-1], return_index=True)
    return np.sort(len(bib) - 1 - last[codes != NONE])


def _place(splits: SplitColumns, row: int) -> tuple[str, int, float | None]:
    km = float(splits.km[row])
    return splits.mat.at(row), int(splits.mat_seq[row]), None if np.isnan(km) else km


def _first_of_each(*columns: NDArray[Any]) -> tuple[Index, Index]:
    """Return the first row of each combination of values that there is, and how many rows have it."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, code = np.unique(column, return_inverse=True)
        key = key * len(values) + code
    _, first, counts = np.unique(key, return_index=True, return_counts=True)
    return first, counts
