"""What is asked of a distance, and where everybody was last seen on it."""

from __future__ import annotations

import numpy as np

from alongside.crossings.mats import course_of
from alongside.events.bodies import PlanBody
from alongside.events.plan import Cutoff, Distance, Split, Wave
from alongside.forecast.field_places import limit_from_ms, places_of, table_width
from alongside.forecast.field_seen import last_seen
from builders import FULL_KM, at, body_draft, distance, entry, field_at, make_plan, race_of, read

BRIDGE = Cutoff("c", "The bridge", "full", 25_000.0, at("11:00"))


def test_places_ascend_and_each_has_its_own_column_and_closing() -> None:
    """Splits past the start, the finish line, cutoffs: a sweep's plan closes splits, a cutoff itself."""
    plan = make_plan(cutoffs=(BRIDGE,))
    places = places_of(plan, course_of(plan.distances[0]), 7)
    assert places.columns.tolist() == [1, 2, 3, 7, 4, 6], "the finish mat stands on the finish line"
    assert places.on_line == 5
    assert (np.diff(places.track.places_m) >= 0).all()
    assert places.closes_ms[3] == BRIDGE.closes_ms
    assert places.closes_ms[0] == np.interp(5_000, [0, 42_195], [at("07:45"), at("15:00")])
    assert (places.finish, places.closes_ms[-1], places.limit_s) == (6, np.inf, 27_000)
    assert table_width(plan, 7) == 8


def test_a_distance_without_a_mat_on_its_way_has_its_finish_line() -> None:
    """A start mat alone: arrivals are forecast at the line."""
    plan = make_plan(distances=(Distance("full", "Full", 5_000.0, (Split("S", "S", 1, 0.0, "start"),)),))
    places = places_of(plan, course_of(plan.distances[0]), 2)
    assert places.columns.tolist() == [1]
    assert places.first_mat == places.finish == 1
    race = race_of(
        read("C1", "S", "07:00"),
        opening=(body_draft(PlanBody(plan), "p", "06:00"), entry("1", "full", "1", "C1")),
    )
    assert field_at(race, "07:10").at_finish(0).ms is not None


def test_the_limit_counts_from_the_last_gun_and_its_start() -> None:
    """A wave that takes twenty minutes over the line gives its last runner the whole limit."""
    waves = (Wave("1", "1", ("full",), at("07:00")), Wave("2", "2", ("full",), at("07:30"), 1_200.0))
    plan = make_plan(waves=waves)
    guns = {"1": at("07:00"), "2": at("07:40")}
    assert limit_from_ms(plan, guns, plan.distances[0]) == at("08:00")


def test_who_rests_at_a_table_is_expected_at_the_next_mat_not_at_its_way_out() -> None:
    """In and out lie at one place: no road lies between them, so the mat after them tells where she is."""
    bare = distance("full", FULL_KM)
    out = Split("10K out", "10K", 2, 10_000.0, "out")
    splits = (*bare.splits[:3], out, *bare.splits[3:])
    plan = make_plan(distances=(Distance("full", "Full", bare.length_m, splits, limit_s=27_000),), sweeps=())
    opening = (body_draft(PlanBody(plan), "p", "06:00"), entry("1", "full", "1", "C1"))
    reads = [read("C1", mat, c) for mat, c in (("S", "07:00"), ("5K", "07:30"), ("10K", "08:00"))]
    race = race_of(*reads, opening=opening)
    seen = last_seen(race.state.race, race.state.locator)
    assert seen.next_split.tolist() == [4]
    assert field_at(race, "10:30").overdue_s[0] > 3_600
