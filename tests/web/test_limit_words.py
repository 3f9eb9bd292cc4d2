"""How a runner stands to her limit: to herself without a judgement, to race control as a chance."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from make_views import HOUR, MINUTE, runner_view

from alongside.events.plan import RacePlan
from alongside.web import words
from alongside.web.limit_words import chance, limit_ms, makes_limit, own_limit
from builders import ZONE, at, make_plan

NOW_MS = at("09:00")


def plan() -> RacePlan:
    """Return the small race: eight hours from the last gun."""
    return make_plan()


def told(from_h: float | None, middle_h: float | None, to_h: float | None, now_ms: int = NOW_MS) -> str:
    """Return her line, with her finish so many hours after the limit (before it: negative)."""
    closes_ms = limit_ms(runner_view(NOW_MS), plan())
    assert closes_ms is not None
    times = (None if h is None else round(closes_ms + h * HOUR) for h in (from_h, middle_h, to_h))
    names = ("finish_from_ms", "finish_ms", "finish_to_ms")
    view = runner_view(NOW_MS, **dict(zip(names, times, strict=True)))
    return own_limit(view, plan(), ZONE, now_ms)


def test_who_is_likely_inside_is_told_so() -> None:
    """Where nearly all of her range lies before the limit, she need not count minutes."""
    assert told(-1.5, -1.0, -0.1).endswith(": you are likely inside it.")


@pytest.mark.parametrize("middle_h", [-0.4, 0.4])
def test_what_may_go_either_way_is_told_as_close(middle_h: float) -> None:
    """Where the limit lies in her range nobody can say; no minutes are counted for or against her."""
    assert told(-0.5, middle_h, 0.5).endswith(": it may be close.")


def test_who_may_be_too_late_is_told_what_she_can_do_and_is_not_judged() -> None:
    """Nothing is promised for the organiser, nobody is called slow, and she reads that she still counts."""
    line = told(0.1, 1.0, 2.0)
    assert "you may well come in after it" in line and "aid station" in line and "on its list" in line
    assert not any(word in line.lower() for word in ("slow", "late", "unlikely", "fail", "stop", "out of"))


def test_after_the_limit_she_reads_that_she_still_counts() -> None:
    """The limit is a time that was; that nobody forgets her is true until she is in."""
    closes_ms = limit_ms(runner_view(NOW_MS), plan())
    assert closes_ms is not None
    line = told(0.5, 1.0, 2.0, closes_ms + MINUTE)
    assert "Your time limit was" in line and "You still count" in line and "after it" not in line


def test_without_a_range_only_the_limit_is_said() -> None:
    """A time without a range does not say how sure it is: nothing is made of it."""
    closes_ms = limit_ms(runner_view(NOW_MS), plan())
    assert closes_ms is not None
    only = f"Your time limit is {words.clock(closes_ms, ZONE, NOW_MS)}."
    assert told(None, 1.0, None) == told(None, None, None) == told(None, -1.0, None) == only


def test_a_race_without_a_limit_speaks_of_none() -> None:
    """No limit in the plan, no line; and before a plan is known neither."""
    distances = tuple(msgspec.structs.replace(one, limit_s=None) for one in plan().distances)
    open_ended = msgspec.structs.replace(plan(), distances=distances)
    assert own_limit(runner_view(NOW_MS), open_ended, ZONE, NOW_MS) == ""
    assert own_limit(runner_view(NOW_MS), None, ZONE, NOW_MS) == ""


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0, "under 1 in 10"), (0.049, "under 1 in 10"), (0.05, "1 in 10"), (0.34, "3 in 10"),
     (0.7, "7 in 10"), (0.94, "9 in 10"), (0.95, "over 9 in 10"), (1.0, "over 9 in 10")],
)  # fmt: skip
def test_a_chance_is_said_in_tenths_and_never_as_certain(share: float, said: str) -> None:
    """Neither "0 in 10" nor "10 in 10": who reads the ends must not decide a race by them."""
    assert chance(share) == said


@given(st.lists(st.floats(0, 1), min_size=2, max_size=2))
def test_a_better_chance_never_sounds_worse(shares: list[float]) -> None:
    """From under 1 in 10 over the tenths to over 9 in 10, in this order."""
    order = ["under 1 in 10", *(f"{n} in 10" for n in range(1, 10)), "over 9 in 10"]
    low, high = (order.index(chance(share)) for share in sorted(shares))
    assert low <= high


def test_control_reads_a_chance_in_words_and_none_once_the_limit_is_over() -> None:
    """What is shown of a limit that has passed is that; where nobody can say, nothing."""
    assert makes_limit(0.46, NOW_MS + HOUR, NOW_MS) == "5 in 10 to make the limit"
    assert makes_limit(0.46, NOW_MS - 1, NOW_MS) == "the limit has passed"
    assert makes_limit(None, NOW_MS + HOUR, NOW_MS) == makes_limit(None, None, NOW_MS) == ""
