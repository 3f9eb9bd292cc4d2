"""Recorded races as fields of clocks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.forecast.past import Past
from alongside.together.field import NEVER, Field
from alongside.together.of_pasts import field_of_pasts
from pasts import made_up_past

HALF_M = (5_000.0, 10_000.0, 15_000.0, 21_097.5)


def column(field: Field, mat: str) -> np.ndarray:
    """Return everybody's clock at a mat that has its name alone."""
    assert field.mats.count(mat) == 1
    return field.at_ms[:, field.mats.index(mat)]


def ms(at_s: np.ndarray) -> np.ndarray:
    """Return seconds as a field has them."""
    known = np.isfinite(at_s)
    return np.where(known, np.where(known, at_s, 0) * 1000, NEVER)


def whole_and_half() -> tuple[Past, Past]:
    """Return a full, whose mat at 21,097.5 m is called 21.0975K, and a half with its finish there."""
    return made_up_past(40, seed=1), replace(made_up_past(30, HALF_M, seed=2), distance="half")


def test_every_read_is_at_its_mat() -> None:
    """Crossings of all mats come out in milliseconds, with nothing where nobody read her."""
    past = made_up_past(60, seed=3, missing=0.2)
    field = field_of_pasts([past])
    assert field.mats == ("START", *past.mats)
    np.testing.assert_array_equal(field.at_ms[:, 1:], ms(past.at_s))
    np.testing.assert_array_equal(field.along_m, [[0.0, *past.mats_m]])


def test_the_start_is_a_mat() -> None:
    """START holds each one's own start, and nothing where that is not known."""
    past = made_up_past(5, seed=4)
    past.start_s[2] = np.nan
    field = field_of_pasts([past])
    np.testing.assert_array_equal(field.at_ms[:, 0], ms(past.start_s))
    assert field.at_ms[2, 0] == NEVER
    assert field.has_clock


def test_estimated_times_are_nobodys_read() -> None:
    """A time that was worked out is left out, a time that was read stays."""
    past = made_up_past(50, seed=5, estimated=0.3)
    field = field_of_pasts([past])
    assert past.estimated.any()
    assert (field.at_ms[:, 1:][past.estimated] == NEVER).all()
    read = np.isfinite(past.at_s) & ~past.estimated
    assert (field.at_ms[:, 1:][read] != NEVER).all()


def test_there_is_no_start_where_all_start_at_nothing() -> None:
    """Net times alone: no clock, no START, and the times as they are."""
    past = made_up_past(20, seed=6)
    net = replace(past, at_s=past.at_s - past.start_s[:, None], start_s=np.zeros(20))
    field = field_of_pasts([net])
    assert not field.has_clock
    assert field.mats == past.mats
    np.testing.assert_array_equal(field.at_ms, ms(net.at_s))


def test_whole_and_half_share_the_road_to_the_split() -> None:
    """They share START to 15K; each has its own FINISH, and nobody of one is read at the other's."""
    full, half = whole_and_half()
    field = field_of_pasts([full, half])
    for mat in ("START", "5K", "10K", "15K"):
        assert np.isin(field.distance[column(field, mat) != NEVER], [0, 1]).all()
        assert len(set(field.distance[column(field, mat) != NEVER])) == 2
    finishes = [i for i, mat in enumerate(field.mats) if mat == "FINISH"]
    assert sorted(finishes) == sorted(field.last_mat.tolist())
    for distance, finish in enumerate(field.last_mat):
        assert set(field.distance[field.at_ms[:, finish] != NEVER]) == {distance}


def test_entries_of_all_distances_stand_below_each_other() -> None:
    """Bibs, distances and their names come in the order of the distances given."""
    full, half = whole_and_half()
    field = field_of_pasts([full, half])
    assert field.bibs == full.bibs + half.bibs
    assert field.distances == ("full", "half")
    np.testing.assert_array_equal(field.distance, [0] * 40 + [1] * 30)
    np.testing.assert_array_equal(column(field, "5K"), ms(np.concatenate([full.at_s[:, 0], half.at_s[:, 0]])))


@pytest.mark.parametrize(
    ("status", "read", "finished"),
    [("finished", False, True), ("dnf", True, True), ("dnf", False, False), ("", True, True)],
)
def test_who_finished(status: str, read: bool, finished: bool) -> None:
    """The file's word is enough, and so is a read at the finish; who has neither did not."""
    past = made_up_past(3, seed=7, dropouts=0.0)
    past.at_s[1, -1] = past.at_s[1, -1] if read else np.nan
    field = field_of_pasts([replace(past, status=np.array(["finished", status, "finished"]))])
    assert field.finished.tolist() == [True, finished, True]


def test_a_clock_that_does_not_fit_is_not_known() -> None:
    """A time weeks away, as a broken file has it, is no read rather than a wrong one."""
    past = made_up_past(3, seed=8, dropouts=0.0, missing=0.0)
    past.at_s[0, 2] = 5e9
    with np.errstate(invalid="raise"):
        assert field_of_pasts([past]).at_ms[0, 3] == NEVER
