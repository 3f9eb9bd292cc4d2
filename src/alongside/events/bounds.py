"""Numbers that no row may hold: one poisoned row would stop every fold of the log, for ever."""

from __future__ import annotations

from alongside.events.bodies import (
    Body,
    ClockBody,
    FixBody,
    GunBody,
    KeyedBody,
    LeftCourseBody,
    MessageBody,
    NoticeBody,
    ReadBody,
    RideBody,
    RulingStatusBody,
    VanBody,
)

MOST_MS = 100_000_000_000_000  # the year 5138; what lies beyond is no time
MOST_S = 31 * 86_400.0  # a race of a month


def wrong_with(body: Body) -> str:
    """Return what is wrong with the numbers of a body, in a sentence; empty when nothing is."""
    match body:
        case ReadBody():
            return _time("at", body.at_ms) or _span("chip_s", body.chip_s)
        case FixBody():
            return _time("at", body.at_ms) or _place(body)
        case GunBody():
            return _time("gun", body.gun_ms)
        case RulingStatusBody():
            return _span("chip_s", body.chip_s)
        case LeftCourseBody():
            return _time("at", body.at_ms) or _metres("along_m", body.along_m)
        case KeyedBody():
            return _time("at", body.at_ms)
        case RideBody() | VanBody():
            return _time("at", body.at_ms) or _metres("along_m", body.along_m)
        case ClockBody():
            return _within("ahead_ms", body.ahead_ms, -MOST_MS, MOST_MS) or _time("from", body.from_ms)
        case NoticeBody() | MessageBody():
            return _metres("from_m", body.from_m) or _metres("to_m", body.to_m)
        case _:
            return ""


def _time(name: str, at_ms: int) -> str:
    return "" if 0 <= at_ms <= MOST_MS else f"'{name}' is {at_ms} ms, which is no time of a race."


def _span(name: str, seconds: float | None) -> str:
    return "" if seconds is None else _within(name, seconds, 0.0, MOST_S)


def _metres(name: str, metres: float | None) -> str:
    return "" if metres is None else _within(name, metres, -1e3, 1e7)


def _place(fix: FixBody) -> str:
    accuracy_m = 0.0 if fix.accuracy_m is None else fix.accuracy_m
    return (
        _within("lat", fix.lat, -90.0, 90.0)
        or _within("lon", fix.lon, -180.0, 180.0)
        or _within("accuracy_m", accuracy_m, 0.0, 1e9)
    )


def _within(name: str, value: float, least: float, most: float) -> str:
    # A comparison with nan is false, so nan is out of bounds too.
    return "" if least <= value <= most else f"'{name}' is {value}, outside {least:g} to {most:g}."
