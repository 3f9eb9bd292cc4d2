"""What race control must know of sweeps, in sentences."""

from __future__ import annotations

import msgspec

from alongside.live.sweep_headline import EARLY_S, sweeps_said
from alongside.live.views import SweepView

SEEN = SweepView(
    "bus", "Sweep bus", "full", 16_100.0, "said", 1, "", 12_000.0, 1_799.0, 0, last_inside_m=18_300.0
)


def said(**changes: object) -> list[tuple[str, str]]:
    """Return the sentences of the sweep with these fields."""
    return list(sweeps_said((msgspec.structs.replace(SEEN, **changes),)))


def test_a_sweep_far_ahead_of_its_schedule_is_told_with_who_is_ahead_of_it() -> None:
    """By how much, in the minutes that its driver reads, and how near the last inside the limit is."""
    near = "it is near km 16.1, the last inside the limit near km 18.3"
    assert said() == [("look", f"Sweep bus is 29 min ahead of its schedule: {near}.")]


def test_a_little_early_or_with_nobody_to_hurry_it_is_no_news() -> None:
    """Below five minutes, or when nobody inside the limit is left, control has nothing to do."""
    assert said(ahead_s=EARLY_S - 1.0) == [] == said(last_inside_m=None) == said(ahead_s=None)


def test_who_is_behind_comes_before_how_early_it_is() -> None:
    """Somebody inside the limit behind it is to act upon; where the last one ahead is matters no more."""
    act, look = said(behind=2, behind_inside=2)
    assert act == ("act", "2 runners are inside the limit and thought to be behind Sweep bus.")
    assert look == ("look", "Sweep bus is 29 min ahead of its schedule.")
    assert said(ahead_s=0.0, behind=1) == [("look", "1 runner is thought to be behind Sweep bus.")]


def test_a_place_by_the_schedule_alone_accuses_nobody() -> None:
    """Nobody has seen it: whether anybody is behind it, nobody knows."""
    assert said(how="schedule", behind=2, behind_inside=2) == []
