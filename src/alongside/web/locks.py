"""The lock on race control's addresses, for pages and for streams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from alongside.errors import AlongsideError, StoreFull
from alongside.web.answers import missing, refused, token_of
from alongside.web.requests import TooLarge, opens
from alongside.web.stream import Stream

NOT_KEPT = "The disk of the race is full: your decision was NOT kept. Free some space, then press again."

Endpoint = Callable[[Request], Awaitable[Response]]


def locked(endpoint: Endpoint, digest: str) -> Endpoint:
    """Return an endpoint that only the token of this digest opens, and whose errors are sentences."""

    async def guarded(request: Request) -> Response:
        if not opens(token_of(request), digest):
            return await missing(request)
        try:
            return await endpoint(request)
        except TooLarge:
            return refused(request, "That form is too large.", 413)
        except ValueError as error:
            return refused(request, str(error), 400)
        except StoreFull:
            return refused(request, NOT_KEPT, 507)
        except AlongsideError as error:  # such as: in a replay's past nothing can be decided
            return refused(request, str(error), 409)

    return guarded


class Events:
    """A raw ASGI endpoint for one stream; ``digest`` locks it to a token."""

    def __init__(self, stream: Stream, digest: str | None = None) -> None:
        self._stream, self._digest = stream, digest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        shut = self._digest is not None and not opens(token_of(request), self._digest)
        if shut or scope["method"] not in ("GET", "HEAD"):
            await (await missing(request))(scope, receive, send)
        else:
            await self._stream.watch(scope, receive, send)
