"""From a past race and methods to rows: all questions of both designs, asked and scored."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from alongside.forecast.past import Past
from alongside.score.answered import Answered
from alongside.score.clock import INSTANTS, by_clock, with_overdue
from alongside.score.cutoffs import finish_cutoffs_s
from alongside.score.method import Methods
from alongside.score.metrics import Floats
from alongside.score.prefix import FEWEST, by_prefix
from alongside.score.question import Question
from alongside.score.rows import Reliability, Score

Progress = Callable[[str, float], None]


def score_race(
    past: Past, methods: Methods, dice: np.random.Generator, progress: Progress | None = None
) -> Iterator[Score | Reliability]:
    """Yield the scores of every method at every mat but the last, and at instants of the race's clock.

    ``progress`` hears which moment is asked and the share done. The dice draw whom slow methods are asked.
    Nothing comes of a race with one mat, or with too few runners.
    """
    if len(past.mats) < 2 or np.isfinite(past.at_s[:, -1]).sum() < FEWEST:
        return
    cutoffs_s, moments = finish_cutoffs_s(past), len(past.mats) - 1 + INSTANTS
    for done, question in enumerate(_questions(past, methods)):
        if progress is not None:
            progress(f"{past.race} {past.distance}: {question.design} {question.moment}", done / moments)
        yield from _score(question, methods, cutoffs_s, dice)


def _questions(past: Past, methods: Methods) -> Iterator[Question]:
    yield from by_prefix(past)
    for question in by_clock(past):
        yield with_overdue(question, methods.overdue) if methods.overdue else question


def _score(
    question: Question, methods: Methods, cutoffs_s: Floats, dice: np.random.Generator
) -> Iterator[Score | Reliability]:
    for group, members in question.groups.items():
        shuffled = dice.permutation(
            members
        )  # one order for all methods: who asks fewer asks some of the same
        for method in methods.of(question.design) if len(members) >= FEWEST else ():
            runners = np.sort(shuffled[: method.at_most])
            yield from Answered(question, group, runners, method, methods.constant).rows(cutoffs_s)
