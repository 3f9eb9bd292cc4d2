"""Who has passed a place of the course for sure, who is thought to have, and who is still to come.

The arrays are over the entries on the course, as in :class:`RunOn`. Arrivals lie on straight lines between
the forecast arrivals at the splits before and after the place: the medians for when somebody comes, the
90 % ends for how long to wait for the last one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.run_on import RunOn
from alongside.race.state import RaceState
from alongside.tail.keyed import Keyed

NEAR_MS = 5 * 60_000  # "now" is from five minutes ago to five minutes ahead
SOON_MS = 10 * 60_000
AT_M = 1.0  # a mat at the table itself counts as passing it

Floats = NDArray[np.float64]
Index = NDArray[np.int64]
NOBODY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class OnRoad:
    """The field of one distance at one instant: who, where for sure, where thought to be, when further on.

    ``split_m`` are the splits of the distance and its finish line; ``low_ms``, ``middle_ms`` and ``high_ms``,
    shape ``(runners, splits + 1)``, the arrivals there, nan where they have been, and ``coming`` the chances
    that they will still come there. ``next_split`` is the one that each comes to next. ``base_m`` and
    ``base_ms`` are where and when they were last seen, ``in_time`` is the chance to finish inside the limit
    (nan where the distance has none).
    """

    who: Index
    known_m: Floats
    along_m: Floats
    next_split: Index
    split_m: Floats
    middle_ms: Floats
    high_ms: Floats
    now_ms: int
    low_ms: Floats
    coming: Floats
    base_m: Floats
    base_ms: Floats
    in_time: Floats


@dataclass(frozen=True)
class Pass:
    """One pass of one distance by a place: counts, and the arrivals expected (UTC milliseconds).

    ``arrivals_ms`` are of those still to come, unsorted; ``last`` is the entry to wait for longest, and
    ``last_ms`` the time before which she comes with 9 chances in 10.
    """

    passed: int
    unsure: int
    to_come: int
    soon: int
    near: int
    arrivals_ms: Floats
    last_ms: float | None
    last: int | None


def on_road(
    field: RunOn, state: RaceState, keyed: Keyed, distance: int, now_ms: int, but: Index = NOBODY
) -> OnRoad:
    """Return the field of one distance, without the entries in ``but``.

    A keyed bib is where it was keyed, or past it.
    """
    is_here = field.distance == distance
    of = np.flatnonzero(is_here & ~np.isin(field.who, but) if len(but) else is_here)
    who = field.who[of]
    crossed_m = np.where(state["last_split"][who] >= 0, state["last_m"][who], -np.inf)
    keyed_m = np.where(keyed.columns["at_ms"][who] >= 0, keyed.columns["along_m"][who], -np.inf)
    course = state.arrays.courses[distance]
    splits, table = len(course.along_m) + 1, field.table
    return OnRoad(
        who=who,
        known_m=np.maximum(crossed_m, keyed_m),
        along_m=field.along_m[of],
        next_split=field.next_split[of],
        split_m=np.array([*course.along_m, course.length_m]),
        middle_ms=table.middle_ms[who, :splits],
        high_ms=table.high_ms[who, :splits],
        now_ms=now_ms,
        low_ms=table.low_ms[who, :splits],
        coming=table.reach[who, :splits] - table.missed[who, :splits],
        base_m=table.base_m[who],
        base_ms=table.base_ms[who],
        in_time=table.in_time[who, splits - 1],
    )


def some_of(road: OnRoad, rows: Index) -> OnRoad:
    """Return some of the runners of a road."""
    of = ("who", "known_m", "along_m", "next_split", "base_m", "base_ms", "in_time")
    tables = ("low_ms", "middle_ms", "high_ms", "coming")
    return replace(road, **{name: getattr(road, name)[rows] for name in (*of, *tables)})


def passing(road: OnRoad, along_m: float) -> Pass:
    """Return how the runners of ``road`` stand to a place ``along_m`` metres along their course."""
    sure = road.known_m >= along_m - AT_M
    ahead = np.flatnonzero(~sure & (road.along_m < along_m))
    arrivals_ms = _arrivals_ms(road, road.middle_ms, ahead, along_m)
    latest_ms = _arrivals_ms(road, road.high_ms, ahead, along_m)
    slowest = int(latest_ms.argmax()) if len(ahead) else None
    passed = int(sure.sum())
    return Pass(
        passed=passed,
        unsure=len(sure) - passed - len(ahead),
        to_come=len(ahead),
        soon=int((arrivals_ms <= road.now_ms + SOON_MS).sum()),
        near=int((np.abs(road.along_m - along_m) <= _pace_mps(road) * (NEAR_MS / 1000)).sum()),
        arrivals_ms=arrivals_ms,
        last_ms=None if slowest is None else float(latest_ms[slowest]),
        last=None if slowest is None else int(road.who[ahead[slowest]]),
    )


def _arrivals_ms(road: OnRoad, split_ms: Floats, rows: Index, here_m: float) -> Floats:
    """Return when runners are at a place: between the splits around it, or from where they are now."""
    there = min(int(np.searchsorted(road.split_m, here_m - AT_M)), len(road.split_m) - 1)
    after = np.maximum(there, road.next_split[rows])
    before = after - 1
    is_ahead = before >= road.next_split[rows]
    from_m = np.where(is_ahead, road.split_m[before], road.along_m[rows])
    from_ms = np.where(is_ahead, np.fmax(split_ms[rows, before], road.now_ms), float(road.now_ms))
    to_m, to_ms = road.split_m[after], np.fmax(split_ms[rows, after], road.now_ms)
    share = (here_m - from_m) / np.maximum(to_m - from_m, AT_M)
    return np.asarray(from_ms + np.clip(share, 0.0, 1.0) * (to_ms - from_ms))


def _pace_mps(road: OnRoad) -> Floats:
    """Return about how fast everybody is now: to the next split, by her median arrival there."""
    rows = np.arange(len(road.who))
    left_s = np.fmax(road.middle_ms[rows, road.next_split] - road.now_ms, 1000.0) / 1000
    return np.asarray((road.split_m[road.next_split] - road.along_m) / left_s)


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
