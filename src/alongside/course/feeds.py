"""The ``[[feeds]]`` of race.toml: who hands in reads, and which of their points is which mat."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from alongside.course.toml_table import Table, shown
from alongside.events.plan import FeedPlan, Mat
from alongside.events.sources import is_reserved

KINDS: tuple[Literal["raceresult", "csv"], ...] = ("raceresult", "csv")


def plain(text: str) -> str:
    """Return a name as it is compared: without case and blanks.

    >>> plain(" Finish Line")
    'finishline'
    """
    return "".join(text.split()).casefold()


def read_feeds(root: Table, mats: Iterable[Mat]) -> tuple[FeedPlan, ...]:
    """Return the feeds in the order of the file; what is wrong with one is noted, and it is left out."""
    known = {mat.id: mat for mat in mats}
    found: dict[str, FeedPlan] = {}
    for table in root.tables("feeds", "feeds"):
        feed = _feed(table, known)
        if feed is not None and feed.id in found:
            table.wrong("id", f"{shown(feed.id)} is used twice.", "Give each feed an id of its own.")
        elif feed is not None:
            found[feed.id] = feed
    return tuple(found.values())


def _feed(table: Table, mats: Mapping[str, Mat]) -> FeedPlan | None:
    feed_id, kind = _id(table), _kind(table)
    path = table.text("path", "", needed=kind == "csv") or ""
    points, mat = _points(table, mats), table.text("mat", "") or ""
    if kind == "raceresult" and path:
        table.wrong("path", "is for a feed of kind 'csv'.", "Leave it out: an exporter posts its reads.")
    if mat and mat not in mats:
        table.wrong("mat", f"{shown(mat)} is not a mat.", f"Known mats: {', '.join(mats) or 'none'}.")
        return None
    return FeedPlan(feed_id, kind, path, points, mat) if feed_id and kind else None


def _id(table: Table) -> str | None:
    text = table.text("id", needed=True)
    if text is None:
        return None
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", text):
        table.wrong("id", f"{shown(text)} is not an id.", 'Write a lower-case word, like id = "timer".')
        return None
    if is_reserved(text):
        table.wrong("id", f"{shown(text)} is a name that this system uses itself.", "Choose another.")
        return None
    return text


def _kind(table: Table) -> Literal["raceresult", "csv"] | None:
    text = table.text("kind", needed=True)
    kind = next((known for known in KINDS if known == text), None)
    if text is not None and kind is None:
        table.wrong("kind", f"{shown(text)} is not a kind of feed.", f"Write one of {', '.join(KINDS)}.")
    return kind


def _points(table: Table, mats: Mapping[str, Mat]) -> dict[str, str]:
    """Return plain point names to mats, those that are named sorted, so that equal plans are equal bytes."""
    value = table.data.get("points", {})
    if not isinstance(value, dict):
        table.wrong("points", f"{shown(value)} is no table.", 'Write points = { "FINISH" = "finish" }.')
        return {}
    points: dict[str, str] = {}
    for point, mat in sorted(value.items()):
        if mat not in mats:
            where = f"points.{point}"
            table.wrong(where, f"{shown(mat)} is not a mat.", f"Known mats: {', '.join(mats) or 'none'}.")
        else:
            points[plain(point)] = mat
    return points
