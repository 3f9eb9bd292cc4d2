"""One mat left out: those found by the others are asked whether they were together there."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score.company import left_out as module
from alongside.score.company.left_out import LeftOut, left_out
from alongside.together.field import NEVER, Field
from alongside.together.find import Found
from alongside.together.kinds import KINDS
from together_fields import FINISH, K10, K30, NAN, START, alone_s, field_of, pairs_found, put_beside

COUPLES = range(100, 400, 10)


def with_couples(gap_at_30k_s: float = 0.0) -> np.ndarray:
    """Return five hundred runners, thirty couples among them, so far apart at 30K."""
    at_s = alone_s(500, 1)
    gaps = np.zeros(11)
    gaps[K30] = gap_at_30k_s
    for row in COUPLES:
        put_beside(at_s, row, row + 1, gaps)
    return at_s


def asked(at_s: np.ndarray) -> dict[str, LeftOut]:
    """Return what each kind says."""
    return {row.kind: row for row in left_out(field_of(at_s), np.random.default_rng(1))}


def test_each_kind_has_a_row() -> None:
    """Of a kind in which nobody was asked both shares are unknown."""
    rows = asked(alone_s(100, 2))
    assert list(rows) == list(KINDS)
    assert all(row.asked == 0 and np.isnan(row.near) and np.isnan(row.by_chance) for row in rows.values())


def test_companions_are_near_at_every_mat_left_out() -> None:
    """Thirty couples are asked at nine mats, all are near; of those who had been beside them few are."""
    row = asked(with_couples())["start_finish"]
    assert row.asked == 9 * len(COUPLES)
    assert row.near == 1.0
    assert row.by_chance < 0.6


@pytest.mark.parametrize(("gap_s", "near"), [(10.0, 1.0), (11.0, 8 / 9)])
def test_near_is_ten_seconds(gap_s: float, near: float) -> None:
    """Further apart than that at one mat, which was not asked when they were found, is not near there."""
    row = asked(with_couples(gap_s))["start_finish"]
    assert row.asked == 9 * len(COUPLES)
    assert row.near == pytest.approx(near, abs=0.005)


def test_nobody_is_asked_where_one_was_not_read() -> None:
    """A mat that missed one of them asks neither."""
    at_s = with_couples()
    at_s[[row + 1 for row in COUPLES], K30] = NAN
    assert asked(at_s)["start_finish"].asked == 8 * len(COUPLES)


def test_only_mats_inside_a_stretch_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the mats from and to which they were together, nor those outside; each search misses one mat."""
    field, seen = field_of(with_couples()), []

    def look(lacking: Field) -> Found:
        seen.append(np.flatnonzero((lacking.at_ms == NEVER).all(axis=0)).tolist())
        return pairs_found(lacking, {"one": 100, "other": 101, "first": K10, "end": K30, "kind": 3})

    monkeypatch.setattr(module, "told_of", look)
    rows = {row.kind: row.asked for row in left_out(field, np.random.default_rng(1))}
    assert seen == [[mat] for mat in range(START + 1, FINISH)]
    assert rows["met_parted"] == sum(rows.values()) == K30 - K10 - 1


def test_chance_is_who_crossed_the_mat_before_with_them() -> None:
    """In a field that stays together all are near; where it is mixed after each mat hardly anybody is."""
    still = alone_s(500, 3, over_s=5.0, paces=0.0, walk=0.0)
    assert _chance(still) == 1.0
    dice = np.random.default_rng(4)
    assert _chance(still + np.rint(dice.uniform(0, 300, still.shape))) < 0.2


def _chance(at_s: np.ndarray) -> float:
    """Return how many of some rows' neighbours are near them at 30K."""
    near = module._crowd_near(field_of(at_s), np.arange(500), K30, np.random.default_rng(1))
    return float(np.mean(near))
