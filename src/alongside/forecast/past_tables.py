"""Past races from the columns of a recorded pair: crossings of each distance as one array."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.feeds.pair import STATUSES, SWEEP_EVENT
from alongside.feeds.pair_course import SplitPlace
from alongside.forecast.past import MAN, UNKNOWN, WOMAN, Floats, Past
from alongside.forecast.past_columns import (
    NONE,
    Bools,
    Index,
    Mats,
    PairColumns,
    RunnerColumns,
    SplitColumns,
    events_of,
    mats_of,
)

GENDERS = {"f": WOMAN, "w": WOMAN, "female": WOMAN, "woman": WOMAN, "m": MAN, "male": MAN, "man": MAN}


@dataclass(frozen=True)
class Crossed:
    """One distance of a pair: who ran it, and when each mat past the start saw her.

    ``rows`` are places in the runners table, ``start_s`` and ``at_s`` (``(n, m)``) are ``tod_s``, nan where
    unknown; ``seen`` says who was read anywhere at all, be it at a mat that is not among ``places``.
    """

    distance: str
    places: tuple[SplitPlace, ...]
    rows: Index
    start_s: Floats
    at_s: Floats
    estimated: Bools
    seen: Bools


def crossed_of(pair: PairColumns, mats: Mats) -> list[Crossed]:
    """Return every distance but the sweep's, in the order of their names."""
    events = events_of(pair.runners)
    timed = _Timed.of(pair)
    found = []
    for code, event in sorted(enumerate(events.names), key=lambda named: named[1]):
        rows = np.flatnonzero(events.code == code)
        if event != SWEEP_EVENT and len(rows):
            found.append(_crossed(timed, event, tuple(mats.get(event, ())), rows))
    return found


def pasts_of(pair: PairColumns, race: str, mats: Mats | None = None) -> list[Past]:
    """Return every distance of a pair that has a mat past its start, on its own mats unless told."""
    found = crossed_of(pair, mats_of(pair) if mats is None else mats)
    return [_past(pair, one, race) for one in found if one.places]


def groups_of(runners: RunnerColumns) -> Index:
    """Return a number per wave and block of bibs, in the order of the waves' names; -1 without either."""
    waves = sorted(range(len(runners.wave.names)), key=lambda code: _natural(runners.wave.names[code]))
    rank = np.full(len(waves) + 1, NONE)
    rank[waves] = np.arange(len(waves))
    blocks = np.where(np.isnan(runners.bib_block), -np.inf, runners.bib_block)
    known = (runners.wave.code != NONE) | np.isfinite(blocks)
    keys = np.stack([rank[runners.wave.code].astype(np.float64), blocks])
    group = np.full(len(runners), NONE)
    if known.any():
        group[known] = np.unique(keys[:, known], axis=1, return_inverse=True)[1].ravel()
    return group


def metres_of(places: Sequence[SplitPlace]) -> Floats:
    """Return where places are, in metres; files hold kilometres as short floats, so to the decimetre."""
    return np.round(np.array([place.km for place in places]) * 1000, 1)


def genders_of(runners: RunnerColumns) -> NDArray[np.int8]:
    """Return women, men and those of whom it is not known, as :class:`Past` has them."""
    of = [GENDERS.get(name.strip().lower(), UNKNOWN) for name in runners.gender.names]
    return np.array([*of, UNKNOWN], dtype=np.int8)[runners.gender.code]


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which wave 2 stands before wave 10."""
    parts = re.findall(r"\d+|\D+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


@dataclass(frozen=True)
class _Timed:
    """The splits table on the clock of the race: whose each row is, and when; and everybody's start."""

    splits: SplitColumns
    runner: Index
    tod_s: Floats
    start_s: Floats
    seen: Bools

    @classmethod
    def of(cls, pair: PairColumns) -> _Timed:
        runner = pair.splits.bib.placed_in(pair.runners.bib)
        start_s = _starts(pair, runner)
        own_s = np.where(runner == NONE, np.nan, start_s[runner]) if len(start_s) else pair.splits.tod_s
        tod_s = np.where(np.isnan(pair.splits.tod_s), own_s + pair.splits.elapsed_s, pair.splits.tod_s)
        seen = np.zeros(len(pair.runners), dtype=np.bool_)
        seen[runner[(runner != NONE) & np.isfinite(tod_s)]] = True
        return cls(pair.splits, runner, tod_s, start_s, seen)


