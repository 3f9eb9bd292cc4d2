"""Who has which link: a table for the organiser's terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from alongside.events.link import STAFF, Link
from alongside.events.plan import RacePlan
from alongside.units import show_day, show_time
from alongside.web.role_words import TITLES, scope_name

MOST_LISTED = 1000  # of runners; an organiser asks for one with --bib


def list_links(console: Console, links: Sequence[Link], plan: RacePlan) -> None:
    """Print links: staff, then persons, with when they were made, opened and ended."""
    staff = [link for link in links if link.role in STAFF]
    people = [link for link in links if link.role not in STAFF]
    table = Table(box=None, pad_edge=False)
    for head in ("id", "role", "for", "holder", "made", "opened", "last", "ended"):
        table.add_column(head, justify="right" if head in ("id", "opened") else "left")
    for link in [*staff, *people[:MOST_LISTED]]:
        table.add_row(*_cells(link, plan))
    console.print(table)
    if len(people) > MOST_LISTED:
        console.print(f"{len(people) - MOST_LISTED:,} more of runners: ask with --bib.")
    held = sum(link.ended_ms is None for link in links)
    console.print(f"{len(links):,} links, {held:,} of them not ended.")


def _cells(link: Link, plan: RacePlan) -> list[str]:
    bound = f"bib {link.bib}" if link.bib else scope_name(plan, link.role, link.scope)
    opened = str(link.opens) + (" (unclaimed)" if link.needs_claim else "")
    times = [_when(ms, plan.zone) for ms in (link.made_ms, link.last_open_ms, link.ended_ms)]
    return [str(link.id), TITLES[link.role], bound, link.holder, times[0], opened, times[1], times[2]]


def _when(at_ms: int | None, zone_name: str) -> str:
    return f"{show_day(at_ms, zone_name)} {show_time(at_ms, zone_name, seconds=False)}" if at_ms else ""
