"""The view of every ride that stands, from the state of the race."""

from __future__ import annotations

from alongside.crossings.field import NOBODY
from alongside.live.ride_views import RideView, Riding
from alongside.live.state import LiveState
from alongside.race.state import DNF, DSQ
from alongside.tail.claims import station_name
from alongside.tail.rides import Ride, ride_now, ride_of, rides, where_of
from alongside.units import normal_code


def ride_views(state: LiveState) -> tuple[RideView, ...]:
    """Return every ride that stands, whoever has waited longest first.

    Of a bib that nobody wears too: somebody waits, and the number was mistyped.
    """
    known = [_view(state, ride) for ride in rides(state.crossings, state.race)]
    unknown = [_unknown(state, bib) for bib in state.crossings.riders.unknown()]
    return tuple(sorted([*known, *filter(None, unknown)], key=lambda one: (one.since_ms, one.bib)))


def riding(state: LiveState, entry: int) -> Riding:
    """Return what was said of rides of one entry, and what became of it."""
    words = state.crossings.riders.of_entry(entry)
    if not words:
        return Riding(words_said=_words_said(state, entry))
    found = ride_now(entry, state.crossings, state.race)
    last, last_ms = words[-1], int(state.race["last_ms"][entry])
    stopped = last.body.what == "no_more" and last.body.stops and last.at_ms >= last_ms
    ended = found is None and last.body.what in ("wanted", "not_found")
    return Riding(
        words_said=_words_said(state, entry),
        ride=None if found is None else _view(state, found),
        stopped_ms=last.at_ms if stopped else None,
        asked_ms=last.at_ms if ended else None,
    )


def _words_said(state: LiveState, entry: int) -> int:
    """Return how many words there ever were about an entry: pages make the keys of their forms of it."""
    bibs = {normal_code(state.crossings.field.entries[entry].bib), *state.crossings.riders.bibs_of(entry)}
    return sum(len(state.rides.said.get(bib, ())) + _undone(state, bib) for bib in bibs)


def _undone(state: LiveState, bib: str) -> int:
    return sum(said.key in state.rides.undone for said in state.rides.said.get(bib, ()))


def _view(state: LiveState, ride: Ride) -> RideView:
    crossings, last = state.crossings, ride.last
    entry = crossings.field.entries[ride.entry]
    where = where_of(ride, crossings, state.race)
    place, missed = ride.place, ride.not_found
    latest = missed or last
    seen_ms, seen_place = _seen_since(state, ride)
    return RideView(
        bib=entry.bib,
        wears=_wears(last.body.bib, entry.bib),
        distance=entry.distance,
        distance_name=state.plan.distance(entry.distance).name,
        state=ride.state,
        since_ms=ride.since_ms,
        by=last.body.by,
        source=latest.key[0],
        id=latest.key[1],
        along_m=where.along_m,
        on=where.distance,
        is_said=where.is_said,
        station=station_name(state.plan, place.body.station) if place and place.body.station else "",
        stops=ride.stops,
        text_id=place.body.text_id if place else "",
        not_found_ms=missed.at_ms if missed else None,
        not_found_by=missed.body.by if missed else "",
        seen_ms=seen_ms,
        seen_place=seen_place,
        words_said=_words_said(state, ride.entry),
        is_out=int(state.race["status"][ride.entry]) in (DNF, DSQ),
    )


def _unknown(state: LiveState, bib: str) -> RideView | None:
    """Return the wish of a bib that nobody wears, at the place that was said with it."""
    ride = ride_of(NOBODY, state.rides.of(bib), bib)
    if ride is None or ride.state != "waiting":
        return None
    last, latest = ride.last, ride.not_found or ride.last
    station = ride.place.body.station if ride.place else ""
    stands = next((one.places for one in state.plan.stations if one.id == station), ())
    distance, along_m = (stands[0].distance, stands[0].along_m) if stands else ("", None)
    if ride.place is not None and ride.place.body.along_m is not None:
        distance, along_m = ride.place.body.distance, ride.place.body.along_m
    return RideView(
        bib=last.body.bib,
        wears="",
        distance="",
        distance_name="nobody wears this bib",
        state="waiting",
        since_ms=ride.since_ms,
        by=last.body.by,
        source=latest.key[0],
        id=latest.key[1],
        along_m=along_m,
        on=distance,
        is_said=True,
        station=station_name(state.plan, station) if station else "",
        stops=ride.stops,
        text_id=ride.place.body.text_id if ride.place else "",
        not_found_ms=ride.not_found.at_ms if ride.not_found else None,
        not_found_by=ride.not_found.body.by if ride.not_found else "",
        words_said=len(state.rides.said.get(bib, ())) + _undone(state, bib),
        is_known=False,
    )


def _seen_since(state: LiveState, ride: Ride) -> tuple[int | None, str]:
    """Return the newest read or keyed bib after what was said last of the ride."""
    columns = state.crossings.columns
    seen_ms, mat = int(columns["seen_ms"][ride.entry]), int(columns["seen_mat"][ride.entry])
    if mat < 0 or seen_ms <= ride.since_ms:
        return None, ""
    return seen_ms, state.mat_name(state.crossings.reads.mats.texts[mat])


def _wears(said: str, own: str) -> str:
    return said if normal_code(said) != normal_code(own) else ""
