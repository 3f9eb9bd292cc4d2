"""What race.toml says on the clock: waves, cutoffs, sweeps, stations' hours and street reopenings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from alongside.course.measures import show_length, slug
from alongside.course.places import Roads, metres_on, read_place, read_places, track_of
from alongside.course.toml_table import Table, shown
from alongside.course.tracks import Track
from alongside.events.plan import CheerZone, Cutoff, Reopening, Station, Sweep, SweepPoint, Wave
from alongside.units import MS_PER_S, normal_code, parse_clock_s, show_time, wall_to_ms


@dataclass(frozen=True)
class RaceDay:
    """Race day and its zone: turns clock times of race.toml into UTC milliseconds."""

    day: date
    zone: str

    def at_ms(self, table: Table, key: str, *, needed: bool = False) -> int | None:
        """Return the instant of a key's time of day; hours may pass 24."""
        wall_s = table.clock_s(key, needed=needed)
        return None if wall_s is None else wall_to_ms(self.day, wall_s, self.zone)


class Ids:
    """Ids of one kind of thing: made from names where they are not given, never used twice."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def of(self, table: Table, name: str) -> str:
        """Return the id of a table, noting one that was given before."""
        given = table.text("id")
        if given is not None and given in self.used:
            table.wrong("id", f"{shown(given)} is used twice.", "Give each its own.")
        chosen = given or self._free(slug(name))
        self.used.add(chosen)
        return chosen

    def _free(self, wanted: str) -> str:
        numbered = (f"{wanted}-{n}" for n in range(2, 10_000))
        return wanted if wanted not in self.used else next(one for one in numbered if one not in self.used)


def read_waves(root: Table, roads: Roads, day: RaceDay) -> tuple[Wave, ...]:
    """Return the waves in the order of the file; every distance must be in one."""
    waves: dict[str, Wave] = {}
    tables = root.tables("wave", "wave")
    for table in tables:
        wave = _wave(table, roads, day)
        if wave is not None and normal_code(wave.id) in map(normal_code, waves):
            table.wrong("id", f"{shown(wave.id)} is used twice.", "Give each wave an id of its own.")
        elif wave is not None:
            waves[wave.id] = wave
    _check_waves(root, len(tables), list(waves.values()), roads)
    return tuple(waves.values())


def _check_waves(root: Table, written: int, waves: list[Wave], roads: Roads) -> None:
    if not written:
        root.wrong("wave", "there is none.", 'Write [[wave]] with id = "1" and gun = "07:00".')
    elif len(waves) == written:
        for track in roads.tracks.values():
            if not any(track.id in wave.distances for wave in waves):
                track.table.wrong(
                    "id", f"no wave starts {track.id}.", "Add it to the distances of a [[wave]]."
                )


def _wave(table: Table, roads: Roads, day: RaceDay) -> Wave | None:
    wave_id, gun_ms = table.text("id", needed=True), day.at_ms(table, "gun", needed=True)
    distances = table.texts("distances") if "distances" in table.data else tuple(roads.tracks)
    for name in distances or ():
        if name not in roads.tracks:
            known = ", ".join(roads.tracks)
            table.wrong("distances", f"{shown(name)} is not a distance.", f"Known distances: {known}.")
    if distances == () and "distances" in table.data:
        table.wrong("distances", "is an empty list.", "Leave it out for all distances.")
    if wave_id is None or gun_ms is None or distances is None:
        return None
    return Wave(wave_id, table.text("name", wave_id) or wave_id, distances, gun_ms, _start_s(table))


def _start_s(table: Table) -> float:
    """Return the seconds of ``start_takes``, written ``25 min`` or ``0:25``; 0 where it is not written."""
    text = table.text("start_takes", "0:00") or ""
    minutes = re.fullmatch(r"(\d{1,3}) ?min", text)
    try:
        return int(minutes[1]) * 60.0 if minutes else parse_clock_s(text)
    except ValueError:
        table.wrong("start_takes", f"{shown(text)} is not a length of time.", 'Write start_takes = "25 min".')
        return 0.0


def read_stations(root: Table, roads: Roads, day: RaceDay) -> tuple[Station, ...]:
    """Return the aid stations with every pass of theirs."""
    ids, stations = Ids(), []
    for table in root.tables("station", "station"):
        places = read_places(table, roads)
        opens_ms, closes_ms = day.at_ms(table, "opens"), day.at_ms(table, "closes")
        if opens_ms is not None and closes_ms is not None and closes_ms <= opens_ms:
            table.wrong("closes", "is not later than opens.", "After midnight hours go on: 25:30.")
        name = table.text("name", needed=True)
        if name is not None:
            needs = _needs(table)
            stations.append(Station(ids.of(table, name), name, places, opens_ms, closes_ms, **needs))
    return tuple(stations)


def _needs(table: Table) -> dict[str, float]:
    """Return what a runner takes at a table, and how many a helper serves a minute, where it is written."""
    said = {
        "litres_per_runner": table.number("litres_per_runner", 0.0, 5.0),
        "cups_per_runner": table.number("cups_per_runner", 0.0, 20.0),
        "runners_per_helper_minute": table.number("runners_per_helper", 0.1, 60.0),
    }
    return {name: value for name, value in said.items() if value is not None}


def read_cheer_zones(root: Table, roads: Roads) -> tuple[CheerZone, ...]:
    """Return the cheer zones with every pass of theirs."""
    ids, zones = Ids(), []
    for table in root.tables("cheer", "cheer"):
        places, name = read_places(table, roads), table.text("name", needed=True)
        if name is not None:
            zones.append(CheerZone(ids.of(table, name), name, places))
    return tuple(zones)


def read_cutoffs(root: Table, roads: Roads, day: RaceDay, waves: tuple[Wave, ...]) -> tuple[Cutoff, ...]:
    """Return the cutoffs; one that closes before the guns of its distance is noted."""
    ids, cutoffs = Ids(), []
    for table in root.tables("cutoff", "cutoff"):
        name, place = table.text("name", needed=True), read_place(table, roads)
        closes_ms = day.at_ms(table, "closes", needed=True)
        if name is None or place is None or closes_ms is None:
            continue
        gun_ms = last_gun_ms(waves, place.distance)
        if gun_ms is not None and closes_ms <= gun_ms:
            _note_early(table, gun_ms, day)
        cutoffs.append(Cutoff(ids.of(table, name), name, place.distance, place.along_m, closes_ms))
    return tuple(cutoffs)


def _note_early(table: Table, gun_ms: int, day: RaceDay) -> None:
    table.wrong(
        "closes",
        f"{shown(table.data['closes'])} is not later than the last gun, {show_time(gun_ms, day.zone)}.",
        "Write the time on the clock at which the cutoff closes; after midnight hours go on: 25:30.",
    )


def last_gun_ms(waves: tuple[Wave, ...], distance: str) -> int | None:
    """Return the last gun that starts a distance; ``None`` when no wave does."""
    return max((wave.gun_ms for wave in waves if distance in wave.distances), default=None)


def last_start_ms(waves: tuple[Wave, ...], distance: str) -> int | None:
    """Return when the limit of a distance begins to count for the last: the gun, or ``start_takes`` later."""
    return max((wave.counts_from_ms for wave in waves if distance in wave.distances), default=None)


def read_sweeps(root: Table, roads: Roads, day: RaceDay, waves: tuple[Wave, ...]) -> tuple[Sweep, ...]:
    """Return the sweeps; without a schedule one goes at an even pace from the last start to the limit."""
    ids, sweeps = Ids(), []
    for table in root.tables("sweep", "sweep"):
        name, track = table.text("name", needed=True), track_of(table, "on", roads)
        chips = tuple(normal_code(chip) for chip in table.texts("chips") or ())
        if name is None or track is None:
            continue
        if "schedule" in table.data:
            schedule = _schedule(table, track, day)
        else:
            schedule = _even_schedule(table, track, last_start_ms(waves, track.id))
        sweeps.append(Sweep(ids.of(table, name), name, track.id, schedule, chips))
    return tuple(sweeps)


def _schedule(table: Table, track: Track, day: RaceDay) -> tuple[SweepPoint, ...]:
    points: list[SweepPoint] = []
    for item in table.tables("schedule", "point"):
        along_m, at_ms = metres_on(item, "at", track), day.at_ms(item, "time", needed=True)
        if along_m is None or at_ms is None:
            continue
        _check_forward(item, points, along_m, at_ms, day)
        points.append(SweepPoint(along_m, at_ms))
    if isinstance(written := table.data["schedule"], list) and len(written) < 2:
        table.wrong(
            "schedule", "has fewer than two points.", "Write where it is at the start and at the end."
        )
    return tuple(points)


def _check_forward(item: Table, points: list[SweepPoint], along_m: float, at_ms: int, day: RaceDay) -> None:
    if points and along_m < points[-1].along_m:
        item.wrong(
            "at",
            f"{show_length(along_m)} comes after {show_length(points[-1].along_m)}: it would run backwards.",
            "Write the points in order of the course.",
        )
    if points and at_ms <= points[-1].at_ms:
        before = show_time(points[-1].at_ms, day.zone)
        item.wrong(
            "time", f"is not later than {before} of the point before.", "After midnight hours go on: 25:30."
        )


def _even_schedule(table: Table, track: Track, gun_ms: int | None) -> tuple[SweepPoint, ...]:
    if gun_ms is None:
        return ()
    if track.limit_s is None:
        table.wrong(
            "schedule",
            f"is missing, and {track.id} has no limit to make one from.",
            'Write schedule = [{ at = "0 km", time = "07:20" }, ...], or a limit for the distance.',
        )
        return ()
    end_ms = gun_ms + round(track.limit_s * MS_PER_S)
    return SweepPoint(0.0, gun_ms), SweepPoint(track.length_m, end_ms)


def read_reopenings(root: Table, roads: Roads, day: RaceDay) -> tuple[Reopening, ...]:
    """Return the street sections in the order of the file."""
    reopenings = []
    for table in root.tables("reopening", "reopening"):
        street, track = table.text("street", needed=True), track_of(table, "on", roads)
        from_m, to_m = metres_on(table, "from", track), metres_on(table, "to", track)
        at_ms = day.at_ms(table, "time")
        if street is None or track is None or from_m is None or to_m is None:
            continue
        if to_m <= from_m:
            table.wrong(
                "to", f"is not beyond from, {show_length(from_m)}.", "Write them in order of the course."
            )
        reopenings.append(Reopening(street, track.id, from_m, to_m, at_ms))
    return tuple(reopenings)
