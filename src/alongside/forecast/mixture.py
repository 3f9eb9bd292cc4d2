"""Arrivals as mixtures of lognormals, and what is asked of them: quantiles, and chances before a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast import normal
from alongside.forecast.ordered import summed

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
STEPS = 48
NEWTON = 12  # of them; then the bracket is halved
REACH = 4.5  # deviations to either side: a bracket for quantiles
CLOSE = 2e-3  # of the share: nearer to a quantile than anybody can see
LATEST_S = 400 * 3600.0
LEAST_S = 1e-3


@dataclass(frozen=True)
class Mixture:
    """The arrivals of ``n`` runners at ``p`` places ahead of them all, as ``k`` lognormals each.

    ``weight`` (k, n) sums to 1 over k. The time from ``from_s`` (k, n, p) has the log mean ``log_mean`` and
    the log deviation ``log_sd`` (k, n, p). ``now_s`` (n) is when it was asked, ``reach`` (n, p) the chance
    to get there. ``is_smooth`` says that all kinds count from one instant and make one hump.
    """

    now_s: Floats
    weight: Floats
    from_s: Floats
    log_mean: Floats
    log_sd: Floats
    reach: Floats
    is_smooth: bool

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the arrival, given that she gets there, shape ``(n, p, levels)``, never before now."""
        z = normal.beyond(1.0 - np.asarray(levels, dtype=np.float64))
        found = self._bent(z) if self.is_smooth else self._solved(levels, z)
        now_s = self.now_s[:, None, None]
        return np.asarray(np.clip(found, now_s, now_s + LATEST_S))

    def before(self, deadline_s: Floats) -> Floats:
        """Return the chance that she gets there, and by then, shape ``(n, p)``."""
        since_s = np.maximum(deadline_s - self.from_s, LEAST_S)
        share = self.weight[:, :, None] * normal.cdf((np.log(since_s) - self.log_mean) / self.log_sd)
        return np.asarray(np.clip(summed(share), 0.0, 1.0) * self.reach)

    def _bent(self, z: Floats) -> Floats:
        """Return quantiles by the mixture's moments."""
        log_s = bent(self.weight[:, :, None], self.log_mean, self.log_sd, z)
        return np.asarray(self.from_s[0][..., None] + np.exp(log_s))

    def _solved(self, levels: Sequence[float], z: Floats) -> Floats:
        """Return quantiles of those who are not there yet; whoever passed it unread is not asked about."""
        n, p = self.reach.shape
        shape = self.log_mean.shape
        columns = (self.weight[:, :, None], self.from_s, self.log_mean, self.log_sd)
        cells = _Cells(*(np.broadcast_to(one, shape).reshape(len(one), n * p) for one in columns))
        gone = cells.share(np.repeat(self.now_s, p))[0]
        guess_s = cells.guess_s(z)
        found = [cells.quantile_s(gone, float(level), guess_s[:, i]) for i, level in enumerate(levels)]
        return np.stack(found, axis=-1).reshape(n, p, len(levels))


