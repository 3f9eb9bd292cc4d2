"""Tables ahead of a runner that are gone or dry, and where the next water is: for her own page."""

from __future__ import annotations

from collections.abc import Iterator

from alongside.events.bodies import StationWord
from alongside.events.plan import Station
from alongside.live.state import LiveState
from alongside.live.station_views import TableAhead
from alongside.tail.stations import GONE

MOST = 3  # what lies further ahead may be put right until she comes
DRY = (*GONE, "out_of_water")
Table = tuple[float, Station, StationWord | None]


def tables_ahead(state: LiveState, distance: str, along_m: float) -> tuple[TableAhead, ...]:
    """Return the tables ahead without water, the nearest first, each with the next one that has some.

    Whoever has said nothing is taken to have water, and so is whoever opened again.
    """
    ahead = sorted(_ahead(state, distance, along_m), key=lambda table: (table[0], table[1].id))
    dry = [(i, table) for i, table in enumerate(ahead) if table[2] in DRY]
    return tuple(_table(table, _next(ahead[i + 1 :])) for i, table in dry[:MOST])


def _next(beyond: list[Table]) -> Table | None:
    return next((table for table in beyond if table[2] not in DRY), None)


def _ahead(state: LiveState, distance: str, along_m: float) -> Iterator[Table]:
    for station in state.plan.stations:
        said = state.stations.last(station.id)
        for place in station.places:
            if place.distance == distance and place.along_m > along_m:
                yield place.along_m, station, None if said is None else said.body.said


def _table(table: Table, following: Table | None) -> TableAhead:
    at_m, station, said = table
    next_name, next_m = ("", None) if following is None else (following[1].name, following[0])
    return TableAhead(station.name, at_m, said in GONE, next_name, next_m)
