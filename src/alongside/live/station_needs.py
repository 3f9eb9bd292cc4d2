"""What a station needs until nobody comes any more: water, cups, and people at the table."""

from __future__ import annotations

import math

from alongside.events.plan import Station
from alongside.live.station_views import Arrivals, Needs

TEN_MS = 10 * 60_000
HALF_HOUR_MS = 30 * 60_000
FEWEST_HELPERS = 2  # nobody is alone at a table


def needs(station: Station, arrivals: tuple[Arrivals, ...], at_ms: int) -> Needs:
    """Return what is needed from now on, by the arrivals expected in each ten minutes of the clock."""
    soon = [ten.expected for ten in arrivals if at_ms - TEN_MS < ten.from_ms < at_ms + HALF_HOUR_MS]
    return _needs(station, sum(ten.expected for ten in arrivals), max(soon, default=0))


def planned_needs(station: Station, crowd: tuple[Arrivals, ...]) -> Needs:
    """Return what is needed on the whole day, by plan and entries alone."""
    expected = [ten.expected for ten in crowd]
    return _needs(station, sum(expected), max(expected, default=0))


def _needs(station: Station, runners: int, most: int) -> Needs:
    helpers = math.ceil(most / 10 / station.runners_per_helper_minute)
    return Needs(
        runners=runners,
        litres=runners * station.litres_per_runner,
        cups=math.ceil(runners * station.cups_per_runner),
        most=most,
        helpers=max(helpers, FEWEST_HELPERS) if runners else 0,
    )
