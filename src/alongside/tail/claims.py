"""Runners who are said to have stopped at a station: claims, until enough people say so.

One station's word is a claim that race control sees. It takes a person at control, or a second station, to
make it a DNF (methods of others: two sources or a steward). A crossing later than the claim ends it.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from alongside.crossings.fold import Crossings
from alongside.events.bodies import RulingStatusBody
from alongside.events.plan import RacePlan
from alongside.events.row import Draft, Row
from alongside.race.state import ON_COURSE, RaceState
from alongside.tail.keyed import Keyed, KeyedRow

SOURCE = "dropped"


@dataclass(frozen=True)
class Claim:
    """An entry that stations say has stopped, with what each of them keyed, the earliest first."""

    entry: int
    rows: tuple[KeyedRow, ...]

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
        """Return a DNF for each runner of whom two stations say that she stopped."""
        return [
            _dnf(claim, crossings)
            for claim in claims
            if len({said.body.station for said in claim.rows}) > 1 and claim.id not in self.decided
        ]


def claims(keyed: Keyed, crossings: Crossings, race: RaceState) -> list[Claim]:
    """Return who is said to have stopped, was seen nowhere since, and is still on the course."""
    found = [_claim(entry, keyed, race) for entry in sorted(keyed.dropped())]
    return [claim for claim in found if claim is not None]


def _claim(entry: int, keyed: Keyed, race: RaceState) -> Claim | None:
    if race["status"][entry] != ON_COURSE:
        return None
    rows = [said for said in keyed.of_entry(entry) if said.key not in keyed.misfits]
    moved = [said.order for said in rows if said.body.what != "dropped"]
    since = max(moved, default=(0, ("", "")))
    last_ms = int(race["last_ms"][entry])
    said = [r for r in rows if r.body.what == "dropped" and r.order > since and r.at_ms >= last_ms]
    ruled = race.rulings.standing(rows[0].body.bib) if rows else None
    settled = ruled is not None and bool(said) and ruled.at_ms >= said[-1].at_ms
    return Claim(entry, _one_per_station(said)) if said and not settled else None


def _one_per_station(rows: list[KeyedRow]) -> tuple[KeyedRow, ...]:
    """Return the first word of each station: saying it twice makes it no truer."""
    first: dict[str, KeyedRow] = {}
    for said in rows:
        first.setdefault(said.body.station, said)
    return tuple(first.values())


def _dnf(claim: Claim, crossings: Crossings) -> Draft:
    bib, last = crossings.field.entries[claim.entry].bib, claim.rows[-1]
    place = station_name(crossings.plan, last.body.station)
    body = RulingStatusBody(bib, "dnf", "system", place=place)
    return Draft(SOURCE, claim.id, claim.at_ms, body)


def station_name(plan: RacePlan | None, station: str) -> str:
    """Return what people call a station; its id when the plan does not know it."""
    stations = plan.stations if plan is not None else ()
    return next((known.name for known in stations if known.id == station), station)
