"""What people said about things, minus what was taken back.

What stands depends on the set of rows and undos alone: an undo may come before what it takes back, and
of two words about one thing the later counts, by the time of its row and then by its key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from alongside.events.bodies import UndoBody
from alongside.events.row import Row

Key = tuple[str, str]
B = TypeVar("B", bound=msgspec.Struct)
T = TypeVar("T")


class Said(msgspec.Struct, Generic[B], frozen=True):
    """One word of a person: the key of its row, when it was said (UTC milliseconds), and what."""

    key: Key
    at_ms: int
    body: B

    @property
    def order(self) -> tuple[int, Key]:
        """Where it stands among others, whatever order they came in."""
        return self.at_ms, self.key


class TakenBack(msgspec.Struct, frozen=True):
    """Who took a row back, and when."""

    at_ms: int
    by: str


class Standing(Generic[B, T]):
    """Rows of one ``kind`` by the thing they are about, and which rows of any kind were taken back."""

    def __init__(self, kind: type[B], about: Callable[[B], T]) -> None:
        self._kind, self._about = kind, about
        self.said: dict[T, list[Said[B]]] = {}
        self.undone: dict[Key, TakenBack] = {}
        self._thing_of: dict[Key, T] = {}

    def apply(self, row: Row) -> T | None:
        """Take in a row; return the thing of which something else may stand now, if any."""
        if isinstance(row.body, self._kind):
            return self._put(Said(row.key, _at_ms(row), row.body))
        if isinstance(row.body, UndoBody):
            return self._undo((row.body.row_source, row.body.row_id), TakenBack(_at_ms(row), row.body.by))
        return None

    def of(self, thing: T) -> list[Said[B]]:
        """Return what stands of a thing, the latest word last."""
        return [said for said in self.said.get(thing, ()) if said.key not in self.undone]

    def last(self, thing: T) -> Said[B] | None:
        """Return the latest word that stands of a thing, or ``None``."""
        standing = self.of(thing)
        return standing[-1] if standing else None

    def lasts(self) -> list[Said[B]]:
        """Return the latest word that stands of each thing, the earliest first."""
        found = [said for thing in self.said if (said := self.last(thing)) is not None]
        return sorted(found, key=lambda said: said.order)

    def everything(self) -> Iterator[Said[B]]:
        """Yield every word, taken back or not."""
        return (said for words in self.said.values() for said in words)

    def all_standing(self) -> list[Said[B]]:
        """Return every word that was not taken back, in the order in which they were said."""
        found = [said for said in self.everything() if said.key not in self.undone]
        return sorted(found, key=lambda said: said.order)

    def _put(self, said: Said[B]) -> T:
        thing = self._about(said.body)
        if said.key not in self._thing_of:
            self._thing_of[said.key] = thing
            words = self.said.setdefault(thing, [])
            words.append(said)
            words.sort(key=lambda one: one.order)
        return thing

    def _undo(self, key: Key, by: TakenBack) -> T | None:
        held = self.undone.get(key)
        if held is None or (by.at_ms, by.by) < (held.at_ms, held.by):
            self.undone[key] = by
        return self._thing_of.get(key)

    def dump(self) -> bytes:
        """Return all of it as bytes for a snapshot."""
        return msgspec.msgpack.encode((list(self.everything()), list(self.undone.items())))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        kept: Any = tuple[list[Said[self._kind]], list[tuple[Key, TakenBack]]]  # type: ignore[name-defined]
        words, undone = msgspec.msgpack.decode(raw, type=kept)
        self.said, self.undone, self._thing_of = {}, dict(undone), {}
        for said in words:
            self._put(said)


def _at_ms(row: Row) -> int:
    return row.received_at_ms if row.at_ms is None else row.at_ms
