"""A show, an intake and a player that keep what they got, and an app made of them."""

from __future__ import annotations

import hashlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import msgspec
from make_views import at, ordinary
from starlette.applications import Starlette

from alongside.errors import StoreFull
from alongside.events.chapter import Chapter
from alongside.events.row import Draft, Receipt
from alongside.live.ports import PlayerState, Shown
from alongside.web import make_app, make_server

CONTROL = "control-token-of-128-bits"
FEED = "feed-token-of-128-bits"


class FakeShow:
    """Shows what it is told to show."""

    def __init__(self, shown: Shown | None = None) -> None:
        self.shown = shown
        self.hearers: list[Callable[[Shown], None]] = []

    def latest(self) -> Shown | None:
        return self.shown

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        self.hearers.append(heard)
        return lambda: self.hearers.remove(heard) if heard in self.hearers else None

    def publish(self, shown: Shown) -> None:
        self.shown = shown
        for heard in list(self.hearers):
            heard(shown)


class FakeIntake:
    """Keeps drafts by key, as the log would; ``full`` makes its disk full, ``hold`` its answers wait."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Draft] = {}
        self.submitted: list[Draft] = []
        self.refused: list[tuple[str, str, bytes]] = []
        self.full = False
        self.hold: threading.Event | None = None

    def _answer(self, make: Callable[[], object]) -> Future:
        future: Future = Future()
        if self.full:
            future.set_exception(StoreFull("no space left"))
        elif self.hold is None:
            future.set_result(make())
        else:
            threading.Thread(
                target=lambda: (self.hold.wait(10), future.set_result(make())), daemon=True
            ).start()
        return future

    def submit(self, drafts: Sequence[Draft]) -> Future[list[Receipt]]:
        return self._answer(lambda: [self._keep(draft) for draft in drafts])

    def _keep(self, draft: Draft) -> Receipt:
        self.submitted.append(draft)
        key = (draft.source, draft.id)
        repeat = key in self.kept
        self.kept.setdefault(key, draft)
        return Receipt(list(self.kept).index(key) + 1, repeat)

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        return self._answer(lambda: (self.refused.append((feed, reason, raw)), Receipt(99, False))[1])


class FakePlayer:
    """Keeps what its buttons did."""

    def __init__(self) -> None:
        self.chapters = (
            Chapter(at(7, 0), "The start", "Everybody is away."),
            Chapter(at(12, 0), "The long bridge", "The last two are side by side."),
        )
        self.did: list[tuple[str, object]] = []
        self.now = PlayerState(at(6, 30), at(15, 0), at(12, 7), at(12, 7), 60.0, False)

    def state(self) -> PlayerState:
        return self.now

    def play(self) -> None:
        self.did.append(("play", None))
        self.now = msgspec.structs.replace(self.now, paused=False)

    def pause(self) -> None:
        self.did.append(("pause", None))
        self.now = msgspec.structs.replace(self.now, paused=True)

    def set_rate(self, rate: float) -> None:
        self.did.append(("rate", rate))
        self.now = msgspec.structs.replace(self.now, rate=rate)

    def seek(self, at_ms: int) -> None:
        self.did.append(("seek", at_ms))


class Stage:
    """An app and the fakes behind it."""

    def __init__(
        self, *, player: bool = False, open_control: bool = False, shown: Shown | None = None
    ) -> None:
        first = shown or Shown(ordinary(), 60.0 if player else 1.0, 1)
        self.show, self.intake = FakeShow(first), FakeIntake()
        self.player = FakePlayer() if player else None
        ids = itertools.count(1)
        self.app: Starlette = make_app(
            self.show,
            self.intake,
            player=self.player,
            control_digest=hashlib.sha256(CONTROL.encode()).hexdigest(),
            feed_digest=hashlib.sha256(FEED.encode()).hexdigest(),
            open_control=CONTROL if open_control else None,
            now_ms=lambda: 1_777_800_000_000,
            new_id=lambda: f"id-{next(ids):032d}",
        )


@contextmanager
def served(stage: Stage) -> Iterator[str]:
    """Serve a stage on a free port of this machine; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = make_server(stage.app, host="127.0.0.1", port=port)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive(), "the server did not stop"
