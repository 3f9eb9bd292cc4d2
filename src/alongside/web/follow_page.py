"""What somebody sees who follows one runner: where she was read last, and when she is expected next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Consents, Role
from alongside.events.person import Person
from alongside.live.followed_view import followed_view
from alongside.live.ports import Shown
from alongside.live.views import RunnerView
from alongside.supporters.may_see import Viewer
from alongside.web import person_words as say
from alongside.web import words
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.role_words import emergency_words
from alongside.web.site import PUBLIC_GAP_S, Site
from alongside.web.stream import Stream
from alongside.web.subjects import Sight, first_name, subject_of, view_of, viewer_of, wanted

NOTHING = "This link holds. Nothing is shared by it now."
MINUTE_MS = 60_000
Drawn = tuple[tuple[object, ...], dict[str, str]]


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the follow page."""
    roles: tuple[Role, ...] = ("follower",)
    pages: list[Page] = [("/", "GET", follow_page)]
    return [*routes_of(site, roles, pages), events_of(site, "follower", follow_stream)]


def follow_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a follow page: the same for all who follow this runner."""
    viewer = viewer_of(site.people, visit.link)
    key = ("follow", viewer.bib, str(viewer.position), "guardian" if viewer.by_guardian else "")
    return site.stream(key, drawing(site, viewer), PUBLIC_GAP_S)


def drawing(site: Site, viewer: Viewer) -> Callable[[Shown], dict[str, str]]:
    """Return what draws a follow page; it draws anew only when a word of it may have changed.

    Thousands follow at once, each her own runner, and most have nothing new to read most of the time.
    """
    last: list[Drawn] = []

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(viewer.bib)
        state = _state(site, shown, viewer)
        if not last or last[0][0] != state:
            last[:] = [(state, draw_blocks("follow", follow_blocks(site, shown, viewer)))]
        return last[0][1]

    return draw


def _state(site: Site, shown: Shown, viewer: Viewer) -> tuple[object, ...]:
    """Return what the page's words are made of, times to the minute."""
    view, public = view_of(shown, viewer.bib), shown.views.public
    given = site.people.consents([viewer.bib]).get((viewer.bib, viewer.position), Consents())
    clocks = public.race_now_ms // MINUTE_MS, shown.rate, public.phase, site.over_ms() is None
    if view is None:
        return given, *clocks
    stands = view.status, view.crossings, view.chip_ms, view.done_ms, view.interrupted, view.gun_ms
    company = None if view.company is None else view.company.since_m
    return given, *clocks, *stands, view.foreseen, view.distance, view.adult, company


async def follow_page(site: Site, visit: Visit, request: Request) -> Response:
    """The follow page."""
    await wanted(site, visit.link.bib)
    shown = site.show.latest()
    context = {
        "stream": "events",
        "base": visit.base,
        "holder": visit.link.holder,
        "emergency": emergency_words(shown.plan if shown else None),
    }
    stream = follow_stream(site, visit, request)
    stream.blocks.update(shown, anyway=True)  # a pause or a withdrawal is no publication
    return site.live_page("follow.html", stream, context)


def follow_blocks(site: Site, shown: Shown, viewer: Viewer) -> dict[str, dict[str, Any]]:
    """Return what the page's one block needs."""
    view, public = view_of(shown, viewer.bib), shown.views.public
    subject = subject_of(site.people, viewer.bib, viewer.position, view)
    sight = Sight(site, shown, viewer, subject)
    tell = say.Teller(public.zone, public.race_now_ms)
    person = site.people.persons([viewer.bib]).get((viewer.bib, viewer.position))
    found: dict[str, Any] = {
        "first": NOTHING,
        "more": [],
        "how": "",
        "splits": [],
        "who": _who(person, view, sight),
        "why": person.why if person and sight("why") else "",
        "as_of": tell.at(tell.now_ms),
        "speed": words.rate_words(shown.rate, replay=site.player is not None),
    }
    return {"headline": found | _stands(shown, view, sight, tell)}


def _who(person: Person | None, view: RunnerView | None, sight: Sight) -> str:
    name = first_name(person) if sight("first_name") else ""
    bib = f"bib {view.bib}, {view.distance_name}" if view and sight("bib") else ""
    return ", ".join(part for part in (name, bib) if part)


def _stands(shown: Shown, view: RunnerView | None, sight: Sight, tell: say.Teller) -> dict[str, Any]:
    """Return how she stands, as far as it may be known; after the race her result, if it is published."""
    if view is None or shown.plan is None:
        return {"first": "Not on the course yet."} if sight("bib") else {}
    if sight("last_seen", 0):  # follows at all: the beginning of time is before any pause
        seen = followed_view(view, shown.plan, lambda known_ms: sight("last_seen", known_ms))
        return {
            "first": say.followed_first(seen, tell),
            "more": [
                *(say.followed_more(seen, tell) if sight("forecast", 0) else []),
                *(say.company_lines(seen) if sight("company") else []),
            ],
            "how": say.how_expected(seen) if sight("forecast", 0) else "",
            "splits": say.splits_table(seen, tell),
        }
    if sight("results") and view.status == "finished":
        return {"first": say.followed_first(view, tell)}
    return {}
