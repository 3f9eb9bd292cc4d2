"""The forecast of one distance: bind a prior to a course once, then ask for the whole field or for one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.alike import alike
from alongside.forecast.crossed import crossed
from alongside.forecast.fixes import Place, fixes
from alongside.forecast.grid import KNOTS
from alongside.forecast.kinds import kinds_for
from alongside.forecast.known import Known, Track
from alongside.forecast.missed import AGAIN, ONCE
from alongside.forecast.mixture import Field, Mixture
from alongside.forecast.onward import Road, Times
from alongside.forecast.ordered import spread_out, weighed
from alongside.forecast.pattern import Pattern, Seen, pattern_of
from alongside.forecast.prior import Prior
from alongside.forecast.stops import Stopping, comes_to
from alongside.forecast.today import Today
from alongside.forecast.unread import CERTAIN, Heard, Silence, explained, short_of, unheard

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_Part = tuple[Rows, Rows, Mixture]
GENDERS = 3  # not known, women, men
MOST_KEPT = 5000
CHUNK = 2048


@dataclass(frozen=True)
class _Shared:
    """What runners seen at the same mats share: the algebra, the road ahead, the places on it."""

    pattern: Pattern
    silence: Silence
    places: Rows


class Forecaster:
    """Arrivals on one distance. Holds no runner: what follows from being seen at certain mats is kept.

    ``limit_s`` is its time limit: nan where that is not known, infinite where there is none.
    """

    def __init__(
        self, prior: Prior, track: Track, today: Today | None = None, limit_s: float = np.nan
    ) -> None:
        self.track, self.today = track, today
        kinds = kinds_for(prior, track.length_m)
        days = [(np.zeros(KNOTS), kinds.race_cov)]
        days += [] if today is None else zip(today.shift, today.cov, strict=True)
        genders = [np.zeros(KNOTS), *kinds.gender_shift]
        self._kinds = [[kinds.shifted(shift + own, cov) for own in genders] for shift, cov in days]
        self._mat_sd_m = kinds.mat_sd_m
        self._stopping = Stopping(kinds.stops, track, limit_s)
        self._typical = float(np.exp(kinds.log_weight) @ kinds.mean.mean(axis=1))
        self._kept: dict[tuple[int, Seen], _Shared] = {}

    def arrivals(self, known: Known) -> Field:
        """Return when each of ``n`` runners will be at each place, and whether she gets there."""
        at_s = crossed(known, self.track)
        seen_by_fix, there_s = fixes(known, at_s, self.track)
        by_mat = np.ones(len(known), dtype=np.bool_)
        for rows in seen_by_fix.values():
            by_mat[rows] = False
        parts = self._answer(known, at_s, np.flatnonzero(by_mat), None)
        for place, rows in seen_by_fix.items():
            with_fix = np.concatenate([at_s, there_s[:, None]], axis=1)
            parts.extend(self._answer(known, with_fix, rows, place))
        return Field(len(known), len(self.track.places_m), tuple(parts))

    def _answer(self, known: Known, at_s: Floats, rows: Rows, fix: Place | None) -> list[_Part]:
        """Return the answer for some runners, all with a fix at one place or all without."""
        known, at_s = known.of(rows), at_s[rows]
        groups = self._groups(known, at_s)
        parts: list[_Part] = []
        for (group, seen), some in alike(at_s, known, groups, self.track.length_m, fix):
            shared = self._shared(group, seen)
            some = some[np.argsort(at_s[some, shared.pattern.base], kind="stable")]
            for begin in range(0, len(some) if len(shared.places) else 0, CHUNK):
                chunk = some[begin : begin + CHUNK]
                found = self._parts(shared, known.of(chunk), at_s[chunk])
                parts.extend((rows[chunk[at]], shared.places, part) for at, part in found)
        return parts

    def _groups(self, known: Known, at_s: Floats) -> Rows:
        """Return whose kinds each runner is of: by what is known of the day at her pace, and by gender."""
        day = np.zeros(len(known), dtype=np.int64)
        if self.today is not None:
            by_mat = at_s[:, : len(self.track.mats_m) + 1]  # a fix has a column past them
            day = self.today.groups(by_mat, self.track) + 1
        gender = np.zeros(len(known), dtype=np.int64) if known.gender is None else known.gender + 1
        return np.asarray(day * GENDERS + gender, dtype=np.int64)

    def _shared(self, group: int, seen: Seen) -> _Shared:
        if (group, seen) not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            pattern = pattern_of(self._kinds[group // GENDERS][group % GENDERS], self.track, seen)
            places = np.flatnonzero(pattern.place_cell >= 0)
            cell = pattern.place_cell[places]
            road = Road(pattern.cells_m, pattern.cov, pattern.mean, cell, self._mat_sd_m)
            silence = Silence(road, pattern.mat_cells if len(places) else ())
            self._kept[group, seen] = _Shared(pattern, silence, places)
        return self._kept[group, seen]

    def _parts(self, shared: _Shared, known: Known, at_s: Floats) -> list[tuple[Rows, Mixture]]:
        """Return the answer for runners of one pattern: those the clock says something about apart."""
        log_pace, levels = self._log_paces(shared.pattern, known, at_s)
        heard = _heard(shared.pattern, log_pace, known, at_s)
        certain = short_of(shared.silence, heard) >= CERTAIN
        parts = []
        for some, is_smooth in ((np.flatnonzero(certain), True), (np.flatnonzero(~certain), False)):
            if not len(some):
                continue
            part = heard.of(some)
            weight, times, silence = (unheard if is_smooth else explained)(shared.silence, part)
            reach = self._reach(shared, (levels[0][some], levels[1][some]), silence)
            parts.append((some, _mixture(part.now_s, weight, times, reach, is_smooth)))
        return parts

    def _reach(self, shared: _Shared, levels: tuple[Floats, Floats], silence: Floats) -> Floats:
        gate_m = float(shared.pattern.cells_m[: shared.pattern.next_cell + 1].sum())
        return self._stopping.reach(shared.pattern.base_m, gate_m, levels, silence)[:, shared.places]

    def _log_paces(
        self, pattern: Pattern, known: Known, at_s: Floats
    ) -> tuple[Floats, tuple[Floats, Floats]]:
        """Return log paces (n, o) as the pattern has them; the one it comes to, and the last fade."""
        begin, end = [a for a, _ in pattern.ends], [b for _, b in pattern.ends]
        taken_s = at_s[:, end] - at_s[:, begin]
        log_pace = np.log(taken_s / (pattern.lengths_m / 1000.0))
        level, fade = np.full(len(known), self._typical), np.zeros(len(known))
        if pattern.ends:
            so_far_s = weighed(taken_s, np.ones(taken_s.shape[1]))
            level = np.log(so_far_s / (pattern.lengths_m.sum() / 1000.0))
            fade = log_pace[:, -1] - level
            level = comes_to(level, pattern.base_m / self.track.length_m)
        if pattern.expected and known.expected_s is not None:
            entered = np.log(known.expected_s / (self.track.length_m / 1000.0))
            log_pace = np.concatenate([log_pace, entered[:, None]], axis=1)
        return log_pace, (level, fade)


def _heard(pattern: Pattern, log_pace: Floats, known: Known, at_s: Floats) -> Heard:
    """Return the kinds that each runner may be, by what was heard of her."""
    left = log_pace[None, :, :] - pattern.mean_y[:, None, :]
    white = spread_out(left, np.swapaxes(pattern.whiten, 1, 2))
    log_weight = pattern.log_scale[:, None] - 0.5 * weighed(white**2, np.ones(white.shape[2]))
    now_s = _each(known.now_s, len(known))
    once = _each(ONCE[0] if known.once is None else known.once, len(known))
    again = _each(AGAIN[0] if known.again is None else known.again, len(known))
    return Heard(pattern, left, log_weight, _base_s(known, at_s, pattern.base), now_s, once, again)


def _base_s(known: Known, at_s: Floats, base: int) -> Floats:
    """Return from when each runner's road ahead counts: her last crossing, else her gun or now."""
    now_s = _each(known.now_s, len(known))
    gun_s = now_s if known.gun_s is None else np.fmax(now_s, known.gun_s)
    base_s = np.where(np.isnan(at_s[:, base]), gun_s, at_s[:, base])
    if known.stopped_s is None:
        return base_s
    return base_s + np.clip(np.nan_to_num(known.stopped_s), 0.0, np.maximum(now_s - base_s, 0.0))


def _each(value: float | Floats, n: int) -> Floats:
    return np.broadcast_to(np.asarray(value, dtype=np.float64), n)


def _mixture(now_s: Floats, weight: Floats, times: Times, reach: Floats, is_smooth: bool) -> Mixture:
    return Mixture(now_s, weight, times.from_s, times.log_mean, times.log_sd, reach, is_smooth)
