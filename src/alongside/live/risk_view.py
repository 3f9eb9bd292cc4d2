"""Who is at risk or alone, for those who can help: the flags that stand, with where each runner is now."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.run_on import RunOn
from alongside.live.risk_views import NOBODY, FlagView, Noticed, NoticedView
from alongside.live.state import LiveState
from alongside.tail.around import is_on_road
from alongside.tail.gates import Gates
from alongside.tail.risk import worst_of

Floats = NDArray[np.float64]
MOST = 100  # listed; after the limit of a big race a thousand are at risk, and the list is for helping


def noticed_view(state: LiveState, field: RunOn, gates: Gates) -> NoticedView:
    """Return who is at risk or alone, the most urgent first.

    That is who is both, then whose cutoff or limit closes next, and of those the hindmost; then who is alone.
    """
    at_risk, alone = state.flags.of("at_risk"), state.flags.of("alone")
    bibs = sorted({*at_risk, *alone})
    if not bibs:
        return NOBODY
    entries = np.array([state.crossings.field.index(bib) for bib in bibs])
    rows = np.minimum(np.searchsorted(field.who, entries), max(len(field.who) - 1, 0))
    is_out = field.who[rows] == entries if len(field.who) else np.zeros(len(bibs), dtype=np.bool_)
    there = [(bib, int(row)) for bib, row, out in zip(bibs, rows, is_out, strict=True) if out]
    gates_ahead = gates.of(field, state.crossings, state.race, np.unique(rows[is_out]))
    closes_ms = worst_of(field, gates_ahead).closes_ms
    ordered = sorted(there, key=lambda one: _urgency(one, at_risk.keys(), alone.keys(), closes_ms, field))
    return NoticedView(
        total=len(there),
        at_risk=sum(bib in at_risk for bib, _ in there),
        alone=sum(bib in alone for bib, _ in there),
        rows=tuple(_noticed(state, field, bib, row) for bib, row in ordered[:MOST]),
    )


def _urgency(
    one: tuple[str, int],
    at_risk: Collection[str],
    alone: Collection[str],
    closes_ms: Floats,
    field: RunOn,
) -> tuple[bool, float, float, str]:
    bib, row = one
    in_time_ms = float(closes_ms[row]) if bib in at_risk else math.inf
    has_closed = in_time_ms <= field.at_ms
    both = bib in at_risk and bib in alone and not has_closed
    return not both, math.inf if has_closed else in_time_ms, float(field.along_m[row]), bib


def _noticed(state: LiveState, field: RunOn, bib: str, j: int) -> Noticed:
    entry, crossings = int(field.who[j]), state.crossings
    seen_ms, mat = int(crossings.columns["seen_ms"][entry]), int(crossings.columns["seen_mat"][entry])
    by_phone, has_pace = bool(field.by_phone[j]), not math.isnan(float(field.speed_mps[j]))
    at_risk, alone = state.flags.of("at_risk").get(bib), state.flags.of("alone").get(bib)
    names, ahead = crossings.course_of(entry).names, int(field.next_split[j])
    return Noticed(
        bib=bib,
        distance=crossings.field.entries[entry].distance,
        along_m=float(field.along_m[j]),
        how="phone" if by_phone else "pace" if has_pace or field.last_split[j] >= 0 else "mat",
        last_seen_ms=seen_ms if seen_ms >= 0 else None,
        last_seen_place=state.mat_name(crossings.reads.mats.texts[mat]) if mat >= 0 else "",
        next_split=names[ahead] if ahead < len(names) else "the finish",
        late_s=float(field.overdue_s[j]),
        is_believed=bool(is_on_road(field)[j]),
        at_risk=FlagView(*at_risk) if at_risk else None,
        alone=FlagView(*alone) if alone else None,
    )
