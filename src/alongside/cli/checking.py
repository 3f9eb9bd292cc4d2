"""``alongside check``: the course as a table and a strip, the promise, and what to look at."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from alongside.cli.promising import print_promise, write_promise
from alongside.course.early import late_openings
from alongside.course.promise import Promise, promise_of
from alongside.course.promise_text import summary, unpromised_sentences
from alongside.course.strip import strip_text
from alongside.course.table import CourseTable, course_table
from alongside.events.plan import RacePlan
from alongside.folders.race_folder import RaceFolder, read_folder

WIDEST = 120


def check_race(path: Path, width: int | None, out: Path | None = None) -> None:
    """Print what the race folder holds and how its schedule keeps the promise; write that to ``out``.

    Raises ``InputError`` with everything that is wrong. A broken promise is not wrong input: it is said.
    """
    console = Console(width=width, highlight=False)
    folder = read_folder(path)
    plan, promise = folder.plan, promise_of(folder.plan)
    table = course_table(plan, (*folder.warnings, *late_openings(plan), *unpromised_sentences(promise)))
    console.print(f"[bold]{escape(plan.name)}[/bold], {plan.date}, {escape(plan.zone)}")
    console.print(f"{about_roster(folder)} Times are those on the wall at the race.\n")
    print_course(console, plan, table)
    print_promise(console, promise, plan)
    print_verdict(console, table.warnings, promise)
    if out is not None:
        write_promise(out, promise, plan)
        console.print(f"The promise is written to {out}.", markup=False, soft_wrap=True)


def about_roster(folder: RaceFolder) -> str:
    """Return what was read of the roster: a column that was not understood shows as a count of none.

    Those under 18 are counted with those of whom the roster does not say, since both need a guardian's link.
    """
    entries, people = folder.entries, folder.people
    if not entries:
        return "0 entries."
    chips = sum(bool(entry.chips) for entry in entries)
    adults = sum(person.adult is True for person in people)
    mails = sum(bool(person.email) for person in people)
    said = f"{len(entries):,} entries, {chips:,} with a chip; {len(people):,} people, {adults:,} of them"
    return f"{said} known to be 18, {mails:,} with an email."


def print_course(console: Console, plan: RacePlan, table: CourseTable) -> None:
    """Print the course: a strip and a table for each distance, and the roads that are shared."""
    for line in strip_text(plan, min(console.width, WIDEST)):
        console.print(line, markup=False)
    for distance in plan.distances:
        console.print()
        console.print(_distance_table(table, distance.id, distance.name))
    if table.shared:
        console.print()
        console.print(_shared_table(table))


def print_verdict(console: Console, warnings: tuple[str, ...], promise: Promise) -> None:
    """Print what to look at, and whether the race can be run as it is."""
    console.print()
    for warning in warnings:
        console.print(f"[yellow]look at[/yellow] {escape(warning)}")
    if promise.worst_first():
        console.print(f"[bold red]look at[/bold red] {escape(summary(promise))}")
    quiet = not warnings and not promise.worst_first()
    console.print("Nothing is wrong with this race." if quiet else "It can be run as it is.")


def _distance_table(table: CourseTable, distance: str, name: str) -> Table:
    shown = Table(title=escape(name), title_justify="left", title_style="bold", box=None, pad_edge=False)
    for title, justify in (
        ("km", "right"),
        ("mile", "right"),
        ("what", "left"),
        ("name", "left"),
        ("when", "left"),
    ):
        shown.add_column(title, justify=justify)  # type: ignore[arg-type]
    for row in table.rows:
        if row.distance == distance:
            name, times = escape(row.name), escape(row.times)
            shown.add_row(f"{row.km:.3f}", f"{row.mile:.2f}", row.kind, name, times)
    return shown


def _shared_table(table: CourseTable) -> Table:
    shown = Table(title="Shared road", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for title in ("distance", "km", "with", "km "):
        shown.add_column(title)
    for row in table.shared:
        a, b = f"{row.a_from_km:.2f} to {row.a_to_km:.2f}", f"{row.b_from_km:.2f} to {row.b_to_km:.2f}"
        shown.add_row(row.a, a, row.b, b)
    return shown
