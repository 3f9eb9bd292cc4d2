"""``alongside score closing``: recorded days under a limit, and when each table was told to close."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from alongside.cli.closing_days import closings
from alongside.cli.priors import read_prior
from alongside.cli.scoring import done_of
from alongside.errors import InputError
from alongside.folders.tables import check_ending, write_table
from alongside.score.closings import Closed, summed_up
from alongside.score.limited import Rules
from alongside.units import parse_clock_s, show_duration

WHOSE = "the closings"
COLUMNS = ("mat", "km", "last inside the limit", "told", "minutes late")


def rules_of(limit: str, own_start: bool, mats: str, told_min: float, only_inside: bool) -> Rules:
    """Return the rules of the options; :class:`InputError` for a limit that is no time."""
    try:
        limit_s = parse_clock_s(limit)
    except ValueError as error:
        raise InputError.of("--limit", f"{error}.", "Write it as 6:30:00; hours may exceed 24.") from error
    named: Collection[str] | None = {mat.strip() for mat in mats.split(",") if mat.strip()} or None
    return Rules(limit_s, own_start, named, told_min * 60, only_inside)


def score_closing(races: Sequence[Path], rules: Rules, prior_file: Path | None, out: Path | None) -> None:
    """Print when each table was told that it may close, beside the last runner inside the limit."""
    console = Console()
    if out is not None:
        check_ending(out, "closings")
    prior = None if prior_file is None else read_prior(prior_file)
    rows: list[Closed] = []
    with Progress(console=Console(stderr=True)) as progress:
        for race in races:
            task = progress.add_task(race.name, total=1.0)
            found = closings(race, rules, prior, done_of(progress, task))
            rows += found
            progress.remove_task(task)
            print_closings(console, found)
    if len(races) > 1:
        console.print(f"\nAll of them: {sentence(rows)}", highlight=False)
    if out is not None:
        write_table(out, {name: [asdict(row)[name] for row in rows] for name in asdict(rows[0])}, WHOSE)


def print_closings(console: Console, rows: Sequence[Closed]) -> None:
    """Print the places of one race, and what they come to."""
    table = Table(title=f"{rows[0].race}, {rows[0].limit_h:g} h", box=None, title_justify="left")
    for column in COLUMNS:
        table.add_column(column, justify="left" if column == "mat" else "right")
    for row in rows:
        told = "never" if row.told_s != row.told_s else show_duration(row.told_s)
        late = "" if row.told_s != row.told_s else f"{row.late_min:.1f}"
        table.add_row(row.mat, f"{row.km:.1f}", show_duration(row.last_s), told, late)
    console.print(table)
    console.print(sentence(rows), highlight=False)


def sentence(rows: Sequence[Closed]) -> str:
    """Return what closings came to, in a sentence."""
    found = summed_up(rows)
    never = f", {found.never} never told" if found.never else ""
    return (
        f"{found.early} of {found.places} too early{never}; told {found.median_min:.1f} min after the last "
        f"inside the limit in the median, {found.ninety_min:.1f} min in 9 of 10."
    )
