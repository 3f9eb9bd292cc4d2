"""What needs a hand on race control's page: how many of each, and who."""

from __future__ import annotations

from typing import Any

from alongside.live.ports import People
from alongside.live.views import RaceView
from alongside.units import normal_code
from alongside.web import words
from alongside.web.accounted_blocks import accounted_brief
from alongside.web.control_risk import risk_block

IN_HAND = ("todo", "overdue", "accounted", "silent", "asks", "claims", "noticed", "questions")
MOST_OVERDUE = 5  # shown without a press
MOST_NOTICED = 3


def todo_block(view: RaceView) -> dict[str, Any]:
    """Return how many of each need a hand, with where they stand: the page's own contents, worst first."""
    found = view.accounted
    missing = found.missing_total if found else 0
    waiting = sum(ride.state == "waiting" for ride in view.rides)
    silent, asks = sum(mat.silent for mat in view.mats), len(view.stations_now.asks)
    noticed = view.noticed
    counted = [
        (len(view.overdue), "overdue", "overdue", "#overdue"),
        (missing, "not accounted for", "not accounted for", "#accounted"),
        (silent, "mat silent", "mats silent", "#silent"),
        (waiting, "waits for a ride", "wait for a ride", "accounted/#rides"),
        (asks, "table: until when?", "tables: until when?", "#asks"),
        (len(view.claims), "said to have dropped out", "said to have dropped out", "#claims"),
        (noticed.at_risk, "at risk", "at risk", "#noticed"),
        (noticed.alone, "alone", "alone", "#noticed"),
        (len(view.questions), "read to settle", "reads to settle", "#questions"),
    ]
    return {"items": [(words.some(n, one, many), to) for n, one, many, to in counted if n]}


def overdue_block(view: RaceView) -> dict[str, Any]:
    """Return who is overdue: the first of them open, the rest behind one press."""
    names = {distance.id: distance.name for distance in view.distances}
    at_risk = {normal_code(one.bib) for one in view.noticed.rows if one.at_risk is not None}
    rows = [
        {
            "bib": runner.bib,
            "distance": names.get(runner.distance, runner.distance),
            "reason": runner.reason.rstrip(". "),
            "seen": words.seen(runner.last_seen_ms, runner.last_seen_place, view.zone, view.race_now_ms),
            "at_risk": normal_code(runner.bib) in at_risk,
        }
        for runner in view.overdue
    ]
    return {"total": len(rows), "first": rows[:MOST_OVERDUE], "rest": rows[MOST_OVERDUE:]}


def missing_block(view: RaceView, people: People | None) -> dict[str, Any]:
    """Return how many are missing, and the worst of them; the overdue stand in a list of their own."""
    brief = accounted_brief(view, people)
    if view.accounted is None or not brief["total"]:
        return {**brief, "above": 0}
    overdue = _overdue_bibs(view)
    told = zip(brief["rows"], view.accounted.missing, strict=False)
    rows = [says for says, one in told if normal_code(one.bib) not in overdue]
    return {**brief, "rows": rows, "above": min(len(overdue), brief["total"])}


def noticed_block(view: RaceView) -> dict[str, Any]:
    """Return who is at risk or alone, without those whom the list of the overdue names already."""
    block, overdue = risk_block(view), _overdue_bibs(view)
    rows = [row for row in block["rows"] if normal_code(row["bib"]) not in overdue]
    return {
        **block,
        "rows": rows[:MOST_NOTICED],
        "rest": rows[MOST_NOTICED:],
        "above": len(block["rows"]) - len(rows),
    }


def _overdue_bibs(view: RaceView) -> set[str]:
    return {normal_code(runner.bib) for runner in view.overdue}
