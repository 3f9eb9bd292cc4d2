"""The forecast of one distance: bind a prior to a course once, then ask for the whole field or for one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.crossed import crossed
from alongside.forecast.kinds import kinds_for
from alongside.forecast.known import Known, Track
from alongside.forecast.mixture import Mixture
from alongside.forecast.onward import Road, onward
from alongside.forecast.pattern import Pattern, Seen, pattern_of
from alongside.forecast.prior import Prior
from alongside.forecast.stops import Stopping

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
CHUNK = 4096


class Forecaster:
    """Arrivals on one distance. Holds no runner: what follows from being seen at certain mats is kept."""

    def __init__(self, prior: Prior, track: Track) -> None:
        self.track = track
        self._kinds = kinds_for(prior, track.length_m)
        self._stopping = Stopping(self._kinds.stops, track)
        self._patterns: dict[Seen, tuple[Pattern, Road]] = {}

    def arrivals(self, known: Known) -> Mixture:
        """Return when each of ``n`` runners will be at each place, and whether she gets there."""
        at_s = crossed(known, self.track)
        k, n, p = len(self._kinds.noise), len(known), len(self.track.places_m)
        found = Mixture(
            now_s=np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), n),
            weight=np.full((k, n), 1.0 / k),
            from_s=np.zeros((n, p)),
            log_mean=np.zeros((k, n, p)),
            log_sd=np.ones((k, n, p)),
            reach=np.full((n, p), np.nan),
        )
        expected = _column(known.expected_s, n)
        for seen, rows in _alike(at_s, np.isfinite(expected), known.dark):
            for begin in range(0, len(rows), CHUNK):
                self._fill(found, known, at_s, seen, rows[begin : begin + CHUNK])
        return found

    def _fill(self, found: Mixture, known: Known, at_s: Floats, seen: Seen, rows: Rows) -> None:
        """Work out the rows of runners who were seen at the same mats."""
        pattern, road = self._pattern(seen)
        if (road.place_cell < 0).all():
            return
        log_pace, levels = self._log_paces(pattern, known, at_s, rows)
        left = log_pace[None, :, :] - pattern.mean_y[:, None, :]
        white = left @ np.swapaxes(pattern.whiten, 1, 2)
        log_weight = pattern.log_scale[:, None] - 0.5 * (white**2).sum(axis=2)
        mean = pattern.mean[:, None, :] + left @ np.swapaxes(pattern.gain, 1, 2)
        base_s = _base_s(known, at_s, rows, pattern.base)
        since_s = np.maximum(found.now_s[rows] - base_s, 0.0)
        ahead = onward(road, log_weight, mean, base_s, since_s)
        found.weight[:, rows], found.from_s[rows] = ahead.weight, ahead.from_s
        found.log_mean[:, rows], found.log_sd[:, rows] = ahead.log_mean, ahead.log_sd
        reach = self._stopping.reach(pattern.base_m, road.next_m, levels, ahead.short)
        found.reach[rows] = np.where(road.place_cell < 0, np.nan, reach)

    def _pattern(self, seen: Seen) -> tuple[Pattern, Road]:
        if seen not in self._patterns:
            pattern = pattern_of(self._kinds, self.track, seen)
            road = Road(pattern.cells_m, pattern.cov, pattern.mean, pattern.place_cell, pattern.next_cell)
            self._patterns[seen] = pattern, road
        return self._patterns[seen]

    def _log_paces(
        self, pattern: Pattern, known: Known, at_s: Floats, rows: Rows
    ) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return log paces (n, o) as the pattern has them; the log pace so far, and the last fade."""
        begin, end = (list(side) for side in zip(*pattern.ends, strict=True)) if pattern.ends else ([], [])
        taken_s = at_s[np.ix_(rows, end)] - at_s[np.ix_(rows, begin)]
        log_pace = np.log(taken_s / (pattern.lengths_m / 1000.0))
        typical = float(np.exp(self._kinds.log_weight) @ self._kinds.mean.mean(axis=1))
        level = np.full(len(rows), typical)
        if pattern.ends:
            level = np.log(taken_s.sum(axis=1) / (pattern.lengths_m.sum() / 1000.0))
        fade = log_pace[:, -1] - level if pattern.ends else np.zeros(len(rows))
        if pattern.expected:
            entered = np.log(_column(known.expected_s, len(known))[rows] / (self.track.length_m / 1000.0))
            log_pace = np.concatenate([log_pace, entered[:, None]], axis=1)
        return log_pace, (level, fade)


def _column(values: Floats | None, n: int) -> Floats:
    """Return an optional column, nan where nothing usable is known."""
    if values is None:
        return np.full(n, np.nan)
    return np.where(np.isfinite(values) & (values > 0), values, np.nan)


def _alike(at_s: Floats, expected: NDArray[np.bool_], dark: tuple[int, ...]) -> list[tuple[Seen, Rows]]:
    """Return the runners by what was seen of them."""
    known = np.concatenate([np.isfinite(at_s), expected[:, None]], axis=1)
    packed = np.packbits(known, axis=1)
    keys = np.ascontiguousarray(packed).view(f"V{packed.shape[1]}")[:, 0]
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(which, kind="stable")
    parts = np.split(order, np.searchsorted(which[order], np.arange(1, len(first))))
    return [
        (Seen(tuple(np.flatnonzero(known[i, :-1]).tolist()), bool(known[i, -1]), dark), rows)
        for i, rows in zip(first, parts, strict=True)
    ]


def _base_s(known: Known, at_s: Floats, rows: Rows, base: int) -> Floats:
    """Return from when each runner's road ahead counts: her last crossing, else her gun or now."""
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), len(known))[rows]
    gun_s = now_s if known.gun_s is None else np.fmax(now_s, known.gun_s[rows])
    base_s = np.where(np.isnan(at_s[rows, base]), gun_s, at_s[rows, base])
    return base_s if known.stopped_s is None else base_s + np.nan_to_num(known.stopped_s[rows])
