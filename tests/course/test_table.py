"""The course as rows for ``check``."""

from collections.abc import Callable

from alongside.course.read_toml import ReadPlan
from alongside.course.table import course_table

Read = Callable[..., ReadPlan]


def test_everything_on_a_distance_is_a_row_in_order(read: Read):
    """Mats, stations, cheer zones, cutoffs, sweep points and streets stand in order of metres, with times."""
    rows = [row for row in course_table(read().plan).rows if row.distance == "full"]
    assert [(row.km, row.kind, row.name, row.times) for row in rows if row.km < 8] == [
        (0, "start", "start", "gun 07:00"),
        (0, "sweep", "Sweep bus", "07:10"),
        (1, "reopening", "Wharf Street to km 2.4", "09:10"),
        (2, "split", "2K", ""),
        (3, "station", "Water 1", "07:05 to 09:40"),
        (4.5, "cheer", "Corner", ""),
        (7, "split", "turn", ""),
        (7, "cutoff", "Turn", "08:45"),
    ]
    assert [row.km for row in rows] == sorted(row.km for row in rows)


def test_rows_are_in_kilometres_and_miles(read: Read):
    """A mile is 1,609.344 m."""
    (row,) = [row for row in course_table(read().plan).rows if (row.distance, row.kind) == ("full", "cheer")]
    assert (row.km, row.mile) == (4.5, 2.8)


def test_all_guns_of_a_distance_stand_at_its_start(read: Read):
    """A distance in two waves shows both guns."""
    (start,) = [
        row for row in course_table(read().plan).rows if (row.distance, row.kind) == ("half", "start")
    ]
    assert start.times == "gun 07:00, 07:20"


def test_times_of_the_next_day_say_so(read: Read):
    """01:10 in the night after race day is told apart from 01:10 before the start."""
    rows = course_table(read(('closes = "08:45"', 'closes = "25:10"')).plan).rows
    assert [row.times for row in rows if row.kind == "cutoff"] == ["01:10 (+1)"]


def test_shared_roads_and_warnings_are_there(read: Read):
    """Both stretches that full and half share are listed, and what was warned of."""
    table = course_table(read().plan, ["look here"])
    assert [(s.a, s.b, round(s.a_from_km), round(s.b_from_km)) for s in table.shared] == [
        ("full", "half", 0, 0),
        ("full", "half", 9, 5),
    ]
    assert table.warnings == ("look here",)
