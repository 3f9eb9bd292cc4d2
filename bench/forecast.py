"""The forecast of a field of 50,000 against a plain loop over its runners, and against constant pace."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.field import LEVELS, FieldForecast
from alongside.forecast.field_seen import last_seen
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known
from alongside.live.pipeline import Race
from bench.measure import Bench, Figure, Outcome, costs, cpu_seconds, slower_by
from bench.scene import RUNNERS, midrace

NAME = "forecast"
GOAL_S, GOAL_ONE_MS = 0.25, 1.0
LOOPED = 500  # runners of the loop: asking one by one takes too long for all of them
ABOUT = (
    "a refresh is arrivals (10 %, 50 %, 90 %) at every later split, the chance to get there, and the chance "
    "to be there in time, of everybody on the course of a made-up race. The loop asks the same model for "
    f"{LOOPED} of them, one by one, and is scaled up; constant pace is one numpy expression over the whole "
    "field that gives one time per split and no chance. On race day a refresh is spread over 60 ticks of "
    "a second, and a runner of whom something new is known is done at the next tick. Processor time."
)
Floats = NDArray[np.float64]


def run(bench: Bench) -> list[Outcome]:
    """Return a whole refresh beside the loop and beside constant pace, and one runner beside the field."""
    bench.step(f"a made-up race of {RUNNERS:,}, folded to mid-race")
    scene = midrace()
    asked = Asked(scene.race, scene.at_ms)
    asked.refresh()  # the algebra of each set of mats is worked out once

    def ours(_: int) -> float:
        return cpu_seconds(asked.refresh)

    looped = bench.interleaved("loop", ours, lambda _: asked.looped_s(), repeats=5)
    plain = bench.interleaved("constant pace", ours, lambda _: cpu_seconds(asked.constant, 5), repeats=5)
    one = bench.interleaved("one runner", lambda _: asked.one_s(), ours, repeats=5)
    took_s, one_ms = _median([pair[0] for pair in looped]), 1000 * _median([pair[0] for pair in one])
    what = "`FieldForecast`, everybody on the course at once"
    return [
        Figure(
            f"Refresh of {len(asked):,} runners",
            what,
            "the same model asked runner by runner",
            "times as fast",
            slower_by(looped),
            f"at most {GOAL_S:g} s for 50,000",
            took_s * RUNNERS / len(asked) <= GOAL_S,
            f"{took_s:.2f} s here; for 50,000 that is {took_s * RUNNERS / len(asked):.2f} s.",
        ),
        Figure(
            "Price of a distribution",
            what,
            "constant pace: one time per split",
            "times the time",
            costs(plain),
        ),
        Figure(
            "One runner alone",
            "`Forecaster.arrivals` of one, with quantiles and chances",
            "her share of the whole refresh",
            "times the time",
            tuple(own * len(asked) / whole for own, whole in one),
            f"at most {GOAL_ONE_MS:g} ms",
            one_ms <= GOAL_ONE_MS,
            f"{one_ms:.2f} ms here.",
        ),
    ]


class Asked:
    """A folded race and everything that is asked of its forecast at one instant."""

    def __init__(self, race: Race, at_ms: int) -> None:
        race.state.settle()
        self._state, self._at_ms = race.state, at_ms
        self._forecast = FieldForecast()
        self._seen = last_seen(self._state.race, self._state.locator, self._state.keyed.last())
        self._forecast.see(self._state.crossings, self._state.race, self._seen)
        self._alone = [self._one(i) for i in np.linspace(0, len(self) - 1, LOOPED).astype(int)]

    def __len__(self) -> int:
        return len(self._seen.who)

    def refresh(self) -> None:
        """Forget all arrivals and work them out anew."""
        self._forecast.table.clock_ms[:] = math.nan
        self._forecast.refresh(self._state.crossings, self._state.race, self._seen, frozenset(), self._at_ms)

    def looped_s(self) -> float:
        """Return how long asking runner by runner takes for all of them."""
        return cpu_seconds(self._loop) * len(self) / LOOPED

    def one_s(self) -> float:
        """Return how long one runner takes."""
        return cpu_seconds(self._loop) / LOOPED

    def constant(self) -> Floats:
        """Return the arrivals of constant pace at every split."""
        state, who = self._state.race, self._seen.who
        pace = (state["last_ms"][who] - state["start_ms"][who]) / np.maximum(state["last_m"][who], 1.0)
        along_m = np.minimum(state.arrays.along_m, 1e6)[state["distance"][who]]  # infinite past the finish
        at_ms = state["start_ms"][who][:, None] + pace[:, None] * along_m
        return np.maximum(at_ms, self._at_ms)

    def _loop(self) -> None:
        for forecaster, known in self._alone:
            found = forecaster.arrivals(known)
            found.quantiles_s(LEVELS)
            found.before(np.full(len(forecaster.track.places_m), self._now_s + 3600))

    @property
    def _now_s(self) -> float:
        return (self._at_ms - self._state.plan.day_start_ms) / 1000

    def _one(self, i: int) -> tuple[Forecaster, Known]:
        entry, day_ms = self._seen.who[i], self._state.plan.day_start_ms
        ahead = self._forecast._ahead[self._seen.distance[i]]
        at_ms = self._state.crossings.columns["at_ms"][entry][ahead.places.mats]
        start_s = (self._state.race["start_ms"][entry] - day_ms) / 1000
        at_s = np.where(at_ms >= 0, (at_ms - day_ms) / 1000, np.nan)
        return ahead.forecaster, Known(self._now_s, np.array([start_s]), at_s[None, :])


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
