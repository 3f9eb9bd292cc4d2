"""The doors of machines: a timing system hands in what it has, with the token of a timer's link."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.feeds.tally import Tally
from alongside.web.doors import digest_of
from alongside.web.reads_in import FEED, take_reads
from alongside.web.requests import bearer
from alongside.web.site import Site

TRUSTED_S = 1.0  # a token that opened is not looked up again for so long: feeds post thousands a minute
SHUT = "Wrong or missing token: see the feed's link."


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses at which timing systems hand in."""

    async def reads(request: Request) -> Response:
        tally = site.tallies.setdefault(FEED, Tally())
        return await take_reads(request, site.intake, tally, site.now_ms())

    return [Route("/in/reads", fed(site, reads), methods=["POST"])]


def fed(
    site: Site, endpoint: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that only a timer's token opens; everybody else gets the same 401."""
    opened_s: dict[str, float] = {}  # by digest; only those that open, so that nobody can fill it

    def opens(digest: str) -> bool:
        if time.monotonic() - opened_s.get(digest, -TRUSTED_S) < TRUSTED_S:
            return True
        link = site.people.link(digest)
        holds = link is not None and link.role == "timer" and site.holds(link)
        opened_s.pop(digest, None)
        if holds:
            opened_s[digest] = time.monotonic()
        return holds

    async def guarded(request: Request) -> Response:
        if not opens(digest_of(bearer(request))):
            return JSONResponse({"error": SHUT}, 401)
        return await endpoint(request)

    return guarded
