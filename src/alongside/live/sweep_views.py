"""What the page of a sweep shows: immutable, without names, the same bits for the same log and time.

Metres are of the sweep's own distance, also where a runner of another one is met on a shared road.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SweepHow = Literal["chip", "phone", "said", "schedule"]


class SweepRunner(msgspec.Struct, frozen=True):
    """A runner near a sweep: ``gap_m`` ahead of it (behind: negative), where she is thought to be.

    ``inside`` says that she may still finish inside the limit, ``ride`` that she waits for one. ``going`` is
    the chance that she has not stopped on the way.
    """

    bib: str
    along_m: float
    gap_m: float
    inside: bool
    let_go: bool
    ride: bool
    seen_ms: int | None
    seen_place: str
    going: float | None


class SweepSaid(msgspec.Struct, frozen=True):
    """Where its driver, or the phone with its page, said that a sweep was; ``fits``: that can be true."""

    source: str
    id: str
    at_ms: int
    along_m: float
    how: Literal["said", "phone"]
    by: str
    fits: bool


class SweepDone(msgspec.Struct, frozen=True):
    """What was done with a runner by a sweep: let go on, taken on board, stops here with a ride or without.

    ``known`` says that somebody wears the bib.
    """

    source: str
    id: str
    at_ms: int
    bib: str
    what: Literal["let_go", "on_board", "ride", "stops"]
    by: str
    known: bool


class SweepStation(msgspec.Struct, frozen=True):
    """A station ahead of a sweep, and whether it has packed up."""

    id: str
    name: str
    along_m: float
    packed_up: bool


class SweepDetail(msgspec.Struct, frozen=True):
    """A sweep for its driver and race control: who is near it, what was said, what lies ahead.

    ``behind`` and ``ahead`` are the nearest runners, nearest first; behind it those inside the limit before
    the others, ahead of it as far as 2 km. ``said`` and ``done`` are the newest rows that stand, newest
    first; ``words_said`` counts all words, those taken back too.
    """

    id: str
    behind: tuple[SweepRunner, ...]
    ahead: tuple[SweepRunner, ...]
    said: tuple[SweepSaid, ...]
    done: tuple[SweepDone, ...]
    words_said: int
    stations: tuple[SweepStation, ...]
    stopped: bool
