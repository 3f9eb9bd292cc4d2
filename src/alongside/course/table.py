"""The course as plain rows: everything on each distance in the order runners meet it, for ``check``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from alongside.events.plan import Distance, Place, RacePlan
from alongside.units import METRES_PER_MILE, MS_PER_S, show_time, zone


class CourseRow(msgspec.Struct, frozen=True):
    """One thing on one distance; ``times`` are planned times on the wall, empty where none are planned.

    ``kind`` is a split's role (start, split, finish, in, out), or station, cheer, cutoff, sweep, reopening.
    """

    distance: str
    km: float
    mile: float
    kind: str
    name: str
    times: str = ""


class SharedRow(msgspec.Struct, frozen=True):
    """A road run in the same direction by two distances, or twice by one, in kilometres of each."""

    a: str
    a_from_km: float
    a_to_km: float
    b: str
    b_from_km: float
    b_to_km: float


class CourseTable(msgspec.Struct, frozen=True):
    """What ``check`` prints: rows by distance and metres, shared roads, and what to look at."""

    rows: tuple[CourseRow, ...]
    shared: tuple[SharedRow, ...]
    warnings: tuple[str, ...]


def course_table(plan: RacePlan, warnings: Iterable[str] = ()) -> CourseTable:
    """Return the whole course as rows; distances in the order of the plan."""
    rows = [row for distance in plan.distances for row in _rows_of(plan, distance)]
    shared = [_shared_row(*msgspec.structs.astuple(stretch)) for stretch in plan.shared]
    return CourseTable(tuple(rows), tuple(shared), tuple(warnings))


def show_wall(at_ms: int | None, plan: RacePlan) -> str:
    """Return a planned time as the wall shows it, ``01:10 (+1)`` for the day after; empty for none."""
    if at_ms is None:
        return ""
    local = datetime.fromtimestamp(at_ms / MS_PER_S, tz=zone(plan.zone)).date()
    days = (local - date.fromisoformat(plan.date)).days
    return show_time(at_ms, plan.zone, seconds=False) + (f" ({days:+d})" if days else "")


def _rows_of(plan: RacePlan, distance: Distance) -> list[CourseRow]:
    things = [*_splits(plan, distance), *_beside(plan, distance), *_on_the_clock(plan, distance)]
    things.sort(key=lambda thing: thing[0])
    return [
        CourseRow(distance.id, round(m / 1000, 3), round(m / METRES_PER_MILE, 2), kind, name, times)
        for m, kind, name, times in things
    ]


Thing = tuple[float, str, str, str]  # along_m, kind, name, times


def _splits(plan: RacePlan, distance: Distance) -> Iterator[Thing]:
    for split in distance.splits:
        times = _guns(plan, distance.id) if split.role == "start" else ""
        yield split.along_m, split.role, split.name, times


def _guns(plan: RacePlan, distance: str) -> str:
    guns = sorted({wave.gun_ms for wave in plan.waves if distance in wave.distances})
    return "gun " + ", ".join(show_wall(gun, plan) for gun in guns) if guns else ""


def _beside(plan: RacePlan, distance: Distance) -> Iterator[Thing]:
    for station in plan.stations:
        times = _span(show_wall(station.opens_ms, plan), show_wall(station.closes_ms, plan))
        for along_m in _metres(station.places, distance.id):
            yield along_m, "station", station.name, times
    for zone_ in plan.cheer_zones:
        for along_m in _metres(zone_.places, distance.id):
            yield along_m, "cheer", zone_.name, ""


def _metres(places: Iterable[Place], distance: str) -> list[float]:
    return [place.along_m for place in places if place.distance == distance]


def _span(opens: str, closes: str) -> str:
    if opens and closes:
        return f"{opens} to {closes}"
    return f"from {opens}" if opens else f"until {closes}" if closes else ""


def _on_the_clock(plan: RacePlan, distance: Distance) -> Iterator[Thing]:
    for cutoff in plan.cutoffs:
        if cutoff.distance == distance.id:
            yield cutoff.along_m, "cutoff", cutoff.name, show_wall(cutoff.closes_ms, plan)
    for sweep in plan.sweeps:
        for point in sweep.schedule if sweep.distance == distance.id else ():
            yield point.along_m, "sweep", sweep.name, show_wall(point.at_ms, plan)
    for street in plan.reopenings:
        if street.distance == distance.id:
            name = f"{street.street} to km {street.to_m / 1000:.1f}"
            yield street.from_m, "reopening", name, show_wall(street.at_ms, plan)


def _shared_row(a: str, a_from: float, a_to: float, b: str, b_from: float, b_to: float) -> SharedRow:
    a_km = round(a_from / 1000, 3), round(a_to / 1000, 3)
    b_km = round(b_from / 1000, 3), round(b_to / 1000, 3)
    return SharedRow(a, *a_km, b, *b_km)
