"""Where everybody on the course was last seen, and where she comes next: by the rows, not by the clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.locate.fold import Locator
from alongside.race.state import ON_COURSE, RaceState

COMMON_MPS = 2.5  # before she has any pace, to tell two passes of one place apart: 6:40 min/km
PLACE_SLACK_M = 50.0  # a fix may lie this far outside the stretch between two mats
SHORT_OF_M = 10.0  # she has not been read at the next mat, so she is short of it
FIX_SD_M = 30.0  # a phone that knows its place well is still as far from the line of the course
KEYED_SD_M = 60.0  # a bib is keyed somewhere along the tables, some time after she came in
Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class LastKeyed:
    """Where volunteers last keyed each entry: metres, and UTC milliseconds (-1 for nowhere)."""

    along_m: Floats
    at_ms: Index


@dataclass(frozen=True)
class LastSeen:
    """Where the entries in ``who`` (those on the course) were last seen, as arrays over them.

    ``mat_split`` is the last split that read her, ``last_split`` the last one that she is past,
    ``next_split`` the next one further on: it passes over what a diversion leaves out, and past the last
    split of her distance it is the finish line. ``base_m`` and ``base_ms`` (UTC milliseconds) are the newest
    that is known: a crossing, a keyed bib or a fix (``by_phone``); of the latter two ``fix_sd_m`` is how far
    off they may be, nan where it is a crossing. All of it hangs on the rows applied alone.
    """

    who: Index
    distance: Index
    mat_split: Index
    last_split: Index
    next_split: Index
    next_m: Floats
    base_m: Floats
    base_ms: Floats
    by_phone: NDArray[np.bool_]
    fix_sd_m: Floats


@dataclass(frozen=True)
class _Last:
    """The last split that somebody is past, and the place and time that say so."""

    split: Index
    m: Floats
    ms: Floats
    sd_m: Floats


def last_seen(state: RaceState, locator: Locator, keyed: LastKeyed | None = None) -> LastSeen:
    """Return where everybody on the course was last seen; whoever a van has picked up is not on it."""
    who = np.flatnonzero((state["status"] == ON_COURSE) & (state["picked_up_ms"] < 0))
    distance, mat_split = state["distance"][who], state["last_split"][who]
    last = _with_keyed(state, keyed, who, _by_mats(state, who))
    next_split = state.interruptions.next_split(state.arrays, distance, last.split, last.ms)
    # Nobody runs to the start, or to the way out of the table at which she was read coming in.
    next_split = next_split + (state.arrays.along_m[distance, next_split] <= last.m)
    next_m = state.arrays.along_m[distance, next_split]
    next_m = np.where(np.isfinite(next_m), next_m, state.arrays.length_m[distance])
    base_m, base_ms, by_phone = _with_phones(state, locator, who, last, next_m)
    sd_m = np.where(by_phone, np.maximum(locator["accuracy_m"][who], FIX_SD_M), last.sd_m)
    return LastSeen(who, distance, mat_split, last.split, next_split, next_m, base_m, base_ms, by_phone, sd_m)


def _by_mats(state: RaceState, who: Index) -> _Last:
    split = state["last_split"][who]
    ms = np.where(split >= 0, state["last_ms"][who], state["start_ms"][who]).astype(np.float64)
    return _Last(split, state["last_m"][who], ms, np.full(len(who), np.nan))


def _with_keyed(state: RaceState, keyed: LastKeyed | None, who: Index, last: _Last) -> _Last:
    """Take a keyed bib for the last crossing where it is newer; mats well before it have missed her."""
    if keyed is None:
        return last
    rows = np.flatnonzero((keyed.at_ms[who] > last.ms) & (keyed.along_m[who] >= last.m - PLACE_SLACK_M))
    split, m, ms, sd_m = last.split.copy(), last.m.copy(), last.ms.copy(), last.sd_m.copy()
    keyed_m = keyed.along_m[who[rows]]
    behind = state.arrays.along_m[state["distance"][who[rows]]] <= keyed_m[:, None] - PLACE_SLACK_M
    split[rows] = np.maximum(split[rows], behind.sum(axis=1) - 1)
    m[rows] = np.maximum(m[rows], keyed_m)
    ms[rows], sd_m[rows] = keyed.at_ms[who[rows]], KEYED_SD_M
    return _Last(split, m, ms, sd_m)


def _with_phones(
    state: RaceState, locator: Locator, who: Index, last: _Last, next_m: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Take the fix instead of the crossing where it is newer and lies on the road in between."""
    fix_ms = locator["at_ms"][who].astype(np.float64)
    newer = np.flatnonzero(fix_ms > last.ms)
    base_m, base_ms = last.m.copy(), last.ms.copy()
    by_phone = np.zeros(len(who), dtype=np.bool_)
    candidates = locator["along_m"][who[newer]]
    low_m, high_m = last.m[newer, None] - PLACE_SLACK_M, next_m[newer, None] + PLACE_SLACK_M
    off_m = np.where(
        (candidates >= low_m) & (candidates <= high_m),
        np.abs(candidates - _about_m(state, who, last, newer, fix_ms[newer], next_m)[:, None]),
        np.inf,
    )
    best = off_m.argmin(axis=1) if len(newer) else newer
    placed = np.isfinite(off_m[np.arange(len(newer)), best])
    rows = newer[placed]
    base_m[rows] = np.minimum(candidates[placed, best[placed]], next_m[rows] - SHORT_OF_M)
    base_ms[rows], by_phone[rows] = fix_ms[rows], True
    return base_m, base_ms, by_phone


def _about_m(
    state: RaceState, who: Index, last: _Last, rows: Index, fix_ms: Floats, next_m: Floats
) -> Floats:
    """Return about where she was when her phone sent its fix: at her last pace from where she was seen."""
    speed_mps = state["speed_mps"][who[rows]]
    speed_mps = np.where(np.isnan(speed_mps), COMMON_MPS, speed_mps)
    halted_ms = state.interruptions.halted_ms(state["distance"][who[rows]], last.ms[rows], fix_ms)
    run_s = (fix_ms - last.ms[rows] - halted_ms) / 1000
    return np.asarray(np.minimum(last.m[rows] + speed_mps * run_s, next_m[rows] - SHORT_OF_M))
