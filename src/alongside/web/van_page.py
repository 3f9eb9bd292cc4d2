"""The page of a pick-up van, behind its link: who waits for a ride, in road order, and who is on board."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute

from alongside.events.link import Link, Role
from alongside.events.row import Draft
from alongside.live.ports import People, Shown
from alongside.live.ride_views import RIDES
from alongside.live.van_view import VAN
from alongside.web import ride_forms, van_words
from alongside.web.answers import page
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import STATIC, draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.landmarks import landmarks
from alongside.web.requests import read_form, wants_page
from alongside.web.ride_forms import Said, choice_of, ride_rows
from alongside.web.role_words import emergency_words
from alongside.web.site import Site
from alongside.web.station_forms import Words, tapped_ms
from alongside.web.stream import Stream
from alongside.web.sweep_forms import bib_of
from alongside.web.van_blocks import shown_bibs, van_blocks, van_of

VANS: tuple[Role, ...] = ("van",)
LOOKED = "on the van's page: where she waits for a ride"
NOTES = {
    "ride": "Kept: race control sees it.",
    "here": "Kept.",
    "undo": "Taken back.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of a van's page."""
    pages: list[Page] = [
        ("/", "GET", van_page),
        ("/now", "GET", now),
        ("/sw.js", "GET", worker),
        ("/ride", "POST", ride),
        ("/here", "POST", here),
        ("/undo", "POST", take_back),
    ]
    return [*routes_of(site, VANS, pages), events_of(site, "van", van_stream)]


def van_id(people: People, link: Link) -> str:
    """Return which van a link is of: what it is bound to, else the first link it was handed over from."""
    while not link.scope and link.made_by:
        maker = people.link_of(link.made_by)
        if maker is None or maker.role != "van":
            break
        link = maker
    return link.scope or str(link.id)


def van_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a van's page: one for each link, since whoever holds it is named in looks."""
    link, van = visit.link, van_id(site.people, visit.link)

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(RIDES)
        site.seen_last.note_by(link, shown_bibs(shown), LOOKED, site.now_ms())
        return draw_blocks("van", van_blocks(site, shown, van))

    return site.stream(("van", str(link.id)), draw)


async def van_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page of a van."""
    await wanted(site)
    shown = site.show.latest()
    context = {
        "stream": "events",
        "base": visit.base,
        "note": NOTES.get(request.query_params.get("done", ""), ""),
        "title": visit.link.scope or "Pick-up van",
        "key": site.new_id(),
        "places": _places(shown),
        "emergency": emergency_words(shown.plan if shown else None),
    }
    return site.live_page("van.html", van_stream(site, visit, request), context)


async def wanted(site: Site) -> None:
    """Ask for what vans said, and wait until the loop has gathered it; but not longer than a person would."""
    site.show.want(RIDES)
    await site.until(lambda shown: shown.views.vans is not None)


async def now(site: Site, visit: Visit, request: Request) -> Response:
    """The server's time, for a phone whose clock may be wrong, and to see whether there is a connection."""
    return JSONResponse({"now_ms": site.now_ms()}, headers=PRIVATE)


async def worker(site: Site, visit: Visit, request: Request) -> Response:
    """The script that opens this page again where there is no signal; its address is its reach."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript", headers=PRIVATE)


async def ride(site: Site, visit: Visit, request: Request) -> Response:
    """Somebody is on board, was set down, or was not found."""
    form = await read_form(request)
    choice, bib = choice_of(form, ride_forms.VANS), bib_of(form)
    if wants_page(request) and form.get("what") in van_words.SURE and form.get("sure") != "yes":
        return _ask(site, visit, form, van_words.SURE[form["what"]].format(bib=bib))
    await wanted(site)
    at_ms, van = site.decided_at_ms(), van_id(site.people, visit.link)
    said = Said(VAN + van, visit.link.by, bib, *_place(site, van, form, at_ms))
    return await _keep(site, visit, request, ride_rows(form, choice, said, at_ms, site.new_id()), "ride")


async def here(site: Site, visit: Visit, request: Request) -> Response:
    """The van says how many seats it has, or where it is."""
    form, van = await read_form(request), van_id(site.people, visit.link)
    draft = ride_forms.van_draft(form, van, visit.link.by, site.decided_at_ms())
    return await _keep(site, visit, request, Words((draft,)), "here")


async def take_back(site: Site, visit: Visit, request: Request) -> Response:
    """What was said from this van is taken back."""
    form, source = await read_form(request), VAN + van_id(site.people, visit.link)
    draft: Draft = ride_forms.undo_draft(form, source, visit.link.by, site.decided_at_ms())
    return await _keep(site, visit, request, Words((draft,)), "undo")


async def _keep(site: Site, visit: Visit, request: Request, words: Words, done: str) -> Response:
    if wants_page(request):
        await site.submit(words.drafts, words.texts)
    else:  # a queue of taps from a dead zone does not wait for each to be shown
        await asyncio.wrap_future(site.intake.submit(words.drafts, words.texts))
    return site.done(request, visit.base, done)


def _place(site: Site, van: str, form: dict[str, str], now_ms: int) -> tuple[str, float | None]:
    """Return where the van said it was, if it said so a moment before the tap."""
    found = van_of(site.show.latest(), van)
    fresh = found.place_ms is not None and tapped_ms(form, now_ms) - found.place_ms <= ride_forms.RECENT_MS
    return (found.distance, found.along_m) if fresh else ("", None)


def _places(shown: Shown | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return by distance everything that can be pressed as a place."""
    if shown is None or shown.plan is None:
        return []
    plan = shown.plan
    return [
        (one.name, [(f"{one.id}:{along_m:.0f}", name) for along_m, name in landmarks(plan, one)])
        for one in plan.distances
    ]


def _ask(site: Site, visit: Visit, form: dict[str, str], question: str) -> Response:
    """Ask once more, on a page of its own, before what cannot be meant lightly."""
    context = {
        "name": site.name(),
        "base": visit.base,
        "title": "Are you sure?",
        "question": question,
        "action": "ride",
        "fields": {**form, "sure": "yes"},
        "yes": "Yes",
    }
    return page("station_sure.html", context, headers=PRIVATE)
