"""The small race with aid stations, and an app of it that folds what its forms send."""

from __future__ import annotations

import hashlib
import itertools
import re
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path

from alongside.events.bodies import EntryBody, KeyedBody, PlanBody, StationBody
from alongside.events.plan import Place, Station
from alongside.events.row import Draft, Receipt
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.station_view import STATIONS
from alongside.live.station_views import StationView
from alongside.web import make_app
from builders import at, entry, make_plan, read, rows_of

sys.path.insert(0, str(Path(__file__).parent / "web"))
from fakes import FakePeople, FakeShow

CONTROL, OWN, OTHER = "control-token", "station-token-nine", "station-token-five"
SHARED_ROAD = (Place("full", 9_000.0), Place("half", 9_000.0))
STATION_LIST = (
    Station("nine", "Water Nine", SHARED_ROAD, at("07:15"), at("09:30")),
    Station("late", "Late Tea", (Place("full", 25_000.0),), at("08:00"), at("12:30")),
    Station("twice", "Round the Lake", (Place("full", 2_000.0), Place("full", 35_000.0))),
)


JSON = {"Accept": "application/json"}
SEEN = (
    *(read(f"C{n}", "S", "07:01") for n in (1, 2, 3)),
    read("C1", "5K", "07:40"),
    read("C2", "5K", "07:45"),
)


def text_of(page: str) -> str:
    """Return a page as it reads, without its markup."""
    return re.sub(r" ([.,:])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", page).split()))


def opening(runners: int = 3, **changes: object) -> list[Draft]:
    """Return the plan with its stations, and runners of the full in wave 1: bibs from 1, chips C1 and on."""
    plan = make_plan(stations=STATION_LIST, **changes)
    entries = [entry(str(n), "full", "1", f"C{n}") for n in range(1, runners + 1)]
    return [Draft("plan", "1", None, PlanBody(plan)), *entries]


def keyed(
    bib: str, what: str, clock: str, station: str = "nine", id_: str = "", by: str | None = None
) -> Draft:
    """Return the draft of a bib keyed at a station."""
    body = KeyedBody(station, bib, what, at(clock), by or f"station/{station}/7")  # type: ignore[arg-type]
    return Draft(f"station/{station}", id_ or f"{bib}/{what}/{clock}", at(clock), body)


def says(said: str, clock: str, station: str = "nine", text_id: str = "") -> Draft:
    """Return the draft of a word of a station."""
    body = StationBody(station, said, f"station/{station}/7", text_id)  # type: ignore[arg-type]
    return Draft(f"station/{station}", f"{said}/{clock}", at(clock), body)


def stations_at(race: Race, clock: str) -> dict[str, StationView]:
    """Return the stations of a race at a time, by id; decisions taken and folded first."""
    race.apply(rows_of(race.decide(at(clock)), race.state.seq + 1))
    views = race.look(at(clock), [STATIONS])
    return {station.id: station for station in views.control.stations}


class FoldingIntake:
    """Takes rows as the log would, folds them at once, and has them shown."""

    def __init__(self, stage: StationStage) -> None:
        self._stage = stage
        self.kept: dict[tuple[str, str], Draft] = {}
        self.sent = 0

    def submit(
        self, drafts: Sequence[Draft], texts: Mapping[str, str] | None = None
    ) -> Future[list[Receipt]]:
        self._stage.people.words.update(texts or {})
        future: Future[list[Receipt]] = Future()
        future.set_result([self._keep(draft) for draft in drafts])
        self._stage.show_now()
        return future

    def is_full(self) -> bool:
        """Return that there is room."""
        return False

    def _keep(self, draft: Draft) -> Receipt:
        self.sent += 1
        race, repeat = self._stage.race, (draft.source, draft.id) in self.kept
        if not repeat:
            self.kept[draft.source, draft.id] = draft
            race.apply(rows_of([draft], race.state.seq + 1))
        return Receipt(race.state.seq, repeat)


class StationStage:
    """An app over a real fold: what is tapped is a row, and the page shows what came of it."""

    def __init__(self, *drafts: Draft, clock: str = "08:00", runners: int = 3, **changes: object) -> None:
        self.now_ms = at(clock)
        self.race = Race()
        self.race.apply(rows_of([*opening(runners, **changes), *drafts]))
        self.show, self.people = FakeShow(), FakePeople()
        self.intake = FoldingIntake(self)
        self.people.give("control", CONTROL, holder="Bea")
        self.people.give("station", OWN, scope="nine", holder="Ada")
        self.people.give("station", OTHER, scope="late")
        self.version = 0
        ids = itertools.count(1)
        self.show_now()
        self.app = make_app(
            self.show,
            self.intake,
            self.people,
            now_ms=lambda: self.now_ms,
            new_id=lambda: f"id-{next(ids):032d}",
        )

    def show_now(self) -> None:
        """Show the race as of now, as a tick would."""
        self.race.apply(rows_of(self.race.decide(self.now_ms), self.race.state.seq + 1))
        self.version += 1
        views = self.race.look(self.now_ms, [STATIONS])
        self.show.publish(Shown(views, 1.0, self.version, self.race.state.plan))

    def at(self, clock: str) -> None:
        """Move the clock, and show the race as of then."""
        self.now_ms = at(clock)
        self.show_now()


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def late_entry(bib: str, expected_s: float | None = None) -> Draft:
    """Return the draft of an entry of the full, with the finish it expects."""
    return Draft("roster", f"late/{bib}", None, EntryBody(bib, "full", "1", (), None, 1, expected_s))
