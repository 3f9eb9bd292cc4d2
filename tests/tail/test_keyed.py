"""Bibs keyed at stations: where she was seen, by a volunteer's word."""

from __future__ import annotations

import itertools

import pytest

from alongside.events.bodies import SwapBody
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import at, crossed, outcome, read, rows_of, status, undo
from station_race import keyed, late_entry, opening, stations_at

AWAY = tuple(read(f"C{n}", "S", "07:01") for n in (1, 2, 3))


def race_with(*drafts: Draft, runners: int = 3) -> Race:
    """Return the race with these rows after its opening."""
    race = Race()
    race.apply(rows_of([*opening(runners), *drafts]))
    race.state.settle()
    return race


def known(race: Race) -> object:
    """Return everything that keyed rows come to: where everybody was keyed, what fits, what is shown."""
    race.state.settle()
    columns = race.state.keyed.columns
    stations = stations_at(race, "12:00").values()
    lists = [(set(s.keyed), s.keyed_in, s.keyed_out, s.keyed_dropped, s.keyed_unknown) for s in stations]
    found = outcome(race)
    return found, columns["at_ms"].tolist(), columns["along_m"].tolist(), race.state.keyed.misfits, lists


def test_a_keyed_bib_is_where_she_was_last_seen() -> None:
    """She is run on from the table, and the tail says where and when she was seen there."""
    race = race_with(*AWAY, read("C1", "5K", "07:40"), keyed("1", "in", "08:20"))
    row = next(r for r in race.look(at("08:25")).control.distances[0].tail if r.bib == "1")
    assert (row.last_seen_place, row.last_seen_ms) == ("Water Nine", at("08:20"))
    assert 9_000 < row.along_m < 10_000
    assert row.next_split == "10K"


def test_a_keyed_bib_lowers_the_flag_of_who_was_overdue() -> None:
    """She was not where she was expected; a volunteer sees her; control is told that she is found."""
    race = race_with(*AWAY, read("C1", "5K", "07:35"), read("C2", "F", "11:00"))
    race.apply(rows_of(race.decide(at("10:00")), race.state.seq + 1))
    assert "1" in race.state.flags.of("overdue")
    race.apply(rows_of([keyed("1", "in", "09:59")], race.state.seq + 1))
    race.apply(rows_of(race.decide(at("10:01")), race.state.seq + 1))
    assert "1" not in race.state.flags.of("overdue")


def test_a_keyed_bib_makes_no_crossing_and_no_time() -> None:
    """Whatever is keyed, crossings, status and times of whoever was read are what her mats say."""
    race = race_with(*AWAY, read("C1", "5K", "07:40"))
    before = crossed(race, "1"), status(race, "1"), race.state.race["chip_ms"][0]
    race.apply(rows_of([keyed("1", "out", "12:00", "twice")], race.state.seq + 1))
    race.state.settle()
    assert (crossed(race, "1"), status(race, "1"), race.state.race["chip_ms"][0]) == before


def test_who_has_a_dead_chip_is_on_the_course_once_she_is_keyed() -> None:
    """No mat has ever read her; a table has: she is out there, and nobody forgets her."""
    race = race_with(*AWAY[:2])
    assert status(race, "3") == "expected"
    race.apply(rows_of([keyed("3", "in", "08:05")], race.state.seq + 1))
    race.state.settle()
    assert status(race, "3") == "on_course"


def test_a_bib_keyed_beyond_a_mat_that_missed_her_is_past_that_mat() -> None:
    """Keyed at kilometre 25 she is due at 30K next, not at the mats before that did not read her."""
    race = race_with(*AWAY, read("C1", "5K", "07:40"), keyed("1", "in", "10:30", "late"))
    row = next(r for r in race.look(at("10:31")).control.distances[0].tail if r.bib == "1")
    assert row.next_split == "30K"
    assert row.along_m > 24_999


ROWS = (
    keyed("1", "in", "08:20"),
    keyed("1", "out", "08:24"),
    keyed("2", "in", "08:22"),
    keyed("77", "in", "08:23"),
    undo(keyed("2", "in", "08:22")),
    read("C1", "10K", "08:30"),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(6)))[::37])
def test_the_order_of_keyed_rows_does_not_matter(order: tuple[int, ...]) -> None:
    """Taps from a dead zone come late, mixed and twice: the race stands as if they had come in time."""
    straight = race_with(*AWAY, *ROWS)
    mixed = race_with(*AWAY, *(ROWS[i] for i in order), *ROWS)
    assert known(mixed) == known(straight)


def test_taking_everything_back_leaves_nothing() -> None:
    """With all that was keyed undone the race is as if nobody had ever keyed a bib."""
    rows = ROWS[:4]
    undone = [undo(row, f"u{i}") for i, row in enumerate(rows)]
    with_undo, without = race_with(*AWAY, *rows, *undone), race_with(*AWAY)
    assert known(with_undo) == known(without)


