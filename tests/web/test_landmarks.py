"""What places beside the course are called."""

from __future__ import annotations

from alongside.events.plan import Place, Station
from alongside.web.landmarks import called, landmarks, named_places
from builders import make_plan

PLAN = make_plan(stations=(Station("w", "Water", (Place("full", 9_950.0), Place("full", 35_400.0))),))
FULL = PLAN.distance("full")


def test_mats_and_stations_come_in_the_order_of_the_road() -> None:
    """A station that is passed twice stands there twice."""
    assert [name for _, name in named_places(PLAN, FULL)] == [
        "S", "5K", "Water", "10K", "HALF", "30K", "Water", "F",
    ]  # fmt: skip


def test_every_kilometre_without_a_name_can_be_pressed() -> None:
    """Kilometre 10 is called by its mat, kilometre 11 by its number."""
    pressed = dict(landmarks(PLAN, FULL))
    assert (pressed[11_000.0], pressed[10_000.0], pressed[9_950.0]) == ("km 11", "10K", "Water")
    assert list(pressed) == sorted(pressed)


def test_a_place_near_a_name_is_called_by_it() -> None:
    """Within 150 m; else its kilometre."""
    names = named_places(PLAN, FULL)
    assert called(names, 30_120.0) == "30K"
    assert called(names, 31_000.0) == "km 31.0 (mile 19.3)"
    assert called([], 31_000.0) == "km 31.0 (mile 19.3)"
