"""Times as timing software writes them, to instants: ISO, wall time at the race, seconds of the day, epochs.

What names no day is on race day, or on a later one of the race where that is nearer to now.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from alongside.events.plan import RacePlan
from alongside.units import DAY_S, MS_PER_S, wall_to_ms

LEAST_MS = 100_000_000_000  # 1973 in milliseconds; below it a number may be seconds
MOST_MS = 100_000_000_000_000
HOUR_MS = 3_600_000
EARLY_MS = 6 * HOUR_MS  # a clock may be ahead; what seems further ahead is of the day before
MOST_DAYS = 14  # of a race without a limit

_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?")
_DAY = re.compile(r"(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True)
class RaceDays:
    """The days of a race: its first, how many more it may run into, and its zone."""

    day: date
    zone: str
    more: int

    @classmethod
    def of(cls, plan: RacePlan) -> RaceDays:
        """Return the days of a plan; it is over six hours after its last limit."""
        limits = [distance.limit_s for distance in plan.distances]
        day = date.fromisoformat(plan.date)
        if not plan.waves or any(limit_s is None for limit_s in limits):
            return cls(day, plan.zone, MOST_DAYS)
        last_ms = max(wave.gun_ms for wave in plan.waves) + round(max(s or 0 for s in limits) * MS_PER_S)
        more = math.floor((last_ms + EARLY_MS - plan.day_start_ms) / (DAY_S * MS_PER_S))
        return cls(day, plan.zone, max(0, more))

    def at(self, wall_s: float, now_ms: int) -> int:
        """Return when clocks at the race show ``wall_s`` past midnight: the last such time by now, about.

        A time up to six hours ahead of now is taken as it is: clocks are wrong, and days are long.
        """
        days = range(self.more, 0, -1)
        later = (wall_to_ms(self.day + timedelta(days=n), wall_s, self.zone) for n in days)
        return next((ms for ms in later if ms <= now_ms + EARLY_MS), wall_to_ms(self.day, wall_s, self.zone))


def instant_ms(text: str, days: RaceDays, now_ms: int, day_text: str = "") -> int:
    """Return the instant of a time, in UTC milliseconds; ``day_text`` is its day where that stands apart.

    ISO 8601, with an offset or as the wall shows it; ``10:12:11,443``, ``7:05:12 PM``; a day in front of
    either; epoch seconds or milliseconds; seconds of the day. ``ValueError`` says what was found instead.
    """
    text = text.strip()
    if day_text.strip():
        text = f"{day_text.strip()} {text}"
    found = _iso_ms(text, days)
    if found is None and _NUMBER.fullmatch(text):
        found = _number_ms(float(text.replace(",", ".")), days, now_ms)
    if found is None:
        found = _wall_ms(text, days, now_ms)
    if found is None or not LEAST_MS <= found <= MOST_MS:
        raise ValueError(f"{text[:40]!r} is no time, such as 10:12:11 or 2027-05-02T10:12:11Z.")
    return found


def _iso_ms(text: str, days: RaceDays) -> int | None:
    """Return the instant of an ISO time; one without an offset is what the wall shows at the race."""
    if len(text) < 16 or text[4] != "-":
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return round(moment.timestamp() * MS_PER_S)
    except (ValueError, OverflowError, OSError):
        return None
    since_s = moment.minute % 15 * 60 + moment.second
    quarter_ms = _quarter_ms(moment.toordinal(), moment.hour * 4 + moment.minute // 15, days.zone)
    return quarter_ms + since_s * MS_PER_S + round(moment.microsecond / 1000)


@lru_cache(maxsize=4096)
def _quarter_ms(ordinal: int, quarter: int, zone: str) -> int:
    """Return when a quarter of an hour began: no zone changes its clocks within one."""
    return wall_to_ms(date.fromordinal(ordinal), quarter * 900.0, zone)


def _number_ms(number: float, days: RaceDays, now_ms: int) -> int | None:
    if number < MOST_DAYS * DAY_S:
        return days.at(number, now_ms)
    if number * MS_PER_S < MOST_MS / 10 and number < LEAST_MS:
        return round(number * MS_PER_S)
    return round(number)


def _wall_ms(text: str, days: RaceDays, now_ms: int) -> int | None:
    day_text, _, clock_text = text.replace("T", " ").rpartition(" ") if _DAY.match(text) else ("", "", text)
    if _DAY.match(text) and (parts := re.match(r"(\S+?)[ T]+(.+)", text)):
        day_text, clock_text = parts[1], parts[2]
    wall_s = _clock_s(clock_text.strip())
    if wall_s is None:
        return None
    if not day_text:
        return days.at(wall_s, now_ms)
    day = _day(day_text, days.day)
    return None if day is None else wall_to_ms(day, wall_s, days.zone)


def _clock_s(text: str) -> float | None:
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, part, half = match.groups()
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half in "Pp" else 0)
    return hours * 3600 + int(minute) * 60 + int(second or 0) + float(f"0.{part or 0}")


@lru_cache(maxsize=256)
def _day(text: str, race_day: date) -> date | None:
    """Return a day written in any order; of two readings that exist, the one nearer to race day."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    a, b, c = int(match[1]), int(match[3]), int(match[4])
    orders = [(a, b, c)] if a > 31 else [(c, b, a), (c, a, b)]
    found = [day for year, month, on in orders if (day := _as_day(year, month, on)) is not None]
    return min(found, key=lambda day: abs(day - race_day), default=None)


def _as_day(year: int, month: int, on: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, on)
    except ValueError:
        return None
