"""What pages show of rides: who waits where, who is on board, who was brought away. It names nobody."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import RideWord
from alongside.tail.rides import RideState

RIDES = "RIDES"  # what a page asks for that shows rides; no bib is so called


class Riding(msgspec.Struct, frozen=True):
    """A runner's own words about a ride, and what became of them.

    ``words_said`` counts the words about her so far, those taken back too. ``stopped_ms`` is when it was said
    that she stops and needs no ride; ``asked_ms`` when she asked for one that a read further on has ended.
    """

    words_said: int = 0
    ride: RideView | None = None
    stopped_ms: int | None = None
    asked_ms: int | None = None


class VanView(msgspec.Struct, frozen=True):
    """A pick-up van: how many seats it said it has, and where it said it is, since when."""

    id: str
    seats: int | None = None
    distance: str = ""
    along_m: float | None = None
    place_ms: int | None = None


class RideSaid(msgspec.Struct, frozen=True):
    """A word of a van about a runner, by the bib as it was said; ``known``: somebody wears it."""

    source: str
    id: str
    bib: str
    what: RideWord
    stops: bool
    at_ms: int
    by: str
    known: bool


class VansView(msgspec.Struct, frozen=True):
    """The pick-up vans, and what they said of runners and have not taken back, the newest first."""

    vans: tuple[VanView, ...]
    said: tuple[RideSaid, ...]


class RideView(msgspec.Struct, frozen=True):
    """A runner and her ride, by the bib she is entered with and the one she ``wears``.

    ``since_ms`` is from when she has been waiting, on board, or set down. ``along_m`` is where, in
    metres of the distance ``on``; ``is_said`` tells whether somebody said so, else it is an estimate.
    ``stops``: she does not go on. ``text_id`` names her own words and exact place. ``by`` is the link that
    spoke last, by the row of ``source`` and ``id``. ``seen_ms`` and ``seen_place`` are of a read, or a keyed
    bib, that came after: while she is on board her chip is read where the van passes a mat.
    """

    bib: str
    wears: str
    distance: str
    distance_name: str
    state: RideState
    since_ms: int
    by: str
    source: str
    id: str
    along_m: float | None = None
    on: str = ""
    is_said: bool = False
    station: str = ""
    stops: bool = False
    text_id: str = ""
    not_found_ms: int | None = None
    not_found_by: str = ""
    seen_ms: int | None = None
    seen_place: str = ""
    words_said: int = 0  # about her so far, those taken back too
    is_known: bool = True  # somebody wears the bib
    is_out: bool = False  # ruled out of the race: dropped out, or disqualified
