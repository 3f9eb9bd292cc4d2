"""How many of the pairs found are chance: the same search, with everybody held against others' times moved.

Nobody runs with the runner who comes half a minute later. Whom the search then finds together, it finds by
chance, so as many of the real pairs are chance too (target and decoy, as in mass spectrometry: Elias and
Gygi, Nature Methods 4, 2007). Packs are left out on both sides: who is moved by half a minute has left hers.
"""

from __future__ import annotations

import math

import numpy as np

from alongside.together.field import Bools, Floats

LEAST_S, MOST_S = 15.0, 120.0  # a shift is longer than a pack, and short enough that the crowd is the same
TAIL = 10  # decoys above which their number is not counted but drawn on
SURE_SD = 1.645  # standard deviations above which one in twenty lies
LEAST_TAIL = 1e-3  # of what was counted: less than this is not claimed


def shifts_ms(count: int, rng: np.random.Generator) -> list[int]:
    """Return shifts in milliseconds, whole seconds as recorded times are, spread over what is allowed."""
    edges = np.linspace(LEAST_S, MOST_S, count + 1)
    return [int(s) * 1000 for s in np.floor(rng.uniform(edges[:-1], edges[1:]))]


def false_share(log_odds: Floats, is_real: Bools, decoys: Floats, rounds: int) -> Floats:
    """Return for each pair which share of the real ones at its log odds or above is to be held for chance.

    ``is_real`` marks the pairs that count (packs do not); ``decoys`` are log odds of one kind's decoys, found
    in ``rounds`` searches, each of which meets as many pairs by chance as the real one. Above the strongest
    ten decoys their number is taken to fall as the odds do, rather than to be nothing.
    """
    real = np.sort(log_odds[is_real])
    above = len(real) - np.searchsorted(real, log_odds, side="left")
    share = _decoys_above(np.sort(decoys), log_odds) / rounds / np.maximum(above, 1)
    order = np.argsort(log_odds, kind="stable")
    rising = np.minimum.accumulate(share[order])  # more odds are never a greater share
    out = np.empty_like(share)
    out[order] = rising
    return np.minimum(out, 1.0)


def most_by_chance(count: int, rounds: int) -> float:
    """Return how many pairs chance gives at most in one search, if ``count`` were found in ``rounds``.

    The one-sided 95 % limit of a Poisson mean (Wilson and Hilferty's approximation of chi squared).
    """
    steps = count + 1.0
    limit = steps * (1.0 - 1.0 / (9.0 * steps) + SURE_SD / (3.0 * math.sqrt(steps))) ** 3
    return limit / rounds


def _decoys_above(decoys: Floats, log_odds: Floats) -> Floats:
    """Return how many decoys have these log odds or more, at the strong end by their tail."""
    counted = (len(decoys) - np.searchsorted(decoys, log_odds, side="left")).astype(np.float64)
    from_odds = decoys[-TAIL] if len(decoys) >= TAIL else 0.0
    at_least = min(len(decoys), TAIL) + (0.5 if len(decoys) < TAIL else 0.0)
    tail = at_least * np.maximum(np.exp(-np.maximum(log_odds - from_odds, 0.0)), LEAST_TAIL)
    return np.maximum(counted, tail)
