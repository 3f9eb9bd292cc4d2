"""The last runners of a distance on race control's page: where each is, when she is expected, her limit."""

from __future__ import annotations

from typing import Any

from alongside.live.views import DistanceView, RaceView, TailRow
from alongside.web import words
from alongside.web.expected import at_finish, at_next, when_or_due
from alongside.web.limit_words import makes_limit

MOST_TAIL = 25  # rows of one distance's tail
OPEN_TAIL = 3  # of them shown without a press; all 25 of two distances are ten screens of a phone
GROUNDS = {"mat": "read at a mat", "phone": "by phone", "pace": "estimate"}
TAIL_NOTE = (
    "Estimates, from each runner's times so far and how such races go: of ten who go on, eight come in the "
    "range. The chance of the limit includes stopping."
)


def tail_rows(distance: DistanceView, view: RaceView) -> dict[str, Any]:
    """Return what the list of a distance's last runners needs; the first ones stand open."""
    flagged = {runner.bib for runner in view.overdue}
    rows = [_row(row, distance, view, row.bib in flagged) for row in distance.tail[:MOST_TAIL]]
    return {
        "id": distance.id,
        "name": distance.name,
        "first": rows[:OPEN_TAIL],
        "rest": rows[OPEN_TAIL:],
        "out": distance.counts.on_course,
        "holds": words.INTERRUPTED[distance.interrupted],
    }


def _row(row: TailRow, distance: DistanceView, view: RaceView, flagged: bool) -> dict[str, Any]:
    """Return a row; "overdue" is said only of whom the list of the overdue names too."""
    late = f"{words.minutes(row.overdue_s)} late at {row.next_split}" if row.overdue_s >= 60 else ""
    stopped = words.may_have_stopped(row.going)
    return {
        "bib": row.bib,
        "where": _where(row),
        "grounds": GROUNDS[row.how] + (", if still going" if stopped and row.how == "pace" else ""),
        "stopped": words.STOPPED if stopped else "",
        "seen": words.seen(row.last_seen_ms, row.last_seen_place, view.zone, view.race_now_ms),
        "next": _next(row, view),
        "finish": _finish(row, view),
        "limit": makes_limit(row.makes_limit, distance.limit_ms, view.race_now_ms),
        "late": f"Overdue: {late}" if late and flagged else late,
        "overdue": bool(late) and flagged,
    }


def _where(row: TailRow) -> str:
    return ("about " if row.how == "pace" else "") + words.place(row.along_m)


def _next(row: TailRow, view: RaceView) -> str:
    one = at_next(row)
    said = when_or_due(one, view.zone, view.race_now_ms) if one else "not known yet"
    return f"{row.next_split} {said}".strip()


def _finish(row: TailRow, view: RaceView) -> str:
    one = at_finish(row)
    return when_or_due(one, view.zone, view.race_now_ms) if one else "not known yet"
