"""Who is missing, and why: everybody who started and is neither in nor out, nor surely on her way."""

from __future__ import annotations

from collections import defaultdict
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.field import NOBODY
from alongside.events.plan import Distance
from alongside.forecast.field_places import limit_from_ms
from alongside.live.accounted_views import Missing, Worry, Worrying
from alongside.live.last_seen import last_seen_of, newest_ms
from alongside.live.state import LiveState
from alongside.race.state import ON_COURSE
from alongside.tail.rides import Ride
from alongside.units import MS_PER_S, show_km

RANK: dict[Worry, int] = {worry: rank for rank, worry in enumerate(get_args(Worry))}
Why = dict[int, list[Worrying]]  # by entry
Bools = NDArray[np.bool_]


def missing(state: LiveState, rides: list[Ride], at_ms: int) -> Why:
    """Return why each missing runner is missing, by entry, the worst reason first.

    A runner in a van is not missing; one who is out of the race and waits for a ride is.
    """
    out = is_out(state)
    why: Why = defaultdict(list)
    _waiting(why, rides)
    _overdue(why, state, out)
    _left_course(why, state, out)
    _past_limit(why, state, out, at_ms)
    _questions(why, state, out)
    return {entry: sorted(found, key=lambda one: RANK[one.what]) for entry, found in why.items()}


def ranked(state: LiveState, why: Why) -> list[int]:
    """Return the entries of the missing, the most worrying first.

    That is by reason, then by how long it has stood, then by how long ago she was seen.
    """
    entries = np.array(sorted(why), dtype=np.int64)
    seen_ms = newest_ms(state, entries).tolist()
    worst = [(RANK[why[entry][0].what], why[entry][0].since_ms) for entry in entries.tolist()]
    return [entry for _, _, entry in sorted(zip(worst, seen_ms, entries.tolist(), strict=True))]


def missing_view(state: LiveState, entry: int, why: list[Worrying]) -> Missing:
    """Return one missing runner as pages show her."""
    of = state.crossings.field.entries[entry]
    name = state.plan.distance(of.distance).name
    return Missing(of.bib, of.distance, name, tuple(why), last_seen_of(state, entry))


def is_out(state: LiveState) -> Bools:
    """Return who is on the course on her own feet, by entry."""
    return np.asarray((state.race["status"] == ON_COURSE) & (state.race["picked_up_ms"] < 0))


def _waiting(why: Why, rides: list[Ride]) -> None:
    for ride in rides:
        if ride.state == "waiting" and ride.not_found is not None:
            why[ride.entry].append(Worrying("not_found", ride.not_found.at_ms))
        elif ride.state == "waiting":
            why[ride.entry].append(Worrying("waiting", ride.since_ms))


def _overdue(why: Why, state: LiveState, out: Bools) -> None:
    for bib, (since_ms, reason) in state.flags.of("overdue").items():
        entry = state.crossings.field.index(bib)
        if entry != NOBODY and out[entry]:
            why[entry].append(Worrying("overdue", since_ms, reason))


def _left_course(why: Why, state: LiveState, out: Bools) -> None:
    for left in state.left_course.values():
        entry = state.crossings.field.index(left.bib)
        if entry != NOBODY and out[entry] and newest_ms(state, np.array([entry]))[0] < left.at_ms:
            why[entry].append(Worrying("left_course", left.at_ms, show_km(left.along_m)))


def _past_limit(why: Why, state: LiveState, out: Bools, at_ms: int) -> None:
    for i, distance in enumerate(state.plan.distances):
        if distance.limit_s is None:
            continue
        who = np.flatnonzero(out & (state.race["distance"] == i))
        limits_ms = _limits_ms(state, distance, who)
        late = limits_ms < at_ms
        for entry, limit_ms in zip(who[late].tolist(), limits_ms[late].tolist(), strict=True):
            why[entry].append(Worrying("past_limit", round(limit_ms)))


def _limits_ms(state: LiveState, distance: Distance, who: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return until when the course is open for each of ``who``; the last over the start counts."""
    limit_ms = (distance.limit_s or 0.0) * MS_PER_S
    if distance.limit_from == "last_gun":
        from_ms = limit_from_ms(state.plan, state.crossings.gun_ms, distance)
        return np.full(len(who), from_ms + limit_ms)
    start_s = max((wave.start_s for wave in state.plan.waves if distance.id in wave.distances), default=0.0)
    return np.asarray(state.race["gun_ms"][who] + start_s * MS_PER_S + limit_ms)


def _questions(why: Why, state: LiveState, out: Bools) -> None:
    """Add whoever's newest sign is a read that does not count: also while she is said to be on board."""
    crossings, last_ms = state.crossings, state.race["last_ms"]
    asked = [(entry, one) for entry, kept in crossings.kept.items() for one in kept if one.question]
    for entry, one in asked:
        at_ms, mat = crossings.at_ms(one.row), state.mat_name(crossings.reads.mat(one.row))
        if one.rule == "on_board":
            why[entry].append(Worrying("read_on_board", at_ms, mat))
        elif out[entry] and at_ms > last_ms[entry]:
            why[entry].append(Worrying("question", at_ms, mat))
