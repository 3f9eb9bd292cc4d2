"""What a schedule asks of a sweep."""

from __future__ import annotations

import pytest

from alongside.course.sweep_schedule import ahead_s, due_ms, pace_s_per_km, wanted_m
from alongside.events.plan import Sweep, SweepPoint
from builders import at

EVEN = Sweep("s", "Bus", "full", (SweepPoint(1_000, at("08:00")), SweepPoint(7_000, at("09:00"))))
WAITS = Sweep(
    "s", "Bus", "full",
    (SweepPoint(0, at("08:00")), SweepPoint(5_000, at("08:50")), SweepPoint(5_000, at("09:10")),
     SweepPoint(10_000, at("10:00"))),
)  # fmt: skip
NONE = Sweep("s", "Bus", "full", ())


def test_between_points_it_goes_evenly_and_waits_at_both_ends() -> None:
    """Half the time is half the way; before and after it stands."""
    assert wanted_m(EVEN, at("08:30")) == 4_000
    assert (wanted_m(EVEN, at("07:00")), wanted_m(EVEN, at("12:00"))) == (1_000, 7_000)
    assert due_ms(EVEN, 4_000) == at("08:30")


def test_without_a_schedule_nothing_is_asked() -> None:
    """No place, no time, no lead, no pace."""
    assert (wanted_m(NONE, 0), due_ms(NONE, 0), ahead_s(NONE, 0, 0), pace_s_per_km(NONE, 0)) == (None,) * 4


def test_ahead_is_positive_and_behind_negative() -> None:
    """At a place before its time, and after it."""
    assert ahead_s(EVEN, 4_000, at("08:24")) == pytest.approx(360)
    assert ahead_s(EVEN, 4_000, at("08:42")) == pytest.approx(-720)


def test_who_waits_as_planned_is_on_time() -> None:
    """At a planned halt, and at the start before the hour, nobody is told to hurry or to slow down."""
    assert ahead_s(WAITS, 5_000, at("09:00")) == 0
    assert ahead_s(WAITS, 5_000, at("09:15")) == pytest.approx(-300)
    assert ahead_s(EVEN, 1_000, at("07:30")) == 0


def test_at_its_end_it_counts_when_it_came() -> None:
    """An hour at the finish does not make it an hour late."""
    assert ahead_s(EVEN, 7_000, at("10:00"), at("09:02")) == -120


def test_the_pace_is_that_of_the_road_ahead() -> None:
    """Ten minutes a kilometre; where it waits or ends, none."""
    assert pace_s_per_km(EVEN, 4_000) == pytest.approx(600)
    assert pace_s_per_km(EVEN, 7_000) is None
