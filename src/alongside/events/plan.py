"""The plan of a race: what the organiser wrote down, checked and in one scale.

Every ``along_m`` is official metres from the distance's own start line; every ``*_ms`` is UTC
milliseconds. A plan names no person. It is the body of the log's ``plan`` rows, so it is plain data.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["start", "split", "finish", "in", "out"]


class Line(msgspec.Struct, frozen=True):
    """A course on the ground: points in order, with their official metres from the start."""

    lat: tuple[float, ...]
    lon: tuple[float, ...]
    along_m: tuple[float, ...]


class Split(msgspec.Struct, frozen=True):
    """A place where runners are timed: the ``visit``-th time (from 1) that the distance meets ``mat``."""

    name: str
    mat: str
    visit: int
    along_m: float
    role: Role = "split"


class Distance(msgspec.Struct, frozen=True):
    """One of the races of the day: its length, line, and splits in the order they are met.

    ``limit_s`` counts from the gun of the last wave that runs it (``limit_from = "last_gun"``) or of
    the runner's own wave (``"own_gun"``).
    """

    id: str
    name: str
    length_m: float
    splits: tuple[Split, ...]
    line: Line | None = None
    limit_s: float | None = None
    limit_from: Literal["last_gun", "own_gun"] = "last_gun"
    max_speed_mps: float = 8.0


class Wave(msgspec.Struct, frozen=True):
    """A group that starts at one gun; ``gun_ms`` is the planned one.

    ``start_s`` is how long its start takes, where the limit counts from its last runner over the start line.
    """

    id: str
    name: str
    distances: tuple[str, ...]
    gun_ms: int
    start_s: float = 0.0

    @property
    def counts_from_ms(self) -> int:
        """From when the limit counts for the last of this wave: the gun, or so many seconds later."""
        return self.gun_ms + round(self.start_s * 1000)


class Mat(msgspec.Struct, frozen=True):
    """Timing hardware on the ground; several splits may share it."""

    id: str
    name: str


class Place(msgspec.Struct, frozen=True):
    """A point of one distance: a place on a shared road has one for every time a distance passes."""

    distance: str
    along_m: float


class Station(msgspec.Struct, frozen=True):
    """An aid station and every metre at which a distance passes it; planned opening and closing.

    A helper serves ``runners_per_helper_minute``; the others are what a runner takes each time.
    """

    id: str
    name: str
    places: tuple[Place, ...]
    opens_ms: int | None = None
    closes_ms: int | None = None
    litres_per_runner: float = 0.25
    cups_per_runner: float = 2.0
    runners_per_helper_minute: float = 4.0


class CheerZone(msgspec.Struct, frozen=True):
    """Where people cheer, and every metre at which a distance passes them."""

    id: str
    name: str
    places: tuple[Place, ...]


class Cutoff(msgspec.Struct, frozen=True):
    """Whoever passes later than ``closes_ms`` is taken off the course here."""

    id: str
    name: str
    distance: str
    along_m: float
    closes_ms: int


class SweepPoint(msgspec.Struct, frozen=True):
    """Where a sweep is to be, and when."""

    along_m: float
    at_ms: int


class Sweep(msgspec.Struct, frozen=True):
    """A vehicle that closes the race behind the last runner of a distance, by its schedule."""

    id: str
    name: str
    distance: str
    schedule: tuple[SweepPoint, ...]
    chips: tuple[str, ...] = ()


class Reopening(msgspec.Struct, frozen=True):
    """A street section and when it is to be given back to traffic (``None``: not said)."""

    street: str
    distance: str
    from_m: float
    to_m: float
    at_ms: int | None


class Shared(msgspec.Struct, frozen=True):
    """A road that two passes have in common, run in the same direction.

    ``a`` and ``b`` may be one distance that runs the road twice.
    """

    a: str
    a_from_m: float
    a_to_m: float
    b: str
    b_from_m: float
    b_to_m: float


class FeedPlan(msgspec.Struct, frozen=True):
    """Where reads come from: an exporter that posts them, or a file that grows.

    ``id`` is the source of its rows. ``path`` is a file, from the race's folder. ``points`` says which mat
    a point is, by its name without case and blanks; ``mat`` is that of reads that name no point.
    """

    id: str
    kind: Literal["raceresult", "csv"]
    path: str = ""
    points: dict[str, str] = {}
    mat: str = ""


class RacePlan(msgspec.Struct, frozen=True):
    """All of it. ``day_start_ms`` is local midnight of race day, from which ``tod_s`` counts.

    ``emergency`` is the number to call when somebody needs help, as the organiser wrote it. ``permit_ms``
    is until when the city lets the race use its roads, where no ``reopenings`` say so.
    """

    id: str
    name: str
    date: str
    zone: str
    day_start_ms: int
    distances: tuple[Distance, ...]
    waves: tuple[Wave, ...]
    mats: tuple[Mat, ...]
    stations: tuple[Station, ...] = ()
    cheer_zones: tuple[CheerZone, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    reopenings: tuple[Reopening, ...] = ()
    shared: tuple[Shared, ...] = ()
    feeds: tuple[FeedPlan, ...] = ()
    emergency: str = ""
    permit_ms: int | None = None

    def distance(self, distance_id: str) -> Distance:
        """Return the distance of that id; ``KeyError`` when there is none."""
        for distance in self.distances:
            if distance.id == distance_id:
                return distance
        raise KeyError(distance_id)
