"""What is done once a minute, however the ticks fall."""

from __future__ import annotations

import pytest

from alongside.live.minutely import Minutely
from alongside.live.pipeline import Race
from parting_race import flagged, race, runs

MINUTE = 60_000


@pytest.mark.parametrize("step_ms", [1000, 1600, 7000, 13_000, 60_000])
def test_every_minute_has_one_first_tick(step_ms: int) -> None:
    """Ticks of any length, none of which need fall on a full minute, are due once in each."""
    minutely = Minutely()
    ticks = [n * step_ms // 1000 * 1000 for n in range(1, 30 * MINUTE // step_ms + 1)]
    due = [at_ms // MINUTE for at_ms in ticks if minutely.is_due(at_ms)]
    assert due == list(range(1, ticks[-1] // MINUTE + 1))


def test_a_start_in_the_middle_of_a_minute_waits_for_the_next() -> None:
    """What was decided at its first tick, before a restart, is not decided again."""
    minutely = Minutely()
    assert not minutely.is_due(5 * MINUTE + 20_000)
    assert not minutely.is_due(5 * MINUTE + 40_000)
    assert minutely.is_due(6 * MINUTE + 1000)


def test_winding_back_goes_by_the_clock_it_is_wound_to() -> None:
    """After a jump back the minutes count from there."""
    minutely = Minutely()
    assert minutely.is_due(9 * MINUTE)
    assert not minutely.is_due(3 * MINUTE + 1000)
    assert minutely.is_due(4 * MINUTE)


def late_one() -> Race:
    """Return a race with a runner who will not make the cutoff."""
    return race({"1": "full"}, runs("1", 760, 20))


def test_a_flag_is_raised_though_the_full_minute_was_missed() -> None:
    """A slow machine leaves out ticks: who is at risk is told right after, and not a minute later."""
    on_time, slow = late_one(), late_one()
    assert flagged(on_time, "11:30", "at_risk").keys() == {"1"}
    assert flagged(slow, "11:29:30", "at_risk") == {}
    assert flagged(slow, "11:30:02", "at_risk").keys() == {"1"}
