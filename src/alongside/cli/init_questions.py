"""The questions of ``alongside init``, in the order they are asked, and the race that the answers make."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from alongside.cli.asking import Asker
from alongside.cli.init_files import Found
from alongside.cli.init_waves import LEAVE_OUT, ask_waves
from alongside.course.first_answers import (
    is_mile_land,
    is_none,
    limit_guess,
    read_cutoffs,
    read_day,
    read_id,
    read_length_m,
    read_limit_s,
    read_minutes,
    read_name,
    read_points,
    read_zone,
    splits_guess,
    stations_guess,
)
from alongside.course.first_guess import RosterFacts, ids_of, length_in_name, names_of, usual_of
from alongside.course.first_race import FirstDistance, FirstPoint, FirstRace, FirstSweep, FirstWave
from alongside.course.first_roads import FirstRoads, last_gun_s
from alongside.course.measures import show_length

_END_SPLIT_M = 1000.0  # a mat so near to the finish tells nothing that the finish does not
_END_STATION_M = 500.0


def ask_race(asker: Asker, found: Found, facts: RosterFacts | None, folder_name: str) -> FirstRace:
    """Return the race that the answers make."""
    name = asker.ask("Name of the race", _title(folder_name), read_name)
    day = asker.ask("Date", _next_sunday().isoformat(), read_day)
    zone = asker.ask("Time zone", system_zone(), read_zone)
    distances = _distances(asker, found, facts)
    waves = ask_waves(asker, distances, facts)
    roads = FirstRoads(distances, found.gpx.__getitem__)
    stations = _stations(asker, roads, distances, waves, is_mile_land(zone))
    _mats(asker, roads, distances)
    asker.say()
    cutoffs = [cutoff for distance in distances for cutoff in _cutoffs(asker, distance, waves)]
    sweeps = [sweep for distance in distances for sweep in _sweeps(asker, distance)]
    return FirstRace(
        name, day, zone, tuple(distances), waves, tuple(roads.mats), stations, tuple(cutoffs), tuple(sweeps)
    )


def _title(folder_name: str) -> str:
    return " ".join(folder_name.replace("-", " ").replace("_", " ").split()).title() or "A race"


def _next_sunday() -> date:
    today = datetime.now(UTC).date()
    return today + timedelta(days=6 - today.weekday() or 7)


def system_zone() -> str:
    """Return the time zone that this machine is set to, ``UTC`` where it does not say."""
    linked = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        try:
            return read_zone(name.removeprefix("Etc/"))
        except ValueError:
            continue
    return "UTC"


def _distances(asker: Asker, found: Found, facts: RosterFacts | None) -> list[FirstDistance]:
    """Ask for each GPX, the longest first, and for what else the roster names."""
    files = sorted(found.lines, key=lambda name: -found.lines[name].length_m)
    measured = [found.lines[name].length_m for name in files]
    ids = ids_of([Path(name).stem for name in files], measured)
    names = names_of(ids, measured, facts.distances if facts else ())
    distances: list[FirstDistance] = []
    for file, id_, name, metres in zip(files, ids, names, measured, strict=True):
        asker.say(f"\n{file}")
        taken = frozenset(distance.id for distance in distances)
        distances.append(_distance(asker, file, id_, name, metres, taken))
    for name in facts.distances if facts else ():
        distances += _rostered(asker, name, facts.distances[name] if facts else 0, distances)
    return distances


def _distance(
    asker: Asker, file: str, id_guess: str, name_guess: str, measured_m: float, taken: frozenset[str]
) -> FirstDistance:
    id_ = asker.ask("  Short id", id_guess, partial(read_id, taken=taken))
    name = asker.ask("  Name (a roster's spelling, if there is one)", name_guess, read_name)
    usual = usual_of(measured_m)
    length_guess = show_length(usual[0] if usual else round(measured_m))
    length_m = asker.ask("  Official length", length_guess, partial(read_length_m, measured_m=measured_m))
    return FirstDistance(id_, name, file, length_m, _limit(asker, length_m))


def _limit(asker: Asker, length_m: float) -> float | None:
    question = "  Limit from the last gun, hours and minutes, or none"
    return asker.ask(question, limit_guess(length_m), partial(read_limit_s, length_m=length_m))


def _rostered(asker: Asker, name: str, lines: int, known: list[FirstDistance]) -> list[FirstDistance]:
    """Ask what a distance of the roster is that no GPX is called; an empty list leaves it out."""
    if name.casefold() in {text.casefold() for one in known for text in (one.id, one.name)}:
        return []
    asker.say(f"\nThe roster has {lines:,} lines of {name!r}, for which there is no GPX.")
    guess = length_in_name(name)
    default = show_length(guess) if guess else LEAVE_OUT
    length_m = asker.ask(f"  Its length, or {LEAVE_OUT}", default, _length_or_not)
    if length_m is None:
        asker.say("  Left out: the check will name its lines.")
        return []
    taken = frozenset(one.id for one in known)
    (id_guess,) = ids_of([name], [length_m])
    id_ = asker.ask("  Short id", id_guess, partial(read_id, taken=taken))
    return [FirstDistance(id_, name, "", length_m, _limit(asker, length_m))]


def _length_or_not(text: str) -> float | None:
    if is_none(text) or text.strip().casefold() == LEAVE_OUT:
        return None
    return read_length_m(text, None)


def _stations(
    asker: Asker,
    roads: FirstRoads,
    distances: Sequence[FirstDistance],
    waves: Sequence[FirstWave],
    in_miles: bool,
) -> tuple[FirstPoint, ...]:
    asker.say("\nAid stations: every 2 miles, every 3 km, a list as 3 km, 6.5 km, or none.")
    for distance in distances:
        default = stations_guess(distance.length_m, in_miles=in_miles)
        passed = roads.shared_stations(distance.id)
        besides = f", besides {passed} that it passes already" if passed else ""
        read = partial(read_points, length_m=distance.length_m, end_m=_END_STATION_M)
        added = roads.add_stations(distance, asker.ask(f"  {distance.name}{besides}", default, read))
        asker.say(f"    {added} more." if passed else f"    {added}.")
    if not roads.stations or all(distance.limit_s is None for distance in distances):
        return tuple(roads.stations)
    question = "  Closing how many minutes after the last inside the limit, or none"
    minutes = asker.ask(question, "5", read_minutes)
    return tuple(roads.stations) if minutes is None else roads.closing(waves, minutes)


def _mats(asker: Asker, roads: FirstRoads, distances: Sequence[FirstDistance]) -> None:
    asker.say("\nTiming mats on the way: every 5 km, a list as 10 km, 13.1 mi, or none.")
    asker.say("A mat times every distance that shares its road, and is written once.")
    roads.add_ends()
    for distance in distances:
        read = partial(read_points, length_m=distance.length_m, end_m=_END_SPLIT_M)
        points = asker.ask(f"  {distance.name}", splits_guess(distance.length_m), read)
        added = roads.add_splits(distance, points)
        asker.say(f"    {added}.")


def _cutoffs(asker: Asker, distance: FirstDistance, waves: Sequence[FirstWave]) -> list[FirstPoint]:
    gun_s = last_gun_s(distance.id, waves)
    question = f"Cutoffs of {distance.name}, as 30 km 12:40, 16 mi 13:10, or none"
    told = asker.ask(question, "none", partial(read_cutoffs, length_m=distance.length_m, after_s=gun_s))
    return [
        FirstPoint("", f"{distance.name} {at_m / 1000:.1f} km", distance.id, at_m, closes_s)
        for at_m, closes_s in told
    ]


def _sweeps(asker: Asker, distance: FirstDistance) -> list[FirstSweep]:
    if distance.limit_s is None:
        return []
    question = f"A sweep behind the last of {distance.name}, at the limit's pace"
    return [FirstSweep(f"Sweep {distance.name}", distance.id)] if asker.yes(question) else []
