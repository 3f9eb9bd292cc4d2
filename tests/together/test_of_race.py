"""A race as its log tells it, as a field."""

from __future__ import annotations

import numpy as np

from alongside.events.bodies import PlanBody
from alongside.events.plan import Distance, Mat, Split
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.together.field import NEVER, Field
from alongside.together.of_race import field_of_race
from builders import DAY_MS, at, entry, gun, make_plan, race_of, read

START_AND_10K = (
    gun("1", "07:00"), gun("2", "07:30"),
    read("C1", "S", "07:01"), read("C1", "10K", "08:00:30"),
    read("C3", "S", "07:02"), read("C3", "10K", "08:00:31"), read("C3", "F", "09:10"),
)  # fmt: skip


def field_of(race: Race) -> Field:
    """Return a race as a field."""
    state = race.state
    return field_of_race(state.crossings, state.race, DAY_MS)


def reads_of(field: Field, bib: str) -> dict[str, int]:
    """Return the crossings of a bib by mat, in milliseconds since midnight."""
    at_ms = field.at_ms[field.bibs.index(bib)].tolist()
    return {mat: ms for mat, ms in zip(field.mats, at_ms, strict=True) if ms != NEVER}


def test_every_crossing_is_at_its_mat() -> None:
    """In milliseconds since midnight of race day, the start line as START; nothing where nobody read her."""
    field = field_of(race_of(*START_AND_10K))
    assert reads_of(field, "1") == {"START": at("07:01") - DAY_MS, "10K": at("08:00:30") - DAY_MS}
    assert reads_of(field, "3")["F"] == at("09:10") - DAY_MS
    assert reads_of(field, "2") == {}


def test_distances_share_the_mats_of_their_road() -> None:
    """The half meets the columns of the full that it crosses, at its own metres."""
    field = field_of(race_of(*START_AND_10K))
    assert field.mats == ("START", "5K", "10K", "HALF", "30K", "F")
    assert field.distances == ("full", "half")
    nan = np.nan
    np.testing.assert_array_equal(field.along_m[0], [0, 5_000, 10_000, 21_097.5, 30_000, 42_195])
    np.testing.assert_array_equal(field.along_m[1], [0, 5_000, 10_000, nan, nan, 21_097.5])


def test_entries_have_their_distance_and_whether_they_finished() -> None:
    """Every entry is a row, in the race's order, read or not."""
    field = field_of(race_of(*START_AND_10K))
    assert field.bibs == ("1", "2", "3")
    assert field.distance.tolist() == [0, 0, 1]
    assert field.finished.tolist() == [False, False, True]


def test_a_mat_that_is_crossed_twice_is_two_places() -> None:
    """Out and back over one mat: the second visit has a column and a name of its own."""
    splits = [
        ("S", 1, 0, "start"),
        ("M", 1, 5_000, "split"),
        ("M", 2, 9_000, "split"),
        ("F", 1, 14_000, "finish"),
    ]
    road = Distance("full", "Full", 14_000.0, tuple(
        Split(f"{mat}{visit}", mat, visit, float(metres), role) for mat, visit, metres, role in splits
    ))  # type: ignore[arg-type]  # fmt: skip
    plan = make_plan(distances=(road,), mats=tuple(Mat(mat, mat) for mat in "SMF"), sweeps=(), waves=())
    race = race_of(
        read("C1", "S", "07:01"), read("C1", "M", "07:30"), read("C1", "M", "07:52"),
        opening=(Draft("plan", "1", None, PlanBody(plan)), entry("1", "full", "1", "C1")),
    )  # fmt: skip
    assert reads_of(field_of(race), "1") == {
        "START": at("07:01") - DAY_MS, "M": at("07:30") - DAY_MS, "M#2": at("07:52") - DAY_MS,
    }  # fmt: skip
