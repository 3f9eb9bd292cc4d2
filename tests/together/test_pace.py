"""When each runner was to be expected at a mat, by herself."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alongside.together.evidence import Evidence
from alongside.together.facts import ALONE, LATE, SCALE
from alongside.together.field import NEVER, Floats
from together_fields import HALF, K5, K10, K15, K20, K25, K30, K35, K40, MATS_M, NAN, START, alone_s, field_of


class Expected:
    """What was expected of a field, one array of shape ``(n, m)`` per thing."""

    def __init__(self, evidence: Evidence) -> None:
        self.before, self.off, self.usual = evidence.before, evidence.off, evidence.usual
        self.late_s, self.scale_s, self.log_alone = (evidence.facts[..., k] for k in (LATE, SCALE, ALONE))


def expected(at_s: Floats) -> Expected:
    """Return what is expected of a field on the marathon's mats."""
    return Expected(Evidence.of(field_of(at_s)))


def off_by(found: Expected) -> Floats:
    """Return how late each was at each mat in scales, nan where nothing was expected."""
    return np.divide(
        found.late_s, found.scale_s, out=np.full(found.late_s.shape, NAN), where=found.scale_s > 0
    )


def even(n: int, slower: float = 0.0) -> Floats:
    """Return ``n`` who start every two seconds and run all alike at six minutes a kilometre."""
    return 27_000.0 + 2.0 * np.arange(n)[:, None] + 0.36 * math.exp(slower) * MATS_M[None, :]


@pytest.mark.parametrize("until_s", [29_000.0, 33_000.0, 38_000.0])
def test_nothing_that_comes_later_changes_what_was_expected(until_s: float) -> None:
    """With all later crossings taken away, everything at those before is the same to the last bit."""
    at_s = alone_s(800, seed=1)
    at_s[np.random.default_rng(2).random(at_s.shape) < 0.1] = NAN
    heard = at_s <= until_s
    whole, early = expected(at_s), expected(np.where(heard, at_s, NAN))
    assert 0.1 < heard.mean() < 0.8
    for name, values in vars(whole).items():
        np.testing.assert_array_equal(values[heard], getattr(early, name)[heard], name)


def test_the_order_of_rows_changes_nothing() -> None:
    """The same runners in another order are expected at the same instants, to the last bit."""
    at_s = alone_s(500, seed=3, tick_s=0.001)
    turned = np.random.default_rng(4).permutation(500)
    whole, other = expected(at_s), expected(at_s[turned])
    for name, values in vars(whole).items():
        np.testing.assert_array_equal(values[turned], getattr(other, name), name)


def test_a_hill_that_slows_everybody_makes_nobody_late() -> None:
    """A stretch a quarter slower for all leaves them as near to what was expected as a flat one."""
    at_s = alone_s(1_500, seed=5)
    flat = off_by(expected(at_s))
    at_s[:, K25:] += 0.25 * (at_s[:, K25] - at_s[:, HALF])[:, None]
    hill = expected(at_s)
    behind = at_s[:, K25].argsort()[100:]
    assert np.abs(off_by(hill)[behind, K25]).mean() < 1.15 * np.abs(flat[behind, K25]).mean()
    assert abs(hill.off[behind, K25].mean()) < 0.02


def test_who_alone_slows_is_late_by_what_she_lost() -> None:
    """One who takes five minutes more than everybody around her is five minutes late, at that mat alone."""
    at_s = even(400)
    at_s[200, K20:] += 300.0
    late_s = expected(at_s).late_s
    assert late_s[200, K20] == pytest.approx(300, abs=5)
    assert abs(late_s[200, K15]) < 5
    assert np.abs(np.delete(late_s[150:], 50, axis=0)[:, K20]).max() < 5


def test_who_holds_a_new_pace_is_soon_expected_at_it() -> None:
    """One who falls a sixth behind her pace is off at that mat, hardly at the next, and not from then on."""
    at_s = even(400)
    at_s[200, K10:] += 0.06 * (MATS_M[K10:] - MATS_M[K5])
    off = expected(at_s).off[200]
    assert off[K10] == pytest.approx(math.log(0.42 / 0.36), abs=0.01)
    assert abs(off[K15]) < 0.02
    assert np.abs(off[K20:]).max() < 0.01


def test_runners_alone_are_as_far_off_as_was_said() -> None:
    """In a made-up field lateness over its scale is near 1 in the mean at every mat, as the law has it."""
    off = np.abs(off_by(expected(alone_s(2_000, seed=6))))[:, K10:]
    assert np.nanmean(off) == pytest.approx(1.0, abs=0.05)
    np.testing.assert_allclose(np.nanmean(off, axis=0), 1.0, atol=0.12)


def test_the_first_stretch_is_judged_by_the_crowd_alone() -> None:
    """At her second mat she has no past: her pace is held against the mean of those just before her."""
    at_s = even(300)
    at_s[250, K5:] += 180.0
    off = expected(at_s).off
    assert off[250, K5] == pytest.approx(math.log((1_800 + 180) / 1_800), abs=0.01)


def test_who_has_been_unsteady_may_be_further_off() -> None:
    """Of two who cross as one at the end, the one who surged and walked before has the wider scale."""
    at_s = alone_s(600, seed=7)
    at_s[301] = at_s[300] + np.array([0, 200, -200, 200, -200, -100, 200, -200, 0, 0, 0])
    scale_s = expected(at_s).scale_s
    assert scale_s[301, K40] > 1.5 * scale_s[300, K40]


def test_log_alone_is_the_students_density_of_her_lateness() -> None:
    """Per second, four degrees of freedom, at her lateness with her scale."""
    found = expected(alone_s(200, seed=8))
    late_s, scale_s = found.late_s[:, K30].astype(float), found.scale_s[:, K30].astype(float)
    density = 0.375 * (1 + (late_s / scale_s) ** 2 / 4) ** -2.5 / scale_s
    np.testing.assert_allclose(found.log_alone[:, K30], np.log(density), rtol=1e-5)


def test_a_stretch_begins_where_she_was_read_before() -> None:
    """A mat that missed her is passed over; nothing is expected at her first read, nor at a missed mat."""
    at_s = alone_s(100, seed=9)
    at_s[50, [START, K15, K20]] = NAN
    found = expected(at_s)
    assert found.before[50].tolist() == [-1, -1, K5, -1, -1, K10, HALF, K25, K30, K35, K40]
    assert not found.scale_s[50, [START, K5, K15, K20]].any()


def test_a_clock_that_went_back_is_passed_over() -> None:
    """A read before the one at the mat before begins and ends no stretch."""
    at_s = alone_s(100, seed=10)
    at_s[50, K15] = at_s[50, K10] - 60
    before = expected(at_s).before
    assert before[50, K15] == -1
    assert before[50, K20] == K10


def test_a_runner_is_expected_on_her_own_distance() -> None:
    """Metres are those of her distance: who meets the mats of another road at its metres is not late."""
    road_m = np.array([MATS_M, MATS_M / 2])
    at_s = np.concatenate([even(200), 27_001.0 + 2.0 * np.arange(200)[:, None] + 0.36 * MATS_M / 2])
    found = Expected(Evidence.of(field_of(at_s, road_m, distance=[0] * 200 + [1] * 200)))
    assert np.abs(found.late_s[50:, K10:]).max() < 10
    assert (field_of(at_s, road_m).at_ms != NEVER).all()
