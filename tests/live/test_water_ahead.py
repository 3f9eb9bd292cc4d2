"""What a runner is told of tables ahead of her."""

from __future__ import annotations

from alongside.live.pipeline import Race
from alongside.live.station_views import TableAhead
from builders import at, read, rows_of
from station_race import opening, says


def tables(*said: object, clock: str = "08:10") -> tuple[TableAhead, ...]:
    """Return what bib 1 is told, who is between 5K and 10K."""
    race = Race()
    reads = (read("C1", "S", "07:01"), read("C1", "5K", "07:45"))
    race.apply(rows_of([*opening(1), *reads, *said]))  # type: ignore[misc]
    return race.look(at(clock), ["1"]).runners["1"].tables


def test_a_table_that_is_gone_names_the_next_water() -> None:
    """Packed up ahead of her: how far, and where the next one is."""
    assert tables(says("packed_up", "08:00")) == (
        TableAhead("Water Nine", 9_000.0, True, "Late Tea", 25_000.0),
    )


def test_out_of_water_is_another_thing_than_gone() -> None:
    """The people are there, the water is not; when it is back she is told nothing."""
    (table,) = tables(says("out_of_water", "08:00", "late"))
    assert (table.is_gone, table.name, table.next_name) == (False, "Late Tea", "Round the Lake")
    assert tables(says("out_of_water", "08:00", "late"), says("water_back", "08:05", "late")) == ()


def test_two_dry_tables_in_a_row_name_the_one_beyond_both() -> None:
    """The next water is never at a table that has none."""
    told = tables(says("packed_up", "08:00"), says("closed", "08:01", "late"))
    assert [(table.name, table.next_name) for table in told] == [
        ("Water Nine", "Round the Lake"), ("Late Tea", "Round the Lake"),
    ]  # fmt: skip


def test_after_the_last_one_there_is_none() -> None:
    """No table with water is left before the finish: said as it is."""
    told = tables(says("out_of_water", "08:00", "twice"))
    assert told == (TableAhead("Round the Lake", 35_000.0, False, "", None),)


def test_what_lies_behind_her_is_not_her_business() -> None:
    """The table at km 2 closed after she was through: nothing; its second pass is ahead."""
    assert tables(says("packed_up", "08:00"), clock="08:40") == ()


def test_a_table_that_opened_again_has_water() -> None:
    """A word taken back by a later one is gone from her page."""
    assert tables(says("packed_up", "08:00"), says("open", "08:05")) == ()
