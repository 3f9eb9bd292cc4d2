"""The event streams of a site, by the page they are of; and the watch over those who look.

A stream is made when a page is first drawn and kept while somebody watches, or until many others came.
Once a second, while anybody watches a page behind a link, the links and consents are looked at: if any
has changed, streams whose link has ended are ended, and pages about people are drawn anew.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from alongside.live.ports import Show, Shown
from alongside.web.blocks import Blocks
from alongside.web.stream import Stream

Key = tuple[str, ...]
Draw = Callable[[Shown], dict[str, str]]

MOST_IDLE = 512
LOOK_S = 1.0
EXPIRY_LOOKS = 20  # links also end by the clock alone; that is looked at less often


class Streams:
    """Streams by key; ``changes`` counts changes of links and consents, ``new_id`` makes unguessable ids."""

    def __init__(self, show: Show, new_id: Callable[[], str], changes: Callable[[], int]) -> None:
        self._show, self._new_id, self._changes = show, new_id, changes
        self._streams: OrderedDict[Key, Stream] = OrderedDict()
        self._watch: asyncio.Task[None] | None = None
        self._seen: int | None = None
        self._closed = False

    def of(self, key: Key, draw: Draw, gap_s: float) -> Stream:
        """Return the stream of a key, made with ``draw`` if there is none."""
        stream = self._streams.get(key)
        if stream is None:
            self._drop_idle()
            epoch = self._new_id()[:13].replace(".", "")
            stream = Stream(self._show, Blocks(draw, epoch), gap_s, self._watched)
            self._streams[key] = stream
        self._streams.move_to_end(key)
        return stream

    def refresh(self, *first: str) -> None:
        """Draw the pages whose keys begin so anew, and let everybody who watches them know."""
        for key, stream in self._streams.items():
            if key[: len(first)] == first:
                stream.refresh()

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        for stream in self._streams.values():
            stream.close()

    def _drop_idle(self) -> None:
        idle = [key for key, stream in self._streams.items() if not stream.watchers]
        for key in idle[: max(0, len(idle) - MOST_IDLE + 1)]:
            del self._streams[key]

    def _watched(self) -> None:
        """Somebody watches: see to it that somebody watches the links."""
        if self._watch is None and not self._closed:
            self._seen = self._changes()
            self._watch = asyncio.get_running_loop().create_task(self._look_on())

    async def _look_on(self) -> None:
        looks = 0
        while any(stream.watchers for stream in self._streams.values()):
            await asyncio.sleep(LOOK_S)
            looks += 1
            self._look(looks % EXPIRY_LOOKS == 0)
        self._watch = None

    def _look(self, by_clock: bool) -> None:
        now = self._changes()
        changed, self._seen = now != self._seen, now
        if not changed and not by_clock:
            return
        for stream in list(self._streams.values()):
            stream.recheck()
            if changed and stream.watchers:
                stream.refresh()
