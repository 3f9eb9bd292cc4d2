"""``alongside together``: who ran together, as a table, in words, and as a page."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

from alongside.cli.days import day_of
from alongside.cli.own_files import PAGE_MARK, check_ours, writing
from alongside.cli.scoring import done_of
from alongside.cli.together_summary import print_summary
from alongside.errors import InputError
from alongside.folders.folded import fold_day
from alongside.folders.pair_files import is_pair
from alongside.folders.past_races import bound_pair, read_past
from alongside.folders.race_folder import is_folder, read_folder
from alongside.folders.tables import check_table, write_table
from alongside.together.field import Field
from alongside.together.find import find, rounds_for
from alongside.together.of_pasts import field_of_pasts
from alongside.together.of_race import field_of_race
from alongside.together.summary import summary_of
from alongside.together.table import TITLES, together_table
from alongside.web.together_page import together_html

WHOSE = "who ran together"


def together_race(race: Path, out: Path, report: Path | None, shifts: int | None, seed: int) -> None:
    """Find who ran together, write the table and the page, and say what was found.

    Raises ``InputError``. The pairs hang on the race alone; ``seed`` and ``shifts`` on what their error
    rates are counted with.
    """
    check_table(out, TITLES, WHOSE)
    _check_page(report)
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(f"reading {race.name}", total=1.0)
        field = field_of(race)
        progress.update(task, description=f"{race.name}, {len(field):,} runners")
        rounds = shifts or rounds_for(len(field))
        found = find(field, np.random.default_rng(seed), rounds, done_of(progress, task))
    write_table(out, together_table(found), WHOSE)
    console, summary = Console(highlight=False, soft_wrap=True), summary_of(found)
    print_summary(console, race.resolve().name, found, summary)
    console.print(f"{len(found):,} pairs are written to {out}.", markup=False)
    if report is not None:
        with writing(report):
            report.write_text(together_html(summary, race.resolve().name), encoding="utf-8")
        console.print(f"The report is written to {report}.", markup=False)


def field_of(race: Path) -> Field:
    """Return the field of a pair, of a folder with a recorded day or a log, or of a log."""
    if is_pair(race) or (is_folder(race) and bound_pair(read_folder(race)) is not None):
        return field_of_pasts(read_past(race))
    state = fold_day(day_of(race))
    return field_of_race(state.crossings, state.race, state.plan.day_start_ms)


def _check_page(report: Path | None) -> None:
    """Refuse a name that is no page's, or somebody else's file, before the long work begins."""
    if report is None:
        return
    if report.suffix.casefold() != ".html":
        raise InputError.of(str(report), "does not end in .html.", "Name the report together.html, say.")
    check_ours(report, PAGE_MARK, "report")
