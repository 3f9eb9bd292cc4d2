"""Event streams as raw ASGI: one drawing for everybody who watches, the newest for whoever was slow.

A watcher is one flag. A publication raises the flags of all; each watcher then takes what it lacks and
sends it, at the speed of its own connection. While it sends, further publications only raise the flag
again, so nothing piles up and nobody waits for anybody else.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.types import Message, Receive, Scope, Send

from alongside.live.ports import Show, Shown
from alongside.web.blocks import Blocks

log = logging.getLogger(__name__)

BEAT_S = 25.0  # proxies cut a stream that says nothing for a minute
BEAT = b": still here\nevent: alive\ndata: 1\n\n"
SHUT = b"event: shut\ndata: 1\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


class Watcher:
    """A connection that watches: what it holds, and whether there is anything to look at."""

    def __init__(self, n: int, holds: Callable[[], bool] | None) -> None:
        self.n = n
        self.holds = holds
        self.gone = False
        self.shut = False
        self.flag = asyncio.Event()


class Stream:
    """The event stream of one page; listens to the show only while somebody watches."""

    def __init__(
        self, show: Show, blocks: Blocks, gap_s: float, watched: Callable[[], None] = lambda: None
    ) -> None:
        self._show, self.blocks, self._gap_s, self._watched = show, blocks, gap_s, watched
        self._watchers: set[Watcher] = set()
        self._unsubscribe: Callable[[], None] | None = None
        self._publish_timer: asyncio.TimerHandle | None = None
        self._beat_timer: asyncio.TimerHandle | None = None
        self._published_s = float("-inf")
        self._closed = False

    @property
    def watchers(self) -> int:
        """How many connections watch now."""
        return len(self._watchers)

    def refresh(self) -> None:
        """Draw what is shown now, even if it was drawn before, and let everybody know."""
        self.blocks.update(self._show.latest(), anyway=True)
        self._wake()

    def close(self) -> None:
        """End every stream cleanly; browsers come back by themselves."""
        self._closed = True
        self._wake()
        self._rest()

    def recheck(self) -> None:
        """End the streams of those whose link no longer holds; their pages are told so."""
        for watcher in self._watchers:
            if watcher.holds is not None and not watcher.holds():
                watcher.shut = True
                watcher.flag.set()

    async def watch(
        self, scope: Scope, receive: Receive, send: Send, holds: Callable[[], bool] | None = None
    ) -> None:
        """Serve one connection until it goes away, its link no longer ``holds``, or the server stops."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        if scope["method"] == "HEAD" or self._closed:
            await send({"type": "http.response.body", "body": b""})
            return
        await self._serve(Watcher(self.blocks.held(held_mark(scope)), holds), receive, send)

    async def _serve(self, watcher: Watcher, receive: Receive, send: Send) -> None:
        self._add(watcher)
        listening = asyncio.create_task(_listen(receive, watcher))
        try:
            await send(_body(_retry()))
            await self._pass_on(watcher, send)
        finally:
            listening.cancel()
            self._drop(watcher)

    async def _pass_on(self, watcher: Watcher, send: Send) -> None:
        if self.blocks.since(watcher.n):
            watcher.flag.set()
        while await self._raised(watcher):
            chunk = self.blocks.since(watcher.n) or BEAT
            watcher.n = self.blocks.n
            await send(_body(chunk))
        if watcher.shut:
            await send(_body(SHUT))
        await send({"type": "http.response.body", "body": b""})

    async def _raised(self, watcher: Watcher) -> bool:
        """Wait for the flag; return whether there is still somebody to send to."""
        if not self._is_over(watcher):
            await watcher.flag.wait()
            watcher.flag.clear()
        return not self._is_over(watcher)

    def _is_over(self, watcher: Watcher) -> bool:
        return watcher.gone or watcher.shut or self._closed

    def _add(self, watcher: Watcher) -> None:
        self._watchers.add(watcher)
        if len(self._watchers) == 1:
            self._start()
        self._watched()
        self.blocks.update(self._show.latest())

    def _drop(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)
        if not self._watchers:
            self._rest()

    def _start(self) -> None:
        loop = asyncio.get_running_loop()

        def heard(_: Shown) -> None:  # called from the thread that ticks
            try:
                loop.call_soon_threadsafe(self._due)
            except RuntimeError:  # the server has gone in the meantime
                log.debug("a publication came after the server stopped")

        self._unsubscribe = self._show.subscribe(heard)
        self._beat_timer = loop.call_later(BEAT_S, self._beat)

    def _rest(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        for timer in (self._publish_timer, self._beat_timer):
            if timer is not None:
                timer.cancel()
        self._unsubscribe = self._publish_timer = self._beat_timer = None

    def _due(self) -> None:
        if self._publish_timer is None and self._watchers and not self._closed:
            loop = asyncio.get_running_loop()
            wait_s = max(0.0, self._published_s + self._gap_s - loop.time())
            self._publish_timer = loop.call_later(wait_s, self._publish)

    def _publish(self) -> None:
        self._publish_timer = None
        self._published_s = asyncio.get_running_loop().time()
        self.blocks.update(self._show.latest())
        self._wake(self.blocks.n)

    def _beat(self) -> None:
        self._beat_timer = asyncio.get_running_loop().call_later(BEAT_S, self._beat)
        self._wake()

    def _wake(self, n: int | None = None) -> None:
        """Raise the flag of every watcher, or of those who do not hold ``n`` yet."""
        for watcher in self._watchers:
            if watcher.n != n:
                watcher.flag.set()


def held_mark(scope: Scope) -> str:
    """Return which state a page says it holds: the browser's own Last-Event-ID, else ``?v=``."""
    for name, value in scope["headers"]:
        if name == b"last-event-id":
            return bytes(value).decode("latin-1")
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get("v", [""])[0]


async def _listen(receive: Receive, watcher: Watcher) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    watcher.gone = True
    watcher.flag.set()


def _body(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}


def _retry() -> bytes:
    # A restart must not bring everybody back in the same second; EventSource has no back-off of its own.
    return b"retry: %d\n\n" % random.randint(2000, 8000)
