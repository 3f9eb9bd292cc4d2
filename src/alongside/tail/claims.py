"""Runners who are said to have stopped: claims, until enough people say so.

She herself, a station, a van, a sweep are one source each. One source's word is a claim that race control
sees. It takes a person at control, or a second source, to make it a DNF (methods of others: two sources or a
steward). A crossing later than the claim ends it, and so does a word that she goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from alongside.crossings.fold import Crossings
from alongside.crossings.riders import RideRow, goes_on
from alongside.events.bodies import KeyedBody, RideBody, RulingStatusBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft, Row
from alongside.race.state import ON_COURSE, RaceState
from alongside.tail.keyed import Keyed, KeyedRow
from alongside.units import show_km

SOURCE = "dropped"
CONTROL = ("control", "steward")  # their word is a ruling, which is a row of its own
ClaimRow = KeyedRow | RideRow


@dataclass(frozen=True)
class Claim:
    """An entry that is said to have stopped, with the first word of each source, the earliest first."""

    entry: int
    rows: tuple[ClaimRow, ...]

    @property
    def at_ms(self) -> int:
        """When it was last said."""
        return self.rows[-1].at_ms

    @property
    def id(self) -> str:
        """The claim as it stands: another row in it makes another claim."""
        return "/".join(said.key[1] for said in self.rows)


class Claims:
    """Which claims the race has already decided by itself: it does not do so again after an undo."""

    def __init__(self) -> None:
        self.decided: set[str] = set()

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if isinstance(row.body, RulingStatusBody) and row.source == SOURCE:
            self.decided.add(row.id)

    def dump(self) -> bytes:
        """Return what was decided as bytes for a snapshot."""
        return msgspec.msgpack.encode(sorted(self.decided))

    def load(self, raw: bytes) -> None:
        """Take what a snapshot holds in place of this."""
        self.decided = set(msgspec.msgpack.decode(raw, type=list[str]))

    def decide(self, claims: list[Claim], crossings: Crossings) -> list[Draft]:
        """Return a DNF for each runner of whom two sources say that she stopped."""
        return [
            _dnf(claim, crossings) for claim in claims if len(claim.rows) > 1 and claim.id not in self.decided
        ]


def claims(keyed: Keyed, crossings: Crossings, race: RaceState) -> list[Claim]:
    """Return who is said to have stopped, was seen nowhere since, and is still on the course."""
    entries = sorted(keyed.dropped().union(crossings.riders.entries()))
    found = [_claim(entry, keyed, crossings, race) for entry in entries]
    return [claim for claim in found if claim is not None]


def source_of(said: ClaimRow) -> str:
    """Return whose word it is: a station's (``station/w9``), hers (her guardian's too), a van's."""
    role = said.body.by.split("/", 1)[0]
    if isinstance(said.body, KeyedBody) or (role == "station" and said.body.station):
        return f"station/{said.body.station}"
    return "runner" if role == "guardian" else role


def _claim(entry: int, keyed: Keyed, crossings: Crossings, race: RaceState) -> Claim | None:
    if race["status"][entry] != ON_COURSE:
        return None
    rows: list[ClaimRow] = [said for said in keyed.of_entry(entry) if said.key not in keyed.misfits]
    rows += crossings.riders.of_entry(entry)
    since = max((said.order for said in rows if _moves(said)), default=(0, ("", "")))
    last_ms = int(race["last_ms"][entry])
    said = [r for r in rows if _stops(r) and r.order > since and r.at_ms >= last_ms]
    said.sort(key=lambda one: one.order)
    ruled = race.rulings.standing(crossings.field.entries[entry].bib)
    settled = ruled is not None and bool(said) and ruled.at_ms >= said[-1].at_ms
    return Claim(entry, _one_per_source(said)) if said and not settled else None


def _stops(said: ClaimRow) -> bool:
    """Return whether a word says that she has stopped for good, and is no ruling already."""
    if isinstance(said.body, KeyedBody):
        return said.body.what == "dropped"
    return (said.body.stops or said.body.what == "on_board") and source_of(said) not in CONTROL


def _moves(said: ClaimRow) -> bool:
    """Return whether a word says that she goes on."""
    return said.body.what != "dropped" if isinstance(said.body, KeyedBody) else goes_on(said.body)


def _one_per_source(rows: list[ClaimRow]) -> tuple[ClaimRow, ...]:
    """Return the first word of each source: saying it twice makes it no truer."""
    first: dict[str, ClaimRow] = {}
    for said in rows:
        first.setdefault(source_of(said), said)
    return tuple(first.values())


def _dnf(claim: Claim, crossings: Crossings) -> Draft:
    bib = crossings.field.entries[claim.entry].bib
    body = RulingStatusBody(bib, "dnf", "system", place=stopped_at(claim, crossings.plan))
    return Draft(SOURCE, claim.id, claim.at_ms, body)


def stations_of(claim: Claim) -> tuple[str, ...]:
    """Return the ids of the stations that say so, the first to say it first."""
    return tuple(r.body.station for r in claim.rows if source_of(r).startswith("station/"))


def stopped_at(claim: Claim, plan: RacePlan | None) -> str:
    """Return where she is said to have stopped: at a station, at a kilometre; empty where nobody says."""
    for said in reversed(claim.rows):
        if said.body.station:
            return station_name(plan, said.body.station)
        if isinstance(said.body, RideBody) and said.body.along_m is not None:
            return show_km(said.body.along_m)
    return ""


def station_name(plan: RacePlan | None, station: str) -> str:
    """Return what people call a station; its id when the plan does not know it."""
    stations = plan.stations if plan is not None else ()
    return next((known.name for known in stations if known.id == station), station)