def _starts(pair: PairColumns, runner: Index) -> Floats:
    """Return everybody's start: as written, else her read at km 0, else a read less its net time."""
    if pair.from_zero:
        return np.zeros(len(pair.runners))
    splits, start_s = pair.splits, pair.runners.start_s.copy()
    at_line = np.where(splits.km == 0, splits.tod_s, np.nan)
    for began_s in (at_line, splits.tod_s - splits.elapsed_s):
        rows = np.flatnonzero((runner != NONE) & np.isfinite(began_s))[::-1]  # the first row is to hold
        guessed_s = np.full(len(start_s), np.nan)
        guessed_s[runner[rows]] = began_s[rows]
        start_s = np.where(np.isnan(start_s), guessed_s, start_s)
    return start_s


def _crossed(timed: _Timed, event: str, places: tuple[SplitPlace, ...], rows: Index) -> Crossed:
    ahead = tuple(place for place in places if place.km > 0)
    place_in = np.full(len(timed.start_s), NONE)
    place_in[rows] = np.arange(len(rows))
    mine = np.flatnonzero(
        (timed.runner != NONE) & (place_in[timed.runner] != NONE) & np.isfinite(timed.tod_s)
    )
    column = _columns(timed.splits.of(mine), ahead)
    mine, column = mine[column != NONE], column[column != NONE]
    at_s = np.full((len(rows), len(ahead)), np.nan)
    estimated = np.zeros(at_s.shape, dtype=np.bool_)
    # Of two rows for one place the one that somebody read holds, then the earlier: what is set last.
    order = np.lexsort((-timed.tod_s[mine], ~timed.splits.estimated[mine]))
    cells = place_in[timed.runner[mine[order]]], column[order]
    at_s[cells], estimated[cells] = timed.tod_s[mine[order]], timed.splits.estimated[mine[order]]
    return Crossed(event, ahead, rows, timed.start_s[rows], at_s, estimated, timed.seen[rows])


def _columns(splits: SplitColumns, places: Sequence[SplitPlace]) -> Index:
    """Return which place each row is, -1 for none: by its mat, and by its number where that leaves two."""
    named = Counter(place.mat for place in places)
    column = np.full(len(splits), NONE)
    for i, place in enumerate(places):
        if place.mat in splits.mat.names:
            here = splits.mat.code == splits.mat.names.index(place.mat)
            column[here & ((named[place.mat] == 1) | (splits.mat_seq == place.mat_seq))] = i
    return column


def _past(pair: PairColumns, one: Crossed, race: str) -> Past:
    runners = pair.runners.of(one.rows)
    status = np.char.lower(runners.status.array())
    start_s = np.where(_never_started(one, status), np.nan, one.start_s) if pair.from_zero else one.start_s
    at_s, estimated = _with_results(one, status, start_s, runners.finish_s)
    return Past(
        race=race,
        distance=one.distance,
        mats=tuple(place.mat for place in one.places),
        mats_m=metres_of(one.places),
        bibs=tuple(runners.bib.array().tolist()),
        start_s=start_s,
        at_s=at_s,
        estimated=estimated,
        status=status,
        gender=genders_of(runners),
        group=groups_of(runners),
    )


def _never_started(one: Crossed, status: NDArray[np.str_]) -> Bools:
    """A file without clocks has a start for nobody: who was never read began if her status says so."""
    words = np.unique(status)
    idle = [word for word in words if word in ("", "dns") or STATUSES.get(str(word)) == "dns"]
    return ~one.seen & np.isin(status, idle)


def _with_results(
    one: Crossed, status: NDArray[np.str_], start_s: Floats, finish_s: Floats
) -> tuple[Floats, Bools]:
    """A finisher whom no finish mat saw has her result there: a time that nobody read."""
    at_s, estimated = one.at_s.copy(), one.estimated.copy()
    done = np.isin(status, [word for word, ours in STATUSES.items() if ours == "finished"])
    fill = done & np.isnan(at_s[:, -1]) & np.isfinite(start_s + finish_s)
    at_s[fill, -1], estimated[fill, -1] = (start_s + finish_s)[fill], True
    return at_s, estimated
