"""Lengths, paces, durations and the clock of race day, between text and bare numbers.

Three clocks are used, and every name says which: ``at_ms`` is int64 milliseconds of UTC;
``tod_s`` is elapsed seconds since local midnight of race day (it runs on past 86,400 and a change
to summer time does not shift it); ``gun_s`` is seconds since a gun.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

METRES_PER_MILE = 1609.344  # international mile, 1959
MARATHON_M = 42_195.0
HALF_MARATHON_M = 21_097.5
EARTH_RADIUS_M = 6_371_000.0  # the sphere on which along_m is defined
MS_PER_S = 1000
DAY_S = 86_400

_CLOCK = re.compile(r"^(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?$")


def parse_clock_s(text: str) -> float:
    """Return the seconds in ``H:MM`` or ``H:MM:SS``; hours may exceed 24.

    Raises ``ValueError`` for any other text.

    >>> parse_clock_s("25:10")
    90600.0
    """
    match = _CLOCK.match(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a time like 7:30 or 07:30:00")
    hours, minutes, seconds = match.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds or 0)


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name; ``ValueError`` when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError) as error:
        raise ValueError(f"{name!r} is not a time zone such as Europe/Berlin") from error


def midnight_ms(day: date, zone_name: str) -> int:
    """Return the instant of local midnight that begins ``day``, in milliseconds of UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone(zone_name))
    return round(start.timestamp() * MS_PER_S)


def wall_to_ms(day: date, wall_s: float, zone_name: str) -> int:
    """Return the instant when clocks on the wall show ``wall_s`` seconds past midnight of ``day``.

    ``wall_s`` may pass 86,400: 25:10 is 1:10 in the next night, as the wall shows it.
    """
    whole_s = int(wall_s)
    naive = datetime(day.year, day.month, day.day) + timedelta(seconds=whole_s)  # noqa: DTZ001
    at_ms = round(naive.replace(tzinfo=zone(zone_name)).timestamp()) * MS_PER_S
    return at_ms + round((wall_s - whole_s) * MS_PER_S)


@lru_cache(maxsize=65_536)
def _wall(at_s: int, zone_name: str) -> str:
    return datetime.fromtimestamp(at_s, tz=zone(zone_name)).strftime("%H:%M:%S")


def show_time(at_ms: int, zone_name: str, *, seconds: bool = True) -> str:
    """Return the time on the wall at the race: ``13:07:05``, or ``13:07`` without seconds."""
    shown = _wall(at_ms // MS_PER_S, zone_name)
    return shown if seconds else shown[:5]


def show_day(at_ms: int, zone_name: str) -> str:
    """Return the date at the race, as ``2027-05-02``."""
    return datetime.fromtimestamp(at_ms / MS_PER_S, tz=zone(zone_name)).date().isoformat()


def show_duration(seconds: float, *, with_seconds: bool = True) -> str:
    """Return ``h:mm:ss`` (or ``h:mm``), with a minus sign when negative.

    >>> show_duration(26576)
    '7:22:56'
    """
    whole = round(abs(seconds)) if with_seconds else round(abs(seconds) / 60) * 60
    text = f"{whole // 3600}:{whole // 60 % 60:02d}"
    if with_seconds:
        text += f":{whole % 60:02d}"
    return f"-{text}" if seconds < 0 and whole else text


def show_span(seconds: float) -> str:
    """Return a length of time as people say it: ``40 s``, ``12 min``, ``1 h 05 min``, ``12 days``.

    >>> show_span(3900)
    '1 h 05 min'
    """
    whole = abs(seconds)
    if whole < 90:
        return f"{round(whole)} s"
    if whole >= 2 * DAY_S:
        return f"{round(whole / DAY_S)} days"
    minutes = round(whole / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def show_km(along_m: float) -> str:
    """Return metres along a course as ``km 17.3``."""
    return f"km {along_m / 1000:.1f}"


def normal_code(text: str) -> str:
    """Return a bib or chip as it is compared: no blanks, no leading zeros, upper case.

    >>> normal_code(" 00a7 "), normal_code("000")
    ('A7', '0')
    """
    squeezed = "".join(text.split()).upper()
    return squeezed.lstrip("0") or ("0" if squeezed else "")
