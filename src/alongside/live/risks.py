"""What the race notices of its runners once a minute; what of it is seen by who can help, and by herself."""

from __future__ import annotations

import msgspec

from alongside.events.row import Draft
from alongside.forecast.as_crossed import AsCrossed
from alongside.forecast.run_on import RunOn
from alongside.live.announcer_view import announcer_view
from alongside.live.announcer_views import AnnouncerView
from alongside.live.let_go import let_go_bibs
from alongside.live.minutely import Minutely
from alongside.live.own_view import OwnLook
from alongside.live.risk_view import noticed_view
from alongside.live.risk_views import NoticedView
from alongside.live.state import LiveState
from alongside.live.views import RunnerView
from alongside.tail import alone, risk
from alongside.tail.gates import Gates


class Risks:
    """Risk and company of one race. It keeps nothing but what can be worked out again, and the minute."""

    def __init__(self, as_crossed: AsCrossed) -> None:
        self._as_crossed, self._gates = as_crossed, Gates()
        self._minutes = Minutely()

    def decide(self, state: LiveState, field: RunOn) -> list[Draft]:
        """Return the flags to raise and to lower: at the first tick of a minute."""
        if not self._minutes.is_due(field.at_ms):
            return []
        let_go, zone = let_go_bibs(state), state.plan.zone
        worst = risk.worst_of(field, self._gates.of(field, state.crossings, state.race))
        at_risk = risk.decide(state.flags, field, worst, state.crossings.field, let_go, zone)
        shared = state.plan.shared
        look = alone.look_around(field, state.crossings, state.race, shared, self._as_crossed)
        return at_risk + alone.decide(state.flags, look, let_go)

    def noticed(self, state: LiveState, field: RunOn) -> NoticedView:
        """Return who is at risk or alone, the most urgent first."""
        return noticed_view(state, field, self._gates)

    def announcer(self, state: LiveState, field: RunOn) -> AnnouncerView:
        """Return who comes to the finish next, and who has just come in."""
        return announcer_view(state, field, self._gates)

    def own(self, state: LiveState, field: RunOn, runners: dict[str, RunnerView]) -> dict[str, RunnerView]:
        """Return the views of runners, with how each who is out there stands."""
        if not any(view.status == "on_course" for view in runners.values()):
            return runners
        look = OwnLook(state, field, self._gates, self._as_crossed)
        index = state.crossings.field.index
        return {
            bib: msgspec.structs.replace(view, own=look.of(index(view.bib))) for bib, view in runners.items()
        }
