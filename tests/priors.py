"""A made-up prior, and runners drawn from a prior: who it says there are, on any mats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from alongside.forecast.grid import AT, KNOTS, means_over
from alongside.forecast.kinds import kinds_for
from alongside.forecast.known import Known, Track
from alongside.forecast.prior import FORM, Component, Family, Prior

Floats = NDArray[np.float64]
MARATHON_M = 42_195.0
GUN_S = 27_000.0  # 07:30
NEVER = (-40.0, *[0.0] * 7)  # coefficients of stopping with which nobody stops
LEVEL_COV = np.ones((KNOTS, KNOTS))
DRIFT_COV = np.minimum(AT[:, None], AT[None, :])


def rows(matrix: Floats) -> tuple[tuple[float, ...], ...]:
    """Return a matrix as a prior holds it."""
    return tuple(tuple(float(value) for value in row) for row in matrix)


def made_up_prior(
    length_m: float = MARATHON_M, stops: Sequence[float] = NEVER, day_sd: float = 0.0, race_sd: float = 0.03
) -> Prior:
    """Return three kinds of runner: steady, slower and fading, walking after the middle."""
    kinds = ((0.5, 5.75, 0.04, 0.10), (0.35, 5.95, 0.25, 0.12), (0.15, 6.15, 0.5, 0.15))
    components = tuple(
        Component(
            weight,
            tuple(float(value) for value in level + fade * AT**2),
            rows(sd**2 * LEVEL_COV + 0.015 * DRIFT_COV + 2e-4 * np.eye(KNOTS)),
            2e-5,
        )
        for weight, level, fade, sd in kinds
    )
    race = race_sd**2 * (LEVEL_COV + DRIFT_COV)
    day = day_sd**2 * (DRIFT_COV + 1e-3 * np.eye(KNOTS))
    family = Family(
        length_m=length_m,
        components=components,
        race_cov=rows(race),
        day_cov=rows(day),
        gender_shift=rows(np.zeros((2, KNOTS))),
        mat_sd_m=8.0 * length_m / MARATHON_M,
        stops=tuple(float(one) for one in stops),
    )
    return Prior(FORM, "2027-05-02", (family,), ())


def with_stops(prior: Prior, stops: Sequence[float]) -> Prior:
    """Return a prior whose runners stop at other rates."""
    return replace(prior, families=tuple(replace(one, stops=tuple(stops)) for one in prior.families))


@dataclass(frozen=True)
class Drawn:
    """Runners of a prior: their starts (n) and when each would be at each mat (n, mats) if nobody stopped."""

    start_s: Floats
    at_s: Floats

    def known(self, now_s: float | Floats, mats: Sequence[int]) -> Known:
        """Return what is known at ``now_s`` when only these mats have read anybody."""
        at_s = np.full_like(self.at_s, np.nan)
        at_s[:, list(mats)] = self.at_s[:, list(mats)]
        return Known(now_s, self.start_s, at_s)


def draw(prior: Prior, track: Track, n: int, dice: np.random.Generator) -> Drawn:
    """Return ``n`` runners, each of a race of her own, so that the shift of races is drawn with the rest."""
    kinds = kinds_for(prior, track.length_m)
    kind = dice.choice(len(kinds.mean), n, p=np.exp(kinds.log_weight))
    lower = np.linalg.cholesky(kinds.cov + kinds.race_cov + 1e-9 * np.eye(KNOTS))
    curve = kinds.mean[kind] + np.einsum("nij,nj->ni", lower[kind], dice.standard_normal((n, KNOTS)))
    along_m = np.concatenate([[0.0], track.mats_m])
    share = along_m / track.length_m
    length_m = np.diff(along_m)
    var = kinds.noise[kind][:, None] * track.length_m / length_m + 2 * (kinds.mat_sd_m / length_m) ** 2
    log_pace = curve @ means_over(share[:-1], share[1:]).T + np.sqrt(var) * dice.standard_normal(var.shape)
    start_s = GUN_S + 600 * dice.random(n)
    return Drawn(start_s, start_s[:, None] + np.cumsum(np.exp(log_pace) * length_m / 1000, axis=1))


def track_of(*mats_km: float) -> Track:
    """Return a track whose places are its mats, the last of them the finish."""
    mats_m = np.array(mats_km) * 1000
    return Track(float(mats_m[-1]), mats_m, mats_m)


FULL = track_of(5, 10, 15, 20, 21.0975, 25, 30, 35, 40, 42.195)
