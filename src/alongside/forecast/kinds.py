"""The kinds of runner to expect in a race of some length: the families of a prior, blended."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.grid import KNOTS
from alongside.forecast.prior import Family, Prior

Floats = NDArray[np.float64]
RIEGEL = 0.06  # P. S. Riegel, Athletic Records and Human Endurance, 1981: pace grows as length to this power
FADE_POWER = 0.5  # who slows less in a shorter race: a half shows about 0.7 of a marathon's fade
STRANGE_SD = 0.08  # per unit of log length, for what nobody has measured on races of that length
LEAST_WEIGHT = 0.005
SHORTEST_M = 100.0  # a table of results may hold a distance of no length


@dataclass(frozen=True)
class Kinds:
    """``k`` kinds of runner over the knots: weights, means, and covariances within a race.

    ``race_cov`` is the covariance of the race's own shift, common to all, ``day_cov`` that of the day's, by
    early pace, ``noise`` as in the prior, ``stops`` the coefficients of stopping by family, with weights.
    """

    log_weight: Floats
    mean: Floats
    cov: Floats
    noise: Floats
    race_cov: Floats
    day_cov: Floats
    gender_shift: Floats
    mat_sd_m: float
    stops: tuple[tuple[float, Floats, float], ...]

    def shifted(self, shift: Floats, open_cov: Floats) -> Kinds:
        """Return the kinds on a day whose shift is known to be ``shift``, give or take ``open_cov``."""
        return replace(self, mean=self.mean + shift, cov=self.cov + open_cov)


def kinds_for(prior: Prior, length_m: float) -> Kinds:
    """Return the kinds of a race of ``length_m``: of the nearest family, or of the two around it."""
    length_m = max(length_m, SHORTEST_M)
    shares = _shares(prior.families, length_m)
    parts = [_scaled(family, length_m) for family, _ in shares]
    weight = np.concatenate([share * part[0] for (_, share), part in zip(shares, parts, strict=True)])
    kept = weight >= min(LEAST_WEIGHT, float(weight.max()))
    race_cov = sum((share * part[4] for (_, share), part in zip(shares, parts, strict=True)), start=0.0)
    day_cov = sum((share * np.array(family.day_cov) for family, share in shares), start=0.0)
    gender = sum((share * np.array(family.gender_shift) for family, share in shares), start=0.0)
    cov = np.concatenate([part[2] for part in parts])
    return Kinds(
        log_weight=np.log(weight[kept] / weight[kept].sum()),
        mean=np.concatenate([part[1] for part in parts])[kept],
        cov=cov[kept],
        noise=np.concatenate([part[3] for part in parts])[kept],
        race_cov=np.asarray(race_cov),
        day_cov=np.asarray(day_cov),
        gender_shift=np.asarray(gender),
        mat_sd_m=float(sum(share * family.mat_sd_m for family, share in shares)),
        stops=tuple((share, np.array(family.stops), family.length_m) for family, share in shares),
    )


def _shares(families: tuple[Family, ...], length_m: float) -> list[tuple[Family, float]]:
    """Return the families around a length with their shares, by the logarithm of the length."""
    ordered = sorted(families, key=lambda family: family.length_m)
    below = [family for family in ordered if family.length_m <= length_m * 1.02]
    above = [family for family in ordered if family.length_m > length_m * 1.02]
    if not below or not above or below[-1].length_m >= length_m * 0.98:
        return [((below or above)[-1] if below else above[0], 1.0)]
    low, high = below[-1], above[0]
    share = math.log(length_m / low.length_m) / math.log(high.length_m / low.length_m)
    return [(low, 1.0 - share), (high, share)]


def _scaled(family: Family, length_m: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return weights, means, covariances, noise and the race's covariance of a family at another length."""
    stretch = math.log(length_m / family.length_m)
    components = family.components
    mean = np.array([component.mean for component in components]) + RIEGEL * stretch
    fade = math.exp(FADE_POWER * min(stretch, 0.0))
    mean = mean[:, :1] + fade * (mean - mean[:, :1])
    cov = np.array([component.cov for component in components])
    strange = (STRANGE_SD * stretch) ** 2 * (np.ones((KNOTS, KNOTS)) + 0.5 * np.eye(KNOTS))
    race_cov = np.array(family.race_cov) + strange
    weight = np.array([component.weight for component in components])
    return weight / weight.sum(), mean, cov, np.array([c.noise for c in components]), race_cov
