"""A show, an intake and a player that keep what they got, and an app made of them."""

from __future__ import annotations

import hashlib
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import msgspec
from make_views import at, ordinary
from starlette.applications import Starlette

from alongside.errors import StoreFull
from alongside.events.bodies import ConsentBody
from alongside.events.chapter import Chapter
from alongside.events.link import Consents, Link, Look, NewLink
from alongside.events.person import Person
from alongside.events.row import Draft, Receipt
from alongside.live.ports import PlayerState, Shown
from alongside.web import make_app, make_server
from alongside.web.site import Opened

CONTROL = "control-token-of-128-bits"
FEED = "feed-token-of-128-bits"


class FakeShow:
    """Shows what it is told to show."""

    def __init__(self, shown: Shown | None = None) -> None:
        self.shown = shown
        self.hearers: list[Callable[[Shown], None]] = []
        self.wanted: list[str] = []

    def want(self, bib: str) -> None:
        self.wanted.append(bib)

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
        self.texts: dict[str, str] = {}
        self.people: FakePeople | None = None
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

    def is_full(self) -> bool:
        return self.full

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        return self._answer(lambda: [self._keep(draft, texts or {}) for draft in drafts])

    def _keep(self, draft: Draft, texts: Mapping[str, str]) -> Receipt:
        self.submitted.append(draft)
        key = (draft.source, draft.id)
        repeat = key in self.kept
        if not repeat and self.people is not None:
            self.people.words.update(texts)
            self.people.agree(draft)
        self.kept.setdefault(key, draft)
        return Receipt(list(self.kept).index(key) + 1, repeat)

    def refuse(self, feed: str, reason: str, raw: bytes) -> Future[Receipt]:
        return self._answer(lambda: (self.refused.append((feed, reason, raw)), Receipt(99, False))[1])


class FakePeople:
    """Links, persons and consents in memory, as the race file would keep them."""

    def __init__(self) -> None:
        self.all: list[Link] = []
        self.digests: dict[str, int] = {}
        self.factors: dict[int, str] = {}
        self.known: dict[tuple[str, int], Person] = {}
        self.agreed: dict[tuple[str, int], Consents] = {}
        self.seen: list[Look] = []
        self.words: dict[str, str] = {}
        self.changes = 0

    def give(self, role: str, token: str, **more: object) -> Link:
        """Make a link with a token; return it."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        (made,) = self.put_links([NewLink(role, digest, **more)]).result()
        return self.all[made - 1]

    def link(self, digest: str) -> Link | None:
        return self.all[self.digests[digest] - 1] if digest in self.digests else None

    def link_of(self, link_id: int) -> Link | None:
        return self.all[link_id - 1] if 0 < link_id <= len(self.all) else None

    def links(self, role: str = "", bib: str = "") -> list[Link]:
        return [link for link in self.all if role in ("", link.role) and bib in ("", link.bib)]

    def link_changes(self) -> int:
        return self.changes

    def put_links(self, links: Sequence[NewLink]) -> Future[list[int]]:
        self.changes += 1
        return done([self._put(new) for new in links])

    def _put(self, new: NewLink) -> int:
        fields = {name: getattr(new, name) for name in new.__struct_fields__}
        digest, factor = fields.pop("digest"), fields.pop("factor_digest")
        self.all.append(Link(len(self.all) + 1, needs_claim=bool(factor), **fields))
        self.digests[digest], self.factors[len(self.all)] = len(self.all), factor
        if new.replaces:
            self.end_link(new.replaces, new.made_ms)
        return len(self.all)

    def _change(self, link_id: int, **fields: object) -> None:
        self.all[link_id - 1] = msgspec.structs.replace(self.all[link_id - 1], **fields)

    def end_link(self, link_id: int, at_ms: int) -> Future[None]:
        self.changes += 1
        return done(self._change(link_id, ended_ms=at_ms))

    def claim(self, link_id: int, factor_digest: str, at_ms: int) -> Future[bool]:
        fits = self.factors[link_id] == factor_digest
        if fits:
            self._change(link_id, claimed_ms=at_ms)
        return done(fits)

    def opened(self, link_id: int, at_ms: int) -> None:
        self._change(link_id, opens=self.all[link_id - 1].opens + 1, last_open_ms=at_ms)

    def persons(self, bibs: Iterable[str]) -> dict[tuple[str, int], Person]:
        wanted = set(bibs)
        return {key: person for key, person in self.known.items() if key[0] in wanted}

    def consents(self, bibs: Iterable[str]) -> dict[tuple[str, int], Consents]:
        wanted = set(bibs)
        return {key: given for key, given in self.agreed.items() if key[0] in wanted}

    def agree(self, draft: Draft) -> None:
        if isinstance(draft.body, ConsentBody):
            key, body = (draft.body.bib, draft.body.position), draft.body
            given = self.agreed.get(key, Consents())
            self.agreed[key] = msgspec.structs.replace(given, **{body.consent: body.on})
            self.changes += 1

    def set_paused(self, bib: str, position: int, paused: bool) -> Future[None]:
        self.changes += 1
        given = self.agreed.get((bib, position), Consents())
        self.agreed[bib, position] = msgspec.structs.replace(given, paused=paused)
        return done(None)

    def looked(self, look: Look) -> Future[None]:
        self.seen.append(look)
        return done(None)

    def looks(self, bib: str) -> list[Look]:
        return [look for look in reversed(self.seen) if look.bib == bib]

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        return {id_: self.words[id_] for id_ in ids if id_ in self.words}


def done(value: object) -> Future:
    """Return a future that is done."""
    future: Future = Future()
    future.set_result(value)
    return future


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
        self.show, self.intake, self.people = FakeShow(first), FakeIntake(), FakePeople()
        self.intake.people = self.people
        self.people.give("control", CONTROL)
        self.people.give("timer", FEED)
        self.player = FakePlayer() if player else None
        ids = itertools.count(1)
        self.app: Starlette = make_app(
            self.show,
            self.intake,
            self.people,
            player=self.player,
            opened=[Opened(f"/control/{CONTROL}/", "Race control", "What matters now.")]
            if open_control
            else [],
            now_ms=lambda: 1_777_800_000_000,
            new_id=lambda: f"id-{next(ids):032d}",
        )


@contextmanager
def served(stage: Stage, port: int = 0) -> Iterator[str]:
    """Serve a stage on this machine; yield its address. A port that was served before may be served again."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
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
