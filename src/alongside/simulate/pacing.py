"""How a field runs: log pace by kilometre as a median curve, a random walk, breaks and walking.

Successive changes of pace are nearly uncorrelated in real fields, so the dice are a walk in log pace
and not noise around a mean; a break is a step that stays, a spell of walking is one that goes again.
Every curve is then scaled to its runner's finish, which is what the norms are conditional on.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from alongside.simulate import norms
from alongside.units import MARATHON_M

GRID_M = 1000.0
_RIEGEL = 1.06  # Riegel 1981: times grow as distance to this power
_SLOWEST = 0.62  # log pace over own average at which somebody walks slowly: nobody is slower for a km


def grid_m(longest_m: float, also_m: Iterable[float] = ()) -> np.ndarray:
    """Return the metres at which every runner's time is kept: 0, 1000, ... past ``longest_m``.

    ``also_m`` are points where a pace may change to the metre, such as the end of a shared road.
    """
    return np.union1d(np.arange(0.0, longest_m + 2 * GRID_M, GRID_M), np.array([*also_m], dtype=float))


def finish_for(marathon_s: np.ndarray, length_m: np.ndarray) -> np.ndarray:
    """Return the finish (s) over ``length_m`` of runners with these marathon finishes (Riegel)."""
    return np.asarray(marathon_s * (length_m / MARATHON_M) ** _RIEGEL)


def elapsed_curves(
    marathon_s: np.ndarray,
    woman: np.ndarray,
    length_m: np.ndarray,
    at_m: np.ndarray,
    rng: np.random.Generator,
) -> np.ndarray:
    """Return seconds since her own start at each metre of ``at_m``, shape ``(runners, len(at_m))``.

    ``marathon_s`` is what each would need for a marathon (s), ``woman`` bool, ``length_m`` of her own
    distance. Curves run on past her finish at her last pace, so that all share one grid.
    """
    mid_m = (at_m[:-1] + at_m[1:]) / 2
    share = np.clip(mid_m[None, :] / length_m[:, None], 0.0, 1.0)
    log_pace = _median(marathon_s, woman, share) + _dice(marathon_s, share, length_m, rng)
    log_pace *= _fade_scale(length_m)[:, None]
    return _scaled_to_finish(np.minimum(log_pace, _SLOWEST), marathon_s, length_m, at_m)


def _fade_scale(length_m: np.ndarray) -> np.ndarray:
    """Short races fade less; beyond a marathon the curve keeps its height."""
    return np.asarray(np.minimum(1.0, (length_m / MARATHON_M) ** 0.7))


def _median(marathon_s: np.ndarray, woman: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Log pace over own average by finish, sex and share of the distance run."""
    by_stretch = np.stack(
        [
            np.where(
                woman,
                norms.by_band(marathon_s, np.log(norms.PACE_WOMEN[:, stretch])),
                norms.by_band(marathon_s, np.log(norms.PACE_MEN[:, stretch])),
            )
            for stretch in range(len(norms.STRETCH_MID_KM))
        ],
        axis=1,
    )
    return _between_stretches(by_stretch, share * MARATHON_M / 1000)


def _between_stretches(by_stretch: np.ndarray, at_km: np.ndarray) -> np.ndarray:
    """Read each runner's row of stretches at her own kilometres, linearly between their middles."""
    mids = norms.STRETCH_MID_KM
    right = np.clip(np.searchsorted(mids, at_km), 1, len(mids) - 1)
    weight = np.clip((at_km - mids[right - 1]) / (mids[right] - mids[right - 1]), 0.0, 1.0)
    left_value = np.take_along_axis(by_stretch, right - 1, axis=1)
    return np.asarray(left_value * (1 - weight) + np.take_along_axis(by_stretch, right, axis=1) * weight)


def _dice(
    marathon_s: np.ndarray, share: np.ndarray, length_m: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """The walk, the first kilometres, breaks and spells, on the scale of log pace."""
    per_km = np.sqrt(MARATHON_M / np.maximum(length_m, MARATHON_M))  # the same spread over an ultra
    steps = rng.standard_t(6, size=share.shape) * 0.82
    walk = np.cumsum(steps * (norms.by_band(marathon_s, norms.WALK_SD_PER_KM) * per_km)[:, None], axis=1)
    first = rng.normal(size=len(marathon_s)) * norms.by_band(marathon_s, norms.FIRST_SD)
    early = first[:, None] * np.clip(1.6 - share * MARATHON_M / 4000, 0.0, 1.0)
    noise = rng.normal(size=share.shape) * 2 * norms.by_band(marathon_s, norms.STRETCH_SD)[:, None]
    sudden = (
        _breaks(marathon_s, share, rng)
        + _spells(marathon_s, share, rng)
        + _early_stop(marathon_s, share, rng)
    )
    return np.asarray(walk + early + noise + sudden)


def _breaks(marathon_s: np.ndarray, share: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Steps that stay: from some kilometre on she is slower (the wall), with an exponential size."""
    broken = rng.random(len(marathon_s)) < norms.by_band(marathon_s, norms.BREAK_RATE)
    from_share = np.clip(rng.normal(0.70, 0.14, size=len(marathon_s)), 0.3, 0.97)
    size = rng.exponential(norms.by_band(marathon_s, norms.BREAK_MEAN)) * broken
    ramp = np.clip((share - from_share[:, None]) / 0.14, 0.0, 1.0)
    return np.asarray(ramp * size[:, None])


def _spells(marathon_s: np.ndarray, share: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A spell of walking or a stop: one to three kilometres that are much slower, then on as before."""
    has = rng.random(len(marathon_s)) < norms.by_band(marathon_s, norms.SPELL_RATE)
    at_share = np.clip(rng.normal(0.55, 0.17, size=len(marathon_s)), 0.08, 0.95)
    width = rng.uniform(0.025, 0.07, size=len(marathon_s))
    inside = np.abs(share - at_share[:, None]) < width[:, None] / 2 + 0.012
    size = rng.uniform(0.15, 0.55, size=len(marathon_s)) * has
    return np.asarray(inside * size[:, None])


def _early_stop(marathon_s: np.ndarray, share: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The stop of the second 5 km, when the queues are short: it makes that stretch alone slower."""
    stops = rng.random(len(marathon_s)) < norms.by_band(marathon_s, norms.STOP_RATE)
    at_share = rng.uniform(0.13, 0.23, size=len(marathon_s))
    size = rng.exponential(0.22, size=len(marathon_s)) * stops
    return np.asarray((np.abs(share - at_share[:, None]) < 0.012) * size[:, None])


def _scaled_to_finish(
    log_pace: np.ndarray, marathon_s: np.ndarray, length_m: np.ndarray, at_m: np.ndarray
) -> np.ndarray:
    """Seconds at each grid point, scaled so that each runner is at her length in her finish time."""
    raw = np.concatenate(
        [np.zeros((len(marathon_s), 1)), np.cumsum(np.exp(log_pace) * np.diff(at_m), axis=1)], axis=1
    )
    return np.asarray(raw * (finish_for(marathon_s, length_m) / read_at(raw, at_m, length_m))[:, None])


def read_at(curves: np.ndarray, at_m: np.ndarray, where_m: np.ndarray) -> np.ndarray:
    """Return each runner's value of her own curve at her own ``where_m``, shape ``(runners,)``."""
    right = np.clip(np.searchsorted(at_m, where_m), 1, len(at_m) - 1)
    weight = (where_m - at_m[right - 1]) / (at_m[right] - at_m[right - 1])
    row = np.arange(len(curves))
    return np.asarray(curves[row, right - 1] * (1 - weight) + curves[row, right] * weight)
