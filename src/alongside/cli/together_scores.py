"""``alongside score together``: how well it is found who ran together, and how often it is chance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from alongside.cli.scoring import done_of
from alongside.cli.togethering import field_of
from alongside.errors import InputError
from alongside.folders.marks import read_marks
from alongside.folders.tables import check_ending, write_table
from alongside.score.company.goals import exact, figure, goals, of, told_by_mats
from alongside.score.company.planting import LEAST_MATS
from alongside.score.company.recall import MOST_MATS
from alongside.score.company.scored import SORTS, Scored, score_company
from alongside.score.tables import number

WHOSE = "these scores"
FEWEST = 100  # runners who finished: of fewer nothing is planted
Rows = list[dict[str, Any]]


def score_together(races: Sequence[Path], seed: int, out: Path | None) -> None:
    """Score the search on recorded races, and print a race at a time."""
    if out is not None:
        check_ending(out, "scores")
    console, rows = Console(highlight=False), []
    with Progress(console=Console(stderr=True)) as progress:
        for race in races:
            task = progress.add_task(race.name, total=1.0)
            scored = scored_race(race, seed, done_of(progress, task))
            progress.remove_task(task)
            print_scored(console, scored)
            rows += rows_of(scored)
    if out is not None:
        write_table(out, {name: [row[name] for row in rows] for name in rows[0]}, WHOSE)


def scored_race(race: Path, seed: int, say: Any) -> Scored:
    """Return the scores of one race. Raises ``InputError`` where there is too little to plant into."""
    field = field_of(race)
    if field.finished.sum() < FEWEST or field.at_ms.shape[1] < 4:
        raise InputError.of(
            str(race), "has too few finishers or mats to plant companions into.", "Name a larger race."
        )
    marks = read_marks(race, field.bibs)
    return score_company(race.resolve().name, field, marks, np.random.default_rng(seed), say)


def print_scored(console: Console, scored: Scored) -> None:
    """Print what a race says: the goals, what was planted, chance, mats left out, names, naive rules."""
    console.print(f"{scored.race}: {scored.runners:,} runners, {scored.mats} mats", markup=False)
    kept = {True: "kept", False: "missed", None: "-"}
    _print(
        console,
        "The goals",
        ("goal", "wanted", "reached", ""),
        [(goal.what, goal.wanted, figure(goal.reached), kept[goal.kept]) for goal in goals(scored)],
    )
    _print_planted(console, scored)
    _print(
        console,
        "Chance",
        ("kind", "pairs", "stated", "by ghosts"),
        [(one.kind, f"{one.pairs:,}", figure(one.stated), figure(one.by_ghosts)) for one in scored.ghosts],
    )
    _print(
        console,
        "A mat left out",
        ("kind", "asked", "within 10 s", "of who was beside them"),
        [(o.kind, f"{o.asked:,}", figure(o.near), figure(o.by_chance)) for o in scored.left_out if o.asked],
    )
    _print(
        console,
        "Equal names and towns",
        ("kind", "equal", "share", "by local chance"),
        [(o.kind, o.mark, figure(o.equal), figure(o.by_chance)) for o in scored.social if o.pairs],
    )
    _print(
        console,
        "Naive rules",
        ("rule", "pairs", "chance", "planted found"),
        [(o.rule, f"{o.pairs:,}", figure(o.false_share), figure(o.recall)) for o in scored.naive],
    )


def _print_planted(console: Console, scored: Scored) -> None:
    heads = ("planted", *map(str, range(LEAST_MATS, MOST_MATS)), f"{MOST_MATS}+", "mat exact")
    rows = []
    for sort in SORTS:
        told = [number(told_of, 2) for told_of in told_by_mats(scored, sort.what)]
        rows.append((sort.what, *told, figure(exact(of(scored, sort.what)))))
    _print(console, "Told of, by mats together", heads, rows)


def _print(
    console: Console, title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]]
) -> None:  # fmt: skip
    table = Table(title=title, box=None, title_justify="left")
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def rows_of(scored: Scored) -> Rows:
    """Return every figure as a row: race, part, what, mats together (0: all), of how many, the figure."""
    rows: list[tuple[str, str, int, int, float]] = []
    for one in scored.recalls:
        rows.append(("told", one.what, one.mats, one.planted, one.told / max(one.planted, 1)))
        rows.append(("named", one.what, one.mats, one.planted, one.named / max(one.planted, 1)))
        rows.append(("exact", one.what, one.mats, one.told, one.first_exact / max(one.told, 1)))
    bait = scored.bait
    rows.append(("pace team", "pairs told of", 0, bait.pairs, bait.told / max(bait.pairs, 1)))
    for rate in scored.ghosts:
        rows += [
            ("stated", rate.kind, 0, rate.pairs, rate.stated),
            ("ghosts", rate.kind, 0, rate.pairs, rate.by_ghosts),
        ]
    for apart in scored.left_out:
        rows += [
            ("left out", apart.kind, 0, apart.asked, apart.near),
            ("left out, chance", apart.kind, 0, apart.asked, apart.by_chance),
        ]
    for mark in scored.social:
        what = f"{mark.kind}, {mark.mark}"
        rows += [
            ("equal", what, 0, mark.pairs, mark.equal),
            ("equal, chance", what, 0, mark.pairs, mark.by_chance),
        ]
    for rule in scored.naive:
        rows += [
            ("naive, chance", rule.rule, 0, rule.pairs, rule.false_share),
            ("naive, told", rule.rule, 0, rule.pairs, rule.recall),
        ]
    names = ("part", "what", "mats", "count", "figure")
    return [{"race": scored.race, **dict(zip(names, row, strict=True))} for row in rows]
