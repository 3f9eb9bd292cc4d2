"""The ledger of a race at one tick: everybody entered, in one place each, and who is missing."""

from __future__ import annotations

import numpy as np

from alongside.live.accounted_views import AccountedView, LastSeen, LedgerLine, Missing, Worry, Worrying
from alongside.live.last_seen import how_of
from alongside.live.missing import missing, missing_view, ranked
from alongside.live.ride_views import RideView
from alongside.live.state import LiveState
from alongside.live.views import Counts, RaceView
from alongside.tail.rides import rides

WORST = 3  # on race control's first page
SHOWN = 300  # on the page of the ledger; more than so many names help nobody


def accounted_view(state: LiveState, control: RaceView, *, everybody: bool = False) -> AccountedView:
    """Return the ledger; of the missing the worst three, or with ``everybody`` all of them."""
    counts, distances = control.counts, control.distances
    standing = rides(state.crossings, state.race)
    why = missing(state, standing, control.race_now_ms)
    order = ranked(state, why)
    strangers = [_stranger(one) for one in control.rides if not one.is_known]
    most = SHOWN if everybody else WORST
    shown = [*strangers, *(missing_view(state, entry, why[entry]) for entry in order[:most])]
    moved = _transfers(state)
    return AccountedView(
        lines=tuple(_line(one.id, one.name, one.counts, moved) for one in distances),
        total=_line("", "", counts, {}),
        missing=tuple(shown[:most]),
        missing_total=len(order) + len(strangers),
        accounted_ms=None if order or strangers else control.accounted_ms,
        waiting=sum(ride.state == "waiting" for ride in control.rides),
        on_board=sum(ride.state == "on_board" for ride in control.rides),
    )


def _stranger(ride: RideView) -> Missing:
    """Return who waits under a bib that nobody wears: somebody mistyped it, and she is out there."""
    lost_ms = ride.not_found_ms
    what: Worry = "waiting" if lost_ms is None else "not_found"
    since_ms = ride.since_ms if lost_ms is None else lost_ms
    seen = LastSeen(ride.since_ms, ride.station, how_of(ride.by), ride.by)
    return Missing(ride.bib, "", ride.distance_name, (Worrying(what, since_ms),), seen)


def _line(id_: str, name: str, counts: Counts, moved: dict[str, tuple[int, int]]) -> LedgerLine:
    gone_to, gone_from = moved.get(id_, (0, 0))
    return LedgerLine(
        distance=id_,
        name=name,
        entered=counts.entered,
        finished=counts.finished,
        dropped_out=counts.dnf,
        disqualified=counts.dsq,
        picked_up=counts.picked_up,
        not_started=counts.not_started + counts.dns,
        on_course=counts.on_course,
        transferred_in=gone_to,
        transferred_out=gone_from,
    )


def _transfers(state: LiveState) -> dict[str, tuple[int, int]]:
    """Return by distance how many were transferred to it, and how many from it."""
    field = state.crossings.field
    bibs = state.crossings.entries.transfers.said
    entries = [entry for bib in bibs if (entry := field.index(bib)) >= 0]
    pairs = [(field.entered[entry].distance, field.entries[entry].distance) for entry in entries]
    moved = [(before, now) for before, now in pairs if before != now]
    ids = {id_ for pair in moved for id_ in pair}
    return {id_: (sum(now == id_ for _, now in moved), sum(b == id_ for b, _ in moved)) for id_ in ids}


def last_done_ms(state: LiveState) -> int:
    """Return when the last of all was in, out, or in a van."""
    done = np.maximum(state.race["done_ms"], state.race["picked_up_ms"])
    return int(done.max(initial=-1))
