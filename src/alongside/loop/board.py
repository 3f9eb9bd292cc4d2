"""Where the latest views hang, for whoever looks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from alongside.events.plan import RacePlan
from alongside.live.ports import Shown
from alongside.live.views import Views
from alongside.units import normal_code

WANTED_S = 120.0  # a page asks again at every drawing; who closed it is forgotten after this long


class Board:
    """The latest views, numbered; hearers are called from the thread that publishes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shown: Shown | None = None
        self._heard: list[Callable[[Shown], None]] = []
        self._version = 0
        self._wanted: dict[str, float] = {}
        self._woken: Callable[[], None] = lambda: None

    def want(self, bib: str) -> None:
        """Ask for a runner's view in the publications of the next minutes."""
        with self._lock:
            is_new = normal_code(bib) not in self._wanted
            self._wanted[normal_code(bib)] = time.monotonic()
        if is_new:
            self._woken()

    def wanted(self) -> frozenset[str]:
        """Return the bibs that somebody looks at."""
        with self._lock:
            least_s = time.monotonic() - WANTED_S
            self._wanted = {bib: at_s for bib, at_s in self._wanted.items() if at_s >= least_s}
            return frozenset(self._wanted)

    def wake_with(self, woken: Callable[[], None]) -> None:
        """Call ``woken`` when a runner is wanted who was not before: a paused loop must look again."""
        self._woken = woken

    def publish(self, views: Views, rate: float, plan: RacePlan | None = None) -> None:
        """Show new views; ``rate`` is race seconds per second of the wall, 0 while paused."""
        with self._lock:
            self._version += 1
            self._shown = Shown(views, rate, self._version, plan)
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
