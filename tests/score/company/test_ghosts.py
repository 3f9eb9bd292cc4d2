"""Ghosts: whoever is found beside one is found by chance, and that is how often chance is."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score.company import ghosts
from alongside.score.company.ghosts import ghost_rates
from alongside.together.evidence import Evidence, search
from alongside.together.field import NEVER, Field
from alongside.together.find import Found, found_of
from alongside.together.kinds import KINDS, MET_FINISH, START_FINISH
from together_fields import NAN, alone_s, field_of, pairs_found

FIELD = field_of(alone_s(50, 1))


def looked_at(monkeypatch: pytest.MonkeyPatch, field: Field, count: int, *rows: dict[str, int]) -> Field:
    """Return the field with ghosts as the search sees it, which finds these rows."""
    seen: list[Field] = []

    def look(asked: Field) -> Found:
        seen.append(asked)
        return pairs_found(asked, *rows)

    monkeypatch.setattr(ghosts, "told_of", look)
    ghost_rates(field, pairs_found(field), np.random.default_rng(1), count)
    return seen[0]


def test_ghosts_are_runners_at_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the field each is somebody moved by one time of 15 to 120 whole seconds, either way."""
    at_s = alone_s(200, 2)
    at_s[:100, 3] = NAN
    field = field_of(at_s)
    both = looked_at(monkeypatch, field, 200)
    np.testing.assert_array_equal(both.at_ms[:200], field.at_ms)
    assert len(both) == 400 and both.bibs[:200] == field.bibs and len(set(both.bibs)) == 400
    moved_s = []
    for ghost in both.at_ms[200:].astype(np.int64):
        read = ghost != NEVER
        alike = ((field.at_ms != NEVER) == read).all(axis=1)
        away = (ghost - field.at_ms)[:, read]
        of = np.flatnonzero(alike & (away == away[:, :1]).all(axis=1))
        assert len(of) == 1
        moved_s.append(int(away[of[0], 0]) / 1000)
    assert (np.abs(moved_s) >= 15).all() and (np.abs(moved_s) <= 120).all()
    assert min(moved_s) < 0 < max(moved_s)
    assert (both.at_ms[200:] == NEVER).sum() == 100


def test_each_pair_of_a_runner_and_a_ghost_is_half_a_pair_by_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """If all have a ghost, chance is counted from both ends; two true ones or two ghosts say nothing."""
    rows = (
        {"one": 0, "other": 60, "kind": MET_FINISH}, {"one": 70, "other": 3, "kind": MET_FINISH},
        {"one": 5, "other": 6, "kind": MET_FINISH}, {"one": 80, "other": 81, "kind": MET_FINISH},
        {"one": 4, "other": 90, "kind": START_FINISH},
    )  # fmt: skip
    monkeypatch.setattr(ghosts, "told_of", lambda asked: pairs_found(asked, *rows))
    told = pairs_found(
        FIELD, {"kind": MET_FINISH, "false_share": 0.02}, {"kind": MET_FINISH, "false_share": 0.01}
    )
    rates = {rate.kind: rate for rate in ghost_rates(FIELD, told, np.random.default_rng(1), 50)}
    met, started = rates["met_finish"], rates["start_finish"]
    assert list(rates) == list(KINDS)
    assert (met.pairs, met.by_ghosts, met.stated) == (2, 2 / 2 / 2, 0.02)
    assert (started.pairs, started.by_ghosts, started.stated) == (0, 0.0, 0.0)


def test_fewer_ghosts_count_for_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a fifth as many as runners each pair with one stands for five; more than runners there are not."""
    monkeypatch.setattr(ghosts, "told_of", lambda asked: pairs_found(asked, {"one": 1, "other": 55}))
    told = pairs_found(FIELD, *({"one": i, "other": i + 1} for i in range(10)))
    for count, rate in ((10, 5 / 2 / 10), (50, 1 / 2 / 10), (900, 1 / 2 / 10)):
        assert ghost_rates(FIELD, told, np.random.default_rng(1), count)[0].by_ghosts == pytest.approx(rate)


def test_among_strangers_ghosts_say_that_all_is_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of runners who know nothing of each other as many are found beside ghosts as beside one another."""

    def weak(field: Field) -> Found:
        evidence = Evidence.of(field)
        return found_of(evidence, search(evidence, -4.0))

    monkeypatch.setattr(ghosts, "told_of", weak)
    real, chance = 0, 0.0
    for seed in range(20, 36):
        field = field_of(alone_s(2_500, seed, over_s=3_000.0, paces=0.1))
        of_each = pairs_found(field, *({"kind": kind} for kind in range(len(KINDS))))
        rates = ghost_rates(field, of_each, np.random.default_rng(seed), 250)
        real += len(weak(field))
        chance += sum(rate.by_ghosts for rate in rates)
    assert real > 300
    assert chance == pytest.approx(real, rel=0.35)
