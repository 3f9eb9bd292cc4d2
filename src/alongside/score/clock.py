"""The race asked by the clock: everybody still out, with everything known at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from alongside.forecast.past import Past
from alongside.score.method import Ask
from alongside.score.prefix import FEWEST, finish
from alongside.score.question import (
    Floats,
    Question,
    Target,
    Whole,
    came_s,
    last_crossing,
    reached,
    slowest_tenth,
    still_out,
)
from alongside.score.told import tell

INSTANTS = 12
FIRST, LAST = (
    0.02,
    0.995,
)  # shares of the crossings of the first mat and of the finish: the race, without its ends
STILL_OUT = 0.2  # who is overdue: by the static model fewer of her like are still short of the next mat


def by_clock(past: Past, instants: int = INSTANTS) -> Iterator[Question]:
    """Yield a question at each of an even grid of instants: her next mat and the finish are asked.

    Still out is who has been read and not yet at the finish, whatever came later. In a file that holds
    finishers alone nobody drops out, which flatters every method alike.
    """
    read_s, there = came_s(past), reached(past)
    first_s = np.nanquantile(read_s[:, 0], FIRST)
    last_s = np.nanquantile(read_s[:, -1], LAST)
    for now_s in np.linspace(first_s, last_s, instants + 1)[1:]:
        if (question := _at(past, float(now_s), read_s, there)) is not None:
            yield question


def _at(past: Past, now_s: float, read_s: Floats, there: Floats) -> Question | None:
    """Return the question at an instant; ``None`` where too few are still out."""
    rows, known = still_out(past, now_s)
    if len(rows) < FEWEST:
        return None
    last, last_s = last_crossing(known)
    pace = (last_s - known.start_s) / past.mats_m[last]
    return Question(
        past,
        "clock",
        _clock(now_s),
        now_s,
        known,
        replace(known, now_s=last_s),
        read_s[rows],
        there[rows],
        {"all": np.arange(len(rows)), "slowest tenth": slowest_tenth(pace)},
        _targets(past, last),
    )


def _targets(past: Past, last: Whole) -> tuple[Target, ...]:
    return (Target("next", np.nan, last + 1), finish(past, len(last)))


def _clock(now_s: float) -> str:
    minutes = round(now_s / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def with_overdue(question: Question, ask: Ask) -> Question:
    """Return the question with two groups more: the overdue, by what the static model says of them.

    It is asked with everybody's clock held at her last crossing: who of those that get to the next mat
    would still be short of it now? Some are overdue because the mat missed them; the second group, told by
    what came later, leaves those out.
    """
    next_mats, now_s = question.targets[0].mat, np.array([question.moment_at])
    told = tell(ask, question.static, question.past, next_mats, now_s)
    overdue = 1 - told.before[:, 0] / np.maximum(told.reach, 1e-9) < STILL_OUT
    runners = np.arange(len(next_mats))
    missed = np.isnan(question.came_s[runners, next_mats]) & (question.reached[runners, next_mats] != 0)
    groups = {"overdue": np.flatnonzero(overdue), "overdue, not missed": np.flatnonzero(overdue & ~missed)}
    return replace(question, groups={**question.groups, **groups})
