"""Many scores in one line, and the goals: from rows made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alongside.score.calibration import pooled
from alongside.score.goals import goals
from alongside.score.line_up import CONSTANT, FORECAST, LAST, OWN, STATIC
from alongside.score.rows import Reliability, Score
from alongside.score.summary import lines, prefixes

NAN = float("nan")
ROW = Score(
    race="town-2020", distance="full", design="prefix", moment="10K", moment_at=10.0, group="all",
    target="finish", target_km=42.195, method=FORECAST, asked=100, n=100, mae_min=6.0, bias_min=0.0,
    constant_mae_min=10.0, pinball_min=2.0, cover_50=0.5, cover_80=0.8, cover_95=0.95,
    n_cutoffs=300, brier=0.02, n_at_risk=50, brier_at_risk=0.05, n_reach=0,
    brier_reach=NAN, said_reach=NAN, came_reach=NAN,
)  # fmt: skip


def at(km: float, **changes: object) -> Score:
    """Return the row at another prefix."""
    return replace(ROW, moment=f"{km:g}K", moment_at=km, **changes)  # type: ignore[arg-type]


def test_the_told_prefixes_are_the_mats_near_them() -> None:
    """Of all mats those nearest to 10, 20, 30, 35 and 40 of 42 km are told, as shares of any distance."""
    rows = [at(km) for km in (5, 10, 15, 20, 21.0975, 25, 30, 35, 40)]
    assert [km for km, _ in prefixes(rows)] == [10, 20, 30, 35, 40]
    long = [at(km, target_km=161.9) for km in (19.7, 36.1, 42.3, 78.8, 116, 132.3, 154.9)]
    assert [km for km, _ in prefixes(long)] == [36.1, 78.8, 116, 132.3, 154.9]


def test_a_mat_far_from_all_of_them_stands_for_none() -> None:
    """A race with a mat at 5 km alone has no prefix that is told."""
    assert prefixes([at(5)]) == []


def test_by_prefix_every_mat_counts_alike() -> None:
    """Few runners or many: the mean is over prefixes, and the ratio is the mean of the ratios."""
    rows = [at(10, n=10, mae_min=8.0), at(20, n=1000, mae_min=4.0)]
    (line,) = lines(rows, "prefix", "all")
    assert line.mae_min == 6.0
    assert line.x_constant == pytest.approx((0.8 + 0.4) / 2)
    assert line.n == 1010


def test_by_the_clock_every_runner_counts_alike() -> None:
    """An instant with a hundred times the runners weighs a hundred times as much."""
    rows = [replace(ROW, design="clock", n=n, mae_min=mae) for n, mae in ((1, 101.0), (100, 0.0))]
    (line,) = lines(rows, "clock", "all")
    assert line.mae_min == pytest.approx(1.0)
    assert line.x_constant == pytest.approx(0.1)


def test_the_ratio_to_the_own_model_is_taken_mat_by_mat() -> None:
    """The forecast is measured against the model fitted on that race at the same mat."""
    rows = [
        at(10, mae_min=6.0),
        at(20, mae_min=3.0),
        at(10, method=OWN, mae_min=5.0),
        at(20, method=OWN, mae_min=2.0),
    ]
    own = next(line for line in lines(rows, "prefix", "all") if line.method == FORECAST)
    assert own.x_own == pytest.approx((6 / 5 + 3 / 2) / 2)


def test_what_was_not_measured_has_no_weight() -> None:
    """An instant without anybody at risk does not blur the mean of those with some."""
    rows = [replace(ROW, design="clock", n_at_risk=n, brier_at_risk=b) for n, b in ((0, NAN), (10, 0.2))]
    (line,) = lines(rows, "clock", "all")
    assert line.brier_at_risk == pytest.approx(0.2)


def goal(rows: list[Score], words: str) -> tuple[str, bool | None]:
    """Return what was reached of the goal that begins so, and whether it is kept."""
    found = next(goal for goal in goals(rows) if goal.what.startswith(words))
    return found.reached, found.kept


def test_a_goal_is_kept_or_missed_by_its_figure() -> None:
    """1.10 times the own model is kept, 1.11 is missed; each race counts alike."""
    rows = [ROW, replace(ROW, method=OWN, mae_min=6.0 / 1.10)]
    assert goal(rows, "MAE to the model fitted") == ("1.10", True)
    rows[1] = replace(rows[1], mae_min=6.0 / 1.11)
    assert goal(rows, "MAE to the model fitted") == ("1.11", False)


def test_a_goal_that_nothing_speaks_to_is_not_measured() -> None:
    """Without the flat race, an own model or a long race the goals say so and are neither kept nor missed."""
    for words in (
        "MAE to constant pace, chicago",
        "MAE to the model fitted",
        "80 % interval at each prefix, any 100 miles on",
    ):
        assert goal([ROW], words) == ("not measured", None)


def test_coverage_goals_look_at_every_prefix() -> None:
    """One prefix outside the range is enough to miss; pooled, races are averaged first."""
    rows = [
        at(10, cover_80=0.70),
        at(20, cover_80=0.80),
        at(10, race="b", cover_80=0.90),
        at(20, race="b", cover_80=0.80),
    ]
    assert goal(rows, "80 % interval at each prefix, pooled") == ("0.80 to 0.80", True)
    assert goal(rows, "80 % interval at each prefix, any one race") == ("0.70 to 0.90", True)
    rows[0] = at(10, cover_80=0.55)
    assert goal(rows, "80 % interval at each prefix, any one race") == ("0.55 to 0.90", False)


def test_the_overdue_are_held_against_both_ways_of_clamping() -> None:
    """Half of constant pace is kept while two thirds of the last segment is missed."""
    late = replace(ROW, design="clock", group="overdue", mae_min=5.0)
    rows = [late, replace(late, method=CONSTANT, mae_min=10.0), replace(late, method=LAST, mae_min=7.5)]
    assert goal(rows, f"overdue: MAE to {CONSTANT}") == ("0.50", True)
    assert goal(rows, f"overdue: MAE to {LAST}") == ("0.67", False)


def test_the_live_tail_is_held_against_the_static_mixture() -> None:
    """The pinball of the slowest tenth by the clock, as a ratio to the same without "not there yet"."""
    live = replace(ROW, design="clock", group="slowest tenth", pinball_min=1.8)
    assert goal([live, replace(live, method=STATIC, pinball_min=2.0)], "live pinball") == ("0.90", True)


def test_chances_of_several_races_are_pooled_by_runners() -> None:
    """A bin's chance and share are means over its runners, wherever they ran."""
    row = Reliability("a", "full", "clock", "all", FORECAST, "reach", 0.9, 0.97, 10, 0.95, 1.0)
    (found,) = pooled(
        [row, replace(row, race="b", n=30, came=0.8), replace(row, method=STATIC)], "reach", "clock", "all"
    )
    assert (found.n, found.said, found.came) == (40, pytest.approx(0.95), pytest.approx(0.85))
