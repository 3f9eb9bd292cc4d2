"""The view of the pick-up vans, by their own words, and of what they said of runners."""

from __future__ import annotations

from alongside.crossings.field import NOBODY
from alongside.events.bodies import RideBody, VanBody
from alongside.events.standing import Said
from alongside.live.ride_views import RideSaid, VansView, VanView
from alongside.live.state import LiveState

VAN = "van/"  # in front of a van's id: the source of all that is said by it
SHOWN = 40


def vans_view(state: LiveState) -> VansView:
    """Return the pick-up vans by their own words, and what they said of runners."""
    words = [said for said in state.rides.all_standing() if said.key[0].startswith(VAN)]
    return VansView(
        vans=tuple(_van(van, state.vans.of(van)) for van in sorted(state.vans.said)),
        said=tuple(_said(state, one) for one in words[: -SHOWN - 1 : -1]),
    )


def _van(van: str, words: list[Said[VanBody]]) -> VanView:
    """Return what a van said last of each thing."""
    seats = [said.body.seats for said in words if said.body.seats is not None]
    places = [said for said in words if said.body.along_m is not None]
    if not places:
        return VanView(van, seats[-1] if seats else None)
    last = places[-1]
    seen = last.body.distance, last.body.along_m, last.at_ms
    return VanView(van, seats[-1] if seats else None, *seen)


def _said(state: LiveState, said: Said[RideBody]) -> RideSaid:
    body = said.body
    known = state.crossings.field.find(body.bib, "bib") != NOBODY
    return RideSaid(*said.key, body.bib, body.what, body.stops, said.at_ms, body.by, known)
