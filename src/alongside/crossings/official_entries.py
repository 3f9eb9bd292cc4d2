"""The timing company's word on entries, laid over what the roster says of the same bib."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import EntryBody
from alongside.events.row import Row
from alongside.events.sources import is_official
from alongside.units import normal_code


class OfficialEntries:
    """Bibs of which the timing company has spoken: its newest word, and the newest of anybody else."""

    def __init__(self) -> None:
        self.said: dict[str, tuple[EntryBody, EntryBody | None]] = {}
        self.received_ms: dict[str, int] = {}

    @property
    def count(self) -> int:
        """Of how many bibs the timing company has spoken."""
        return len(self.said)

    def entries(self) -> list[tuple[EntryBody, int]]:
        """Return what it said of each, and when that came, in UTC milliseconds."""
        return [(said[0], self.received_ms[bib]) for bib, said in self.said.items()]

    def apply(self, row: Row, entry: EntryBody, before: EntryBody | None) -> EntryBody:
        """Return the entry that holds now that this came; ``before`` is the one that held until now."""
        if not self.said and not is_official(row.source):
            return entry
        bib = normal_code(entry.bib)
        if is_official(row.source):
            self.received_ms[bib] = row.received_at_ms
            self.said[bib] = entry, self.said[bib][1] if bib in self.said else before
        elif bib in self.said:
            self.said[bib] = self.said[bib][0], entry
        else:
            return entry
        return _laid_over(*self.said[bib])

    def roster(self, bib: str, held: EntryBody | None) -> EntryBody | None:
        """Return what anybody but the timing company said of a bib, where ``held`` is what holds."""
        said = self.said.get(normal_code(bib))
        return held if said is None else said[1]

    def dump(self) -> bytes:
        """Return the words as bytes for a snapshot."""
        return msgspec.msgpack.encode((list(self.said.items()), self.received_ms))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        kept = tuple[list[tuple[str, tuple[EntryBody, EntryBody | None]]], dict[str, int]]
        said, self.received_ms = msgspec.msgpack.decode(raw, type=kept)
        self.said = dict(said)


def _laid_over(official: EntryBody, roster: EntryBody | None) -> EntryBody:
    """What the timing company left out stays as the roster has it."""
    if roster is None:
        return official
    return EntryBody(
        bib=official.bib,
        distance=official.distance,
        wave=official.wave or roster.wave,
        chips=official.chips or roster.chips,
        adult=roster.adult if official.adult is None else official.adult,
        persons=max(official.persons, roster.persons),
        expected_s=roster.expected_s if official.expected_s is None else official.expected_s,
    )
