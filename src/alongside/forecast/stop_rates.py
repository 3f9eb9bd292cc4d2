"""Fitting the hazard of stopping: Poisson regression over every stretch that somebody set out on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.crossed import crossed
from alongside.forecast.kinds import RIEGEL
from alongside.forecast.known import Known, Track
from alongside.forecast.past import Past
from alongside.forecast.stops import comes_to, features

Floats = NDArray[np.float64]
STOPPED = ("dnf",)
LEAST_STOPPED = 10
ROUNDS = 30
RIDGE = 2.0
# Where a file keeps nobody who stopped: 1-2 % in all, more where it is slow (London 2017-2019 results).
USUAL = np.array([-4.7, 0.8, -1.0, 0.5, 0.5, 10.0, 1.5, -1.0])


def stop_rates(pasts: Sequence[Past], length_m: float, usual: Floats = USUAL) -> tuple[Floats, int]:
    """Return the coefficients of the hazard, and how many are known to have stopped.

    Races whose files hold nobody who stopped say nothing of stopping: they hide them.
    """
    telling = [past for past in pasts if _stopped(past).sum() >= LEAST_STOPPED]
    if not telling:
        return usual, 0
    parts = [_set_out(past, length_m) for past in telling]
    x, counts, exposure = (np.concatenate([part[i] for part in parts]) for i in range(3))
    return _poisson(x, counts, exposure, usual), int(counts.sum())


def _stopped(past: Past) -> NDArray[np.bool_]:
    return np.isin(past.status, STOPPED)


def _set_out(past: Past, length_m: float) -> tuple[Floats, Floats, Floats]:
    """Return features, whether she stopped, and the part of the distance, of every stretch set out on."""
    track = Track(past.length_m, past.mats_m, past.mats_m[-1:])
    at_s = crossed(Known(np.inf, past.start_s, np.where(past.estimated, np.nan, past.at_s)), track)
    along = np.concatenate([[0.0], past.mats_m]) / past.length_m
    stopped = _stopped(past)
    mats = along.shape[0]
    last = np.where(np.isfinite(at_s), np.arange(mats), -1).max(axis=1)
    found = []
    for column in range(1, mats - 1):
        here = np.flatnonzero(np.isfinite(at_s[:, column]) & np.isfinite(at_s[:, 0]))
        ended = (last[here] == column) & stopped[here]
        here, ended = here[(last[here] > column) | ended], ended[(last[here] > column) | ended]
        level, fade = _going(at_s[here], along, column, past.length_m)
        level = comes_to(level, along[column]) - RIEGEL * np.log(past.length_m / length_m)
        middle = (along[column] + along[column + 1]) / 2
        part = (along[column + 1] - along[column]) * np.where(ended, 0.5, 1.0)
        found.append((features(np.full(len(here), middle), level, fade), ended.astype(np.float64), part))
    return tuple(np.concatenate([one[i] for one in found]) for i in range(3))  # type: ignore[return-value]


def _going(at_s: Floats, along: Floats, column: int, length_m: float) -> tuple[Floats, Floats]:
    """Return the log pace (s/km) up to a mat, and how much slower the last stretch was than that."""
    level = np.log((at_s[:, column] - at_s[:, 0]) / (along[column] * length_m / 1000.0))
    before = np.where(np.isfinite(at_s[:, :column]), np.arange(column), 0).max(axis=1)
    rows = np.arange(len(at_s))
    metres = np.maximum(along[column] - along[before], 1e-6) * length_m
    last = np.log(np.maximum(at_s[:, column] - at_s[rows, before], 1.0) / (metres / 1000.0))
    return level, np.where(metres > 500.0, last - level, 0.0)


def _poisson(x: Floats, counts: Floats, exposure: Floats, usual: Floats) -> Floats:
    """Return the coefficients by Newton's method, held towards the usual ones by a ridge."""
    coefficients = usual.copy()
    for _ in range(ROUNDS):
        expected = exposure * np.exp(np.clip(x @ coefficients, -12.0, 3.0))
        slope = x.T @ (counts - expected) - RIDGE * (coefficients - usual)
        bend = (x * expected[:, None]).T @ x + RIDGE * np.eye(len(usual))
        coefficients = coefficients + np.clip(np.linalg.solve(bend, slope), -1.0, 1.0)
    return coefficients
