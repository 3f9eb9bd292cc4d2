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


class PlanBody(msgspec.Struct, frozen=True, tag="plan", tag_field="kind"):
    """A course version: the whole plan, and where each metre of the version before it went.

    ``maps[distance]`` holds pieces ``(old_from_m, old_to_m, new_from_m, new_to_m)``; what lies in no
    piece is no longer on the course.
    """

    plan: RacePlan
    maps: dict[str, list[tuple[float, float, float, float]]] = {}


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
    """The gun of a wave was fired at ``gun_ms`` (UTC milliseconds); a later row corrects it."""

    wave: str
    gun_ms: int


class ReadBody(msgspec.Struct, frozen=True, tag="read", tag_field="kind", gc=False):
    """What a reader or a volunteer says: this chip or bib was at this mat.

    ``chip_s`` is the timer's own net time at this mat, where the feed gives it. ``estimated`` marks a
    time that the timer worked out: it makes a crossing, but nobody was seen.
    """

    code: str
    mat: str
    at_ms: int
    by: Literal["chip", "bib"] = "chip"
    reader: str = ""
    chip_s: float | None = None
    estimated: bool = False


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


class UndoBody(msgspec.Struct, frozen=True, tag="undo", tag_field="kind"):
    """A person takes back an earlier row of a person, named by its key."""

    row_source: str
    row_id: str
    by: str


class FlagBody(msgspec.Struct, frozen=True, tag="flag", tag_field="kind"):
    """The system noticed something about an entry and tells race control: old state, new state, why."""

    bib: str
    flag: Literal["overdue"]
    old: bool
    new: bool
    reason: str


class RefusedBody(msgspec.Struct, frozen=True, tag="refused", tag_field="kind"):
    """Something arrived that could not be read; its bytes lie in the table ``refused``."""

    feed: str
    reason: str
    raw_id: int


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
    | FlagBody
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
    "flag": 1,
    "refused": 1,
}
