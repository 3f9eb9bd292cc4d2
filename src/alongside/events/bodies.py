"""What a row can say: one small struct per kind, versioned, without names of people.

``kind`` is the tag of the struct and a column of the log. To add a kind, write its struct, add it
to ``Body`` and ``VERSIONS``, and give it an entry in docs/log.md (a test holds the page to this list).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from alongside.events.plan import RacePlan

Status = Literal["expected", "on_course", "finished", "dnf", "dsq", "dns"]
Verdict = Literal["confirmed", "thrown_out"]
Keyed = Literal["in", "out", "dropped"]
StationWord = Literal["open", "all_well", "out_of_water", "water_back", "packed_up", "closed"]
NoticeWord = Literal["stopped", "diverted", "resumed"]
REFUSED = "refused/"  # before the ids of texts that say why something was refused
Consent = Literal["follow", "companions", "first_name", "story"]
Flag = Literal["overdue", "alone", "at_risk"]
RideWord = Literal["wanted", "no_more", "on_board", "set_down", "not_found"]
Advice = Literal["stay", "closes_at", "may_close", "ask"]


class PlanBody(msgspec.Struct, frozen=True, tag="plan", tag_field="kind"):
    """A course version: the whole plan, and where each metre of the version before it went.

    ``maps[distance]`` holds pieces ``(old_from_m, old_to_m, new_from_m, new_to_m)``; what lies in no
    piece is no longer on the course. ``by`` is who changed it on the day (empty: the race's start).
    """

    plan: RacePlan
    maps: dict[str, list[tuple[float, float, float, float]]] = {}
    by: str = ""
    text_id: str = ""


class EntryBody(msgspec.Struct, frozen=True, tag="entry", tag_field="kind"):
    """A bib that may run: its chips, distance and wave. The same bib again corrects the entry."""

    bib: str
    distance: str
    wave: str
    chips: tuple[str, ...] = ()
    adult: bool | None = None
    persons: int = 1
    expected_s: float | None = None


class GunBody(msgspec.Struct, frozen=True, tag="gun", tag_field="kind"):
    """The gun of a wave was, or will be, fired at ``gun_ms`` (UTC milliseconds); a later row corrects it.

    ``by`` is who said it, as in every row of a person; ``text_id`` names what she wrote about it.
    """

    wave: str
    gun_ms: int
    by: str = ""
    text_id: str = ""


class ReadBody(msgspec.Struct, frozen=True, tag="read", tag_field="kind", gc=False):
    """What a reader or a volunteer says: this chip or bib was at this mat.

    ``at_ms`` is as the device said it; what its clock is off by is said by ``clock`` rows about
    ``reader``. ``chip_s`` is the timer's own net time at this mat, where the feed gives it.
    ``estimated`` marks a time that the timer worked out: it makes a crossing, but nobody was seen.
    ``official`` is the timing company's corrected time: it outranks every other read at this split.
    """

    code: str
    mat: str
    at_ms: int
    by: Literal["chip", "bib"] = "chip"
    reader: str = ""
    chip_s: float | None = None
    estimated: bool = False
    official: bool = False


class FixBody(msgspec.Struct, frozen=True, tag="fix", tag_field="kind", gc=False):
    """A phone's position; kept in a table of its own that shares ``seq`` with the log."""

    device: str
    bib: str
    at_ms: int
    lat: float
    lon: float
    accuracy_m: float | None = None


class LeftCourseBody(msgspec.Struct, frozen=True, tag="left_course", tag_field="kind"):
    """A phone left the corridor of the course near here; its point itself was not kept."""

    bib: str
    distance: str
    along_m: float
    at_ms: int


class RulingReadBody(msgspec.Struct, frozen=True, tag="ruling_read", tag_field="kind"):
    """A person settles a read, named by its key: it counts, or it does not."""

    read_source: str
    read_id: str
    verdict: Verdict
    by: str


class RulingStatusBody(msgspec.Struct, frozen=True, tag="ruling_status", tag_field="kind"):
    """A person or the timing company says what became of an entry.

    ``on_course`` brings back a runner who was given up. ``official`` is the timer's word, which
    outranks what is inferred; ``chip_s`` is its net time for a finish that no mat saw.
    """

    bib: str
    status: Status
    by: str
    official: bool = False
    chip_s: float | None = None
    place: str = ""
    text_id: str = ""


class UndoBody(msgspec.Struct, frozen=True, tag="undo", tag_field="kind"):
    """A person takes back an earlier row of a person, named by its key."""

    row_source: str
    row_id: str
    by: str


class ClockBody(msgspec.Struct, frozen=True, tag="clock", tag_field="kind"):
    """The clock of a device is ``ahead_ms`` ahead of ours (negative: behind) from its own ``from_ms`` on.

    ``device`` is a source and a reader, as ``source/reader``. A later row for the same ``from_ms``
    corrects it. ``by`` is ``"system"`` where we noticed it ourselves, else the person who said so.
    """

    device: str
    ahead_ms: int
    from_ms: int = 0
    by: str = "system"
    reason: str = ""


class KeyedBody(msgspec.Struct, frozen=True, tag="keyed", tag_field="kind"):
    """A volunteer at a station keyed a bib: she came in, went out, or stopped here for good."""

    station: str
    bib: str
    what: Keyed
    at_ms: int
    by: str


class StationBody(msgspec.Struct, frozen=True, tag="station", tag_field="kind"):
    """A station, or control for it after a radio call, says how it stands."""

    station: str
    said: StationWord
    by: str
    text_id: str = ""


class MergeBody(msgspec.Struct, frozen=True, tag="merge", tag_field="kind"):
    """A wave starts with another one: its runners go by that one's gun."""

    wave: str
    into: str
    by: str
    text_id: str = ""


class NoticeBody(msgspec.Struct, frozen=True, tag="notice", tag_field="kind"):
    """The race is stopped, led another way, or goes on; for one distance, or for all (empty).

    ``from_m`` and ``to_m`` are the stretch that a diversion leaves out.
    """

    what: NoticeWord
    by: str
    distance: str = ""
    from_m: float | None = None
    to_m: float | None = None
    text_id: str = ""


class MessageBody(msgspec.Struct, frozen=True, tag="message", tag_field="kind"):
    """A message to everybody, to all stations, or to whoever is on a stretch of a distance."""

    to: Literal["everybody", "stations", "stretch"]
    by: str
    text_id: str
    distance: str = ""
    from_m: float | None = None
    to_m: float | None = None


class TransferBody(msgspec.Struct, frozen=True, tag="transfer", tag_field="kind"):
    """An entry runs another distance from here on: from full to half at the split."""

    bib: str
    distance: str
    by: str
    text_id: str = ""


class SwapBody(msgspec.Struct, frozen=True, tag="swap", tag_field="kind"):
    """The runner of entry ``bib`` wears ``worn``; if that is an entry too, its runner wears ``bib``."""

    bib: str
    worn: str
    by: str
    text_id: str = ""


class ConsentBody(msgspec.Struct, frozen=True, tag="consent", tag_field="kind"):
    """A runner gave or took back one of her four consents; the row is the receipt.

    ``position`` counts the persons of an entry from 1.
    """

    bib: str
    consent: Consent
    on: bool
    by: str
    position: int = 1


class FlagBody(msgspec.Struct, frozen=True, tag="flag", tag_field="kind"):
    """The system noticed something about an entry and tells race control: old state, new state, why."""

    bib: str
    flag: Flag
    old: bool
    new: bool
    reason: str


class SweepBody(msgspec.Struct, frozen=True, tag="sweep", tag_field="kind"):
    """A sweep is here: its driver says so, or the phone that has its page open.

    ``along_m`` is on its own distance. Where the sweep carries a chip, mats speak of it too.
    """

    sweep: str
    along_m: float
    at_ms: int
    by: str
    how: Literal["said", "phone"] = "said"
    accuracy_m: float | None = None


class LetGoBody(msgspec.Struct, frozen=True, tag="let_go", tag_field="kind"):
    """A sweep has passed a runner, who goes on along the pavement at her own pace.

    She is on the course still, and accounted for as such; tables and roads do not wait for her.
    """

    sweep: str
    bib: str
    at_ms: int
    by: str
    along_m: float | None = None


class RideBody(msgspec.Struct, frozen=True, tag="ride", tag_field="kind"):
    """A runner wants a ride, or none any more, is on board of a van, was set down, or was not found by it.

    ``distance`` and ``along_m`` say where on the course, ``station`` at which station, as far as known;
    the exact place and her words, where she sends them, lie under ``text_id``. ``stops`` says that she does
    not go on: her own word, or that of the station. Set down without it, she is back on the course.
    """

    bib: str
    what: RideWord
    at_ms: int
    by: str
    distance: str = ""
    along_m: float | None = None
    station: str = ""
    stops: bool = False
    text_id: str = ""


class VanBody(msgspec.Struct, frozen=True, tag="van", tag_field="kind"):
    """A pick-up van says how many seats it has, or where it is; what a row leaves out stays as it was.

    ``van`` is what its link is bound to, else the number of its first link.
    """

    van: str
    at_ms: int
    by: str
    seats: int | None = None
    distance: str = ""
    along_m: float | None = None


class AdviceBody(msgspec.Struct, frozen=True, tag="advice", tag_field="kind"):
    """What the race tells a station: stay, close at ``closes_ms``, close when you like, control is asked.

    ``still`` is how many runners inside the limit were still to come. ``old`` is the advice before
    (empty: none).
    """

    station: str
    old: Advice | Literal[""]
    new: Advice
    still: int
    closes_ms: int | None = None
    reason: str = ""


class KeepOpenBody(msgspec.Struct, frozen=True, tag="keep_open", tag_field="kind"):
    """Race control decides how long a station stays open whose last runner comes after its permit."""

    station: str
    until_ms: int
    by: str
    text_id: str = ""


class RefusedBody(msgspec.Struct, frozen=True, tag="refused", tag_field="kind"):
    """Something arrived that could not be read; its bytes and the whole reason lie in the table ``refused``.

    ``reason`` is without what it quotes, which may be anything, a name too.
    """

    feed: str
    reason: str
    raw_id: int

    @property
    def text_id(self) -> str:
        """Under which id the whole reason is found among the texts."""
        return f"{REFUSED}{self.raw_id}"


Body = (
    PlanBody
    | EntryBody
    | GunBody
    | ReadBody
    | FixBody
    | LeftCourseBody
    | RulingReadBody
    | RulingStatusBody
    | UndoBody
    | ClockBody
    | KeyedBody
    | StationBody
    | MergeBody
    | NoticeBody
    | MessageBody
    | TransferBody
    | SwapBody
    | ConsentBody
    | FlagBody
    | SweepBody
    | LetGoBody
    | RideBody
    | VanBody
    | AdviceBody
    | KeepOpenBody
    | RefusedBody
)

VERSIONS: dict[str, int] = {
    "plan": 1,
    "entry": 1,
    "gun": 1,
    "read": 1,
    "fix": 1,
    "left_course": 1,
    "ruling_read": 1,
    "ruling_status": 1,
    "undo": 1,
    "clock": 1,
    "keyed": 1,
    "station": 1,
    "merge": 1,
    "notice": 1,
    "message": 1,
    "transfer": 1,
    "swap": 1,
    "consent": 1,
    "flag": 1,
    "sweep": 1,
    "let_go": 1,
    "ride": 1,
    "van": 1,
    "advice": 1,
    "keep_open": 1,
    "refused": 1,
}
