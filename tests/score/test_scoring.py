"""Scoring a race: the rows that come of methods whose answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Spread
from alongside.score.baselines.constant import constant_pace
from alongside.score.line_up import (
    CONSTANT,
    FORECAST,
    NEAREST,
    SIMILAR,
    STATIC,
    course_of,
    line_up,
    others_of,
)
from alongside.score.method import Method, Methods
from alongside.score.rows import Reliability, Score
from alongside.score.scoring import score_race
from alongside.score.summary import of
from pasts import made_up_past

PAST = made_up_past(500, seed=8, dropouts=0.1, missing=0.03)


def wide(known: Known, track: Track) -> Spread:
    """A quarter of an hour around constant pace: a fake forecast with doubts."""
    told = constant_pace(known, track)
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), (len(known),))
    return Spread(told.at_s, np.full(told.at_s.shape, 900.0), now_s)


def scored(methods: Methods, seed: int = 1) -> tuple[list[Score], list[Reliability]]:
    """Return the rows of the made-up race."""
    rows = list(score_race(PAST, methods, np.random.default_rng(seed)))
    return [row for row in rows if isinstance(row, Score)], [
        row for row in rows if isinstance(row, Reliability)
    ]


CONSTANT_ALONE = Methods(Method(CONSTANT, constant_pace, 10_000), ())
WITH_FAKE = replace(CONSTANT_ALONE, others=(Method("wide", wide, 100, doubts=True),), overdue=wide)


def test_the_mae_of_constant_pace_is_that_worked_out_directly() -> None:
    """At half way, over everybody read there who finished: the mean of the absolute errors, in minutes."""
    rows, _ = scored(CONSTANT_ALONE)
    (row,) = of(rows, design="prefix", moment="21.0975K", group="all", target="finish")
    half = PAST.mats.index("21.0975K")
    net_s = PAST.at_s[:, half] - PAST.start_s
    error_s = PAST.start_s + net_s * 2 - PAST.at_s[:, -1]
    assert row.n == np.isfinite(error_s).sum()
    assert row.mae_min == pytest.approx(np.nanmean(np.abs(error_s)) / 60)
    assert row.bias_min == pytest.approx(np.nanmean(error_s) / 60)
    assert row.constant_mae_min == row.mae_min


def test_a_method_that_doubts_nothing_has_no_coverage() -> None:
    """One time covers nothing, so constant pace has neither coverage nor reliability."""
    rows, reliability = scored(CONSTANT_ALONE)
    assert np.isnan([row.cover_80 for row in rows]).all()
    assert reliability == []


def test_constant_pace_is_taken_of_the_same_runners() -> None:
    """A method that is asked of some is measured against constant pace for these same ones."""
    rows, _ = scored(WITH_FAKE)
    for row in of(rows, method="wide"):
        assert row.asked <= 100
        if row.n:  # its median is constant pace
            assert row.mae_min == pytest.approx(row.constant_mae_min)


def test_the_dice_decide_who_is_asked() -> None:
    """The same seed gives the same rows, another seed asks others of those who may be asked."""
    first, again, other = (scored(WITH_FAKE, seed)[0] for seed in (1, 1, 2))
    assert [repr(row) for row in first] == [repr(row) for row in again]
    maes = [[row.mae_min for row in of(rows, method="wide", group="all")] for rows in (first, other)]
    assert maes[0] != maes[1]


def test_coverage_and_chances_come_from_the_answer() -> None:
    """A normal spread of a quarter of an hour covers, at half way, whom constant pace misses by less."""
    rows, _ = scored(replace(WITH_FAKE, others=(Method("wide", wide, 10_000, doubts=True),)))
    (row,) = of(rows, method="wide", design="prefix", moment="21.0975K", group="all", target="finish")
    half = PAST.mats.index("21.0975K")
    error_s = PAST.start_s + (PAST.at_s[:, half] - PAST.start_s) * 2 - PAST.at_s[:, -1]
    within = np.abs(error_s[np.isfinite(error_s)]) <= 1.2816 * 900
    assert row.cover_80 == pytest.approx(within.mean())
    assert 0 < row.brier < 1 and row.n_cutoffs > 0


def test_drop_outs_count_against_who_promises_the_finish() -> None:
    """Saying 1 of everybody who reaches or does not gives a Brier of the share that did not."""
    rows, _ = scored(CONSTANT_ALONE)
    for row in of(rows, design="clock", target="finish", group="all"):
        assert row.said_reach == 1
        assert row.brier_reach == pytest.approx(1 - row.came_reach)
        assert row.n_reach == row.asked


def test_how_often_chances_came_true_is_counted_in_bins() -> None:
    """Every runner and cutoff is in one bin, whose mean chance lies between its ends."""
    rows, reliability = scored(WITH_FAKE)
    cutoffs = [
        row for row in reliability if row.what == "cutoff" and row.group == "all" and row.design == "clock"
    ]
    asked = of(rows, method="wide", design="clock", group="all", target="finish")
    assert sum(row.n for row in cutoffs) == sum(row.n_cutoffs for row in asked)
    assert all(row.low - 1e-9 <= row.said <= row.high + 1e-9 for row in reliability)


def test_a_static_method_is_asked_with_the_clock_held() -> None:
    """By the clock it hears of each runner's last crossing as now; the others hear the instant."""
    heard: dict[str, list[bool]] = {"static": [], "live": []}

    def ask(name: str):  # type: ignore[no-untyped-def]
        def listen(known: Known, track: Track) -> Spread:
            heard[name].append(bool((np.asarray(known.now_s) == np.nanmax(known.at_s, axis=1)).all()))
            return wide(known, track)

        return listen

    static = Method("static", ask("static"), 100, doubts=True, static=True, designs=("clock",))
    live = Method("live", ask("live"), 100, doubts=True, designs=("clock",))
    scored(replace(CONSTANT_ALONE, others=(static, live)))
    assert all(heard["static"]) and not any(heard["live"])


