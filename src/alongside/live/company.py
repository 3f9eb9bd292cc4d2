"""Who runs with whom now, from the evidence that is kept up while reads come in.

What is said is a function of the crossings known and the time alone: how often anybody asked leaves no trace.
It counts what was crossed by the last full minute, so that a tick within it costs next to nothing.
Two who both share their position, and run one distance, are judged by the kilometres that their phones tell
as well, so that they are seen to have met or parted between two mats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from alongside.live.company_views import Company
from alongside.live.state import LiveState
from alongside.race.state import FINISHED
from alongside.together.evidence import Evidence
from alongside.together.field import NEVER, Field, Index
from alongside.together.find import Found, found_of
from alongside.together.kept import Kept
from alongside.together.kinds import MET_FINISH, MET_PARTED
from alongside.together.of_race import columns_of_courses, field_of_race, times_of
from alongside.together.phone_lines import PhoneLines
from alongside.together.summary import REPORTED, reported
from alongside.together.walk import Walk, parted, walk_of
from alongside.together.with_lines import Stretch, best_with_lines, ran_in_pack
from alongside.units import MS_PER_S

MINUTE_MS = 60_000
APART_MS = 60_000  # who has crossed a mat this long before the other comes to it has gone on alone


@dataclass(frozen=True)
class Beside:
    """Two rows that run together, how sure that is, and what is said of it to one of them, then the other."""

    one: int
    other: int
    log_odds: float
    company: Callable[[int, int], Company]


class CompanyDay:
    """The company of one race. It keeps nothing that cannot be worked out again."""

    def __init__(self) -> None:
        self._kept: Kept | None = None
        self._counts: Index = np.empty(0, dtype=np.int64)
        self._made_of: object = None
        self._columns = columns_of_courses(())
        self._minute = -(2**62)
        self._pending: Index = np.empty(0, dtype=np.int64)  # rows with a crossing behind the last minute
        self._phones = PhoneLines()

    def of(self, state: LiveState, entries: Iterable[int], at_ms: int) -> dict[int, Company]:
        """Return who of some entries runs with somebody at a time (UTC milliseconds), the surest of each."""
        wanted = np.array(sorted(set(entries)), dtype=np.int64)
        if not len(wanted) or not len(state.race):
            return {}
        kept = self._up_to_date(state, at_ms)
        mats = found_of(kept.evidence, kept.stretches(wanted))
        phones = self._phones.up_to_date(state.walked, state.crossings.field, state.plan.day_start_ms)
        is_mats = np.array([not phones.both(*pair) for pair in _pairs(mats)], dtype=np.bool_)
        by_phone = {pair for pair in _pairs(mats) if phones.both(*pair)} | phones.beside(wanted.tolist())
        now = at_ms - state.plan.day_start_ms
        seen = _by_mats(state, reported(mats.of(is_mats)), now)
        seen += _by_lines(state, kept.evidence, phones, sorted(by_phone), now)
        return _surest(seen, set(wanted.tolist()))

    def found(self, state: LiveState, at_ms: int) -> Found:
        """Return the pairs of all entries by the last full minute, without error rates."""
        kept = self._up_to_date(state, at_ms)
        return found_of(kept.evidence, kept.stretches())

    def _up_to_date(self, state: LiveState, at_ms: int) -> Kept:
        """Return the evidence, with what the rows and the minute since the last call have changed."""
        race, day_ms = state.race, state.plan.day_start_ms
        counts, made_of = race.revisions["count"], (race.arrays.courses, day_ms, len(race))
        rows = np.arange(len(race), dtype=np.int64)
        minute = at_ms - at_ms % MINUTE_MS - day_ms
        if self._kept is None or made_of != self._made_of or minute < self._minute:
            field = field_of_race(state.crossings, race, day_ms)
            self._kept, self._made_of = Kept(replace(field, at_ms=np.full_like(field.at_ms, NEVER))), made_of
            self._columns = columns_of_courses(race.arrays.courses)
        else:
            rows = np.union1d(np.flatnonzero(counts != self._counts), self._pending)
        times = times_of(state.crossings, race, self._columns, rows, day_ms)
        later = (times != NEVER) & (times > minute)
        self._kept.run(rows, race["distance"][rows], race["status"][rows] == FINISHED)
        self._kept.update(rows, np.where(later, NEVER, times).astype(np.int32))
        self._pending, self._counts, self._minute = rows[later.any(axis=1)], counts.copy(), minute
        return self._kept


def _still(told: Found, now: int) -> np.ndarray:
    """Return which pairs are together still: neither has crossed a mat that the other should have by now."""
    field = told.field
    return np.asarray(_has_not_left(field, told.one, told, now) & _has_not_left(field, told.other, told, now))


def _has_not_left(field: Field, rows: Index, told: Found, now: int) -> np.ndarray:
    after = np.arange(len(field.mats))[None, :] > told.end[:, None]
    at_ms = field.at_ms[rows]
    return np.asarray(~(after & (at_ms != NEVER) & (now - at_ms.astype(np.int64) > APART_MS)).any(axis=1))


def _by_mats(state: LiveState, told: Found, now: int) -> list[Beside]:
    """Return the pairs that are together still by their mats alone."""
    still = np.flatnonzero(_still(told, now)).tolist()
    pairs = _pairs(told)
    return [Beside(*pairs[i], float(told.log_odds[i]), partial(_company, state, told, i)) for i in still]


def _by_lines(
    state: LiveState, evidence: Evidence, phones: PhoneLines, pairs: list[tuple[int, int]], now: int
) -> list[Beside]:
    """Return the pairs that are together still by mats and the lines of their phones."""
    walks = {row: walk_of(evidence, row, phones.lines_of(row)) for pair in pairs for row in pair}
    seen = []
    for one, other in pairs:
        ways = walks[one], walks[other]
        found = best_with_lines(evidence, *ways)
        if found is None or found.log_odds < REPORTED or ran_in_pack(evidence, *ways, found):
            continue
        end_m = ways[0].along_m[ways[0].place[found.end]]
        if not parted(*ways, end_m, now / MS_PER_S, APART_MS / MS_PER_S):
            seen.append(Beside(one, other, found.log_odds, partial(_line_company, state, walks, found)))
    return seen


def _surest(seen: list[Beside], wanted: set[int]) -> dict[int, Company]:
    """Return the strongest company of each."""
    found: dict[int, Company] = {}
    for beside in sorted(seen, key=lambda one: (-one.log_odds, one.one, one.other)):
        for mine, other in ((beside.one, beside.other), (beside.other, beside.one)):
            if mine in wanted and mine not in found:
                found[mine] = beside.company(mine, other)
    return found


def _pairs(found: Found) -> list[tuple[int, int]]:
    return list(zip(found.one.tolist(), found.other.tolist(), strict=True))


def _company(state: LiveState, told: Found, i: int, mine: int, other: int) -> Company:
    field, first, end = told.field, int(told.first[i]), int(told.end[i])
    along_m, day_ms = field.along_m[field.distance[mine]], state.plan.day_start_ms
    return Company(
        bib=field.bibs[other],
        adult=state.crossings.field.entries[other].adult,
        since=_split_name(state, mine, float(along_m[first])),
        since_m=float(along_m[first]),
        since_ms=int(field.at_ms[mine, first]) + day_ms,
        last_ms=int(field.at_ms[mine, end]) + day_ms,
        met=bool(told.kind[i] in (MET_FINISH, MET_PARTED)),
        log_odds=float(told.log_odds[i]),
    )


def _line_company(state: LiveState, walks: dict[int, Walk], found: Stretch, mine: int, other: int) -> Company:
    walk, day_ms, entries = walks[mine], state.plan.day_start_ms, state.crossings.field.entries
    first, end = walk.place[found.first], walk.place[found.end]
    since_m = walk.along_m[first]
    return Company(
        bib=entries[other].bib,
        adult=entries[other].adult,
        since=f"km {-found.first}" if found.first < 0 else _split_name(state, mine, since_m),
        since_m=since_m,
        since_ms=round(walk.at_s[first] * MS_PER_S) + day_ms,
        last_ms=round(walk.at_s[end] * MS_PER_S) + day_ms,
        met=found.met,
        log_odds=found.log_odds,
    )


def _split_name(state: LiveState, entry: int, along_m: float) -> str:
    """Return the name of the split at some metres of an entry's distance."""
    course = state.race.arrays.courses[int(state.race["distance"][entry])]
    return course.names[int(np.argmin(np.abs(np.array(course.along_m) - along_m)))]
