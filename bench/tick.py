"""A tick of the race against the same work in plain Python."""

from __future__ import annotations

from alongside.live.pipeline import Race
from bench.measure import Bench, Figure, Outcome, seconds, slower_by
from bench.plain_tick import PlainTick, answer_of, same
from bench.scene import RUNNERS, midrace

NAME = "tick"
GOAL = 15.0
STEP_MS = 10_000


def run(bench: Bench) -> list[Outcome]:
    """Return how many times as long plain Python takes for one tick; fails when the answers differ."""
    bench.step(f"a made-up race of {RUNNERS:,}, folded to mid-race")
    scene = midrace()
    race, plain = scene.race, PlainTick(scene.race)
    out = int((race.state.race["status"] == 1).sum())
    _check_same(scene.at_ms, race, plain)

    def ours(i: int) -> float:
        at_ms = scene.at_ms + (i + 1) * STEP_MS
        return seconds(lambda: (race.decide(at_ms), race.look(at_ms)))

    def base(i: int) -> float:
        at_ms = scene.at_ms + (i + 1) * STEP_MS
        return seconds(lambda: plain.tick(at_ms))

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
            f"{out:,} on the course; counts, stretches, strips, tails, sweeps, due and flags were the same in "
            "both. The race also writes the headline, the questions and the public view, the baseline does not.",
        )
    ]


def _median(ratios: tuple[float, ...]) -> float:
    return sorted(ratios)[len(ratios) // 2]


def _check_same(at_ms: int, race: Race, plain: PlainTick) -> None:
    for later_ms in (0, 600_000, 3_600_000):
        decided = [(d.body.bib, d.body.new) for d in race.decide(at_ms + later_ms)]
        views = race.look(at_ms + later_ms)
        wrong = same(plain.tick(at_ms + later_ms), answer_of(views, decided), views.control.distances)
        if wrong:
            raise AssertionError(f"The baseline of the tick gives another answer: {', '.join(wrong)}.")
