"""A pair of tables as a race: any mats, any events, any holes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.errors import InputError
from alongside.events.bodies import ReadBody, RulingStatusBody
from alongside.feeds.pair import Recorded, recorded_race
from alongside.live.pipeline import Race
from builders import rows_of

DAY = date(2020, 1, 1)


def runners(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Return a runners table; a row names what it has."""
    names = ("bib", "event", "wave", "start_tod_s", "status", "finish_s")
    return {name: [row.get(name) for row in rows] for name in names}


def splits(*rows: tuple[Any, ...], estimated: tuple[bool, ...] = ()) -> dict[str, list[Any]]:
    """Return a splits table from (bib, mat, mat_seq, km, elapsed_s, tod_s)."""
    names = ("bib", "mat", "mat_seq", "km", "elapsed_s", "tod_s")
    table = {name: [row[i] for row in rows] for i, name in enumerate(names)}
    return table | {"estimated": list(estimated) or [False] * len(rows)}


def finished(recorded: Recorded) -> Race:
    """Return the race after the whole day."""
    race = Race()
    race.apply(rows_of(recorded.drafts))
    race.look(recorded.to_ms)
    return race


ONE = runners(
    {"bib": 1, "event": "full", "wave": "A", "start_tod_s": 27000, "status": "finished", "finish_s": 7200}
)
ONE_SPLITS = splits((1, "10K", 0, 10.0, 3600, 30600), (1, "FINISH", 1, 20.0, 7200, 34200))


def test_a_runner_with_clock_times_starts_at_her_start_and_is_read_at_each_mat() -> None:
    """The start becomes a read at kilometre 0; every row of the table a read with the timer's net time."""
    recorded = recorded_race(ONE, ONE_SPLITS, "made-up", DAY)
    reads = [draft.body for draft in recorded.drafts if isinstance(draft.body, ReadBody)]
    day_ms = recorded.plan.day_start_ms
    assert [(read.mat, read.at_ms - day_ms, read.chip_s) for read in reads] == [
        ("START", 27_000_000, None),
        ("10K", 30_600_000, 3600),
        ("FINISH", 34_200_000, 7200),
    ]


def test_a_table_without_clocks_starts_everybody_at_zero() -> None:
    """Net splits only: all clocks start at 0 and the time of day is the elapsed time."""
    table = runners({"bib": 1, "status": "finished", "finish_s": 7200})
    race = finished(recorded_race(table, splits((1, "FINISH", 0, 20.0, 7200, None)), "made-up", DAY))
    assert race.state.race["start_ms"].tolist() == [race.state.plan.day_start_ms]
    assert race.state.race["chip_ms"].tolist() == [7_200_000]


def test_each_event_has_its_own_mats_in_the_order_of_their_km() -> None:
    """Two events with other mats are two distances; the numbers in the file need not start at 0."""
    table = runners({"bib": 1, "event": "long"}, {"bib": 2, "event": "short"})
    rows = splits((1, "B", 9, 20.0, 7000, None), (1, "A", 8, 8.0, 3000, None), (2, "C", 3, 5.0, 1500, None))
    plan = recorded_race(table, rows, "made-up", DAY).plan
    assert [(d.id, [s.mat for s in d.splits]) for d in plan.distances] == [
        ("long", ["START", "A", "B"]),
        ("short", ["START", "C"]),
    ]


def test_the_sweep_is_a_vehicle_on_the_course_whose_mats_it_crosses() -> None:
    """An event named sweep enters no ranking: its chip moves a sweep of the distance it shares."""
    table = runners({"bib": 1, "event": "solo"}, {"bib": 2, "event": "other"}, {"bib": 9, "event": "sweep"})
    rows = splits(
        (1, "A", 0, 5.0, 1500, 30000),
        (1, "B", 1, 9.0, 2700, 31200),
        (2, "C", 0, 5.0, 1500, 30000),
        (9, "A", 0, 5.0, 2500, 31000),
    )
    recorded = recorded_race(table, rows, "made-up", DAY)
    assert [(s.distance, s.chips) for s in recorded.plan.sweeps] == [("solo", ("9",))]
    assert len(finished(recorded).state.crossings.field) == 2


def test_what_the_file_says_of_a_runner_enters_after_the_last_read() -> None:
    """Disqualified, dropped and never started are the timer's word, given when the day is over."""
    table = runners(
        {"bib": 1, "start_tod_s": 100, "status": "dsq"},
        {"bib": 2, "start_tod_s": 100, "status": "DNF"},
        {"bib": 3, "status": "dns_or_no_splits"},
        {"bib": 4, "start_tod_s": 100, "status": "in_progress"},
    )
    recorded = recorded_race(table, splits((1, "FINISH", 0, 10.0, 3600, 3700)), "made-up", DAY)
    rulings = [d for d in recorded.drafts if isinstance(d.body, RulingStatusBody)]
    assert [(d.body.bib, d.body.status, d.body.official) for d in rulings] == [
        ("1", "dsq", True),
        ("2", "dnf", True),
        ("3", "dns", True),
    ]
    assert min(d.received_at_ms or 0 for d in rulings) > max(
        d.received_at_ms or 0 for d in recorded.drafts if isinstance(d.body, ReadBody)
    )
    assert finished(recorded).look(recorded.to_ms).control.counts.on_course == 1


