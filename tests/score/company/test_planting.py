"""Companions planted into a field: they are where they are said to be, and nothing else has changed."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score.company.planting import Planted, Way, plant, read_everywhere
from alongside.together.field import NEVER, Field, Floats
from together_fields import MATS_M, NAN, alone_s, field_of

N = 600
FIELD = field_of(alone_s(N, 1))
CASES = pytest.mark.parametrize(
    ("met", "parted"), [(False, False), (False, True), (True, False), (True, True)]
)


def planted_in(
    field: Field = FIELD, way: Way = "side by side", *, met: bool = True, parted: bool = True,
    count: int = 100, seed: int = 2,
) -> Planted:  # fmt: skip
    """Return a field with pairs in it."""
    return plant(field, np.random.default_rng(seed), count, way, met=met, parted=parted)


def gaps_s(planted: Planted) -> Floats:
    """Return how much later the second of each pair crossed every mat."""
    at_ms = planted.field.at_ms.astype(np.int64)
    return (at_ms[planted.other] - at_ms[planted.one]) / 1000


def together_s(planted: Planted) -> Floats:
    """Return all gaps of mats at which pairs are together."""
    mats = np.arange(planted.field.at_ms.shape[1])
    inside = (mats >= planted.first[:, None]) & (mats <= planted.end[:, None])
    return gaps_s(planted)[inside]


@CASES
def test_pairs_are_together_where_they_are_said_to_be(met: bool, parted: bool) -> None:
    """They are within seconds on three mats or more, from the start or not, to the finish or not."""
    planted = planted_in(met=met, parted=parted)
    last = FIELD.at_ms.shape[1] - 1
    assert len(planted) == 100
    assert (planted.mats >= 3).all() and (planted.mats == planted.end - planted.first + 1).all()
    assert (planted.first >= 2).all() if met else (planted.first == 0).all()
    assert (planted.end < last).all() if parted else (planted.end == last).all()
    assert np.abs(together_s(planted)).max() <= 5
    assert len(set(planted.first.tolist())) > 3 * met
    assert len(set(planted.end.tolist())) > 3 * parted


def test_before_they_met_everybody_ran_as_she_did() -> None:
    """At the mats before, both have their own clocks; at the last of them they were 10 to 300 s apart."""
    planted = planted_in()
    mats = np.arange(11)
    before = mats[None, :] < planted.first[:, None]
    own, now = FIELD.at_ms[planted.other], planted.field.at_ms[planted.other]
    np.testing.assert_array_equal(own[before], now[before])
    apart = np.abs(gaps_s(planted)[np.arange(len(planted)), planted.first - 1])
    assert (apart >= 10).all() and (apart <= 300).all()


def test_after_they_part_she_goes_on_at_her_own_pace() -> None:
    """Between later mats the second takes as long as she had taken."""
    planted = planted_in()
    mats = np.arange(1, 11)
    after = mats[None, :] > planted.end[:, None]
    own, now = (np.diff(f.at_ms[planted.other], axis=1) for f in (FIELD, planted.field))
    assert after.any(axis=1).all()
    np.testing.assert_array_equal(own[after], now[after])


@CASES
def test_nobody_else_is_touched(met: bool, parted: bool) -> None:
    """Only the second of each pair has another clock, nobody is in two pairs; the field given stays."""
    before = FIELD.at_ms.copy()
    planted = planted_in(met=met, parted=parted)
    np.testing.assert_array_equal(FIELD.at_ms, before)
    others = np.setdiff1d(np.arange(N), planted.other)
    np.testing.assert_array_equal(planted.field.at_ms[others], before[others])
    assert (planted.field.at_ms[planted.other] != before[planted.other]).any(axis=1).all()
    assert len(np.unique(np.concatenate([planted.one, planted.other]))) == 2 * len(planted)
    for name in ("bibs", "mats", "distance", "finished", "along_m"):
        assert getattr(planted.field, name) is getattr(FIELD, name)


@pytest.mark.parametrize(
    ("way", "least", "most", "within"),
    [("side by side", 0.6, 0.9, 5), ("loose", 2.0, 3.0, 15), ("as measured", 0.5, 6.0, 30),
     ("two chips", 0.2, 0.6, 2)],
)  # fmt: skip
def test_each_way_has_its_gaps(way: Way, least: float, most: float, within: float) -> None:
    """How widely gaps spread, in seconds, and how far at most."""
    gaps = together_s(planted_in(way=way, met=False, parted=False))
    assert least <= gaps.std() <= most
    assert np.abs(gaps).max() <= within
    assert (gaps == np.rint(gaps)).all()


def test_loose_gaps_remember_half_of_the_mat_before() -> None:
    """From mat to mat a loose gap keeps half of itself; side by side it keeps nothing."""
    kept = {}
    for way in ("loose", "side by side"):
        gaps = gaps_s(planted_in(field_of(alone_s(2_000, 3)), way, met=False, parted=False, count=500))
        kept[way] = np.corrcoef(gaps[:, :-1].ravel(), gaps[:, 1:].ravel())[0, 1]
    assert kept["loose"] == pytest.approx(0.5, abs=0.07)
    assert kept["side by side"] == pytest.approx(0.0, abs=0.07)


def test_gaps_as_measured_follow_their_law() -> None:
    """Of gaps .60 are none, .15 a second either way, and some three in a hundred are far out."""
    gaps = np.abs(
        together_s(planted_in(field_of(alone_s(2_000, 3)), "as measured", met=False, parted=False, count=700))
    )
    total = 0.60 + 2 * (0.15 + 0.02 + 0.008) + 0.03
    assert np.mean(gaps == 0) == pytest.approx(0.60 / total, abs=0.02)
    assert np.mean(gaps == 1) == pytest.approx(0.30 / total, abs=0.02)
    assert np.mean(gaps > 3) == pytest.approx(0.03 / total, abs=0.008)


def test_who_was_missed_somewhere_or_stopped_is_in_no_pair() -> None:
    """Pairs are drawn from finishers whom every mat of their distance read."""
    at_s, finished = alone_s(N, 4), np.ones(N, dtype=np.bool_)
    at_s[:250, 3], finished[250:400] = NAN, False
    field = field_of(at_s, finished=finished)
    planted = planted_in(field, count=60)
    assert read_everywhere(field).tolist() == [False] * 400 + [True] * 200
    assert len(planted) > 50
    assert min(planted.one.min(), planted.other.min()) >= 400


def test_both_run_the_same_distance_on_its_mats() -> None:
    """Of several distances nobody is put beside somebody of another, nor read at a mat that is not hers."""
    at_s, road_m = alone_s(N, 5), np.stack([MATS_M, np.where(np.arange(11) == 4, np.nan, MATS_M)])
    distance = [row % 2 for row in range(N)]
    at_s[1::2, 4] = NAN
    field = field_of(at_s, road_m, distance=distance)
    planted = planted_in(field, parted=False)
    assert set(field.distance[planted.one]) == {0, 1}
    np.testing.assert_array_equal(field.distance[planted.one], field.distance[planted.other])
    np.testing.assert_array_equal(planted.field.at_ms == NEVER, field.at_ms == NEVER)
    short = field.distance[planted.one] == 1
    assert not (planted.first[short] == 4).any()


def test_there_are_no_more_pairs_than_runners_allow() -> None:
    """Of twenty at most ten pairs come about; of nobody none."""
    crowd = field_of(alone_s(20, 6, over_s=60.0))
    assert 5 <= len(planted_in(crowd, met=False, parted=False)) <= 10
    assert len(planted_in(field_of(alone_s(1, 6)))) == 0


def test_the_same_dice_plant_the_same() -> None:
    """Pairs and clocks hang on the dice alone."""
    one, same, other = planted_in(), planted_in(), planted_in(seed=3)
    np.testing.assert_array_equal(one.field.at_ms, same.field.at_ms)
    np.testing.assert_array_equal(one.other, same.other)
    assert not np.array_equal(one.field.at_ms, other.field.at_ms)
