"""Views about risk and company: for those who can help, by bib; and for herself alone."""

from __future__ import annotations

from typing import Literal

import msgspec


class FlagView(msgspec.Struct, frozen=True):
    """A flag that stands: since when, and why, in words."""

    since_ms: int
    reason: str


class Noticed(msgspec.Struct, frozen=True, kw_only=True):
    """A runner who is at risk, alone, or both, as those see her who can help: by bib, without a name.

    ``along_m`` is where she is thought to be; ``late_s`` how long past the time at which she was due at
    ``next_split``, unread (0 when not), ``is_believed`` whether she is likely still on her way there.
    """

    bib: str
    distance: str
    along_m: float
    how: Literal["mat", "phone", "pace"]
    last_seen_ms: int | None
    last_seen_place: str
    next_split: str = ""
    late_s: float = 0.0
    is_believed: bool = True
    at_risk: FlagView | None = None
    alone: FlagView | None = None


class NoticedView(msgspec.Struct, frozen=True):
    """Who is at risk or alone: how many, and the most urgent of them, in order."""

    total: int
    at_risk: int
    alone: int
    rows: tuple[Noticed, ...]


NOBODY = NoticedView(0, 0, 0, ())


class GateView(msgspec.Struct, frozen=True):
    """A cutoff or the finish (``is_finish``), and how she stands to it.

    ``middle_ms`` is the forecast's median there, ``chance`` that she is there in time if she goes on, both
    ``None`` where nobody can say; ``pace_s_per_km`` would just do from here, halts and all; ``None`` once it
    has closed, and within the last kilometre before it.
    """

    name: str
    is_finish: bool
    along_m: float
    closes_ms: int
    middle_ms: int | None
    chance: float | None
    pace_s_per_km: float | None


class PartView(msgspec.Struct, frozen=True):
    """Her group's road and hers part ``parts_m`` along her course: how many part, who stay, who are near."""

    parts_m: float
    parts: int
    stays: int
    near: int


class OwnView(msgspec.Struct, frozen=True, kw_only=True):
    """How one runner stands, for her own page: what is ahead in time, and who is around her, in metres.

    ``pace_s_per_km`` is that of her last stretch between mats or, where a phone or a table has seen her
    since, from the split ``pace_from`` on. ``swept_ms`` is when the sweep comes to her if both go on as
    foreseen (``None``: it does not, or nobody can say); ``outruns_sweep``: it does not.
    ``behind`` counts those of her distance behind her.
    ``alone`` and ``at_risk`` are the flags that stand.
    """

    gates: tuple[GateView, ...] = ()
    pace_s_per_km: float | None = None
    pace_from: str = ""
    swept_ms: int | None = None
    outruns_sweep: bool = False
    ahead_m: float | None = None
    behind_m: float | None = None
    behind: int = 0
    parting: PartView | None = None
    alone: bool = False
    at_risk: bool = False
    let_go: bool = False
