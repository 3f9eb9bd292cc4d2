"""The doors of machines: a timing system hands in what it has, with the token of a timer's link."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.web.doors import digest_of
from alongside.web.reads_in import take_reads
from alongside.web.requests import bearer
from alongside.web.site import Site

SHUT = "Wrong or missing token: see the feed's link."


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses at which timing systems hand in."""

    async def reads(request: Request) -> Response:
        return await take_reads(request, site.intake)

    return [Route("/in/reads", fed(site, reads), methods=["POST"])]


def fed(
    site: Site, endpoint: Callable[[Request], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that only a timer's token opens; everybody else gets the same 401."""

    async def guarded(request: Request) -> Response:
        link = site.people.link(digest_of(bearer(request)))
        if link is None or link.role != "timer" or not site.holds(link):
            return JSONResponse({"error": SHUT}, 401)
        return await endpoint(request)

    return guarded
