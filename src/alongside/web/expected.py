"""When somebody is expected, as the pages say it: a time and a range, no finer than what is known of it.

A wide range is said to five minutes or to the quarter, always rounded outward, and its middle as coarsely:
"about 15:15, between 14:30 and 16:00". Nothing before now is ever expected.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from alongside.live.views import RunnerView, TailRow
from alongside.web import words

MINUTE_MS = 60_000
NARROW_MS = 2 * MINUTE_MS  # a range as narrow says no more than "about"
# Each zone is whole quarters of an hour off UTC, so that rounded UTC is rounded on the wall too.
STEPS_MS = ((30 * MINUTE_MS, MINUTE_MS), (120 * MINUTE_MS, 5 * MINUTE_MS))
COARSEST_MS = 15 * MINUTE_MS


class Expected(NamedTuple):
    """When she is expected, in UTC ms: the middle and the ends of a range; ``None`` where none is known."""

    middle_ms: int
    from_ms: int | None = None
    to_ms: int | None = None


def at_next(view: TailRow | RunnerView) -> Expected | None:
    """Return when she is expected at her next split; ``None`` where nobody can say."""
    return _of(view.next_ms, view.next_from_ms, view.next_to_ms)


def at_finish(view: TailRow | RunnerView) -> Expected | None:
    """Return when she is expected at the finish; ``None`` where nobody can say."""
    return _of(view.finish_ms, view.finish_from_ms, view.finish_to_ms)


def is_past(one: Expected, now_ms: int) -> bool:
    """Return whether all of it lies before now: she was due, and is not expected at a time any more."""
    return (one.middle_ms if one.to_ms is None else one.to_ms) < now_ms


def when(one: Expected, zone: str, now_ms: int) -> str:
    """Return when she is expected, in words: ``about 10:42, between 10:37 and 10:51``."""
    said = rounded(one, now_ms)
    if said.from_ms is None or said.to_ms is None:
        return f"about {words.clock(said.middle_ms, zone, now_ms)}"
    about, first, last = _clocks((said.middle_ms, said.from_ms, said.to_ms), zone, now_ms)
    return f"about {about}, between {first} and {last}"


def when_or_due(one: Expected, zone: str, now_ms: int) -> str:
    """Return when she is expected or, where all of that has passed, when she was due."""
    if is_past(one, now_ms):
        return f"was due about {words.clock(one.middle_ms, zone, now_ms)}"
    return when(one, zone, now_ms)


def rounded(one: Expected, now_ms: int) -> Expected:
    """Return it as it may be said: not before the minute that is now, and no finer than its range is wide.

    Up to half an hour it is said to the minute, up to two hours to five minutes, else to the quarter; a
    range of two minutes or less is not said at all.
    """
    middle_ms = max(one.middle_ms, now_ms)
    if one.from_ms is None or one.to_ms is None:
        return Expected(_nearest(middle_ms, MINUTE_MS, now_ms))
    from_ms, to_ms = max(one.from_ms, now_ms), max(one.to_ms, now_ms)
    step_ms = _step_ms(to_ms - from_ms)
    about_ms = _nearest(middle_ms, step_ms, now_ms)
    if to_ms - from_ms <= NARROW_MS:
        return Expected(about_ms)
    from_ms = max(_down(from_ms, step_ms), _down(now_ms, MINUTE_MS))
    return Expected(about_ms, from_ms, -_down(-to_ms, step_ms))


def _of(middle_ms: int | None, from_ms: int | None, to_ms: int | None) -> Expected | None:
    if middle_ms is None:
        return None
    if from_ms is None or to_ms is None:
        return Expected(middle_ms)
    return Expected(middle_ms, min(from_ms, middle_ms), max(to_ms, middle_ms))


def _step_ms(wide_ms: int) -> int:
    return next((step_ms for up_to_ms, step_ms in STEPS_MS if wide_ms <= up_to_ms), COARSEST_MS)


def _down(at_ms: int, step_ms: int) -> int:
    return at_ms // step_ms * step_ms


def _nearest(at_ms: int, step_ms: int, now_ms: int) -> int:
    """Return the nearest full step; the next one where the nearest has passed."""
    near_ms = _down(at_ms + step_ms // 2, step_ms)
    return near_ms if near_ms >= _down(now_ms, MINUTE_MS) else -_down(-at_ms, step_ms)


def _clocks(times_ms: tuple[int, int, int], zone: str, now_ms: int) -> list[str]:
    """Return the times as clocks: the day once where it is one day, at each where midnight lies between."""
    first, *rest = times_ms
    if any(words.day(a, zone) != words.day(b, zone) for a, b in pairwise(times_ms)):
        return [f"{words.day(at_ms, zone)} {words.clock(at_ms, zone, at_ms)}" for at_ms in times_ms]
    return [words.clock(first, zone, now_ms), *(words.clock(at_ms, zone, at_ms) for at_ms in rest)]
