"""What timing does wrong, done on purpose: just that, and to a copy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alongside.score.company.flaws import (
    with_clock_off,
    with_every_second_mat,
    with_missing,
    with_net_times,
    with_repeats,
)
from alongside.together.field import NEVER, Field
from together_fields import HALF, MATS_M, NAN, alone_s, field_of

HOLES = np.where(np.random.default_rng(1).random((800, 11)) < 0.05, NAN, alone_s(800, 2))
FIELD = field_of(HOLES)
UNREAD = FIELD.at_ms == NEVER


def dice() -> np.random.Generator:
    """Return the dice of these tests."""
    return np.random.default_rng(3)


def changed_ms(field: Field) -> np.ndarray:
    """Return by how much every read has moved."""
    return field.at_ms.astype(np.int64) - FIELD.at_ms


def test_reads_go_missing_at_the_share_asked_for() -> None:
    """So many of all reads are lost, at every mat alike; those that are left are as they were."""
    lost = with_missing(FIELD, dice(), 0.1).at_ms
    gone = (lost == NEVER) & ~UNREAD
    assert gone.sum() / (~UNREAD).sum() == pytest.approx(0.1, abs=0.015)
    assert gone.any(axis=0).all()
    np.testing.assert_array_equal(lost[lost != NEVER], FIELD.at_ms[lost != NEVER])
    np.testing.assert_array_equal(with_missing(FIELD, dice(), 0.0).at_ms, FIELD.at_ms)


def test_a_repeat_comes_seconds_later() -> None:
    """So many reads are replaced by one of 1 to 8 whole seconds later; nobody is read where she was not."""
    moved = changed_ms(with_repeats(FIELD, dice(), 0.2))
    assert (moved[UNREAD] == 0).all()
    assert set(moved[moved != 0].tolist()) == {1000 * s for s in range(1, 9)}
    assert np.mean(moved[~UNREAD] != 0) == pytest.approx(0.2, abs=0.015)
    assert (changed_ms(with_repeats(FIELD, dice(), 1.0))[~UNREAD] > 0).all()


@pytest.mark.parametrize(("share", "wrong"), [(1.0, 1.0), (0.5, 0.5), (0.0, 0.0)])
def test_one_mat_in_the_middle_is_off(share: float, wrong: float) -> None:
    """All its reads, or those of one reader of two, are so many seconds late; every other mat is right."""
    moved = changed_ms(with_clock_off(FIELD, dice(), 3, share))
    assert np.mean(moved[~UNREAD[:, HALF], HALF] == 3000) == pytest.approx(wrong, abs=0.05)
    assert set(moved[:, HALF].tolist()) <= {0, 3000}
    assert (moved[UNREAD[:, HALF], HALF] == 0).all()
    assert (np.delete(moved, HALF, axis=1) == 0).all()


def test_every_second_mat_is_gone() -> None:
    """Start and finish stay, and every other mat between them reads nobody."""
    left = with_every_second_mat(FIELD).at_ms
    assert (left != NEVER).any(axis=0).tolist() == [mat % 2 == 0 for mat in range(11)]
    np.testing.assert_array_equal(left[:, ::2], FIELD.at_ms[:, ::2])


def test_net_times_count_from_own_starts() -> None:
    """Every read is what it is past one's own start; starts are gone, and all of whom none is known."""
    net = with_net_times(FIELD)
    assert not net.has_clock
    assert (net.at_ms[:, 0] == NEVER).all()
    started = ~UNREAD[:, 0]
    assert (net.at_ms[~started] == NEVER).all() and (~started).any()
    np.testing.assert_array_equal(net.at_ms[started, 1:] == NEVER, UNREAD[started, 1:])
    own = FIELD.at_ms[:, 1:] - FIELD.at_ms[:, :1]
    read = (net.at_ms[:, 1:] != NEVER) & started[:, None]
    np.testing.assert_array_equal(net.at_ms[:, 1:][read], own[read])


def test_each_distance_has_its_own_start_line() -> None:
    """Net times of a distance that starts at another mat count from there."""
    at_s, roads_m = alone_s(4, 3), np.stack([MATS_M, MATS_M])
    roads_m[1, 0], roads_m[1, 1:] = np.nan, MATS_M[1:] - MATS_M[1]
    at_s[2:, 0] = NAN
    mats = ("START", "START", *(f"M{i}" for i in range(2, 11)))
    net = with_net_times(field_of(at_s, roads_m, mats, distance=[0, 0, 1, 1])).at_ms
    assert (net[:2, 0] == NEVER).all() and (net[2:, 1] == NEVER).all()
    np.testing.assert_array_equal(net[:2, 1], np.rint((at_s[:2, 1] - at_s[:2, 0]) * 1000))
    np.testing.assert_array_equal(net[2:, 2], np.rint((at_s[2:, 2] - at_s[2:, 1]) * 1000))


@pytest.mark.parametrize(
    "flaw",
    [
        lambda field: with_missing(field, dice(), 0.5),
        lambda field: with_repeats(field, dice(), 0.5),
        lambda field: with_clock_off(field, dice(), 3, 1.0),
        with_every_second_mat,
        with_net_times,
    ],
)
def test_the_field_given_stays_as_it_is(flaw: Callable[[Field], Field]) -> None:
    """A flaw is done to a copy, of the same shape and kind, and says all else of the field as it was."""
    before = FIELD.at_ms.copy()
    flawed = flaw(FIELD)
    np.testing.assert_array_equal(FIELD.at_ms, before)
    assert (flawed.at_ms.shape, flawed.at_ms.dtype) == (before.shape, before.dtype)
    assert not np.array_equal(flawed.at_ms, before)
    assert (flawed.bibs, flawed.mats, FIELD.has_clock) == (FIELD.bibs, FIELD.mats, True)
