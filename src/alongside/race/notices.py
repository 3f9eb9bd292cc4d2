"""The race stopped, led another way, or going on; and the messages that stand.

For a distance its notices count and those for all, in the order in which they were said. "Goes on" ends a
stop; where nothing is stopped it ends the diversions. Stretches are metres of the course in force: a
new course version carries them along.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from alongside.course.versions import Piece, carry_stretch
from alongside.events.bodies import MessageBody, NoticeBody, PlanBody
from alongside.events.row import Row
from alongside.events.standing import Key, Said, Standing

Span = tuple[float, float]
NOTHING_ENDS = float("inf")


class Diversion(msgspec.Struct, frozen=True):
    """A stretch that a distance leaves out, from when and until when (infinite: still)."""

    said: Said[NoticeBody]
    from_m: float
    to_m: float
    until_ms: float


class OnDistance(msgspec.Struct, frozen=True):
    """What notices come to for one distance.

    ``halts`` are the spans in which it was stopped (UTC milliseconds, the end infinite while it is);
    ``stopped`` is the notice that stopped it, if it is stopped now.
    """

    stopped: Said[NoticeBody] | None = None
    halts: tuple[Span, ...] = ()
    diversions: tuple[Diversion, ...] = ()


class Notices:
    """Notices and messages of race control, and where their stretches lie on the course in force."""

    def __init__(self) -> None:
        self.notices: Standing[NoticeBody, str] = Standing(NoticeBody, lambda body: body.distance)
        self.messages: Standing[MessageBody, str] = Standing(MessageBody, lambda body: body.to)
        self.stretches: dict[Key, Span | None] = {}

    def apply(self, row: Row) -> bool:
        """Take in a row; return whether other notices may stand now."""
        if isinstance(row.body, PlanBody):
            self._carry(row.body.maps)
            return True
        if isinstance(row.body, NoticeBody | MessageBody):
            self._place(row.key, row.body)
        self.messages.apply(row)
        return self.notices.apply(row) is not None

    def on(self, distance: str) -> OnDistance:
        """Return what the notices for a distance, and those for all, come to."""
        halts: list[Span] = []
        stopped: Said[NoticeBody] | None = None
        diversions: list[Diversion] = []
        for said in self._about(distance):
            if said.body.what == "stopped" and stopped is None:
                stopped = said
            elif said.body.what == "diverted":
                diversions += self._diverted(said)
            elif said.body.what == "resumed" and stopped is not None:
                halts.append((stopped.at_ms, said.at_ms))
                stopped = None
            elif said.body.what == "resumed":
                diversions = [_ended(one, said.at_ms) for one in diversions]
        if stopped is not None:
            halts.append((stopped.at_ms, NOTHING_ENDS))
        return OnDistance(stopped, tuple(halts), tuple(diversions))

    def stretch_of(self, said: Said[NoticeBody] | Said[MessageBody]) -> Span | None:
        """Return the stretch that a word is about, in metres of the course in force; ``None`` without one."""
        return self.stretches.get(said.key)

    def _about(self, distance: str) -> list[Said[NoticeBody]]:
        words = [*self.notices.of(""), *self.notices.of(distance)]
        return sorted(words, key=lambda said: said.order)

    def _diverted(self, said: Said[NoticeBody]) -> list[Diversion]:
        stretch = self.stretches.get(said.key)
        return [] if stretch is None else [Diversion(said, *stretch, NOTHING_ENDS)]

    def _place(self, key: Key, body: NoticeBody | MessageBody) -> None:
        if body.from_m is not None and body.to_m is not None and key not in self.stretches:
            self.stretches[key] = min(body.from_m, body.to_m), max(body.from_m, body.to_m)

    def _carry(self, maps: Mapping[str, list[Piece]]) -> None:
        about = {said.key: said.body.distance for said in self.notices.everything()}
        about |= {said.key: said.body.distance for said in self.messages.everything()}
        for key, stretch in self.stretches.items():
            if stretch is not None and about[key] in maps:
                self.stretches[key] = carry_stretch(maps[about[key]], *stretch)

    def dump(self) -> bytes:
        """Return all of it as bytes for a snapshot."""
        placed = list(self.stretches.items())
        return msgspec.msgpack.encode((self.notices.dump(), self.messages.dump(), placed))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        kept = tuple[bytes, bytes, list[tuple[Key, Span | None]]]
        notices, messages, placed = msgspec.msgpack.decode(raw, type=kept)
        self.notices.load(notices)
        self.messages.load(messages)
        self.stretches = dict(placed)


def _ended(diversion: Diversion, at_ms: int) -> Diversion:
    until_ms = min(diversion.until_ms, at_ms)
    return msgspec.structs.replace(diversion, until_ms=until_ms)
