"""Who has passed a place of the course for sure, who is thought to have, and who is still to come.

The arrays are over the entries on the course, as in :class:`RunOn`. Everything expected is the last
segment's pace, run on; who has no pace yet is run on at ``NOMINAL_MPS``, and for the last one to come at
``SLOWEST_MPS``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.last_segment import NOMINAL_MPS, SLOWEST_MPS, RunOn
from alongside.race.state import RaceState
from alongside.tail.keyed import Keyed

NEAR_MS = 5 * 60_000  # "now" is from five minutes ago to five minutes ahead
SOON_MS = 10 * 60_000
AT_M = 1.0  # a mat at the table itself counts as passing it

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class OnRoad:
    """The field of one distance at one instant: who, where for sure, where thought to be, how fast."""

    who: NDArray[np.int64]
    known_m: Floats
    along_m: Floats
    pace_mps: Floats
    careful_mps: Floats
    now_ms: int


@dataclass(frozen=True)
class Pass:
    """One pass of one distance by a place: counts, and the arrivals expected (UTC milliseconds).

    ``arrivals_ms`` are of those still to come, unsorted; ``last`` is the entry thought to come last.
    """

    passed: int
    unsure: int
    to_come: int
    soon: int
    near: int
    arrivals_ms: Floats
    last_ms: float | None
    last: int | None


def on_road(field: RunOn, state: RaceState, keyed: Keyed, distance: int, now_ms: int) -> OnRoad:
    """Return the field of one distance; a keyed bib is where it was keyed, or past it."""
    of = np.flatnonzero(field.distance == distance)
    who = field.who[of]
    crossed_m = np.where(state["last_split"][who] >= 0, state["last_m"][who], -np.inf)
    keyed_m = np.where(keyed.columns["at_ms"][who] >= 0, keyed.columns["along_m"][who], -np.inf)
    speed_mps = field.speed_mps[of]
    pace_mps = np.where(np.isnan(speed_mps), NOMINAL_MPS, speed_mps)
    careful_mps = np.where(np.isnan(speed_mps), SLOWEST_MPS, speed_mps)
    return OnRoad(who, np.maximum(crossed_m, keyed_m), field.along_m[of], pace_mps, careful_mps, now_ms)


def passing(road: OnRoad, along_m: float) -> Pass:
    """Return how the runners of ``road`` stand to a place ``along_m`` metres along their course."""
    sure = road.known_m >= along_m - AT_M
    ahead = np.flatnonzero(~sure & (road.along_m < along_m))
    left_m = along_m - road.along_m[ahead]
    arrivals_ms = road.now_ms + left_m / road.pace_mps[ahead] * 1000
    careful_ms = left_m / road.careful_mps[ahead] * 1000
    slowest = int(careful_ms.argmax()) if len(ahead) else None
    near = np.abs(road.along_m - along_m) <= road.pace_mps * (NEAR_MS / 1000)
    passed = int(sure.sum())
    return Pass(
        passed=passed,
        unsure=len(sure) - passed - len(ahead),
        to_come=len(ahead),
        soon=int((arrivals_ms <= road.now_ms + SOON_MS).sum()),
        near=int(near.sum()),
        arrivals_ms=arrivals_ms,
        last_ms=None if slowest is None else road.now_ms + float(careful_ms[slowest]),
        last=None if slowest is None else int(road.who[ahead[slowest]]),
    )


def passed_ms(at_ms: NDArray[np.int64], along_m: Floats, here_m: float) -> Floats:
    """Return about when runners passed ``here_m``: between the crossings before and after it, at even pace.

    ``at_ms``, shape ``(splits, runners)``, holds crossings (-1 for none) at ``along_m``, ascending.  Whoever
    was not read at both neighbouring splits is left out.
    """
    after = int(np.searchsorted(along_m, here_m - AT_M))
    if after == len(along_m):
        return np.empty(0)
    if along_m[after] <= here_m + AT_M or after == 0:
        there = at_ms[after].astype(np.float64)
        return np.asarray(there[there >= 0])
    from_ms, to_ms = at_ms[after - 1], at_ms[after]
    both = (from_ms >= 0) & (to_ms >= 0)
    share = (here_m - along_m[after - 1]) / (along_m[after] - along_m[after - 1])
    return np.asarray(from_ms[both] + (to_ms[both] - from_ms[both]) * share, dtype=np.float64)
