"""Equal names and towns of those found, beside those of whom chance put a little away."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.score.company.social import UNKNOWN, Social, social_shares
from alongside.together.field import NEVER, Index
from alongside.together.find import Found
from alongside.together.kinds import KINDS, MET_FINISH, START_FINISH
from together_fields import FINISH, HALF, NAN, alone_s, field_of, pairs_found

N = 600
AT_S = alone_s(N, 1)
FIELD = field_of(AT_S)
MIDDLE = np.argsort(AT_S[:, FINISH], kind="stable")[100:500]  # far from both ends of the order


def shares(found: Found, seed: int = 1, **marks: Index) -> dict[tuple[str, str], Social]:
    """Return what is equal, by kind and mark."""
    rows = social_shares(found.field, found, marks, np.random.default_rng(seed))
    return {(row.kind, row.mark): row for row in rows}


def couples(kind: int = START_FINISH, count: int = 50, **more: int) -> list[dict[str, int]]:
    """Return pairs of runners in the middle of the field."""
    return [{"one": int(MIDDLE[i]), "other": int(MIDDLE[i + 1]), "kind": kind, **more} for i in range(count)]


def test_every_mark_has_a_row_for_every_kind() -> None:
    """Of a kind without pairs nothing is known."""
    rows = shares(pairs_found(FIELD, *couples()), surname=np.ones(N, np.int64), town=np.ones(N, np.int64))
    assert list(rows) == [(kind, mark) for mark in ("surname", "town") for kind in KINDS]
    none = rows["met_parted", "town"]
    assert none.pairs == 0 and np.isnan([none.equal, none.by_chance, none.social]).all()


def test_equal_marks_are_counted() -> None:
    """Half of the pairs have equal marks."""
    mark = np.arange(1, N + 1)
    for pair in couples()[:50:4]:
        mark[pair["other"]] = mark[pair["one"]]
    row = shares(pairs_found(FIELD, *couples()[::2]), town=mark)["start_finish", "town"]
    assert (row.pairs, row.equal) == (25, 13 / 25)
    assert row.by_chance == 0.0


def test_who_is_unknown_is_not_asked() -> None:
    """A pair of which one has no mark does not count, and two without one are not equal."""
    mark = np.full(N, 7)
    pairs = couples(count=7)
    mark[[pairs[0]["one"], pairs[2]["other"], pairs[4]["one"], pairs[4]["other"]]] = UNKNOWN
    for pair, count in zip(pairs[::2], (0, 0, 0, 1), strict=True):
        assert shares(pairs_found(FIELD, pair), town=mark)["start_finish", "town"].pairs == count


def test_neighbours_of_whom_nothing_is_known_do_not_count() -> None:
    """Half of the field has no mark, the rest the same one: chance is that of the rest."""
    mark = np.random.default_rng(3).integers(0, 2, N)
    mark[MIDDLE[:20]] = 1
    row = shares(pairs_found(FIELD, *couples(count=19)), town=mark)["start_finish", "town"]
    assert (row.pairs, row.by_chance) == (19, 1.0)


@pytest.mark.parametrize(("common", "chance"), [(1, 1.0), (2, 0.5), (5, 0.2)])
def test_chance_is_how_common_a_mark_is(common: int, chance: float) -> None:
    """Where one in so many has it, so many of those a little away are equal."""
    mark = np.random.default_rng(2).integers(1, common + 1, N)
    row = shares(pairs_found(FIELD, *couples(count=300)), town=mark)["start_finish", "town"]
    assert row.by_chance == pytest.approx(chance, abs=0.04)


def test_neighbours_are_those_of_the_last_mat_together() -> None:
    """20 to 60 places away there: not beside her, not further, and not where she ran at another mat."""
    at_s = AT_S.copy()
    at_s[::7, HALF] = NAN
    field = field_of(at_s)
    order = np.flatnonzero(field.at_ms[:, HALF] != NEVER)
    order = order[np.argsort(field.at_ms[order, HALF], kind="stable")]
    one, other = int(order[250]), int(order[251])
    away = np.abs(np.arange(len(order)) - 250)
    for places, chance in ((away < 20, 0.0), ((away >= 20) & (away < 60), 1.0), (away >= 60, 0.0)):
        mark = np.full(N, 2)
        mark[order[places]] = 1
        mark[[one, other]] = 1
        found = pairs_found(field, *([{"one": one, "other": other, "end": HALF}] * 40))
        assert shares(found, town=mark)["start_finish", "town"].by_chance == chance


def test_social_is_the_way_from_chance_to_those_of_start_to_finish() -> None:
    """As often equal as they is 1, as often as chance has it 0, and halfway between is a half."""
    mark = np.random.default_rng(4).integers(1, 3, N)  # by chance one in two is equal
    started, met, other = couples(count=200)[::2], couples(MET_FINISH, 320)[200::2], couples(3, 398)[320::2]
    for pairs, equal_of_four in ((started, 4), (met, 3), (other, 2)):
        for number, pair in enumerate(pairs):
            is_equal = number % 4 < equal_of_four
            mark[pair["other"]] = mark[pair["one"]] if is_equal else 3 - mark[pair["one"]]
    rows = shares(pairs_found(FIELD, *started, *met, *other), town=mark)
    assert rows["start_finish", "town"].social == 1.0
    assert rows["met_finish", "town"].social == pytest.approx(0.5, abs=0.1)
    assert rows["met_parted", "town"].social == pytest.approx(0.0, abs=0.15)


def test_where_those_are_no_more_equal_than_chance_nothing_is_made_of_it() -> None:
    """Without a scale nobody is social."""
    rows = shares(pairs_found(FIELD, *couples()), town=np.ones(N, np.int64))
    assert np.isnan(rows["start_finish", "town"].social)
