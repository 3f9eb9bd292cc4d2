"""What was said of rides: whose word it is, and while which her chip may ride in a van.

Chips stay on shoes: a van that crosses a mat is read as everybody in it. So a read of a runner between
being taken on board and being set down on the course again makes no crossing; it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alongside.crossings.field import NOBODY, Field
from alongside.crossings.passings import Read
from alongside.crossings.settle import Kept
from alongside.events.bodies import RideBody
from alongside.events.row import Row
from alongside.events.standing import Said, Standing
from alongside.units import normal_code

RideRow = Said[RideBody]
NEVER_MS = 2**62


class Aboard(NamedTuple):
    """From when to when (UTC milliseconds) a runner is in a van, or was brought away by one.

    ``is_sure`` says that she was set down on the course at its end: then no read in between can be hers.
    """

    from_ms: int
    to_ms: int
    is_sure: bool


class Riders:
    """Words about rides by the bib they were said of, and which entry wears it now."""

    def __init__(self) -> None:
        self.words: Standing[RideBody, str] = Standing(RideBody, lambda body: normal_code(body.bib))
        self._entry_of: dict[str, int] = {}
        self._bibs_of: dict[int, list[str]] = {}
        self._marked: set[str] = set()
        self._field: tuple[int, dict[str, int]] = (0, {})

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if (bib := self.words.apply(row)) is not None:
            self._marked.add(bib)

    def mark(self, field: Field) -> set[int]:
        """Return the entries of whom something else may stand now: a new word, or a bib worn by another."""
        if not self.words.said:
            return set()
        if (field.changes, field.worn) != self._field:
            given = [bib for bib in self.words.said if field.find_normal(bib, "bib") != self._of(bib)]
            self._marked.update(given)
        self._field = field.changes, field.worn
        if not self._marked:
            return set()
        touched = {self._of(bib) for bib in self._marked}
        self._entry_of.update((bib, field.find_normal(bib, "bib")) for bib in self._marked)
        touched |= {self._of(bib) for bib in self._marked}
        self._marked = set()
        self._bibs_of = {}
        for bib, entry in self._entry_of.items():
            self._bibs_of.setdefault(entry, []).append(bib)
        return touched - {NOBODY}

    def entries(self) -> list[int]:
        """Return the entries of whom anything was ever said, ascending; :meth:`mark` must have run."""
        return sorted(self._bibs_of.keys() - {NOBODY})

    def of_entry(self, entry: int) -> list[RideRow]:
        """Return what stands of an entry, by whatever bib she wears, the earliest first."""
        bibs = self._bibs_of.get(entry, ())
        return sorted((said for bib in bibs for said in self.words.of(bib)), key=lambda said: said.order)

    def bibs_of(self, entry: int) -> list[str]:
        """Return the bibs by which anything was said of an entry."""
        return self._bibs_of.get(entry, [])

    def unknown(self) -> list[str]:
        """Return the bibs of whom something stands and that nobody wears."""
        return sorted(bib for bib in self._bibs_of.get(NOBODY, ()) if self.words.of(bib))

    def _of(self, bib: str) -> int:
        return self._entry_of.get(bib, NOBODY)

    def dump(self) -> bytes:
        """Return the words as bytes for a snapshot."""
        return self.words.dump()

    def load(self, raw: bytes, field: Field) -> None:
        """Take the words of a snapshot in place of these; ``field`` must be of the same snapshot."""
        self.__init__()  # type: ignore[misc]
        self.words.load(raw)
        self._marked = set(self.words.said)
        self.mark(field)


def goes_on(body: RideBody) -> bool:
    """Return whether a word says that she is on the course, on her own feet."""
    return body.what in ("no_more", "set_down") and not body.stops


def aboard(words: Iterable[RideRow]) -> list[Aboard]:
    """Return the spans in which her chip may ride in a van, by what was said of her, in its order.

    Whoever was set down and does not go on stays brought away: she may walk over a finish mat in a blanket.
    """
    found: list[Aboard] = []
    from_ms: int | None = None
    for said in words:
        away = said.body.what == "on_board" or (said.body.what == "set_down" and said.body.stops)
        if away and from_ms is None:
            from_ms = said.at_ms
        elif not away and from_ms is not None:
            found.append(Aboard(from_ms, said.at_ms, said.body.what == "set_down"))
            from_ms = None
    return found if from_ms is None else [*found, Aboard(from_ms, NEVER_MS, False)]


def reads_aboard(reads: Sequence[Read], spans: Sequence[Aboard]) -> list[list[Read]]:
    """Return by span the reads that are of her chip in a van, not of her running.

    What the timing company has corrected is its word, and counts. A read that a person has confirmed says
    that she was not on board: then none of its span is held back.
    """
    found: list[list[Read]] = []
    for span in spans:
        inside = [r for r in reads if span.from_ms < r.at_ms <= span.to_ms and not r.official]
        found.append([] if any(read.confirmed for read in inside) else inside)
    return found


def kept_aboard(by_span: Sequence[list[Read]], spans: Sequence[Aboard], quiet_ms: int) -> list[Kept]:
    """Return those reads as kept, and ask about the newest of a span that is open.

    ``quiet_ms`` is the newest read that a person has thrown out: what came before it is settled with it.
    """
    kept: list[Kept] = []
    for reads, span in zip(by_span, spans, strict=True):
        real = [read for read in reads if not read.estimated]
        newest = max(real, key=lambda read: (read.at_ms, read.row), default=None)
        asks = newest is not None and newest.at_ms > quiet_ms and not span.is_sure
        in_order = sorted(reads, key=lambda read: (read.at_ms, read.row))
        kept += [Kept(read.row, "on_board", asks and read is newest) for read in in_order]
    return kept
