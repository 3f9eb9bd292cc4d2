"""Who is still out at one instant, and what is known of her: a recorded pair as a live system had it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.forecast.missed import with_misses
from alongside.forecast.past import Floats
from alongside.forecast.past_columns import NONE, Index, Mats, PairColumns
from alongside.forecast.past_tables import Crossed, crossed_of, genders_of, groups_of, metres_of


@dataclass(frozen=True)
class Asked:
    """Those still out on one distance, asked about at every mat of it.

    ``order`` is each one's place among all runners of the race, by which a table is sorted; ``known`` has a
    row for each, its columns the mats of ``track``. ``ahead`` has the crossings of everybody on the distance,
    who has finished included: they show what today is like. ``km`` is where the mats are, as the file writes.
    ``numbered`` says that every bib of the race is a whole number.
    """

    distance: str
    mats: tuple[str, ...]
    km: Floats
    track: Track
    bibs: tuple[str, ...]
    order: Index
    known: Known
    ahead: Known
    numbered: bool

    def __len__(self) -> int:
        return len(self.bibs)


def asked_of_pair(
    pair: PairColumns,
    mats: Mats,
    now_s: float,
    expected_s: Mapping[str, float] | None = None,
    gun_s: Mapping[str, float] | None = None,
) -> list[Asked]:
    """Return who is still out at ``now_s`` (``tod_s``) on each distance that has a mat past its start.

    Still out is who has started or been read by then, and has not been read at the finish. Nothing later
    is looked at. ``expected_s`` is the net time that an entry names, by bib; ``gun_s`` the planned guns by
    wave, for whoever's own start was missed in a wave none of whose starts is known.
    """
    known = pair.known_at(now_s)
    found = [_until(now_s, one) for one in crossed_of(known, mats) if one.places]
    return [_asked(known, one, now_s, expected_s or {}, gun_s or {}) for one in found]


def are_numbers(bibs: Iterable[str]) -> bool:
    """Return whether these are whole numbers, written as numbers are: no ``0042`` among them."""
    return all(bib.isdecimal() and str(int(bib)) == bib for bib in bibs)


def _until(now_s: float, one: Crossed) -> Crossed:
    """Blank what a net time puts past now."""
    at_s = np.where(one.at_s <= now_s, one.at_s, np.nan)
    start_s = np.where(one.start_s <= now_s, one.start_s, np.nan)
    return Crossed(one.distance, one.places, one.rows, start_s, at_s, one.estimated, one.seen)


def _asked(
    pair: PairColumns,
    one: Crossed,
    now_s: float,
    expected_s: Mapping[str, float],
    planned_s: Mapping[str, float],
) -> Asked:
    gun_s, group = _guns(pair, one, planned_s), groups_of(pair.runners.of(one.rows))
    metres = metres_of(one.places)
    finished = np.isfinite(one.at_s[:, metres == metres[-1]]).any(axis=1)
    out = np.flatnonzero((one.seen | np.isfinite(one.start_s)) & ~finished)
    rows = one.rows[out]
    runners = pair.runners.of(rows)
    bibs = tuple(runners.bib.array().tolist())
    known = Known(
        now_s=now_s,
        start_s=one.start_s[out],
        at_s=one.at_s[out],
        gun_s=gun_s[out],
        expected_s=np.array([expected_s.get(bib, np.nan) for bib in bibs], dtype=np.float64),
        gender=genders_of(runners),
        group=group[out],
    )
    mats, km = tuple(place.mat for place in one.places), np.array([place.km for place in one.places])
    track, numbered = Track(metres[-1], metres, metres), are_numbers(pair.runners.bib.names)
    ahead = Known(now_s, one.start_s, one.at_s)
    known = with_misses(known, ahead, track, out)
    return Asked(one.distance, mats, km, track, bibs, rows, known, ahead, numbered)


def _guns(pair: PairColumns, one: Crossed, planned_s: Mapping[str, float]) -> Floats:
    """Return the gun of everybody's wave: the first start that is known in it, else the planned one."""
    wave = pair.runners.wave
    code = wave.code[one.rows]
    first_s = np.full(len(wave.names) + 1, np.inf)
    np.fmin.at(first_s, code, one.start_s)  # code -1, no wave, has the last place
    first_s[np.isinf(first_s)] = np.nan
    for name, gun_s in planned_s.items():
        if name in wave.names and np.isnan(first_s[wave.names.index(name)]):
            first_s[wave.names.index(name)] = gun_s
    return np.asarray(first_s[np.where(code == NONE, len(wave.names), code)])
