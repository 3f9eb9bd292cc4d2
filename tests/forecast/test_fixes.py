"""Which fixes count, and where they are taken to be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from alongside.forecast.crossed import crossed
from alongside.forecast.fixes import fixes
from alongside.forecast.known import Known, Track

MATS_M = np.array([5_000.0, 10_000, 15_000])
TRACK = Track(15_000.0, MATS_M, MATS_M)
RIGHT: dict[str, Any] = {"fix_m": 7_270.0, "fix_s": 2_181.0, "fix_sd_m": 30.0}


def found(
    dark: tuple[int, ...] = (), **fix: float
) -> tuple[dict[tuple[float, float], NDArray[np.int64]], float]:
    """Return what is made of one runner's fix: read at 5 km after 25 minutes, an hour into the race."""
    columns = {name: np.array([value]) for name, value in {**RIGHT, **fix}.items()}
    known = Known(3_600.0, np.zeros(1), np.array([[1_500.0, np.nan, np.nan]]), dark=dark, **columns)
    places, there_s = fixes(known, crossed(known, TRACK), TRACK)
    return places, float(there_s[0])


def test_a_fix_past_her_last_crossing_counts_at_a_round_place_behind_it() -> None:
    """She was there so much earlier as her pace since then has it; never at a place she had not come to."""
    places, there_s = found()
    assert list(places) == [(7_200.0, 30.0)]
    assert there_s == pytest.approx(2_160.0)


@pytest.mark.parametrize(("sd_m", "taken_m"), [(3.0, 10.0), (31.0, 100.0), (9e9, 300.0), (np.nan, 30.0)])
def test_how_far_off_a_fix_may_be_is_rounded_up(sd_m: float, taken_m: float) -> None:
    """Few steps will do; without a word it is as exact as phones usually are."""
    assert list(found(fix_sd_m=sd_m)[0]) == [(7_200.0, taken_m)]


IMPOSSIBLE = {
    "behind her": {"fix_m": 4_000.0},
    "at her last mat": {"fix_m": 5_040.0},
    "past the next mat": {"fix_m": 10_400.0},
    "past the finish": {"fix_m": 99_000.0},
    "before she was read": {"fix_s": 1_400.0},
    "in the future": {"fix_s": 3_601.0},
    "faster than a racing chair": {"fix_s": 1_600.0},
    "nowhere": {"fix_m": np.nan},
    "never": {"fix_s": np.nan},
    "without end": {"fix_m": np.inf},
    "long ago": {"fix_s": -np.inf},
}


@pytest.mark.parametrize("fix", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_fix_that_cannot_be_is_ignored(fix: dict[str, float]) -> None:
    """What contradicts her crossings, the clock or what legs can do says nothing."""
    assert found(**fix)[0] == {}


def test_a_mat_that_reads_nobody_does_not_bound_a_fix() -> None:
    """Past a dark mat she may well be."""
    assert list(found(dark=(1,), fix_m=11_020.0, fix_s=3_500.0)[0]) == [(11_000.0, 30.0)]


def test_without_a_start_or_a_crossing_a_fix_has_nothing_to_count_from() -> None:
    """Nobody's pace follows from one place."""
    known = Known(
        3_600.0, np.full(1, np.nan), np.full((1, 3), np.nan), fix_m=np.array([7e3]), fix_s=np.array([2e3])
    )
    assert fixes(known, crossed(known, TRACK), TRACK)[0] == {}
