"""How one runner stands, for her own page: what is ahead in time, the sweep, and who is around her."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.course.sweep_schedule import dues_ms
from alongside.forecast.as_crossed import AsCrossed
from alongside.forecast.run_on import RunOn
from alongside.live.let_go import let_go_bibs
from alongside.live.risk_views import GateView, OwnView, PartView
from alongside.live.state import LiveState
from alongside.tail.alone import look_around
from alongside.tail.gates import Gate, Gates, pace_s_per_km
from alongside.tail.groups import NEAR_SPLIT_M
from alongside.tail.risk import position
from alongside.tail.sweeps import Front
from alongside.units import MS_PER_S, normal_code

PACED_M = 1_000.0  # for the last of a road a pace says little
NEAR_S = 2 * 60  # so near her, by her own pace, others go on with her when her group turns off
STEPS = np.arange(0.0, 1.0, 0.02)  # of the road ahead, at which the sweep may come to her
Floats = NDArray[np.float64]


class OwnLook:
    """What the own pages of one tick have in common, worked out once."""

    def __init__(self, state: LiveState, field: RunOn, gates: Gates, as_crossed: AsCrossed) -> None:
        self._state, self._field = state, field
        self._gates = gates.of(field, state.crossings, state.race)
        self._look = look_around(field, state.crossings, state.race, state.plan.shared, as_crossed)
        self._let_go = let_go_bibs(state)

    def of(self, entry: int) -> OwnView | None:
        """Return how a runner stands; ``None`` for who is not on the course."""
        field, around = self._field, self._look.around
        j = position(field, entry)
        if j is None:
            return None
        bib, (pace, pace_from) = self._state.crossings.field.entries[entry].bib, self._pace(j, entry)
        own_m = around.own_m[int(field.distance[j])]
        swept = [ms for front in self._sweeps(j) if (ms := self._swept_ms(front, j)) is not None]
        return OwnView(
            gates=tuple(view for gate in self._gates if (view := self._gate(gate, j)) is not None),
            pace_s_per_km=pace,
            pace_from=pace_from,
            swept_ms=None if min(swept, default=np.inf) == np.inf else round(min(swept)),
            outruns_sweep=bool(swept) and min(swept) == np.inf,
            ahead_m=_finite(around.ahead_m[j]),
            behind_m=_finite(around.behind_m[j]),
            behind=int(np.searchsorted(own_m, float(field.along_m[j]))),
            parting=self._parting(j, entry),
            alone=bib in self._state.flags.of("alone"),
            at_risk=bib in self._state.flags.of("at_risk"),
            let_go=normal_code(bib) in self._let_go,
        )

    def _pace(self, j: int, entry: int) -> tuple[float | None, str]:
        """Return her pace, and since which split it is where she was seen well past it; else between mats."""
        field, race = self._field, self._state.race
        split = int(race["last_split"][entry])
        ran_m = float(field.table.base_m[entry]) - float(race["last_m"][entry])
        ran_s = (float(field.base_ms[j]) - float(race["last_ms"][entry])) / MS_PER_S
        if split >= 0 and ran_m >= PACED_M / 2 and ran_s > 0 and math.isinf(field.resumed_s[j]):
            return ran_s / ran_m * 1000, race.arrays.courses[int(field.distance[j])].names[split]
        speed_mps = float(field.speed_mps[j])
        return None if math.isnan(speed_mps) else 1000 / speed_mps, ""

    def _gate(self, gate: Gate, j: int) -> GateView | None:
        k = int(np.searchsorted(gate.rows, j))
        if k >= len(gate.rows) or gate.rows[k] != j:
            return None
        is_far = gate.along_m - float(self._field.along_m[j]) >= PACED_M
        pace = float(pace_s_per_km(gate, self._field)[k]) if is_far else 0.0
        middle_ms = _finite(gate.middle_ms[k])
        return GateView(
            name=gate.name,
            is_finish=gate.is_finish,
            along_m=gate.along_m,
            closes_ms=round(float(gate.closes_ms[k])),
            middle_ms=None if middle_ms is None else max(round(middle_ms), self._field.at_ms),
            chance=_finite(gate.chance[k]),
            pace_s_per_km=pace if pace > 0 else None,
        )

    def _parting(self, j: int, entry: int) -> PartView | None:
        """Return where her group's road leaves hers, when that lies near ahead."""
        group, here_m = self._look.companions.group(entry), float(self._field.along_m[j])
        if group.parts_m is None or not here_m < group.parts_m <= here_m + NEAR_SPLIT_M:
            return None
        reach_m = NEAR_S * float(self._look.around.speed_mps[j])
        own_m = self._look.around.own_m[int(self._field.distance[j])]
        low, high = np.searchsorted(own_m, (here_m - reach_m, here_m + reach_m))
        near = max(0, int(high - low) - int(self._look.around.is_there[j]))
        return PartView(group.parts_m, len(group.parts), len(group.stays), near)

    def _sweeps(self, j: int) -> list[Front]:
        """Return the sweeps of her distance that are behind her."""
        distance, here_m = self._state.race.arrays.ids[int(self._field.distance[j])], self._field.along_m[j]
        fronts = self._state.sweeps.fronts(self._field.at_ms)
        return [
            one
            for one in fronts
            if one.sweep.distance == distance and one.along_m is not None and one.along_m <= here_m
        ]

    def _swept_ms(self, front: Front, j: int) -> float | None:
        """Return when a sweep comes to her (UTC milliseconds), by its schedule and its lead on it.

        Infinite when it does not before her finish; ``None`` without a schedule or a forecast of her.
        """
        field = self._field
        if not front.sweep.schedule or np.isnan(field.next_ms[j]):
            return None
        here_m = float(field.along_m[j])
        metres = here_m + STEPS * (float(field.length_m[j]) - here_m)
        due_ms = np.maximum(dues_ms(front.sweep, metres) - (front.ahead_s or 0.0) * MS_PER_S, field.at_ms)
        met = np.flatnonzero(due_ms <= self._arrivals_ms(j, metres))
        return float(due_ms[met[0]]) if len(met) else np.inf

    def _arrivals_ms(self, j: int, metres: Floats) -> Floats:
        """Return when she is at metres ahead of her: on straight lines between her splits."""
        field, entry = self._field, int(self._field.who[j])
        course = self._state.race.arrays.courses[int(field.distance[j])]
        split_m = np.array([*course.along_m, course.length_m])
        split_ms = field.table.middle_ms[entry, : len(split_m)]
        ahead = (split_m > field.along_m[j]) & ~np.isnan(split_ms)
        known_m = np.concatenate([[float(field.along_m[j])], split_m[ahead]])
        known_ms = np.concatenate([[float(field.at_ms)], np.maximum(split_ms[ahead], field.at_ms)])
        return np.asarray(np.interp(metres, known_m, known_ms))


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
