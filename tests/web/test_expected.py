"""When somebody is expected, in words: a time and a range, and never more than is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_views import GUN_MS, MINUTE, ZONE, at, runner_view, tail_row

from alongside.web import expected as told
from alongside.web.expected import Expected

NOW_MS = at(10, 30, 20)
DAY = 24 * 60 * MINUTE


def said(middle: int, first: int | None, last: int | None, now_ms: int = NOW_MS) -> str:
    return told.when(Expected(middle, first, last), ZONE, now_ms)


def test_a_time_is_said_with_its_range() -> None:
    """Half an hour or less: to the minute, the ends rounded away from the middle."""
    assert said(at(10, 42, 10), at(10, 37, 50), at(10, 50, 5)) == "about 10:42, between 10:37 and 10:51"


def test_the_wider_the_range_the_coarser_it_is_said() -> None:
    """Over half an hour to five minutes, over two hours to the quarter; the middle never finer."""
    assert said(at(12, 41), at(12, 22), at(13, 1)) == "about 12:40, between 12:20 and 13:05"
    assert said(at(15, 11), at(14, 31), at(16, 32)) == "about 15:15, between 14:30 and 16:45"


def test_a_range_of_a_minute_or_two_is_not_said() -> None:
    """Who is a minute before the mat is expected "about" then; so is she of whom only a time is known."""
    assert said(at(10, 42), at(10, 41), at(10, 43)) == "about 10:42"
    assert said(at(10, 42), None, None) == "about 10:42"


def test_what_has_passed_of_a_range_is_not_said() -> None:
    """The late half of a range is still to come: it begins now, and the time with it."""
    assert said(at(10, 29), at(10, 10), at(10, 44)) == "about 10:30, between 10:30 and 10:44"
    late = said(at(10, 31), at(10, 29), at(11, 20), at(10, 31, 20))
    assert late == "about 10:35, between 10:31 and 11:20"


def test_who_was_due_is_told_as_due() -> None:
    """Where all of a range has passed there is no time to expect her at: she was due."""
    one = Expected(at(10, 10), at(10, 5), at(10, 25))
    assert told.is_past(one, NOW_MS) and not told.is_past(one, at(10, 25))
    assert told.when_or_due(one, ZONE, NOW_MS) == "was due about 10:10"
    assert told.when_or_due(one, ZONE, at(10, 0)) == "about 10:10, between 10:05 and 10:25"


@pytest.mark.parametrize(
    ("middle", "first", "last", "words"),
    [
        ((27, 0), (26, 2), (28, 3), "about Mon 03:00, between 02:00 and 04:15"),
        ((24, 10), (23, 40), (25, 0), "about Mon 00:10, between Sun 23:40 and Mon 01:00"),
        ((22, 10), (21, 40), (22, 55), "about 22:10, between 21:40 and 22:55"),
    ],
)
def test_past_midnight_the_day_is_said(
    middle: tuple[int, int], first: tuple[int, int], last: tuple[int, int], words: str
) -> None:
    """Once where all is on another day; at each time where midnight lies between them."""
    assert said(at(*middle), at(*first), at(*last), at(20, 0)) == words


def test_a_race_of_thirty_hours_names_both_its_days() -> None:
    """On the first evening the finish of the second day is a time with its weekday, to the quarter."""
    assert said(at(36, 52), at(33, 8), at(41, 40), at(21, 0)) == "about Mon 12:45, between 09:00 and 17:45"


times = st.integers(GUN_MS - DAY, GUN_MS + 2 * DAY)
spans = st.integers(0, 8 * 60 * MINUTE)


@given(times, times, spans, spans)
def test_the_middle_lies_inside_the_range_and_nothing_before_now(
    now_ms: int, middle_ms: int, before_ms: int, after_ms: int
) -> None:
    """Whatever a forecast says: in order, not before this minute, and as wide as what is still to come."""
    one = Expected(middle_ms, middle_ms - before_ms, middle_ms + after_ms)
    shown = told.rounded(one, now_ms)
    minute_ms = now_ms // MINUTE * MINUTE
    assert shown.middle_ms >= minute_ms
    if shown.from_ms is None or shown.to_ms is None:
        assert one.to_ms is not None and one.from_ms is not None
        assert max(one.to_ms, now_ms) - max(one.from_ms, now_ms) <= 2 * MINUTE
        return
    assert minute_ms <= shown.from_ms <= shown.middle_ms <= shown.to_ms
    assert shown.from_ms <= max(one.from_ms, now_ms) and shown.to_ms >= max(one.to_ms, now_ms)
    step = 15 if shown.to_ms - shown.from_ms > 150 * MINUTE else 1
    assert shown.middle_ms % (step * MINUTE) == 0 and shown.to_ms % (step * MINUTE) == 0


@given(times, st.lists(spans, min_size=2, max_size=2), spans)
def test_who_is_expected_later_is_never_said_to_be_earlier(now_ms: int, ahead: list[int], wide: int) -> None:
    """Of two runners with ranges of one width, the later one's time and range are the later ones."""
    early, late = (
        told.rounded(Expected(now_ms + wide + ms, now_ms + ms, now_ms + 2 * wide + ms), now_ms)
        for ms in sorted(ahead)
    )
    assert all(b is None or a is None or a <= b for a, b in zip(early, late, strict=True))


def test_a_view_gives_what_it_knows() -> None:
    """No time, no expectation; a time without a range; and ends that do not hold the time are widened."""
    view = runner_view(NOW_MS)
    assert told.at_next(view) == Expected(NOW_MS + 70 * MINUTE, NOW_MS + 58 * MINUTE, NOW_MS + 84 * MINUTE)
    assert told.at_finish(runner_view(NOW_MS, finish_ms=None)) is None
    assert told.at_next(runner_view(NOW_MS, next_to_ms=None)) == Expected(NOW_MS + 70 * MINUTE)
    odd = runner_view(NOW_MS, next_ms=NOW_MS + 90 * MINUTE)
    assert told.at_next(odd) == Expected(odd.next_ms, odd.next_from_ms, odd.next_ms)  # type: ignore[arg-type]
    row = tail_row("7", 1.0, NOW_MS)
    assert told.at_finish(row) == Expected(row.finish_ms, row.finish_from_ms, row.finish_to_ms)  # type: ignore[arg-type]
