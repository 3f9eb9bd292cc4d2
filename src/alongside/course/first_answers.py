"""Answers to the questions of ``alongside init``, from text; ``ValueError`` says what to write instead."""

from __future__ import annotations

import difflib
import re
from datetime import date
from typing import NamedTuple
from zoneinfo import available_timezones

from alongside.course.first_toml import show_clock
from alongside.course.measures import parse_length_m, show_length
from alongside.units import METRES_PER_MILE, parse_clock_s, show_duration, zone

_NONE = frozenset(["none", "no", "-", "0", "keine", "aucun", "ninguno"])
_EVERY = re.compile(r"^every\s+(?P<rest>.+)$")
_ID = re.compile(r"^[a-z0-9][a-z0-9_-]*$")
_MOST_POINTS = 1000
_FASTEST_LIMIT_MPS, _SLOWEST_LIMIT_MPS = 4.5, 0.1
_LONG_LIMIT_S = 3600.0  # a children's dash may well be open for an hour
_ULTRA_M = 50_000.0
_STRETCH = (0.8, 1.25)  # as the calibration of a GPX has it
_LAST_WALL_S = 96 * 3600.0
_MILE_CITIES = ("New_York", "Detroit", "Chicago", "Denver", "Boise", "Phoenix", "Los_Angeles", "Anchorage")
_MILE_ZONES = frozenset(["Pacific/Honolulu", *(f"America/{city}" for city in _MILE_CITIES)])


class Points(NamedTuple):
    """Places along a distance in metres; ``step_m`` is 0 for a list; ``in_miles`` says how to name them."""

    at_m: tuple[float, ...]
    step_m: float
    in_miles: bool


def is_none(text: str) -> bool:
    """Return whether an answer means that there is none."""
    return text.strip().casefold() in _NONE


def read_name(text: str) -> str:
    """Return a name in one line."""
    name = " ".join(text.split())
    if not name:
        raise ValueError("A name is needed.")
    return name


def read_id(text: str, taken: frozenset[str]) -> str:
    """Return a short lower-case word that no other distance has."""
    if not _ID.match(text.strip()):
        raise ValueError(f"{text!r} is not a short lower-case word. Write full, half or 10k, say.")
    if text.strip() in taken:
        raise ValueError(f"{text!r} is another distance's id already. Give each its own.")
    return text.strip()


