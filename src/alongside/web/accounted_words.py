"""The ledger in words: how many are where, and who is missing, why, and who saw her last."""

from __future__ import annotations

from alongside.live.accounted_views import AccountedView, By, LastSeen, LedgerLine, Missing, Worry, Worrying
from alongside.live.ports import People
from alongside.live.views import RaceView
from alongside.web import words
from alongside.web.station_blocks import who_said

WHY: dict[Worry, str] = {
    "not_found": "waits for a ride, a van did not find her at {at}",
    "overdue": "overdue: {words}",
    "left_course": "her phone left the course near {words} at {at}",
    "past_limit": "still out, her limit passed at {at}",
    "waiting": "waits for a ride since {at}",
    "read_on_board": "read at {words} at {at}, while said to be in a van",
    "question": "read at {words} at {at}, and that read is questionable",
}
HOW: dict[By, str] = {
    "mat": "by the mat",
    "station": "keyed",
    "phone": "by her phone",
    "runner": "said by herself",
    "van": "by the van",
    "sweep": "by the sweep",
    "staff": "said",
    "": "",
}


def first(view: RaceView) -> str:
    """Return the answer of the page: everybody is accounted for, or how many are not."""
    found = view.accounted
    if found is None:
        return "The ledger is being made."
    if found.accounted_ms is not None:
        return f"All accounted for, {words.clock(found.accounted_ms, view.zone, view.race_now_ms)}."
    if found.missing_total:
        return f"{words.number(found.missing_total)} not accounted for."
    if not found.total.on_course and not found.total.finished:
        return "Nobody has started yet."
    out = words.some(found.total.on_course, "runner is", "runners are")
    return f"Nobody is missing. {out[0].upper()}{out[1:]} on the course."


def more(found: AccountedView) -> list[str]:
    """Return what else matters: who waits for a ride, who is in a van."""
    said = []
    if found.waiting:
        said.append(f"{words.some(found.waiting, 'runner waits', 'runners wait')} for a ride.")
    if found.on_board:
        said.append(f"{words.some(found.on_board, 'runner is', 'runners are')} on board of a van.")
    return said


def figures(line: LedgerLine) -> list[tuple[str, str]]:
    """Return the figures of a line of the ledger: a number and what it counts."""
    counted = [
        (line.finished, "finished"),
        (line.dropped_out, "dropped out"),
        (line.picked_up, "picked up"),
        (line.disqualified, "disqualified"),
        (line.not_started, "not started"),
        (line.on_course, "on the course"),
    ]
    return [(words.number(count), what) for count, what in counted]


def transfers(line: LedgerLine) -> str:
    """Return how many came from another distance, and how many went to one."""
    parts = [(line.transferred_in, "transferred to it"), (line.transferred_out, "transferred away from it")]
    return ", ".join(f"{words.number(n)} {what}" for n, what in parts if n)


def why(one: Worrying, view: RaceView) -> str:
    """Return why somebody is missing."""
    at = words.clock(one.since_ms, view.zone, view.race_now_ms)
    return WHY[one.what].format(at=at, words=one.words.rstrip(". "))


def seen(last: LastSeen | None, people: People, view: RaceView) -> str:
    """Return who saw somebody last, where and when."""
    if last is None:
        return "Never seen"
    where = f" at {last.place}" if last.place else ""
    at = words.clock(last.at_ms, view.zone, view.race_now_ms)
    by = f" by {who_said(people, last.by)}" if last.by and last.how in ("station", "staff") else ""
    return f"Last seen{where} at {at}, {words.ago(last.at_ms, view.race_now_ms)}, {HOW[last.how]}{by}"


def short(one: Missing, people: People, view: RaceView) -> str:
    """Return one missing runner in a line, by her bib."""
    reason = why(one.why[0], view)
    return f"Bib {one.bib} ({one.distance_name}): {reason}. {seen(one.seen, people, view)}."