@dataclass(frozen=True)
class _Cells:
    """Mixtures side by side, one a cell: weights and lognormals, all of shape ``(k, cells)``."""

    weight: Floats
    from_s: Floats
    log_mean: Floats
    log_sd: Floats

    def guess_s(self, z: Floats) -> Floats:
        """Return about where quantiles lie, shape ``(cells, z)``.

        It goes by the kinds that count from the latest instant: who is missed weighs little.
        """
        counts = self.weight > 0
        origin_s = np.where(counts, self.from_s, -np.inf).max(axis=0)
        weight = np.where(counts & (self.from_s >= origin_s), self.weight, 0.0)
        log_s = bent(weight / summed(weight), self.log_mean, self.log_sd, z)
        return np.asarray(origin_s[:, None] + np.exp(log_s))

    def quantile_s(self, gone: Floats, level: float, guess_s: Floats) -> Floats:
        """Return where the share of what is not ``gone`` reaches ``level``: Newton's method in a bracket."""
        aim, close = gone + (1.0 - gone) * level, CLOSE * np.maximum(1.0 - gone, 0.02)
        low, high = self._bracket()
        at_s = np.clip(guess_s, low, high)
        found, cells, left = at_s.copy(), np.arange(len(at_s)), self
        for step in range(STEPS):
            share, density = left.share(at_s)
            found[cells] = at_s  # a step from where it is close could leap over a gap between kinds
            far = np.flatnonzero(np.abs(share - aim) >= close)
            if not len(far):
                break
            low, high = np.where(share < aim, at_s, low), np.where(share < aim, high, at_s)
            newton = at_s - (share - aim) / np.maximum(density, 1e-12)
            is_near = (newton > low) & (newton < high) & (step < NEWTON)  # at a cliff it creeps
            at_s = np.where(is_near, newton, (low + high) / 2)
            left, cells = left.of(far), cells[far]
            at_s, low, high, aim, close = (one[far] for one in (at_s, low, high, aim, close))
        return found

    def _bracket(self) -> tuple[Floats, Floats]:
        """Return instants before and after any quantile that is asked for."""
        low, high = (self.from_s + np.exp(self.log_mean + z * self.log_sd) for z in (-REACH, REACH))
        counts = self.weight > 0
        return np.where(counts, low, np.inf).min(axis=0), np.where(counts, high, -np.inf).max(axis=0)

    def of(self, cells: Rows) -> _Cells:
        """Return some of the cells."""
        return _Cells(*(one[:, cells] for one in (self.weight, self.from_s, self.log_mean, self.log_sd)))

    def share(self, at_s: Floats) -> tuple[Floats, Floats]:
        """Return which share of the arrivals lies before instants, and its density there."""
        since_s = np.maximum(at_s - self.from_s, LEAST_S)
        u = (np.log(since_s) - self.log_mean) / self.log_sd
        share, density = normal.quick(np.clip(u, -9.0, 9.0))
        return summed(self.weight * share), summed(self.weight * density / (self.log_sd * since_s))


def bent(weight: Floats, log_mean: Floats, log_sd: Floats, z: Floats) -> Floats:
    """Return quantiles of mixtures of normals by their moments: a normal's, bent by skewness and kurtosis.

    ``weight``, ``log_mean`` and ``log_sd`` are of shape ``(k, ...)``, ``z`` holds a normal's quantiles. E. A.
    Cornish, R. A. Fisher, Moments and Cumulants in the Specification of Distributions, 1938.
    """
    middle = summed(weight * log_mean)
    off, var = log_mean - middle, log_sd**2
    square = off * off
    second = summed(weight * (var + square))
    skew = summed(weight * off * (square + 3.0 * var)) / second**1.5
    fourth = summed(weight * (square * (square + 6.0 * var) + 3.0 * var * var)) / second**2
    skew, excess = np.clip(skew, -1.0, 1.0)[..., None], np.clip(fourth - 3.0, -0.5, 3.0)[..., None]
    bend = skew * (z * z - 1) / 6 + excess * (z**3 - 3 * z) / 24 - skew**2 * (2 * z**3 - 5 * z) / 36
    return np.asarray(middle[..., None] + np.sqrt(second)[..., None] * (z + bend))


@dataclass(frozen=True)
class Field:
    """The arrivals of a whole field, runners who share their road together; implements ``Arrivals``.

    ``parts`` holds (rows, places, mixture): ``n`` runners by ``p`` places in all; what no part speaks of
    lies behind its runner.
    """

    n: int
    p: int
    parts: tuple[tuple[Rows, Rows, Mixture], ...]

    @property
    def reach(self) -> Floats:
        """The chance that she gets there at all, shape ``(n, p)``."""
        found = np.full((self.n, self.p), np.nan)
        for rows, places, part in self.parts:
            found[np.ix_(rows, places)] = part.reach
        return found

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the arrival, given that she gets there, shape ``(n, p, levels)``, never before now."""
        found = np.full((self.n, self.p, len(levels)), np.nan)
        order = np.argsort(levels, kind="stable")
        for rows, places, part in self.parts:
            rising = np.maximum.accumulate(part.quantiles_s([levels[i] for i in order]), axis=-1)
            # Of somebody long overdue the moments at a nearer place can give the later median.
            onward = np.maximum.accumulate(rising, axis=1)
            found[rows[:, None, None], places[:, None], order] = onward
        return found

    def before(self, deadline_s: Floats) -> Floats:
        """Return the chance that she gets there, and by then, shape ``(n, p)``."""
        at_s = np.broadcast_to(np.asarray(deadline_s, dtype=np.float64), (self.n, self.p))
        found = np.full((self.n, self.p), np.nan)
        for rows, places, part in self.parts:
            found[np.ix_(rows, places)] = part.before(at_s[np.ix_(rows, places)])
        return found
