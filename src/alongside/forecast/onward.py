"""From pace to arrival: the time over the cells ahead, given that she has not been read at a mat yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from alongside.forecast import normal

Floats = NDArray[np.float64]
NODES = 3
_X, _W = np.polynomial.legendre.leggauss(NODES)
NODE_AT, NODE_WEIGHT = (_X + 1) / 2, _W / 2
LEAST_LEFT_S = 1.0
LEAST_CHANCE = 1e-290


@dataclass(frozen=True)
class Times:
    """Times from ``from_s`` to places as lognormals, all of shape ``(k, n, p)``."""

    NAMES: ClassVar = ("from_s", "log_mean", "log_sd")

    from_s: Floats
    log_mean: Floats
    log_sd: Floats


class Road:
    """The road ahead of runners who share it: ``k`` kinds, ``c`` cells, ``p`` places.

    ``cells_m`` (c); ``cov`` (k, c, c) of log pace, ``typical`` (k, c) a log pace about which to weigh
    cells; ``place_cell`` (p) the last cell before each place; mats lie within
    ``mat_sd_m`` of where they are said to.
    """

    def __init__(
        self,
        cells_m: Floats,
        cov: Floats,
        typical: Floats,
        place_cell: NDArray[np.int64],
        mat_sd_m: float,
    ) -> None:
        self.cells_m, self.place_cell, self.cov = cells_m, place_cell, cov
        self._off = 2 * (mat_sd_m / cells_m.cumsum()[place_cell]) ** 2
        self.log_km = np.log(cells_m / 1000.0)
        self.half = np.diagonal(cov, axis1=1, axis2=2) / 2
        self._seconds = cells_m * np.exp(typical)
        self.log_spread = np.log1p(self.spread_of(cov))

    def spread_of(self, cov: Floats) -> Floats:
        """Return the squared relative deviation of the time to each place, by kind, shape ``(k, p)``.

        Within a kind the cells weigh nearly alike for all, so this is worked out once, at its typical pace.
        """
        product = self._seconds[:, :, None] * self._seconds[:, None, :] * np.expm1(cov)
        var = np.diagonal(product.cumsum(axis=1).cumsum(axis=2), axis1=1, axis2=2)
        spread = var / self._seconds.cumsum(axis=1) ** 2
        return np.asarray(np.maximum(spread[:, self.place_cell], 1e-8) + self._off)

    def seconds_to(self, log_pace: Floats, half: Floats) -> Floats:
        """Return the mean time to each place, shape ``(k, n, p)``, for log paces ``(k, n, c)`` in s/km."""
        seconds = np.exp(log_pace + (half + self.log_km)[:, None, :])
        return np.asarray(seconds.cumsum(axis=2)[:, :, self.place_cell])

    def times(self, log_pace: Floats, base_s: Floats, kinds: NDArray[np.int64]) -> Times:
        """Return the times of ``kinds`` from ``base_s`` (n), with nothing known of how long it has been."""
        spread = self.log_spread[kinds][:, None, :]
        log_mean = np.log(self.seconds_to(log_pace, self.half[kinds])) - spread / 2
        log_sd = np.broadcast_to(np.sqrt(spread), log_mean.shape)
        return Times(np.broadcast_to(base_s[:, None], log_mean.shape), log_mean, log_sd)


class Gate:
    """A mat on the road ahead, at the end of cell ``cell``: what it says that nobody was read there yet."""

    def __init__(self, road: Road, cell: int) -> None:
        self.road, self.cell = road, cell
        before = road.cells_m * (np.arange(len(road.cells_m)) <= cell)
        self.log_km = float(np.log(before.sum() / 1000.0))
        self.share = before / before.sum()
        with_it = road.cov @ self.share
        var = np.maximum(with_it @ self.share, 1e-8)
        self.sd = np.sqrt(var)
        self.pull = with_it / var[:, None]
        held = road.cov - var[:, None, None] * self.pull[:, :, None] * self.pull[:, None, :]
        self.held_half = np.maximum(np.diagonal(held, axis1=1, axis2=2), 0.0) / 2
        self.held_spread = road.spread_of(held)

    def reached(self, log_pace: Floats, since_s: Floats) -> Floats:
        """Return by how many deviations each kind should be there by now, shape ``(k, n)``.

        ``log_pace`` (k, n) is the mean over the cells up to the mat, by ``share``.
        """
        spent = np.log(np.maximum(since_s, 1e-3)) - self.log_km
        found = (spent - log_pace) / self.sd[:, None]
        return np.asarray(np.clip(found, -normal.FURTHEST, normal.FURTHEST))

    def times(
        self, log_pace: Floats, reached: Floats, base_s: Floats, since_s: Floats, kinds: NDArray[np.int64]
    ) -> Times:
        """Return the times of ``kinds`` given that she is not at the mat ``since_s`` after ``base_s``.

        The pace up to the mat is cut off at the time that has passed; Gauss-Legendre nodes over what is left
        of it carry every other cell along. Places at or past the mat count from now, those before it from the
        last crossing: she may have passed them.
        """
        first, second = self._moments(log_pace, reached, kinds)
        past = self.road.place_cell >= self.cell
        counted_s = np.where(past, since_s[:, None], 0.0)
        left_s = np.maximum(first - counted_s, LEAST_LEFT_S)
        spread = np.log1p(np.maximum(second - first**2, LEAST_LEFT_S) / left_s**2)
        from_s = np.broadcast_to(base_s[:, None] + counted_s, left_s.shape)
        return Times(from_s, np.log(left_s) - spread / 2, np.sqrt(spread))

    def _moments(self, log_pace: Floats, reached: Floats, kinds: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return mean and mean square of the time to each place, shape ``(k, n, p)``."""
        chance = np.maximum(normal.tail(reached), LEAST_CHANCE)
        shape = (*log_pace.shape[:2], len(self.road.place_cell))
        first, second = np.zeros(shape), np.zeros(shape)
        for at, part in zip(NODE_AT, NODE_WEIGHT, strict=True):
            slower = normal.beyond(chance * (1.0 - at)) * self.sd[kinds][:, None]
            shifted = log_pace + slower[..., None] * self.pull[kinds][:, None, :]
            total_s = self.road.seconds_to(shifted, self.held_half[kinds])
            first += part * total_s
            second += part * total_s**2 * (1.0 + self.held_spread[kinds][:, None, :])
        return first, second


def log_chance(reached: Floats) -> Floats:
    """Return the logarithm of the chance to be short of a mat that is ``reached`` deviations overdue."""
    return np.log(np.maximum(normal.tail(reached), LEAST_CHANCE))
