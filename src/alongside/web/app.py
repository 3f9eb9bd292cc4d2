"""The web app of one race: its addresses, and what they share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.types import Receive, Scope, Send

from alongside.feeds.tally import Tally
from alongside.live.ports import FolderReader, Intake, People, Player, Show
from alongside.web import (
    accounted_page,
    announcer_page,
    city_files,
    city_page,
    claim_page,
    control_pages,
    control_risk,
    feed_doors,
    feeds_page,
    follow_page,
    handover_page,
    keep_open_page,
    look_page,
    map_page,
    medical_page,
    morning_page,
    post_page,
    public_pages,
    radio_page,
    report_page,
    role_page,
    runner_page,
    sharing_page,
    sheet_page,
    station_page,
    stop_page,
    sweep_page,
    timing_doors,
    van_page,
)
from alongside.web.answers import missing
from alongside.web.drawing import STATIC
from alongside.web.headers import Headers
from alongside.web.kept_files import KeptFiles
from alongside.web.origins import OwnForms
from alongside.web.site import Opened, Site

PAGES = (
    feed_doors,  # the doors of machines first: they are opened thousands of times a minute
    timing_doors,
    public_pages,
    city_page,
    city_files,
    control_pages,
    control_risk,
    accounted_page,
    announcer_page,
    morning_page,
    role_page,
    feeds_page,
    station_page,
    keep_open_page,
    sweep_page,
    van_page,
    stop_page,
    post_page,
    medical_page,
    radio_page,
    sheet_page,
    runner_page,
    sharing_page,
    claim_page,
    follow_page,
    handover_page,
    look_page,
    map_page,
    report_page,
)


def make_app(
    show: Show,
    intake: Intake,
    people: People,
    *,
    player: Player | None = None,
    folder: FolderReader | None = None,
    opened: Sequence[Opened] = (),
    over_ms: Callable[[], int | None] = lambda: None,
    tallies: dict[str, Tally] | None = None,
    base_map: Path | None = None,
    now_ms: Callable[[], int],
    new_id: Callable[[], str],
) -> Starlette:
    """Return the web app of a race.

    ``people`` knows the links that open its doors. ``opened`` are pages that the start page links to,
    for a demonstration; leave it out on a race day. ``over_ms`` says when the race was over, from which
    links count their last days; ``None`` while it is not. ``tallies`` are those of followed files, by feed.
    ``base_map`` is a PMTiles file to draw the map on. ``now_ms`` is UTC milliseconds of the wall,
    ``new_id`` makes an unguessable id.
    """
    site = Site(
        show,
        intake,
        people,
        player=player,
        folder=folder,
        opened=opened,
        over_ms=over_ms,
        tallies={} if tallies is None else tallies,
        now_ms=now_ms,
        new_id=new_id,
    )
    site.base_map = base_map

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        site.close_streams()

    app = Starlette(
        routes=routes(site),
        middleware=[Middleware(Headers), Middleware(OwnForms), Middleware(Squeezed, minimum_size=500)],
        exception_handlers={404: missing, 405: missing},
        lifespan=lifespan,
    )
    app.state.site = site
    app.state.close_streams = site.close_streams
    return app


def routes(site: Site) -> list[BaseRoute]:
    """Return every address of the site."""
    return [
        *(route for pages in PAGES for route in pages.routes(site)),
        Mount("/static", KeptFiles(directory=STATIC)),
    ]


class Squeezed(GZipMiddleware):
    """Compresses pages; short answers to machines and pieces of the base map pass as they are."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        machine = scope["type"] == "http" and scope["path"].startswith(("/in/", map_page.BASE))
        await (self.app if machine else super().__call__)(scope, receive, send)
