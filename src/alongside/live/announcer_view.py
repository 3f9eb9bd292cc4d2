"""Who comes to the finish next, and who has just come in, of all distances together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.run_on import RunOn
from alongside.live.announcer_views import AnnouncerView, Homecoming
from alongside.live.state import LiveState
from alongside.race.state import FINISHED
from alongside.tail.around import is_on_road
from alongside.tail.gates import Gates

ANNOUNCER = "ANNOUNCER"  # what the announcer's page asks for; no bib is so called
NEAR_M = 1_000.0
SOON_MS = 10 * 60_000
JUST_MS = 5 * 60_000
MOST_COMING, MOST_DONE = 30, 6
Index = NDArray[np.int64]


def announcer_view(state: LiveState, field: RunOn, gates: Gates) -> AnnouncerView:
    """Return the finish line at one tick. Who has more likely stopped than not is not announced as coming."""
    middle_ms = field.table.middle_ms[field.who, field.finish]
    near = (field.length_m - field.along_m <= NEAR_M) | (middle_ms <= field.at_ms + SOON_MS)
    near &= ~np.isnan(middle_ms) & is_on_road(field) & (field.resumed_s > 0)
    rows = np.flatnonzero(near)
    rows = rows[np.argsort(middle_ms[rows], kind="stable")]
    coming = tuple(_coming(state, field, int(j), gates) for j in rows[:MOST_COMING])
    return AnnouncerView(coming, _done(state, field.at_ms, gates), len(rows), len(field.who))


def _coming(state: LiveState, field: RunOn, j: int, gates: Gates) -> Homecoming:
    there = field.at_finish(j)
    entry, finish_ms = int(field.who[j]), field.at_ms if there.ms is None else there.ms
    return _homecoming(state, entry, gates, finish_ms, there.to_ms, None)


def _done(state: LiveState, at_ms: int, gates: Gates) -> tuple[Homecoming, ...]:
    race = state.race
    just = (race["status"] == FINISHED) & (race["done_ms"] > at_ms - JUST_MS) & (race["done_ms"] <= at_ms)
    entries = np.flatnonzero(just)
    newest = entries[np.argsort(-race["done_ms"][entries], kind="stable")][:MOST_DONE]
    done_ms = race["done_ms"]
    return tuple(_homecoming(state, int(e), gates, int(done_ms[e]), None, int(done_ms[e])) for e in newest)


def _homecoming(
    state: LiveState, entry: int, gates: Gates, finish_ms: int, latest_ms: int | None, done_ms: int | None
) -> Homecoming:
    race, worn = state.race, state.crossings.field.entries[entry]
    who, distance = np.array([entry]), int(race["distance"][entry])
    limit_ms = gates.limit_ms(distance, who, state.crossings, race)
    return Homecoming(
        bib=worn.bib,
        distance=worn.distance,
        adult=worn.adult,
        persons=worn.persons,
        start_ms=_known(race["start_ms"][entry]),
        finish_ms=finish_ms,
        latest_ms=latest_ms,
        done_ms=done_ms,
        chip_ms=_known(race["chip_ms"][entry]) if done_ms is not None else None,
        limit_ms=None if limit_ms is None else round(float(limit_ms[0])),
    )


def _known(ms: int) -> int | None:
    return None if ms < 0 else int(ms)
