"""What the forms of race morning are read against, and what each of them comes to."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import Body
from alongside.events.plan import Distance, RacePlan
from alongside.events.row import Draft
from alongside.live.morning_views import MorningView, WaveView
from alongside.live.views import DistanceView, RaceView, RunnerView
from alongside.units import show_time

SOURCE = "control"


class Desk(msgspec.Struct, frozen=True):
    """What a form is read against: how the race stands, who writes, and the key of what she writes.

    ``runner`` is the one whose bib the form names, where it names one and she could be looked up.
    """

    control: RaceView
    morning: MorningView
    by: str
    key: str
    runner: RunnerView | None = None

    @property
    def plan(self) -> RacePlan:
        """The plan in force."""
        if self.morning.known.plan is None:
            raise ValueError("The race is still being read. Try again in a few seconds.")
        return self.morning.known.plan

    def clock(self, at_ms: int) -> str:
        """Return a time on the wall; seconds only where there are any."""
        return show_time(at_ms, self.plan.zone, seconds=at_ms % 60_000 != 0)

    def text_id(self, why: str) -> str:
        """Return the id under which words are kept; none for no words."""
        return self.key if why else ""

    def wave(self, wave: str) -> WaveView:
        """Return how a wave stands."""
        return next(one for one in self.morning.waves if one.id == wave)

    def meant(self, distance: Distance | None) -> list[DistanceView]:
        """Return how a distance stands, or every one where none is named."""
        return [one for one in self.control.distances if distance is None or one.id == distance.id]

    def runner_of(self, bib: str) -> RunnerView:
        """Return the runner whom the form names."""
        if self.runner is None:
            raise ValueError(f"Bib {bib} could not be looked up just now. Press the button again.")
        return self.runner


class Proposal(msgspec.Struct, frozen=True):
    """What a form would do: its rows, in words (the first sentence large), what to mind, and the why."""

    bodies: tuple[Body, ...]
    says: tuple[str, ...]
    mind: tuple[str, ...] = ()
    words: str = ""


def drafts_of(proposal: Proposal, key: str, at_ms: int) -> tuple[list[Draft], dict[str, str]]:
    """Return the rows of a proposal and its words by their id; pressing twice gives the same keys."""
    ids = [key, *(f"{key}/{n}" for n in range(2, len(proposal.bodies) + 1))]
    rows = [Draft(SOURCE, id_, at_ms, body) for id_, body in zip(ids, proposal.bodies, strict=True)]
    return rows, {key: proposal.words} if proposal.words else {}
