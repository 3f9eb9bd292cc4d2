"""From pace to arrival: the time over the cells ahead, given that she is not at the next mat yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast import normal

Floats = NDArray[np.float64]
NODES = 6
_X, _W = np.polynomial.legendre.leggauss(NODES)
NODE_AT, NODE_WEIGHT = (_X + 1) / 2, _W / 2
CERTAIN = 0.999  # so likely still short of the mat that the clock tells nothing
LEAST_LEFT_S = 1.0


class Road:
    """The road ahead of runners who share it: ``k`` kinds, ``c`` cells, ``p`` places.

    ``cells_m`` (c); ``cov`` (k, c, c) of log pace, ``typical`` (k, c) a log pace about which to weigh
    cells; ``place_cell`` (p) the last cell before each place (-1: behind); the next mat ends with cell
    ``next_cell`` (-1: there is none).
    """

    def __init__(
        self, cells_m: Floats, cov: Floats, typical: Floats, place_cell: NDArray[np.int64], next_cell: int
    ) -> None:
        self.cells_m, self.place_cell, self.next_cell = cells_m, place_cell, next_cell
        self.half = np.diagonal(cov, axis1=1, axis2=2) / 2
        self._seconds = cells_m * np.exp(typical)
        self.spread = self._spread(cov)
        self._hold(cov)

    def _hold(self, cov: Floats) -> None:
        """Work out what knowing the pace to the next mat does to all the cells."""
        to_next = self.cells_m * (np.arange(len(self.cells_m)) <= self.next_cell)
        self.next_m = float(to_next.sum())
        self.share = to_next / max(self.next_m, 1.0)
        with_next = cov @ self.share
        next_var = np.maximum(with_next @ self.share, 1e-8)
        self.next_sd = np.sqrt(next_var)
        self.pull = with_next / next_var[:, None]
        held = cov - next_var[:, None, None] * self.pull[:, :, None] * self.pull[:, None, :]
        self.held_half = np.maximum(np.diagonal(held, axis1=1, axis2=2), 0.0) / 2
        self.held_spread = self._spread(held)

    def _spread(self, cov: Floats) -> Floats:
        """Return the squared relative deviation of the time to each place, by kind, shape ``(k, p)``.

        Within a kind the cells weigh nearly alike for all, so this is worked out once, at its typical pace.
        """
        product = self._seconds[:, :, None] * self._seconds[:, None, :] * np.expm1(cov)
        var = np.diagonal(product.cumsum(axis=1).cumsum(axis=2), axis1=1, axis2=2)
        spread = var / self._seconds.cumsum(axis=1) ** 2
        return np.asarray(np.maximum(spread[:, self.place_cell], 1e-10))

    def seconds_to(self, log_pace: Floats, half: Floats) -> Floats:
        """Return the mean time to each place, shape ``(k, n, p)``, for log paces ``(k, n, c)`` in s/km."""
        seconds = np.exp(log_pace + half[:, None, :] + np.log(self.cells_m / 1000.0))
        return np.asarray(seconds.cumsum(axis=2)[:, :, self.place_cell])


@dataclass(frozen=True)
class Ahead:
    """Time from ``from_s`` to places as lognormals: weights (k, n), the rest (k, n, p).

    ``short`` (n) is the chance, for who goes on, to be short of the next mat by now, as she is.
    """

    weight: Floats
    from_s: Floats
    log_mean: Floats
    log_sd: Floats
    short: Floats


def onward(road: Road, log_weight: Floats, mean: Floats, base_s: Floats, since_s: Floats) -> Ahead:
    """Return the time ahead of ``n`` runners, ``since_s`` after ``base_s``, given they are not there yet.

    ``log_weight`` (k, n) need not be normalised; ``mean`` (k, n, c) is the log pace of the cells.
    """
    reached, log_short = _short_of_next(road, mean, since_s)
    weight = _normalised(log_weight)
    short = (weight * np.exp(log_short)).sum(axis=0)
    total_s = road.seconds_to(mean, road.half)
    spread = np.log1p(road.spread)[:, None, :]
    log_mean = np.log(total_s) - spread / 2
    log_sd = np.broadcast_to(np.sqrt(spread), log_mean.shape).copy()
    from_s = np.broadcast_to(base_s[:, None], log_mean.shape[1:]).copy()
    rows = np.flatnonzero(short < CERTAIN)
    if len(rows):
        weight[:, rows] = _normalised(log_weight[:, rows] + log_short[:, rows])
        late = _not_there(road, mean[:, rows], reached[:, rows], since_s[rows])
        log_mean[:, rows], log_sd[:, rows] = late
        beyond = road.place_cell >= road.next_cell
        from_s[np.ix_(rows, beyond)] += since_s[rows, None]
    return Ahead(weight, from_s, log_mean, log_sd, short)


def _normalised(log_weight: Floats) -> Floats:
    weight = np.exp(log_weight - log_weight.max(axis=0))
    return np.asarray(weight / weight.sum(axis=0))


def _short_of_next(road: Road, mean: Floats, since_s: Floats) -> tuple[Floats, Floats]:
    """Return how far each kind should be by now, in deviations, and the log chance of still being short."""
    if road.next_cell < 0:
        return np.zeros(mean.shape[:2]), np.zeros(mean.shape[:2])
    spent = np.log(np.maximum(since_s, 1e-3) / (road.next_m / 1000.0))
    to_next = (mean * road.share).sum(axis=2)
    reached = np.clip((spent - to_next) / road.next_sd[:, None], -normal.FURTHEST, normal.FURTHEST)
    return reached, np.log(np.maximum(normal.tail(reached), 1e-290))


def _not_there(road: Road, mean: Floats, reached: Floats, since_s: Floats) -> tuple[Floats, Floats]:
    """Return log mean and deviation of the time ahead of those for whom the clock says something.

    The pace to the next mat is cut off at the time that has passed; Gauss-Legendre nodes over what is left
    of it carry every other cell along. Places at or past the next mat count from now, those before it from
    the last crossing: she may have passed them.
    """
    chance = normal.tail(reached)
    first, second = np.zeros(1), np.zeros(1)
    for at, part in zip(NODE_AT, NODE_WEIGHT, strict=True):
        slower = normal.beyond(chance * (1.0 - at)) * road.next_sd[:, None]
        shifted = mean + slower[..., None] * road.pull[:, None, :]
        total_s = road.seconds_to(shifted, road.held_half)
        first = first + part * total_s
        second = second + part * total_s**2 * (1.0 + road.held_spread[:, None, :])
    counted_s = np.where(road.place_cell >= road.next_cell, since_s[:, None], 0.0)
    left_s = np.maximum(first - counted_s, LEAST_LEFT_S)
    spread = np.log1p(np.maximum(second - first**2, 1.0) / left_s**2)
    return np.log(left_s) - spread / 2, np.sqrt(spread)
