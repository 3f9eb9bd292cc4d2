"""The ``[[distance]]`` tables and their GPX: lengths, limits and calibrated lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from alongside.course.calibrate import CertifiedMark, calibrated
from alongside.course.gpx import read_gpx
from alongside.course.line import CourseLine
from alongside.course.measures import show_length
from alongside.course.toml_table import Table, shown
from alongside.errors import InputError, Problems
from alongside.events.plan import Line
from alongside.units import parse_clock_s

OpenGpx = Callable[[str], bytes]
LimitFrom = Literal["last_gun", "own_gun"]

_ID = re.compile(r"^[a-z0-9][a-z0-9_-]*$")
_OFF_SHARE = 0.015  # a GPX farther off its official length than this wants marks
_MAX_SPEED_MPS = 8.0
_LIMITS_FROM: dict[str, LimitFrom] = {"last gun": "last_gun", "own gun": "own_gun"}


@dataclass
class Track:
    """A distance while it is being read: its keys, and its line before and after calibration."""

    table: Table
    id: str
    name: str
    length_m: float
    raw: CourseLine | None
    limit_s: float | None
    limit_from: LimitFrom
    max_speed_mps: float
    marks: list[CertifiedMark] = field(default_factory=list)
    line: CourseLine | None = None

    @property
    def gpx_name(self) -> str:
        """The name of its GPX file, for messages."""
        return str(self.table.data.get("gpx", "its GPX"))


def read_tracks(root: Table, open_gpx: OpenGpx) -> dict[str, Track]:
    """Return the distances by id, not yet calibrated, in the order of the file."""
    tracks: dict[str, Track] = {}
    tables = root.tables("distance", "distance")
    for table in tables:
        track = _track(table, open_gpx)
        if track is not None and track.id in tracks:
            table.wrong("id", f"{shown(track.id)} is used twice.", "Give each distance an id of its own.")
        elif track is not None:
            tracks[track.id] = track
    if not tables and "distance" not in root.data:
        root.wrong("distance", "there is none.", 'Write [[distance]] with id = "full" and gpx = "full.gpx".')
    return tracks


def calibrate_tracks(tracks: dict[str, Track], problems: Problems, warnings: list[str]) -> None:
    """Set the line of every track that has a GPX, in official metres; warn of lengths that are off."""
    for track in tracks.values():
        if track.raw is None:
            warnings.append(
                f"{track.table.where}: no gpx: {track.id} has no map, phones cannot be placed on it,"
                " and mats of other distances are not found on it."
            )
        else:
            _warn_of_length(track, track.raw, warnings)
            where = f"{track.gpx_name} for {track.table.where}"
            track.line = calibrated(track.raw, track.length_m, track.marks, where, problems)


def plan_line(line: CourseLine) -> Line:
    """Return a line as plain data: degrees to 1 cm, metres to 1 mm."""
    return Line(
        lat=tuple(line.lat.round(7).tolist()),
        lon=tuple(line.lon.round(7).tolist()),
        along_m=tuple(line.along_m.round(3).tolist()),
    )


def _limit_from(table: Table) -> LimitFrom:
    text = table.text("limit_from", "last gun") or ""
    if text not in _LIMITS_FROM:
        table.wrong("limit_from", f"{shown(text)} is not known.", 'Write "last gun" or "own gun".')
    return _LIMITS_FROM.get(text, "last_gun")


def _limit_s(table: Table) -> float | None:
    text = table.text("limit")
    if text is None:
        return None
    try:
        limit_s = parse_clock_s(text)
    except ValueError:
        limit_s = 0.0
    if limit_s <= 0:
        table.wrong(
            "limit", f"{shown(text)} is not a length of time.", 'Write hours and minutes: limit = "7:30".'
        )
        return None
    return limit_s


def _track(table: Table, open_gpx: OpenGpx) -> Track | None:
    track_id = _id(table)
    raw = _raw_line(table, open_gpx)
    length_m = table.length_m("length")
    if length_m is not None and length_m < 1:
        table.wrong("length", f"{shown(table.data['length'])} is no length for a race.", 'Write "42.195 km".')
        return None
    length_m = length_m or (round(raw.length_m, 3) if raw else None)
    if length_m is None and "length" not in table.data and "gpx" not in table.data:
        table.wrong("gpx", "is missing, and so is length.", 'Write gpx = "full.gpx" or length = "42.195 km".')
    if track_id is None or length_m is None:
        return None
    return Track(
        table,
        id=track_id,
        name=table.text("name", track_id) or track_id,
        length_m=length_m,
        raw=raw,
        limit_s=_limit_s(table),
        limit_from=_limit_from(table),
        max_speed_mps=table.number("max_speed", 1.0, 30.0) or _MAX_SPEED_MPS,
        marks=_marks(table, length_m),
    )


def _id(table: Table) -> str | None:
    text = table.text("id", needed=True)
    if text is None or _ID.match(text):
        return text
    table.wrong(
        "id", f"{shown(text)} is not a short lower-case word.", 'Write id = "full", id = "half" or "10k".'
    )
    return None


def _raw_line(table: Table, open_gpx: OpenGpx) -> CourseLine | None:
    name = table.text("gpx")
    if name is None:
        return None
    try:
        return CourseLine.through(*read_gpx(open_gpx(name), name))
    except InputError as error:
        table.problems.extend(error.problems)
    except KeyError:
        table.wrong(
            "gpx", f"there is no file {shown(name)} in the race folder.", "Put it there, or correct the name."
        )
    return None


def _marks(table: Table, length_m: float) -> list[CertifiedMark]:
    marks = [_mark(mark, length_m) for mark in table.tables("marks", "mark")]
    return [mark for mark in marks if mark is not None]


def _mark(table: Table, length_m: float) -> CertifiedMark | None:
    at_m = table.length_m("at", needed=True)
    lat, lon = table.number("lat", -90, 90, needed=True), table.number("lon", -180, 180, needed=True)
    if at_m is None or lat is None or lon is None:
        return None
    if at_m > length_m:
        table.wrong(
            "at", f"{show_length(at_m)} is beyond the length, {show_length(length_m)}.", "Check both."
        )
        return None
    return CertifiedMark(at_m, lat, lon, table.where)


def _warn_of_length(track: Track, raw: CourseLine, warnings: list[str]) -> None:
    off = raw.length_m / track.length_m - 1
    if abs(off) > _OFF_SHARE and not track.marks:
        warnings.append(
            f"{track.gpx_name}: measures {show_length(raw.length_m)}, {abs(off) * 100:.1f} %"
            f" {'more' if off > 0 else 'less'} than the official {show_length(track.length_m)};"
            f" it is stretched evenly. Certified marks ({track.table.where}.marks) would place things better."
        )
