"""One method's answer to a question, held against what came."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import numpy as np

from alongside.score import metrics
from alongside.score.cutoffs import Tried, try_cutoff
from alongside.score.method import Method
from alongside.score.metrics import Floats
from alongside.score.question import Question, Target, Whole
from alongside.score.rows import Reliability, Score
from alongside.score.told import Told, tell

EDGES = np.array(
    [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0]
)  # the last tenth is where most are

_NONE = np.empty(0)


class _Times(TypedDict):
    n: int
    mae_min: float
    bias_min: float
    constant_mae_min: float
    pinball_min: float
    cover_50: float
    cover_80: float
    cover_95: float


class _Cutoffs(TypedDict):
    n_cutoffs: int
    brier: float
    n_at_risk: int
    brier_at_risk: float


class _Reach(TypedDict):
    n_reach: int
    brier_reach: float
    said_reach: float
    came_reach: float


class Answered:
    """What a method says of some runners of a question, held against what came."""

    def __init__(
        self, question: Question, group: str, runners: Whole, method: Method, constant: Method
    ) -> None:
        self.question, self.group, self.runners, self.method = question, group, runners, method
        self.known = question.known.of(runners)
        self._clock = question.static.of(runners) if method.static else self.known
        self._constant = constant

    def rows(self, cutoffs_s: Floats) -> Iterator[Score | Reliability]:
        """Yield a score for each target, and how often chances came true where the method has some."""
        for target in self.question.targets:
            mats, at_finish = target.mat[self.runners], target.name == "finish"
            told = tell(self.method.ask, self._clock, self.question.past, mats, cutoffs_s * at_finish)
            constant_s = tell(self._constant.ask, self.known, self.question.past, mats, _NONE).quantiles_s
            came = _Came(self.question, self.runners, mats, constant_s[:, metrics.MEDIAN])
            tried = [self._try(float(cutoff_s), came) for cutoff_s in cutoffs_s] if at_finish else []
            yield self._score(target, told, came, tried)
            if at_finish and self.method.doubts:
                yield from self._reliability(told, came, tried)

    def _try(self, cutoff_s: float, came: _Came) -> Tried:
        known = self.known
        return try_cutoff(cutoff_s, known.now_s, known.start_s, came.came_s, came.reached, came.constant_s)

    def _score(self, target: Target, told: Told, came: _Came, tried: list[Tried]) -> Score:
        return Score(
            race=self.question.past.race,
            distance=self.question.past.distance,
            design=self.question.design,
            moment=self.question.moment,
            moment_at=self.question.moment_at,
            group=self.group,
            target=target.name,
            target_km=target.km,
            method=self.method.name,
            asked=len(self.runners),
            **_times(told.quantiles_s, came, self.method.doubts),
            **_cutoffs(told.before, tried),
            **_reach(told.reach, came.reached),
        )

    def _reliability(self, told: Told, came: _Came, tried: list[Tried]) -> Iterator[Reliability]:
        yield from self._binned("reach", told.reach, came.reached)
        in_time = np.concatenate([cutoff.in_time for cutoff in tried])
        yield from self._binned("cutoff", told.before.T.ravel(), in_time)

    def _binned(self, what: str, said: Floats, came: Floats) -> Iterator[Reliability]:
        known = np.isfinite(said) & np.isfinite(came)
        said, came = said[known], came[known]
        which = np.clip(np.searchsorted(EDGES, said, side="right") - 1, 0, len(EDGES) - 2)
        question = self.question
        for i in np.unique(which):
            yield Reliability(
                question.past.race, question.past.distance, question.design, self.group, self.method.name,
                what, float(EDGES[i]), float(EDGES[i + 1]), int((which == i).sum()),
                metrics.mean(said[which == i]), metrics.mean(came[which == i]),
            )  # fmt: skip


class _Came:
    """What came of some runners at one mat each, and what constant pace said of it."""

    def __init__(self, question: Question, runners: Whole, mats: Whole, constant_s: Floats) -> None:
        self.came_s, self.reached = question.came_s[runners, mats], question.reached[runners, mats]
        self.constant_s = constant_s


def _times(quantiles_s: Floats, came: _Came, doubts: bool) -> _Times:
    error = metrics.error_min(quantiles_s, came.came_s)
    constant = (came.constant_s - came.came_s) / 60
    own = 1.0 if doubts else np.nan  # a single time covers nothing
    return {
        "n": int(np.isfinite(error).sum()),
        "mae_min": metrics.mean(np.abs(error)),
        "bias_min": metrics.mean(error),
        "constant_mae_min": metrics.mean(np.abs(np.where(np.isfinite(error), constant, np.nan))),
        "pinball_min": metrics.mean(metrics.pinball_min(quantiles_s, came.came_s)),
        "cover_50": metrics.mean(own * metrics.covered(quantiles_s, came.came_s, metrics.WITHIN_50)),
        "cover_80": metrics.mean(own * metrics.covered(quantiles_s, came.came_s, metrics.WITHIN_80)),
        "cover_95": metrics.mean(own * metrics.covered(quantiles_s, came.came_s, metrics.WITHIN_95)),
    }


def _cutoffs(before: Floats, tried: list[Tried]) -> _Cutoffs:
    off = np.array([metrics.brier(before[:, i], cutoff.in_time) for i, cutoff in enumerate(tried)])
    risky = np.where(np.array([cutoff.at_risk for cutoff in tried], dtype=bool), off, np.nan)
    return {
        "n_cutoffs": int(np.isfinite(off).sum()),
        "brier": metrics.mean(off),
        "n_at_risk": int(np.isfinite(risky).sum()),
        "brier_at_risk": metrics.mean(risky),
    }


def _reach(said: Floats, came: Floats) -> _Reach:
    both = np.where(np.isfinite(said) & np.isfinite(came), 1.0, np.nan)
    return {
        "n_reach": int(np.isfinite(both).sum()),
        "brier_reach": metrics.mean(metrics.brier(said, came)),
        "said_reach": metrics.mean(said * both),
        "came_reach": metrics.mean(came * both),
    }
