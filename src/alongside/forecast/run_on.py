"""The field at one instant: everybody run on from where she was last seen to now, by her forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.field_seen import SHORT_OF_M, LastSeen
from alongside.forecast.field_table import Table
from alongside.race.state import RaceState

Floats = NDArray[np.float64]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Due:
    """When runners were expected at their next split when they were last seen, with what stops have added.

    ``overdue_s`` is how long ago that was (0 when it was not), ``resumed_s`` how long their distance has gone
    on again since it was stopped (infinite where it never was). Where no split is ahead, times are nan.
    """

    distance: Index
    next_split: Index
    due_ms: Floats
    overdue_s: Floats
    resumed_s: Floats


@dataclass(frozen=True)
class Expected:
    """An arrival: as likely earlier as later than ``ms``; 8 of 10 between the ends. UTC milliseconds."""

    from_ms: int | None
    ms: int | None
    to_ms: int | None


@dataclass(frozen=True)
class RunOn:
    """The field at ``at_ms``, as arrays over the entries in ``who`` (those on the course).

    ``base_m`` and ``base_ms`` are what is known (:class:`LastSeen`); ``along_m`` is that carried on to now:
    she has covered the share of the road to the next split that has passed of the time to her median
    arrival there, and is short of it. ``next_ms`` is that median (nan at the end of her road), never before
    now; ``going`` the chance that she gets there at all, ``on_way`` that she is still on her way there:
    neither stopped nor past it unread. Time in which her distance was stopped does not count. ``table``
    holds the arrivals at every place.
    """

    at_ms: int
    who: Index
    distance: Index
    last_split: Index
    next_split: Index
    along_m: Floats
    base_m: Floats
    base_ms: Floats
    by_phone: NDArray[np.bool_]
    speed_mps: Floats
    next_m: Floats
    next_ms: Floats
    going: Floats
    on_way: Floats
    due_ms: Floats
    overdue_s: Floats
    resumed_s: Floats
    length_m: Floats
    finish: Index
    table: Table

    def at_next(self, j: int) -> Expected:
        """Return when the runner at position ``j`` is expected at her next split."""
        return self._expected(j, int(self.next_split[j]))

    def at_finish(self, j: int) -> Expected:
        """Return when the runner at position ``j`` is expected at the finish line."""
        return self._expected(j, int(self.finish[j]))

    def makes_limit(self, j: int) -> float | None:
        """Return the chance that the runner at ``j`` finishes, inside the limit where there is one."""
        chance = float(self.table.in_time[self.who[j], self.finish[j]])
        return None if np.isnan(chance) else chance

    def _expected(self, j: int, column: int) -> Expected:
        entry, table = self.who[j], self.table
        blocks = table.low_ms, table.middle_ms, table.high_ms
        return Expected(*(self._not_past(block[entry, column]) for block in blocks))

    def _not_past(self, ms: np.float64) -> int | None:
        """A forecast is up to a minute old; a time that has gone by since is promised to nobody."""
        return None if np.isnan(ms) else max(round(float(ms)), self.at_ms)


def due(state: RaceState, seen: LastSeen, due_ms: Floats, at_ms: int) -> Due:
    """Return who is due when; ``due_ms`` as :meth:`FieldForecast.see` has it."""
    interruptions, now_ms = state.interruptions, np.full(len(seen.who), float(at_ms))
    halted_ms = interruptions.halted_ms(seen.distance, seen.base_ms, now_ms)
    due_ms = due_ms + halted_ms
    overdue_s = np.fmax((at_ms - due_ms) / 1000, 0.0)
    resumed_s = interruptions.since_resumed_s(seen.distance, at_ms)
    return Due(seen.distance, seen.next_split, due_ms, overdue_s, resumed_s)


def run_on(state: RaceState, seen: LastSeen, due: Due, table: Table, at_ms: int) -> RunOn:
    """Return where everybody on the course is thought to be at ``at_ms``; ``table`` must be of that tick."""
    who, distance = seen.who, seen.distance
    middle_ms, going = table.middle_ms[who, seen.next_split], table.reach[who, seen.next_split]
    clock_ms, halted = table.clock_ms[who], state.interruptions.halted_ms
    stopped_ms = halted(distance, clock_ms, np.full(len(who), float(at_ms)))
    run_ms = clock_ms - seen.base_ms - halted(distance, seen.base_ms, clock_ms)
    since_ms = at_ms - clock_ms - stopped_ms
    whole_ms = np.maximum(run_ms + middle_ms - clock_ms, 1.0)
    share = np.clip((run_ms + since_ms) / whole_ms, 0.0, 1.0)
    ran_m = np.where(np.isnan(share), 0.0, share) * np.maximum(seen.next_m - seen.base_m, 0.0)
    short_m = np.maximum(seen.next_m - SHORT_OF_M, seen.base_m)
    return RunOn(
        at_ms=at_ms,
        who=who,
        distance=distance,
        last_split=seen.last_split,
        next_split=seen.next_split,
        along_m=np.minimum(seen.base_m + ran_m, short_m),
        base_m=seen.base_m,
        base_ms=seen.base_ms,
        by_phone=seen.by_phone,
        speed_mps=state["speed_mps"][who],
        next_m=seen.next_m,
        next_ms=np.maximum(middle_ms + stopped_ms, float(at_ms)),
        going=going,
        on_way=going - table.missed[who, seen.next_split],
        due_ms=due.due_ms,
        overdue_s=due.overdue_s,
        resumed_s=due.resumed_s,
        length_m=state.arrays.length_m[distance],
        finish=_finish(state)[distance],
        table=table,
    )


def _finish(state: RaceState) -> Index:
    """Return by distance the column of the finish line: one past the last split."""
    return np.array([len(course.along_m) for course in state.arrays.courses], dtype=np.int64)
