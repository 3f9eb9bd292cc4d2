"""The field: every entry, the distance she runs, and the codes she may be read by."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from alongside.crossings.swaps import wearers
from alongside.events.bodies import EntryBody
from alongside.units import normal_code

NOBODY = -1


class Field:
    """The entries in the order they first came, found by bib or chip.

    An entry keeps its index for ever; the same bib again corrects it. A chip that was given out
    twice belongs to the entry that named it last. ``entered`` is what the roster says; in ``entries``
    whoever was transferred has the distance that she runs.
    """

    def __init__(self) -> None:
        self.entered: list[EntryBody] = []
        self.entries: list[EntryBody] = []
        self.by_bib: dict[str, int] = {}
        self.by_chip: dict[str, int] = {}
        self.claims: dict[str, str] = {}
        self.worn: dict[str, int] = {}
        self.changes = 0
        self._moved: set[int] = set()

    def __len__(self) -> int:
        return len(self.entries)

    def put(self, entry: EntryBody) -> int:
        """Add or correct an entry; return its index. A transfer has to be said again (:meth:`run`)."""
        bib = normal_code(entry.bib)
        index = self.by_bib.setdefault(bib, len(self.entries))
        if index == len(self.entries):
            self.entered.append(entry)
            self.entries.append(entry)
        else:
            self._forget_chips(index)
            self._note_move(index, entry.distance)
            self.entered[index] = self.entries[index] = entry
        self.by_chip.update((normal_code(chip), index) for chip in entry.chips)
        self.changes += 1
        return index

    def run(self, index: int, distance: str) -> None:
        """Let an entry run a distance, whichever she was entered for."""
        entered = self.entered[index]
        self._note_move(index, distance)
        same = distance == entered.distance
        self.entries[index] = entered if same else msgspec.structs.replace(entered, distance=distance)
        self.changes += 1

    def get(self, bib: str) -> EntryBody | None:
        """Return the entry of a bib as it was entered, or ``None``."""
        index = self.by_bib.get(normal_code(bib))
        return None if index is None else self.entered[index]

    def index(self, bib: str) -> int:
        """Return the index of the entry that was given a bib, whoever wears it; else ``NOBODY``."""
        return self.by_bib.get(normal_code(bib), NOBODY)

    def find(self, code: str, by: str) -> int:
        """Return the index of the entry whose runner wears ``code``, or ``NOBODY``.

        A chip code that no entry lists is tried as a bib: many races print the bib on the chip.
        """
        return self.find_normal(normal_code(code), by)

    def find_normal(self, normal: str, by: str) -> int:
        """Return what :meth:`find` does, of a code that is normalised already."""
        index = self.by_chip.get(normal, NOBODY) if by == "chip" else NOBODY
        if index == NOBODY:
            index = self.by_bib.get(normal, NOBODY)
        return self._wearer(normal, index) if self.worn else index

    def wear(self, claims: Mapping[str, str]) -> set[str]:
        """Take what was said of swapped bibs; return the codes whose reads may be another's now."""
        self.claims = dict(claims)
        before, self.worn = self.worn, wearers(claims, self.by_bib)
        bibs = {bib for bib in before.keys() | self.worn.keys() if before.get(bib) != self.worn.get(bib)}
        codes = set(bibs)
        for index in (self.by_bib[bib] for bib in bibs if bib in self.by_bib):
            codes.update(normal_code(chip) for chip in self.entered[index].chips)
        return codes

    def take_moved(self) -> set[int]:
        """Return the entries whose distance has changed since this was last asked."""
        moved, self._moved = self._moved, set()
        return moved

    def dump(self) -> bytes:
        """Return the entries, as entered, as bytes for a snapshot."""
        return msgspec.msgpack.encode(self.entered)

    def load(self, raw: bytes) -> None:
        """Take the entries of a snapshot in place of these."""
        self.__init__()  # type: ignore[misc]
        for entry in msgspec.msgpack.decode(raw, type=list[EntryBody]):
            self.put(entry)

    def _wearer(self, code: str, index: int) -> int:
        """Return who wears a code of this entry: chips go with the bib they hang on."""
        bib = code if index == NOBODY else normal_code(self.entered[index].bib)
        return self.worn.get(bib, index)

    def _note_move(self, index: int, distance: str) -> None:
        if self.entries[index].distance != distance:
            self._moved.add(index)

    def _forget_chips(self, index: int) -> None:
        for chip in self.entered[index].chips:
            if self.by_chip.get(normal_code(chip)) == index:
                del self.by_chip[normal_code(chip)]
