"""What people and the timing company said of entries: the word that stands for each."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import RulingStatusBody, UndoBody
from alongside.events.row import Row
from alongside.units import normal_code


class StatusRuling(msgspec.Struct, frozen=True):
    """A ruling with the key of its row and its time."""

    key: tuple[str, str]
    at_ms: int
    body: RulingStatusBody


class StatusRulings:
    """Rulings by bib. The timer's official word outranks ours, a later one an earlier one.

    What stands depends on the set of rulings and undos alone, not on the order they came in.
    """

    def __init__(self) -> None:
        self.said: dict[str, list[StatusRuling]] = {}
        self.undone: set[tuple[str, str]] = set()
        self.bib_of: dict[tuple[str, str], str] = {}

    def apply(self, row: Row) -> str | None:
        """Take in a row; return the bib that it may have changed, if any."""
        match row.body:
            case RulingStatusBody():
                bib = normal_code(row.body.bib)
                ruling = StatusRuling(row.key, row.at_ms or row.received_at_ms, row.body)
                self.said.setdefault(bib, []).append(ruling)
                self.bib_of[row.key] = bib
                return bib
            case UndoBody():
                key = row.body.row_source, row.body.row_id
                self.undone.add(key)
                return self.bib_of.get(key)
            case _:
                return None

    def standing(self, bib: str) -> StatusRuling | None:
        """Return the ruling that stands for a bib, or ``None``."""
        rulings = [r for r in self.said.get(normal_code(bib), ()) if r.key not in self.undone]
        return max(rulings, key=lambda r: (r.body.official, r.at_ms, r.key), default=None)

    def dump(self) -> bytes:
        """Return the rulings as bytes for a snapshot."""
        rulings = [ruling for said in self.said.values() for ruling in said]
        return msgspec.msgpack.encode((rulings, sorted(self.undone)))

    def load(self, raw: bytes) -> None:
        """Take the rulings of a snapshot in place of these."""
        rulings, undone = msgspec.msgpack.decode(raw, type=tuple[list[StatusRuling], list[tuple[str, str]]])
        self.said, self.undone, self.bib_of = {}, set(undone), {}
        for ruling in rulings:
            bib = normal_code(ruling.body.bib)
            self.said.setdefault(bib, []).append(ruling)
            self.bib_of[ruling.key] = bib
