"""From two tables to crossings: any mats, any clocks, any holes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from alongside.errors import InputError, Problems
from alongside.folders.columns import ColumnReader
from alongside.folders.pair_arrays import runners_of, splits_of
from alongside.forecast.past import MAN, UNKNOWN, WOMAN, Past
from alongside.forecast.past_columns import PairColumns, mats_of
from alongside.forecast.past_tables import pasts_of
from pasts import made_up_past, pair_tables

RUNNERS = ("bib", "event", "wave", "bib_block", "start_tod_s", "gender", "status", "finish_s")
SPLITS = ("bib", "mat", "mat_seq", "km", "elapsed_s", "tod_s", "estimated")


def pair(runners: dict[str, list[Any]], splits: dict[str, list[Any]]) -> PairColumns:
    """Return two tables as columns; what they lack is empty."""
    problems = Problems()
    tables = (ColumnReader.of_lists(name, table, problems) for name, table in (("r", runners), ("s", splits)))
    found = PairColumns.of(runners_of(next(tables)), splits_of(next(tables)))
    problems.raise_if_any()
    return found


def runners(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Return a runners table; a row names what it has."""
    return {name: [row.get(name) for row in rows] for name in RUNNERS}


def splits(*rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    """Return a splits table from rows in the order of ``SPLITS``, short ones filled up."""
    filled = [(*row, *[None] * (len(SPLITS) - len(row))) for row in rows]
    return {name: [row[i] for row in filled] for i, name in enumerate(SPLITS)}


def only(runners_table: dict[str, list[Any]], splits_table: dict[str, list[Any]]) -> Past:
    """Return the one distance of two tables."""
    (past,) = pasts_of(pair(runners_table, splits_table), "race")
    return past


ONE = {"bib": 1, "event": "full", "start_tod_s": 27_000, "status": "Finished"}
ROAD = ((1, "10K", 0, 10.0, 3600, 30_600), (1, "FINISH", 1, 20.0, 7200, 34_200))


def test_a_race_comes_back_as_it_was_written() -> None:
    """Starts, crossings, gaps, estimates, status, gender and waves survive the two tables."""
    past = made_up_past(300, seed=5, missing=0.1, estimated=0.05)
    found = only(*pair_tables(past))
    assert (found.mats, found.bibs, found.distance) == (past.mats, past.bibs, past.distance)
    for name in ("mats_m", "start_s", "at_s", "estimated", "status", "gender", "group"):
        np.testing.assert_array_equal(getattr(found, name), getattr(past, name), name)


def test_crossings_stand_on_the_clock_of_race_day() -> None:
    """tod_s where the file has it; the status in lower case."""
    past = only(runners(ONE), splits(*ROAD))
    assert (past.start_s.tolist(), past.at_s.tolist()) == ([27_000], [[30_600, 34_200]])
    assert (past.mats_m.tolist(), past.length_m, past.status.tolist()) == (
        [10_000, 20_000],
        20_000,
        ["finished"],
    )


def test_a_read_without_a_time_of_day_is_timed_from_her_start() -> None:
    """Her start and her net time make the time of day where the file leaves it out."""
    past = only(runners(ONE), splits((1, "10K", 0, 10.0, 3600, None), ROAD[1]))
    assert past.at_s.tolist() == [[30_600, 34_200]]


def test_without_any_clock_everybody_starts_at_zero() -> None:
    """A file of net times alone has tod_s = elapsed_s; who was never there has no start."""
    field = runners(
        {"bib": 1, "status": "finished"},
        {"bib": 2, "status": "dns_or_no_splits"},
        {"bib": 3, "status": "dnf"},
    )
    past = only(field, splits((1, "10K", 0, 10.0, 3600, None), (1, "F", 1, 20.0, 7200, None)))
    np.testing.assert_array_equal(past.start_s, [0, np.nan, 0])
    assert past.at_s[0].tolist() == [3600, 7200]


@pytest.mark.parametrize(
    ("rows", "start_s"),
    [
        (((1, "S", 0, 0.0, 0, 27_010), *ROAD), 27_010),
        (ROAD, 27_000),
        (((1, "10K", 0, 10.0, None, 30_600), (1, "FINISH", 1, 20.0, None, 34_200)), np.nan),
    ],
)
def test_a_start_that_is_missing_is_the_read_at_km_0_or_a_read_less_its_net_time(
    rows: tuple[tuple[Any, ...], ...], start_s: float
) -> None:
    """What else the file knows of her start is used, and nothing is made up; km 0 is no mat on the way."""
    past = only(runners(ONE | {"start_tod_s": None}), splits(*rows))
    np.testing.assert_array_equal(past.start_s, [start_s])
    assert past.mats == ("10K", "FINISH")


def test_each_event_is_a_distance_and_the_sweep_is_none() -> None:
    """Every distance has its own mats in the order of its kilometres; the sweep is left out."""
    field = runners(
        ONE, {"bib": 2, "event": "half"}, {"bib": 3, "event": "sweep"}, {"bib": 4, "event": "kids"}
    )
    rows = (*ROAD, (2, "FINISH", 1, 10.0, 3000, 30_000), (3, "10K", 0, 10.0, 9000, 36_000))
    found = pasts_of(pair(field, splits(*rows)), "race")
    assert [(past.distance, past.mats, past.length_m) for past in found] == [
        ("full", ("10K", "FINISH"), 20_000),
        ("half", ("FINISH",), 10_000),
    ]


def test_in_and_out_of_one_station_and_laps_keep_their_order() -> None:
    """Mats of one km stand in the order of mat_seq; visits of one mat are told apart by it."""
    rows = (
        (1, "IN", 1, 10.0, 3600, 30_600),
        (1, "OUT", 2, 10.0, 4200, 31_200),
        (1, "LAP", 3, 15.0, 5400, 32_400),
        (1, "LAP", 4, 20.0, 7200, 34_200),
    )
    past = only(runners(ONE), splits(*rows[::-1]))
    assert past.mats == ("IN", "OUT", "LAP", "LAP")
    assert past.at_s.tolist() == [[30_600, 31_200, 32_400, 34_200]]


def test_of_two_rows_for_one_mat_the_one_that_was_read_holds() -> None:
    """An estimate gives way to a read, and a later read to the first."""
    rows = (*ROAD, (1, "10K", 0, 10.0, 1, 27_001, True), (1, "10K", 0, 10.0, 3700, 30_700))
    past = only(runners(ONE), splits(*rows))
    assert (past.at_s[0, 0], past.estimated[0, 0]) == (30_600, False)


def test_impossible_times_are_data() -> None:
    """A negative segment and a finish before everything stay: whoever forecasts has to cope."""
    past = only(runners(ONE), splits(ROAD[0], (1, "FINISH", 1, 20.0, 60, 27_060)))
    assert past.at_s.tolist() == [[30_600, 27_060]]


def test_a_result_without_a_finish_read_is_a_time_that_nobody_read() -> None:
    """The net time of a finisher whom the finish missed stands at the finish, marked estimated."""
    field = runners(
        ONE, {**ONE, "bib": 2, "finish_s": 7300}, {**ONE, "bib": 3, "finish_s": 1, "status": "dnf"}
    )
    past = only(field, splits(*ROAD))
    np.testing.assert_array_equal(past.at_s[:, -1], [34_200, 34_300, np.nan])
    assert past.estimated[:, -1].tolist() == [False, True, False]


def test_waves_and_blocks_of_bibs_make_groups_in_their_order() -> None:
    """Wave 2 comes before wave 10, a lower block before a higher; without either there is no group."""
    waves = [("10", 1), ("2", 3), ("2", 1), (None, None), ("2", 3)]
    field = runners(*({**ONE, "bib": i + 1, "wave": w, "bib_block": b} for i, (w, b) in enumerate(waves)))
    assert only(field, splits(*ROAD)).group.tolist() == [2, 1, 0, -1, 1]


def test_genders_are_known_by_their_usual_letters() -> None:
    """F and W, M, and whatever else is unknown."""
    letters = ("F", "w", "M", "X", None)
    field = runners(*({**ONE, "bib": i + 1, "gender": letter} for i, letter in enumerate(letters)))
    assert only(field, splits(*ROAD)).gender.tolist() == [WOMAN, WOMAN, MAN, UNKNOWN, UNKNOWN]


def test_a_bib_that_stands_there_twice_is_as_its_last_row_says() -> None:
    """One bib is one runner; a row without a bib is nobody, a read of an unknown bib nobody's."""
    past = only(
        runners(ONE, {"event": "full"}, {**ONE, "start_tod_s": 27_100}), splits(*ROAD, (9, *ROAD[0][1:]))
    )
    assert (past.bibs, past.start_s.tolist()) == (("1",), [27_100])


def test_a_mat_without_a_km_lies_between_its_neighbours() -> None:
    """The km of a mat is what most of its rows say, else half way; an event without any is refused."""
    rows = (
        (1, "10K", 1, 10.0),
        (1, "10K", 1, 10.0),
        (1, "10K", 1, 11.0),
        (1, "MID", 2),
        (1, "FINISH", 3, 20.0),
    )
    mats = mats_of(pair(runners(ONE), splits(*rows)))
    assert [place.km for place in mats["full"]] == [10.0, 15.0, 20.0]
    with pytest.raises(InputError, match="no mat of event 'full' has a km"):
        mats_of(pair(runners(ONE), splits((1, "10K", 0, None, 3600, 30_600))))


def test_tables_without_the_columns_that_may_be_missing_can_be_read() -> None:
    """bib, mat, km and a time are enough: one distance, no waves, no status."""
    past = only({"bib": [7]}, {"bib": [7], "mat": ["F"], "km": [5.0], "elapsed_s": [1500]})
    assert (past.distance, past.bibs, past.at_s.tolist()) == ("race", ("7",), [[1500]])
    assert (past.status.tolist(), past.group.tolist()) == ([""], [-1])


def test_a_table_of_nobody_has_no_distance() -> None:
    """No runner, no read: no past race, and no error either."""
    assert pasts_of(pair(runners(), splits()), "race") == []
