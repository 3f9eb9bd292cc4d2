"""Who is still out at one instant of a folded day, and what is known of her."""

from __future__ import annotations

import numpy as np

from alongside.crossings.fold import TRUST
from alongside.folders.folded import entries_on, groups, splits_ahead, starts_s, tod_s
from alongside.forecast.asked import Asked, are_numbers
from alongside.forecast.field_seen import LastSeen, last_seen
from alongside.forecast.known import Known, Track
from alongside.forecast.missed import with_misses
from alongside.forecast.past import Floats
from alongside.forecast.past_columns import Index
from alongside.live.state import LiveState
from alongside.units import MS_PER_S


def asked_of_state(state: LiveState, now_ms: int) -> list[Asked]:
    """Return who is still out at ``now_ms`` (UTC milliseconds), by the rows that the state holds.

    Whoever has been said to have dropped out is not. Phones and keyed bibs count where they are newer than
    the last mat.
    """
    seen = last_seen(state.race, state.locator, state.keyed.last())
    courses = state.race.arrays.courses
    return [_asked(state, seen, i, now_ms) for i in range(len(courses)) if splits_ahead(state, i).size]


def _asked(state: LiveState, seen: LastSeen, distance: int, now_ms: int) -> Asked:
    rows = np.flatnonzero(np.isin(seen.who, entries_on(state, distance)))
    splits, course = splits_ahead(state, distance), state.race.arrays.courses[distance]
    along_m = state.race.arrays.along_m[distance, splits]
    entered = state.crossings.field.entered
    track, ahead = Track(course.length_m, along_m, along_m), _ahead(state, distance, splits, now_ms)
    among = np.searchsorted(entries_on(state, distance), seen.who[rows])
    known = with_misses(_known(state, seen, rows, splits, now_ms), ahead, track, among)
    return Asked(
        distance=course.id,
        mats=tuple(course.mats[i] for i in splits),
        km=along_m / 1000,
        track=track,
        bibs=tuple(entered[i].bib for i in seen.who[rows]),
        order=seen.who[rows],
        known=known,
        ahead=ahead,
        numbered=are_numbers(entry.bib for entry in entered),
    )


def _ahead(state: LiveState, distance: int, splits: Index, now_ms: int) -> Known:
    """Return the crossings of everybody on a distance, who has finished included."""
    who = np.asarray(entries_on(state, distance), dtype=np.int64)
    now_s = (now_ms - state.plan.day_start_ms) / MS_PER_S
    return Known(now_s, starts_s(state, who), _crossed_s(state, who, splits, now_s))


def _crossed_s(state: LiveState, who: Index, splits: Index, now_s: float) -> Floats:
    columns, cells = state.crossings.columns, np.ix_(who, splits)
    at_s = tod_s(state, columns["at_ms"][cells])
    return np.where((columns["trust"][cells] == TRUST["estimated"]) | (at_s > now_s), np.nan, at_s)


def _known(state: LiveState, seen: LastSeen, rows: Index, splits: Index, now_ms: int) -> Known:
    who, distance = seen.who[rows], seen.distance[rows]
    now_s = (now_ms - state.plan.day_start_ms) / MS_PER_S
    at_s, start_s = _crossed_s(state, who, splits, now_s), starts_s(state, who)
    fix_s = (seen.base_ms[rows] - state.plan.day_start_ms) / MS_PER_S
    by_fix = np.isfinite(seen.fix_sd_m[rows]) & (fix_s <= now_s)
    until_ms = np.full(len(who), float(now_ms))
    halted_ms = state.race.interruptions.halted_ms(distance, seen.base_ms[rows], until_ms)
    return Known(
        now_s=now_s,
        start_s=np.where(start_s <= now_s, start_s, np.nan),
        at_s=at_s,
        gun_s=tod_s(state, state.race["gun_ms"][who]),
        fix_m=np.where(by_fix, seen.base_m[rows], np.nan),
        fix_s=np.where(by_fix, fix_s, np.nan),
        fix_sd_m=np.where(by_fix, seen.fix_sd_m[rows], np.nan),
        expected_s=_expected_s(state, who),
        group=groups(state, who),
        stopped_s=halted_ms / MS_PER_S,
    )


def _expected_s(state: LiveState, who: Index) -> Floats:
    """Return the net times that entries name for the distance that they were entered for, else nan."""
    field = state.crossings.field
    named = [
        field.entered[i].expected_s if field.entered[i].distance == field.entries[i].distance else None
        for i in who
    ]
    return np.array([np.nan if expected_s is None else expected_s for expected_s in named], dtype=np.float64)
