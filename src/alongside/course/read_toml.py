"""race.toml and its GPX files to a checked :class:`RacePlan`, with every problem at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from alongside.course.calibrate import CertifiedMark
from alongside.course.feeds import read_feeds
from alongside.course.measures import slug
from alongside.course.places import Roads, metres_on, track_of
from alongside.course.schedule import (
    RaceDay,
    read_cheer_zones,
    read_cutoffs,
    read_reopenings,
    read_stations,
    read_sweeps,
    read_waves,
)
from alongside.course.shared import derive_shared
from alongside.course.splits import read_mats, splits_of
from alongside.course.toml_table import Table, shown
from alongside.course.tracks import OpenGpx, Track, calibrate_tracks, plan_line, read_tracks
from alongside.errors import InputError, Problems
from alongside.events.plan import Distance, RacePlan, Shared, Split
from alongside.units import midnight_ms, zone

TOML_NAME = "race.toml"


@dataclass(frozen=True)
class ReadPlan:
    """A plan that holds together, what to look at all the same, and where a recorded day lies."""

    plan: RacePlan
    warnings: tuple[str, ...]
    recorded: str | None


def parse_toml(raw: bytes, where: str = TOML_NAME) -> dict[str, Any]:
    """Return the tables in the bytes of a TOML file; :class:`InputError` names the line that is wrong."""
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError.of(where, f"line {line} is not UTF-8 text.", "Save the file as UTF-8.") from error
    # Deep nesting ends in a RecursionError, a date such as 2027-02-30 in a ValueError.
    except (ValueError, RecursionError) as error:
        fix = "Correct that line: text stands in double quotes, and a table's name in [[ ]]."
        raise InputError.of(where, f"is not TOML: {error}{_line_of(str(error), raw)}.", fix) from error


def _line_of(error: str, raw: bytes) -> str:
    """The line that an error names, since who reads it may have no line numbers."""
    named = re.search(r"at line (\d+)", error)
    lines = raw.decode("utf-8-sig", "replace").splitlines()
    if named is None or not 0 < int(named[1]) <= len(lines):
        return ""
    return f", which says {lines[int(named[1]) - 1].strip()[:80]!r}"


def read_plan(data: Mapping[str, Any], open_gpx: OpenGpx) -> ReadPlan:
    """Return the plan in the tables of race.toml.

    ``open_gpx`` gives the bytes of a GPX by the name used in race.toml; it raises ``KeyError`` for one that
    is not there, or :class:`InputError` with a better sentence. Raises :class:`InputError` with every
    problem that was found.
    """
    problems = Problems()
    root = Table(TOML_NAME, "race", data, problems)
    name, recorded, day = root.text("name", needed=True), root.text("recorded"), _race_day(root)
    tracks, warnings = _read_tracks(root, open_gpx)
    roads = Roads(tracks, _read_stated(root, Roads(tracks, (), [])), warnings)
    # Without a day the rest is still read, on any day, for the sake of its own problems.
    plan = _plan(root, roads, name or "unnamed", day or RaceDay(date(2000, 1, 1), "UTC"))
    problems.raise_if_any()
    return ReadPlan(plan, tuple(warnings), recorded)


def _race_day(root: Table) -> RaceDay | None:
    zone_name = root.text("zone", needed=True)
    try:
        zone(zone_name or "UTC")
    except ValueError as error:
        root.wrong("zone", f"{error}.", 'Write zone = "America/Chicago".')
        zone_name = None
    day = _day(root)
    return RaceDay(day, zone_name) if day and zone_name else None


def _day(root: Table) -> date | None:
    day = root.data.get("date")
    if isinstance(day, date) and not isinstance(day, datetime) and 1970 <= day.year <= 2200:
        return day
    found = "is missing;" if day is None else f"{shown(day)} is not a date of a race;"
    root.wrong("date", found, "write it without quotes: date = 2027-05-02.")
    return None


def _read_tracks(root: Table, open_gpx: OpenGpx) -> tuple[dict[str, Track], list[str]]:
    tracks = read_tracks(root, open_gpx)
    warnings: list[str] = []
    _add_certified_mats(root.data.get("mat"), tracks)
    calibrate_tracks(tracks, root.problems, warnings)
    return tracks, warnings


def _add_certified_mats(mats: object, tracks: dict[str, Track]) -> None:
    """Take certified mats as marks; whatever is wrong with a mat is noted when mats are read."""
    for n, mat in enumerate(mats if isinstance(mats, list) else [], 1):
        quiet = Problems()
        table = Table(f"{TOML_NAME}: mat[{n}]", "mat", mat if isinstance(mat, dict) else {}, quiet)
        track = track_of(table, "on", Roads(tracks, (), []))
        at_m = metres_on(table, "at", track)
        lat, lon = table.number("lat", -90, 90), table.number("lon", -180, 180)
        if track and table.yes_no("certified") and at_m is not None and lat is not None and lon is not None:
            track.marks.append(CertifiedMark(at_m, lat, lon, table.where))


def _read_stated(root: Table, roads: Roads) -> tuple[Shared, ...]:
    stated = [_stated(table, roads) for table in root.tables("shared", "shared")]
    return tuple(one for one in stated if one is not None)


def _stated(table: Table, roads: Roads) -> Shared | None:
    a, b = track_of(table, "a", roads), track_of(table, "b", roads)
    a_from, a_to = metres_on(table, "a_from", a), metres_on(table, "a_to", a)
    b_from, b_to = metres_on(table, "b_from", b), metres_on(table, "b_to", b)
    for key, start, end in (("a_to", a_from, a_to), ("b_to", b_from, b_to)):
        if start is not None and end is not None and end <= start:
            table.wrong(key, f"is not beyond {key[0]}_from.", "Write the metres in order of the course.")
    if a is None or b is None or a_from is None or a_to is None or b_from is None or b_to is None:
        return None
    return Shared(a.id, a_from, a_to, b.id, b_from, b_to)


def _plan(root: Table, roads: Roads, name: str, day: RaceDay) -> RacePlan:
    spots = read_mats(root, roads)
    splits = splits_of(root, spots, roads)
    waves = read_waves(root, roads, day)
    lines = {track.id: track.line for track in roads.tracks.values() if track.line is not None}
    return RacePlan(
        id=f"{slug(name)}-{day.day.year}",
        name=name,
        date=day.day.isoformat(),
        zone=day.zone,
        day_start_ms=midnight_ms(day.day, day.zone),
        distances=tuple(_distance(track, splits[track.id]) for track in roads.tracks.values()),
        waves=waves,
        mats=tuple(spot.mat for spot in spots),
        stations=read_stations(root, roads, day),
        cheer_zones=read_cheer_zones(root, roads),
        cutoffs=read_cutoffs(root, roads, day, waves),
        sweeps=read_sweeps(root, roads, day, waves),
        reopenings=read_reopenings(root, roads, day),
        shared=derive_shared(lines, roads.stated),
        feeds=read_feeds(root, (spot.mat for spot in spots)),
        emergency=root.text("emergency") or "",
        permit_ms=day.at_ms(root, "permit"),
    )


def _distance(track: Track, splits: tuple[Split, ...]) -> Distance:
    return Distance(
        id=track.id,
        name=track.name,
        length_m=track.length_m,
        splits=splits,
        line=plan_line(track.line) if track.line else None,
        limit_s=track.limit_s,
        limit_from=track.limit_from,
        max_speed_mps=track.max_speed_mps,
    )
