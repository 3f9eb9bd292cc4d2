"""What a race folder says that the log does not hold yet: the rows with which a day begins or changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from alongside.course.versions import map_between
from alongside.errors import InputError
from alongside.events.bodies import EntryBody, PlanBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.live.morning_views import Known
from alongside.live.state import LiveState
from alongside.units import normal_code


def opening(state: LiveState, plan: RacePlan, entries: Iterable[EntryBody], at_ms: int) -> list[Draft]:
    """Return drafts that bring the log up to a folder: a new course version, new or corrected entries.

    A folder that says what the log holds gives none. The first plan is version 1; a later one carries
    the map from the version before it. Raises :class:`InputError` when a course is gone that somebody
    in the log is still entered for.
    """
    found = news(known_of(state), plan, entries)
    drafts = [] if found.plan is None else [_plan_draft(state, found.plan, at_ms)]
    return drafts + [
        Draft("roster", f"{entry.bib}/{state.seq}/{_digest(entry)}", at_ms, entry) for entry in found.entries
    ]


class News(msgspec.Struct, frozen=True):
    """What a folder says that the log does not hold: a course version, entries new or corrected."""

    plan: PlanBody | None
    entries: tuple[EntryBody, ...]


def known_of(state: LiveState) -> Known:
    """Return what the log holds of the folder, as of the rows applied."""
    crossings = state.crossings
    said = [crossings.officials.roster(entry.bib, entry) or entry for entry in crossings.field.entered]
    return Known(crossings.plan, tuple(said), state.course_version, state.history.before)


def news(known: Known, plan: RacePlan, entries: Iterable[EntryBody]) -> News:
    """Return what a plan and entries change; :class:`InputError` when somebody would lose her distance."""
    entries = list(entries)
    _check_nobody_stranded(known, plan, entries)
    held = {normal_code(entry.bib): entry for entry in known.entries}
    changed = tuple(entry for entry in entries if held.get(normal_code(entry.bib)) != entry)
    if known.plan == plan:
        return News(None, changed)
    return News(PlanBody(plan, {} if known.plan is None else map_between(known.plan, plan)), changed)


def _check_nobody_stranded(known: Known, plan: RacePlan, entries: Iterable[EntryBody]) -> None:
    distances = {distance.id for distance in plan.distances}
    moved = {normal_code(entry.bib) for entry in entries}
    stranded = [
        entry
        for entry in known.entries
        if entry.distance not in distances and normal_code(entry.bib) not in moved
    ]
    if stranded:
        raise InputError.of(
            "race.toml",
            f"has no distance {stranded[0].distance!r} any more, but {len(stranded)} in the log are entered "
            f"for it, bib {stranded[0].bib} among them.",
            "Keep the distance, or give them another one in roster.csv.",
        )


def _plan_draft(state: LiveState, body: PlanBody, at_ms: int) -> Draft:
    return Draft("plan", f"{state.course_version + 1}/{_digest(body.plan)}", at_ms, body)


def _digest(value: EntryBody | RacePlan) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:12]
