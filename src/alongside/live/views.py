"""What pages show: immutable, without names, the same bits for the same log and time.

Counts and metres are as of ``race_now_ms``. Whatever is an estimate says so in its own field: a position
between mats is run on by the forecast, stopped short of the next mat; arrivals are the forecast's.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from alongside.events.bodies import Status
from alongside.forecast.as_crossed import Foreseen
from alongside.live.accounted_views import AccountedView, Ledger
from alongside.live.announcer_views import AnnouncerView
from alongside.live.city_views import CityView
from alongside.live.company_views import Company
from alongside.live.feed_views import FeedsView
from alongside.live.morning_views import MorningView
from alongside.live.post_views import Posts
from alongside.live.report_views import ReportView
from alongside.live.ride_views import RideView, Riding, VansView
from alongside.live.risk_views import NOBODY, NoticedView, OwnView
from alongside.live.station_views import StationsNow, StationView, TableAhead
from alongside.live.sweep_views import SweepDetail, SweepHow

Interrupted = Literal["", "stopped", "diverted"]
Phase = Literal["before", "running", "over"]
Severity = Literal["calm", "look", "act"]


class Counts(msgspec.Struct, frozen=True):
    """How many entries have each status; they add up to ``entered``.

    ``picked_up`` are those a van has, or has brought away, on whom nobody has ruled: not on the course.
    """

    entered: int
    not_started: int
    on_course: int
    finished: int
    dnf: int
    dsq: int
    dns: int
    picked_up: int = 0


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
    ``finish_ms`` are the forecast's middle (as likely earlier as later), ``_from_ms`` and ``_to_ms`` the ends
    of the range that holds 8 of 10. ``going`` is the chance that she has not stopped on the way,
    ``makes_limit`` that she finishes, and inside the limit (``None`` without one).
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
    next_from_ms: int | None = None
    next_to_ms: int | None = None
    finish_from_ms: int | None = None
    finish_to_ms: int | None = None
    going: float | None = None
    makes_limit: float | None = None


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
    interrupted: Interrupted = ""  # then expected times do not hold


class SweepView(msgspec.Struct, frozen=True):
    """A sweep: where it was last seen and where its schedule wants it now.

    ``along_m`` is the place to draw: the last sighting carried on at the schedule's pace, or the
    schedule alone before any sighting (``how = "schedule"``). ``ahead_s`` is positive when it is early now;
    ``quiet``: it should have been heard of and was not; ``late_ms``: its schedule counts so much later than
    it is written, since the last gun was late. What is about runners is never public:
    ``behind`` counts those behind it, but for those it let go on, ``behind_inside`` those of them who may
    still make the limit, ``last_inside_m`` is where the last of these ahead of it is, ``until_ms`` until when
    the road here is promised, ``pace_s_per_km`` the pace that the schedule asks for.
    """

    id: str
    name: str
    distance: str
    along_m: float | None
    how: SweepHow
    seen_ms: int | None
    seen_place: str
    scheduled_m: float | None
    ahead_s: float | None
    behind: int
    seen_m: float | None = None
    quiet: bool = False
    late_ms: int = 0
    behind_inside: int = 0
    behind_let_go: int = 0
    last_inside_m: float | None = None
    until_ms: int | None = None
    pace_s_per_km: float | None = None


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
    """What matters now, most urgent first; the first sentence is the page's largest text.

    ``whys`` gives for a sentence the ``text_id`` of the words that belong behind it, where there are any.
    ``levels`` says how urgent each is: of ``first``, then of ``more``, in their order.
    """

    severity: Severity
    first: str
    more: tuple[str, ...]
    whys: dict[str, str] = {}
    levels: tuple[Severity, ...] = ()


class NoticeView(msgspec.Struct, frozen=True):
    """A stop or a diversion that stands, of one distance or of all (empty); metres of the course in force."""

    source: str
    id: str
    what: Literal["stopped", "diverted"]
    distance: str
    distance_name: str
    at_ms: int
    by: str
    text_id: str
    from_m: float | None = None
    to_m: float | None = None


class MessageView(msgspec.Struct, frozen=True):
    """A message that stands; its words lie under ``text_id``.

    ``stretches`` are (distance, from, to) of every distance that runs the stretch it is for.
    """

    source: str
    id: str
    to: Literal["everybody", "stations", "stretch"]
    at_ms: int
    by: str
    text_id: str
    stretches: tuple[tuple[str, float, float], ...] = ()


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
    notices: tuple[NoticeView, ...] = ()
    messages: tuple[MessageView, ...] = ()
    open_stations: tuple[str, ...] = ()  # that have said something, and not that they packed up or closed
    stations: tuple[StationView, ...] = ()  # only while somebody looks at a page that shows them
    stations_now: StationsNow = StationsNow()
    claims: tuple[DropClaim, ...] = ()
    rides: tuple[RideView, ...] = ()
    accounted: AccountedView | None = None
    home: AnnouncerView | None = None  # the finish line; only while an announcer's page is open
    noticed: NoticedView = NOBODY
    worn: dict[str, str] = {}  # by a bib that somebody else wears: the bib that she was given


class DropClaim(msgspec.Struct, frozen=True):
    """A runner who is said to have stopped, for control to confirm; nobody has ruled on her.

    ``stations`` are those that say so; ``by`` also names the runner, a van or a sweep. ``key`` is
    another one when anything more was said of her, or ruled.
    """

    bib: str
    distance: str
    at_ms: int
    stations: tuple[str, ...]
    by: tuple[str, ...]
    key: str
    place: str = ""  # where she is said to have stopped, as far as anybody says


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
    messages: tuple[MessageView, ...] = ()  # those to everybody


class Crossed(msgspec.Struct, frozen=True):
    """A split that a runner has crossed, by its name and metres."""

    split: str
    along_m: float
    at_ms: int


class RunnerView(msgspec.Struct, frozen=True, kw_only=True):
    """One runner, by bib, for her own page and for whoever may see some of it; it names nobody.

    ``along_m`` to ``overdue_s`` are of a runner on the course: where she is thought to be, on what
    grounds, and the forecast: ``next_ms`` and ``finish_ms`` its middle, ``_from_ms`` and ``_to_ms`` the ends
    of the range that holds 8 of 10, ``going`` the chance that she has not stopped on the
    way, ``makes_limit`` the chance to finish inside the limit.
    """

    bib: str
    adult: bool | None
    distance: str
    distance_name: str
    length_m: float
    wave: str
    gun_ms: int
    status: Status
    start_ms: int | None
    chip_ms: int | None  # net time at the finish, in milliseconds
    done_ms: int | None
    crossings: tuple[Crossed, ...]
    seen_ms: int | None
    seen_place: str
    foreseen: tuple[Foreseen, ...] = ()  # at each of the crossings, by those until then alone
    along_m: float | None = None
    how: Literal["mat", "phone", "pace"] = "mat"
    phone_ms: int | None = None  # when her phone last said where, if that is newer than any mat
    phone_m: float | None = None
    next_split: str = ""
    next_m: float | None = None
    next_ms: int | None = None
    finish_ms: int | None = None
    overdue_s: float = 0.0
    next_from_ms: int | None = None
    next_to_ms: int | None = None
    finish_from_ms: int | None = None
    finish_to_ms: int | None = None
    going: float | None = None
    makes_limit: float | None = None
    entered_distance: str = ""  # where she was transferred: the distance she was entered for
    wears: str = ""  # another bib than her own
    official: Status | None = None  # the timer's word about her
    interrupted: Interrupted = ""  # of her distance; then expected times do not hold
    messages: tuple[MessageView, ...] = ()  # to everybody, and to the stretch she is on
    tables: tuple[TableAhead, ...] = ()  # ahead of her, gone or out of water
    riding: Riding = Riding()
    own: OwnView | None = None  # of who is on the course: what is ahead in time, and who is around her
    company: Company | None = None  # who runs with her now, as far as mats tell


class Views(msgspec.Struct, frozen=True):
    """One tick's views, one per audience; of ``runners`` only those that somebody looks at."""

    control: RaceView
    public: PublicView
    runners: dict[str, RunnerView] = {}
    morning: MorningView | None = None
    feeds: FeedsView | None = None
    city: CityView | None = None
    sweeps: tuple[SweepDetail, ...] = ()  # only while somebody looks at the page of one
    vans: VansView | None = None  # only while somebody looks at a page that shows them
    ledger: Ledger | None = None  # only while somebody downloads it
    posts: Posts = Posts()  # only those that somebody looks at
    report: ReportView | None = None  # only while somebody looks at it
