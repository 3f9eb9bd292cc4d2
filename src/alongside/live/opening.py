"""What a race folder says that the log does not hold yet: the rows with which a day begins or changes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from alongside.course.versions import map_between
from alongside.events.bodies import EntryBody, PlanBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.live.state import LiveState


def opening(state: LiveState, plan: RacePlan, entries: Iterable[EntryBody], at_ms: int) -> list[Draft]:
    """Return drafts that bring the log up to a folder: a new course version, new or corrected entries.

    A folder that says what the log holds gives none. The first plan is version 1; a later one carries
    the map from the version before it.
    """
    old = state.crossings.plan
    drafts = [] if old == plan else [_plan_draft(state, old, plan, at_ms)]
    return drafts + [
        Draft("roster", f"{entry.bib}/{state.seq}/{_digest(entry)}", at_ms, entry)
        for entry in entries
        if state.crossings.field.get(entry.bib) != entry
    ]


def _plan_draft(state: LiveState, old: RacePlan | None, plan: RacePlan, at_ms: int) -> Draft:
    maps = {} if old is None else map_between(old, plan)
    version = state.course_version + 1
    return Draft("plan", f"{version}/{_digest(plan)}", at_ms, PlanBody(plan, maps))


def _digest(value: EntryBody | RacePlan) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()[:12]
