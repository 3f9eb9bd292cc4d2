"""The two designs: what is known, who is asked, what counts as having got there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Spread
from alongside.score.clock import by_clock, with_overdue
from alongside.score.prefix import by_prefix
from alongside.score.question import Question, reached, slowest_tenth
from pasts import made_up_past


@pytest.fixture(scope="module")
def prefixes() -> list[Question]:
    """A made-up race by prefix, with drop-outs, missing and estimated reads."""
    return list(by_prefix(made_up_past(400, seed=2, dropouts=0.1, missing=0.05, estimated=0.05)))


@pytest.fixture(scope="module")
def instants() -> list[Question]:
    """The same race by the clock."""
    return list(by_clock(made_up_past(400, seed=2, dropouts=0.1, missing=0.05, estimated=0.05)))


def test_by_prefix_nothing_past_the_mat_is_known(prefixes: list[Question]) -> None:
    """Each is asked at her own crossing of the mat, with no read later than that."""
    for question in prefixes:
        mat = question.past.mats.index(question.moment)
        now_s = np.asarray(question.known.now_s)
        assert (question.known.at_s[:, mat] == now_s).all()
        assert np.isnan(question.known.at_s[:, mat + 1 :]).all()
        assert np.nanmax(question.known.at_s - now_s[:, None]) == 0


def test_every_mat_but_the_last_is_a_prefix(prefixes: list[Question]) -> None:
    """The finish is asked at each of them, from the first on."""
    assert [question.moment for question in prefixes] == list(prefixes[0].past.mats[:-1])
    for question in prefixes:
        (finish,) = question.targets
        assert (finish.mat == len(question.past.mats) - 1).all()


def test_an_estimate_is_neither_known_nor_true() -> None:
    """What the timer worked out from later reads is blank on both sides."""
    past = made_up_past(200, seed=2, estimated=0.3)
    for question in [*by_prefix(past), *by_clock(past)]:
        assert not np.isin(past.at_s[past.estimated], question.came_s).all()
        known = np.isfinite(question.known.at_s)
        assert np.array_equal(question.known.at_s[known], question.came_s[known])


def test_by_the_clock_only_what_had_happened_is_known() -> None:
    """Blanking everything later than an instant changes nothing of what is known then, nor who is asked."""
    past = made_up_past(400, seed=2, dropouts=0.1)
    for question in by_clock(past):
        later = past.at_s > question.moment_at
        cut = replace(past, at_s=np.where(later, np.nan, past.at_s), status=np.full(len(past), "finished"))
        start_s, at_s = cut.known(question.moment_at)
        out = np.isfinite(at_s).any(axis=1) & np.isnan(at_s[:, -1])
        assert np.array_equal(question.known.at_s, at_s[out], equal_nan=True)
        assert np.array_equal(question.known.start_s, start_s[out])


def test_whoever_will_drop_out_is_still_out(instants: list[Question]) -> None:
    """Nobody is left out of a question for what became of her later."""
    assert any((question.reached[:, -1] == 0).any() for question in instants)
    assert any(np.isnan(question.came_s[:, -1]).any() for question in instants)


def test_the_static_clock_stands_at_the_last_crossing(instants: list[Question]) -> None:
    """Who is asked statically is asked as if no time had passed since she was last read."""
    for question in instants:
        assert np.array_equal(question.static.now_s, np.nanmax(question.known.at_s, axis=1))
        assert (np.asarray(question.static.now_s) <= question.moment_at).all()


def test_the_slowest_tenth_is_slow_so_far() -> None:
    """A tenth of those asked, the slowest by pace so far, whatever came later."""
    pace = np.arange(100)[::-1] / 1000
    assert slowest_tenth(pace).tolist() == list(range(10))


def test_by_result_nobody_is_chosen(prefixes: list[Question]) -> None:
    """The slowest tenth of a prefix has nobody in it who was faster so far than somebody outside."""
    for question in prefixes:
        net_s = np.asarray(question.known.now_s) - question.known.start_s
        inside = np.isin(np.arange(len(net_s)), question.groups["slowest tenth"])
        assert net_s[inside].min() >= net_s[~inside].max()


def test_who_was_read_further_on_was_there() -> None:
    """Reached is told by later reads and by who dropped out; where nobody can tell it is nan."""
    past = made_up_past(4, (5e3, 10e3, 15e3), seed=1, dropouts=0.0, missing=0.0)
    at_s = np.array([[1.0, np.nan, 3.0], [1.0, np.nan, np.nan], [1.0, 2.0, np.nan], [1.0, np.nan, np.nan]])
    told = replace(past, at_s=at_s, status=np.array(["finished", "dnf", "in_progress", "finished"]))
    there = reached(told)
    assert there[0].tolist() == [1, 1, 1]
    assert there[1].tolist() == [1, 0, 0]
    assert np.array_equal(there[2], [1, 1, np.nan], equal_nan=True)
    assert np.array_equal(there[3], [1, np.nan, np.nan], equal_nan=True)


def test_a_file_of_finishers_tells_nothing_of_drop_outs() -> None:
    """Where nobody dropped out, whoever did was left out: nobody's reaching counts."""
    assert np.isnan(reached(made_up_past(50, dropouts=0.0))).all()


def test_the_overdue_are_those_whose_like_are_there() -> None:
    """Overdue is who, asked at her last crossing, had more than four chances in five to be there by now."""
    question = next(by_clock(made_up_past(400, seed=2), 6))
    now_s = question.moment_at
    due_s = np.asarray(question.static.now_s) + 600

    def ask(known: Known, track: Track) -> Spread:
        clock_s = np.asarray(known.now_s)
        return Spread(np.repeat(clock_s[:, None] + 600, 1, 1), np.full((len(known), 1), 60.0), clock_s)

    groups = with_overdue(question, ask).groups
    # .8416 standard deviations past the mean, the chance is four fifths
    assert groups["overdue"].tolist() == np.flatnonzero(now_s > due_s + 0.8416 * 60).tolist()


def test_whom_a_mat_missed_is_not_late() -> None:
    """The overdue without the missed had not come to the next mat: read there later, or never there."""
    past = made_up_past(600, seed=3, missing=0.2, dropouts=0.1)

    def ask(known: Known, track: Track) -> Spread:
        clock_s = np.asarray(known.now_s)
        return Spread(clock_s[:, None] - 1, np.full((len(known), 1), 1e-3), clock_s)

    question = with_overdue(list(by_clock(past, 6))[3], ask)
    everybody, truly = question.groups["overdue"], question.groups["overdue, not missed"]
    mats = question.targets[0].mat
    left_out = np.setdiff1d(everybody, truly)
    assert len(left_out) > 5
    assert np.isnan(question.came_s[left_out, mats[left_out]]).all()
    assert (question.reached[left_out, mats[left_out]] == 1).all()
    stayed = question.came_s[truly, mats[truly]] > question.moment_at
    assert (stayed | (question.reached[truly, mats[truly]] == 0)).all()


def test_a_part_of_what_is_known_is_about_those_alone(prefixes: list[Question]) -> None:
    """Every array is cut to the rows asked for, one instant per runner as well."""
    rows = np.array([3, 1])
    some = prefixes[2].known.of(rows)
    assert len(some) == 2
    assert np.array_equal(np.asarray(some.now_s), np.asarray(prefixes[2].known.now_s)[rows])
    assert np.array_equal(some.at_s, prefixes[2].known.at_s[rows], equal_nan=True)
    assert some.gender is not None and prefixes[2].known.gender is not None
    assert np.array_equal(some.gender, prefixes[2].known.gender[rows])
