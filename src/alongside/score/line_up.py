"""The methods that answer for one race: the forecast, its bound, and the baselines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np

from alongside.forecast.past import Past
from alongside.score.baselines.constant import constant_pace
from alongside.score.baselines.last_pace import last_segment
from alongside.score.baselines.lined_up import lined_up
from alongside.score.baselines.nearest import nearest
from alongside.score.baselines.riegel import riegel
from alongside.score.baselines.similar import similar_efforts
from alongside.score.method import Ask, Method, Methods

FORECAST, ANY_DAY, STATIC, OWN = "forecast", "forecast, any day", "static", "fitted on it"
CONSTANT, LAST = "constant pace", "last segment"
RIEGEL, SIMILAR, NEAREST = "Riegel", "similar efforts", "nearest neighbours"
EVERYBODY = 1_000_000
MOST_FORECAST = 2_500  # of each group: quantiles of a mixture are sought one by one
MOST_NEAREST = 1_000
MOST_PAST = 25_000  # past runners among whom neighbours are sought

_YEAR = re.compile(r"^(.*?)-?(?:19|20)\d\d(?!\d)")


def course_of(race: str) -> str:
    """Return the name before the year: what races of one course share.

    >>> course_of("berlin-wall-100mi-2014"), course_of("nyc-2014-women"), course_of("spring")
    ('berlin-wall-100mi', 'nyc', 'spring')
    """
    match = _YEAR.match(race)
    return (match[1] or race) if match else race


def others_of(race: str, pasts: Sequence[Past]) -> list[Past]:
    """Return the past races of other courses: what may be trained on when ``race`` is scored."""
    return [past for past in pasts if course_of(past.race) != course_of(race)]


def line_up(
    past: Past,
    trained: Sequence[Past],
    forecast: Ask | None,
    own: Ask | None,
    dice: np.random.Generator,
    any_day: Ask | None = None,
) -> Methods:
    """Return who answers for ``past``: baselines on ``trained``, the forecast, and one fitted on ``past``.

    ``any_day`` is the forecast without what the runners ahead show of the day; where it is not given, the
    forecast has nothing of that.
    Baselines that learn are left out where no trained race is like this one; the dice draw their runners.
    """
    past_s = lined_up(trained, past.mats_m)
    some_s = past_s[np.sort(dice.permutation(len(past_s))[:MOST_PAST])]
    learned = _learned(past_s, some_s) if len(past_s) else ()
    models = (*_model(forecast, any_day), *_bound(own))
    return Methods(
        Method(CONSTANT, constant_pace, EVERYBODY), (*_PLAIN, *learned, *models), any_day or forecast
    )


_PLAIN = (
    Method(LAST, last_segment, EVERYBODY),
    Method(RIEGEL, riegel, EVERYBODY),
)


def _learned(past_s: np.ndarray, some_s: np.ndarray) -> tuple[Method, ...]:
    return (
        Method(SIMILAR, partial(similar_efforts, past_s=past_s), EVERYBODY, doubts=True),
        Method(NEAREST, partial(nearest, past_s=some_s), MOST_NEAREST, designs=("prefix",)),
    )


def _model(ask: Ask | None, any_day: Ask | None) -> tuple[Method, ...]:
    if ask is None:
        return ()
    static = Method(STATIC, any_day or ask, MOST_FORECAST, doubts=True, static=True, designs=("clock",))
    without = (
        () if any_day is None else (Method(ANY_DAY, any_day, MOST_FORECAST, doubts=True, designs=("clock",)),)
    )
    return (Method(FORECAST, ask, MOST_FORECAST, doubts=True), *without, static)


def _bound(ask: Ask | None) -> tuple[Method, ...]:
    return () if ask is None else (Method(OWN, ask, MOST_FORECAST, doubts=True, designs=("prefix",)),)
