"""The web app of one race: its addresses, and who may open them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from alongside.live.ports import Intake, Player, Show
from alongside.web.answers import missing
from alongside.web.drawing import STATIC
from alongside.web.headers import FOR_EVER, Headers
from alongside.web.locks import Endpoint, Events, locked
from alongside.web.site import Site


def make_app(
    show: Show,
    intake: Intake,
    *,
    player: Player | None,
    control_digest: str,
    feed_digest: str,
    open_control: str | None = None,
    now_ms: Callable[[], int],
    new_id: Callable[[], str],
) -> Starlette:
    """Return the web app of a race.

    ``control_digest`` and ``feed_digest`` are the SHA-256 (hex) of the tokens that open race control
    and ``/in/reads``. ``open_control`` is race control's token in the clear, for a demonstration whose
    start page links to it; leave it out on a race day. ``now_ms`` is UTC milliseconds of the wall,
    ``new_id`` makes an unguessable id.
    """
    site = Site(
        show,
        intake,
        player,
        control_digest=control_digest,
        feed_digest=feed_digest,
        open_control=open_control,
        now_ms=now_ms,
        new_id=new_id,
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        site.close_streams()

    app = Starlette(
        routes=routes(site),
        middleware=[Middleware(Headers), Middleware(GZipMiddleware, minimum_size=500)],
        exception_handlers={404: missing, 405: missing},
        lifespan=lifespan,
    )
    app.state.site = site
    app.state.close_streams = site.close_streams
    return app


def routes(site: Site) -> list[BaseRoute]:
    """Return every address of the site."""

    def control(end: str, endpoint: Endpoint, method: str = "GET") -> Route:
        guarded = locked(endpoint, site.control_digest)
        return Route("/control/{token}" + end, guarded, methods=[method])

    return [
        Route("/", site.start),
        Route("/race", site.race),
        Route("/race/events", Events(site.public)),
        control("", site.control_page),
        control("/", site.control_page),
        Route("/control/{token}/events", Events(site.control, site.control_digest)),
        control("/ruling", site.ruling, "POST"),
        control("/undo", site.undo, "POST"),
        control("/player", site.drive, "POST"),
        Route("/in/reads", site.reads, methods=["POST"]),
        Route("/healthz", site.health),
        Mount("/static", KeptFiles(directory=STATIC)),
    ]


class KeptFiles(StaticFiles):
    """Static files, kept by browsers for ever: their address changes with their content."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return the file with a long life."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = FOR_EVER
        return response
