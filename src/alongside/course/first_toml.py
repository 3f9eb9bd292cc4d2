"""The text of a first race.toml: what was answered, and short comments that teach the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable

from alongside.course.first_race import (
    FirstDistance,
    FirstPoint,
    FirstRace,
    FirstSweep,
    FirstWave,
)
from alongside.course.measures import show_length
from alongside.units import show_duration

_HEAD = """\
# The plan of a race. Every key that may stand here is explained in docs/race-toml.md.
# After each change run: alongside check FOLDER
# A "#" begins a comment, as here.
# Times are those on the wall at the race; after midnight hours go on: "25:10"."""

_ABOUT = {
    "distance": """\
# The distances. "length" is the official one: the GPX is stretched to it, evenly.
# "limit" is how long the course stays open: hours and minutes from the last gun that starts it.
# (From each runner's own gun instead? Add: limit_from = "own gun".)""",
    "wave": """\
# The waves, by the names that roster.csv has for them, and their planned guns.
# (Does your limit count from the last runner over the start line? Add: start_takes = "25 min".)""",
    "mat": """\
# The timing mats. "id" is what the timing system calls each: ask your timing company, and correct it.
# A mat on a road that several distances share times all of them; it stands here once.""",
    "station": """\
# The aid stations. "closes" is what you publish: the check holds it against the limit.
# Instead of "at", a place on the map does too: lat = 41.10, lon = -90.20. Also possible: opens = "07:00".""",
    "cutoff": """\
# Cutoffs: whoever passes later is taken off the course.""",
    "sweep": """\
# The sweeps, each behind the last runner of a distance. Without a schedule one goes at the limit's even pace.
# Has it a timing chip? Add: chips = ["SWEEP1"].""",
}

_NOT_YET = {
    "station": """\
# Aid stations: none yet. One looks like this:
# [[station]]
# name = "Water 1"
# on = "{id}"
# at = "2 mi"
# closes = "09:10\"""",
    "cutoff": """\
# Cutoffs: none. One looks like this:
# [[cutoff]]
# name = "Mile 16"
# on = "{id}"
# at = "16 mi"
# closes = "12:20\"""",
    "sweep": """\
# Sweeps: none yet. One that goes by a limit looks like this:
# [[sweep]]
# name = "Sweep bus"
# on = "{id}\"""",
}

_STREETS = """\
# Streets that are given back to traffic: write the times that the town was told, and the check holds them
# against the limit too.
# [[reopening]]
# street = "Wharf Street"
# on = "{id}"
# from = "1 km"
# to = "2.4 km"
# time = "09:10\""""

_FEEDS = """\
# How reads come in on race day, beside POST /in/reads: ask your timing company. "points" says which mat is
# which of their timing points; one that has a mat's id or name needs no entry.
# [[feeds]]
# id = "timer"
# kind = "raceresult"  # their exporter posts to /in/raceresult/timer
# points = {{ "10 KM" = "{mat}" }}
#
# [[feeds]]
# id = "backup"
# kind = "csv"
# path = "backup.csv"  # a file that grows, from this folder\
"""

EMERGENCY = """
# The number to call in an emergency on the course: every card and every runner's page shows it.
# emergency = "+1 555 0100\""""


def first_toml(race: FirstRace) -> str:
    """Return the text of a race.toml that the reader of :mod:`alongside.course.read_toml` takes."""
    blocks = [_HEAD, _top(race)]
    blocks += _section("distance", map(_distance, race.distances), race)
    blocks += _section("wave", (_wave(wave, race) for wave in race.waves), race)
    blocks += _section("mat", map(_mat, race.mats), race)
    blocks += _section("station", map(_closing, race.stations), race)
    blocks += _section("cutoff", map(_closing, race.cutoffs), race)
    blocks += _section("sweep", map(_sweep, race.sweeps), race)
    blocks += [_STREETS.format(id=race.distances[0].id), _FEEDS.format(mat=race.mats[-1].id)]
    return "\n\n".join(blocks) + "\n"


def show_clock(wall_s: float) -> str:
    """Return seconds past midnight as race.toml writes them: ``07:30``, ``25:10``, or ``07:30:15``."""
    text = show_duration(wall_s, with_seconds=bool(wall_s % 60))
    return text.zfill(8 if wall_s % 60 else 5)


def _section(name: str, tables: Iterable[list[str]], race: FirstRace) -> list[str]:
    written = ["\n".join([f"[[{name}]]", *lines]) for lines in tables]
    if not written:
        return [_NOT_YET[name].format(id=race.distances[0].id)]
    return [f"{_ABOUT[name]}\n{written[0]}", *written[1:]]


def _top(race: FirstRace) -> str:
    head = [_text("name", race.name), f"date = {race.day.isoformat()}", _text("zone", race.zone)]
    return "\n".join([*head, EMERGENCY])


def _distance(distance: FirstDistance) -> list[str]:
    lines = [_text("id", distance.id), _text("name", distance.name)]
    lines += [_text("gpx", distance.gpx)] if distance.gpx else []
    lines.append(_text("length", show_length(distance.length_m)))
    if distance.limit_s is None:
        return [*lines, '# limit = "6:30"  # none yet: nothing is promised, and no sweep can go by it']
    return [*lines, _text("limit", show_duration(distance.limit_s, with_seconds=bool(distance.limit_s % 60)))]


def _wave(wave: FirstWave, race: FirstRace) -> list[str]:
    every = tuple(distance.id for distance in race.distances)
    listed = ", ".join(map(_quoted, wave.distances))
    only = [] if set(wave.distances) == set(every) else [f"distances = [{listed}]"]
    return [_text("id", wave.id), *only, _text("gun", show_clock(wave.gun_s))]


def _mat(mat: FirstPoint) -> list[str]:
    return [_text("id", mat.id), _text("name", mat.name), *_where(mat)]


def _closing(point: FirstPoint) -> list[str]:
    closes = [] if point.closes_s is None else [_text("closes", show_clock(point.closes_s))]
    return [_text("name", point.name), *_where(point), *closes]


def _where(point: FirstPoint) -> list[str]:
    return [_text("on", point.on), _text("at", show_length(point.at_m) if point.at_m else "0 km")]


def _sweep(sweep: FirstSweep) -> list[str]:
    return [_text("name", sweep.name), _text("on", sweep.on)]


def _text(key: str, value: str) -> str:
    return f"{key} = {_quoted(value)}"


def _quoted(value: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, but for DEL and for lone halves of a surrogate pair."""
    plain = value.encode("utf-8", "replace").decode()
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")
