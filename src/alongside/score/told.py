"""What a method says of runners who are asked about one mat each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.forecast.known import Known, Track
from alongside.forecast.past import Past
from alongside.score.method import Ask
from alongside.score.metrics import LEVELS, Floats
from alongside.score.question import Whole


@dataclass(frozen=True)
class Told:
    """Answers about one mat per runner.

    ``quantiles_s`` is ``(n, levels)``, ``reach`` the chance to get there, ``(n,)``, and ``before`` that to be
    there by each of some deadlines, ``(n, deadlines)``.
    """

    quantiles_s: Floats
    reach: Floats
    before: Floats


def tell(ask: Ask, known: Known, past: Past, mats: Whole, deadlines_s: Floats) -> Told:
    """Return what a method says of each runner's mat; asked mat by mat, for each costs as much as all."""
    n = len(known)
    told = Told(np.full((n, len(LEVELS)), np.nan), np.full(n, np.nan), np.full((n, len(deadlines_s)), np.nan))
    for mat in np.unique(mats):
        runners = np.flatnonzero(mats == mat)
        track = Track(past.length_m, past.mats_m, past.mats_m[[mat]])
        arrivals = ask(known.of(runners), track)
        told.quantiles_s[runners] = arrivals.quantiles_s(LEVELS)[:, 0]
        told.reach[runners] = arrivals.reach[:, 0]
        for i, deadline_s in enumerate(deadlines_s):
            told.before[runners, i] = arrivals.before(np.array([deadline_s]))[:, 0]
    return told
