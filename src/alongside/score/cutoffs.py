"""Cutoffs at the finish on which a forecast is tried: who is there in time, and who was at risk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.forecast.past import Past
from alongside.score.question import Floats, came_s

SHARES = (
    0.90,
    0.95,
    0.98,
)  # of those who finished: a cutoff that would have caught a tenth, a twentieth, a fiftieth
AT_RISK = 0.10  # constant pace brings her within a tenth of the cutoff's net time


def finish_cutoffs_s(past: Past) -> Floats:
    """Return three cutoffs at the finish by the clock of the crossings: not net, cutoffs are on the wall."""
    return np.asarray(np.nanquantile(came_s(past)[:, -1], SHARES), dtype=np.float64)


@dataclass(frozen=True)
class Tried:
    """One cutoff for ``n`` runners: ``in_time`` is 1, 0, or nan where nobody can tell or it is past."""

    cutoff_s: float
    in_time: Floats
    at_risk: np.ndarray


def try_cutoff(
    cutoff_s: float,
    now_s: float | Floats,
    start_s: Floats,
    came_s: Floats,
    reached: Floats,
    constant_s: Floats,
) -> Tried:
    """Return who was in time at the finish, and who was at risk by ``constant_s``; arrays are ``(n,)``."""
    in_time = np.where(np.isfinite(came_s), (came_s <= cutoff_s) * 1.0, np.nan)
    in_time = np.where(reached == 0, 0.0, in_time)
    in_time = np.where(now_s < cutoff_s, in_time, np.nan)
    near = np.abs(constant_s - cutoff_s) <= AT_RISK * (cutoff_s - start_s)
    return Tried(cutoff_s, in_time, near & np.isfinite(in_time))
