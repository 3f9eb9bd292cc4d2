"""A recorded day folded to its state, as the live system would hold it at some time."""

from __future__ import annotations

import numpy as np

from alongside.crossings.clock_decisions import decide_clocks
from alongside.crossings.fold import TRUST
from alongside.events.row import Draft, Row
from alongside.folders.recorded import Day
from alongside.forecast.past import UNKNOWN, Floats, Past
from alongside.forecast.past_columns import NONE, Index
from alongside.live.state import LiveState
from alongside.race.state import STATUSES
from alongside.tail.claims import claims

TICK_MS = 60_000
FOREVER_MS = 2**62


def fold_day(day: Day, until_ms: int = FOREVER_MS) -> LiveState:
    """Return the state of a day from the rows received by ``until_ms``.

    A day that was not decided yet decides every minute of race time, as the live system would, on clocks
    that are wrong and on runners of whom two stations say that they have stopped.
    """
    fold, due_ms = _Fold(), day.span_ms[0] + TICK_MS
    for draft in day.drafts:
        received_ms = max(fold.received_ms, draft.received_at_ms or 0)
        if received_ms > until_ms:
            break
        if not day.decided and received_ms > due_ms:
            fold.decide(due_ms)
            due_ms = received_ms - (received_ms - due_ms) % TICK_MS + TICK_MS
        fold.take(draft, received_ms)
    if not day.decided:
        fold.decide(min(until_ms, fold.received_ms + TICK_MS))
    fold.flush()
    fold.state.settle()
    return fold.state


class _Fold:
    """Rows as a log would number them; a key that was there before changes nothing."""

    def __init__(self) -> None:
        self.state = LiveState()
        self.received_ms = 0
        self._seq = 0
        self._keys: set[tuple[str, str]] = set()
        self._waiting: list[Row] = []

    def take(self, draft: Draft, received_ms: int) -> None:
        self.received_ms = received_ms
        if (draft.source, draft.id) not in self._keys:
            self._keys.add((draft.source, draft.id))
            self._seq += 1
            row = Row(self._seq, draft.source, draft.id, draft.at_ms, received_ms, draft.body)
            self._waiting.append(row)

    def decide(self, at_ms: int) -> None:
        """Decide what bears on crossings and on who is out; that somebody is overdue changes neither."""
        self.flush()
        crossings = self.state.crossings
        for draft in decide_clocks(crossings.hearing, crossings.clocks, at_ms) or self._drops():
            self.take(draft, at_ms)
        self.flush()

    def _drops(self) -> list[Draft]:
        state = self.state
        if not state.keyed.rows.said:
            return []
        state.settle()
        return state.claims.decide(claims(state.keyed, state.crossings, state.race), state.crossings)

    def flush(self) -> None:
        self.state.apply(self._waiting)
        self._waiting.clear()


def pasts_of_state(state: LiveState, race: str) -> list[Past]:
    """Return every distance with somebody in it and a split past its start."""
    courses = state.race.arrays.courses
    found = [_past(state, i, race) for i in range(len(courses)) if splits_ahead(state, i).size]
    return [past for past in found if len(past)]


def splits_ahead(state: LiveState, distance: int) -> Index:
    """Return the splits of a distance that lie past its start line, in the order of their metres."""
    along_m = state.race.arrays.along_m[distance]
    ahead = np.flatnonzero(np.isfinite(along_m) & (along_m > 0))
    return ahead[np.argsort(along_m[ahead], kind="stable")]


def entries_on(state: LiveState, distance: int) -> Index:
    """Return the entries that run a distance, in the order in which they came."""
    return np.flatnonzero(state.race["distance"] == distance)


def tod_s(state: LiveState, at_ms: Index) -> Floats:
    """Return instants in seconds since local midnight of race day, nan for those that are not known."""
    return np.where(at_ms == NONE, np.nan, (at_ms - state.plan.day_start_ms) / 1000)


def starts_s(state: LiveState, who: Index) -> Floats:
    """Return own starts (``tod_s``): the start read; the gun only on a course without a mat at its start."""
    start = state.race.arrays.start[state.race["distance"][who]]
    read_ms = state.crossings.columns["at_ms"][who, np.maximum(start, 0)]
    return tod_s(state, np.where(start == NONE, state.race["start_ms"][who], read_ms))


def groups(state: LiveState, who: Index) -> Index:
    """Return the number of each entry's wave in the plan, -1 where it is not known."""
    waves = {wave.id: i for i, wave in enumerate(state.plan.waves)}
    entered = state.crossings.field.entered
    return np.array([waves.get(entered[i].wave, NONE) for i in who], dtype=np.int64)


def _past(state: LiveState, distance: int, race: str) -> Past:
    course, who = state.race.arrays.courses[distance], entries_on(state, distance)
    splits = splits_ahead(state, distance)
    columns = state.crossings.columns
    cells = np.ix_(who, splits)
    return Past(
        race=race,
        distance=course.id,
        mats=tuple(course.mats[i] for i in splits),
        mats_m=state.race.arrays.along_m[distance, splits],
        bibs=tuple(state.crossings.field.entries[i].bib for i in who),
        start_s=starts_s(state, who),
        at_s=tod_s(state, columns["at_ms"][cells]),
        estimated=columns["trust"][cells] == TRUST["estimated"],
        status=np.array([STATUSES[i] for i in state.race["status"][who]], dtype=np.str_),
        gender=np.full(len(who), UNKNOWN, dtype=np.int8),
        group=groups(state, who),
    )
