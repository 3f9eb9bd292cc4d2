"""A recorded day again, through the same log, fold, decisions and views as a live one.

What was recorded is appended to a log of its own as race time passes; past rows are folded again when
somebody goes back. Beyond the furthest tick the race decides; before it, it only folds.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future

from alongside.errors import ReplayError
from alongside.events.chapter import Chapter
from alongside.events.row import Draft, Receipt
from alongside.live.pipeline import Race
from alongside.live.ports import Log, PlayerState
from alongside.live.state import LiveState
from alongside.live.views import Views
from alongside.loop.board import Board
from alongside.loop.folding import Ticker

TICK_MS = 10_000
CHECKPOINTS = 16
MAX_RATE = 1e9
LOOK_EVERY_S = 0.5  # while rushing, pages get a view this often


class Recording:
    """What is still to be fed to the log, in the order in which it was received."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._drafts, self._next = drafts, 0

    def until(self, at_ms: int) -> Sequence[Draft]:
        """Return the drafts received by ``at_ms`` that were not fed yet."""
        first = self._next
        while self._next < len(self._drafts) and (self._drafts[self._next].received_at_ms or 0) <= at_ms:
            self._next += 1
        return self._drafts[first : self._next]


class Replay:
    """Plays a recording. :meth:`play_to_end` runs in the caller's thread, :meth:`start` in its own.

    ``decides`` is off for a day whose log holds the decisions taken on it.
    """

    def __init__(
        self,
        log: Log,
        drafts: Sequence[Draft],
        span_ms: tuple[int, int],
        board: Board | None = None,
        *,
        rate: float = 60.0,
        tick_ms: int = TICK_MS,
        chapters: tuple[Chapter, ...] = (),
        decides: bool = True,
    ) -> None:
        self.chapters = chapters
        self._log, self._recording, self._board = log, Recording(drafts), board or Board()
        self._tick_ms = tick_ms
        self._from_ms = span_ms[0] // tick_ms * tick_ms
        self._to_ms = -(-span_ms[1] // tick_ms) * tick_ms
        self._now_ms = self._from_ms - tick_ms
        self._head_ms = self._now_ms
        self._decides = decides
        self._rate, self._paused, self._target_ms = rate, False, None  # type: float, bool, int | None
        self._ticker = Ticker(Race(), log)
        self._checkpoints: list[tuple[int, bytes]] = []
        self._checkpoint_every_ms = max(tick_ms, (self._to_ms - self._from_ms) // CHECKPOINTS)
        self._changed = threading.Condition()
        self._stopping = False
        self._rewound = False
        self._told = False
        self._views: Views | None = None
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)
        self.failed: BaseException | None = None
        self.ended = threading.Event()
        self._board.wake_with(self._command)

    # -- what others may call, from any thread ------------------------------------------------

    def now_ms(self) -> int:
        """Return the race clock: the last tick played."""
        return self._now_ms

    def state(self) -> PlayerState:
        """Return where the replay stands."""
        with self._changed:
            rate = self._rate
            return PlayerState(
                self._from_ms,
                self._to_ms,
                self._now_ms,
                self._head_ms,
                rate,
                self._paused,
                self._target_ms is not None,
            )

    def play(self) -> None:
        """Go on."""
        self._command(paused=False)

    def pause(self) -> None:
        """Stand still; pages keep what they show."""
        self._command(paused=True)

    def set_rate(self, rate: float) -> None:
        """Play at so many race seconds per second of the wall."""
        if not rate > 0:
            raise ReplayError(f"A speed of {rate} cannot be played. Give a number above 0, or max.")
        self._command(rate=min(rate, MAX_RATE), paused=False)

    def seek(self, at_ms: int) -> None:
        """Go to a time of the race, clipped to what was recorded."""
        clipped = min(max(at_ms, self._from_ms), self._to_ms)
        self._command(target_ms=-(-clipped // self._tick_ms) * self._tick_ms)

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        """Append rows of people at the head of the replay; in its past, nothing can be said.

        A replay that is paused plays one tick, so that what was said is seen.
        """
        if self._now_ms < self._head_ms:
            refused: Future[list[Receipt]] = Future()
            refused.set_exception(
                ReplayError("This replay stands before its furthest point. Go there to rule on anything.")
            )
            return refused
        done = self._log.submit(drafts, texts)
        if self._paused:
            done.add_done_callback(lambda _: self.seek(self._now_ms + self._tick_ms))
        return done

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        """Keep bytes that could not be read."""
        return self._log.refuse(feed, reason, raw)

    def is_full(self) -> bool:
        """Return whether the last write found no room on the disk."""
        return self._log.is_full()

    def start(self) -> None:
        """Play in a thread of its own, until stopped."""
        self._thread.start()

    def stop(self) -> None:
        """End after the tick that runs."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def play_to_end(self, seen: Callable[[int, Views], None] = lambda at_ms, views: None) -> Views:
        """Play every tick as fast as it goes, in this thread; return the last views."""
        views = self._views
        while self._now_ms < self._to_ms:
            views = self._step(self._now_ms + self._tick_ms)
            seen(self._now_ms, views)
        if views is None:
            raise ReplayError("Nothing was recorded: there is no time to play.")
        return views

    # -- the thread ---------------------------------------------------------------------------

    def _command(
        self, paused: bool | None = None, rate: float | None = None, target_ms: int | None = None
    ) -> None:
        with self._changed:
            self._paused = self._paused if paused is None else paused
            self._rate = self._rate if rate is None else rate
            self._target_ms = self._target_ms if target_ms is None else target_ms
            self._told = True
            self._changed.notify_all()

    def _run(self) -> None:
        try:
            self._publish(self._step(self._from_ms))
            while not self._stopping:
                self._turn()
        except BaseException as error:
            self.failed = error
        finally:
            self.ended.set()

    def _turn(self) -> None:
        """Do the next thing: go where somebody asked, rest, or play one tick in time.

        Only this thread publishes, so that no older view is ever shown over a newer one.
        """
        if self._told:
            self._told = False
            self._republish()
        if self._target_ms is not None:
            self._go(self._target_ms)
        elif self._paused or self._now_ms >= self._to_ms:
            self._rest(None)
        else:
            began = time.monotonic()
            views = self._step(self._now_ms + self._tick_ms)
            self._publish(views)
            self._rest(self._tick_ms / 1000 / self._rate - (time.monotonic() - began))

    def _rest(self, seconds: float | None) -> None:
        """Wait until a command comes, for ``seconds`` at most."""
        with self._changed:
            if self._stopping or self._told or (seconds is not None and seconds <= 0):
                return
            self._changed.wait(seconds)

    def _go(self, target_ms: int) -> None:
        if target_ms < self._now_ms:
            self._go_back(target_ms)
        looked = time.monotonic()
        while self._now_ms < target_ms and self._target_ms == target_ms and not self._stopping:
            views = self._step(self._now_ms + self._tick_ms)
            if time.monotonic() - looked > LOOK_EVERY_S:
                self._publish(views)
                looked = time.monotonic()
        self._republish()
        with self._changed:
            if self._target_ms == target_ms:
                self._target_ms, self._told = None, True

    def _go_back(self, target_ms: int) -> None:
        """Fold the log anew up to a tick, from the last checkpoint before it."""
        past = [(at_ms, raw) for at_ms, raw in self._checkpoints if at_ms <= target_ms]
        state = LiveState.load(zlib.decompress(past[-1][1])) if past else LiveState()
        self._ticker = Ticker(Race(state), self._log)
        self._ticker.race.apply(self._log.rows(state.seq, target_ms))
        self._rewound = True
        self._now_ms = target_ms
        self._views = self._ticker.race.look(target_ms, self._board.wanted())

    def _step(self, at_ms: int) -> Views:
        """Play one tick and return its views."""
        views = self._play(at_ms) if at_ms > self._head_ms else self._fold(at_ms)
        self._now_ms, self._views = at_ms, views
        return views

    def _play(self, at_ms: int) -> Views:
        """Feed what was received by a tick that nobody has seen yet, and let the race decide."""
        drafts = self._recording.until(at_ms)
        if drafts:
            self._log.submit(drafts).result()
        if self._rewound:
            race, self._rewound = self._ticker.race, False
            race.apply(self._log.rows(race.state.seq, at_ms))
        views = self._ticker.tick(at_ms, decides=self._decides, wanted=self._board.wanted())
        self._head_ms = at_ms
        self._keep(at_ms)
        return views

    def _fold(self, at_ms: int) -> Views:
        """Fold the log up to a tick that was played before."""
        race = self._ticker.race
        race.apply(self._log.rows(race.state.seq, at_ms))
        return race.look(at_ms, self._board.wanted())

    def _keep(self, at_ms: int) -> None:
        """Keep a checkpoint now and then, if this replay can be wound back at all."""
        due_ms = self._checkpoints[-1][0] + self._checkpoint_every_ms if self._checkpoints else self._from_ms
        if self._thread.is_alive() and at_ms >= due_ms:
            self._checkpoints.append((at_ms, zlib.compress(self._ticker.race.state.dump(), 1)))

    def _publish(self, views: Views) -> None:
        plan = self._ticker.race.state.plan
        self._board.publish(views, 0.0 if self._paused else self._rate, plan)

    def _republish(self) -> None:
        if self._views is None:
            return
        if wanted := self._board.wanted() - self._views.runners.keys():
            self._views = self._ticker.race.look(self._now_ms, wanted | self._views.runners.keys())
        self._publish(self._views)
