"""The view of race morning: what was decided, which gun each wave goes by, what the log knows of the folder.

It is made only while somebody looks at its page: it holds every entry. It changes when somebody says
something, not with the time; so it is made once for each such row, and an ordinary tick shows the one that
was made before.
"""

from __future__ import annotations

from collections import Counter

from alongside.events.bodies import Status
from alongside.live.decided import SHOWN, decided
from alongside.live.morning_views import Known, MorningView, WaveView
from alongside.live.opening import known_of
from alongside.live.state import LiveState

MORNING = "MORNING"  # what a page asks for that shows race morning; no bib is so called


class MorningViews:
    """The morning views of one race, each made when the state has changed since the last."""

    def __init__(self) -> None:
        self._view: MorningView | None = None
        self._said = -1
        self._known: Known | None = None
        self._runners: Counter[str] = Counter()
        self._field_of: tuple[int, int] | None = None

    def of(self, state: LiveState) -> MorningView:
        """Return the view of a state; rows applied to it since the last call are in it."""
        if self._view is None or self._said != state.said:
            self._said, self._view = state.said, self._make(state)
        return self._view

    def _make(self, state: LiveState) -> MorningView:
        known, found = self._known_of(state), decided(state)
        return MorningView(
            decided=tuple(found[:SHOWN]),
            decided_total=len(found),
            waves=tuple(self._waves(state)),
            known=known,
            official=_official(state),
        )

    def _known_of(self, state: LiveState) -> Known:
        """Return what the log knows of the folder; 48,000 entries are gathered only when one has changed."""
        field = state.crossings.field
        now = (field.changes, state.course_version)
        if self._known is None or self._field_of != now:
            self._field_of = now
            self._runners = Counter(entry.wave for entry in field.entered)
            self._known = known_of(state)
        return self._known

    def _waves(self, state: LiveState) -> list[WaveView]:
        guns, plan = state.crossings.wave_guns, state.plan
        return [
            WaveView(
                id=wave.id,
                name=wave.name,
                distances=wave.distances,
                runners=self._runners[wave.id],
                planned_ms=wave.gun_ms,
                gun_ms=state.crossings.gun_ms[wave.id],
                starts_with=guns.starts_with(plan, wave.id),
            )
            for wave in plan.waves
        ]


def _official(state: LiveState) -> dict[str, Status]:
    """Return what the timer said of entries, by normalised bib, where that stands."""
    rulings = state.race.rulings
    found = {bib: rulings.standing(bib) for bib in rulings.said}
    return {bib: said.body.status for bib, said in found.items() if said is not None and said.body.official}