def read_day(text: str) -> date:
    """Return the day of a race."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a date. Write year-month-day, as 2027-05-02.") from None
    if not 1970 <= day.year <= 2200:
        raise ValueError(f"{text!r} is not the date of a race. Write year-month-day, as 2027-05-02.")
    return day


def read_zone(text: str) -> str:
    """Return the name of a time zone; a wrong one gets those that look like it."""
    name = text.strip()
    try:
        zone(name)
    except ValueError:
        raise ValueError(f"{text!r} is not a time zone. {_zones_like(name)}") from None
    return name


def _zones_like(name: str) -> str:
    wanted = name.replace(" ", "_").casefold()
    names = sorted(available_timezones())
    inside = [one for one in names if wanted and wanted in one.casefold()]
    cities = {one.rpartition("/")[2].casefold(): one for one in names}
    near = [cities[city] for city in difflib.get_close_matches(wanted, cities, n=3)]
    found = (inside or near)[:3]
    return (
        f"Did you mean {' or '.join(found)}?" if found else "Write one as America/Chicago or Europe/Berlin."
    )


def read_length_m(text: str, measured_m: float | None) -> float:
    """Return an official length that the measured course can be stretched to."""
    length_m = parse_length_m(text)
    if length_m < 1:
        raise ValueError(f"{text!r} is no length for a race. Write it with its unit, as 42.195 km.")
    low, high = _STRETCH
    if measured_m is not None and not low < measured_m / length_m < high:
        raise ValueError(
            f"{text!r} does not fit: the GPX measures {show_length(measured_m)}."
            " Check the unit, or whether the GPX is the right one."
        )
    return length_m


def read_limit_s(text: str, length_m: float) -> float | None:
    """Return a limit in seconds, or ``None`` for none; one that nobody could keep, or everybody, is wrong."""
    if is_none(text):
        return None
    try:
        limit_s = parse_clock_s(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a limit. Write hours and minutes, as 6:30, or none.") from None
    speed_mps = length_m / limit_s if limit_s else 99.0
    slow = speed_mps < _SLOWEST_LIMIT_MPS and limit_s > _LONG_LIMIT_S
    if slow or speed_mps > _FASTEST_LIMIT_MPS:
        raise ValueError(
            f"{text!r} for {show_length(length_m)} would be {speed_mps * 3.6:.1f} km/h at the back."
            " Write hours and minutes, as 6:30, or none."
        )
    return limit_s


def read_gun_s(text: str) -> float:
    """Return a time of day in seconds past midnight."""
    try:
        wall_s = parse_clock_s(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a time of day. Write it as 07:30.") from None
    if wall_s >= _LAST_WALL_S:
        raise ValueError(f"{text!r} is more than four days after the start of race day. Write it as 07:30.")
    return wall_s


def read_points(text: str, length_m: float, end_m: float) -> Points:
    """Return the places in ``every 2 miles``, ``3 km, 6.5 km`` or ``none``.

    A rule leaves ``end_m`` before the finish free; a list is taken as it is.
    """
    if is_none(text):
        return Points((), 0.0, False)
    every = _EVERY.match(text.strip().casefold())
    if every is None:
        return _listed(text, length_m)
    step_m = _length(every["rest"], text)
    if not length_m / _MOST_POINTS <= step_m:
        raise ValueError(f"{text!r} would be more than {_MOST_POINTS} places. Check the number and its unit.")
    count = int((length_m - end_m) / step_m)
    return Points(tuple(step_m * n for n in range(1, count + 1)), step_m, _is_miles(every["rest"]))


def _listed(text: str, length_m: float) -> Points:
    parts = [part for part in re.split(r"\s*[,;]\s*", text.strip().casefold()) if part]
    unit = "mi" if parts and _is_miles(parts[-1]) else "km"
    found = sorted({_length(part if re.search(r"[a-z]", part) else f"{part} {unit}", text) for part in parts})
    for at_m in found:
        if not 0 < at_m < length_m:
            raise ValueError(f"{show_length(at_m)} is not on a course of {show_length(length_m)}.")
    if not 0 < len(found) <= _MOST_POINTS:
        raise ValueError(f"{text!r} names no place. {_HOW}")
    return Points(tuple(found), 0.0, unit == "mi")


_HOW = "Write every 2 miles, every 3 km, a list as 3 km, 6.5 km, or none."


def _length(part: str, text: str) -> float:
    written = part if re.match(r"^[\d.]", part) else f"1 {part}"  # "every mile"
    try:
        return parse_length_m(written)
    except ValueError:
        raise ValueError(f"{text!r} is not understood at {part!r}. {_HOW}") from None


def _is_miles(text: str) -> bool:
    return bool(re.search(r"mi(le|les)?$", text.strip()))


def read_cutoffs(text: str, length_m: float, after_s: float) -> tuple[tuple[float, float], ...]:
    """Return metres and closing times of ``30 km 12:40, 16 mi 11:30``, each later than ``after_s``."""
    if is_none(text):
        return ()
    return tuple(_cutoff(part, length_m, after_s) for part in re.split(r"\s*[,;]\s*", text.strip()) if part)


def _cutoff(part: str, length_m: float, after_s: float) -> tuple[float, float]:
    where, _, clock = part.rpartition(" ")
    try:
        at_m, closes_s = parse_length_m(where), parse_clock_s(clock)
    except ValueError:
        raise ValueError(
            f"{part!r} is not a cutoff. Write place and time, as 30 km 12:40, or none."
        ) from None
    if not 0 < at_m <= length_m:
        raise ValueError(f"{show_length(at_m)} is not on a course of {show_length(length_m)}.")
    if closes_s <= after_s:
        raise ValueError(
            f"{part!r} is not later than the last gun, {show_clock(after_s)}."
            " After midnight hours go on: 25:30."
        )
    return at_m, closes_s


def read_minutes(text: str) -> int | None:
    """Return a number of minutes from 0 to 600, or ``None`` for none."""
    plain = re.sub(r"\s*min(utes)?$", "", text.strip().casefold())
    if plain != "0" and is_none(text):
        return None
    if not (plain.isascii() and plain.isdigit() and int(plain) <= 600):
        raise ValueError(f"{text!r} is not a number of minutes from 0 to 600. Write 5, say, or none.")
    return int(plain)


def limit_guess(length_m: float) -> str:
    """Return a limit that many races of a length have: 9:15 a kilometre, and 11 minutes beyond 50 km."""
    pace_s_per_km = 555 if length_m <= _ULTRA_M else 660
    quarters = max(1, round(length_m / 1000 * pace_s_per_km / 900))
    return show_duration(quarters * 900, with_seconds=False)


def stations_guess(length_m: float, *, in_miles: bool) -> str:
    """Return how often a race of a length has water: a trail beyond 50 km more seldom than a road."""
    if length_m > _ULTRA_M:
        return "every 6 miles" if in_miles else "every 10 km"
    return "every 2 miles" if in_miles else "every 3 km"


def splits_guess(length_m: float) -> str:
    """Return how often a race of a length is timed on the way."""
    return "every 20 km" if length_m > _ULTRA_M else "every 5 km"


def is_mile_land(zone_name: str) -> bool:
    """Return whether aid stations are counted in miles where a time zone lies: a guess for a default."""
    return zone_name.startswith(("US/", "America/Indiana", "America/Kentucky")) or zone_name in _MILE_ZONES


def point_name(at_m: float, points: Points) -> str:
    """Return a place in words, ``mile 2`` or ``km 2.5``, for names."""
    unit, metres = ("mile", METRES_PER_MILE) if points.in_miles else ("km", 1000.0)
    return f"{unit} {at_m / metres:.2f}".rstrip("0").rstrip(".")
