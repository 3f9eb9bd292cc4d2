"""The streets and when they reopen: a page for everybody, and race control's with what it rests on."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from alongside.live.city_view import CITY
from alongside.live.ports import Shown
from alongside.web import city_words
from alongside.web.city_words import soonest_first
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.public_pages import PublicEvents
from alongside.web.site import PUBLIC_GAP_S, Site
from alongside.web.station_page import CONTROL
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the streets: for everybody, and behind race control's door."""

    async def city(request: Request) -> Response:
        await shown_city(site)
        return site.live_page("city.html", city_stream(site), {"stream": "/city/events"}, public=True)

    pages: list[Page] = [("/city/", "GET", control_city)]
    return [
        Route("/city", city),
        Route("/city/events", PublicEvents(site, city_stream)),
        *routes_of(site, CONTROL, pages),
        *(events_of(site, role, control_stream, "/city/events") for role in CONTROL),
    ]


async def shown_city(site: Site) -> Shown | None:
    """Return what is shown once the streets are in it: only while somebody looks are they worked out."""
    site.show.want(CITY)
    await site.until(lambda shown: shown.views.city is not None)
    return site.show.latest()


def city_stream(site: Site) -> Stream:
    """Return the stream of the page for everybody."""

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(CITY)
        return draw_blocks("city", public_blocks(site, shown))

    return site.stream(("city",), draw, PUBLIC_GAP_S)


def control_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of race control's page of streets: the same for all who are in control."""

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(CITY)
        return draw_blocks("streets", control_blocks(site, shown))

    return site.stream(("streets",), draw)


async def control_city(site: Site, visit: Visit, request: Request) -> Response:
    """Race control's page of streets."""
    await shown_city(site)
    context = {"stream": "events", "base": f"{visit.base}city/"}
    return site.live_page("streets.html", control_stream(site, visit, request), context)


def public_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block of the page for everybody needs: nothing of who is still out."""
    view, city = shown.views.public, shown.views.city
    sections = city.public if city else ()
    now_ms, zone = view.race_now_ms, view.zone
    player = site.player.state() if site.player else None
    return {
        "headline": {"first": city_words.public_first(sections, zone, now_ms)},
        "clock": {"c": clock_block(view, shown.rate, player)},
        "streets": {"rows": [city_words.public_row(one, zone, now_ms) for one in soonest_first(sections)]},
    }


def control_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block of race control's page needs: the verdict, and why."""
    view, city = shown.views.control, shown.views.city
    sections = city.sections if city else ()
    now_ms, zone = view.race_now_ms, view.zone
    player = site.player.state() if site.player else None
    return {
        "headline": {"first": city_words.control_first(sections, zone, now_ms)},
        "clock": {"c": clock_block(view, shown.rate, player)},
        "streets": {"rows": [city_words.control_row(one, zone, now_ms) for one in soonest_first(sections)]},
    }
