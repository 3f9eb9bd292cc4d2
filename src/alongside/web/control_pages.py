"""Race control's first page: what it shows, what its forms do, and the controls of a replay."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.bodies import UndoBody
from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.live.ports import Shown
from alongside.web import forms
from alongside.web.control_hand import IN_HAND
from alongside.web.control_headline import no_room
from alongside.web.control_page import control_blocks
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.requests import read_form
from alongside.web.site import GAP_S, Site
from alongside.web.station_forms import tapped_ms
from alongside.web.station_page import now, worker
from alongside.web.stream import Stream

IN_CONTROL: tuple[Role, ...] = ("control", "steward")
NOTES = {
    "ruling": "Your decision is kept.",
    "undo": "Taken back: it is open again.",
    "keep": "Your decision is kept; the station is told within a minute.",
    "seek": "Jumped. While it winds, the figures are from where it has got to.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of race control's first page."""
    pages: list[Page] = [
        ("/", "GET", control_page),
        ("/ruling", "POST", settle_read),
        ("/undo", "POST", take_back),
        ("/player", "POST", drive),
        ("/now", "GET", now),
        ("/sw.js", "GET", worker),
    ]
    doors = routes_of(site, IN_CONTROL, pages)
    return [*doors, *(events_of(site, role, control_stream) for role in IN_CONTROL)]


def control_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of race control's page: the same for all who are in control."""

    def draw(shown: Shown) -> dict[str, str]:
        site.seen_last.note(shown, site.now_ms())
        blocks = control_blocks(shown, site.keys, site.player, site.people)
        if site.intake.is_full():
            blocks["headline"] = no_room(blocks["headline"])
        return draw_blocks("control", blocks)

    return site.stream(("control",), draw, GAP_S)


async def control_page(site: Site, visit: Visit, request: Request) -> Response:
    """Race control's page; with ``?wall=1`` for a screen that nobody touches."""
    note = NOTES.get(request.query_params.get("done", ""), "")
    decides = visit.link.role == "control"
    is_wall = request.query_params.get("wall") == "1"
    context = {"stream": "events", "base": visit.base, "note": note, "decides": decides}
    context |= {"wall": is_wall, "in_hand": IN_HAND}
    return site.live_page("control.html", control_stream(site, visit, request), context)


async def settle_read(site: Site, visit: Visit, request: Request) -> Response:
    """A person settles a questionable read."""
    form = await read_form(request)
    draft = forms.ruling_draft(form, tapped_ms(form, site.decided_at_ms()), visit.link.by)
    return await _keep(site, visit, request, draft, "ruling")


async def take_back(site: Site, visit: Visit, request: Request) -> Response:
    """A person takes back a ruling; what only control decides, only control takes back."""
    form = await read_form(request)
    draft = forms.undo_draft(form, tapped_ms(form, site.decided_at_ms()), visit.link.by)
    if visit.link.role != "control" and not _is_about_a_read(site, draft):
        raise ValueError("A steward takes back what was said of a read. Ask race control for anything else.")
    return await _keep(site, visit, request, draft, "undo")


def _is_about_a_read(site: Site, draft: Draft) -> bool:
    shown, body = site.show.latest(), draft.body
    settled = shown.views.control.settled if shown else ()
    keys = {(one.ruling_source, one.ruling_id) for one in settled}
    return isinstance(body, UndoBody) and (body.row_source, body.row_id) in keys


async def _keep(site: Site, visit: Visit, request: Request, draft: Draft, done: str) -> Response:
    await site.submit([draft])
    return site.done(request, visit.base, done)


async def drive(site: Site, visit: Visit, request: Request) -> Response:
    """A button of the replay was pressed."""
    shown, form = site.show.latest(), await read_form(request)
    if site.player is None or shown is None:
        raise ValueError("This is a live day: there is nothing to play, pause or wind.")
    forms.drive(site.player, form, shown.views.control.zone)
    await site.until(lambda later: later.version > shown.version)
    return site.done(request, visit.base, form["action"])
