"""Where the latest views hang, for whoever looks."""

from __future__ import annotations

import threading
from collections.abc import Callable

from alongside.live.ports import Shown
from alongside.live.views import Views


class Board:
    """The latest views, numbered; hearers are called from the thread that publishes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._heard: list[Callable[[Shown], None]] = []
        self._version = 0

    def publish(self, views: Views, rate: float) -> None:
        """Show new views; ``rate`` is race seconds per second of the wall, 0 while paused."""
        with self._lock:
            self._version += 1
            self._shown = Shown(views, rate, self._version)
            shown, heard = self._shown, list(self._heard)
        for hear in heard:
            hear(shown)

    def latest(self) -> Shown | None:
        """Return what is shown now."""
        return self._shown

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        """Call ``heard`` at each publication; return what ends it."""
        with self._lock:
            self._heard.append(heard)

        def end() -> None:
            with self._lock:
                if heard in self._heard:
                    self._heard.remove(heard)

        return end
