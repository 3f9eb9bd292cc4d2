"""What kind of company two had."""

from __future__ import annotations

import pytest

from alongside.together.field import Field
from alongside.together.kinds import KINDS, kinds_of
from together_fields import NAN, field_of, stretch_rows

ROAD_M = (0, 10_000, 20_000, 30_000, 42_195)
READ = (0.0, 3_600.0, 7_200.0, 10_800.0, 14_400.0)


def kind(field: Field, first: int, end: int, last: int) -> str:
    """Return the kind of the stretch of rows 0 and 1."""
    (found,) = kinds_of(field, stretch_rows((0, 1, first, end, last)))
    return KINDS[found]


def two(one: tuple[float, ...] = READ, other: tuple[float, ...] = READ, **more) -> Field:  # type: ignore[no-untyped-def]
    """Return two on the same road."""
    return field_of([one, other], ROAD_M, **more)


def without(*mats: int) -> tuple[float, ...]:
    """Return the reads of one whom some mats missed."""
    return tuple(NAN if mat in mats else at_s for mat, at_s in enumerate(READ))


@pytest.mark.parametrize(
    ("first", "end", "expected"),
    [(0, 4, "start_finish"), (0, 3, "start_parted"), (1, 4, "met_finish"), (1, 3, "met_parted")],
)
def test_start_or_met_and_finish_or_parted(first: int, end: int, expected: str) -> None:
    """Read everywhere, the ends of the stretch say it."""
    assert kind(two(), first, end, 4) == expected


def test_a_missing_start_read_makes_nobody_met() -> None:
    """Nobody saw them apart before their first mat in common, so they are held to have started together."""
    assert kind(two(other=without(0)), 1, 4, 4) == "start_finish"
    assert kind(two(other=without(0)), 2, 4, 4) == "met_finish"


@pytest.mark.parametrize("missed", [(without(4), READ), (READ, without(4)), (without(4), without(4))])
def test_a_missing_finish_read_of_a_finisher_parts_nobody(missed: tuple[tuple[float, ...], ...]) -> None:
    """Who finished without being read there was with her to the finish as far as anybody saw."""
    assert kind(two(*missed, finished=[True, True]), 0, 3, 3) == "start_finish"


@pytest.mark.parametrize("finished", [[True, False], [False, True], [False, False]])
def test_who_did_not_finish_parted(finished: list[bool]) -> None:
    """If one of them stopped, they parted, though no mat saw them apart."""
    assert kind(two(without(4), without(4), finished=finished), 0, 3, 3) == "start_parted"


def test_whoever_went_on_apart_parted() -> None:
    """Mats that read one of them each after their last in common saw that both went on."""
    assert kind(two(without(3), without(4), finished=[True, True]), 0, 2, 2) == "start_parted"


def test_a_half_and_a_full_part_at_the_split() -> None:
    """Together on the road both share, to different finishes: they parted."""
    roads = [(0, 10_000, NAN, 30_000, 42_195), (0, 10_000, 21_097, NAN, NAN)]
    reads = [without(2), without(3, 4)]
    assert kind(field_of(reads, roads, distance=[0, 1]), 0, 1, 1) == "start_parted"
    unread = field_of([without(2), without(2, 3, 4)], roads, distance=[0, 1], finished=[True, True])
    assert kind(unread, 0, 1, 1) == "start_parted"


def test_two_on_the_half_finish_at_the_halfs_finish() -> None:
    """The last mat of their own distance is the finish, whatever the full meets behind it."""
    roads = [(0, 10_000, NAN, 30_000, 42_195), (0, 10_000, 21_097, NAN, NAN)]
    reads = [without(3, 4)] * 2
    assert kind(field_of(reads, roads, distance=[1, 1]), 0, 2, 2) == "start_finish"


def test_stretches_are_judged_one_by_one() -> None:
    """Each row of many has its own kind."""
    field = field_of([READ, READ, without(0), READ], ROAD_M, finished=[True, True, True, False])
    rows = stretch_rows((0, 1, 0, 4, 4), (0, 2, 2, 4, 4), (0, 3, 0, 4, 4), (1, 3, 1, 2, 4))
    assert [KINDS[found] for found in kinds_of(field, rows)] == [
        "start_finish", "met_finish", "start_parted", "met_parted",
    ]  # fmt: skip
