"""Who stops on the way: the hazard of not going on, over the road and by how it goes.

The logarithm of the hazard per whole distance is linear in :func:`features`, fitted by Poisson regression
on races whose files keep those who did not finish. It is of stopping before the next mat; that it grows
with being overdue follows from Bayes' rule (:mod:`~alongside.forecast.unread`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.kinds import RIEGEL
from alongside.forecast.known import Track
from alongside.forecast.ordered import weighed

Floats = NDArray[np.float64]
DRIFT = 0.17  # log: by how much the slow of a marathon slow down beside their pace at the very start
SLOW = 6.38  # log s/km: 9:50 a km, a marathon in 6:55; from here on it grows with being slow
WANDERS = 0.12  # log, per square root of the distance: how far what her pace comes to moves on the way
NODES, WEIGHTS = np.sqrt(3.0) * np.array([-1.0, 0.0, 1.0]), np.array([1, 4, 1]) / 6  # Gauss-Hermite
STEEP = 0.3
FAST = 5.7  # 4:59 a km
MARATHON_M, MARATHON_S, LONGER = 42_195.0, 8 * 3600.0, 0.985


def features(place: Floats, level: Floats, fade: Floats) -> Floats:
    """Return what the hazard rests on, shape ``(..., 8)``.

    ``place`` is the fraction of the distance, ``level`` the log pace that it comes to (s/km, see
    :func:`comes_to`), ``fade`` the log pace of the last stretch less that so far.
    """
    place, level, fade = np.broadcast_arrays(place, level, fade)
    return np.stack(
        [
            np.ones_like(level),
            np.minimum(place, 0.3) / 0.3,
            np.clip(place - 0.75, 0.0, None) / 0.25,
            np.clip(FAST - level, 0.0, 0.6),
            np.clip(level - FAST, 0.0, SLOW - FAST),
            np.clip(level - SLOW, 0.0, STEEP),
            np.clip(fade, 0.0, 0.6),
            np.clip(place - 0.95, 0.0, None) / 0.05,
        ],
        axis=-1,
    )


def comes_to(level: Floats, place: Floats | float) -> Floats:
    """Return the log pace to the finish of somebody whose pace up to ``place`` (a fraction) is ``level``.

    A slow runner's 9:00 a km at 10 km is 10:15 at the finish, and at 30 km it is 9:25.
    """
    return np.asarray(level + DRIFT * (1.0 - place))


def hazard(coefficients: Floats, place: Floats, level: Floats, fade: Floats) -> Floats:
    """Return the hazard of stopping per whole distance; multiply by a fraction for that of a stretch."""
    return np.exp(np.clip(weighed(features(place, level, fade), coefficients), -12.0, 3.0))


def usual_limit_s(length_m: float) -> float:
    """Return the time limit of the races that the hazard was learned on, at a length.

    London gives 8 hours, the 100 miles of Berlin 30; between them it is a line in the logarithms.
    """
    return float(MARATHON_S * (length_m / MARATHON_M) ** LONGER)


class Stopping:
    """The chance to get to the places of one distance, for whoever is still out.

    The slow are stopped by the limit rather than by being tired, so how slow somebody is counts beside
    ``limit_s``: nan where it is not known (then it is the usual one), infinite where there is none.
    """

    def __init__(
        self, families: Sequence[tuple[float, Floats, float]], track: Track, limit_s: float = np.nan
    ) -> None:
        self._families, self._track = families, track
        told = np.isfinite(limit_s)
        self._tighter = float(np.log(usual_limit_s(track.length_m) / limit_s)) if told else 0.0
        self._slowest = SLOW if np.isinf(limit_s) else np.inf

    def reach(self, base_m: float, next_m: float, levels: tuple[Floats, Floats], short: Floats) -> Floats:
        """Return the chance of each place, shape ``(n, p)``.

        ``levels`` are the log pace that hers comes to and the last stretch's less that so far, ``short`` (n)
        the chance of whoever goes on to be short of the next mat, ``next_m`` ahead of ``base_m``, by now. Who
        has stopped is short of it for sure: the longer nothing is seen of her, the likelier (Bayes' rule).
        """
        track = self._track
        ends_m = np.concatenate([[base_m + next_m], np.maximum(track.places_m, base_m + next_m)])
        begins_m = np.concatenate([[base_m], ends_m[:-1]])
        mounted = self._mounted(begins_m, ends_m, levels)
        mounted[:, 1:] = mounted[:, 1:].cumsum(axis=1)
        going = np.exp(-mounted)
        on = going[:, 0] * short
        still_out = on / np.maximum(on + 1.0 - going[:, 0], 1e-300)
        return np.clip(still_out[:, None] * going[:, 1:], 0.0, 1.0)

    def _mounted(self, begins_m: Floats, ends_m: Floats, levels: tuple[Floats, Floats]) -> Floats:
        """Return the hazard summed over stretches of road, shape ``(n, stretches)``.

        Further on her pace will have changed, and who has become slow is the likelier to stop.
        """
        length_m = self._track.length_m
        total = np.zeros((len(levels[0]), len(begins_m)))
        place = (begins_m + ends_m) / 2 / length_m
        wander = WANDERS * np.sqrt(np.maximum(begins_m - begins_m[0], 0.0) / length_m)
        for share, coefficients, family_m in self._families:
            level = levels[0] - RIEGEL * np.log(length_m / family_m) + self._tighter
            here = np.minimum(level[:, None, None] + wander[:, None] * NODES, self._slowest)
            rate = hazard(coefficients, place[:, None], here, levels[1][:, None, None])
            total += share * weighed(rate, WEIGHTS) * (ends_m - begins_m) / length_m
        return total
