"""The small race with its sweep on the road, and an app of it that folds what its forms send."""

from __future__ import annotations

from alongside.events.bodies import LetGoBody, RideBody, SweepBody
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.station_view import STATIONS
from alongside.live.sweep_view import SWEEPS
from alongside.live.sweep_views import SweepDetail
from alongside.live.views import SweepView, Views
from builders import at, read, rows_of
from station_race import StationStage

DRIVER = "sweep-token"
CHIP = "SWEEP1"


def told(along_m: float, clock: str, how: str = "said", id_: str = "", **more: object) -> Draft:
    """Return the draft of a sweep's word: it is here."""
    body = SweepBody("sweep", along_m, at(clock), "sweep/sweep/5", how, **more)  # type: ignore[arg-type]
    return Draft("sweep/sweep", id_ or f"{how}/{along_m:.0f}/{clock}", at(clock), body)


def let_go(bib: str, clock: str) -> Draft:
    """Return the draft of a runner let go on."""
    body = LetGoBody("sweep", bib, at(clock), "sweep/sweep/5")
    return Draft("sweep/sweep", f"{bib}/let_go", at(clock), body)


def ride(bib: str, what: str, clock: str, *, stops: bool = False) -> Draft:
    """Return the draft of a word about a ride, said by the sweep."""
    body = RideBody(bib, what, at(clock), "sweep/sweep/5", stops=stops)  # type: ignore[arg-type]
    return Draft("sweep/sweep", f"{bib}/{what}/{clock}", at(clock), body)


def views_at(race: Race, clock: str) -> Views:
    """Return the views of a race at a time, with what is near its sweeps."""
    return race.look(at(clock), [SWEEPS])


def sweep_at(race: Race, clock: str, n: int = 0) -> tuple[SweepView, SweepDetail]:
    """Return a sweep of a race at a time, and what is near it."""
    views = views_at(race, clock)
    return views.control.sweeps[n], views.sweeps[n]


ON_THE_WAY = (
    *(read(f"C{n}", "S", "07:01") for n in (1, 2, 3)),
    *(read(f"C{n}", "5K", f"07:{38 + n}") for n in (1, 2, 3)),
    *(read(f"C{n}", "10K", f"08:{15 + 4 * n}") for n in (1, 2)),
)


class SweepStage(StationStage):
    """An app over a real fold, with the driver's link; what she says is a row, and the page shows it."""

    def __init__(self, *drafts: Draft, clock: str = "09:20", runners: int = 3) -> None:
        super().__init__(*drafts, clock=clock, runners=runners)
        self.people.give("sweep", DRIVER, scope="sweep", holder="Ed")

    def show_now(self) -> None:
        """Show the race as of now, as a tick would."""
        self.race.apply(rows_of(self.race.decide(self.now_ms), self.race.state.seq + 1))
        self.version += 1
        views = self.race.look(self.now_ms, [STATIONS, SWEEPS])
        self.show.publish(Shown(views, 1.0, self.version, self.race.state.plan))
