"""A field of clocks at mats."""

from __future__ import annotations

import numpy as np

from together_fields import NAN, field_of


def test_each_distance_has_its_own_finish() -> None:
    """The last mat is the last column that a distance meets, whatever others meet behind it."""
    field = field_of([[0.0] * 4] * 2, [[0, 5, 10, 20], [0, 5, NAN, NAN], [0, NAN, 10, NAN]], distance=[0, 1])
    np.testing.assert_array_equal(field.last_mat, [3, 1, 2])


def test_each_distance_has_its_own_start() -> None:
    """The column named START that a distance meets, -1 where it meets none."""
    roads = [[0, NAN, 10, 20], [NAN, 0, 10, NAN], [NAN, NAN, 5, 20]]
    field = field_of([[0.0] * 4], roads, ("START", "START", "10K", "FINISH"))
    np.testing.assert_array_equal(field.start_mat, [0, 1, -1])


def test_a_field_is_as_long_as_its_entries() -> None:
    """Its length is the number of bibs, read anywhere or not."""
    assert len(field_of([[NAN, NAN]] * 3, [0, 5_000])) == 3
