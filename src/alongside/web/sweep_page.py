"""The page of a sweep's driver, behind her own link or control's: one sentence, and what she can say."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.live.ports import Shown
from alongside.live.sweep_view import SWEEPS
from alongside.web import sweep_forms, sweep_words
from alongside.web.answers import missing, page
from alongside.web.doors import DoorEvents, Page, Visit, door, events_of, routes_of
from alongside.web.drawing import STATIC, draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.landmarks import landmarks
from alongside.web.requests import read_form, wants_page
from alongside.web.role_words import emergency_words
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.sweep_blocks import shown_bibs, sweep_blocks, sweep_of
from alongside.web.sweep_forms import Spot

SWEEP: tuple[Role, ...] = ("sweep",)
CONTROL: tuple[Role, ...] = ("control", "steward")
LOOKED = "on the sweep's page: near the sweep"
NOTES = {
    "here": "Kept: that is where you are.",
    "runner": "Kept: race control sees it.",
    "undo": "Taken back.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of a sweep's page: behind its own link, and behind race control's."""
    pages: list[Page] = [
        ("/", "GET", sweep_page),
        ("/now", "GET", now),
        ("/sw.js", "GET", worker),
        ("/here", "POST", here),
        ("/runner", "POST", runner),
        ("/undo", "POST", take_back),
    ]
    own = [*routes_of(site, SWEEP, pages), events_of(site, "sweep", sweep_stream)]
    return [*own, *_behind_control(site, pages)]


def _behind_control(site: Site, pages: list[Page]) -> list[BaseRoute]:
    found: list[BaseRoute] = []
    for role in CONTROL:
        at = f"/{role}/{{token}}/sweeps/{{sweep}}"
        found += [
            Route(at + end, door(site, endpoint, (role,)), methods=[method])
            for end, method, endpoint in pages
            if end != "/sw.js"
        ]
        found.append(Route(at + "/events", DoorEvents(site, sweep_stream, (role,))))
    return found


def id_of(site: Site, visit: Visit, request: Request) -> str:
    """Return the id of the sweep that a page is of: its link's own, for control the address's.

    A link that is bound to none is that of the only sweep there is.
    """
    if visit.link.role != "sweep":
        return str(request.path_params["sweep"])
    shown = site.show.latest()
    sweeps = shown.plan.sweeps if shown and shown.plan else ()
    return visit.link.scope or (sweeps[0].id if len(sweeps) == 1 else "")


def base_of(site: Site, visit: Visit, request: Request) -> str:
    """Return the address of a sweep's page, with a slash at its end."""
    own = visit.link.role == "sweep"
    return visit.base if own else f"{visit.base}sweeps/{id_of(site, visit, request)}/"


def sweep_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a sweep's page: one for each link, since whoever holds it is named in looks."""
    id_, link = id_of(site, visit, request), visit.link

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(SWEEPS)
        site.seen_last.note_by(link, shown_bibs(shown, id_), LOOKED, site.now_ms())
        return draw_blocks("sweep", sweep_blocks(site, shown, id_, link.role))

    return site.stream(("sweep", id_, str(link.id)), draw)


async def sweep_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page of a sweep."""
    id_ = id_of(site, visit, request)
    found = sweep_of(site.show.latest(), id_)
    if found is None and visit.link.role != "sweep":
        return await missing(request)
    await shown_sweeps(site)
    shown = site.show.latest()
    context = {
        "stream": "events",
        "base": base_of(site, visit, request),
        "note": NOTES.get(request.query_params.get("done", ""), ""),
        "title": found[1].name if found else "Sweep",
        "own": visit.link.role == "sweep",
        "key": site.new_id(),
        "places": _places(shown, id_),
        "emergency": emergency_words(shown.plan if shown else None),
    }
    return site.live_page("sweep.html", sweep_stream(site, visit, request), context)


async def shown_sweeps(site: Site) -> None:
    """Wait until what is near the sweeps is in what is shown; only while somebody looks is it worked out."""
    site.show.want(SWEEPS)
    await site.until(lambda shown: bool(shown.views.sweeps) or shown.plan is None or not shown.plan.sweeps)


async def now(site: Site, visit: Visit, request: Request) -> Response:
    """The server's time, for a phone whose clock may be wrong, and to see whether there is a connection."""
    return JSONResponse({"now_ms": site.now_ms()}, headers=PRIVATE)


async def worker(site: Site, visit: Visit, request: Request) -> Response:
    """The script that opens this page again where there is no signal; its address is its reach."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript", headers=PRIVATE)


async def here(site: Site, visit: Visit, request: Request) -> Response:
    """The sweep is here: its driver says so, or her phone."""
    spot = _spot(site, visit, request)
    if spot is None:
        return await missing(request)
    draft = sweep_forms.here_draft(await read_form(request), spot, visit.link.by, site.decided_at_ms())
    return await _keep(site, visit, request, draft, "here")


async def runner(site: Site, visit: Visit, request: Request) -> Response:
    """A runner is let go on, gets in, or stops here."""
    spot, form = _spot(site, visit, request), await read_form(request)
    if spot is None:
        return await missing(request)
    draft = sweep_forms.runner_draft(form, spot, visit.link.by, site.decided_at_ms())
    if wants_page(request) and sweep_forms.must_be_sure(form):
        return _ask(site, visit, request, form)
    return await _keep(site, visit, request, draft, "runner")


async def take_back(site: Site, visit: Visit, request: Request) -> Response:
    """What was said by this sweep is taken back."""
    id_ = id_of(site, visit, request)
    draft = sweep_forms.undo_draft(await read_form(request), id_, visit.link.by, site.decided_at_ms())
    return await _keep(site, visit, request, draft, "undo")


async def _keep(site: Site, visit: Visit, request: Request, draft: Draft, done: str) -> Response:
    if wants_page(request):
        await site.submit([draft])
    else:  # a queue of taps from a dead zone does not wait for each to be shown
        await asyncio.wrap_future(site.intake.submit([draft]))
    return site.done(request, base_of(site, visit, request), done)


def _spot(site: Site, visit: Visit, request: Request) -> Spot | None:
    found = sweep_of(site.show.latest(), id_of(site, visit, request))
    return Spot(found[0].id, found[2], found[1].along_m) if found else None


def _places(shown: Shown | None, id_: str) -> list[tuple[str, str, bool]]:
    """Return everything that can be pressed, for the list that works without news from the race too.

    The one nearest to where the sweep is thought to be is chosen already.
    """
    found = sweep_of(shown, id_)
    if found is None or shown is None or shown.plan is None:
        return []
    marks, here_m = landmarks(shown.plan, found[2]), found[1].along_m or 0.0
    nearest = min(marks, key=lambda one: abs(one[0] - here_m), default=None)
    return [(f"{one[0]:.0f}", one[1], one == nearest) for one in marks]


def _ask(site: Site, visit: Visit, request: Request, form: dict[str, str]) -> Response:
    """Ask once more, on a page of its own, before a runner is taken out of the race."""
    context: dict[str, Any] = {
        "name": site.name(),
        "base": base_of(site, visit, request),
        "title": "Are you sure?",
        "question": sweep_words.question(form.get("what", ""), sweep_forms.bib_of(form)),
        "action": "runner",
        "fields": {**form, "sure": "yes"},
        "yes": "Yes",
    }
    return page("station_sure.html", context, headers=PRIVATE)
