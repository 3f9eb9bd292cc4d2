"""Which share of the pairs found is to be held for chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.together.field import Floats
from alongside.together.rates import LEAST_S, MOST_S, false_share, most_by_chance, shifts_ms

ODDS = st.lists(st.floats(0.01, 40.0), min_size=1, max_size=40).map(np.array)
DECOYS = st.lists(st.floats(0.0, 40.0), max_size=40).map(np.array)


def share(log_odds: Floats, decoys: Floats, rounds: int = 4) -> Floats:
    """Return the shares where every pair is real."""
    return false_share(log_odds, np.ones(len(log_odds), dtype=np.bool_), np.asarray(decoys), rounds)


@given(ODDS, DECOYS, st.integers(1, 10))
def test_a_share_lies_between_nothing_and_all_and_is_never_nothing(
    log_odds: Floats, decoys: Floats, rounds: int
) -> None:
    """No evidence makes a pair certain: even without a decoy the share is above 0, and never above 1."""
    shares = share(log_odds, decoys, rounds)
    assert (shares > 0).all()
    assert (shares <= 1).all()


@given(ODDS, DECOYS)
def test_more_odds_are_never_a_greater_share(log_odds: Floats, decoys: Floats) -> None:
    """From the weakest pair to the strongest the share only falls; equal odds have equal shares."""
    order = np.argsort(log_odds, kind="stable")
    shares = share(log_odds, decoys)[order]
    assert (np.diff(shares) <= 0).all()
    assert len(set(zip(log_odds[order], shares, strict=True))) == len(set(log_odds))


@given(ODDS, DECOYS, st.floats(0.0, 40.0))
def test_one_more_decoy_is_never_a_smaller_share(log_odds: Floats, decoys: Floats, more: float) -> None:
    """Whatever its odds, another decoy makes no pair more credible."""
    assert (share(log_odds, np.append(decoys, more)) >= share(log_odds, decoys)).all()


@given(ODDS, DECOYS, st.randoms(use_true_random=False))
def test_the_order_of_pairs_and_decoys_changes_nothing(log_odds: Floats, decoys: Floats, dice) -> None:  # type: ignore[no-untyped-def]
    """Each pair has its share wherever it stands."""
    turned = list(range(len(log_odds)))
    dice.shuffle(turned)
    np.testing.assert_array_equal(share(log_odds[turned], decoys[::-1]), share(log_odds, decoys)[turned])


def test_decoys_are_counted_by_round() -> None:
    """A hundred pairs, forty decoys in four rounds: a tenth of all of them, and of the stronger half."""
    log_odds, decoys = np.linspace(1, 2, 100), np.linspace(1, 2, 40)
    shares = share(log_odds, decoys)
    assert shares[0] == pytest.approx(0.10)
    assert shares[50] == pytest.approx(0.10, abs=0.005)
    assert share(log_odds, decoys, rounds=8)[0] == pytest.approx(0.05)


def test_a_share_is_of_all_with_such_odds_or_more() -> None:
    """Ten strong pairs above all decoys are far better than the ninety among them."""
    shares = share(np.repeat([1.0, 9.0], [90, 10]), np.full(40, 1.0))
    assert shares[0] == pytest.approx(0.1)
    assert shares[-1] < 0.001


def test_above_the_strongest_decoys_chance_falls_as_the_odds_do() -> None:
    """One more in log odds than the tenth decoy leaves ten over e, down to a thousandth."""
    shares = share(np.array([3.0, 4.0, 40.0]), np.full(10, 2.0), rounds=1)
    expected = [min(10 * np.exp(-1), 3) / 3, 10 * np.exp(-2) / 2, 10 * 0.001]
    np.testing.assert_allclose(shares, expected)


def test_without_a_decoy_half_a_one_is_held_against_the_pairs() -> None:
    """None in eight rounds is not none at all: as if half a decoy had been found at odds of one to one."""
    assert share(np.array([1.0]), [], rounds=8)[0] == pytest.approx(0.5 * np.exp(-1.0) / 8)


def test_packs_are_among_nobody() -> None:
    """Pairs in packs do not make the others look better, and have the share of the others at their odds."""
    log_odds, decoys = np.array([1.0, 1.0, 1.0, 1.0]), np.full(12, 1.0)
    shares = false_share(log_odds, np.array([True, True, False, False]), decoys, 12)
    np.testing.assert_allclose(shares, 0.5)


def test_shifts_are_whole_seconds_spread_over_what_is_allowed() -> None:
    """Each lies in its own part of a quarter of a minute to two minutes, so that no two are alike."""
    for seed in range(20):
        shifts = shifts_ms(8, np.random.default_rng(seed))
        edges = np.linspace(LEAST_S, MOST_S, 9) * 1000
        assert all(shift % 1000 == 0 for shift in shifts)
        assert all(
            low - 1000 < shift <= high for shift, low, high in zip(shifts, edges, edges[1:], strict=False)
        )
        assert min(shifts) >= 15_000
        assert len(set(shifts)) == 8


def test_the_same_dice_give_the_same_shifts() -> None:
    """They hang on the generator alone, and on every throw of it."""
    assert shifts_ms(8, np.random.default_rng(1)) == shifts_ms(8, np.random.default_rng(1))
    assert shifts_ms(8, np.random.default_rng(1)) != shifts_ms(8, np.random.default_rng(2))


@pytest.mark.parametrize("count", [0, 1, 3, 10, 100])
def test_what_chance_gives_at_most_is_seldom_passed(count: int) -> None:
    """With so many pairs in mind, as few decoys as were found would come once in twenty times."""
    most = most_by_chance(count, 1)
    as_few = sum(math.exp(k * math.log(most) - most - math.lgamma(k + 1)) for k in range(count + 1))
    assert as_few == pytest.approx(0.05, abs=0.003)
    assert most_by_chance(count, 8) == most / 8


def test_decoys_that_were_counted_are_never_talked_away() -> None:
    """Nine decoys as strong as the pairs count as nine, not as the tail of a curve; so do ten."""
    for count in (9, 10):
        assert share(np.full(10, 10.0), np.full(count, 10.0), 1)[0] >= count / 10


def test_a_pair_at_even_odds_takes_no_error_from_the_others() -> None:
    """Without a decoy at all, odds of exactly 0 leave the stronger pairs their share."""
    assert (share(np.array([0.0, 1.0, 5.0]), np.empty(0)) > 0).all()
