"""Pace teams planted as a bait."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score.company import baits
from alongside.score.company.baits import TEAM, bait
from alongside.together.field import NEVER, Field
from alongside.together.find import Found
from together_fields import MATS_M, NAN, alone_s, field_of, pairs_found


def planted_in(monkeypatch: pytest.MonkeyPatch, field: Field, teams: int, seed: int = 1) -> Field:
    """Return the field in which the search looks for what it takes of the bait."""
    seen: list[Field] = []

    def look(asked: Field) -> Found:
        seen.append(asked)
        return pairs_found(asked)

    monkeypatch.setattr(baits, "told_of", look)
    bait(field, np.random.default_rng(seed), teams)
    return seen[0]


def bent(field: Field, with_team: Field) -> np.ndarray:
    """Return whose clock is another."""
    return np.flatnonzero((field.at_ms != with_team.at_ms).any(axis=1))


@pytest.mark.parametrize("teams", [1, 12])
def test_a_team_of_thirty_has_its_pairs(teams: int) -> None:
    """Every two of the same team are a pair of the bait, and hardly any is told of as companions."""
    caught = bait(field_of(alone_s(1_000, 1)), np.random.default_rng(1), teams)
    assert (caught.teams, caught.pairs) == (teams, teams * TEAM * (TEAM - 1) // 2)
    assert caught.told <= 0.02 * caught.pairs


def test_who_is_bent_runs_with_a_leader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty-nine clocks follow one other within seconds at every mat; nobody else is touched."""
    field = field_of(alone_s(600, 2))
    with_team = planted_in(monkeypatch, field, 1)
    team = bent(field, with_team)
    assert len(team) == TEAM - 1
    gaps_s = (
        np.abs(with_team.at_ms[:, None, :] - with_team.at_ms[None, team, :]).max(axis=2).max(axis=1) / 1000
    )
    leaders = [row for row in np.flatnonzero(gaps_s < 30) if row not in team]
    assert len(leaders) == 1
    place_s = (with_team.at_ms[team] - with_team.at_ms[leaders[0]]) / 1000
    assert 3 < place_s.std() < 6
    assert 1 < place_s.std(axis=1).mean() < 2
    assert np.array_equal(np.rint(place_s), place_s)


def test_those_join_who_finished_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody who finished nearer to the leader is left behind."""
    field = field_of(alone_s(600, 2))
    team = bent(field, planted_in(monkeypatch, field, 1))
    finish_s = field.at_ms[:, -1] / 1000
    span = (finish_s >= finish_s[team].min()) & (finish_s <= finish_s[team].max())
    assert span.sum() <= TEAM + 1


def test_a_team_is_of_one_distance_and_read_at_its_mats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are two distances nobody is read at a mat of the other."""
    at_s, roads_m = alone_s(600, 3), np.stack([MATS_M, np.where(np.arange(11) == 4, np.nan, MATS_M)])
    at_s[1::2, 4] = NAN
    field = field_of(at_s, roads_m, distance=[row % 2 for row in range(600)])
    for seed in range(4):
        with_team = planted_in(monkeypatch, field, 2, seed)
        np.testing.assert_array_equal(with_team.at_ms == NEVER, field.at_ms == NEVER)
    for seed in range(4):
        team = bent(field, planted_in(monkeypatch, field, 1, seed))
        assert len(set(field.distance[team])) == 1


def test_pairs_told_of_within_a_team_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of one team count, two of different teams and outsiders do not."""
    field = field_of(alone_s(600, 4))
    before = field.at_ms

    def look(asked: Field) -> Found:
        team = np.flatnonzero((asked.at_ms != before).any(axis=1))
        gap_s = np.abs(asked.at_ms[team, -1] - asked.at_ms[team[0], -1]) / 1000
        mine, other = team[gap_s < 30], team[gap_s > 60]
        outside = np.setdiff1d(np.arange(600), team)
        assert len(mine) >= 3 and len(other) >= 1
        return pairs_found(
            asked, {"one": mine[0], "other": mine[1]}, {"one": mine[2], "other": mine[0]},
            {"one": mine[0], "other": other[0]}, {"one": mine[0], "other": outside[0]},
            {"one": outside[1], "other": outside[0]},
        )  # fmt: skip

    monkeypatch.setattr(baits, "told_of", look)
    caught = bait(field, np.random.default_rng(5), 2)
    assert (caught.told, caught.pairs) == (2, 2 * TEAM * (TEAM - 1) // 2)


def test_of_a_field_read_nowhere_whole_there_is_no_team() -> None:
    """Without runners whom every mat read nothing is planted."""
    at_s = alone_s(60, 5)
    at_s[:, 5] = NAN
    caught = bait(field_of(at_s), np.random.default_rng(1), 1)
    assert (caught.teams, caught.pairs, caught.told) == (0, 0, 0)
