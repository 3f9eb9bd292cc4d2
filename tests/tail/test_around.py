"""Who is within reach on the road, whatever distance they run."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.live.pipeline import Race
from alongside.tail.around import around, gaps_m, is_on_road
from builders import field_at
from parting_race import HALF_KM, plan, race, runs


def company(race_: Race, clock: str):  # type: ignore[no-untyped-def]
    """Return who is around whom, and the field."""
    field = field_at(race_, clock)
    return field, around(field, race_.state.race.arrays, plan().shared)


@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=20),
    st.lists(st.booleans(), min_size=20, max_size=20),
)
def test_the_next_ones_are_the_nearest_others(metres: list[int], on: list[bool]) -> None:
    """Against everybody compared with everybody; who stands beside her is at no distance at all."""
    here_m, is_on = np.array(metres, dtype=float), np.array(on[: len(metres)])
    ahead_m, behind_m = gaps_m(np.sort(here_m[is_on]), here_m, is_on)
    for i, metre in enumerate(here_m):
        others = [m for j, m in enumerate(here_m) if j != i and is_on[j]]
        beside = metre in others
        assert ahead_m[i] == (0 if beside else min((m - metre for m in others if m > metre), default=np.inf))
        assert behind_m[i] == (0 if beside else min((metre - m for m in others if m < metre), default=np.inf))


def test_on_a_shared_road_the_other_distance_keeps_her_company() -> None:
    """A full and a half runner side by side: neither is by herself, until their roads part."""
    race_ = race({"1": "full", "2": "half"}, [*runs("1", 400, 10), *runs("2", 400, 10, HALF_KM, 10)])
    field, there = company(race_, "08:20")
    assert there.ahead_m[0] == np.inf
    assert there.behind_m[0] == pytest.approx(field.along_m[0] - field.along_m[1])
    assert there.ahead_m[1] == pytest.approx(there.behind_m[0])
    parted = race({"1": "full", "2": "half"}, [*runs("1", 400, 20), *runs("2", 400, 15, HALF_KM, 10)])
    field, there = company(parted, "09:15")
    assert np.isinf(there.nearest_s).all()


def test_how_far_somebody_is_counts_at_her_own_pace() -> None:
    """Two kilometres are ten minutes for who runs and half an hour for who walks."""
    race_ = race({"1": "full", "2": "full"}, [*runs("1", 300, 10), *runs("2", 900, 10)])
    _, there = company(race_, "09:31")
    assert there.speed_mps[0] > 2 * there.speed_mps[1]
    assert there.ahead_s[1] == pytest.approx(there.ahead_m[1] / there.speed_mps[1])


def test_who_is_late_and_hardly_on_her_way_is_no_company() -> None:
    """She stands, by the forecast, just short of a mat that has not read her: nobody runs beside that."""
    race_ = race({"1": "full", "2": "full"}, [*runs("1", 400, 10), *runs("2", 400, 10, late_s=20)])
    field = field_at(race_, "08:20")
    assert is_on_road(field).all()
    gone = dataclasses.replace(
        field, overdue_s=np.array([0.0, 2400.0]), on_way=np.array([0.9, 0.2]), along_m=np.array([11e3, 11e3])
    )
    there = around(gone, race_.state.race.arrays, plan().shared)
    assert there.is_there.tolist() == [True, False]
    assert np.isinf(there.ahead_m[0]) and np.isinf(there.behind_m[0])


def test_who_is_on_time_is_believed_however_many_stop_on_that_stretch() -> None:
    """A low chance to get to the next mat is no sign that she has stopped already."""
    race_ = race({"1": "full"}, runs("1", 400, 10))
    field = dataclasses.replace(field_at(race_, "08:20"), on_way=np.array([0.2]))
    assert is_on_road(field).all()
