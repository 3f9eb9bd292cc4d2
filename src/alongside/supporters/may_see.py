"""Who may see what of a runner: the one function that knows the rules.

The rules are R1 to R10 of the project's privacy notes, in short: nothing live is public; each consent is
a switch of its own and off at first; a pause looks like lost signal; a minor is followed through her
guardian only; staff see bibs, and where a runner is only whose work it is; follow links show three days
more, her own page a month, without places after three days.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from alongside.events.bodies import Consent
from alongside.events.link import STAFF, Consents, Role
from alongside.supporters.expiry import FOLLOW_MS, OWN_MS, STAFF_MS

Field = Literal[
    "bib",
    "name",
    "first_name",
    "status",
    "last_seen",
    "position",
    "forecast",
    "chip_time",
    "results",
    "overdue",
    "alone",
    "contact",
    "why",
    "first_marathon",
    "consents",
    "watchers",
    "looks",
    "ride",
    "company",
]
FIELDS: tuple[Field, ...] = get_args(Field)
Who = Role | Literal["public"]


class Viewer(msgspec.Struct, frozen=True):
    """Who looks: by a link of which role, bound to what; ``public`` is anybody without one.

    ``by_guardian`` says of a follower's link that a guardian's link made it.
    """

    role: Who = "public"
    scope: str = ""
    bib: str = ""
    position: int = 1
    link_id: int = 0
    by_guardian: bool = False


class Subject(msgspec.Struct, frozen=True):
    """Whom she looks at. ``adult`` is ``None`` where the roster does not say: that counts as a minor."""

    bib: str
    position: int = 1
    adult: bool | None = None
    consents: Consents = Consents()
    finished: bool = False


class Moment(msgspec.Struct, frozen=True):
    """When she looks. ``now_ms`` and ``over_ms`` (``None``: not over) are the wall's.

    ``known_ms`` is when what would be shown became so, by the race's clock, on which pauses count too;
    ``None`` is now. ``results`` says whether the race publishes results once it is over,
    ``station_open`` that the viewer's own station is still open.
    """

    now_ms: int
    over_ms: int | None = None
    known_ms: int | None = None
    results: bool = True
    station_open: bool = False


def _fields(*names: Field) -> frozenset[Field]:
    return frozenset(names)


_LIVE = _fields("status", "last_seen", "position", "forecast", "chip_time", "company")
_PLACES = _fields("last_seen", "position", "forecast", "overdue", "alone", "ride")
_TAIL = _fields("overdue", "alone")
_WHERE = _fields("bib", "status", "last_seen", "position")
_WHOLE = _WHERE | _TAIL | _fields("forecast", "name", "first_name", "contact", "ride")

# What staff see of anybody, by their work.
_BY_WORK: dict[Role, frozenset[Field]] = {
    "control": _WHOLE | _fields("chip_time"),
    "steward": _WHOLE | _fields("chip_time", "looks"),
    "medical": _WHOLE,
    "sweep": _WHERE | _TAIL | _fields("forecast", "ride"),
    "van": _WHERE | _fields("ride"),
    "marshal": _fields("bib", "status"),
    "station": _fields("bib", "status"),
    "timer": _fields("bib", "status", "last_seen", "chip_time"),
    "photographer": _fields("bib"),
    "cheer": _fields(),
    "announcer": _fields(),
}
# What else they see of a runner who gave her first name to stations, cheer zones and the announcer.
_BY_FIRST_NAME: dict[Role, frozenset[Field]] = {
    **{role: _fields("first_name") for role in STAFF},
    "cheer": _fields("first_name", "bib", "forecast"),
    "announcer": _fields(
        "first_name", "bib", "forecast", "status", "chip_time", "company", "first_marathon", "why"
    ),
}
_GROWN: frozenset[Field] = frozenset({"why"})  # nobody reads a minor's words out to a crowd
_STRANGERS: frozenset[Role] = frozenset({"cheer", "announcer"})
_FOLLOWED = _LIVE | _fields("bib", "first_name", "why", "first_marathon")
_MANAGED = _fields("bib", "name", "first_name", "consents", "watchers", "looks")
_LOGGED = _fields("position", "contact", "ride")
_GUARDED: frozenset[Consent] = frozenset({"follow", "companions", "story"})


def may_see(viewer: Viewer, subject: Subject, field: Field, now: Moment) -> bool:
    """Return whether this viewer may see this field of this runner at this moment."""
    if field == "results":
        return now.results and now.over_ms is not None and now.now_ms >= now.over_ms
    if viewer.role == "public":
        return False
    if viewer.role in STAFF:
        return _staff_sees(viewer.role, subject, field, now)
    if (viewer.bib, viewer.position) != (subject.bib, subject.position):
        return False
    if viewer.role == "runner":
        return _she_sees(subject, field, now)
    if viewer.role == "guardian":
        return _guardian_sees(subject, field, now)
    return _follower_sees(viewer, subject, field, now)


def may_switch(viewer: Viewer, subject: Subject, consent: Consent, on: bool) -> bool:
    """Return whether this viewer may give or take back a consent of this runner.

    Taking back is always hers, and her guardian's. A minor's own link switches on her first name only;
    her guardian's the rest, but nobody matches a minor with strangers.
    """
    mine = (viewer.bib, viewer.position) == (subject.bib, subject.position)
    if not mine or viewer.role not in ("runner", "guardian"):
        return False
    if viewer.role == "guardian" and not is_minor(subject):
        return False
    if not on or not is_minor(subject):
        return True
    return consent != "companions" and (viewer.role == "guardian" or consent not in _GUARDED)


def may_share(viewer: Viewer, subject: Subject) -> bool:
    """Return whether this viewer may make follow links: she herself, or the guardian of a minor."""
    mine = (viewer.bib, viewer.position) == (subject.bib, subject.position)
    return mine and viewer.role == ("guardian" if is_minor(subject) else "runner")


def is_minor(subject: Subject) -> bool:
    """Return whether a runner counts as under 18: also where nobody said that she is not."""
    return subject.adult is not True


def is_logged(viewer: Viewer, field: Field) -> bool:
    """Return whether this look must be kept for the runner to read: staff at her place, or her contacts."""
    return viewer.role in STAFF and field in _LOGGED


def _staff_sees(role: Role, subject: Subject, field: Field, now: Moment) -> bool:
    if not (now.station_open or _within(STAFF_MS, now)):
        return False
    if field in _BY_WORK[role]:
        return True
    by_name = subject.consents.first_name and field in _BY_FIRST_NAME[role]
    by_name &= not (is_minor(subject) and field in _GROWN)
    hidden = role in _STRANGERS and field in _LIVE and _is_withheld(subject, now)
    return by_name and not hidden


def _she_sees(subject: Subject, field: Field, now: Moment) -> bool:
    if field == "company" and not subject.consents.story:
        return False  # whether she wants to be told with whom she ran is asked by that switch
    return _within(FOLLOW_MS if field in _PLACES else OWN_MS, now)


def _guardian_sees(subject: Subject, field: Field, now: Moment) -> bool:
    if not is_minor(subject):
        return False
    if field in _MANAGED:
        return _within(OWN_MS, now)
    if field == "ride":  # who answers for a child knows that she sits at the roadside, followed or not
        return _within(FOLLOW_MS, now)
    return field in _FOLLOWED and _is_followed(subject, field, now)


def _follower_sees(viewer: Viewer, subject: Subject, field: Field, now: Moment) -> bool:
    if is_minor(subject) and not viewer.by_guardian:
        return False
    return field in _FOLLOWED and _is_followed(subject, field, now)


def _is_followed(subject: Subject, field: Field, now: Moment) -> bool:
    """Whoever follows sees what she allowed, no trail after the finish, and nothing newer than a pause."""
    if not (subject.consents.follow and _within(FOLLOW_MS, now)):
        return False
    if subject.finished and field in ("position", "forecast"):
        return False
    return field not in _LIVE or not _is_withheld(subject, now)


def _is_withheld(subject: Subject, now: Moment) -> bool:
    """Return whether what would be shown became so after she paused."""
    if not subject.consents.paused:
        return False
    paused_ms = subject.consents.paused_ms
    return now.known_ms is None or paused_ms is None or now.known_ms > paused_ms


def _within(span_ms: int, now: Moment) -> bool:
    return now.over_ms is None or now.now_ms < now.over_ms + span_ms
