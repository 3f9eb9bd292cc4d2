"""A tick of the race against the same work in plain Python."""

from __future__ import annotations

from alongside.live.pipeline import Race
from bench.measure import Bench, Figure, Outcome, cpu_seconds, slower_by
from bench.plain_tick import PlainTick, differences, hold
from bench.scene import RUNNERS, midrace

NAME = "tick"
GOAL = 15.0
STEP_MS = 1_000
TICKS = 5  # of ours per tick of the baseline: a tick is over too soon to be timed alone
ABOUT = (
    "the baseline keeps the entries as a list of small objects and answers each question of a tick "
    "(where everybody is, when they are due, counts, stretches, strips, tails, sweeps, due per mat, "
    "overdue) with one pass over them, in Python alone. Both work on the same folded race and the same "
    "forecast, which stands still (it has a benchmark of its own); their answers are compared, number for "
    "number, before anything is timed. Processor time."
)


def run(bench: Bench) -> list[Outcome]:
    """Return how many times as long plain Python takes for one tick; fails when the answers differ."""
    bench.step(f"a made-up race of {RUNNERS:,}, folded to mid-race")
    scene = midrace()
    race, plain = scene.race, PlainTick(scene.race)
    hold(race)
    out = int((race.state.race["status"] == 1).sum())
    _check_same(scene.at_ms, race, plain)

    def ours(i: int) -> float:
        ticks = iter(range(TICKS))
        return cpu_seconds(lambda: _tick(race, scene.at_ms + (i * TICKS + next(ticks)) * STEP_MS), TICKS)

    def base(i: int) -> float:
        return cpu_seconds(lambda: plain.tick(scene.at_ms + i * TICKS * STEP_MS))

    ratios = slower_by(bench.interleaved("tick", ours, base, repeats=25))
    return [
        Figure(
            f"Tick, {RUNNERS:,} runners",
            "`Race.decide` and `Race.look` at mid-race",
            "the same work over a list of objects in plain Python",
            "times as fast",
            ratios,
            f"at least {GOAL:g}",
            _median(ratios) >= GOAL,
            f"{out:,} on the course. Counts, stretches, strips, tails, sweeps, due and flags were the same "
            "in both. The race also writes the headline, the questions and the public view; the baseline "
            "does not.",
        )
    ]


def _tick(race: Race, at_ms: int) -> None:
    race.decide(at_ms)
    race.look(at_ms)


def _median(ratios: tuple[float, ...]) -> float:
    return sorted(ratios)[len(ratios) // 2]


def _check_same(at_ms: int, race: Race, plain: PlainTick) -> None:
    for later_ms in (0, 600_000, 3_600_000):
        if wrong := differences(race, plain, at_ms + later_ms):
            raise AssertionError(f"The baseline of the tick gives another answer: {', '.join(wrong)}.")
