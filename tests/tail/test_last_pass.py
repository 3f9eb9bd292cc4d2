"""When the last pass, on a grid of instants: the same as a closing, to a minute or two."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.tail.closing import OnPass, closing_of
from alongside.tail.last_pass import last_pass
from alongside.tail.passing import OnRoad, some_of
from builders import at

NOW = at("12:00")
SPLIT_M = np.array([0.0, 10_000.0, 20_000.0, 30_000.0])


def road(runners: int, seed: int = 3) -> OnRoad:
    """Return runners between 10 and 20 km at paces of their own, seen at 10 km some time ago."""
    rng = np.random.default_rng(seed)
    pace_s = rng.uniform(0.36, 0.75, runners)  # seconds a metre
    ago_s = rng.uniform(0.0, 0.9, runners) * 10_000 * pace_s
    base_ms = NOW - ago_s * 1000
    middle_ms = base_ms[:, None] + (SPLIT_M[None, :] - 10_000.0) * pace_s[:, None] * 1000
    span_ms = middle_ms - base_ms[:, None]
    ahead = SPLIT_M[None, :] > 10_000.0
    chances = np.where(ahead, rng.uniform(0.6, 0.99, (runners, 1)), np.nan)
    return OnRoad(
        who=np.arange(runners),
        known_m=np.full(runners, 10_000.0),
        along_m=10_000.0 + ago_s / pace_s,
        next_split=np.full(runners, 2),
        split_m=SPLIT_M,
        middle_ms=np.where(ahead, middle_ms, np.nan),
        high_ms=np.where(ahead, middle_ms + 0.2 * span_ms, np.nan),
        now_ms=NOW,
        low_ms=np.where(ahead, middle_ms - 0.1 * span_ms, np.nan),
        coming=chances,
        base_m=np.full(runners, 10_000.0),
        base_ms=base_ms,
        in_time=np.full(runners, 0.9),
    )


@pytest.mark.parametrize(("runners", "along_m"), [(1, 15_000.0), (12, 20_000.0), (300, 25_000.0)])
def test_it_is_the_closing_to_two_minutes(runners: int, along_m: float) -> None:
    """Counts are the same; the times differ by less than a step of the grid."""
    one = OnPass(road(runners), along_m)
    quick, exact = last_pass([one]), closing_of([one])
    assert (quick.still, quick.inside, quick.first_ms) == (exact.still, exact.inside, exact.first_ms)
    assert quick.sure_now == pytest.approx(exact.sure_now)
    for mine, its in ((quick.middle_ms, exact.middle_ms), (quick.sure_ms, exact.sure_ms)):
        assert mine is not None and its is not None
        assert abs(mine - its) < (2 if its < NOW + 3_600_000 else 10) * 60_000


def test_two_passes_of_one_place_are_waited_for_together() -> None:
    """The later of two distances decides; both count."""
    near, far = OnPass(road(5), 15_000.0), OnPass(road(5, seed=4), 25_000.0)
    both = last_pass([near, far])
    assert both.still == last_pass([near]).still + last_pass([far]).still
    assert both.sure_ms is not None and last_pass([far]).sure_ms is not None
    assert both.sure_ms >= last_pass([far]).sure_ms - 60_000  # type: ignore[operator]


def test_where_nobody_comes_there_is_no_time() -> None:
    """Nobody is on the road, or all have passed: no last one, and it is sure."""
    empty = some_of(road(3), np.empty(0, dtype=np.int64))
    for one in (OnPass(empty, 15_000.0), OnPass(road(3), 5_000.0)):
        found = last_pass([one])
        assert (found.still, found.middle_ms, found.sure_ms, found.sure_now) == (0, None, None, 1.0)


def test_the_hindmost_give_the_same_last_one_as_all() -> None:
    """Of three hundred, the sure time hangs on those furthest back."""
    everybody = road(300)
    hindmost = some_of(everybody, np.sort(np.argsort(everybody.along_m)[:150]))
    all_ms, few_ms = (last_pass([OnPass(one, 18_000.0)]).sure_ms for one in (everybody, hindmost))
    assert all_ms is not None and few_ms is not None
    assert abs(all_ms - few_ms) < 5 * 60_000
