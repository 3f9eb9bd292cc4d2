"""Following a leader: beside her while it lasts, at one's own pace before and after."""

from __future__ import annotations

import numpy as np

from alongside.simulate.company import LOOSE_S, Group, Member, follow, leaders, pairs_of

AT_M = np.arange(0.0, 12_000, 1_000)


def _clocks() -> np.ndarray:
    """Three runners at 5, 6 and 7 min/km from 0, 100 and 200 s."""
    return np.array([100.0 * row + AT_M / 1000 * 60 * (5 + row) for row in range(3)])


def test_together_from_the_start_until_somewhere() -> None:
    """A member is within seconds of her leader until they part, then keeps her own pace."""
    clock_s, own = _clocks(), _clocks()
    follow(clock_s, AT_M, [Group(0, [Member(1, 0.0, 4_000.0)])], np.random.default_rng(1))
    assert np.abs(clock_s[1, :5] - clock_s[0, :5]).max() < 5
    assert np.allclose(np.diff(clock_s[1, 4:]), np.diff(own[1, 4:]))
    assert (clock_s[[0, 2]] == own[[0, 2]]).all()


def test_meeting_on_the_way() -> None:
    """One who meets her leader keeps her start, arrives beside her and stays, always moving forward."""
    clock_s = _clocks()
    follow(clock_s, AT_M, [Group(2, [Member(1, 3_000.0, 11_000.0)])], np.random.default_rng(1))
    assert clock_s[1, 0] == 100.0
    assert np.abs(clock_s[1, 3:] - clock_s[2, 3:]).max() < 5
    assert (np.diff(clock_s[1]) > 0).all()


def test_loose_company_is_looser() -> None:
    """A loose member wanders seconds from her leader where a tight one does not."""
    clock_s = np.tile(_clocks()[0], (400, 1))
    groups = [Group(0, [Member(row, 0.0, 11_000.0, LOOSE_S if row % 2 else 0.8) for row in range(1, 400)])]
    follow(clock_s, AT_M, groups, np.random.default_rng(1))
    gaps_s = (clock_s - clock_s[0]).std(axis=1)
    assert gaps_s[1::2].mean() > 3 * gaps_s[2::2].mean()


def test_pairs_end_where_a_race_ends() -> None:
    """A pair lasts until the first of the two leaves the road; to the finish only if both get there."""
    groups = [Group(0, [Member(1, 0.0, 10_000.0), Member(2, 4_000.0, 10_000.0)])]
    lengths_m, starts = np.full(3, 10_000.0), np.array([True, True, True])
    end_m = np.array([10_000.0, 6_500.0, 10_000.0])
    found = {
        (pair.a, pair.b): (pair.kind, pair.from_m, pair.to_m)
        for pair in pairs_of(groups, end_m, lengths_m, starts)
    }
    assert found == {
        (0, 1): ("start_parted", 0.0, 6_500.0),
        (0, 2): ("met_finish", 4_000.0, 10_000.0),
        (1, 2): ("met_parted", 4_000.0, 6_500.0),
    }
    assert not pairs_of(groups[:1], end_m, lengths_m, starts & False)


def test_leaders_to_the_finish() -> None:
    """Only who stays to her own finish has a leader; a pacer's pack has none."""
    groups = [
        Group(0, [Member(1, 0.0, 10_000.0), Member(2, 0.0, 5_000.0)]),
        Group(3, [Member(4, 0, 10_000.0)], True),
    ]
    assert leaders(groups, np.full(5, 10_000.0)).tolist() == [0, 0, 2, 3, 4]
