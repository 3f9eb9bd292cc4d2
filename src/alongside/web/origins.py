"""Forms from foreign pages: a page of somebody else's may not press our buttons in a visitor's browser.

Addresses of pages are keys, so a foreign page would have to know one; this is the second lock.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from alongside.web.answers import refused

READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
MACHINES = "/in/"  # theirs is a token that no browser adds by itself
OWN = ("same-origin", "none")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
FOREIGN = (
    "This was sent from {whom}, not from a page of this race, so nothing was done. "
    "Open the link that you were given, and press the button there."
)


class OwnForms:
    """Lets forms through that come from pages of this site; what comes from another one gets a sentence."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_own(scope):
            await self._app(scope, receive, send)
            return
        origin = Headers(scope=scope).get("origin", "")
        whom = origin[:60] if "://" in origin else "another site's page"
        answer = refused(Request(scope), FOREIGN.format(whom=whom), 403, "")
        await answer(scope, receive, send)


def is_own(scope: Scope) -> bool:
    """Return whether a request may be answered: it only reads, or no foreign page has sent it.

    ``Sec-Fetch-Site`` is the browser's own word; where it has none (old ones, and plain http), ``Origin``
    must name the host that was asked. Programs, such as curl, send neither.
    """
    if scope["method"] in READING or scope["path"].startswith(MACHINES):
        return True
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN
    origin = headers.get("origin", "null")
    # Our own plain forms say "null", because our pages send no referrer: it cannot be held against them.
    return origin == "null" or _host(origin) in _asked(headers)


def _host(origin: str) -> str:
    try:
        url = urlsplit(origin.lower())
    except ValueError:
        return ""
    return url.netloc.removesuffix(DEFAULT_PORTS.get(url.scheme, ""))


def _asked(headers: Headers) -> set[str]:
    """Return the hosts that were asked: a proxy may have put its own in the place of the first one's.

    No foreign page can add ``X-Forwarded-Host``: the browser would ask us first, and we would not allow it.
    """
    named = [headers.get("host", ""), *headers.get("x-forwarded-host", "").split(",")]
    hosts = {name.strip().lower().removesuffix(":80").removesuffix(":443") for name in named}
    return hosts - {""}
