"""Who runs with whom now, from the evidence that is kept up while reads come in.

What is said is a function of the crossings known and the time alone: how often anybody asked leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np

from alongside.live.announcer_views import AnnouncerView, Homecoming
from alongside.live.company_views import Company
from alongside.live.state import LiveState
from alongside.live.views import RunnerView
from alongside.race.state import FINISHED
from alongside.together.field import NEVER, Field, Index
from alongside.together.find import Found, found_of
from alongside.together.kept import Kept
from alongside.together.kinds import MET_FINISH, MET_PARTED
from alongside.together.of_race import columns_of_courses, field_of_race, times_of
from alongside.together.summary import reported

APART_MS = 60_000  # who has crossed a mat this long before the other comes to it has gone on alone


class CompanyDay:
    """The company of one race. It keeps nothing that cannot be worked out again."""

    def __init__(self) -> None:
        self._kept: Kept | None = None
        self._counts: Index = np.empty(0, dtype=np.int64)
        self._made_of: object = None

    def of(self, state: LiveState, entries: Iterable[int], at_ms: int) -> dict[int, Company]:
        """Return who of some entries runs with somebody at a time (UTC milliseconds), the surest of each."""
        wanted = np.array(sorted(set(entries)), dtype=np.int64)
        if not len(wanted) or not len(state.race):
            return {}
        told = reported(self.found(state, wanted))
        now = at_ms - state.plan.day_start_ms
        found: dict[int, Company] = {}
        for i in np.flatnonzero(_still(told, now)).tolist():  # the strongest first
            for mine, other in ((told.one[i], told.other[i]), (told.other[i], told.one[i])):
                if int(mine) in wanted and int(mine) not in found:
                    found[int(mine)] = _company(state, told, i, int(mine), int(other))
        return found

    def found(self, state: LiveState, of: Index | None = None) -> Found:
        """Return the pairs of some entries (of all, without), as of the rows applied; without error rates."""
        kept = self._up_to_date(state)
        return found_of(kept.evidence, kept.stretches(of))

    def _up_to_date(self, state: LiveState) -> Kept:
        """Return the evidence, with what the rows since the last call have changed."""
        race, day_ms = state.race, state.plan.day_start_ms
        counts, made_of = race.revisions["count"], (race.arrays.courses, day_ms, len(race))
        if self._kept is None or made_of != self._made_of:
            self._kept = Kept(field_of_race(state.crossings, race, day_ms))
            self._made_of = made_of
        else:
            rows = np.flatnonzero(counts != self._counts)
            columns = columns_of_courses(race.arrays.courses)
            self._kept.run(rows, race["distance"][rows], race["status"][rows] == FINISHED)
            self._kept.update(rows, times_of(state.crossings, race, columns, rows, day_ms))
        self._counts = counts.copy()
        return self._kept


def homes_with_company(
    home: AnnouncerView, state: LiveState, company: CompanyDay, at_ms: int
) -> AnnouncerView:
    """Return the finish line with whom each of those near it has come with."""
    index = state.crossings.field.index
    found = company.of(state, [index(one.bib) for one in (*home.coming, *home.done)], at_ms)

    def of(homes: tuple[Homecoming, ...]) -> tuple[Homecoming, ...]:
        return tuple(msgspec.structs.replace(one, company=found.get(index(one.bib))) for one in homes)

    return msgspec.structs.replace(home, coming=of(home.coming), done=of(home.done))


def runners_with_company(
    runners: dict[str, RunnerView], state: LiveState, company: CompanyDay, at_ms: int
) -> dict[str, RunnerView]:
    """Return views of runners with who runs with each; of who is not on the course, nothing."""
    index = state.crossings.field.index
    out = {bib: index(view.bib) for bib, view in runners.items() if view.status == "on_course"}
    found = company.of(state, out.values(), at_ms)
    return {
        bib: msgspec.structs.replace(view, company=found.get(out[bib])) if bib in out else view
        for bib, view in runners.items()
    }


def _still(told: Found, now: int) -> np.ndarray:
    """Return which pairs are together still: neither has crossed a mat that the other should have by now."""
    field = told.field
    return np.asarray(_has_not_left(field, told.one, told, now) & _has_not_left(field, told.other, told, now))


def _has_not_left(field: Field, rows: Index, told: Found, now: int) -> np.ndarray:
    after = np.arange(len(field.mats))[None, :] > told.end[:, None]
    at_ms = field.at_ms[rows]
    return np.asarray(~(after & (at_ms != NEVER) & (now - at_ms.astype(np.int64) > APART_MS)).any(axis=1))


def _company(state: LiveState, told: Found, i: int, mine: int, other: int) -> Company:
    field, first, end = told.field, int(told.first[i]), int(told.end[i])
    along_m, day_ms = field.along_m[field.distance[mine]], state.plan.day_start_ms
    course = state.race.arrays.courses[int(field.distance[mine])]
    split = int(np.argmin(np.abs(np.array(course.along_m) - along_m[first])))
    return Company(
        bib=field.bibs[other],
        adult=state.crossings.field.entries[other].adult,
        since=course.names[split],
        since_m=float(along_m[first]),
        since_ms=int(field.at_ms[mine, first]) + day_ms,
        last_ms=int(field.at_ms[mine, end]) + day_ms,
        met=bool(told.kind[i] in (MET_FINISH, MET_PARTED)),
        log_odds=float(told.log_odds[i]),
    )
