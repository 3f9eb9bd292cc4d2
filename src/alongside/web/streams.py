"""The event streams of a site, by the page they are of; and the watch over those who look.

A stream is made when a page is first drawn and kept while somebody watches, or until many others came.
Once a second, while anybody watches a page behind a link, the links and consents are looked at: if any
has changed, streams whose link has ended are ended, and pages about people are drawn anew.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable

from alongside.live.ports import Show, Shown
from alongside.web.blocks import Blocks
from alongside.web.stream import Stream

Key = tuple[str, ...]
Draw = Callable[[Shown], dict[str, str]]

MOST_IDLE = 512
LOOK_S = 1.0
LONGEST_REST_S = 3.0  # what has ended, or was taken back, is gone from open pages within five seconds
PRIVATE = frozenset({"runner", "guardian", "follow"})
PERSONAL = PRIVATE | {"station"}  # what they show hangs on consents
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

    def refresh(self, key: Key) -> None:
        """Draw one page anew, and let everybody who watches it know."""
        if key in self._streams:
            self._streams[key].refresh()

    def refresh_staff(self) -> None:
        """Draw the pages of those who work for the race anew; there may be thousands of the others."""
        for key, stream in self._streams.items():
            if key[0] not in PRIVATE:
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
        looks, rest_s = 0, LOOK_S
        while any(stream.watchers for stream in self._streams.values()):
            await asyncio.sleep(rest_s)
            looks += 1
            began_s = time.monotonic()
            self._look(looks % EXPIRY_LOOKS == 0)
            # With thousands of pages open a look costs something: it may take a fifth of the time at most.
            rest_s = min(LONGEST_REST_S, max(LOOK_S, 4 * (time.monotonic() - began_s)))
        self._watch = None

    def _look(self, by_clock: bool) -> None:
        now = self._changes()
        changed, self._seen = now != self._seen, now
        if not changed and not by_clock:
            return
        for stream in list(self._streams.values()):
            stream.recheck()
        for key, stream in list(self._streams.items()):
            if changed and key[0] in PERSONAL and stream.watchers:
                stream.refresh()
