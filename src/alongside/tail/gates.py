"""What must be reached in time: cutoffs and the limit, by when each, and how everybody stands to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.forecast.field_entries import EntryColumns
from alongside.forecast.field_places import limit_from_ms
from alongside.forecast.run_on import RunOn
from alongside.race.state import RaceState
from alongside.units import MS_PER_S

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Gate:
    """A cutoff, or the finish inside the limit, for some runners of one distance.

    ``rows`` are positions in the field of those who have not come to it yet. ``closes_ms`` is by when (UTC
    milliseconds), ``chance`` that she is there by then if she does not stop on the way, ``middle_ms`` as
    likely earlier as later that she is there (both nan where nothing is foreseen).
    """

    name: str
    is_finish: bool
    along_m: float
    rows: Index
    closes_ms: Floats
    chance: Floats
    middle_ms: Floats


class Gates:
    """The gates of every distance, worked out for a field. It keeps what entries name of themselves."""

    def __init__(self) -> None:
        self._entries = EntryColumns()

    def of(
        self, field: RunOn, crossings: Crossings, race: RaceState, among: Index | None = None
    ) -> list[Gate]:
        """Return every gate of the plan in force, in the order in which each distance meets them.

        ``among`` are positions in the field, ascending: whose gates are asked for; everybody's without.
        """
        self._entries.refresh(crossings)
        among = np.arange(len(field.who)) if among is None else among
        found: list[Gate] = []
        for i in range(len(race.arrays.ids)):
            rows = among[field.distance[among] == i]
            if len(rows):
                found += self._of_distance(i, rows, field, crossings, race)
        return found

    def _of_distance(
        self, i: int, rows: Index, field: RunOn, crossings: Crossings, race: RaceState
    ) -> list[Gate]:
        plan, course = crossings.plan, race.arrays.courses[i]
        if plan is None:
            return []
        width = race.arrays.along_m.shape[1]
        cutoffs = [cutoff for cutoff in plan.cutoffs if cutoff.distance == course.id]
        ones = np.ones(len(rows))
        found = [
            _gate(one.name, False, one.along_m, width + k, field, rows, ones * one.closes_ms)
            for k, one in enumerate(cutoffs)
        ]
        found.sort(key=lambda gate: gate.along_m)
        limit = self.limit_ms(i, field.who[rows], crossings, race)
        if limit is not None:
            finish = int(field.finish[rows[0]])
            found.append(_gate("the finish", True, course.length_m, finish, field, rows, limit))
        return found

    def limit_ms(self, distance: int, who: Index, crossings: Crossings, race: RaceState) -> Floats | None:
        """Return until when the course of a distance stays open for each of ``who``; ``None``: no limit.

        UTC milliseconds, by the guns as they were fired.
        """
        if crossings.plan is None:
            return None
        self._entries.refresh(crossings)
        plan = crossings.plan.distances[distance]
        if plan.limit_s is None:
            return None
        if plan.limit_from == "own_gun":
            from_ms = race["gun_ms"][who] + self._entries.start_s[who] * MS_PER_S
        else:
            from_ms = np.full(len(who), limit_from_ms(crossings.plan, crossings.gun_ms, plan))
        return np.asarray(from_ms + plan.limit_s * MS_PER_S, dtype=np.float64)


def _gate(
    name: str, is_finish: bool, along_m: float, column: int, field: RunOn, rows: Index, closes_ms: Floats
) -> Gate:
    ahead = field.table.base_m[field.who[rows]] < along_m
    rows, closes_ms = rows[ahead], closes_ms[ahead]
    cells = field.who[rows], column
    reach, in_time = field.table.reach[cells], field.table.in_time[cells]
    with np.errstate(invalid="ignore", divide="ignore"):
        chance = np.clip(in_time / np.where(reach > 0, reach, np.nan), 0.0, 1.0)
    return Gate(name, is_finish, along_m, rows, closes_ms, chance, field.table.middle_ms[cells])


def pace_s_per_km(gate: Gate, field: RunOn) -> Floats:
    """Return the pace from here that would just do, halts and all, for each of ``gate.rows``.

    Seconds per kilometre; nothing and less where the gate has closed, nan where she stands at it.
    """
    left_m = gate.along_m - field.along_m[gate.rows]
    left_s = (gate.closes_ms - field.at_ms) / MS_PER_S
    return np.where(left_m > 1.0, left_s / np.maximum(left_m, 1.0) * 1000.0, np.nan)
