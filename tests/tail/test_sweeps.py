"""Where a sweep is, and where it should be."""

from __future__ import annotations

import pytest

from alongside.events.bodies import PlanBody
from alongside.events.plan import Sweep
from alongside.tail.sweeps import Front
from builders import OPENING, at, body_draft, make_plan, race_of, read


def front(clock: str, *drafts: object, **changes: object) -> Front:
    """Return the sweep of the small race at a time."""
    opening = (body_draft(PlanBody(make_plan(**changes)), "p", "06:00"), *OPENING[1:])
    return race_of(*drafts, opening=opening).state.sweeps.fronts(at(clock))[0]


def test_before_any_read_the_schedule_places_it_and_says_so() -> None:
    """Half the time of the schedule is half the way; nothing is claimed to have been seen."""
    now = front("11:22:30")
    assert now.along_m == pytest.approx(42_195 / 2, abs=1)
    assert (now.by_chip, now.seen_ms, now.ahead_s) == (False, None, None)


def test_a_read_places_it_and_compares_it_with_the_schedule() -> None:
    """Read at 10K ten minutes before the schedule wants it there: ten minutes ahead."""
    due_ms = at("07:45") + 10 / 42.195 * (at("15:00") - at("07:45"))
    early = front("09:20", read("SWEEP1", "10K", "09:17:56"))
    assert early.seen_place == "10K"
    assert early.ahead_s == pytest.approx((due_ms - at("09:17:56")) / 1000)


def test_it_is_carried_on_at_the_schedules_pace_short_of_the_next_mat() -> None:
    """Between mats it moves as planned; it has not passed a mat that has not read it."""
    at_ten = read("SWEEP1", "10K", "09:30")
    assert 10_900 < (front("09:40", at_ten).along_m or 0) < 11_000
    assert front("13:00", at_ten).along_m == pytest.approx(21_097.5 - 10)


def test_without_a_schedule_its_own_pace_carries_it() -> None:
    """Two reads give a pace; one alone leaves it where it was read."""
    bare = (Sweep("s", "Bus", "full", (), ("SWEEP1",)),)
    reads = read("SWEEP1", "5K", "08:00"), read("SWEEP1", "10K", "08:50")
    assert front("09:00", *reads, sweeps=bare).along_m == pytest.approx(11_000)
    assert front("09:00", reads[1], sweeps=bare).along_m == pytest.approx(10_000)


def test_late_reads_of_the_sweep_in_any_order_place_it_the_same() -> None:
    """The sweep's reads obey the same rules as a runner's."""
    reads = read("SWEEP1", "5K", "08:30"), read("SWEEP1", "10K", "09:20"), read("SWEEP1", "5K", "08:30:05")
    assert front("09:30", *reads) == front("09:30", *reads[::-1])
