"""The page of a volunteer whose role has no page of its own yet: how the race stands, what control says.

It shows no bib and no name: what everybody may see, and what was said to those who work for the race.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.web import words
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.look_page import ROLES as LOOKS
from alongside.web.messages import with_words
from alongside.web.role_words import TITLES, scope_name
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block

ROLES: tuple[Role, ...] = (
    "cheer",
    "timer",
    "photographer",
)


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of these pages."""
    pages: list[Page] = [("/", "GET", role_page)]
    doors = routes_of(site, ROLES, pages)
    return [*doors, *(events_of(site, role, role_stream) for role in ROLES)]


def role_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of these pages: it is the same for everybody who works for the race."""

    def draw(shown: Shown) -> dict[str, str]:
        return draw_blocks("role", role_blocks(site, shown))

    return site.stream(("role",), draw)


async def role_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page behind a volunteer's link."""
    context = {"stream": "events", "base": visit.base, "title": TITLES[visit.link.role]}
    shown = site.show.latest()
    scope = scope_name(shown.plan if shown else None, visit.link.role, visit.link.scope)
    context |= {"scope": scope, "holder": visit.link.holder}
    context["looks"] = "look" if visit.link.role in LOOKS else ""
    return site.live_page("role.html", role_stream(site, visit, request), context)


def role_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block needs: the public sentence, the clock, counts, and control's messages."""
    view = shown.views.public
    for_staff = [m for m in shown.views.control.messages if m.to in ("everybody", "stations")]
    player = site.player.state() if site.player else None
    return {
        "headline": {"first": view.sentence, "counts": words.count_items(view.counts)},
        "clock": {"c": clock_block(view, shown.rate, player)},
        "messages": {"messages": with_words(site.people, for_staff, view.zone, view.race_now_ms)},
    }
