"""The arrivals at a station as a drawing."""

from __future__ import annotations

from alongside.live.station_views import Arrivals
from alongside.web.station_chart import FEWEST_BARS, HEIGHT, MOST_BARS, chart, half_hours
from builders import ZONE, at

TEN_MS = 600_000


def tens(*counts: tuple[int, int]) -> tuple[Arrivals, ...]:
    """Return arrivals by ten minutes from 08:00."""
    return tuple(Arrivals(at("08:00") + i * TEN_MS, *count) for i, count in enumerate(counts))


def test_the_tallest_bar_fills_the_drawing_and_expected_stands_on_passed() -> None:
    """Passed below, expected on top of it, all to one scale."""
    drawn = chart(tens((10, 0), (30, 10), (0, 20)), ZONE, None)
    assert [(b["passed"], b["expected"], b["expected_y"]) for b in drawn["bars"]] == [
        (25.0, 0.0, 75.0),
        (75.0, 25.0, 0.0),
        (0.0, 50.0, 50.0),
    ]
    assert drawn["most"] == "40" and HEIGHT == 100


def test_now_is_a_line_between_the_bars_and_outside_it_is_none() -> None:
    """A quarter past eight lies in the middle of the second bar; a day later it lies nowhere."""
    assert chart(tens((1, 0), (1, 0)), ZONE, at("08:15"))["now"] == 1.5
    assert chart(tens((1, 0), (1, 0)), ZONE, at("12:00"))["now"] is None
    assert chart((), ZONE, at("12:00"))["bars"] == []


def test_few_bars_stay_bars_and_many_end_after_twelve_hours() -> None:
    """A single bar does not fill the page; half a day is the most that is drawn, with few times under it."""
    assert chart(tens((1, 0)), ZONE, None)["width"] == FEWEST_BARS
    drawn = chart(tens(*[(1, 0)] * 100), ZONE, None)
    assert len(drawn["bars"]) == MOST_BARS and len(drawn["hours"]) <= 5


def test_half_hours_add_the_tens_up() -> None:
    """For the printed sheet: from when, and how many."""
    assert half_hours(tens((0, 1), (0, 2), (0, 3), (0, 4)), ZONE) == [("08:00", "6"), ("08:30", "4")]
