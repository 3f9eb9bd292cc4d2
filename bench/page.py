"""Drawing race control's page, against only writing its view as JSON."""

from __future__ import annotations

import json

import msgspec

from alongside.live.ports import Shown
from alongside.web.control_page import control_blocks
from alongside.web.drawing import draw_blocks
from alongside.web.form_keys import FormKeys
from bench.measure import Bench, Figure, Outcome, costs, cpu_seconds
from bench.scene import midrace

NAME = "page"
TIMES = 20
ABOUT = (
    "every block of race control's page at mid-race of the made-up race, from view to HTML, as a tick "
    "with a watcher costs it once however many watch. The baselines write the same view as JSON, once "
    "with the standard library and once with msgspec, and draw nothing. Processor time."
)


def run(bench: Bench) -> list[Outcome]:
    """Return how many times as long drawing takes as encoding."""
    scene = midrace()
    views = scene.race.look(scene.at_ms)
    shown, keys, encoder = (
        Shown(views, 1.0, 1),
        FormKeys(iter(map(str, range(10**9))).__next__),
        msgspec.json.Encoder(),
    )

    def draw(_: int) -> float:
        return cpu_seconds(lambda: draw_blocks("control", control_blocks(shown, keys, None)), TIMES)

    def standard(_: int) -> float:
        return cpu_seconds(lambda: json.dumps(msgspec.to_builtins(views.control)), TIMES)

    def fast(_: int) -> float:
        return cpu_seconds(lambda: encoder.encode(views.control), TIMES)

    return [
        Figure(
            "Control page",
            "all blocks of the page, view to HTML",
            f"its view as JSON, {against}",
            "times the time",
            costs(bench.interleaved("page", draw, base, repeats=15)),
        )
        for against, base in (("`json.dumps`", standard), ("`msgspec`", fast))
    ]
