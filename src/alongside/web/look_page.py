"""Where is one runner? For those who can help her. Every look is kept before it is answered (R10)."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Look, Role
from alongside.events.person import Person
from alongside.live.ports import Shown
from alongside.live.views import RunnerView
from alongside.units import normal_code
from alongside.web import words
from alongside.web.answers import page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.expected import at_finish, at_next
from alongside.web.headers import PRIVATE
from alongside.web.person_words import Teller, splits_table
from alongside.web.requests import read_form
from alongside.web.role_words import TITLES, emergency_words
from alongside.web.site import Site
from alongside.web.subjects import Sight, first_name, subject_of, view_of, viewer_of, wanted

ROLES: tuple[Role, ...] = ("control", "steward", "medical", "sweep", "van")
TOLD_STOPPED: tuple[Role, ...] = ("control", "steward", "medical")  # who can send somebody to look
LONGEST_BIB = 20
STATUS = {
    "expected": "not read yet",
    "on_course": "on the course",
    "finished": "finished",
    "dnf": "dropped out (DNF)",
    "dns": "did not start (DNS)",
    "dsq": "disqualified (DSQ)",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of looking a runner up."""
    pages: list[Page] = [("/look", "GET", ask), ("/look", "POST", look)]
    return list(routes_of(site, ROLES, pages))


async def ask(site: Site, visit: Visit, request: Request) -> Response:
    """The page that asks for a bib."""
    return page("look.html", _context(site, visit), headers=PRIVATE)


async def look(site: Site, visit: Visit, request: Request) -> Response:
    """Where a runner is; the look is on disk before it is answered."""
    bib = await looked_up(site, visit, request, "where she is")
    shown = site.show.latest()
    found = _found(site, visit, shown, bib) if shown else {}
    return page("look.html", _context(site, visit) | {"bib": bib} | found, headers=PRIVATE)


async def looked_up(site: Site, visit: Visit, request: Request, what: str) -> str:
    """Return the bib that a form asks for, her view made; the look is on disk by then."""
    bib = normal_code((await read_form(request)).get("bib", ""))[:LONGEST_BIB]
    if not bib:
        raise ValueError("Enter a bib number.")
    link = visit.link
    kept = Look(link.id, link.role, link.holder, bib, what, visit.now_ms)
    await asyncio.wrap_future(site.people.looked(kept))
    await wanted(site, bib)
    return bib


def _found(site: Site, visit: Visit, shown: Shown, bib: str) -> dict[str, Any]:
    view = view_of(shown, bib)
    if view is None:
        return {"first": f"No entry wears bib {bib}."}
    tell = Teller(shown.views.public.zone, shown.views.public.race_now_ms)
    persons = site.people.persons([bib])
    people = [(n, person) for (_, n), person in sorted(persons.items())] or [(1, Person(bib))]
    subjects = [(subject_of(site.people, bib, n, view), person) for n, person in people]
    viewer = viewer_of(site.people, visit.link)
    sights = [(Sight(site, shown, viewer, subject), person) for subject, person in subjects]
    sight = sights[0][0]
    if not sight("position"):
        return {"first": "The race is over: places are not shown any more."}
    told = sight("overdue") and visit.link.role in TOLD_STOPPED and view.status == "on_course"
    stopped = told and words.may_have_stopped(view.going)
    return {
        "first": _place(view, tell, stopped),
        "status": f"{STATUS[view.status]}, {view.distance_name}{_ride(view, sight, tell)}",
        "expected": _expected(view, tell) if sight("forecast") else [],
        "stopped": words.STOPPED if stopped else "",
        "late": view.overdue_s > 0 and sight("overdue") and view.status == "on_course",
        "people": [line for one in sights if (line := _person(*one))],
        "splits": splits_table(view, tell),
    }


def _ride(view: RunnerView, sight: Sight, tell: Teller) -> str:
    """Return how her ride stands, where she has asked for one."""
    ride = view.riding.ride
    if ride is None or not sight("ride"):
        return ""
    state = {"waiting": "waits for a ride", "on_board": "on board of a van", "set_down": "brought away"}
    return f", {state[ride.state]} since {tell.at(ride.since_ms)}"


def _place(view: RunnerView, tell: Teller, stopped: bool) -> str:
    last = f"last read at {view.seen_place} at {tell.at(view.seen_ms)}" if view.seen_ms else "not read yet"
    if view.along_m is None:
        return f"Bib {view.bib}: {last}."
    estimated = "estimated, if she is still going" if stopped else "estimated from her times so far"
    how = {"phone": "by her phone", "pace": estimated, "mat": "at that mat"}[view.how]
    return f"Bib {view.bib}: near {words.place(view.along_m)}, {how}; {_phone(view, tell)}{last}."


def _phone(view: RunnerView, tell: Teller) -> str:
    """Return where her phone was last heard, once she is reckoned on from there: that much is known."""
    if view.phone_ms is None or view.phone_m is None or view.how == "phone":
        return ""
    heard = f"{tell.at(view.phone_ms)}, {words.ago(view.phone_ms, tell.now_ms)}"
    return f"her phone was last heard near {words.place(view.phone_m)} at {heard}; "


def _expected(view: RunnerView, tell: Teller) -> list[str]:
    """Return when she is expected, next and at the finish; nothing of who is not out there."""
    if view.status != "on_course":
        return []
    if view.interrupted:
        return [words.INTERRUPTED[view.interrupted]]
    one, finish = at_next(view), at_finish(view)
    found = [f"Next: {view.next_split} {tell.when_or_due(one)}."] if one else []
    return found + ([f"Finish {tell.when_or_due(finish)}."] if finish and view.next_split != "Finish" else [])


def _person(sight: Sight, person: Person) -> str:
    name = person.name if sight("name") else first_name(person) if sight("first_name") else ""
    phone = f"phone {person.phone}" if person.phone and sight("contact") else ""
    return ", ".join(part for part in (name, phone) if part)


def _context(site: Site, visit: Visit) -> dict[str, Any]:
    shown = site.show.latest()
    return {
        "name": site.name(),
        "title": TITLES[visit.link.role],
        "base": visit.base,
        "bib": "",
        "first": "",
        "status": "",
        "expected": [],
        "stopped": "",
        "late": False,
        "people": [],
        "splits": [],
        "emergency": emergency_words(shown.plan if shown else None),
    }
