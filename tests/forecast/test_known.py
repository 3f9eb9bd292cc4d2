"""A part of a field is the field's rows."""

from __future__ import annotations

import numpy as np

from alongside.forecast.known import Known


def test_a_part_of_what_is_known_keeps_everything_of_its_runners() -> None:
    """Every column follows the rows, an instant of each too; what is one for all stays."""
    three = np.arange(3.0)
    columns = {
        name: three + i
        for i, name in enumerate(("gun_s", "fix_m", "fix_s", "fix_sd_m", "expected_s", "stopped_s"))
    }
    codes, groups = np.array([-1, 0, 1], dtype=np.int8), np.array([7, 8, 9])
    known = Known(three, three, np.ones((3, 2)), gender=codes, group=groups, dark=(1,), **columns)
    part = known.of(np.array([2, 0]))
    assert len(part) == 2
    for name in ("now_s", "start_s", *columns, "gender", "group"):
        assert getattr(part, name).tolist() == getattr(known, name)[[2, 0]].tolist()
    assert part.at_s.shape == (2, 2)
    assert part.dark == (1,)
    assert Known(5.0, three, np.ones((3, 2))).of(np.array([1])).now_s == 5.0
