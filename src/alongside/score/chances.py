"""Chances at the back of a race, as they came out: late on the clock, and of getting there at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.past import Past
from alongside.score.calibration import Bin
from alongside.score.method import Ask
from alongside.score.question import STAYED_OUT, came_s, reached, still_out, track_of

Floats = NDArray[np.float64]
TIMES = 10
LATE_S = 7200.0
AHEAD_S = (900.0, 1800.0, 3600.0)
BINS = 10
FEWEST = 300  # in a bin: fewer say little
Say = Callable[[float], None]


@dataclass(frozen=True)
class Said:
    """Chances that were said, and whether they came true (0 or 1); both of shape ``(n,)``."""

    chance: Floats
    came: Floats

    def bins(self) -> list[Bin]:
        """Return the ten bins that hold anybody, the lowest first."""
        at = np.minimum((self.chance * BINS).astype(np.int64), BINS - 1)
        return [self._bin(i, at == i) for i in range(BINS) if (at == i).any()]

    def _bin(self, i: int, here: NDArray[np.bool_]) -> Bin:
        said, came = float(self.chance[here].mean()), float(self.came[here].mean())
        return Bin(i / BINS, (i + 1) / BINS, int(here.sum()), said, came)


def worst(bins: list[Bin]) -> float:
    """Return by how much the worst bin of at least :data:`FEWEST` is off; nan without one."""
    return max((abs(one.said - one.came) for one in bins if one.n >= FEWEST), default=float("nan"))


def in_time(past: Past, ask: Ask, say: Say) -> Said:
    """Return the chances to be at each later mat a quarter, half and whole hour on, late in a race.

    Asked at ten times of the last two hours. Where the file has an estimate, nobody knows.
    """
    end_s, true_s = float(np.nanmax(past.at_s[:, -1])), came_s(past)
    found = []
    for i, now_s in enumerate(np.linspace(end_s - LATE_S, end_s, TIMES + 1)[:-1]):
        rows, known = still_out(past, float(now_s))
        arrivals = ask(known, track_of(past))
        for ahead_s in AHEAD_S:
            chance = arrivals.before(np.full(len(past.mats_m), now_s + ahead_s))
            told = np.isfinite(chance) & np.isfinite(true_s[rows])
            found.append((chance[told], (true_s[rows] <= now_s + ahead_s)[told]))
        say((i + 1) / TIMES)
    return _joined(found)


def gets_there(past: Past, ask: Ask, say: Say) -> Said:
    """Return the chances to get to each later mat at all, by the elapsed clock, over the whole race.

    For races whose file says who dropped out; left out is who finished though the file has lost her.
    """
    there = reached(past)
    finish_s = np.where(np.isin(past.status, STAYED_OUT), np.nan, past.at_s[:, -1])
    found = []
    for i, now_s in enumerate(np.linspace(np.nanmin(past.at_s[:, 0]), np.nanmax(finish_s), TIMES + 2)[1:-1]):
        rows, known = still_out(past, float(now_s))
        chance = ask(known, track_of(past)).reach
        told = np.isfinite(chance) & np.isfinite(there[rows])
        found.append((chance[told], there[rows][told]))
        say((i + 1) / TIMES)
    return _joined(found)


def _joined(found: list[tuple[Floats, Floats]]) -> Said:
    chance, came = zip(*found, strict=True)
    return Said(np.concatenate(chance), np.concatenate(came).astype(np.float64))
