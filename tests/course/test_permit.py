"""Until when a station may stand."""

from __future__ import annotations

from alongside.course.permit import permit_ms
from alongside.events.plan import Place, Reopening, Station
from builders import at, make_plan

NINE = Station("nine", "Nine", (Place("full", 9_000.0), Place("half", 9_000.0)), None, at("12:00"))
QUAY = Reopening("Quay", "full", 8_000.0, 9_500.0, at("11:30"))


def test_the_road_on_which_it_stands_says_so_first() -> None:
    """A section that holds one of its places, of two the earlier one; sections elsewhere say nothing."""
    later = Reopening("Quay, half", "half", 8_000.0, 9_500.0, at("11:45"))
    beyond = Reopening("Hill", "full", 10_000.0, 12_000.0, at("10:00"))
    plan = make_plan(reopenings=(later, QUAY, beyond), permit_ms=at("15:00"))
    assert permit_ms(plan, NINE) == at("11:30")


def test_else_the_permit_of_the_race_else_the_planned_closing() -> None:
    """A section without a time says nothing; where nobody said anything there is no permit."""
    unsaid = Reopening("Quay", "full", 8_000.0, 9_500.0, None)
    assert permit_ms(make_plan(reopenings=(unsaid,), permit_ms=at("15:00")), NINE) == at("15:00")
    assert permit_ms(make_plan(), NINE) == at("12:00")
    assert permit_ms(make_plan(), Station("x", "X", NINE.places)) is None
