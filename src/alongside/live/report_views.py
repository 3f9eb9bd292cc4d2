"""The closing report as plain data: what was planned, told and said of each place, and what runners found.

It names nobody and no bib. Times are UTC milliseconds, ``None`` where nothing is known of them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from alongside.events.bodies import Advice, StationWord

Verdict = Literal["kept", "broken", "unsaid", "open"]


class Told(msgspec.Struct, frozen=True):
    """What the race told a station about closing: an advice row."""

    at_ms: int
    new: Advice
    still: int
    closes_ms: int | None
    reason: str


class Kept(msgspec.Struct, frozen=True):
    """Race control's decision to keep a station open; its words lie under ``text_id``."""

    at_ms: int
    until_ms: int
    by: str
    text_id: str


class Word(msgspec.Struct, frozen=True):
    """What a station, or control for it, said of itself."""

    at_ms: int
    said: StationWord
    by: str


class Passed(msgspec.Struct, frozen=True):
    """Who passed a place last: of those inside the limit, and of all; ``read``: at a mat, not between two.

    ``is_final`` says that nobody is on the way to it any more; until then both are so far.

    Inside the limit is who finished inside it, and who was here before somebody at an even pace that ends at
    the limit. ``by_plan_ms`` is when that one is here; ``None`` without a limit, when everybody is inside.
    """

    last_inside_ms: int | None
    last_ms: int | None
    by_plan_ms: int | None
    read: bool
    is_final: bool


class StationReport(msgspec.Struct, frozen=True, kw_only=True):
    """An aid station: planned closing, what it was told, what it said, and who came when it was gone.

    ``gone_ms`` is when it was gone for good, by its own word or control's. ``margin_s`` is that minus the
    last inside the limit: negative is a broken promise, as is anybody in ``inside_when_gone``. ``inside_dry``
    counts who came while it was out of water. ``verdict`` is ``unsaid`` where nobody said when it closed,
    ``open`` while somebody may be on the way to it.
    """

    id: str
    name: str
    places: tuple[tuple[str, float], ...]
    planned_ms: int | None
    permit_ms: int | None
    told: tuple[Told, ...]
    kept: tuple[Kept, ...]
    words: tuple[Word, ...]
    gone_ms: int | None
    passed: Passed
    margin_s: int | None
    inside_when_gone: int
    others_when_gone: int
    inside_dry: int
    verdict: Verdict


class SectionReport(msgspec.Struct, frozen=True, kw_only=True):
    """A section of street: its planned reopening beside who left it last, and when the sweeps had passed.

    ``inside_after`` counts those inside the limit who were still to leave it when it was to reopen.
    """

    street: str
    distance: str
    from_m: float
    to_m: float
    planned_ms: int | None
    passed: Passed
    swept_ms: int | None
    margin_s: int | None
    inside_after: int
    verdict: Verdict


Point = tuple[float, int]  # metres along, UTC milliseconds


class SweepTrack(msgspec.Struct, frozen=True):
    """A sweep's schedule, and where it was seen."""

    name: str
    schedule: tuple[Point, ...]
    seen: tuple[Point, ...]


class DistanceReport(msgspec.Struct, frozen=True, kw_only=True):
    """One distance, for its counts and its picture: the last inside the limit along the course.

    ``counts`` are by status, as those of race control. ``last_inside`` and ``by_plan`` are (metres, time)
    along the course, ``closings`` (metres, time, name, whether it was said or only planned).
    """

    id: str
    name: str
    length_m: float
    counts: dict[str, int]
    limit_ms: int | None
    first_gun_ms: int | None
    last_inside: tuple[Point, ...]
    by_plan: tuple[Point, ...]
    sweeps: tuple[SweepTrack, ...]
    closings: tuple[tuple[float, int, str, bool], ...]


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """The closing report of a race as of ``at_ms``; while somebody is out it is not the last word."""

    race: str
    name: str
    date: str
    zone: str
    at_ms: int
    is_over: bool
    accounted_ms: int | None
    counts: dict[str, int]
    distances: tuple[DistanceReport, ...]
    stations: tuple[StationReport, ...]
    sections: tuple[SectionReport, ...]
