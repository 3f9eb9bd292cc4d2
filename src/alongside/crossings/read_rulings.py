"""What people said of reads: counted after all, or thrown out."""

from __future__ import annotations

from dataclasses import dataclass, field

from alongside.events.bodies import RulingReadBody


@dataclass
class ReadRulings:
    """What people said of reads, by the key of the read; a later word outranks an earlier one."""

    said: dict[tuple[str, str], list[tuple[tuple[str, str], RulingReadBody, int]]] = field(
        default_factory=dict
    )
    undone: set[tuple[str, str]] = field(default_factory=set)

    def verdict(self, key: tuple[str, str]) -> str | None:
        """Return what stands for a read: ``confirmed``, ``thrown_out`` or ``None``."""
        standing = [ruling for ruling in self.said.get(key, ()) if ruling[0] not in self.undone]
        return max(standing, key=lambda ruling: (ruling[2], ruling[0]))[1].verdict if standing else None
