"""What race control must know of sweeps, in sentences: who is behind one, and which is too early."""

from __future__ import annotations

from alongside.live.views import Severity, SweepView
from alongside.units import show_km, show_span

EARLY_S = 5 * 60  # so far ahead of its schedule a sweep takes away a road that is still promised


def sweeps_said(sweeps: tuple[SweepView, ...]) -> list[tuple[Severity, str]]:
    """Return what is to be known of each sweep; a place by its schedule alone accuses nobody."""
    seen = [one for one in sweeps if one.how != "schedule"]
    return [*_behind(seen), *_early(seen)]


def _behind(seen: list[SweepView]) -> list[tuple[Severity, str]]:
    """Who is inside the limit behind a sweep is on a road that is being given back."""
    inside: list[tuple[Severity, str]] = [
        ("act", f"{_are(sweep.behind_inside)} inside the limit and thought to be behind {sweep.name}.")
        for sweep in seen
        if sweep.behind_inside
    ]
    return inside + [
        ("look", f"{_are(sweep.behind)} thought to be behind {sweep.name}.")
        for sweep in seen
        if sweep.behind > sweep.behind_inside == 0
    ]


def _early(seen: list[SweepView]) -> list[tuple[Severity, str]]:
    """Say which sweep is too fast while somebody inside the limit still needs the road it takes."""
    return [
        ("look", f"{sweep.name} is {_early_by(sweep.ahead_s)} ahead of its schedule{_ahead(sweep)}.")
        for sweep in seen
        if sweep.ahead_s is not None
        and sweep.ahead_s >= EARLY_S
        and (sweep.behind_inside or sweep.last_inside_m is not None)
    ]


def _early_by(ahead_s: float) -> str:
    """Return by how much, in whole minutes, as the driver's own page says it."""
    return show_span(ahead_s // 60 * 60)


def _ahead(sweep: SweepView) -> str:
    if sweep.behind_inside or sweep.last_inside_m is None or sweep.along_m is None:
        return ""
    near, here = show_km(sweep.last_inside_m), show_km(sweep.along_m)
    return f": it is near {here}, the last inside the limit near {near}"


def _are(count: int) -> str:
    return f"{count:,} runner{' is' if count == 1 else 's are'}"
