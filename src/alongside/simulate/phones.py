"""What phones send: a fix every half minute with honest noise, gaps, and batches late and out of order."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from alongside.events.bodies import FixBody
from alongside.events.plan import Line
from alongside.events.row import Draft
from alongside.units import EARTH_RADIUS_M

AROUND_S = 300.0  # phones run from five minutes before the start to five after the end
WORST = 3.0  # no fix lies farther off than this many times its accuracy radius
_RADIUS_PER_SD = 1.515  # 68 % of a round Gaussian lie within this many sd of each axis
_MEMORY = np.exp(-np.arange(8) / 2.5)  # GPS errors last for a few minutes
_BATCHER, _SILENT_PER_HOUR = 0.25, 0.6


def fixes_of(
    bib: str,
    device: str,
    line: Line,
    clock_s: np.ndarray,
    at_m: np.ndarray,
    end_m: float,
    day_start_ms: int,
    rng: np.random.Generator,
) -> Iterator[Draft]:
    """Yield the fixes of one runner. ``clock_s`` (tod_s at ``at_m``) is hers, ``end_m`` where it ended."""
    tod_s = _times_s(clock_s, at_m, end_m, rng)
    along_m = np.interp(tod_s, clock_s, at_m, left=0.0).clip(0.0, end_m)
    lat, lon, accuracy_m = _measured(line, along_m, rng)
    at_ms = (tod_s * 1000).astype(np.int64) + day_start_ms
    arrived_ms = _arrived_ms(at_ms, rng)
    for row in zip(*(column.tolist() for column in (at_ms, lat, lon, accuracy_m, arrived_ms)), strict=True):
        body = FixBody(device, bib, row[0], row[1], row[2], row[3])
        yield Draft(device, str(row[0]), row[0], body, row[4])


def _times_s(clock_s: np.ndarray, at_m: np.ndarray, end_m: float, rng: np.random.Generator) -> np.ndarray:
    """Whole seconds of day every 20-40 s, without the minutes when the phone was silent."""
    from_s = clock_s[0] - AROUND_S
    to_s = float(np.interp(end_m, at_m, clock_s)) + AROUND_S
    every_s = rng.integers(20, 41, size=int((to_s - from_s) / 20) + 1)
    tod_s = np.ceil(from_s) + np.cumsum(every_s)
    silent = rng.poisson(_SILENT_PER_HOUR * (to_s - from_s) / 3600)
    keep = tod_s < to_s
    for begins in rng.uniform(from_s, to_s, silent):
        keep &= (tod_s < begins) | (tod_s > begins + rng.uniform(120, 1_200))
    return np.asarray(tod_s[keep])


def _measured(
    line: Line, along_m: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Degrees and accuracy of fixes at these metres; the error is as large as the phone says."""
    accuracy_m = _accuracies_m(len(along_m), rng)
    north, east = (_slow_noise(len(along_m), rng) for _ in range(2))
    far = np.maximum(np.hypot(north, east) * 1.02 / (WORST * _RADIUS_PER_SD), 1.0)
    per_degree_m = np.pi * EARTH_RADIUS_M / 180
    lat = np.interp(along_m, line.along_m, line.lat)
    lon = np.interp(along_m, line.along_m, line.lon)
    error = accuracy_m / _RADIUS_PER_SD / far / per_degree_m
    return (
        np.round(lat + north * error, 5),
        np.round(lon + east * error / np.cos(np.radians(lat)), 5),
        accuracy_m,
    )


def _accuracies_m(count: int, rng: np.random.Generator) -> np.ndarray:
    """Mostly 4-12 m; between houses and under trees 30-80 m for a few minutes."""
    bad = np.convolve(rng.random(count) < 0.02, np.ones(5), mode="same") > 0.5
    return np.round(np.where(bad, rng.uniform(30, 80, count), rng.uniform(4, 12, count)), 1)


def _slow_noise(count: int, rng: np.random.Generator) -> np.ndarray:
    """Unit noise that is alike from one fix to the next."""
    white = rng.normal(size=count + len(_MEMORY) - 1)
    return np.asarray(np.convolve(white, _MEMORY / np.linalg.norm(_MEMORY), mode="valid"))[:count]


def _arrived_ms(at_ms: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Seconds later; some phones save power and send batches of ten minutes, the newest fix first."""
    direct = at_ms + rng.integers(700, 6_000, len(at_ms))
    if rng.random() > _BATCHER or not len(at_ms):
        return np.asarray(direct)
    every_ms = int(rng.integers(5, 16)) * 60_000
    sent = (at_ms // every_ms + 1) * every_ms
    return np.asarray(sent + 1_000 + (sent - at_ms) // 60 + rng.integers(0, 40, len(at_ms)))
