"""Two ways to do one thing, timed in turn; what comes out is their ratio and how far it spread."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.progress import Progress

Timed = Callable[[int], float]


@dataclass(frozen=True)
class Figure:
    """A ratio with its spread: ``of`` over ``against``, ``ratio`` the median of ``ratios``.

    ``unit`` says what the ratio is ("times the rate", "of the time"); ``goal`` what it is held to ("" when to
    nothing); ``kept`` whether it holds. ``note`` is a sentence.
    """

    name: str
    of: str
    against: str
    unit: str
    ratios: tuple[float, ...]
    goal: str = ""
    kept: bool | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """The median ratio."""
        return statistics.median(self.ratios)


@dataclass(frozen=True)
class Skipped:
    """A figure that could not be taken here, and why."""

    name: str
    why: str


Outcome = Figure | Skipped


@dataclass
class Bench:
    """What a benchmark is given: a bar to move, and how often to repeat."""

    progress: Progress
    repeats: int = 9

    def step(self, what: str) -> None:
        """Say what is being done now."""
        self.progress.console.print(f"  {what}", markup=False, highlight=False)

    def interleaved(
        self, what: str, ours: Timed, base: Timed, repeats: int | None = None
    ) -> list[tuple[float, float]]:
        """Return (seconds of ours, seconds of the baseline) per repeat, taken in turn after one warm-up.

        Both get the number of the repeat; who goes first changes every time.
        """
        count = repeats or self.repeats
        task = self.progress.add_task(what, total=count + 1)
        pairs = []
        for i in range(count + 1):
            pairs.append(_pair(ours, base, i))
            self.progress.advance(task)
        self.progress.remove_task(task)
        return pairs[1:]


def _pair(ours: Timed, base: Timed, i: int) -> tuple[float, float]:
    gc.collect()
    if i % 2:
        theirs = base(i)
        return ours(i), theirs
    own = ours(i)
    return own, base(i)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work took on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu_seconds(work: Callable[[], Any], times: int = 1) -> float:
    """Return the processor time of this thread that one run of the work took, averaged over ``times``.

    For work that never waits: other people's programs on the machine count less than on the wall.
    """
    began = time.thread_time()
    for _ in range(times):
        work()
    return (time.thread_time() - began) / times


def slower_by(pairs: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return how many times as long the baseline took, per repeat."""
    return tuple(base / ours for ours, base in pairs)


def costs(pairs: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Return how many times as long ours took, per repeat."""
    return tuple(ours / base for ours, base in pairs)
