"""Race day: the wall clock, a tick a second, rows as they come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from alongside.live.pipeline import Race
from alongside.live.ports import Log
from alongside.loop.board import Board
from alongside.loop.folding import Ticker

TICK_MS = 1000
SNAPSHOT_EVERY_MS = 120_000


def wall_ms() -> int:
    """Return the time of day in milliseconds of UTC."""
    return time.time_ns() // 1_000_000


class LiveDay:
    """Runs a race against the wall clock in a thread of its own. ``failed`` tells of a loop that died."""

    def __init__(
        self,
        race: Race,
        log: Log,
        board: Board,
        now_ms: Callable[[], int] = wall_ms,
        tick_ms: int = TICK_MS,
        snapshot_every_ms: int = SNAPSHOT_EVERY_MS,
    ) -> None:
        self._ticker = Ticker(race, log)
        self._log, self._board, self._now_ms = log, board, now_ms
        self._tick_ms, self._snapshot_every_ms = tick_ms, snapshot_every_ms
        self._stopping = threading.Event()
        self.failed: BaseException | None = None
        self.ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="loop", daemon=True)

    def start(self) -> None:
        """Show a first view, then tick until stopped."""
        self._thread.start()

    def stop(self) -> None:
        """End after the tick that runs, with a snapshot, so that the next start is quick."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._days_work()
        except BaseException as error:
            self.failed = error
        finally:
            self.ended.set()

    def _days_work(self) -> None:
        # The first tick lies ahead: what was acknowledged before the start is in it.
        at_ms = saved_ms = self._wait(self._now_ms() // self._tick_ms * self._tick_ms)
        while not self._stopping.is_set():
            views = self._ticker.tick(at_ms, wanted=self._board.wanted())
            self._board.publish(views, 1.0, self._ticker.race.state.plan)
            if at_ms - saved_ms >= self._snapshot_every_ms:
                self._save(at_ms)
                saved_ms = at_ms
            at_ms = self._wait(at_ms)
        self._save(at_ms)

    def _wait(self, at_ms: int) -> int:
        """Fold rows until the next tick on the grid; ticks that a slow machine missed are left out."""
        next_ms = max(at_ms + self._tick_ms, self._now_ms() // self._tick_ms * self._tick_ms)
        while (left_ms := next_ms - self._now_ms()) > 0 and not self._stopping.is_set():
            self._ticker.listen(min(left_ms, 100) / 1000, next_ms)
        return next_ms

    def _save(self, at_ms: int) -> None:
        state = self._ticker.race.state
        self._log.save_snapshot(state.seq, at_ms, state.dump())
