"""Who may not make a cutoff or the limit: a flag for those who can help, raised and lowered apart.

The chance is that of somebody who goes on: whether she has stopped is another question (tail/overdue.py).
So it speaks of the clock alone, and a mat that missed her does not make her slow.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.field import Field
from alongside.events.row import Draft
from alongside.forecast.run_on import RunOn
from alongside.tail.flags import Flags, flag_draft
from alongside.tail.gates import Gate
from alongside.units import normal_code, show_time

RAISED_BELOW = 0.35  # of three like her, two come too late
LOWERED_ABOVE = 0.5  # as likely in time as not: no flag flickers on one mat's news
FROM_SHARE = 0.1  # of the course: before, the start line's crush says more of a pace than she does
LATE_S = 10 * 60  # so long past her time at a mat, the chance rests on her not being read
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Worst:
    """Over the field: the gate that each is least likely to make.

    ``gate`` is its place in the list of gates (-1 for none), ``chance`` nan and ``closes_ms`` infinite where
    nothing is ahead; ``middle_ms`` is when she is expected there (nan: nobody can say). UTC milliseconds.
    """

    gates: Sequence[Gate]
    gate: Index
    chance: Floats
    closes_ms: Floats
    middle_ms: Floats


def worst_of(field: RunOn, gates: Sequence[Gate]) -> Worst:
    """Return of everybody the gate ahead that she is least likely to make; the first of equals."""
    size = len(field.who)
    worst = Worst(
        gates, np.full(size, -1), np.full(size, np.nan), np.full(size, np.inf), np.full(size, np.nan)
    )
    for i, gate in enumerate(gates):
        held = worst.chance[gate.rows]
        less = ~np.isnan(gate.chance) & ~(held <= gate.chance)
        rows = gate.rows[less]
        worst.gate[rows], worst.chance[rows] = i, gate.chance[less]
        worst.closes_ms[rows], worst.middle_ms[rows] = gate.closes_ms[less], gate.middle_ms[less]
    return worst


def decide(
    flags: Flags,
    field: RunOn,
    worst: Worst,
    entries: Field,
    let_go: Collection[str],
    zone: str,
) -> list[Draft]:
    """Return the flags to raise and to lower; ``let_go`` are normalised bibs for whom nothing waits."""
    at_ms, standing = field.at_ms, flags.of("at_risk")
    runs = field.resumed_s > 0  # while her distance is stopped no time that was foreseen holds
    is_early = field.along_m < FROM_SHARE * field.length_m
    is_early |= field.table.base_m[field.who] <= 0
    low = np.flatnonzero(runs & ~is_early & (worst.chance < RAISED_BELOW))
    bib_of = {int(row): entries.entries[int(field.who[row])].bib for row in low}
    raised = [
        flag_draft("at_risk", bib, True, _reason(worst, row, field, zone), at_ms)
        for row, bib in bib_of.items()
        if bib not in standing and normal_code(bib) not in let_go
    ]
    return raised + _lowered(standing, field, worst.chance, entries, let_go)


def _lowered(
    standing: Collection[str], field: RunOn, chance: Floats, entries: Field, let_go: Collection[str]
) -> list[Draft]:
    found: list[Draft] = []
    for bib in standing:
        j = position(field, entries.index(bib))
        why = ""
        if j is None:
            why = "no longer on the course"
        elif normal_code(bib) in let_go:
            why = "let go on along the pavement"
        elif np.isnan(chance[j]) or chance[j] > LOWERED_ABOVE:
            why = "expected in time again"
        if why:
            found.append(flag_draft("at_risk", bib, False, why, field.at_ms))
    return found


def position(field: RunOn, entry: int) -> int | None:
    """Return where an entry stands in the arrays of a field; ``None`` when she is not on the course."""
    j = int(np.searchsorted(field.who, entry))
    return j if j < len(field.who) and field.who[j] == entry else None


def _reason(worst: Worst, row: int, field: RunOn, zone: str) -> str:
    gate, closes_ms, middle_ms = worst.gates[worst.gate[row]], worst.closes_ms[row], worst.middle_ms[row]
    closes = show_time(round(float(closes_ms)), zone, seconds=False)
    has_closed = closes_ms <= field.at_ms
    said = f"{gate.name} {'closed' if has_closed else 'closes'} at {closes}"
    if gate.is_finish:
        said = f"the limit {'was' if has_closed else 'is'} {closes}"
    expected = ""
    if not np.isnan(middle_ms):
        ms = max(round(float(middle_ms)), field.at_ms)
        expected = f", expected at {gate.name} about {show_time(ms, zone, seconds=False)}"
    silent = "; she is not read at the next mat yet" if field.overdue_s[row] > LATE_S else ""
    return f"{said}{expected}{silent}"
