"""What the page of a pick-up van says, in sentences for somebody at the wheel."""

from __future__ import annotations

from collections.abc import Sequence

from alongside.events.plan import RacePlan
from alongside.live.ride_views import RideSaid, RideView
from alongside.units import MS_PER_S
from alongside.web import words
from alongside.web.ride_place import where_words

WAITING = "The list is being made. This page fills in a few seconds; reload if it does not."
SURE = {
    "on_board": "Bib {bib} is on board, out of the race? Race control will be told.",
    "not_found": "Bib {bib} is not there? Race control will be told to look for her.",
    "back": "Bib {bib} goes on running from here? She is on the course again.",
}
DID = {
    "on_board": "on board",
    "not_found": "not found",
    "set_down": "set down",
    "wanted": "needs a ride",
    "no_more": "needs no ride",
}


def sentence(order: Sequence[RideView], seats: int | None, on_board: int, plan: RacePlan, now_ms: int) -> str:
    """Return the answer of the page: whom to fetch next, how many after her, how many seats are left."""
    looked_for = [ride for ride in order if ride.not_found_ms is None]
    left = None if seats is None else max(0, seats - on_board)
    full = left == 0 and bool(order)
    if full:
        return f"Full: {on_board} on board. {words.some(len(order), 'runner', 'runners')} still to fetch."
    if not looked_for:
        return _nobody(len(order), left)
    first, rest = looked_for[0], len(order) - 1
    said = f"Next: bib {number_of(first)}, {where_words(first, plan)}, waiting {waited(first, now_ms)}."
    then = f" Then {words.number(rest)} more." if rest else ""
    return said + then + _seats(left)


def _nobody(lost: int, left: int | None) -> str:
    said = "Nobody waits for a ride."
    if lost:
        said = f"{words.some(lost, 'runner was', 'runners were')} not found. Ask race control."
    return said + _seats(left)


def _seats(left: int | None) -> str:
    return "" if left is None else f" {words.some(left, 'seat', 'seats').capitalize()} left."


def number_of(ride: RideView) -> str:
    """Return the bib to look for: the one she wears."""
    return ride.wears or ride.bib


def waited(ride: RideView, now_ms: int) -> str:
    """Return how long somebody has been waiting."""
    return words.minutes(max(0, now_ms - ride.since_ms) / MS_PER_S)


def done(said: RideSaid) -> str:
    """Return what the van said of a runner."""
    if said.what == "set_down" and not said.stops:
        return "set down, goes on"
    return DID[said.what]
