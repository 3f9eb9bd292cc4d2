"""``alongside report``: the closing report of a day, from its log, as a page, a table or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from rich.console import Console

from alongside.cli.days import LOG_NAME, day_of
from alongside.cli.own_files import PAGE_MARK, check_ours, writing
from alongside.errors import InputError
from alongside.events.row import Draft, Row
from alongside.folders.recorded import Day
from alongside.folders.tables import write_table
from alongside.live.pipeline import Race
from alongside.live.report_view import REPORT
from alongside.live.report_views import ReportView
from alongside.store.person_tables import texts_of
from alongside.store.schema import open_reader
from alongside.web.report_page import report_html, text_ids
from alongside.web.report_rows import report_rows
from alongside.web.report_words import first_sentence

ENDINGS = (".html", ".csv", ".json")
OURS = {".html": PAGE_MARK, ".json": b'{\n  "race":'}


def report_race(path: Path, out: Path) -> None:
    """Write the closing report of a race; say in a sentence what came of it."""
    check_out(out)
    log = path / LOG_NAME if (path / LOG_NAME).is_file() else path
    day = day_of(log)
    report = report_of(day)
    texts = _texts(log, report) if log.suffix == ".db" else {}
    write_report(out, report, texts)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{day.name}: {first_sentence(report)}", markup=False)
    if not day.decided:
        console.print("A recorded day: nothing was told to its stations.", markup=False)
    console.print(f"Written to {out}", markup=False)


def check_out(out: Path) -> None:
    """Refuse a name that says no kind of report, or is somebody else's file, before the long work begins."""
    ending = out.suffix.casefold()
    if ending not in ENDINGS:
        raise InputError.of(
            str(out), "ends in neither .html, .csv nor .json.", "Name the file report.html, say."
        )
    mark = OURS.get(ending)
    if mark is not None:
        check_ours(out, mark, "closing report")


def report_of(day: Day) -> ReportView:
    """Return the closing report of a day as of its end; what was decided on it is among its rows."""
    race = Race()
    race.apply(rows_of(day.drafts))
    report = race.look(day.span_ms[1], [REPORT]).report
    assert report is not None  # noqa: S101
    return report


def rows_of(drafts: Iterable[Draft]) -> Iterator[Row]:
    """Yield drafts as a log would number them; what says no time of receipt came with the one before."""
    received_ms = 0
    for seq, draft in enumerate(drafts, 1):
        received_ms = max(received_ms, draft.received_at_ms or 0)
        yield Row(seq, draft.source, draft.id, draft.at_ms, received_ms, draft.body)


def write_report(out: Path, report: ReportView, texts: dict[str, str]) -> None:
    """Write a report by the ending of its file's name."""
    with writing(out):
        if out.suffix.casefold() == ".html":
            out.write_text(report_html(report, texts), encoding="utf-8")
        elif out.suffix.casefold() == ".json":
            out.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
        else:
            write_table(out, report_rows(report), "the report")


def _texts(log: Path, report: ReportView) -> dict[str, str]:
    connection = open_reader(log)
    try:
        return texts_of(connection, text_ids(report))
    finally:
        connection.close()
