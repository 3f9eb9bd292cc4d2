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
from alongside.live.state import LiveState
from alongside.units import normal_code


def opening(state: LiveState, plan: RacePlan, entries: Iterable[EntryBody], at_ms: int) -> list[Draft]:
    """Return drafts that bring the log up to a folder: a new course version, new or corrected entries.

    A folder that says what the log holds gives none. The first plan is version 1; a later one carries
    the map from the version before it. Raises :class:`InputError` when a course is gone that somebody
    in the log is still entered for.
    """
    entries = list(entries)
    _check_nobody_stranded(state, plan, entries)
    old = state.crossings.plan
    drafts = [] if old == plan else [_plan_draft(state, old, plan, at_ms)]
    return drafts + [
        Draft("roster", f"{entry.bib}/{state.seq}/{_digest(entry)}", at_ms, entry)
        for entry in entries
        if state.crossings.officials.roster(entry.bib, state.crossings.field.get(entry.bib)) != entry
    ]


def _check_nobody_stranded(state: LiveState, plan: RacePlan, entries: Iterable[EntryBody]) -> None:
    known = {distance.id for distance in plan.distances}
    moved = {normal_code(entry.bib) for entry in entries}
    stranded = [
        entry
        for entry in state.crossings.field.entries
        if entry.distance not in known and normal_code(entry.bib) not in moved
    ]
    if stranded:
        raise InputError.of(
            "race.toml",
            f"has no distance {stranded[0].distance!r} any more, but {len(stranded)} in the log are entered "
            f"for it, bib {stranded[0].bib} among them.",
            "Keep the distance, or give them another one in roster.csv.",
        )


def _plan_draft(state: LiveState, old: RacePlan | None, plan: RacePlan, at_ms: int) -> Draft:
    maps = {} if old is None else map_between(old, plan)
    version = state.course_version + 1
    return Draft("plan", f"{version}/{_digest(plan)}", at_ms, PlanBody(plan, maps))


def _digest(value: EntryBody | RacePlan) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:12]
