"""What race morning's page shows: what was decided, the waves, and what the log knows of the folder."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import EntryBody, Status
from alongside.events.plan import RacePlan


class WaveView(msgspec.Struct, frozen=True):
    """A wave: its planned gun, the one it goes by, and the wave it starts with (its own id: itself)."""

    id: str
    name: str
    distances: tuple[str, ...]
    runners: int
    planned_ms: int
    gun_ms: int
    starts_with: str


class Decided(msgspec.Struct, frozen=True):
    """Something that people decided on the day: what, by whom, and whether it was taken back.

    ``undone_ms`` is ``None`` while it stands. ``can_undo`` is off for what only a new row changes.
    """

    source: str
    id: str
    kind: str
    at_ms: int
    by: str
    text_id: str
    what: str
    undone_ms: int | None = None
    undone_by: str = ""
    can_undo: bool = True


class Known(msgspec.Struct, frozen=True):
    """What the log holds of the race folder: the plan in force and the one before, entries as entered."""

    plan: RacePlan | None
    entries: tuple[EntryBody, ...]
    version: int
    before: RacePlan | None = None


class MorningView(msgspec.Struct, frozen=True):
    """Race morning, for control: what was decided, the newest first, the waves, and what the log knows.

    ``decided_total`` counts also what is not listed; ``official`` is the timer's word by normalised bib.
    """

    decided: tuple[Decided, ...]
    decided_total: int
    waves: tuple[WaveView, ...]
    known: Known
    official: dict[str, Status]
