"""A line for every entry: where she is accounted for, where she was last seen, who took her out."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.field import NOBODY
from alongside.live.accounted_views import Ledger, Said, Where
from alongside.live.last_seen import PHONE, last_seen_of
from alongside.live.state import LiveState
from alongside.race.state import ON_COURSE, STATUSES

WHERE: tuple[Where, ...] = get_args(Where)
_OF_STATUS: dict[str, Where] = {
    "expected": "not_started",
    "on_course": "on_course",
    "finished": "finished",
    "dnf": "dropped_out",
    "dsq": "disqualified",
    "dns": "did_not_start",
}
Index = NDArray[np.int64]


def ledger(state: LiveState) -> Ledger:
    """Return a line for every entry, in the order of the entries."""
    field, ids = state.crossings.field, state.race.arrays.index
    seen_ms, place, places = _seen(state)
    entered = np.array([ids[entry.distance] for entry in field.entered], dtype="<i4")
    return Ledger(
        bibs=tuple(entry.bib for entry in field.entries),
        distances=tuple(ids),
        places=places,
        distance=state.race["distance"].astype("<i4").tobytes(),
        entered_for=entered.tobytes(),
        where=where_of(state).tobytes(),
        seen_ms=seen_ms.astype("<i8").tobytes(),
        place=place.astype("<i4").tobytes(),
        said=_said(state),
    )


def where_of(state: LiveState) -> NDArray[np.uint8]:
    """Return where each entry is accounted for, as positions in ``WHERE``."""
    of_status = np.array([WHERE.index(_OF_STATUS[status]) for status in STATUSES], dtype=np.uint8)
    where = of_status[state.race["status"]]
    picked_up = (state.race["status"] == ON_COURSE) & (state.race["picked_up_ms"] >= 0)
    where[picked_up] = WHERE.index("picked_up")
    return np.asarray(where)


def _seen(state: LiveState) -> tuple[Index, Index, tuple[str, ...]]:
    """Return when each was last seen, and where, as positions in names of places."""
    columns, mats = state.crossings.columns, state.crossings.reads.mats.texts
    names = [state.mat_name(mat) for mat in mats] + [PHONE]
    seen_ms, place = columns["seen_ms"].copy(), columns["seen_mat"].astype(np.int64)
    by_phone = state.locator["at_ms"] > seen_ms
    seen_ms[by_phone], place[by_phone] = state.locator["at_ms"][by_phone], len(mats)
    for entry in state.crossings.riders.entries():
        last = last_seen_of(state, entry)
        if last is not None and last.at_ms > seen_ms[entry]:
            seen_ms[entry], place[entry] = last.at_ms, len(names)
            names.append(last.place or last.how)
    return seen_ms, place, tuple(names)


def _said(state: LiveState) -> dict[int, Said]:
    """Return by whose word, when and where an entry is out of the race, or in a van."""
    field, race, found = state.crossings.field, state.race, {}
    for bib in race.rulings.said:
        ruled, entry = race.rulings.standing(bib), field.index(bib)
        if ruled is not None and entry != NOBODY and STATUSES[race["status"][entry]] == ruled.body.status:
            by = "timing" if ruled.body.official else ruled.body.by
            found[entry] = Said(ruled.body.place, by, ruled.at_ms)
    for entry in state.crossings.riders.entries():
        if entry not in found and race["picked_up_ms"][entry] >= 0:
            last = state.crossings.riders.of_entry(entry)[-1]
            found[entry] = Said("", last.body.by, last.at_ms)
    return found
