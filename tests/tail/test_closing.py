"""How surely everybody has passed a place, and when: each runner with a chance and a time of her own."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tail.closing import SURE, Closing, OnPass, closing_of
from alongside.tail.passing import OnRoad

NOW_MS = 100_000_000
MINUTE_MS = 60_000
SPLITS_M = np.array([0.0, 10_000.0, 20_000.0, 30_000.0])
TABLE_M = 15_000.0


def runners(*far: tuple[float, float], coming: float = 1.0, in_time: float = 1.0) -> OnRoad:
    """Return runners last seen 5 minutes ago, ``(known metres, seconds a metre)``, each as likely to come."""
    known_m, pace = np.array([[*one] for one in far] or np.empty((0, 2)), dtype=np.float64).T
    base_ms = np.full(len(known_m), NOW_MS - 5.0 * MINUTE_MS)
    left_ms = (SPLITS_M - known_m[:, None]) * pace[:, None] * 1000
    middle_ms = np.where(left_ms > 0, base_ms[:, None] + left_ms, np.nan)
    since_ms = middle_ms - base_ms[:, None]
    return OnRoad(
        who=np.arange(len(known_m)),
        known_m=known_m,
        along_m=known_m + 5 * 60 / pace,
        next_split=np.searchsorted(SPLITS_M, known_m, side="right"),
        split_m=SPLITS_M,
        low_ms=base_ms[:, None] + since_ms * 0.9,
        middle_ms=middle_ms,
        high_ms=base_ms[:, None] + since_ms * 1.2,
        coming=np.full(middle_ms.shape, coming),
        base_m=known_m,
        base_ms=base_ms,
        in_time=np.full(len(known_m), in_time),
        now_ms=NOW_MS,
    )


def closed(road: OnRoad, along_m: float = TABLE_M, until_ms: float = np.inf) -> Closing:
    """Return how a table of one pass stands."""
    return closing_of([OnPass(road, along_m, until_ms)])


def test_nobody_on_the_road_needs_a_table_no_more() -> None:
    """Where nobody is out, or everybody was seen past the table, it is sure that nobody comes."""
    for road in (runners(), runners((16_000, 0.5), (29_000, 0.4))):
        found = closed(road, TABLE_M)
        assert (found.still, found.inside, found.sure_now, found.first_ms) == (0, 0, 1.0, None)


def test_one_runner_is_waited_for_until_it_is_sure_that_she_has_passed() -> None:
    """The middle is her median, the sure time lies beyond her 90 % end; she may be unread at the table."""
    found = closed(runners((10_000, 0.5)), TABLE_M)
    median_ms = NOW_MS + (5_000 * 0.5 * 1000 - 5 * MINUTE_MS)
    assert (found.still, found.inside) == (1, 1)
    assert found.first_ms is not None and abs(found.first_ms - median_ms) < MINUTE_MS
    assert found.middle_ms is not None and abs(found.middle_ms - median_ms) < MINUTE_MS
    assert found.sure_ms is not None and found.sure_ms > NOW_MS + 1.2 * (median_ms - NOW_MS)
    assert found.sure_now < 0.01


def test_many_who_may_come_are_waited_for_longer_than_one() -> None:
    """The last of a hundred is later than any of them is expected; the first is no later than one."""
    one, many = (closed(runners(*[(10_000, 0.5)] * n), TABLE_M) for n in (1, 100))
    assert one.sure_ms is not None and many.sure_ms is not None and many.sure_ms > one.sure_ms
    assert many.still == 100


def test_who_has_hardly_a_chance_to_be_inside_the_limit_keeps_no_table_open() -> None:
    """A table is promised to everybody inside the limit; beyond it she is still told to be coming."""
    found = closed(runners((10_000, 0.5), in_time=0.0), TABLE_M)
    assert (found.still, found.inside) == (1, 0)
    assert found.sure_now >= SURE


def test_who_comes_later_than_anybody_inside_the_limit_can_keeps_no_table_open() -> None:
    """Nobody is waited for beyond the time of who is promised most."""
    waited, sure = closed(runners((10_000, 0.5))), closed(runners((10_000, 0.5)), until_ms=NOW_MS + MINUTE_MS)
    assert waited.sure_now < SURE <= sure.sure_now


def test_without_a_limit_everybody_who_comes_is_inside() -> None:
    """A distance without a limit waits for all."""
    found = closed(runners((10_000, 0.5), in_time=np.nan), TABLE_M)
    assert (found.inside, found.sure_now < SURE) == (1, True)


def test_who_has_most_likely_stopped_is_not_waited_for() -> None:
    """With one chance in a hundred to come she does not keep a table; ten such would."""
    assert closed(runners((10_000, 0.5), coming=0.01, in_time=0.01), TABLE_M).sure_now >= SURE
    ten = closed(runners(*[(10_000, 0.5)] * 10, coming=0.01, in_time=0.01), TABLE_M)
    assert ten.sure_now < SURE


def test_between_two_mats_she_may_have_passed_the_table_unread() -> None:
    """Of somebody whose time to the table is long over it is nearly sure, though nobody has read her."""
    slow = runners((10_000, 0.5))
    later = dataclasses.replace(slow, base_ms=slow.base_ms - 45 * MINUTE_MS, now_ms=NOW_MS)
    assert closed(later, 11_000.0).sure_now > 0.9


def test_a_table_of_two_passes_waits_for_both() -> None:
    """The later of two passes keeps it open."""
    road = runners((12_000, 0.5))
    near, both = closed(road), closing_of([OnPass(road, TABLE_M), OnPass(road, 25_000.0)])
    assert near.sure_ms is not None and both.sure_ms is not None and both.sure_ms > near.sure_ms


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 29_000), st.floats(0.2, 0.8)), max_size=40),
    st.floats(500, 29_500),
    st.floats(0, 1),
)
def test_the_sure_time_is_never_before_the_middle_nor_before_now(
    far: list[tuple[float, float]], here_m: float, coming: float
) -> None:
    """Whoever is out and however likely to come: now <= middle <= sure, and chances are chances."""
    found = closed(runners(*far, coming=coming, in_time=coming), here_m)
    assert 0.0 <= found.sure_now <= 1.0
    assert found.inside <= len(far)
    if found.sure_ms is not None:
        assert found.middle_ms is not None and NOW_MS <= found.middle_ms <= found.sure_ms
