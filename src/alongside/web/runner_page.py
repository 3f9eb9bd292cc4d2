"""A runner's own page, and a guardian's about a minor: how she stands, what is shared, who can see her."""

from __future__ import annotations

import asyncio
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.bodies import Consent, ConsentBody
from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.live.followed_view import followed_view
from alongside.live.ports import Shown
from alongside.live.views import RunnerView
from alongside.supporters.may_see import Subject, Viewer, may_switch
from alongside.web import person_blocks as blocks
from alongside.web import person_words as say
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.messages import with_words
from alongside.web.own_words import own_lines
from alongside.web.requests import read_form
from alongside.web.role_words import emergency_words
from alongside.web.site import PUBLIC_GAP_S, Site
from alongside.web.stop_page import stop_block, told
from alongside.web.stream import Stream
from alongside.web.subjects import Sight, first_name, subject_of, view_of, viewer_of, wanted
from alongside.web.table_words import table_lines

ROLES: tuple[Role, ...] = ("runner", "guardian")
SOURCE = "consent"
NOTES = {
    "on": "Switched on. The receipt is below.",
    "off": "Switched off. It holds at once; the receipt is below.",
    "paused": "Paused. To those who follow it looks like lost signal.",
    "resumed": "You can be followed again.",
    "stop": "Kept: race control sees it.",
    "going": "Kept: you are on the course.",
    "ended": "That link has ended. Pages that it had open close within seconds.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of these pages."""
    pages: list[Page] = [
        ("/", "GET", runner_page),
        ("/consent", "POST", switch),
        ("/pause", "POST", pause),
    ]
    doors = routes_of(site, ROLES, pages)
    return [*doors, *(events_of(site, role, runner_stream) for role in ROLES)]


def runner_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a runner's page: one for each link, since it marks its own."""
    viewer = viewer_of(site.people, visit.link)

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(viewer.bib)
        return draw_blocks("runner", runner_blocks(site, shown, viewer))

    return site.stream(("runner", str(visit.link.id)), draw, PUBLIC_GAP_S)


async def runner_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page of a runner, or of a minor's guardian."""
    await wanted(site, visit.link.bib)
    shown = site.show.latest()
    context = {
        "stream": "events",
        "base": visit.base,
        "note": NOTES.get(request.query_params.get("done", ""), ""),
        "title": _title(site, visit),
        "own": visit.link.role == "runner",
        "emergency": emergency_words(shown.plan if shown else None),
    }
    stream = runner_stream(site, visit, request)
    stream.blocks.update(shown, anyway=True)  # a link that was opened, or ended, is no publication
    return site.live_page("runner.html", stream, context)


def _title(site: Site, visit: Visit) -> str:
    viewer, subject = _whom(site, visit)
    person = site.people.persons([subject.bib]).get((subject.bib, subject.position))
    sight = Sight(site, site.show.latest(), viewer, subject)
    named = [first_name(person)] if sight("first_name") else []
    return ", ".join(filter(None, [*named, f"bib {subject.bib}" if sight("bib") else ""]))


def runner_blocks(site: Site, shown: Shown, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs."""
    view = view_of(shown, viewer.bib)
    subject = subject_of(site.people, viewer.bib, viewer.position, view)
    sight = Sight(site, shown, viewer, subject)
    tell = say.Teller(shown.views.public.zone, shown.views.public.race_now_ms)
    found = {"headline": _headline(site, shown, view, sight, tell)}
    if view is not None and sight("ride"):
        found["stop"] = stop_block(site, shown, view, sight, tell)
    if sight("consents"):
        found["sharing"] = blocks.sharing(site, viewer, subject, tell) | {"own": viewer.role == "runner"}
    if sight("watchers"):
        found["watchers"] = blocks.watchers(site, viewer, subject, tell)
    if sight("looks"):
        found["looks"] = blocks.looked(site, viewer, tell) | {"own": viewer.role == "runner"}
        found["receipts"] = blocks.receipts(site, viewer, tell)
    return found


def _headline(
    site: Site, shown: Shown, view: RunnerView | None, sight: Sight, tell: say.Teller
) -> dict[str, Any]:
    found: dict[str, Any] = {"as_of": tell.at(tell.now_ms), "more": [], "how": ""}
    found |= {"splits": [], "messages": []}
    if view is None:
        return found | {
            "first": f"Bib {sight.subject.bib} is not entered in this race, as far as it is known here."
        }
    found["messages"] = with_words(site.people, view.messages, tell.zone, tell.now_ms)
    if sight.viewer.role == "guardian":
        return found | _of_a_minor(shown, view, sight, tell)
    if not sight("status"):
        return found | {"first": "This page has come to its end."}
    return found | _own(site, shown, view, sight, tell)


def _own(site: Site, shown: Shown, view: RunnerView, sight: Sight, tell: say.Teller) -> dict[str, Any]:
    live = sight("position")
    first, below = own_lines(view, tell) if live else ([], [])
    more = say.own_more(view, shown.plan, tell) if live else []
    tables = table_lines(view) if live else []
    company = say.own_company_lines(view) if live and sight("company") else []
    sweep = say.sweep_line(view, shown.views.control.sweeps) if live else ""
    if sight("ride") and (stopped := told(site, shown, view, tell)):
        return stopped | {"splits": say.splits_table(view, tell) if live else []}
    return {
        "first": say.own_first(view, tell),
        "more": [line for line in (*first, *more, *company, *tables, *below, sweep) if line],
        "how": say.how_expected(view) if live else "",
        "splits": say.splits_table(view, tell) if live else [],
    }


def _of_a_minor(shown: Shown, view: RunnerView, sight: Sight, tell: say.Teller) -> dict[str, Any]:
    if not sight("bib"):
        return {"first": "This runner is 18: her own link is for her, and this one shows nothing."}
    if not sight.subject.consents.follow:
        return {"first": "Not followed. Switch the follow page on to see how the race goes."}
    if not sight("last_seen", 0) or shown.plan is None:
        return {"first": "The race is over, and places are not shown any more."}
    seen = followed_view(view, shown.plan, lambda known_ms: sight("last_seen", known_ms))
    return {
        "first": say.followed_first(seen, tell),
        "more": say.followed_more(seen, tell) if sight("forecast", 0) else [],
        "how": say.how_expected(seen) if sight("forecast", 0) else "",
        "splits": say.splits_table(seen, tell),
    }


# -- forms


async def switch(site: Site, visit: Visit, request: Request) -> Response:
    """A consent is given or taken back."""
    form = await read_form(request)
    consent, on = _consent(form), form.get("on") == "yes"
    viewer, subject = _whom(site, visit)
    if not may_switch(viewer, subject, consent, on):
        raise ValueError(blocks.NEVER if consent == "companions" else blocks.MINOR)
    body = ConsentBody(subject.bib, consent, on, visit.link.by, subject.position)
    at_ms = site.decided_at_ms()
    # Made of what the page had seen, so that a press that comes twice is one row.
    key = f"{subject.bib}/{subject.position}/{form.get('said', '')[:9]}/{consent}/{'on' if on else 'off'}"
    receipts = await site.submit([Draft(SOURCE, key, at_ms, body)])
    if receipts[0].repeat and _whom(site, visit)[1].consents.has(consent) is not on:
        await site.submit([Draft(SOURCE, site.new_id(), at_ms, body)])  # an old page, pressed again
    return site.done(request, visit.base, "on" if on else "off")


async def pause(site: Site, visit: Visit, request: Request) -> Response:
    """What supporters see is paused, or goes on; only she herself, or her guardian, can do that."""
    form = await read_form(request)
    viewer, subject = _whom(site, visit)
    if not Sight(site, site.show.latest(), viewer, subject)("consents"):
        raise ValueError("This page has come to its end: nothing is shown to anybody any more.")
    on = form.get("on") == "yes"
    await asyncio.wrap_future(site.people.set_paused(subject.bib, subject.position, on))
    return site.done(request, visit.base, "paused" if on else "resumed")


def _whom(site: Site, visit: Visit) -> tuple[Viewer, Subject]:
    viewer = viewer_of(site.people, visit.link)
    view = view_of(site.show.latest(), viewer.bib)
    return viewer, subject_of(site.people, viewer.bib, viewer.position, view)


def _consent(form: dict[str, str]) -> Consent:
    for consent in get_args(Consent):
        if form.get("consent") == consent:
            return consent  # type: ignore[no-any-return]
    raise ValueError("The form came without a switch. Reload the page and press again.")
