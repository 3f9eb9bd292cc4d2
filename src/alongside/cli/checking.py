"""``alongside check``: the course as a table and a strip, and what to look at."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table

from alongside.course.strip import strip_text
from alongside.course.table import CourseTable, course_table
from alongside.folders.race_folder import read_folder


def check_race(path: Path, width: int | None) -> None:
    """Print what the race folder holds; raises ``InputError`` with everything that is wrong."""
    console = Console(width=width, highlight=False)
    folder = read_folder(path)
    table = course_table(folder.plan, folder.warnings)
    console.print(f"[bold]{folder.plan.name}[/bold], {folder.plan.date}, {folder.plan.zone}")
    console.print(f"{len(folder.entries):,} entries. Times are those on the wall at the race.\n")
    for line in strip_text(folder.plan, min(console.width, 120)):
        console.print(line, markup=False)
    for distance in folder.plan.distances:
        console.print(_distance_table(table, distance.id, distance.name))
    if table.shared:
        console.print(_shared_table(table))
    for warning in table.warnings:
        console.print(f"[yellow]look at[/yellow] {warning}")
    console.print("Nothing is wrong with this race." if not table.warnings else "It can be run as it is.")


def _distance_table(table: CourseTable, distance: str, name: str) -> Table:
    shown = Table(title=name, title_justify="left", title_style="bold", box=None, pad_edge=False)
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
            shown.add_row(f"{row.km:.3f}", f"{row.mile:.2f}", row.kind, row.name, row.times)
    return shown


def _shared_table(table: CourseTable) -> Table:
    shown = Table(title="Shared road", title_justify="left", title_style="bold", box=None, pad_edge=False)
    for title in ("distance", "km", "with", "km "):
        shown.add_column(title)
    for row in table.shared:
        a, b = f"{row.a_from_km:.2f} to {row.a_to_km:.2f}", f"{row.b_from_km:.2f} to {row.b_to_km:.2f}"
        shown.add_row(row.a, a, row.b, b)
    return shown
