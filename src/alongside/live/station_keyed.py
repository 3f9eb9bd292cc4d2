"""What was keyed at a station, newest first; and who is said to have stopped, for control to confirm."""

from __future__ import annotations

from typing import Any

from alongside.live.state import LiveState
from alongside.live.station_views import KeyedView
from alongside.live.views import DropClaim
from alongside.tail.claims import claims, station_name, stations_of, stopped_at
from alongside.tail.keyed import KeyedRow
from alongside.units import normal_code


def keyed_part(state: LiveState, station: str) -> dict[str, Any]:
    """Return the fields of a station's view that tell what was keyed there."""
    lists = state.keyed.lists(station)
    return {
        "keyed": tuple(_keyed(said, state) for said in lists.newest),
        "keyed_in": lists.counts["in"],
        "keyed_out": lists.counts["out"],
        "keyed_dropped": lists.counts["dropped"],
        "keyed_unknown": lists.unknown,
    }


def drop_claims(state: LiveState) -> tuple[DropClaim, ...]:
    """Return who is said to have stopped and waits for control's word, the earliest first."""
    found = sorted(claims(state.keyed, state.crossings, state.race), key=lambda claim: claim.rows[0].order)
    return tuple(
        DropClaim(
            bib=state.crossings.field.entries[claim.entry].bib,
            distance=state.crossings.field.entries[claim.entry].distance,
            at_ms=claim.at_ms,
            stations=tuple(station_name(state.plan, one) for one in stations_of(claim)),
            by=tuple(said.body.by for said in claim.rows),
            key=f"{claim.id}/{rulings(state, claim.entry)}",
            place=stopped_at(claim, state.plan),
        )
        for claim in found
    )


def dry_stations(state: LiveState) -> tuple[tuple[str, int], ...]:
    """Return the stations whose last word is that they are out of water; since when, the longest first."""
    return tuple(
        (station_name(state.plan, said.body.station), said.at_ms)
        for said in state.stations.words.lasts()
        if said.body.said == "out_of_water"
    )


def rulings(state: LiveState, entry: int) -> int:
    """Return how many rulings there ever were on an entry's status."""
    bib = normal_code(state.crossings.field.entries[entry].bib)
    return len(state.race.rulings.said.get(bib, ()))


def _keyed(said: KeyedRow, state: LiveState) -> KeyedView:
    body, known = said.body, state.keyed.is_known(said.body.bib)
    fits = said.key not in state.keyed.misfits
    return KeyedView(*said.key, body.bib, body.what, said.at_ms, body.by, known, fits)
