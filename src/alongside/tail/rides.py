"""Rides: who waits for the pick-up van, who is on board, who was brought away.

A wish begins with the first word that a ride is wanted and ends when she is on board, when somebody says
that none is wanted any more, or when a mat reads her further on: then she walked. Of several words the last
stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from alongside.course.shared import also_at
from alongside.crossings.fold import Crossings
from alongside.crossings.riders import RideRow
from alongside.events.plan import RacePlan
from alongside.race.state import FINISHED, RaceState

WALKS_M = 600.0  # she may walk on to the next mat or table to wait there
RideState = Literal["waiting", "on_board", "set_down"]


@dataclass(frozen=True)
class Ride:
    """A runner and her ride.

    ``since_ms`` (UTC milliseconds) is from when she has been waiting, or on board, or set down; ``last`` the
    word that said so last, ``place`` the newest one of this wish that says where. ``stops``: she goes no
    further.
    ``not_found`` is the word of a van that came while she was waiting and did not see her.
    """

    entry: int
    bib: str
    state: RideState
    since_ms: int
    last: RideRow
    place: RideRow | None = None
    stops: bool = False
    not_found: RideRow | None = None


@dataclass(frozen=True)
class Spot:
    """A place on a distance, in metres (``None``: nobody knows); ``is_said`` where somebody has said so."""

    distance: str
    along_m: float | None
    is_said: bool


def rides(crossings: Crossings, race: RaceState) -> list[Ride]:
    """Return the rides that stand, whoever has waited longest first; settled state is taken for granted."""
    found = [ride_now(entry, crossings, race) for entry in crossings.riders.entries()]
    return sorted((one for one in found if one is not None), key=lambda one: (one.since_ms, one.entry))


def ride_of(entry: int, words: list[RideRow], bib: str) -> Ride | None:
    """Return what the words about an entry, in their order, come to; ``None`` where no ride stands."""
    ride: Ride | None = None
    for said in words:
        ride = _after(ride, said, entry, bib)
    return ride


def where_of(ride: Ride, crossings: Crossings, race: RaceState) -> Spot:
    """Return where a ride is wanted; where nobody has said it, an estimate.

    That is at her last pace from her last crossing to the time at which she asked. A sweep says places in
    metres of its own distance: they are carried to hers where the two share the road.
    """
    own = crossings.field.entries[ride.entry].distance
    body = None if ride.place is None else ride.place.body
    if body is not None and body.along_m is not None:
        return _carried(crossings.plan, body.distance or own, body.along_m, own)
    at_m = _station_m(body.station, ride.entry, crossings, race) if body is not None else None
    if at_m is not None:
        return Spot(own, at_m, True)
    asked_ms = (ride.place or ride.last).at_ms
    return Spot(own, estimate_m(ride.entry, asked_ms, crossings, race), False)


def _carried(plan: RacePlan | None, distance: str, along_m: float, own: str) -> Spot:
    places = also_at(plan.shared if plan else (), distance, along_m)
    hers = next((place for place in places if place.distance == own), places[0])
    return Spot(hers.distance, hers.along_m, True)


def ride_now(entry: int, crossings: Crossings, race: RaceState) -> Ride | None:
    """Return the ride of an entry as it stands; ``None`` without one, or when a mat read her further on."""
    bib = crossings.field.entries[entry].bib
    ride = ride_of(entry, crossings.riders.of_entry(entry), bib)
    if ride is None or race["status"][entry] == FINISHED:
        return None
    if ride.state == "waiting":
        return None if _went_on(ride, crossings, race) else ride
    return ride if race["picked_up_ms"][entry] >= 0 else None


def _after(ride: Ride | None, said: RideRow, entry: int, bib: str) -> Ride | None:
    """Return what stands after one more word."""
    body = said.body
    waiting = ride if ride is not None and ride.state == "waiting" else None
    if body.what == "wanted":
        return _wanted(waiting or Ride(entry, bib, "waiting", said.at_ms, said), said)
    if body.what == "not_found":
        begun = waiting or (None if ride is None else Ride(entry, bib, "waiting", ride.since_ms, said))
        return None if begun is None else replace(begun, not_found=said)
    if body.what == "on_board":
        return Ride(entry, bib, "on_board", said.at_ms, said, _place(said))
    if body.what == "set_down" and body.stops:
        return Ride(entry, bib, "set_down", said.at_ms, said, _place(said), stops=True)
    return None


def _wanted(ride: Ride, said: RideRow) -> Ride:
    stops = ride.stops or said.body.stops
    return replace(ride, last=said, place=_place(said) or ride.place, stops=stops, not_found=None)


def _place(said: RideRow) -> RideRow | None:
    body = said.body
    return said if body.along_m is not None or body.station or body.text_id else None


def _went_on(ride: Ride, crossings: Crossings, race: RaceState) -> bool:
    """Return whether a mat has read her since, further on than she would walk to wait there."""
    if race["last_ms"][ride.entry] <= ride.last.at_ms:
        return False
    spot, own = where_of(ride, crossings, race), crossings.field.entries[ride.entry].distance
    if spot.along_m is None or spot.distance != own:
        return True
    return bool(race["last_m"][ride.entry] > spot.along_m + WALKS_M)


def _station_m(station: str, entry: int, crossings: Crossings, race: RaceState) -> float | None:
    """Return the metres of a station on her distance; of several passes the first that she is not past."""
    places = _places(crossings.plan, station, crossings.field.entries[entry].distance)
    ahead = [at_m for at_m in places if at_m >= race["last_m"][entry] - WALKS_M]
    return ahead[0] if ahead else places[-1] if places else None


def _places(plan: RacePlan | None, station: str, distance: str) -> list[float]:
    stations = () if plan is None else plan.stations
    found = (place for one in stations if one.id == station for place in one.places)
    return sorted(place.along_m for place in found if place.distance == distance)


def estimate_m(entry: int, at_ms: int, crossings: Crossings, race: RaceState) -> float | None:
    """Return where a runner was at a time, by what she had crossed: at even pace, short of the next split."""
    crossed_ms, course = crossings.columns["at_ms"][entry].tolist(), crossings.course_of(entry)
    crossed = [(ms, m) for ms, m in zip(crossed_ms, course.along_m, strict=False) if 0 <= ms <= at_ms]
    if not crossed:
        return None
    last_ms, last_m = crossed[-1]
    from_ms, from_m = crossed[-2] if len(crossed) > 1 else (int(race["start_ms"][entry]), 0.0)
    if last_ms <= from_ms or last_m <= from_m:
        return last_m or None  # read at the start alone, she may be anywhere by now
    ran_m = (last_m - from_m) / (last_ms - from_ms) * (at_ms - last_ms)
    next_m = min((m for m in course.along_m if m > last_m), default=course.length_m)
    return float(min(last_m + ran_m, next_m))
