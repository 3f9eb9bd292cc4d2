"""Mats of several distances as columns that keep every road's order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.together.columns import Columns, Met, columns_of


def road(*mats: tuple[str, float]) -> list[Met]:
    """Return the mats of a distance by name and metres."""
    return [Met(name, name, along_m) for name, along_m in mats]


def names_on(columns: Columns, distance: int) -> list[str]:
    """Return the names of a distance's columns along its road."""
    return [columns.names[column] for column in columns.of[distance] if column >= 0]


FULL = road(("START", 0), ("10K", 10_000), ("HALF", 21_097), ("30K", 30_000), ("FINISH", 42_195))
HALF = road(("START", 0), ("10K", 10_000), ("15K", 15_000), ("GOAL", 21_097))


@pytest.mark.parametrize("by_metres", [True, False])
def test_distances_share_the_columns_of_mats_they_share(by_metres: bool) -> None:
    """Start and 10K are one column for both; what only one of them meets stands in its place by metres."""
    columns = columns_of([FULL, HALF], by_metres=by_metres)
    assert columns.names == ("START", "10K", "15K", "HALF", "GOAL", "30K", "FINISH")
    assert columns.of == ((0, 1, 3, 5, 6), (0, 1, 2, 4))


def test_metres_are_each_distances_own() -> None:
    """A column has the metres from each distance's start, nan where the distance does not meet it."""
    longer = road(("START", 0), ("10K", 10_050), ("FINISH", 42_300))
    columns = columns_of([FULL, longer], by_metres=True)
    nan = np.nan
    np.testing.assert_array_equal(columns.along_m[0], [0, 10_000, 21_097, 30_000, 42_195])
    np.testing.assert_array_equal(columns.along_m[1], [0, 10_050, nan, nan, 42_300])


def test_two_mats_met_in_opposite_orders_are_not_both_shared() -> None:
    """Where one road goes A, B and the other B, A, the other's A has a column of its own behind B."""
    columns = columns_of(
        [road(("A", 1_000), ("B", 5_000)), road(("B", 1_000), ("A", 5_000))], by_metres=False
    )
    assert columns.names == ("A", "B", "A")
    assert columns.of == ((0, 1), (1, 2))


def test_a_name_at_other_metres_is_another_place_where_only_names_are_known() -> None:
    """FINISH at 21 km is not FINISH at 42 km by metres; by what the mats are, it is."""
    half = road(("START", 0), ("10K", 10_000), ("FINISH", 21_097))
    apart = columns_of([FULL, half], by_metres=True)
    assert apart.names.count("FINISH") == 2
    assert apart.of[1][2] not in apart.of[0]
    assert columns_of([FULL, half], by_metres=False).names.count("FINISH") == 1


@pytest.mark.parametrize(("other_m", "shared"), [(1_199, True), (1_201, False)])
def test_near_the_start_metres_agree_within_two_hundred(other_m: float, shared: bool) -> None:
    """A mat of one name 199 m off is the same place, 201 m off it is not."""
    columns = columns_of([road(("MAT", 1_000)), road(("MAT", other_m))], by_metres=True)
    assert (len(columns.names) == 1) == shared


@pytest.mark.parametrize(("other_m", "shared"), [(40_390, True), (40_410, False)])
def test_far_from_the_start_metres_agree_within_a_hundredth(other_m: float, shared: bool) -> None:
    """At 40 km, 390 m are still the same place and 410 m are not."""
    columns = columns_of([road(("MAT", 40_000)), road(("MAT", other_m))], by_metres=True)
    assert (len(columns.names) == 1) == shared


def test_in_and_out_at_one_place_count_once_by_the_last() -> None:
    """Of mats less than 100 m apart only the last has a column; 100 m apart they are two."""
    columns = columns_of([road(("IN", 5_000), ("OUT", 5_099), ("NEXT", 5_199))], by_metres=False)
    assert columns.names == ("OUT", "NEXT")
    assert columns.of == ((-1, 0, 1),)


def test_a_mat_that_is_met_twice_has_two_columns() -> None:
    """Out and back over one mat: each pass stands at its own place on the road."""
    out_and_back = road(("MAT", 5_000), ("TURN", 10_000), ("MAT", 15_000))
    for by_metres in (True, False):
        columns = columns_of([out_and_back], by_metres=by_metres)
        assert columns.names == ("MAT", "TURN", "MAT#2")


ROADS = st.lists(
    st.lists(st.tuples(st.sampled_from("ABCDEF"), st.integers(1, 40)), min_size=1, max_size=6, unique_by=(
        lambda met: met[0], lambda met: met[1],
    )).map(lambda mats: sorted(mats, key=lambda met: met[1])),
    min_size=1, max_size=4,
)  # fmt: skip


@given(ROADS, st.booleans())
def test_every_distances_order_is_kept(roads: list[list[tuple[str, int]]], by_metres: bool) -> None:
    """Whatever the roads are, each one's columns rise along it, carry its names and its metres."""
    distances = [road(*((name, km * 1_000.0) for name, km in mats)) for mats in roads]
    columns = columns_of(distances, by_metres=by_metres)
    for i, mats in enumerate(distances):
        assert list(columns.of[i]) == sorted(set(columns.of[i]))
        assert names_on(columns, i) == [met.name for met in mats]
        assert columns.along_m[i, list(columns.of[i])].tolist() == [met.along_m for met in mats]
        assert np.isfinite(columns.along_m[i]).sum() == len(mats)


def test_a_mat_that_lies_at_other_metres_of_a_shorter_road_is_shared_whichever_comes_first() -> None:
    """A half that starts at 21 km of the full meets its mats at metres of its own, and the same places."""
    half = road(("HS", 0), ("30K", 9_000), ("F", 21_000))
    full = road(("S", 0), ("5K", 5_000), ("10K", 10_000), ("30K", 30_000), ("F", 42_000))
    for distances in ([half, full], [full, half]):
        columns = columns_of(distances, by_metres=False)
        assert sorted(columns.names) == ["10K", "30K", "5K", "F", "HS", "S"]


def test_two_distances_of_one_length_share_their_finish_beside_a_longer_one() -> None:
    """Where only names and metres are known, metres say which of two finishes is theirs."""
    columns = columns_of(
        [road(("F", 42_195)), road(("F", 21_097)), road(("5K", 5_000), ("F", 21_100))], by_metres=True
    )
    assert columns.names.count("F") == 2
    assert columns.of[1][-1] == columns.of[2][-1] != columns.of[0][-1]


def test_each_lap_has_a_column_of_its_own() -> None:
    """One mat that is crossed three times is three places, in their order."""
    laps = road(("LAP", 5_000), ("LAP", 10_000), ("LAP", 15_000))
    for by_metres in (True, False):
        columns = columns_of([laps], by_metres=by_metres)
        assert columns.names == ("LAP", "LAP#2", "LAP#3") and columns.of == ((0, 1, 2),)
