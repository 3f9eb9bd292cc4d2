"""The promise on a terminal and as a file: a summary, the worst, a strip and a table per distance."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alongside.course.promise import Promise, PromiseRow
from alongside.course.promise_text import (
    TableRow,
    sentence_of,
    show_minute,
    summary,
    table_rows,
    verdict_of,
    who,
)
from alongside.course.strip import PROMISE_LEGEND, promise_strip
from alongside.course.table import show_wall
from alongside.events.plan import Distance, RacePlan

MOST_LISTED = 10
WIDEST = 120
_STYLES = {"broken": "bold red", "unsaid": "yellow", "kept": ""}


def print_promise(console: Console, promise: Promise, plan: RacePlan) -> None:
    """Print the promise: the summary, what is broken with the worst first, then everything by metres."""
    console.print("\n[bold]The promise[/bold]: is anything gone before the last runner inside the limit?")
    console.print(summary(promise), style="bold", markup=False)
    _print_worst(console, promise, plan)
    shown = [distance for distance in plan.distances if distance.id in promise.runners]
    for distance in shown:
        _print_distance(console, promise, plan, distance)
    if shown:
        console.print(PROMISE_LEGEND + _next_day(promise, plan), markup=False)


def _next_day(promise: Promise, plan: RacePlan) -> str:
    """What (+1) means, where it is shown."""
    last = [show_wall(row.last_ms, plan) for row in promise.rows]
    return "  (+1) the day after" if any("(+1)" in wall for wall in last) else ""


def _print_worst(console: Console, promise: Promise, plan: RacePlan) -> None:
    broken = promise.worst_first()
    for row in broken[:MOST_LISTED]:
        _print_hanging(console, sentence_of(row, promise, plan))
    if len(broken) > MOST_LISTED:
        _print_hanging(console, f"and {len(broken) - MOST_LISTED} more, marked broken below.")


def _print_hanging(console: Console, sentence: str) -> None:
    """A sentence with a dash before it, its other lines indented below the first."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row("-", escape(sentence))
    console.print(grid)


def _print_distance(console: Console, promise: Promise, plan: RacePlan, distance: Distance) -> None:
    runner = promise.runners[distance.id]
    starts, ends = (show_wall(ms, plan) for ms in (runner.start_ms, runner.passes_ms(runner.length_m)))
    console.print(f"\n[bold]{escape(distance.name)}[/bold]: last by promise is {escape(who(runner))},")
    console.print(f"from {starts} at an even pace to {ends}.")
    for line in promise_strip(promise, plan, distance, min(console.width, WIDEST)):
        console.print(line.rstrip(), markup=False)
    console.print()
    console.print(_table([row for row in promise.rows if row.distance == distance.id], plan))


def _table(rows: list[PromiseRow], plan: RacePlan) -> Table:
    shown = Table(box=None, pad_edge=False)
    shown.add_column("km", justify="right")
    for title in ("what", "name", "published", "last", "promise"):
        shown.add_column(title, no_wrap=title in ("published", "last", "promise"))
    for row in rows:
        said, last = show_wall(row.published_ms, plan) or "-", show_minute(row.last_ms, plan)
        verdict = f"[{_STYLES[row.verdict]}]{verdict_of(row)}[/]" if _STYLES[row.verdict] else verdict_of(row)
        shown.add_row(f"{row.along_m / 1000:.1f}", row.kind, escape(row.name), said, last, verdict)
    return shown


def write_promise(path: Path, promise: Promise, plan: RacePlan) -> None:
    """Write the rows of the promise as a table, by the ending; a file that is something else is kept."""
    from alongside.folders.tables import write_table

    rows = table_rows(promise, plan)
    columns = {title: [row[i] for row in rows] for i, title in enumerate(TableRow._fields)}
    write_table(path, columns, "the promise")
