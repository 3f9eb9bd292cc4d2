"""The field with what was said of it: by the timer, of who runs another distance or wears another's bib."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from alongside.crossings.field import NOBODY, Field
from alongside.crossings.official_entries import OfficialEntries
from alongside.crossings.swaps import claims_of
from alongside.events.bodies import EntryBody, SwapBody, TransferBody
from alongside.events.row import Row
from alongside.events.standing import Said, Standing
from alongside.units import normal_code


class Entries:
    """Keeps the field as entries, transfers and swaps have it. ``distances`` are those that can be run."""

    def __init__(self) -> None:
        self.field = Field()
        self.officials = OfficialEntries()
        self.distances: Collection[str] = ()
        self.transfers: Standing[TransferBody, str] = Standing(TransferBody, lambda b: normal_code(b.bib))
        self.swaps: Standing[SwapBody, str] = Standing(SwapBody, lambda b: normal_code(b.bib))

    def put(self, row: Row, body: EntryBody) -> tuple[int, set[str]]:
        """Add or correct an entry; return its index, and the codes whose reads may be another's now."""
        before = self.field.get(body.bib)
        entered = self.officials.apply(row, body, before)
        entry = self.field.put(entered)
        self._run(entry)
        codes = {normal_code(code) for one in (before, entered) if one for code in (one.bib, *one.chips)}
        if self.swaps.said:
            codes |= self.field.wear(self.field.claims)
        return entry, codes

    def apply(self, row: Row) -> tuple[int, set[str]]:
        """Take in a transfer, a swap or an undo; return whose distance and which codes it may change."""
        bib = self.transfers.apply(row)
        entry = NOBODY if bib is None else self.field.index(bib)
        if entry != NOBODY:
            self._run(entry)
        codes = self._wear() if self.swaps.apply(row) is not None else set()
        return entry, codes

    def run_on(self, distances: Collection[str]) -> None:
        """Take the distances of a new plan; a transfer to one that is gone no longer holds."""
        self.distances = distances
        for said in self.transfers.lasts():
            entry = self.field.index(said.body.bib)
            if entry != NOBODY:
                self._run(entry)

    def transfer_of(self, entry: int) -> Said[TransferBody] | None:
        """Return the transfer by which an entry runs another distance than entered, if one stands."""
        said = self.transfers.last(normal_code(self.field.entered[entry].bib))
        return said if said is not None and said.body.distance in self.distances else None

    def _run(self, entry: int) -> None:
        said = self.transfer_of(entry) if self.transfers.said else None
        distance = self.field.entered[entry].distance if said is None else said.body.distance
        if self.field.entries[entry].distance != distance:
            self.field.run(entry, distance)

    def _wear(self) -> set[str]:
        return self.field.wear(claims_of([said.body for said in self.swaps.lasts()]))

    def dump(self) -> bytes:
        """Return all of it as bytes for a snapshot."""
        parts = self.field, self.officials, self.transfers, self.swaps
        return msgspec.msgpack.encode([part.dump() for part in parts])

    def load(self, raw: bytes, distances: Collection[str]) -> None:
        """Take what a snapshot holds in place of this."""
        field, officials, transfers, swaps = msgspec.msgpack.decode(raw, type=list[bytes])
        self.field.load(field)
        self.officials.load(officials)
        self.transfers.load(transfers)
        self.swaps.load(swaps)
        self.run_on(distances)
        self._wear()
        self.field.take_moved()
