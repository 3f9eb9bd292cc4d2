"""Who is still out at one time of a recorded day, and what is known of her then."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alongside.errors import Problems
from alongside.folders.columns import ColumnReader
from alongside.folders.pair_arrays import runners_of, splits_of
from alongside.forecast.asked import Asked, are_numbers, asked_of_pair
from alongside.forecast.past_columns import PairColumns, mats_of
from pasts import made_up_past, pair_tables

NOW_S = 40_000.0


def pair_of(runners: dict[str, list[Any]], splits: dict[str, list[Any]]) -> PairColumns:
    """Return two tables as columns."""
    problems = Problems()
    readers = [
        ColumnReader.of_lists(name, table, problems) for name, table in (("r", runners), ("s", splits))
    ]
    found = PairColumns.of(runners_of(readers[0]), splits_of(readers[1]))
    problems.raise_if_any()
    return found


def asked_at(now_s: float, runners: dict[str, list[Any]], splits: dict[str, list[Any]], **more: Any) -> Asked:
    """Return who is still out of the one distance, on the mats of the whole file."""
    pair = pair_of(runners, splits)
    (asked,) = asked_of_pair(pair, mats_of(pair), now_s, **more)
    return asked


def small(*reads: tuple[int, str, float, float | None], **changes: list[Any]) -> Asked:
    """Return who is out at noon of three runners; reads are bib, mat, km and tod_s."""
    runners = {"bib": [1, 2, 3], "wave": ["A", "A", "B"], "start_tod_s": [27_000, None, None]} | changes
    columns = [[*column] for column in zip(*reads, (3, "F", 20.0, None), strict=True)]
    splits = dict(zip(("bib", "mat", "km", "tod_s"), columns, strict=True))
    return asked_at(43_200.0, runners, splits)


def test_still_out_is_who_started_or_was_read_and_not_at_the_finish() -> None:
    """A start counts, a read counts, and neither a status nor anything later takes her out."""
    past = made_up_past(400, seed=2, dropouts=0.2)
    asked = asked_at(NOW_S, *pair_tables(past))
    start_s, at_s = past.known(NOW_S)
    out = (np.isfinite(start_s) | np.isfinite(at_s).any(axis=1)) & np.isnan(at_s[:, -1])
    assert asked.bibs == tuple(np.array(past.bibs)[out])
    assert 50 < len(asked) < 400
    assert (past.status[out] == "dnf").any()


def test_known_is_what_was_read_by_then_and_no_estimate() -> None:
    """Starts and crossings up to the time asked about, from readers alone."""
    past = made_up_past(400, seed=2, estimated=0.1)
    asked = asked_at(NOW_S, *pair_tables(past))
    rows = np.array([past.bibs.index(bib) for bib in asked.bibs])
    start_s, at_s = past.known(NOW_S)
    np.testing.assert_array_equal(asked.known.start_s, start_s[rows])
    np.testing.assert_array_equal(asked.known.at_s, at_s[rows])
    np.testing.assert_array_equal(asked.known.gender, past.gender[rows])
    np.testing.assert_array_equal(asked.known.group, past.group[rows])
    assert (asked.known.now_s, asked.track.length_m) == (NOW_S, past.length_m)


def test_the_past_race_later_on_changes_nothing_that_was_known() -> None:
    """A second day that is the same up to now and another afterwards asks the same question."""
    first, second = (
        made_up_past(300, seed=3, estimated=0.1),
        made_up_past(300, seed=3, estimated=0.1, day=0.2),
    )
    start_s, _ = first.known(NOW_S)
    early = first.at_s <= NOW_S
    later = np.where(early, first.at_s, np.maximum(second.at_s, NOW_S + 1))
    changed = second.__class__(**{**vars(second), "at_s": later, "start_s": first.start_s})
    one, two = (asked_at(NOW_S, *pair_tables(past)) for past in (first, changed))
    assert one.bibs == two.bibs
    for name in ("start_s", "at_s", "gun_s", "group", "gender"):
        np.testing.assert_array_equal(getattr(one.known, name), getattr(two.known, name), name)
    assert np.isfinite(start_s).any()


def test_a_start_that_the_mat_missed_is_left_to_the_first_of_her_wave() -> None:
    """Without start and net time her wave's first known start stands as her gun, never another wave's."""
    asked = small((2, "10K", 10.0, 30_600), (3, "10K", 10.0, 30_700))
    assert asked.bibs == ("1", "2", "3")
    np.testing.assert_array_equal(asked.known.start_s, [27_000, np.nan, np.nan])
    np.testing.assert_array_equal(asked.known.gun_s, [27_000, 27_000, np.nan])


def test_a_start_still_to_come_is_not_known() -> None:
    """Who starts after the time asked about is not out, and her start is nobody's gun."""
    asked = small((2, "10K", 10.0, 30_600), start_tod_s=[50_000, None, None])
    assert asked.bibs == ("2",)
    assert np.isnan(asked.known.gun_s).all()


def test_a_read_at_a_mat_that_nobody_asks_about_is_a_read() -> None:
    """She is out though the mats that are given do not hold the one that read her."""
    pair = pair_of(
        {"bib": [1, 2]}, {"bib": [1, 2], "mat": ["5K", "F"], "km": [5.0, 20.0], "tod_s": [30_000, 50_000]}
    )
    mats = {"race": mats_of(pair)["race"][1:]}
    (asked,) = asked_of_pair(pair, mats, 43_200.0)
    assert (asked.bibs, asked.mats) == (("1",), ("F",))
    assert np.isnan(asked.known.at_s).all()


def test_planned_guns_and_expected_times_are_taken_where_nothing_better_is_known() -> None:
    """A wave with a known start has its gun from that; a plan's gun stands for the others."""
    runners = {"bib": [1, 2], "wave": ["A", "B"], "start_tod_s": [27_000, None]}
    splits = {"bib": [2, 2], "mat": ["10K", "F"], "km": [10.0, 20.0], "tod_s": [31_000, 99_000]}
    pair = pair_of(runners, splits)
    (asked,) = asked_of_pair(pair, mats_of(pair), 43_200.0, {"2": 9000.0}, {"A": 26_000.0, "B": 28_000.0})
    assert asked.known.gun_s is not None and asked.known.expected_s is not None
    assert asked.known.gun_s.tolist() == [27_000, 28_000]
    np.testing.assert_array_equal(asked.known.expected_s, [np.nan, 9000])


def test_without_clocks_everybody_is_out_from_zero_on() -> None:
    """A file of net times starts everybody at 0; a net time is known when it has passed."""
    splits = {
        "bib": [1, 1, 2],
        "mat": ["10K", "F", "F"],
        "km": [10.0, 20.0, 20.0],
        "elapsed_s": [3000, 6000, 5000],
    }
    asked = asked_at(5500.0, {"bib": [1, 2, 3]}, splits)
    assert asked.bibs == ("1", "3")
    np.testing.assert_array_equal(asked.known.at_s, [[3000, np.nan], [np.nan, np.nan]])
    assert asked.known.start_s.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("bibs", "numbers"), [(("1", "20"), True), (("1", "020"), False), (("1", "A2"), False)]
)
def test_bibs_are_numbers_only_where_they_are_written_as_such(bibs: tuple[str, ...], numbers: bool) -> None:
    """A bib with a letter or a leading zero keeps all of the race's bibs texts."""
    assert are_numbers(bibs) is numbers
