"""Groups of three and more, from the pairs among them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from alongside.together.find import Found
from alongside.together.groups import Group, groups_of
from together_fields import NAN, field_of, pairs_found

FIELD = field_of([[NAN] * 11] * 12)


def pairs(*rows: tuple[int, int], first: int = 0, end: int = 10) -> Found:
    """Return pairs of rows, all from and to the same mats."""
    return pairs_found(FIELD, *({"one": a, "other": b, "first": first, "end": end} for a, b in rows))


def stretches(*rows: tuple[int, int, int, int]) -> Found:
    """Return pairs of rows with the mats from and to which they were together."""
    return pairs_found(FIELD, *({"one": a, "other": b, "first": i, "end": k} for a, b, i, k in rows))


def test_three_who_all_ran_with_each_other_are_a_group() -> None:
    """Each of the three pairs was found: one group, with the mats they had together."""
    assert groups_of(pairs((1, 2), (2, 5), (5, 1), first=2, end=7)) == [Group((1, 2, 5), 2, 7)]


def test_two_are_no_group() -> None:
    """A couple is a pair, and many couples are many pairs."""
    assert groups_of(pairs((0, 1), (2, 3), (4, 5))) == []


def test_a_long_chain_is_no_group() -> None:
    """Where each ran with the next alone, hardly anybody ran with anybody else."""
    assert groups_of(pairs((0, 1), (1, 2), (2, 3), (3, 4), (4, 5))) == []


def test_a_group_holds_where_most_of_its_pairs_were_found() -> None:
    """Of four, one pair that was not found breaks no group."""
    four = list(combinations(range(4), 2))
    assert groups_of(pairs(*four[1:])) == [Group((0, 1, 2, 3), 0, 10)]


def test_the_mats_of_a_group_are_those_that_all_had_together() -> None:
    """From the last of its pairs to meet to the first to part."""
    assert groups_of(stretches((0, 1, 0, 10), (1, 2, 3, 8), (0, 2, 4, 9))) == [Group((0, 1, 2), 4, 8)]


def test_people_who_were_never_together_all_at_once_are_no_group() -> None:
    """One who ran with one before halfway and with another after it makes no three of them."""
    assert groups_of(stretches((0, 1, 0, 4), (1, 2, 5, 10), (0, 2, 5, 10))) == []
    assert groups_of(stretches((0, 1, 0, 5), (1, 2, 5, 10), (0, 2, 5, 10))) == [Group((0, 1, 2), 5, 5)]


def test_the_largest_group_stands_first() -> None:
    """By size, and of one size by their rows."""
    found = groups_of(
        pairs(*combinations((8, 9, 10), 2), *combinations((3, 4, 5, 6), 2), *combinations((0, 1, 2), 2))
    )
    assert [group.rows for group in found] == [(3, 4, 5, 6), (0, 1, 2), (8, 9, 10)]


def test_without_pairs_there_are_no_groups() -> None:
    """Nothing comes of nothing."""
    assert groups_of(pairs((0, 1)).of(np.zeros(1, dtype=np.bool_))) == []


def test_who_ran_with_two_of_whom_neither_ran_with_the_other_makes_no_group() -> None:
    """A chain of three or of four is no group."""
    assert groups_of(pairs((0, 1), (1, 2))) == []
    assert groups_of(pairs((0, 1), (1, 2), (2, 3))) == []


def test_one_pair_does_not_join_two_groups() -> None:
    """Two triples of whom one each ran together stay two groups."""
    found = groups_of(pairs(*combinations((0, 1, 2), 2), *combinations((3, 4, 5), 2), (2, 3)))
    assert [group.rows for group in found] == [(0, 1, 2), (3, 4, 5)]


LINKS = st.lists(st.sampled_from(list(combinations(range(9), 2))), min_size=1, max_size=25, unique=True)


@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(links: list[tuple[int, int]], dice) -> None:  # type: ignore[no-untyped-def]
    """Pairs in any order, either of the two first, make the same groups."""
    turned = [pair if dice.random() < 0.5 else pair[::-1] for pair in links]
    dice.shuffle(turned)
    assert groups_of(pairs(*turned)) == groups_of(pairs(*links))


@given(LINKS)
def test_a_group_is_joined_by_its_pairs(links: list[tuple[int, int]]) -> None:
    """Nobody is in two groups, each has three people or more, and at least half of its pairs were found."""
    groups = groups_of(pairs(*links))
    members = [row for group in groups for row in group.rows]
    assert len(members) == len(set(members))
    for group in groups:
        inside = sum(set(pair) <= set(group.rows) for pair in links)
        assert len(group.rows) >= 3
        assert inside >= len(group.rows) * (len(group.rows) - 1) / 4
