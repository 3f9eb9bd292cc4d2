"""Until when a place may be used: what the city permits, by the road on which it stands."""

from __future__ import annotations

from alongside.events.plan import RacePlan, Station


def permit_ms(plan: RacePlan, station: Station) -> int | None:
    """Return until when a station may stand (UTC milliseconds); ``None`` where nobody said.

    That is when the first street section that holds one of its places reopens, else the permit of the whole
    race, else the closing that was planned for it.
    """
    streets_ms = [
        street.at_ms
        for street in plan.reopenings
        for place in station.places
        if street.at_ms is not None
        and street.distance == place.distance
        and street.from_m <= place.along_m <= street.to_m
    ]
    said = [min(streets_ms, default=None), plan.permit_ms, station.closes_ms]
    return next((ms for ms in said if ms is not None), None)
