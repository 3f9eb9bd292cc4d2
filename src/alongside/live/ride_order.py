"""In which order a van meets those who wait: along the road from where it is."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.course.shared import also_at
from alongside.events.plan import RacePlan
from alongside.live.ride_views import RideView, VanView

BESIDE_M = 300.0  # so little behind the van she is not behind it: it may stand where it can


def in_road_order(rides: Iterable[RideView], van: VanView | None, plan: RacePlan) -> list[RideView]:
    """Return those who wait as the van meets them: ahead of it, then from the start again, then the unknown.

    Whom a van has looked for in vain comes last. Where nobody knows the van's place, whoever has waited
    longest comes first.
    """
    return sorted(rides, key=lambda ride: _place(ride, van, plan))


def _place(ride: RideView, van: VanView | None, plan: RacePlan) -> tuple[int, float, int, str]:
    lost = int(ride.not_found_ms is not None)
    if van is None or van.along_m is None:
        return 4 * lost, 0.0, ride.since_ms, ride.bib
    at_m = _on_road_of(ride, van, plan)
    if at_m is None:
        return 4 * lost + 2, 0.0, ride.since_ms, ride.bib
    behind = int(at_m < van.along_m - BESIDE_M)
    return 4 * lost + behind, at_m, ride.since_ms, ride.bib


def _on_road_of(ride: RideView, van: VanView, plan: RacePlan) -> float | None:
    """Return where somebody waits in metres of the van's distance; of several passes the next one ahead."""
    if ride.along_m is None:
        return None
    places = also_at(plan.shared, ride.on, ride.along_m)
    metres = sorted(place.along_m for place in places if place.distance == van.distance)
    ahead = [m for m in metres if m >= (van.along_m or 0.0) - BESIDE_M]
    return ahead[0] if ahead else metres[0] if metres else None
