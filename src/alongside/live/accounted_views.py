"""What pages show of the ledger: everybody entered, in one place each, and who is missing; no names."""

from __future__ import annotations

from typing import Literal

import msgspec

ACCOUNTED = "ACCOUNTED"  # what a page asks for that lists everybody who is missing; no bib is so called
LEDGER = "LEDGER"  # what asks for a line about every entry, to download
Worry = Literal[
    "not_found", "overdue", "left_course", "past_limit", "waiting", "read_on_board", "question"
]  # the most worrying first
By = Literal["mat", "station", "phone", "runner", "van", "sweep", "staff", ""]
Where = Literal[
    "not_started", "on_course", "finished", "dropped_out", "disqualified", "did_not_start", "picked_up"
]


class LedgerLine(msgspec.Struct, frozen=True):
    """Everybody entered in a distance (empty: in all), each counted once; a transfer in the new distance.

    ``transferred_in`` and ``transferred_out`` are told beside: they are counted already.
    """

    distance: str
    name: str
    entered: int
    finished: int
    dropped_out: int
    disqualified: int
    picked_up: int
    not_started: int
    on_course: int
    transferred_in: int = 0
    transferred_out: int = 0


class LastSeen(msgspec.Struct, frozen=True):
    """When somebody was last seen, where and by what; ``by`` is the link of whoever saw her, if anybody."""

    at_ms: int
    place: str
    how: By
    by: str = ""


class Worrying(msgspec.Struct, frozen=True):
    """Why a runner is on the list of the missing, since when, and more about it in words."""

    what: Worry
    since_ms: int
    words: str = ""


class Missing(msgspec.Struct, frozen=True):
    """A runner who is not accounted for: why, the worst first, and who saw her last (``None``: nobody)."""

    bib: str
    distance: str
    distance_name: str
    why: tuple[Worrying, ...]
    seen: LastSeen | None


class AccountedView(msgspec.Struct, frozen=True):
    """The ledger: a line for each distance and one for all, and the missing, the most worrying first.

    ``missing`` holds the worst three, or everybody (300 at most) while somebody looks at the whole list;
    ``missing_total`` counts all. ``accounted_ms`` is when the last was accounted for; ``None`` while
    somebody is not, or may still start. ``waiting`` and ``on_board`` count rides.
    """

    lines: tuple[LedgerLine, ...]
    total: LedgerLine
    missing: tuple[Missing, ...]
    missing_total: int
    accounted_ms: int | None
    waiting: int = 0
    on_board: int = 0


class Said(msgspec.Struct, frozen=True):
    """What was said of an entry that took her out of the race: where, by whom, when."""

    place: str
    by: str
    at_ms: int


class Ledger(msgspec.Struct, frozen=True):
    """A line for every entry, in columns: arrays as bytes, so that a tick copies and never loops.

    ``where`` are positions in ``WHERE`` (one byte each), ``distance`` in ``distances``, ``seen_ms`` and
    ``place`` (in ``places``; -1: nowhere) eight and four bytes each, little-endian. ``said`` is by position.
    """

    bibs: tuple[str, ...]
    distances: tuple[str, ...]
    places: tuple[str, ...]
    distance: bytes
    entered_for: bytes
    where: bytes
    seen_ms: bytes
    place: bytes
    said: dict[int, Said]
