"""What pages show: immutable, without names, the same bits for the same log and time.

Counts and metres are as of ``race_now_ms``. Whatever is an estimate says so in its own field: until
the forecast stands, a position between mats is the last segment's pace run on, stopped short of the
next mat, and arrivals are the same pace run on to there.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Phase = Literal["before", "running", "over"]
Severity = Literal["calm", "look", "act"]


class Counts(msgspec.Struct, frozen=True):
    """How many entries have each status; they add up to ``entered``."""

    entered: int
    not_started: int
    on_course: int
    finished: int
    dnf: int
    dsq: int
    dns: int


class Stretch(msgspec.Struct, frozen=True):
    """The road between two neighbouring splits, and how many are on it by their last crossing."""

    from_name: str
    to_name: str
    from_m: float
    to_m: float
    on_course: int


class TailRow(msgspec.Struct, frozen=True):
    """A runner at the back of a distance, as race control may see her: by bib, without a name.

    ``along_m`` is where she is thought to be now, ``how`` says on what grounds. ``next_ms`` and
    ``finish_ms`` are the last segment's pace run on (``None`` when there is no pace yet).
    """

    bib: str
    along_m: float
    how: Literal["mat", "phone", "pace"]
    last_seen_ms: int | None
    last_seen_place: str
    pace_s_per_km: float | None
    next_split: str
    next_ms: int | None
    finish_ms: int | None
    overdue_s: float  # how long past the time at which the next split was expected; 0 when not


class Mark(msgspec.Struct, frozen=True):
    """A thing beside the road on the strip: a mat, a station, a cheer zone or a cutoff."""

    kind: Literal["split", "station", "cheer", "cutoff"]
    name: str
    along_m: float
    at_ms: int | None = None  # planned closing, of stations and cutoffs


class DistanceView(msgspec.Struct, frozen=True):
    """One distance: counts, its strip (runners per bin of ``bin_m`` metres), its stretches and tail.

    ``last_m`` is the estimated place of the last runner on the course, for race control alone.
    """

    id: str
    name: str
    length_m: float
    counts: Counts
    bin_m: float
    density: tuple[int, ...]
    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...]
    tail: tuple[TailRow, ...]
    last_m: float | None
    limit_ms: int | None
    first_gun_ms: int | None
    last_gun_ms: int | None


class SweepView(msgspec.Struct, frozen=True):
    """A sweep: where it was last seen and where its schedule wants it now.

    ``along_m`` is the place to draw: the last sighting carried on at the schedule's pace, or the
    schedule alone before any sighting (``how = "schedule"``). ``ahead_s`` is positive when it is early.
    """

    id: str
    name: str
    distance: str
    along_m: float | None
    how: Literal["chip", "schedule"]
    seen_ms: int | None
    seen_place: str
    scheduled_m: float | None
    ahead_s: float | None
    behind: int  # runners of its distance thought to be behind it


class Question(msgspec.Struct, frozen=True):
    """A questionable read, for a person to settle: what it is and why it does not count."""

    source: str
    id: str
    bib: str
    mat: str
    at_ms: int
    rule: str
    sentence: str


class Settled(msgspec.Struct, frozen=True):
    """A read that a person has settled, newest first, so that it can be undone."""

    source: str
    id: str
    bib: str
    mat: str
    verdict: str
    by: str
    ruling_source: str
    ruling_id: str
    at_ms: int


class MatView(msgspec.Struct, frozen=True):
    """A mat as a feed: when it last spoke, how many reads it has sent, and how many in the last 5 min."""

    id: str
    name: str
    reads: int
    recent: int
    last_read_ms: int | None
    due: int  # runners thought to have reached it within the last 10 minutes
    silent: bool  # runners were due, and nothing came


class Overdue(msgspec.Struct, frozen=True):
    """A runner flagged because nobody has seen her for much longer than her pace explains."""

    bib: str
    distance: str
    since_ms: int
    reason: str
    last_seen_ms: int | None
    last_seen_place: str


class Headline(msgspec.Struct, frozen=True):
    """What matters now, most urgent first; the first sentence is the page's largest text."""

    severity: Severity
    first: str
    more: tuple[str, ...]


class RaceView(msgspec.Struct, frozen=True):
    """Everything that pages of this race may need at one tick. Audiences get parts of it."""

    race: str
    name: str
    zone: str
    race_now_ms: int
    seq: int
    course_version: int
    phase: Phase
    headline: Headline
    counts: Counts
    distances: tuple[DistanceView, ...]
    sweeps: tuple[SweepView, ...]
    mats: tuple[MatView, ...]
    questions: tuple[Question, ...]
    question_counts: dict[str, int]
    settled: tuple[Settled, ...]
    unknown_codes: dict[str, int]
    overdue: tuple[Overdue, ...]
    first_gun_ms: int | None
    limit_ms: int | None
    accounted_ms: int | None


class PublicDistance(msgspec.Struct, frozen=True):
    """A distance for everybody: counts and density, where fewer than five in a bin are not drawn."""

    id: str
    name: str
    length_m: float
    counts: Counts
    bin_m: float
    density: tuple[int, ...]
    marks: tuple[Mark, ...]
    limit_ms: int | None


class PublicView(msgspec.Struct, frozen=True):
    """What anybody may see of a race (R1): counts, density, the sweep and the clock."""

    name: str
    zone: str
    race_now_ms: int
    phase: Phase
    sentence: str
    counts: Counts
    distances: tuple[PublicDistance, ...]
    sweeps: tuple[SweepView, ...]
    first_gun_ms: int | None
    limit_ms: int | None


class Views(msgspec.Struct, frozen=True):
    """One tick's views, one per audience."""

    control: RaceView
    public: PublicView
