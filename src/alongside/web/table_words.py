"""What a runner is told of tables ahead of her that are gone, or out of water."""

from __future__ import annotations

from alongside.live.station_views import TableAhead
from alongside.live.views import RunnerView
from alongside.web import words


def table_lines(view: RunnerView) -> list[str]:
    """Return a sentence for each table ahead without water, with the next one that has some."""
    if view.status != "on_course":
        return []
    return [_line(table) for table in view.tables]


def _line(table: TableAhead) -> str:
    gone = "has closed" if table.is_gone else "is out of water"
    where = f"{table.name}, {words.place(table.along_m)}, {gone}"
    if table.next_m is None:
        return f"{where}. There is no water after it before the finish."
    return f"{where}. Next water: {table.next_name}, {words.place(table.next_m)}."
