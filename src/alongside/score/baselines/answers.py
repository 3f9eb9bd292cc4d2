"""The answers of plain methods: one time each, or a mean with its spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """One time per runner and place, shape ``(n, p)``, never before now; it knows of no doubt."""

    at_s: Floats

    @property
    def reach(self) -> Floats:
        """1 wherever there is an answer: plain methods know of nobody who drops out."""
        return np.where(np.isfinite(self.at_s), 1.0, np.nan)

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the one time at every level, shape ``(n, p, levels)``."""
        return np.repeat(self.at_s[:, :, None], len(levels), axis=2)

    def before(self, deadline_s: Floats) -> Floats:
        """Return 1 where the time is within the deadline and 0 where it is not, shape ``(n, p)``."""
        return np.where(np.isfinite(self.at_s), (self.at_s <= deadline_s) * 1.0, np.nan)


@dataclass(frozen=True)
class Spread:
    """A mean and a standard deviation per runner and place, ``(n, p)``, cut off at ``now_s``, ``(n,)``."""

    mean_s: Floats
    sd_s: Floats
    now_s: Floats

    @property
    def reach(self) -> Floats:
        """1 wherever there is an answer: only who got there was averaged."""
        return np.where(np.isfinite(self.mean_s), 1.0, np.nan)

    def quantiles_s(self, levels: Sequence[float]) -> Floats:
        """Return the quantiles of the normal distribution, none before now, shape ``(n, p, levels)``."""
        z = np.array([NormalDist().inv_cdf(level) for level in levels])
        wide_s = self.mean_s[:, :, None] + self.sd_s[:, :, None] * z
        return np.asarray(np.maximum(wide_s, self.now_s[:, None, None]), dtype=np.float64)

    def before(self, deadline_s: Floats) -> Floats:
        """Return the normal distribution's chance to be there by the deadline, shape ``(n, p)``."""
        z = (deadline_s - self.mean_s) / np.maximum(self.sd_s, 1e-9)
        return _normal_cdf(z)


def _normal_cdf(z: Floats) -> NDArray[np.float64]:
    """Abramowitz and Stegun 26.2.17, to 7.5e-8."""
    t = 1 / (1 + 0.2316419 * np.abs(z))
    series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    upper = series * np.exp(-np.minimum(z * z, 1400) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(np.where(z >= 0, 1 - upper, upper), dtype=np.float64)
