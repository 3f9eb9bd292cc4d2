"""The field: every entry, the codes she may be read by, and the courses as splits of mats."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import EntryBody
from alongside.units import normal_code

NOBODY = -1


class Field:
    """The entries in the order they first came, found by bib or chip.

    An entry keeps its index for ever; the same bib again corrects it. A chip that was given out
    twice belongs to the entry that named it last.
    """

    def __init__(self) -> None:
        self.entries: list[EntryBody] = []
        self.by_bib: dict[str, int] = {}
        self.by_chip: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.entries)

    def put(self, entry: EntryBody) -> int:
        """Add or correct an entry; return its index."""
        bib = normal_code(entry.bib)
        index = self.by_bib.setdefault(bib, len(self.entries))
        if index == len(self.entries):
            self.entries.append(entry)
        else:
            self._forget_chips(index)
            self.entries[index] = entry
        self.by_chip.update((normal_code(chip), index) for chip in entry.chips)
        return index

    def get(self, bib: str) -> EntryBody | None:
        """Return the entry of a bib, or ``None``."""
        index = self.by_bib.get(normal_code(bib))
        return None if index is None else self.entries[index]

    def find(self, code: str, by: str) -> int:
        """Return the index of the entry that wears ``code``, or ``NOBODY``.

        A chip code that no entry lists is tried as a bib: many races print the bib on the chip.
        """
        normal = normal_code(code)
        if by == "chip" and normal in self.by_chip:
            return self.by_chip[normal]
        return self.by_bib.get(normal, NOBODY)

    def dump(self) -> bytes:
        """Return the field as bytes for a snapshot."""
        return msgspec.msgpack.encode(self.entries)

    def load(self, raw: bytes) -> None:
        """Take the field of a snapshot in place of this one."""
        self.__init__()  # type: ignore[misc]
        for entry in msgspec.msgpack.decode(raw, type=list[EntryBody]):
            self.put(entry)

    def _forget_chips(self, index: int) -> None:
        for chip in self.entries[index].chips:
            if self.by_chip.get(normal_code(chip)) == index:
                del self.by_chip[normal_code(chip)]
