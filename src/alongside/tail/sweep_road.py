"""The road of a sweep: which runners it closes behind, where they are on its metres, who is inside the limit.

A sweep follows its own distance. Runners of a distance that has a sweep of its own are that one's; of a
distance without any, they count where its road is shared.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.events.plan import RacePlan, Sweep
from alongside.forecast.run_on import RunOn

INSIDE_AT_LEAST = 0.1  # with this chance to finish inside the limit a runner counts as inside it
BESIDE_M = 50.0  # so near she is at the sweep, not behind it

Floats = NDArray[np.float64]
Index = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SweepRoad:
    """Runners on a sweep's road: ``rows`` are positions in the field, ``along_m`` metres of its distance.

    ``inside`` may still finish inside the limit and is waited for; ``let_go`` goes on along the pavement.
    """

    rows: Index
    along_m: Floats
    inside: Bools
    let_go: Bools

    def behind(self, along_m: float) -> Bools:
        """Return who is behind a sweep at ``along_m``."""
        return self.along_m < along_m - BESIDE_M


def sweep_road(
    plan: RacePlan,
    field: RunOn,
    sweep: Sweep,
    let_go: Collection[int] = (),
    waits: Collection[int] = (),
    aboard: Collection[int] = (),
) -> SweepRoad:
    """Return the runners that a sweep closes behind.

    ``let_go``, ``waits`` (for a ride) and ``aboard`` (of a van) are entries: nobody aboard is on the road,
    and who was let go or stays where she is holds up no sweep.
    """
    along_m = _on_its_metres(plan, field, sweep)
    rows = np.flatnonzero(~np.isnan(along_m) & ~_are_in(field.who, aboard))
    who = field.who[rows]
    gone = _are_in(who, let_go)
    chance = _chance(plan, field)[rows]
    inside = (np.isnan(chance) | (chance >= INSIDE_AT_LEAST)) & ~gone & ~_are_in(who, waits)
    return SweepRoad(rows, along_m[rows], inside, gone)


def _chance(plan: RacePlan, field: RunOn) -> Floats:
    """Return everybody's chance to finish inside the limit; without one, that she is on her way at all."""
    has_limit = np.array([distance.limit_s is not None for distance in plan.distances])
    in_time = field.table.in_time[field.who, field.finish]
    return np.where(has_limit[field.distance], in_time, field.going)


def _are_in(who: Index, entries: Collection[int]) -> Bools:
    return np.isin(who, np.fromiter(entries, np.int64, len(entries)))


def _on_its_metres(plan: RacePlan, field: RunOn, sweep: Sweep) -> Floats:
    """Return where everybody is in metres of the sweep's distance, nan for who is not its business."""
    index = {distance.id: i for i, distance in enumerate(plan.distances)}
    own = field.distance == index[sweep.distance]
    along_m = np.where(own, field.along_m, np.nan)
    swept = {one.distance for one in plan.sweeps}
    for other, from_m, to_m, here_m, here_to_m in _shared_with(plan, sweep.distance):
        if other in swept:
            continue
        on_it = (field.distance == index[other]) & (field.along_m >= from_m) & (field.along_m <= to_m)
        scale = (here_to_m - here_m) / max(to_m - from_m, 1e-9)
        along_m = np.where(on_it, here_m + (field.along_m - from_m) * scale, along_m)
    return along_m


def _shared_with(plan: RacePlan, distance: str) -> list[tuple[str, float, float, float, float]]:
    """Return (other distance, from, to there, from, to here) of every road shared with a distance."""
    found = [(s.b, s.b_from_m, s.b_to_m, s.a_from_m, s.a_to_m) for s in plan.shared if s.a == distance]
    found += [(s.a, s.a_from_m, s.a_to_m, s.b_from_m, s.b_to_m) for s in plan.shared if s.b == distance]
    return [one for one in found if one[0] != distance]
