"""The stations of a race from tick to tick: what they are told, and what race control must know of them."""

from __future__ import annotations

from alongside.course.permit import permit_ms
from alongside.events.plan import Station
from alongside.events.row import Draft
from alongside.forecast.run_on import RunOn
from alongside.live.minutely import Minutely
from alongside.live.state import LiveState
from alongside.live.station_closing import Closings
from alongside.live.station_plan import Planned
from alongside.live.station_view import StationLook
from alongside.live.station_views import AskedView, PackedUp, StationsNow, StationView
from alongside.tail.stations import GONE


class StationDay:
    """Decides once a minute, at its first tick, and looks whenever it is asked to.

    What is kept between ticks saves time, or says which minute was the last: no part of the state.
    """

    def __init__(self) -> None:
        self._planned = Planned()
        self._minutes = Minutely()
        self._held: Closings | None = None

    def decide(self, state: LiveState, field: RunOn, silent: frozenset[str], unheard: int) -> list[Draft]:
        """Return what stations are to be told now, as rows."""
        if not state.plan.stations or not self._minutes.is_due(field.at_ms):
            return []
        closings = self._closings(state, field, silent, unheard)
        told = (closings.advise(station) for station in state.plan.stations)
        return [draft for draft in told if draft is not None]

    def now(self, state: LiveState, field: RunOn, silent: frozenset[str], unheard: int) -> StationsNow:
        """Return what race control must know: who packed up too early, and which decisions wait for it."""
        early = [station for station in state.plan.stations if _is_early(state, station)]
        asks = [station for station in state.plan.stations if _asks(state, station)]
        if not early and not asks:
            return StationsNow()
        closings = self._closings(state, field, silent, unheard)
        packed = (_packed(closings, station) for station in early)
        return StationsNow(
            packed=tuple(one for one in packed if one is not None),
            asks=tuple(_asked(closings, station) for station in asks),
        )

    def views(
        self, state: LiveState, field: RunOn, silent: frozenset[str], unheard: int
    ) -> tuple[StationView, ...]:
        """Return every station, in the order of the plan."""
        closings = self._closings(state, field, silent, unheard)
        return StationLook(state, field, closings).views()

    def _closings(self, state: LiveState, field: RunOn, silent: frozenset[str], unheard: int) -> Closings:
        """Return the closings of a moment: the same for all who ask at it."""
        if self._held is None or self._held.field is not field:
            self._held = Closings(state, field, silent, unheard, self._planned)
        return self._held


def _is_early(state: LiveState, station: Station) -> bool:
    """Return whether a station has packed up, or closed, without having been told that it may."""
    said, advice = state.stations.last(station.id), state.advice.last(station.id)
    is_gone = said is not None and said.body.said in GONE
    return is_gone and (advice is None or advice.body.new != "may_close")


def _asks(state: LiveState, station: Station) -> bool:
    advice = state.advice.last(station.id)
    return advice is not None and advice.body.new == "ask"


def _packed(closings: Closings, station: Station) -> PackedUp | None:
    closing, said = closings.closing(station), closings.state.stations.last(station.id)
    if said is None or not closing.inside:
        return None
    kept = closings.state.kept_open.last(station.id)
    decided = kept is not None and kept.body.until_ms <= closings.at_ms
    return PackedUp(station.id, station.name, said.at_ms, closing.inside, closing.first_ms, decided)


def _asked(closings: Closings, station: Station) -> AskedView:
    advice, kept = closings.state.advice.last(station.id), closings.state.kept_open.last(station.id)
    closing = closings.closing(station)
    return AskedView(
        id=station.id,
        name=station.name,
        inside=closing.inside,
        first_ms=closing.first_ms,
        middle_ms=closing.middle_ms,
        sure_ms=None if advice is None else advice.body.closes_ms,
        permit_ms=permit_ms(closings.state.plan, station),
        kept_ms=None if kept is None else kept.body.until_ms,
        since_ms=closings.at_ms if advice is None else advice.at_ms,
        why="" if advice is None else advice.body.reason,
        decisions=len(closings.state.kept_open.said.get(station.id, ())),
    )
