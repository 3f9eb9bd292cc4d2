"""The doors of a race: who comes in by which link, and what she may open with it.

A door's address is ``/{door}/{token}/``. A token that never was, one that has ended, one of another
role, and an address that leads nowhere all get the same answer, after the same work.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from alongside.errors import AlongsideError, StoreFull
from alongside.events.link import ROLES, Link, Role
from alongside.web.answers import missing, refused, token_of, too_many
from alongside.web.headers import PRIVATE
from alongside.web.requests import TooLarge
from alongside.web.stream import Stream, held_mark

if TYPE_CHECKING:
    from alongside.web.site import Site

NOT_KEPT = "The disk of the race is full: this was NOT kept. Tell race control, then press again."
OTHER_NAMES: dict[Role, str] = {"photographer": "photo", "follower": "follow"}
DOORS: dict[Role, str] = {role: OTHER_NAMES.get(role, role) for role in ROLES}


class Visit(msgspec.Struct, frozen=True):
    """Somebody came in: by which link, at which address (with a slash at its end), when (the wall's ms)."""

    link: Link
    token: str
    base: str
    now_ms: int


Endpoint = Callable[["Site", Visit, Request], Awaitable[Response]]
Guarded = Callable[[Request], Awaitable[Response]]
Page = tuple[str, str, Endpoint]  # the end of an address, the method, what answers
StreamOf = Callable[["Site", Visit, Request], Stream]


def new_token() -> str:
    """Return an unguessable token of 128 bits, for a link."""
    return secrets.token_urlsafe(16)


def digest_of(token: str) -> str:
    """Return what is kept of a token: its SHA-256, in hex."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def visit_of(site: Site, request: Request, roles: Collection[Role]) -> Visit | None:
    """Return who comes in, or ``None`` when this link does not open a door of these roles now."""
    token = token_of(request)
    link = site.people.link(digest_of(token))
    if link is None or link.role not in roles or not site.holds(link):
        return None
    if link.role != role_of(request):
        return None
    return Visit(link, token, f"/{DOORS[link.role]}/{token}/", site.now_ms())


def role_of(request: Request) -> Role | None:
    """Return the role whose door an address names."""
    first = str(request.scope["path"]).split("/", 2)[1]
    return next((role for role, door in DOORS.items() if door == first), None)


def door(site: Site, endpoint: Endpoint, roles: Collection[Role], *, unclaimed: bool = False) -> Guarded:
    """Return an endpoint that only links of these roles open, and whose errors are sentences.

    A link that must be claimed first leads to its claiming page, unless this is it (``unclaimed``).
    """

    async def guarded(request: Request) -> Response:
        visit = visit_of(site, request, roles)
        if shut := await limited(site, request, visit):
            return shut
        if visit is None:
            return await missing(request)
        if not unclaimed and must_claim(visit.link):
            return RedirectResponse(visit.base + "claim", 303, headers=PRIVATE)
        if request.method == "GET" and request.scope["path"] in (visit.base, visit.base[:-1]):
            site.people.opened(visit.link.id, visit.now_ms)
        return await in_words(endpoint, site, visit, request)

    return guarded


async def limited(site: Site, request: Request, visit: Visit | None) -> Response | None:
    """Return the refusal for who asks too often, or has guessed too often; right tokens get the same one."""
    if site.limits.is_shut_out(request.scope):
        return await too_many(request)
    if visit is not None:
        return None if site.limits.may_ask(visit.link.id) else await too_many(request)
    if site.people.link(digest_of(token_of(request))) is None:
        site.limits.was_wrong(request.scope)  # a link that has ended was somebody's: it is no guess
    return None


def must_claim(link: Link) -> bool:
    """Return whether a link waits to be claimed with its second factor."""
    return link.needs_claim and link.claimed_ms is None


async def in_words(endpoint: Endpoint, site: Site, visit: Visit, request: Request) -> Response:
    """Return what an endpoint answers; its errors as sentences with a way back."""
    try:
        return await endpoint(site, visit, request)
    except TooLarge:
        return refused(request, "That form is too large.", 413, visit.base)
    except ValueError as error:
        return refused(request, str(error), 400, visit.base)
    except StoreFull:
        return refused(request, NOT_KEPT, 507, visit.base)
    except AlongsideError as error:  # such as: in a replay's past nothing can be decided
        return refused(request, str(error), 409, visit.base)


def routes_of(site: Site, roles: Collection[Role], pages: Collection[Page]) -> list[Route]:
    """Return the routes of pages under the doors of some roles.

    ``("/", "GET", page)`` is the door itself; it opens without the slash too.
    """
    ends = [(end, method, endpoint) for end, method, endpoint in pages]
    ends += [("", method, endpoint) for end, method, endpoint in pages if end == "/" and method == "GET"]
    return [
        Route(f"/{DOORS[role]}/{{token}}{end}", door(site, endpoint, (role,)), methods=[method])
        for role in roles
        for end, method, endpoint in ends
    ]


class DoorEvents:
    """A raw ASGI endpoint: the event stream of a page behind a door, ended when its link ends."""

    def __init__(self, site: Site, stream_of: StreamOf, roles: Collection[Role]) -> None:
        self._site, self._stream_of, self._roles = site, stream_of, roles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        visit = visit_of(self._site, request, self._roles)
        if shut := await limited(self._site, request, visit):
            await shut(scope, receive, send)
            return
        if visit is None or must_claim(visit.link) or scope["method"] not in ("GET", "HEAD"):
            await (await missing(request))(scope, receive, send)
            return
        link_id = visit.link.id
        if not self._site.limits.may_watch(link_id):
            await (await too_many(request))(scope, receive, send)
            return
        try:
            await self._watch(visit, request, scope, receive, send)
        finally:
            self._site.limits.watches_no_more(link_id)

    async def _watch(
        self, visit: Visit, request: Request, scope: Scope, receive: Receive, send: Send
    ) -> None:
        link_id = visit.link.id
        stream = self._stream_of(self._site, visit, request)
        if scope["method"] == "GET" and not stream.blocks.knows(held_mark(scope)):
            self._site.people.opened(link_id, visit.now_ms)  # its page was not loaded here: this is as good
        await stream.watch(scope, receive, send, lambda: self._site.still_holds(link_id))


def events_of(site: Site, role: Role, stream_of: StreamOf, end: str = "/events") -> Route:
    """Return the route of a page's event stream behind a role's door."""
    return Route(f"/{DOORS[role]}/{{token}}{end}", DoorEvents(site, stream_of, (role,)))
