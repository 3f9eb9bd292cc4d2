"""Openings of links, gathered in memory and written every few seconds: no page waits for the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

GATHER_S = 3.0
Counts = dict[int, tuple[int, int]]  # by link: how many, and when the last was


class Openings:
    """Counts until they are written; ``write`` takes (how many, the last one's time) by link id.

    What could not be written, on a full disk, is counted again next time.
    """

    def __init__(self, write: Callable[[Counts], Future[None]], gather_s: float = GATHER_S) -> None:
        self._write, self._gather_s = write, gather_s
        self._counts: Counts = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def add(self, link_id: int, at_ms: int) -> None:
        """Count one opening."""
        with self._lock:
            self._merge({link_id: (1, at_ms)})
            if self._timer is None:
                self._timer = threading.Timer(self._gather_s, self.flush)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Hand over what was gathered, to be written."""
        with self._lock:
            counts, self._counts = self._counts, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if counts:
            self._write(counts).add_done_callback(lambda done: self._again(counts, done))

    def _again(self, counts: Counts, done: Future[None]) -> None:
        if done.exception() is not None:
            with self._lock:
                self._merge(counts)

    def _merge(self, counts: Counts) -> None:
        for link_id, (count, last_ms) in counts.items():
            before, before_ms = self._counts.get(link_id, (0, last_ms))
            self._counts[link_id] = before + count, max(before_ms, last_ms)
