"""What the driver of a sweep did with runners: let go on, taken on board, told that they stop."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import Literal

from alongside.crossings.field import NOBODY
from alongside.events.bodies import LetGoBody, RideBody
from alongside.events.standing import Said
from alongside.live.state import LiveState
from alongside.live.sweep_views import SweepDone

SHOWN = 8
Done = Literal["let_go", "on_board", "ride", "stops"]


def source_of(sweep: str) -> str:
    """Return the source of all rows that are said for a sweep."""
    return f"sweep/{sweep}"


def done_by(state: LiveState, sweep: str) -> list[SweepDone]:
    """Return what stands of a sweep's doings, the newest first."""
    source = source_of(sweep)
    return heapq.nlargest(SHOWN, _standing(state, source), key=lambda one: (one.at_ms, one.id))


def _standing(state: LiveState, source: str) -> Iterator[SweepDone]:
    for let_go in state.let_go.all_standing():
        if let_go.key[0] == source:
            yield _done(state, let_go, "let_go")
    for ride in state.rides.all_standing():
        what = _ride(ride.body)
        if ride.key[0] == source and what is not None:
            yield _done(state, ride, what)


def _ride(body: RideBody) -> Done | None:
    if body.what == "on_board":
        return "on_board"
    if body.what == "wanted":
        return "ride"
    return "stops" if body.what == "no_more" and body.stops else None


def _done(state: LiveState, said: Said[LetGoBody] | Said[RideBody], what: Done) -> SweepDone:
    bib = said.body.bib
    known = state.crossings.field.find(bib, "bib") != NOBODY
    return SweepDone(*said.key, at_ms=said.at_ms, bib=bib, what=what, by=said.body.by, known=known)
