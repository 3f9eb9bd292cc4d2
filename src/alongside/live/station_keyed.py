"""What was keyed at a station, newest first; and who is said to have stopped, for control to confirm."""

from __future__ import annotations

from typing import Any

from alongside.crossings.field import NOBODY
from alongside.live.state import LiveState
from alongside.live.views import DropClaim, KeyedView
from alongside.tail.claims import claims, station_name
from alongside.tail.keyed import KeyedRow
from alongside.units import normal_code

SHOWN = 10


def keyed_part(state: LiveState, station: str) -> dict[str, Any]:
    """Return the fields of a station's view that tell what was keyed there."""
    standing = list(state.keyed.standing(station))
    newest = sorted(standing, key=lambda said: said.order, reverse=True)[:SHOWN]
    counts = state.keyed.counts(station)
    unknown = {said.body.bib for said in state.keyed.unknown(station, state.crossings)}
    return {
        "keyed": tuple(_keyed(said, state) for said in newest),
        "keyed_in": counts["in"],
        "keyed_out": counts["out"],
        "keyed_dropped": counts["dropped"],
        "keyed_unknown": tuple(sorted(unknown)),
    }


def drop_claims(state: LiveState) -> tuple[DropClaim, ...]:
    """Return who is said to have stopped and waits for control's word, the earliest first."""
    found = sorted(claims(state.keyed, state.crossings, state.race), key=lambda claim: claim.rows[0].order)
    return tuple(
        DropClaim(
            bib=state.crossings.field.entries[claim.entry].bib,
            distance=state.crossings.field.entries[claim.entry].distance,
            at_ms=claim.at_ms,
            stations=tuple(station_name(state.plan, said.body.station) for said in claim.rows),
            by=tuple(said.body.by for said in claim.rows),
            key=f"{claim.id}/{rulings(state, claim.entry)}",
        )
        for claim in found
    )


def rulings(state: LiveState, entry: int) -> int:
    """Return how many rulings there ever were on an entry's status."""
    bib = normal_code(state.crossings.field.entries[entry].bib)
    return len(state.race.rulings.said.get(bib, ()))


def _keyed(said: KeyedRow, state: LiveState) -> KeyedView:
    known = state.crossings.field.find(said.body.bib, "bib") != NOBODY
    body, fits = said.body, said.key not in state.keyed.misfits
    return KeyedView(*said.key, body.bib, body.what, said.at_ms, body.by, known, fits)
