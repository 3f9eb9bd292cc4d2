"""Whom a sweep closes behind."""

from __future__ import annotations

import msgspec
import numpy as np

from alongside.events.bodies import PlanBody
from alongside.events.plan import Shared
from alongside.tail.sweep_road import SweepRoad, sweep_road
from builders import OPENING, body_draft, entry, field_at, make_plan, race_of, read

SHARED = (Shared("full", 0.0, 12_000.0, "half", 2_000.0, 14_000.0),)


def road_at(clock: str, *drafts: object, shared: tuple[Shared, ...] = (), **more: object) -> SweepRoad:
    """Return the road of the full's sweep; bibs 1 and 2 run the full, bib 3 the half."""
    opening = (body_draft(PlanBody(make_plan(shared=shared)), "p", "06:00"), *OPENING[1:])
    race = race_of(*drafts, opening=opening)
    plan = race.state.plan
    return sweep_road(plan, field_at(race, clock), plan.sweeps[0], **more)


STARTED = tuple(read(f"C{n}", "S", "07:01" if n != 2 else "07:31") for n in (1, 2, 3))


def test_a_sweep_closes_behind_its_own_distance() -> None:
    """The half has no sweep here, and shares no road: it is nobody's business."""
    assert len(road_at("08:00", *STARTED).rows) == 2


def test_a_distance_without_a_sweep_counts_where_it_shares_the_road() -> None:
    """On the shared road the half's runner stands at the full's metres, and off it nowhere."""
    shared = read("C3", "5K", "07:31")
    on = road_at("07:31", *STARTED, shared, shared=SHARED)
    assert len(on.rows) == 3
    assert np.isclose(on.along_m, 3_000.0).any()
    off = road_at("09:30", *STARTED, shared, read("C3", "10K", "08:05"), shared=SHARED)
    assert len(off.rows) == 2


def test_behind_is_more_than_beside() -> None:
    """Within fifty metres she is at the sweep, not behind it."""
    road = road_at("07:31", *STARTED, read("C1", "5K", "07:31"))
    assert road.behind(5_040.0).sum() == 1
    assert road.behind(5_060.0).sum() == 2


def test_who_is_let_go_or_waits_or_rides_holds_up_no_sweep() -> None:
    """Let go and waiting are on the road, outside the limit; who is in a van is not on it."""
    race = STARTED
    assert road_at("08:00", *race).inside.all()
    assert not road_at("08:00", *race, let_go={0, 1}).inside.any()
    assert road_at("08:00", *race, let_go={0}).let_go.sum() == 1
    assert road_at("08:00", *race, waits={0}).inside.sum() == 1
    assert len(road_at("08:00", *race, aboard={1}).rows) == 1


def test_who_cannot_make_the_limit_any_more_is_beyond_it() -> None:
    """At 10K after six hours a limit of seven and a half is out of reach."""
    slow = *STARTED, read("C1", "5K", "10:00"), read("C1", "10K", "13:00"), read("C2", "5K", "08:05")
    road = road_at("13:01", *slow)
    assert road.inside.sum() < len(road.rows)


def test_a_race_without_a_limit_has_everybody_inside() -> None:
    """Where nobody can be too late, the sweep waits for all who are still going."""
    open_end = tuple(msgspec.structs.replace(one, limit_s=None) for one in make_plan().distances)
    opening = (
        body_draft(PlanBody(make_plan(distances=open_end)), "p", "06:00"),
        entry("1", "full", "1", "C1"),
    )
    race = race_of(read("C1", "S", "07:01"), read("C1", "5K", "10:30"), opening=opening)
    found = race.state.plan
    assert sweep_road(found, field_at(race, "10:31"), found.sweeps[0]).inside.all()
