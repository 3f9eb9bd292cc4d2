"""What ``alongside init`` learns about a race before there is a race.toml, as plain data.

Lengths are metres, ``*_s`` on a clock are seconds past midnight as the wall shows them, limits are seconds.
"""

from __future__ import annotations

from datetime import date

import msgspec


class FirstDistance(msgspec.Struct, frozen=True):
    """A distance; ``gpx`` is empty where there is no file for it, ``limit_s`` is ``None`` for no limit."""

    id: str
    name: str
    gpx: str
    length_m: float
    limit_s: float | None = None


class FirstWave(msgspec.Struct, frozen=True):
    """A wave by the id that the roster uses, the distances that start in it, and its gun."""

    id: str
    distances: tuple[str, ...]
    gun_s: float


class FirstPoint(msgspec.Struct, frozen=True):
    """A mat, a station or a cutoff: its id or name, where it is, and for some when it closes."""

    id: str
    name: str
    on: str
    at_m: float
    closes_s: float | None = None


class FirstSweep(msgspec.Struct, frozen=True):
    """A sweep that goes from the last gun to the limit of its distance."""

    name: str
    on: str


class FirstRace(msgspec.Struct, frozen=True):
    """Everything that a first race.toml says."""

    name: str
    day: date
    zone: str
    distances: tuple[FirstDistance, ...]
    waves: tuple[FirstWave, ...]
    mats: tuple[FirstPoint, ...]
    stations: tuple[FirstPoint, ...] = ()
    cutoffs: tuple[FirstPoint, ...] = ()
    sweeps: tuple[FirstSweep, ...] = ()
