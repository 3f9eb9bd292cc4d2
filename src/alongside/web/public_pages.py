"""What anybody may open: the start page, the race for everybody, and whether all is well."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from alongside.live.ports import Shown
from alongside.units import show_time
from alongside.web import words
from alongside.web.answers import missing, page
from alongside.web.drawing import draw_blocks
from alongside.web.public_page import public_blocks
from alongside.web.site import PUBLIC_GAP_S, Site
from alongside.web.stream import Stream
from alongside.web.time_blocks import chapter_rows


def routes(site: Site) -> list[BaseRoute]:
    """Return the public addresses."""

    async def start(request: Request) -> Response:
        return page("start.html", start_context(site))

    async def race(request: Request) -> Response:
        return site.live_page("race.html", public_stream(site), {"stream": "/race/events"}, public=True)

    async def health(request: Request) -> Response:
        return healthy(site.show.latest())

    return [
        Route("/", start),
        Route("/race", race),
        Route("/race/events", PublicEvents(site, public_stream)),
        Route("/healthz", health),
    ]


def public_stream(site: Site) -> Stream:
    """Return the stream of the public page."""
    return site.stream(
        ("race",),
        lambda shown: draw_blocks("race", public_blocks(shown, site.player, site.people)),
        PUBLIC_GAP_S,
    )


class PublicEvents:
    """A raw ASGI endpoint: the event stream of a page that anybody may open."""

    def __init__(self, site: Site, stream_of: Callable[[Site], Stream]) -> None:
        self._site, self._stream_of = site, stream_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            await (await missing(Request(scope, receive)))(scope, receive, send)
        else:
            await self._stream_of(self._site).watch(scope, receive, send)


def start_context(site: Site) -> dict[str, Any]:
    """Return what the first page says: how the race stands, and where to go."""
    shown = site.show.latest()
    view = shown.views.public if shown else None
    control = next((door.address for door in site.opened if door.address.startswith("/control/")), "")
    chapters = site.player.chapters if site.player and control else ()
    return {
        "name": view.name if view else "Alongside",
        "sentence": view.sentence if view else "",
        "as_of": show_time(view.race_now_ms, view.zone) if view else "",
        "speed": words.rate_words(shown.rate, replay=site.player is not None) if shown else "",
        "control": control,
        "opened": site.opened,
        "replay": site.player is not None,
        "streets": bool(shown and shown.plan and shown.plan.reopenings),
        "chapters": chapter_rows(chapters, view.zone, view.race_now_ms) if view else [],
    }


def healthy(shown: Shown | None) -> Response:
    """Return whether the race is being shown, for a machine that asks."""
    if shown is None:
        return JSONResponse({"ok": False, "why": "no tick yet"}, 503)
    return JSONResponse({"ok": True, "version": shown.version, "race_now_ms": shown.views.public.race_now_ms})
