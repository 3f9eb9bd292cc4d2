"""The small race with streets that reopen, a line on the ground and a road that both distances share."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import PlanBody
from alongside.events.plan import Line, RacePlan, Reopening, Shared
from alongside.events.row import Draft
from alongside.live.city_view import CITY
from alongside.live.city_views import CityView, SectionView
from alongside.live.pipeline import Race
from builders import FULL_KM, HALF_KM, at, distance, entry, make_plan, rows_of

HARBOUR = Reopening("Harbour Street", "full", 6_000.0, 8_000.0, at("10:00"))  # both distances run it
MILL = Reopening("Mill Lane", "full", 25_000.0, 26_000.0, at("12:30"))
# Straight north along the meridian of 10 degrees, a degree for the whole course.
LINE = Line((50.0, 51.0), (10.0, 10.0), (0.0, 42_195.0))


def city_plan(**changes: object) -> RacePlan:
    """Return the plan with two streets; ``changes`` replace fields."""
    full = msgspec.structs.replace(distance("full", FULL_KM), line=LINE)
    fields: dict[str, object] = {
        "distances": (full, distance("half", HALF_KM)),
        "reopenings": (HARBOUR, MILL),
        "shared": (Shared("full", 0.0, 10_000.0, "half", 0.0, 10_000.0),),
    }
    return make_plan(**(fields | changes))


def opening(**changes: object) -> list[Draft]:
    """Return the plan, two entries of the full (chips C1, C2) and one of the half (C3), all of wave 1."""
    plan = Draft("plan", "1", None, PlanBody(city_plan(**changes)))
    return [plan, entry("1", "full", "1", "C1"), entry("2", "full", "1", "C2"), entry("3", "half", "1", "C3")]


def city_of(*drafts: Draft, clock: str, **changes: object) -> CityView:
    """Return the streets at a time of a race in which these rows came."""
    race = Race()
    race.apply(rows_of([*opening(**changes), *drafts]))
    city = race.look(at(clock), [CITY]).city
    assert city is not None
    return city


def streets_of(*drafts: Draft, clock: str, **changes: object) -> dict[str, SectionView]:
    """Return the streets by name."""
    return {one.street: one for one in city_of(*drafts, clock=clock, **changes).sections}
