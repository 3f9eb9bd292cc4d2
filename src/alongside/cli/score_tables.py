"""Scores on a terminal: a race by prefix and by the clock, and how chances came true."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from alongside.score.calibration import pooled
from alongside.score.rows import Reliability, Score
from alongside.score.summary import GROUPS, Line, lines, of, prefixes, races_of
from alongside.score.tables import COLUMNS, number

NOTE = (
    "MAE of the finish in minutes. x constant, x own: ratio to constant pace, and to the same model fitted "
    "on that very race. 80 %, 95 %: share inside these intervals. Brier: of three cutoffs at the finish; at "
    "risk: of those whom constant pace brings within a tenth of it. static: the forecast without 'not there "
    "yet'."
)


def print_scores(console: Console, rows: Sequence[Score | Reliability]) -> None:
    """Print what came of every race; says so of races that could not be scored."""
    scores = [row for row in rows if isinstance(row, Score)]
    for race, distance in races_of(scores):
        _print_race(console, of(scores, race=race, distance=distance))
    if not scores:
        console.print("Nothing could be scored: no race has two mats and 30 runners at the finish.")
        return
    _print_reliability(console, [row for row in rows if isinstance(row, Reliability)])
    console.print(NOTE, style="dim", markup=False, highlight=False)


def _print_race(console: Console, rows: list[Score]) -> None:
    console.print(f"\n[bold]{rows[0].race}[/bold], {rows[0].distance}", highlight=False)
    console.print(_by_prefix(rows))
    for design, title in (("prefix", "by prefix, mean over these"), ("clock", "by the clock")):
        for group in GROUPS:
            found = lines(rows, design, group)
            if found:
                console.print(_table(f"{title}: {group} ({max(line.n for line in found):,})", found))


def _by_prefix(rows: list[Score]) -> Table:
    """MAE of the finish at each prefix: all, and the slowest tenth."""
    shown = prefixes(rows)
    table = Table(
        title="finish MAE by prefix: all / slowest tenth",
        title_justify="left",
        box=None,
        padding=(0, 1, 0, 0),
    )
    table.add_column("", no_wrap=True)
    for _, name in shown:
        table.add_column(name, justify="right", no_wrap=True)
    cells = {
        (row.method, row.moment_at, row.group): row.mae_min
        for row in of(rows, design="prefix", target="finish")
    }
    for method in dict.fromkeys(method for method, _, _ in cells):
        pairs = ([_cell(cells, method, km, group) for group in GROUPS[:2]] for km, _ in shown)
        table.add_row(method, *(" / ".join(pair) for pair in pairs))
    return table


def _cell(cells: dict[tuple[str, float, str], float], method: str, km: float, group: str) -> str:
    return number(cells.get((method, km, group), math.nan), 1)


def _table(title: str, found: list[Line]) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    table.add_column("", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right", no_wrap=True)
    for line in found:
        table.add_row(line.method, *(show(line) for show in COLUMNS.values()))
    return table


def _print_reliability(console: Console, rows: list[Reliability]) -> None:
    for what, title in (("reach", "chance to finish"), ("cutoff", "chance to make a cutoff")):
        found = pooled(rows, what, "clock", "all")
        if found:
            table = Table(
                title=f"{title}, by the clock: said, and came true",
                title_justify="left",
                box=None,
                padding=(0, 1, 0, 0),
            )
            for name in ("from", "to", "runners", "said", "came"):
                table.add_column(name, justify="right", no_wrap=True)
            for row in found:
                table.add_row(
                    f"{row.low:.2f}", f"{row.high:.2f}", f"{row.n:,}", f"{row.said:.3f}", f"{row.came:.3f}"
                )
            console.print(table)
