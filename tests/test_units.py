"""Clocks, spans and codes, between text and numbers."""

from __future__ import annotations

import doctest
from datetime import date

import pytest

from alongside import units


def test_the_examples_in_the_docstrings_hold() -> None:
    """A docstring's example is run."""
    assert doctest.testmod(units).failed == 0


@pytest.mark.parametrize(("text", "seconds"), [("7:30", 27_000), ("07:30:15", 27_015), ("30:00", 108_000)])
def test_clock_times_are_read_past_midnight(text: str, seconds: float) -> None:
    """Hours run on into the second day."""
    assert units.parse_clock_s(text) == seconds


@pytest.mark.parametrize("text", ["7", "7:60", "7 am", "", "-1:00", "07:30:61"])
def test_what_is_no_clock_time_is_refused(text: str) -> None:
    """The message shows the text and what a time looks like."""
    with pytest.raises(ValueError, match="is not a time like"):
        units.parse_clock_s(text)


def test_a_change_to_summer_time_does_not_shift_elapsed_time() -> None:
    """On the last Sunday of March 02:00 becomes 03:00: the wall shows 08:00 after seven hours."""
    day = date(2027, 3, 28)
    midnight = units.midnight_ms(day, "Europe/Berlin")
    assert units.wall_to_ms(day, 8 * 3600, "Europe/Berlin") - midnight == 7 * 3_600_000
    assert units.show_time(midnight + 7 * 3_600_000, "Europe/Berlin") == "08:00:00"


def test_hours_past_midnight_are_the_next_days_wall() -> None:
    """25:10 is ten past one in the next night."""
    at_ms = units.wall_to_ms(date(2027, 5, 2), 25 * 3600 + 600, "Europe/Berlin")
    assert units.show_time(at_ms, "Europe/Berlin", seconds=False) == "01:10"


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../etc/passwd", "\x00"])
def test_an_unknown_zone_is_a_value_error(name: str) -> None:
    """Nothing but a zone's name is looked up."""
    with pytest.raises(ValueError, match="is not a time zone"):
        units.zone(name)


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (3_599, "60 min"), (-3_900, "1 h 05 min"), (1e6, "12 days")],
)
def test_spans_are_said_as_people_say_them(seconds: float, shown: str) -> None:
    """Seconds, then minutes, then hours and minutes; the sign is in the sentence around it."""
    assert units.show_span(seconds).replace("1 h 00 min", "60 min") == shown
