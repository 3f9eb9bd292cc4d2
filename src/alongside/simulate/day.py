"""A made-up day as it truly went: everybody's clock along the road, and where each race ended."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.events.plan import RacePlan
from alongside.simulate.company import Group, Together, pairs_of
from alongside.simulate.field import Field
from alongside.simulate.sweep import sweep_clock_s


@dataclass
class Day:
    """The truth. Rows are entries; ``clock_s`` (runners, points) is the tod_s at each metre of ``at_m``.

    ``end_m`` is where each left the road (her length when she finished); ``gun_tod_s`` the actual guns;
    ``shown`` marks runners whom every mat sees and who carry a phone, because a story is told of them.
    """

    plan: RacePlan
    field: Field
    at_m: np.ndarray
    clock_s: np.ndarray
    end_m: np.ndarray
    gun_tod_s: np.ndarray
    groups: list[Group]
    shown: np.ndarray

    @property
    def length_m(self) -> np.ndarray:
        """Metres of the distance that each runs."""
        lengths = np.array([distance.length_m for distance in self.plan.distances])
        return np.asarray(lengths[self.field.runs])

    @property
    def finished(self) -> np.ndarray:
        """Who came to her own finish line."""
        return np.asarray(self.field.starts & (self.end_m >= self.length_m))

    @property
    def stopped(self) -> np.ndarray:
        """Who started and left the road before the finish."""
        return np.asarray(self.field.starts & (self.end_m < self.length_m))

    def at(self, runner: int, along_m: float) -> float:
        """Return when a runner passes a metre, as tod_s."""
        return float(np.interp(along_m, self.at_m, self.clock_s[runner]))

    def end_tod_s(self) -> np.ndarray:
        """Return when each left the road, as tod_s."""
        return np.array([self.at(row, self.end_m[row]) for row in range(len(self.field))])

    def sweeps(self) -> list[np.ndarray]:
        """Return the clock (tod_s at ``at_m``) of each of the plan's sweeps."""
        return [self._sweep(number) for number in range(len(self.plan.sweeps))]

    def _sweep(self, number: int) -> np.ndarray:
        sweep = self.plan.sweeps[number]
        ids = [distance.id for distance in self.plan.distances]
        rows = self.field.starts & (self.field.runs == ids.index(sweep.distance))
        return sweep_clock_s(self.plan, sweep, self.at_m, self.clock_s[rows], self.end_m[rows])

    def together(self) -> list[Together]:
        """Return every pair that was together for a kilometre or more."""
        return pairs_of(self.groups, self.end_m, self.length_m, self.field.starts)


def limits_tod_s(plan: RacePlan, runs: np.ndarray, wave: np.ndarray, gun_tod_s: np.ndarray) -> np.ndarray:
    """Return each runner's limit as tod_s, ``nan`` where the distance has none."""
    limit = np.full(len(runs), np.nan)
    for number, distance in enumerate(plan.distances):
        if distance.limit_s is None:
            continue
        rows = runs == number
        last = max(gun_tod_s[at] for at, one in enumerate(plan.waves) if distance.id in one.distances)
        own = gun_tod_s[wave[rows]]
        limit[rows] = distance.limit_s + (own if distance.limit_from == "own_gun" else last)
    return limit
