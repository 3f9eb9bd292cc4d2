"""The small race with a van, a runner's page and race control; and hands to make rows about rides."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alongside.events.bodies import RideBody, RideWord, TransferBody
from alongside.events.row import Draft
from alongside.live.accounted_views import ACCOUNTED, LEDGER, AccountedView
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.ride_views import RIDES, RideView
from alongside.live.station_view import STATIONS
from alongside.live.views import Views
from builders import at, rows_of

sys.path.insert(0, str(Path(__file__).parent / "web"))
from people_day import PeopleDay

VAN, HERS, CONTROL, STATION = "van-token", "runner-token", "control-token", "station-token"
WANTED = (STATIONS, RIDES, ACCOUNTED, LEDGER)


def ride(
    bib: str, what: RideWord, clock: str, by: str = "van/9", id_: str = "", source: str = "", **more: object
) -> Draft:
    """Return the draft of a word about a ride; its source is that of who says it."""
    body = RideBody(bib, what, at(clock), by, **more)  # type: ignore[arg-type]
    role = by.split("/")[0]
    sources = {"van": "van/9", "runner": f"ride/{bib}", "station": "station/w1"}
    return Draft(source or sources.get(role, role), id_ or f"{bib}/{what}/{clock}", at(clock), body)


def transfer(bib: str, distance: str, clock: str) -> Draft:
    """Return the draft of a transfer."""
    return Draft("control", f"t/{bib}/{clock}", at(clock), TransferBody(bib, distance, "control/1"))


def look(race: Race, clock: str, bibs: Iterable[str] = ()) -> Views:
    """Return the views of a race at a time, decisions taken and folded first."""
    race.apply(rows_of(race.decide(at(clock)), race.state.seq + 1))
    return race.look(at(clock), [*WANTED, *bibs])


def accounted(race: Race, clock: str) -> AccountedView:
    """Return the ledger at a time."""
    found = look(race, clock).control.accounted
    assert found is not None
    return found


def rides_at(race: Race, clock: str) -> dict[str, RideView]:
    """Return the rides that stand at a time, by bib."""
    return {one.bib: one for one in look(race, clock).control.rides}


class RideDay(PeopleDay):
    """The small race on a real race file, with a van, race control, and the page of bib 7; it decides too."""

    def __init__(self, folder: Path, clock: str = "06:00") -> None:
        super().__init__(folder, clock)
        self.van = self.give("van", VAN, holder="Vic")
        self.give("runner", HERS, bib="7")
        self.give("control", CONTROL, holder="Bea")
        self.give("station", STATION, scope="w1", holder="Ada")

    def latest(self) -> Shown:
        """Show the race as of now, decisions taken and kept first."""
        self.race.apply(self.file.rows(self.race.state.seq))
        self.file.submit(self.race.decide(self.now_ms)).result()
        return super().latest()

    def start(self, *bibs: str) -> None:
        """Runners start at 07:01 and are read at 5K at 07:41."""
        for bib in bibs or ("7", "8", "9", "10", "4711"):
            self.reads(bib, ("S", "07:01"), ("5K", "07:41"))

    def say(self, *drafts: Draft, **texts: str) -> None:
        """Append rows with their words."""
        self.file.submit(list(drafts), texts).result()

    def rows(self, kind: str) -> list[Any]:
        """Return the bodies of a kind in the log, in its order."""
        rows = self.file.rows(0)
        return [row.body for row in rows if row.body.__struct_config__.tag == kind]
