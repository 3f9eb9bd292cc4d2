"""Arrivals as mixtures of lognormals, and what is asked of them: quantiles, and chances before a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast import normal

Floats = NDArray[np.float64]
STEPS = 7
MOST_SD = 1.5  # a lognormal wider than this says nothing; its quantiles would run off to years
LATEST_S = 400 * 3600.0


@dataclass(frozen=True)
class Mixture:
    """The arrivals of ``n`` runners at ``p`` places, as ``k`` lognormals each; implements ``Arrivals``.

    ``weight`` (k, n) sums to 1 over k. The time from ``from_s`` (n, p) has the log mean ``log_mean`` and the
    log deviation ``log_sd`` (k, n, p). ``now_s`` (n) is when it was asked, ``reach`` (n, p) the chance to get
    there. A place that lies behind has nan in ``reach``.
    """

    now_s: Floats
    weight: Floats
    from_s: Floats
    log_mean: Floats
    log_sd: Floats
    reach: Floats

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the arrival, given that she gets there, shape ``(n, p, levels)``, never before now."""
        centre, sd = self._moments()
        found = [self._quantile(level, centre, sd) for level in levels]
        arrivals = self.from_s[..., None] + np.exp(np.stack(found, axis=-1))
        latest = np.minimum(
            np.fmax(arrivals, self.now_s[:, None, None]), self.now_s[:, None, None] + LATEST_S
        )
        ordered = np.maximum.accumulate(latest, axis=-1) if list(levels) == sorted(levels) else latest
        return np.where(np.isnan(self.reach)[..., None], np.nan, ordered)

    def before(self, deadline_s: Floats) -> Floats:
        """Return the chance that she gets there, and by then, shape ``(n, p)``."""
        left_s = np.broadcast_to(np.asarray(deadline_s, dtype=np.float64), self.reach.shape) - self.from_s
        x = np.log(np.maximum(left_s, 1e-3))
        chance = np.where(left_s > 0, self._cdf(x), 0.0)
        return np.where(np.isnan(self.reach), np.nan, np.clip(chance, 0.0, 1.0) * self.reach)

    def _cdf(self, x: Floats) -> Floats:
        total = np.zeros_like(x)
        for weight, mean, sd in zip(self.weight, self.log_mean, self.log_sd, strict=True):
            total += weight[:, None] * normal.cdf((x - mean) / sd)
        return total

    def _moments(self) -> tuple[Floats, Floats]:
        """Return mean and deviation of the whole mixture's logarithm."""
        weight = self.weight[..., None]
        mean = (weight * self.log_mean).sum(axis=0)
        square = (weight * (self.log_sd**2 + (self.log_mean - mean) ** 2)).sum(axis=0)
        return mean, np.sqrt(square)

    def _quantile(self, level: float, centre: Floats, sd: Floats) -> Floats:
        """Return where the mixture's logarithm reaches ``level``: Newton, kept inside a bracket."""
        z = float(normal.beyond(np.array([1.0 - level]))[0])
        low, high = centre - 8 * sd, centre + 8 * sd
        x = centre + z * sd
        for _ in range(STEPS):
            over, slope = self._over(x, level)
            low, high = np.where(over < 0, x, low), np.where(over > 0, x, high)
            step = x - over / np.maximum(slope, 1e-12)
            x = np.where((step > low) & (step < high), step, (low + high) / 2)
        return x

    def _over(self, x: Floats, level: float) -> tuple[Floats, Floats]:
        """Return how far the distribution is above ``level`` at ``x``, and its density there."""
        over, slope = np.full_like(x, -level), np.zeros_like(x)
        for weight, mean, sd in zip(self.weight, self.log_mean, self.log_sd, strict=True):
            u = (x - mean) / sd
            over += weight[:, None] * normal.cdf(u)
            slope += weight[:, None] * normal.density(u) / sd
        return over, slope
