"""What pages for the city show: each section of street, when it reopens by plan and by forecast."""

from __future__ import annotations

from typing import Literal

import msgspec

SectionState = Literal["planned", "in_time", "late", "passed", "stopped", "diverted"]


class SweepAtEnd(msgspec.Struct, frozen=True):
    """A sweep at the end of a section: when it is expected there, by its schedule and by where it is.

    ``expected_ms`` is ``None`` where neither says; ``passed`` only once it was seen at the end or beyond.
    """

    name: str
    planned_ms: int | None
    expected_ms: int | None
    passed: bool
    seen: bool


class SectionView(msgspec.Struct, frozen=True, kw_only=True):
    """One section of street, for race control; times are UTC milliseconds.

    ``inside`` counts who may still come and be inside the limit, ``waiting`` who has not started (of them);
    ``beyond`` are thought to come and can hardly be inside it any more.
    ``middle_ms`` is as likely before as after the last of them has left it; by ``sure_ms`` she has with 95
    chances in 100 (while some have not started, not before the last inside the limit by the plan).
    ``reopens_ms`` is the forecast: not before the plan, the sweep and ``sure_ms``; ``None`` once it has been
    passed, and where nobody can say. ``ends`` are (distance, metres) of every pass. ``doubt`` is why the
    timing cannot tell that everybody has passed.
    """

    street: str
    distance: str
    distance_name: str
    from_m: float
    to_m: float
    ends: tuple[tuple[str, float], ...]
    planned_ms: int | None
    state: SectionState
    inside: int
    waiting: int
    beyond: int
    middle_ms: int | None
    sure_ms: int | None
    reopens_ms: int | None
    sweeps: tuple[SweepAtEnd, ...]
    doubt: str = ""


class PublicSection(msgspec.Struct, frozen=True):
    """One section of street for everybody (R1): times of reopening, and nothing of who is still out.

    ``forecast_ms`` lies on the next full five minutes, never before the plan; ``None`` where nobody can say.
    """

    street: str
    distance: str
    distance_name: str
    from_m: float
    to_m: float
    planned_ms: int | None
    forecast_ms: int | None
    state: SectionState


class CityView(msgspec.Struct, frozen=True):
    """Every section, in the order of the plan: for race control, and for everybody."""

    sections: tuple[SectionView, ...]
    public: tuple[PublicSection, ...]
