"""A course changed on race morning: the race folder read again, or the course before taken back.

What would change is said first. The folder is read anew at the second press: should it say something else
by then, that is shown once more instead of being taken over unseen.
"""

from __future__ import annotations

import asyncio
import hashlib

import msgspec

from alongside.events.bodies import EntryBody, PlanBody
from alongside.events.plan import RacePlan
from alongside.live.differences import entry_differences, plan_differences
from alongside.live.morning_views import Known, MorningView
from alongside.live.opening import news
from alongside.units import normal_code
from alongside.web.doors import Visit
from alongside.web.morning_desk import Proposal
from alongside.web.morning_input import Form, words
from alongside.web.site import Site

FORMS = ("folder", "course-before")
CHANGED = "The folder has changed since you looked: this is what it says now."


async def proposal(
    site: Site, visit: Visit, name: str, form: Form, morning: MorningView
) -> tuple[Proposal, dict[str, str]]:
    """Return what a form about the course would do, and what its confirmation carries along.

    ``InputError`` says everything that is wrong with the folder; then nothing changes.
    """
    why, known = words(form), morning.known
    if name == "folder":
        plan, entries = await asyncio.to_thread(_read, site)
    else:
        plan, entries = _before(known), None
    found = await asyncio.to_thread(compare, known, plan, entries, visit.link.by, _id(form, why), why)
    mark = _mark(plan, entries or ())
    held = form.get("mark", "")
    again = {"again": "yes"} if held and held != mark else {}
    if again:
        found = msgspec.structs.replace(found, mind=(CHANGED, *found.mind))
    return found, {"mark": mark, **again}


def compare(
    known: Known,
    plan: RacePlan,
    entries: tuple[EntryBody, ...] | None,
    by: str,
    text_id: str,
    why: str,
) -> Proposal:
    """Return the rows that bring the log up to a plan and entries (``None``: as they are), in words."""
    changed = news(known, plan, known.entries if entries is None else entries)
    says: list[str] = []
    bodies: list[PlanBody | EntryBody] = list(changed.entries)
    if changed.plan is not None:
        bodies.insert(0, msgspec.structs.replace(changed.plan, by=by, text_id=text_id))
        old = known.plan
        says += plan_differences(old, plan, changed.plan.maps) if old is not None else ["The first plan."]
    if entries is not None:
        named = {normal_code(entry.bib) for entry in entries}
        says += entry_differences(known.entries, changed.entries, named)
    if not bodies:
        return Proposal((), ("The folder says what is shown already. There is nothing to take over.",))
    first = "The course before comes back." if entries is None else _first(changed.plan is not None, bodies)
    return Proposal(tuple(bodies), (first, *says), (), why if changed.plan is not None else "")


def _first(course: bool, bodies: list[PlanBody | EntryBody]) -> str:
    entries = len(bodies) - course
    parts = ["a new course version"] if course else []
    parts += [f"{entries:,} {'entry' if entries == 1 else 'entries'} new or corrected"] if entries else []
    return f"The folder brings {' and '.join(parts)}."


def _read(site: Site) -> tuple[RacePlan, tuple[EntryBody, ...]]:
    if site.folder is None:
        raise ValueError("This is a day played again: it has no folder that could be read anew.")
    return site.folder.read()


def _before(known: Known) -> RacePlan:
    if known.before is None:
        raise ValueError("There is no course before this one: the race has had one course only.")
    return known.before


def _id(form: Form, why: str) -> str:
    return form.get("key", "") if why else ""


def _mark(plan: RacePlan, entries: tuple[EntryBody, ...]) -> str:
    """Return a mark of what was shown, so that nothing else is taken over."""
    return hashlib.sha256(msgspec.json.encode((plan, entries))).hexdigest()[:24]
