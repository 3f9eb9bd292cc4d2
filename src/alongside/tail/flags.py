"""The flags that stand: what the race noticed of an entry and told race control, each a row of the log."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import Flag, FlagBody
from alongside.events.row import Draft, Row

Since = tuple[int, str]  # since when (UTC milliseconds), and why


class Flags:
    """By flag: bib to since when it stands, and why."""

    def __init__(self) -> None:
        self._since: dict[Flag, dict[str, Since]] = {}

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if not isinstance(row.body, FlagBody):
            return
        standing = self._since.setdefault(row.body.flag, {})
        if row.body.new:
            standing[row.body.bib] = (row.at_ms or row.received_at_ms, row.body.reason)
        else:
            standing.pop(row.body.bib, None)

    def of(self, flag: Flag) -> dict[str, Since]:
        """Return who has a flag, since when and why, by bib."""
        return self._since.get(flag, {})

    def dump(self) -> bytes:
        """Return the flags as bytes for a snapshot."""
        return msgspec.msgpack.encode([(flag, list(of.items())) for flag, of in self._since.items()])

    def load(self, raw: bytes) -> None:
        """Take the flags of a snapshot in place of these."""
        kept = msgspec.msgpack.decode(raw, type=list[tuple[Flag, list[tuple[str, Since]]]])
        self._since = {flag: dict(of) for flag, of in kept}


def flag_draft(flag: Flag, bib: str, new: bool, reason: str, at_ms: int) -> Draft:
    """Return the row that raises a flag, or lowers it; its source is the flag's name."""
    return Draft(flag, f"{bib}/{at_ms}/{int(new)}", at_ms, FlagBody(bib, flag, not new, new, reason))