def test_a_snapshot_in_the_middle_changes_nothing() -> None:
    """Saved and loaded between two rows, the fold goes on as if nothing had happened."""
    whole = race_with(*AWAY, *ROWS)
    half = race_with(*AWAY, *ROWS[:3])
    resumed = Race(LiveState.load(half.state.dump()))
    rest = [row for row in rows_of([*opening(), *AWAY, *ROWS]) if row.seq > half.state.seq]
    resumed.apply(rest)
    assert known(resumed) == known(whole)
    assert resumed.look(at("08:40")) == whole.look(at("08:40"))


def test_a_bib_that_nobody_wears_is_kept_and_counted() -> None:
    """Somebody mistyped: the station sees it, until the entry turns up or it is undone."""
    race = race_with(*AWAY, keyed("77", "in", "08:10"))
    station = stations_at(race, "08:11")["nine"]
    assert station.keyed_unknown == ("77",) and not station.keyed[0].known
    race.apply(rows_of([late_entry("77")], race.state.seq + 1))
    station = stations_at(race, "08:12")["nine"]
    assert station.keyed_unknown == () and station.keyed[0].known
    assert status(race, "77") == "on_course"


@pytest.mark.parametrize(
    ("tap", "fits"),
    [
        (keyed("1", "in", "08:20"), True),
        (keyed("1", "in", "07:43", "late"), False),  # 20 km in three minutes
        (keyed("1", "in", "06:40"), False),  # before the gun
        (keyed("1", "in", "09:30"), False),  # behind a mat that she has crossed half an hour ago
        (keyed("1", "in", "08:59"), True),  # a volunteer's minute beside a mat's
    ],
)
def test_what_cannot_be_true_is_kept_and_moves_nobody(tap: Draft, fits: bool) -> None:
    """A keyed bib that her mats contradict is shown as doubtful, and counts neither as seen nor as place."""
    reads = (read("C1", "5K", "07:40"), read("C1", "10K", "09:00"))
    race = race_with(*AWAY, *reads, tap)
    assert ((tap.source, tap.id) not in race.state.keyed.misfits) is fits
    assert bool(race.state.keyed.columns["at_ms"][0] >= 0) is fits


def test_who_comes_again_is_at_the_next_pass() -> None:
    """A station met twice: the second visit, hours later, is the second pass; a repeat is the same visit."""
    once = race_with(*AWAY, keyed("1", "in", "07:15", "twice"), keyed("1", "in", "07:18", "twice", "again"))
    assert once.state.keyed.columns["along_m"][0] == 2_000
    twice = race_with(*AWAY, keyed("1", "in", "07:15", "twice"), keyed("1", "in", "11:30", "twice"))
    assert twice.state.keyed.columns["along_m"][0] == 35_000
    long_stop = race_with(*AWAY, keyed("1", "in", "07:15", "twice"), keyed("1", "out", "11:30", "twice"))
    assert long_stop.state.keyed.columns["along_m"][0] == 2_000


def test_a_keyed_bib_follows_whoever_wears_it() -> None:
    """Two runners have swapped bibs: what was keyed of the one is the other's, whenever it was keyed."""
    swap = Draft("control", "swap", at("08:30"), SwapBody("1", "2", "control/1"))
    race = race_with(*AWAY, keyed("1", "in", "08:20"))
    race.apply(rows_of([swap], race.state.seq + 1))
    race.state.settle()
    assert race.state.keyed.columns["at_ms"].tolist() == [-1, at("08:20"), -1]
    race.apply(rows_of([undo(swap)], race.state.seq + 1))
    race.state.settle()
    assert race.state.keyed.columns["at_ms"].tolist() == [at("08:20"), -1, -1]


def test_who_would_have_had_to_run_twice_her_own_pace_was_not_there() -> None:
    """Fifteen kilometres in an hour after 9:30 a kilometre: somebody mistyped, and she is not moved."""
    walks = (*AWAY, read("C1", "5K", "07:48"), read("C1", "10K", "08:36"))
    race = race_with(*walks, keyed("1", "in", "09:36", "late"))
    assert len(race.state.keyed.misfits) == 1 and race.state.keyed.last() is None
    fits = race_with(*walks, keyed("1", "in", "09:56", "late"))
    assert fits.state.keyed.misfits == set()


def test_without_two_mats_nobody_knows_her_pace() -> None:
    """Read at the start alone, she may have run as fast as anybody."""
    race = race_with(*AWAY, keyed("1", "in", "08:20", "late"))
    assert race.state.keyed.misfits == set()