def test_a_finisher_whose_finish_is_missing_is_finished_by_ruling() -> None:
    """The results say finished and give a net time: that stands without a read."""
    table = runners(
        {"bib": 1, "status": "finished", "finish_s": 7200}, {"bib": 2, "status": "finished", "finish_s": 7000}
    )
    rows = splits(
        (1, "10K", 0, 10.0, 3600, None), (2, "10K", 0, 10.0, 3500, None), (2, "FINISH", 1, 20.0, 7000, None)
    )
    state = finished(recorded_race(table, rows, "made-up", DAY)).state.race
    assert state["chip_ms"].tolist() == [7_200_000, 7_000_000]


def test_an_estimate_arrives_with_the_next_read_that_was_made() -> None:
    """Only then could it be estimated: before it, nobody may know it."""
    rows = splits(
        (1, "10K", 0, 10.0, 3600, 30600),
        (1, "FINISH", 1, 20.0, 7200, 34200),
        estimated=(True, False),
    )
    recorded = recorded_race(ONE, rows, "made-up", DAY)
    ten = next(d for d in recorded.drafts if isinstance(d.body, ReadBody) and d.body.mat == "10K")
    assert (ten.body.estimated, ten.received_at_ms) == (True, recorded.plan.day_start_ms + 34_200_000)


def test_a_mat_without_km_lies_between_its_neighbours() -> None:
    """One hole in the column km does not stop a replay."""
    table = runners({"bib": 1, "status": "finished"})
    rows = splits((1, "A", 0, 5.0, 1500, None), (1, "B", 1, None, 2400, None), (1, "C", 2, 10.0, 3000, None))
    plan = recorded_race(table, rows, "made-up", DAY).plan
    assert [s.along_m for s in plan.distances[0].splits] == [0, 5000, 7500, 10000]


def test_times_run_on_past_midnight() -> None:
    """A second day is more seconds of the first."""
    table = runners({"bib": 1, "event": "solo", "start_tod_s": 21600, "status": "finished"})
    recorded = recorded_race(table, splits((1, "FINISH", 0, 160.0, 90000, 111600)), "made-up", DAY)
    assert recorded.to_ms - recorded.plan.day_start_ms > 111_600_000


@pytest.mark.parametrize(
    ("table", "rows", "said"),
    [
        ({}, ONE_SPLITS, "runners table: has no column bib"),
        (ONE, {"bib": [1]}, "splits table: has no column mat"),
        (ONE, splits((1, "A", 0, None, 1500, None)), "no mat of event 'full' has a km"),
        (runners({"bib": 9, "event": "sweep"}), splits((9, "A", 0, 5.0, 100, None)), "nobody but a sweep"),
    ],
)
def test_a_table_that_cannot_be_a_race_is_refused_in_a_sentence(
    table: dict[str, list[Any]], rows: dict[str, list[Any]], said: str
) -> None:
    """What is missing is named, and what to do about it."""
    with pytest.raises(InputError, match=said):
        recorded_race(table, rows, "made-up", DAY)


def test_reads_of_bibs_that_no_runner_has_are_left_out() -> None:
    """A splits row without its runner has no event, so no course to be on."""
    recorded = recorded_race(
        ONE, splits((1, "F", 0, 5.0, 1500, None), (2, "F", 0, 5.0, 9, None)), "made-up", DAY
    )
    assert {d.body.code for d in recorded.drafts if isinstance(d.body, ReadBody)} == {"1"}


NONSENSE = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.binary(max_size=3),
    st.booleans(),
    st.lists(st.integers(), max_size=2),
)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_nonsense_in_any_column_is_a_race_or_a_sentence(data: st.DataObject) -> None:
    """Whatever values a file holds, it is played, or refused with the table, the row and what was found."""
    people = {name: list(column) for name, column in ONE.items()}
    timed = {name: list(column) for name, column in ONE_SPLITS.items()}
    for _ in range(data.draw(st.integers(1, 4))):
        table = data.draw(st.sampled_from([people, timed]))
        column = table[data.draw(st.sampled_from(sorted(table)))]
        column[data.draw(st.integers(0, len(column) - 1))] = data.draw(NONSENSE)
    try:
        recorded = recorded_race(people, timed, "made-up", DAY)
    except InputError as error:
        assert "table" in str(error)
        return
    finished(recorded)


def test_every_bad_value_is_named_at_once() -> None:
    """Two wrong cells are two problems, each with its row."""
    rows = splits((1, "10K", 0, 10.0, 3600, "soon"), (1, "FINISH", 1, -5.0, 7200, 34200))
    with pytest.raises(InputError) as caught:
        recorded_race(ONE, rows, "made-up", DAY)
    assert [problem.where for problem in caught.value.problems] == [
        "splits table, row 1",
        "splits table, row 0",
    ]
