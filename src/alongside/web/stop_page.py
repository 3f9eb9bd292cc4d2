"""A runner says that she stops, needs a ride, or goes on after all: on her own page, without script too."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.live.views import RunnerView
from alongside.units import normal_code
from alongside.web import ride_forms, stop_words
from alongside.web.answers import page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.drawing import STATIC
from alongside.web.headers import PRIVATE
from alongside.web.person_words import Teller
from alongside.web.requests import read_form, wants_page
from alongside.web.ride_forms import Said, choice_of, ride_rows
from alongside.web.ride_place import Exact, along_of, exact_of, from_text
from alongside.web.role_words import emergency_words
from alongside.web.site import Site
from alongside.web.subjects import Sight, view_of, wanted

HERS: tuple[Role, ...] = ("runner",)
RIDE = "ride/"  # in front of a bib: the source of what a runner says of her own ride
MAY_STOP = ("expected", "on_course", "dnf")


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses under a runner's page that have to do with stopping."""
    pages: list[Page] = [("/ride", "POST", say), ("/now", "GET", now), ("/sw.js", "GET", worker)]
    return list(routes_of(site, HERS, pages))


async def now(site: Site, visit: Visit, request: Request) -> Response:
    """The server's time, for a phone whose clock may be wrong, and to see whether there is a connection."""
    return JSONResponse({"now_ms": site.now_ms()}, headers=PRIVATE)


async def worker(site: Site, visit: Visit, request: Request) -> Response:
    """The script that opens this page again where there is no signal; its address is its reach."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript", headers=PRIVATE)


async def say(site: Site, visit: Visit, request: Request) -> Response:
    """She says that she stops, and whether she needs a ride; or that she goes on."""
    form, bib = await read_form(request), visit.link.bib
    choice = choice_of(form, ride_forms.HERS)
    await wanted(site, bib)  # a tap from a dead zone comes without its page: which bib does she wear?
    shown = site.show.latest()
    view = view_of(shown, bib)
    if view is not None and view.status not in MAY_STOP:
        raise ValueError("You are not on the course, so there is nothing to stop.")
    if wants_page(request) and form.get("sure") != "yes":
        return _ask(site, visit, form)
    rows = ride_rows(form, choice, _said(visit, form, shown, view), site.decided_at_ms(), site.new_id())
    if wants_page(request):
        await site.submit(rows.drafts, rows.texts)
    else:  # what was kept in a dead zone does not wait to be shown
        await asyncio.wrap_future(site.intake.submit(rows.drafts, rows.texts))
    return site.done(request, visit.base, "stop" if choice.stops else "going")


def _said(visit: Visit, form: dict[str, str], shown: Shown | None, view: RunnerView | None) -> Said:
    """Return her word with its place, where her phone sent one; the row carries the bib that she wears."""
    exact, link = exact_of(form), visit.link
    worn = (view.wears or view.bib) if view else link.bib
    distance = view.distance if view else ""
    along_m = along_of(exact, shown.plan if shown else None, distance, view.along_m if view else None)
    return Said(RIDE + normal_code(link.bib), link.by, worn, distance, along_m, exact)


def told(site: Site, shown: Shown, view: RunnerView, tell: Teller) -> dict[str, Any]:
    """Return what her page says first of all where she has stopped or waits; nothing where she runs."""
    answer = stop_words.answer(view, tell)
    return {"first": answer, "more": _lines(site, shown, view, tell)} if answer else {}


def _lines(site: Site, shown: Shown, view: RunnerView, tell: Teller) -> list[str]:
    text_id = view.riding.ride.text_id if view.riding.ride else ""
    sent = from_text(site.people.texts([text_id]).get(text_id, "")) if text_id else Exact()
    return stop_words.lines(view, shown.plan, tell, sent)


def stop_block(site: Site, shown: Shown, view: RunnerView, sight: Sight, tell: Teller) -> dict[str, Any]:
    """Return what her page says of a ride, and which buttons it has."""
    if sight.viewer.role != "runner":
        said = stop_words.of_a_minor(view, tell)
        lines = [emergency_words(shown.plan)] if said else []
        return _nothing(view) | {"title": said, "lines": lines, "folded": not said}
    offered = stop_words.offered(view, tell.now_ms)
    said_first = stop_words.answer(view, tell)
    return {
        "title": "" if said_first else stop_words.title(view, tell),
        "lines": _lines(site, shown, view, tell) if offered and not said_first else [],
        "buttons": offered,
        "places": any(what == "ride" for what, *_ in offered),
        "folded": not said_first and view.riding.asked_ms is None,
        "key": str(view.riding.words_said),
    }


def _nothing(view: RunnerView) -> dict[str, Any]:
    return {"buttons": (), "places": False, "key": str(view.riding.words_said)}


def _ask(site: Site, visit: Visit, form: dict[str, str]) -> Response:
    """Ask once more, on a page of its own, before she is taken for stopped or for going on."""
    context = {
        "name": site.name(),
        "base": visit.base,
        "title": "Are you sure?",
        "question": stop_words.QUESTIONS[form["what"]],
        "action": "ride",
        "fields": {**form, "sure": "yes"},
        "yes": "Yes",
    }
    return page("station_sure.html", context, headers=PRIVATE)
