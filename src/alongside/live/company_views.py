"""Who runs with whom now, as views have it: by bib. Whether anybody may be named is decided elsewhere."""

from __future__ import annotations

import msgspec


class Company(msgspec.Struct, frozen=True):
    """Somebody runs with a runner: since which split, as far as mats tell.

    ``since_m`` and ``since_ms`` are where and when they were first seen together, ``last_ms`` when last;
    ``met`` that they were seen apart before, ``log_odds`` how strong it is.
    """

    bib: str
    adult: bool | None
    since: str
    since_m: float
    since_ms: int
    last_ms: int
    met: bool
    log_odds: float
