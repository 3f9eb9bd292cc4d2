"""What pages show of aid stations: plain data without names, as of one tick."""

from __future__ import annotations

from typing import Literal

import msgspec

from alongside.events.bodies import Advice, Keyed, StationWord

StationState = Literal["stopped", "before", "crowd", "last", "waiting", "unsure", "blind", "passed"]


class ClosingView(msgspec.Struct, frozen=True):
    """Until when a station is needed, as of now: whoever a sweep let go on holds no table.

    Of the ``still`` to come, ``inside`` may still be inside their limit; ``first_ms`` is when the first of
    those comes. It is as likely earlier as later than ``middle_ms`` that nobody inside the limit comes any
    more, and 95 % sure by ``sure_ms``; ``sure_now`` is the chance that it is so already. ``let_go`` were
    passed by a sweep and go on.
    """

    still: int
    inside: int
    first_ms: int | None
    middle_ms: int | None
    sure_ms: int | None
    sure_now: float
    let_go: int = 0


class AdviceView(msgspec.Struct, frozen=True):
    """What the race told a station about closing, as its newest row says, and since when.

    ``closes_ms`` is the time that was said: when it may close or, with ``ask``, by when it is sure that
    nobody inside the limit comes any more. ``why`` is why nothing better can be said.
    """

    new: Advice
    at_ms: int
    closes_ms: int | None = None
    why: str = ""


class KeptOpen(msgspec.Struct, frozen=True):
    """Race control's decision on how long a station stays open; its words lie under ``text_id``."""

    source: str
    id: str
    until_ms: int
    at_ms: int
    by: str
    text_id: str


class PackedUp(msgspec.Struct, frozen=True):
    """A station that has packed up or closed while somebody inside the limit is still to come.

    ``decided``: race control had decided that it may by then.
    """

    id: str
    name: str
    at_ms: int
    inside: int
    first_ms: int | None
    decided: bool = False


class AskedView(msgspec.Struct, frozen=True):
    """A station of which race control must decide: its last runner comes after it has to be gone.

    ``sure_ms`` is the time that was named in the row (``None``: nobody can say, ``why``), ``kept_ms`` until
    when control had decided before.
    """

    id: str
    name: str
    inside: int
    first_ms: int | None
    middle_ms: int | None
    sure_ms: int | None
    permit_ms: int | None
    kept_ms: int | None
    since_ms: int
    decisions: int = 0
    why: str = ""


class StationsNow(msgspec.Struct, frozen=True):
    """What race control must know of stations, whoever looks."""

    packed: tuple[PackedUp, ...] = ()
    asks: tuple[AskedView, ...] = ()


class TableAhead(msgspec.Struct, frozen=True):
    """A table ahead of a runner that is gone, or out of water, and the next one that has some (or none)."""

    name: str
    along_m: float
    is_gone: bool
    next_name: str
    next_m: float | None


class Needs(msgspec.Struct, frozen=True):
    """What a station needs until nobody comes any more, for ``runners`` arrivals that are expected.

    ``helpers`` are people at the table, for the busiest ten minutes of the next half hour, in which
    ``most`` come.
    """

    runners: int
    litres: float
    cups: int
    most: int
    helpers: int


class StationPass(msgspec.Struct, frozen=True):
    """One pass of one distance by an aid station: how its runners stand to it.

    ``passed`` were seen here or further on (or are done, having been here); ``to_come`` are thought to be
    before it; ``unsure`` are thought past it, but nobody has seen them since. ``waiting`` have not been read
    at the start and may yet come; ``unread`` were not, and should have been by now. ``first_ms`` is
    the median arrival of the first, ``last_ms`` the time by which the last is there with 9 chances in 10, or
    the plan's. ``mat_back_m`` is how far back the last mat before it is.
    """

    distance: str
    name: str
    along_m: float
    visit: int
    visits: int
    passed: int
    unsure: int
    to_come: int
    waiting: int
    soon: int
    first_ms: int | None
    last_ms: int | None
    planned_first_ms: int | None
    planned_last_ms: int | None
    unread: int = 0
    stopped: bool = False
    diverted: bool = False
    mat_back_m: float | None = None


class Arrivals(msgspec.Struct, frozen=True):
    """Ten minutes at a station from ``from_ms``: how many passed about then, and how many are expected."""

    from_ms: int
    passed: int
    expected: int


class KeyedView(msgspec.Struct, frozen=True):
    """A bib as keyed at a station. ``known``: somebody wears it; ``fits``: she can have been there then."""

    source: str
    id: str
    bib: str
    what: Keyed
    at_ms: int
    by: str
    known: bool
    fits: bool


class StationSaid(msgspec.Struct, frozen=True):
    """What a station, or control for it, said last; its words lie under ``text_id``."""

    source: str
    id: str
    said: StationWord
    by: str
    at_ms: int
    text_id: str


class StationView(msgspec.Struct, frozen=True, kw_only=True):
    """An aid station at one tick: who has passed, who is to come and when, and what was said.

    ``to_come``, ``unsure`` and ``waiting`` count runners, once each, by their last pass; ``soon`` counts
    arrivals of the next ten minutes. ``last_bib`` is for control alone. ``crowd`` is from plan and entries.
    """

    id: str
    name: str
    state: StationState
    passes: tuple[StationPass, ...]
    to_come: int
    unsure: int
    waiting: int
    passed: int
    unread: int
    soon: int
    per_minute: float
    peak_ms: int | None
    peak_per_minute: float
    first_ms: int | None
    last_ms: int | None
    last_bib: str
    arrivals: tuple[Arrivals, ...]
    crowd: tuple[Arrivals, ...]
    opens_ms: int | None
    closes_ms: int | None
    sweeps: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]
    said: StationSaid | None
    words_said: int  # so far, those taken back too
    keyed: tuple[KeyedView, ...]
    keyed_in: int
    keyed_out: int
    keyed_dropped: int
    keyed_unknown: tuple[str, ...]
    closing: ClosingView
    advice: AdviceView | None = None
    permit_ms: int | None = None
    kept_open: KeptOpen | None = None
    decisions: int = 0  # of race control on how long it stays open, those taken back too
    needs: Needs | None = None
    planned_needs: Needs | None = None
