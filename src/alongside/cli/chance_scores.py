"""``alongside score chances``: what was said of the back of recorded races, and how often it came true."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from alongside.cli.priors import read_prior
from alongside.cli.scoring import ask_today, done_of, read_races
from alongside.folders.tables import check_ending, write_table
from alongside.forecast.past import Past
from alongside.forecast.prior import Prior
from alongside.forecast.shipped import shipped
from alongside.score.calibration import Bin
from alongside.score.chances import FEWEST, Said, gets_there, in_time, worst
from alongside.score.question import STAYED_OUT

WHOSE = "the chances"
ASKED = {
    "in time": (in_time, "to be at a later mat in 15, 30 and 60 minutes, ten times in the last two hours"),
    "at all": (gets_there, "to get to a later mat at all, ten times over the race"),
}
Rows = dict[str, list[object]]


def score_chances(races: Sequence[Path], prior_file: Path | None, out: Path | None) -> None:
    """Print how often chances came true, in tenths, and write every bin to ``out``."""
    if out is not None:
        check_ending(out, "chances")
    prior = shipped() if prior_file is None else read_prior(prior_file)
    console, rows = Console(), {name: [] for name in ("race", "distance", "what", *Bin.__annotations__)}  # type: Console, Rows
    with Progress(console=Console(stderr=True)) as progress:
        for past in read_races(races, progress):
            for what, said in chances_of(past, prior, progress).items():
                _print(console, past, what, said)
                _add(rows, past, what, said.bins())
    if out is not None:
        write_table(out, rows, WHOSE)


def chances_of(past: Past, prior: Prior, progress: Progress) -> dict[str, Said]:
    """Return what was said of a race and what came of it; of stopping only where the file tells."""
    wanted = ["in time"] + ["at all"] * bool(np.isin(past.status, STAYED_OUT).any())
    found = {}
    for what in wanted:
        task = progress.add_task(f"{past.race} {past.distance}: {what}", total=1.0)
        found[what] = ASKED[what][0](past, ask_today(prior, past), done_of(progress, task))
        progress.remove_task(task)
    return found


def _print(console: Console, past: Past, what: str, said: Said) -> None:
    bins = said.bins()
    table = Table(title=f"{past.race}, {past.distance}: {ASKED[what][1]}", box=None, title_justify="left")
    for column in ("chance", "n", "said", "came true", ""):
        table.add_column(column, justify="right")
    for one in bins:
        off = f"{one.came - one.said:+.3f}" if one.n >= FEWEST else ""
        table.add_row(
            f"{one.low:.1f} to {one.high:.1f}", f"{one.n:,}", f"{one.said:.3f}", f"{one.came:.3f}", off
        )
    console.print(table)
    console.print(f"The worst bin of {FEWEST} or more is off by {worst(bins):.3f}.\n", highlight=False)


def _add(rows: Rows, past: Past, what: str, bins: Sequence[Bin]) -> None:
    for one in bins:
        for name, value in (
            ("race", past.race),
            ("distance", past.distance),
            ("what", what),
            *vars(one).items(),
        ):
            rows[name].append(value)
