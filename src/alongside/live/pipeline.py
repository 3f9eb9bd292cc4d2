"""The flow of one race, in order. Rows are applied; at each tick the race decides, then is looked at.

::

    rows -> crossings -> race ----> forecast -> tail -> decisions (rows again, before they are shown)
         -> locate ----'  `-> silent mats -^       `--> views

Nothing here knows the time of day: ``at_ms`` comes from the loop, on the fixed grid of race time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import msgspec

from alongside.crossings.clock_decisions import decide_clocks
from alongside.events.row import Draft, Row
from alongside.forecast.as_crossed import AsCrossed
from alongside.forecast.field import FieldForecast
from alongside.forecast.field_seen import last_seen
from alongside.forecast.prior import Prior
from alongside.forecast.run_on import Due, RunOn, due, run_on
from alongside.live.accounted_view import accounted_view
from alongside.live.accounted_views import ACCOUNTED, LEDGER
from alongside.live.announcer_view import ANNOUNCER
from alongside.live.city_view import CITY, CityDay
from alongside.live.company import CompanyDay
from alongside.live.feeds_view import FEEDS, feeds_view
from alongside.live.ledger import ledger
from alongside.live.morning_view import MORNING, MorningViews
from alongside.live.post_view import PostLook, is_post
from alongside.live.post_views import Posts
from alongside.live.public_view import public_view
from alongside.live.race_view import race_view
from alongside.live.report_view import REPORT, ReportDay
from alongside.live.ride_views import RIDES
from alongside.live.risks import Risks
from alongside.live.runner_view import runner_views
from alongside.live.state import LiveState
from alongside.live.station_closing import Closings
from alongside.live.station_day import StationDay
from alongside.live.station_plan import Planned
from alongside.live.station_view import STATIONS
from alongside.live.sweep_view import SWEEPS, SweepLook
from alongside.live.van_view import vans_view
from alongside.live.views import SweepView, Views
from alongside.live.with_company import homes_with_company, runners_with_company
from alongside.tail import overdue
from alongside.tail.claims import claims
from alongside.tail.silence import DUE_AT_LEAST, DUE_WINDOW_MS, due_by_split
from alongside.tail.unheard import unheard


@dataclass(frozen=True)
class Moment:
    """What one tick works out before anybody decides or looks."""

    at_ms: int
    seq: int
    field: RunOn
    due: dict[str, int]
    silent: frozenset[str]
    unheard: int = 0


class Race:
    """One race: ``apply`` rows, ``decide`` at a tick, ``look`` at it.

    ``prior`` is what past races taught the forecast; without one, the shipped.
    """

    def __init__(self, state: LiveState | None = None, prior: Prior | None = None) -> None:
        self.state = state or LiveState()
        self._forecast, self._as_crossed = FieldForecast(prior), AsCrossed(prior)
        self._moment: Moment | None = None
        self._mornings = MorningViews()
        self._planned = Planned()
        self._city, self._report = CityDay(), ReportDay()
        self._stations = StationDay()
        self._risks = Risks(self._as_crossed)
        self._company = CompanyDay()

    def apply(self, rows: Iterable[Row]) -> None:
        """Fold rows, in the order of the log."""
        self.state.apply(rows)

    def decide(self, at_ms: int) -> list[Draft]:
        """Return what the race has to say of its own accord at this tick, to be appended and applied."""
        if clocks := decide_clocks(self.state.crossings.hearing, self.state.crossings.clocks, at_ms):
            return clocks  # who is late is decided a tick later, on the right times
        moment = self._at(at_ms)
        late = overdue.late_runners(moment.field, self.state.race.arrays.courses)
        field, zone = self.state.crossings.field, self.state.plan.zone
        flags = overdue.decide(self.state.flags, late, field, moment.silent, at_ms, zone)
        noticed = self._risks.decide(self.state, moment.field)
        advice = self._stations.decide(self.state, moment.field, moment.silent, moment.unheard)
        return [*flags, *noticed, *self._drops(), *advice]

    def look(self, at_ms: int, wanted: Collection[str] = ()) -> Views:
        """Return what pages show at ``at_ms``: a pure function of the rows applied and the time.

        ``wanted`` are the bibs of whom somebody looks at the page, ``STATIONS`` for those of stations,
        ``FEEDS`` for that of the feeds, ``MORNING`` for that of race morning, ``CITY`` for those of streets,
        ``SWEEPS`` for those of sweeps, ``STRETCHES`` and ``post_key`` for those of marshals,
        ``ACCOUNTED`` for everybody who is missing, ``LEDGER`` for a line of each.
        """
        moment = self._at(at_ms)
        stations_now = self._stations.now(self.state, moment.field, moment.silent, moment.unheard)
        heard = moment.due, moment.silent, at_ms, stations_now, moment.unheard
        control = race_view(self.state, moment.field, *heard)
        accounted = accounted_view(self.state, control, everybody=ACCOUNTED in wanted)
        control = msgspec.structs.replace(control, accounted=accounted)
        if STATIONS in wanted:
            stations = self._stations.views(self.state, moment.field, moment.silent, moment.unheard)
            control = msgspec.structs.replace(control, stations=stations)
        control = msgspec.structs.replace(control, noticed=self._risks.noticed(self.state, moment.field))
        if ANNOUNCER in wanted:
            home = self._risks.announcer(self.state, moment.field)
            home = homes_with_company(home, self.state, self._company, at_ms)
            control = msgspec.structs.replace(control, home=home)
        runners = runner_views(self.state, moment.field, wanted, self._as_crossed) if wanted else {}
        runners = self._risks.own(self.state, moment.field, runners)
        runners = runners_with_company(runners, self.state, self._company, at_ms)
        feeds = feeds_view(self.state) if FEEDS in wanted else None
        morning = self._mornings.of(self.state) if MORNING in wanted else None
        where = self.state, moment.field, moment.silent, moment.unheard
        city = self._city.view(*where) if CITY in wanted else None
        report = self._report.view(self.state, control) if REPORT in wanted else None
        sweeps = SweepLook(self.state, moment.field, at_ms).details() if SWEEPS in wanted else ()
        lines = ledger(self.state) if LEDGER in wanted else None
        vans = vans_view(self.state) if RIDES in wanted else None
        posts = self._posts(moment, control.sweeps, wanted)
        public = public_view(control)
        return Views(
            control, public, runners, morning, feeds, city, sweeps, vans, lines, posts, report=report
        )  # fmt: skip

    def _posts(self, moment: Moment, sweeps: tuple[SweepView, ...], wanted: Collection[str]) -> Posts:
        """Return the posts of marshals that somebody looks at."""
        asked = [key for key in wanted if is_post(key)]
        if not asked:
            return Posts()
        closings = Closings(self.state, moment.field, moment.silent, moment.unheard, self._planned)
        return PostLook(self.state, closings, sweeps).posts(asked)

    def _drops(self) -> list[Draft]:
        """Return a DNF for whoever two stations say has stopped."""
        state = self.state
        return state.claims.decide(claims(state.keyed, state.crossings, state.race), state.crossings)

    def _at(self, at_ms: int) -> Moment:
        """Return the moment, worked out once while no row but the race's own decisions came in between."""
        held = self._moment
        if held is not None and (held.at_ms, held.seq) == (at_ms, self.state.seq):
            return held
        state = self.state
        state.settle()
        seen = last_seen(state.race, state.locator, state.keyed.last())
        expected = due(state.race, seen, self._forecast.see(state.crossings, state.race, seen), at_ms)
        missing = self._missing(expected, at_ms)
        silent = frozenset(mat for mat, count in missing.items() if self._is_silent(mat, count, at_ms))
        self._forecast.refresh(state.crossings, state.race, seen, silent, at_ms)
        field = run_on(state.race, seen, expected, self._forecast.table, at_ms)
        nobody = unheard(expected, state.mats.newest_ms.values(), at_ms)
        self._moment = Moment(at_ms, state.seq, field, missing, silent, nobody)
        return self._moment

    def _missing(self, expected: Due, at_ms: int) -> dict[str, int]:
        """Return by mat how many runners should have been read in the last ten minutes and were not."""
        arrays = self.state.race.arrays
        counted = due_by_split(expected, at_ms, len(arrays.ids), arrays.along_m.shape[1])
        due: dict[str, int] = {}
        for course, row in zip(arrays.courses, counted, strict=True):
            for mat, count in zip(course.mats, row, strict=False):
                due[mat] = due.get(mat, 0) + int(count)
        return due

    def _is_silent(self, mat: str, due: int, at_ms: int) -> bool:
        return due >= DUE_AT_LEAST and self.state.mats.recent(mat, at_ms, DUE_WINDOW_MS) == 0
