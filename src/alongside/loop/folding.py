"""Folding a log, tick by tick: what a live day and a replay have in common."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from concurrent.futures import Future

from alongside.errors import LogError, StoreFull
from alongside.events.row import Receipt, Row
from alongside.forecast.prior import Prior
from alongside.live.pipeline import Race
from alongside.live.ports import Log
from alongside.live.state import LiveState
from alongside.live.views import Views

FOREVER_MS = 2**62


def recover(log: Log, until_ms: int = FOREVER_MS, prior: Prior | None = None) -> Race:
    """Return the race of a log: its newest snapshot that can be read, and the rows since.

    ``prior`` is what its forecast rests on, the shipped one where none is given.
    """
    race = Race(_from_snapshot(log), prior)
    race.apply(log.rows(race.state.seq, until_ms))
    return race


def _from_snapshot(log: Log) -> LiveState | None:
    """A snapshot only saves time: one that cannot be read is passed over, the log has everything."""
    raw = log.snapshot()
    try:
        return None if raw is None else LiveState.load(raw)
    except LogError:
        return None


class Ticker:
    """Folds what comes, and at each tick lets the race decide before anybody looks."""

    def __init__(self, race: Race, log: Log) -> None:
        self.race = race
        self._log = log
        self._waiting: deque[Row] = deque()

    def listen(self, timeout_s: float, until_ms: int) -> None:
        """Fold rows received by ``until_ms``, waiting for some at most ``timeout_s``."""
        self._waiting.extend(row for row in self._log.fresh(timeout_s) if row.seq > self.race.state.seq)
        ready = []
        while self._waiting and self._waiting[0].received_at_ms <= until_ms:
            ready.append(self._waiting.popleft())
        self.race.apply(ready)

    def tick(self, at_ms: int, *, decides: bool = True, wanted: Collection[str] = ()) -> Views:
        """Return the views at ``at_ms``. Decisions are on disk, and folded, before they are in a view.

        With ``decides`` off, what was decided is among the rows: nothing is decided again.
        """
        hold = self._log.hold(at_ms)
        try:
            hold.wait()
            self.listen(0, at_ms)
            decisions = self.race.decide(at_ms) if decides else []
        except BaseException:
            hold.release()
            raise
        done = hold.release(decisions)
        if decisions and _is_kept(done):
            self.listen(0, at_ms)
        return self.race.look(at_ms, wanted)


def _is_kept(done: Future[list[Receipt]]) -> bool:
    """A full disk keeps no decision: then none is shown, the day goes on, and the next tick decides anew."""
    try:
        done.result()
    except StoreFull:
        return False
    return True
