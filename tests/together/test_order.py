"""Who crossed a mat in which order, and how dense the field was."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.together.facts import RATE
from alongside.together.field import NEVER
from alongside.together.order import LEAST_PER_S, crossed, density

CLOCKS = st.lists(st.one_of(st.just(NEVER), st.integers(0, 20).map(lambda tick: tick * 5_000)), max_size=25)


@given(CLOCKS)
def test_the_first_comes_first_and_rows_settle_one_instant(clocks: list[int]) -> None:
    """All who crossed stand by time, of one instant by row, and nobody else does."""
    who = crossed(np.array(clocks, dtype=np.int32))
    assert who.tolist() == sorted(
        (row for row, at in enumerate(clocks) if at != NEVER), key=lambda r: clocks[r]
    )


@settings(deadline=None)  # compiled at the first call
@given(CLOCKS, st.sampled_from([1, 5_000, 12_500]))
def test_density_is_a_count_over_both_sides(clocks: list[int], around_ms: int) -> None:
    """Crossings per second are all within so long before and after, herself among them, at that mat alone."""
    at_ms = np.array(clocks, dtype=np.int32)
    facts = np.full((len(clocks), 3, 4), 9.0, dtype=np.float32)
    density(1, crossed(at_ms), np.stack([at_ms + 1, at_ms, at_ms - 1]), around_ms, facts)
    for row in np.flatnonzero(at_ms != NEVER):
        near = sum(abs(at - clocks[row]) <= around_ms for at in clocks if at != NEVER)
        assert facts[row, 1, RATE] == np.float32(math.log(near * 1000 / (2 * around_ms)))
        facts[row, 1, RATE] = 9.0
    assert (facts == 9.0).all()


def test_where_hardly_anybody_is_near_density_has_a_floor() -> None:
    """One alone within half an hour on both sides counts as one in fifty seconds."""
    by_mat, facts = np.array([[0, 9_000_000]], dtype=np.int32), np.zeros((2, 1, 4), dtype=np.float32)
    density(0, crossed(by_mat[0]), by_mat, 1_800_000, facts)
    np.testing.assert_allclose(facts[:, 0, RATE], math.log(LEAST_PER_S), rtol=1e-6)
