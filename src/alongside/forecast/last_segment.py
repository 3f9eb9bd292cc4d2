"""The plainest forecast: the pace of the last segment, run on. It says of itself that it is that.

It serves until the forecast proper stands, and beside it as a baseline.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.locate.fold import Locator
from alongside.race.state import ON_COURSE, RaceState

NOMINAL_MPS = 2.5  # for a place on the strip, before a runner has any pace: 6:40 min/km
SLOWEST_MPS = 1.4  # who has no pace yet is late only for a walker: 11:54 min/km, an 8:22 marathon
PLACE_SLACK_M = 50.0  # a fix may lie this far outside the stretch between two mats
SHORT_OF_M = 10.0  # she has not been read at the next mat, so she is short of it
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RunOn:
    """The field at one instant, as arrays over the entries in ``who`` (those on the course).

    ``base_m`` and ``base_ms`` are what is known (a crossing, or a later fix, ``by_phone``); ``along_m``
    is that run on to now, short of the next split; ``next_ms`` and ``finish_ms`` are the same pace run
    on (nan without a pace); ``overdue_s`` is how long ago the next split was expected (0 when it was not),
    of a walker where there is no pace yet, and ``segment_s`` how long that stretch should take.
    Time in which her distance was stopped does not count; ``resumed_s`` is how long it has gone on again
    (infinite where it was never stopped). ``next_split`` passes over what a diversion leaves out; past
    the last split of her distance it is the finish line.
    """

    who: NDArray[np.int64]
    distance: NDArray[np.int64]
    last_split: NDArray[np.int64]
    next_split: NDArray[np.int64]
    along_m: Floats
    base_ms: Floats
    by_phone: NDArray[np.bool_]
    speed_mps: Floats
    next_m: Floats
    next_ms: Floats
    finish_ms: Floats
    segment_s: Floats
    overdue_s: Floats
    resumed_s: Floats


@dataclass(frozen=True)
class LastKeyed:
    """Where volunteers last keyed each entry: metres, and UTC milliseconds (-1 for nowhere)."""

    along_m: Floats
    at_ms: NDArray[np.int64]


def run_on(state: RaceState, locator: Locator, now_ms: int, keyed: LastKeyed | None = None) -> RunOn:
    """Return where everybody on the course is thought to be at ``now_ms`` (UTC milliseconds)."""
    who = np.flatnonzero(state["status"] == ON_COURSE)
    distance, last_split = state["distance"][who], state["last_split"][who]
    speed_mps = state["speed_mps"][who]
    pace_mps = np.where(np.isnan(speed_mps), NOMINAL_MPS, speed_mps)
    last_m = state["last_m"][who]
    last_ms = np.where(last_split >= 0, state["last_ms"][who], state["start_ms"][who]).astype(np.float64)
    if keyed is not None:
        last_split, last_m, last_ms = _with_keyed(state, keyed, who, last_split, last_m, last_ms)
    interruptions = state.interruptions
    next_split = interruptions.next_split(state.arrays, distance, last_split, last_ms)
    next_m = state.arrays.along_m[distance, next_split]
    next_m = np.where(np.isfinite(next_m), next_m, state.arrays.length_m[distance])
    until_ms = np.full(len(who), float(now_ms))
    halted_ms = interruptions.halted_ms(distance, last_ms, until_ms)
    run_s = (now_ms - last_ms - halted_ms) / 1000
    predicted_m = np.minimum(last_m + pace_mps * run_s, next_m - SHORT_OF_M)
    base_m, base_ms, by_phone = _with_phones(locator, who, last_m, last_ms, predicted_m, next_m)
    halted_ms = interruptions.halted_ms(distance, base_ms, until_ms)
    since_s = (now_ms - base_ms - halted_ms) / 1000
    along_m = np.minimum(base_m + pace_mps * since_s, np.maximum(next_m - SHORT_OF_M, base_m))
    known_mps = np.where(np.isnan(speed_mps), np.nan, pace_mps)
    next_ms = base_ms + halted_ms + (next_m - base_m) / known_mps * 1000
    length_m = state.arrays.length_m[distance]
    finish_ms = np.maximum(next_ms, now_ms) + (length_m - next_m) / known_mps * 1000
    careful_mps = np.where(np.isnan(speed_mps), SLOWEST_MPS, pace_mps)
    late_s = since_s - (next_m - base_m) / careful_mps
    return RunOn(
        who,
        distance,
        last_split,
        next_split,
        along_m,
        base_ms,
        by_phone,
        speed_mps,
        next_m,
        next_ms,
        finish_ms,
        (next_m - last_m) / careful_mps,
        np.maximum(late_s, 0.0),
        interruptions.since_resumed_s(distance, now_ms),
    )


def _with_keyed(
    state: RaceState,
    keyed: LastKeyed,
    who: NDArray[np.int64],
    last_split: NDArray[np.int64],
    last_m: Floats,
    last_ms: Floats,
) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Take a keyed bib for the last crossing where it is newer; mats well before it have missed her."""
    rows = np.flatnonzero((keyed.at_ms[who] > last_ms) & (keyed.along_m[who] >= last_m - PLACE_SLACK_M))
    if not len(rows):
        return last_split, last_m, last_ms
    last_split, last_m, last_ms = last_split.copy(), last_m.copy(), last_ms.copy()
    keyed_m = keyed.along_m[who[rows]]
    behind = state.arrays.along_m[state["distance"][who[rows]]] <= keyed_m[:, None] - PLACE_SLACK_M
    last_split[rows] = np.maximum(last_split[rows], behind.sum(axis=1) - 1)
    last_m[rows] = np.maximum(last_m[rows], keyed_m)
    last_ms[rows] = keyed.at_ms[who[rows]]
    return last_split, last_m, last_ms


def _with_phones(
    locator: Locator,
    who: NDArray[np.int64],
    last_m: Floats,
    last_ms: Floats,
    predicted_m: Floats,
    next_m: Floats,
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Take the fix instead of the crossing where it is newer and lies on the road in between."""
    fix_ms = locator["at_ms"][who]
    newer = np.flatnonzero(fix_ms > last_ms)
    base_m, base_ms = last_m.copy(), last_ms.copy()
    by_phone = np.zeros(len(who), dtype=np.bool_)
    candidates = locator["along_m"][who[newer]]
    low_m, high_m = last_m[newer, None] - PLACE_SLACK_M, next_m[newer, None] + PLACE_SLACK_M
    off_m = np.where(
        (candidates >= low_m) & (candidates <= high_m),
        np.abs(candidates - predicted_m[newer, None]),
        np.inf,
    )
    best = off_m.argmin(axis=1) if len(newer) else newer
    placed = np.isfinite(off_m[np.arange(len(newer)), best])
    rows = newer[placed]
    base_m[rows] = np.minimum(candidates[placed, best[placed]], next_m[rows] - SHORT_OF_M)
    base_ms[rows], by_phone[rows] = fix_ms[rows], True
    return base_m, base_ms, by_phone