@pytest.mark.parametrize("past", [made_up_past(200, (42_195.0,)), made_up_past(20)])
def test_a_race_that_shows_nothing_is_not_scored(past) -> None:  # type: ignore[no-untyped-def]
    """A race with a finish alone, or with fewer than thirty finishers, has no rows and breaks nothing."""
    assert list(score_race(past, CONSTANT_ALONE, np.random.default_rng(1))) == []


def test_progress_says_what_is_asked_and_grows() -> None:
    """Long work says which race and moment it is at, from 0 on and never beyond 1."""
    heard: list[tuple[str, float]] = []
    list(
        score_race(
            PAST, CONSTANT_ALONE, np.random.default_rng(1), lambda what, done: heard.append((what, done))
        )
    )
    shares = [done for _, done in heard]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] < 1
    assert heard[0][0] == "made-up full: prefix 5K"


# -- who answers ------------------------------------------------------------------------------


def test_another_year_of_the_course_is_not_trained_on() -> None:
    """The name before the year is the course; all of its years are left out."""
    races = ("boston-2014", "boston-2015", "nyc-2014-women", "rotterdam-2018", "spring")
    pasts = [replace(PAST, race=race) for race in races]
    assert [past.race for past in others_of("boston-2014", pasts)] == [
        "nyc-2014-women",
        "rotterdam-2018",
        "spring",
    ]
    assert [past.race for past in others_of("nyc-2000", pasts)] == [*races[:2], *races[3:]]
    assert course_of("2024-city") == "2024-city"


def test_baselines_that_learn_need_somebody_to_learn_from() -> None:
    """Without a like race they are left out rather than made up; without a forecast nobody is overdue."""
    methods = line_up(PAST, [], None, None, np.random.default_rng(1))
    names = {method.name for method in methods.others}
    assert methods.overdue is None and not names & {FORECAST, STATIC, SIMILAR, NEAREST}
    learned = line_up(PAST, [made_up_past(300, seed=9)], wide, None, np.random.default_rng(1))
    assert {FORECAST, STATIC, SIMILAR, NEAREST} <= {method.name for method in learned.others}
