"""Race control's ledger: everybody accounted for, or the names that are not; and the same as a table."""

from __future__ import annotations

import asyncio

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.bodies import UndoBody
from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.live.accounted_views import ACCOUNTED, LEDGER
from alongside.live.ports import Shown
from alongside.web import forms, ride_forms
from alongside.web.accounted_blocks import accounted_blocks
from alongside.web.accounted_csv import csv_of
from alongside.web.answers import page
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.requests import read_form, wants_page
from alongside.web.ride_forms import Said, choice_of, ride_rows, ruled_by_control
from alongside.web.ride_place import exact_of
from alongside.web.site import Site
from alongside.web.station_forms import LONGEST, tapped_ms
from alongside.web.station_page import now, worker
from alongside.web.stream import Stream
from alongside.web.sweep_forms import bib_of

CONTROL: tuple[Role, ...] = ("control", "steward")
LOOKED = "on the list of who is missing or waits for a ride"
NOTES = {"ride": "Kept.", "undo": "Taken back.", "drop": "Kept: she has dropped out."}
QUESTION = "Bib {bib} is out of the race? Control’s word needs no second source."


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the ledger."""
    pages: list[Page] = [
        ("/accounted/", "GET", accounted_page),
        ("/accounted.csv", "GET", download),
        ("/accounted/ride", "POST", ride),
        ("/accounted/undo", "POST", take_back),
        ("/accounted/now", "GET", now),
        ("/accounted/sw.js", "GET", worker),
    ]
    doors = routes_of(site, CONTROL, pages)
    return [*doors, *(events_of(site, role, accounted_stream, "/accounted/events") for role in CONTROL)]


def accounted_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of the ledger: one for each link, since whoever holds it is named in looks."""
    link, role = visit.link, visit.link.role

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(ACCOUNTED)
        view = shown.views.control
        listed = [one.bib for one in view.accounted.missing] if view.accounted else []
        listed += [one.bib for one in view.rides]
        site.seen_last.note_by(link, listed, LOOKED, site.now_ms())
        return draw_blocks("accounted", accounted_blocks(site, shown, role))

    return site.stream(("accounted", str(link.id)), draw)


async def accounted_page(site: Site, visit: Visit, request: Request) -> Response:
    """The ledger."""
    await _wanted(site)
    context = {
        "stream": "events",
        "base": visit.base + "accounted/",
        "note": NOTES.get(request.query_params.get("done", ""), ""),
    }
    return site.live_page("accounted.html", accounted_stream(site, visit, request), context)


async def _wanted(site: Site) -> None:
    """Ask for the whole list, and wait until the loop has made it; but not longer than a person would."""
    site.show.want(ACCOUNTED)
    await site.until(_is_whole)


def _is_whole(shown: Shown) -> bool:
    found = shown.views.control.accounted
    return found is not None and (found.missing_total <= len(found.missing) or len(found.missing) > 3)


async def download(site: Site, visit: Visit, request: Request) -> Response:
    """The ledger as CSV: a line for everybody entered, with her name."""
    site.show.want(LEDGER)
    if not await site.until(lambda shown: shown.views.ledger is not None):
        raise ValueError("The ledger is not ready yet. Try again in a few seconds.")
    shown = site.show.latest()
    text = await asyncio.to_thread(csv_of, site, shown, visit.link.role) if shown else ""
    headers = PRIVATE | {"Content-Disposition": 'attachment; filename="accounted.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


async def ride(site: Site, visit: Visit, request: Request) -> Response:
    """Race control says what became of a ride; whoever goes no further is out of the race by that word."""
    # The form at the foot of the page has no key: what is said again after something else is said anew.
    form = {"key": site.new_id(), **await read_form(request)}
    choice, bib = choice_of(form, ride_forms.CONTROLS), bib_of(form)
    if wants_page(request) and form.get("sure") != "yes" and form.get("what") != "on":
        return _ask(site, visit, form, bib)
    said = Said("control", visit.link.by, bib, exact=exact_of(form))
    rows = ride_rows(form, choice, said, site.decided_at_ms(), site.new_id())
    shown = site.show.latest()
    worn = shown.views.control.worn if shown else {}
    rows = ruled_by_control(rows, form.get("text", "")[:60], worn)
    await site.submit(rows.drafts, rows.texts)
    return site.done(request, visit.base + "accounted/", "ride")


async def take_back(site: Site, visit: Visit, request: Request) -> Response:
    """A word about a ride is taken back, whoever said it."""
    form = await read_form(request)
    draft = forms.undo_draft(form, tapped_ms(form, site.decided_at_ms()), visit.link.by)
    shown = site.show.latest()
    standing = {(one.source, one.id) for one in shown.views.control.rides} if shown else set()
    if isinstance(draft.body, UndoBody) and (draft.body.row_source, draft.body.row_id) not in standing:
        raise ValueError("That is not the last word about a ride any more. Reload the page.")
    await site.submit([draft, *_with_its_ruling(draft)])
    return site.done(request, visit.base + "accounted/", "undo")


def _with_its_ruling(undo: Draft) -> list[Draft]:
    """Return what takes back the DNF too that control's own word brought with it."""
    if not isinstance(undo.body, UndoBody) or undo.body.row_source != "control":
        return []
    body = msgspec.structs.replace(undo.body, row_id=f"ride/{undo.body.row_id}"[:LONGEST])
    return [Draft(undo.source, f"{undo.id}/ruling"[:LONGEST], undo.at_ms, body)]


def _ask(site: Site, visit: Visit, form: dict[str, str], bib: str) -> Response:
    context = {
        "name": site.name(),
        "base": visit.base + "accounted/",
        "title": "Are you sure?",
        "question": QUESTION.format(bib=bib),
        "action": "ride",
        "fields": {**form, "sure": "yes"},
        "yes": "Yes",
    }
    return page("station_sure.html", context, headers=PRIVATE)
