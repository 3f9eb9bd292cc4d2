"""How soon the command line answers."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

from bench.measure import Bench, Figure, Outcome, costs, seconds

NAME = "starting"
ABOUT = (
    "`alongside --help` in a process of its own, against Python that does nothing, and against Python "
    "that only imports click, the library the command line is made of. Seconds on the wall."
)


def run(bench: Bench) -> list[Outcome]:
    """Return how many times as long the help takes as an empty process, and as importing click."""
    help_ = [sys.executable, "-c", "from alongside.cli import main; main(['--help'])"]
    outcomes: list[Outcome] = []
    for against, code in (("`python -c pass`", "pass"), ('`python -c "import click"`', "import click")):
        base = partial(_ran, [sys.executable, "-c", code])
        pairs = bench.interleaved(against, partial(_ran, help_), base, repeats=15)
        outcomes.append(Figure("Help", "`alongside --help`", against, "times the time", costs(pairs)))
    return outcomes


def _ran(command: list[str], _: int) -> float:
    return seconds(lambda: subprocess.run(command, check=True, capture_output=True))
