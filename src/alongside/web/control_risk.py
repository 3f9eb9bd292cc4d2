"""Who is at risk or alone: the block of race control's page, and the whole list for those who can help.

By bib, without a name. It shows places, so it is kept of each runner on it that she was looked at (R10).
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.live.risk_view import MOST
from alongside.live.risk_views import FlagView, Noticed, NoticedView
from alongside.live.views import RaceView
from alongside.web import words
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.role_words import TITLES
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block

ROLES: tuple[Role, ...] = ("control", "steward", "medical", "sweep")
SHOWN = 10
LATE_S = 5 * 60  # no news before: a mat's reads take their time
WHAT = "on the list of who is at risk or alone"


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the list."""
    pages: list[Page] = [("/risk/", "GET", risk_page)]
    doors = routes_of(site, ROLES, pages)
    return [*doors, *(events_of(site, role, risk_stream, "/risk/events") for role in ROLES)]


def risk_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of the list: one for each link, since whoever holds it is named in looks."""
    link = visit.link

    def draw(shown: Shown) -> dict[str, str]:
        view = shown.views.control
        site.seen_last.note_by(link, (one.bib for one in view.noticed.rows), WHAT, site.now_ms())
        player = site.player.state() if site.player else None
        blocks = {"headline": risk_block(view, MOST), "clock": {"c": clock_block(view, shown.rate, player)}}
        return draw_blocks("risk", blocks)

    return site.stream(("risk", str(link.id)), draw)


async def risk_page(site: Site, visit: Visit, request: Request) -> Response:
    """The whole list."""
    context = {"stream": "events", "base": f"{visit.base}risk/", "title": TITLES[visit.link.role]}
    return site.live_page("risk.html", risk_stream(site, visit, request), context)


def risk_block(view: RaceView, most: int = SHOWN) -> dict[str, Any]:
    """Return who is at risk or alone, the most urgent first: ``most`` of them, and how many there are."""
    noticed = view.noticed
    return {
        "total": words.number(noticed.total),
        "says": _says(noticed),
        "rows": [_row(one, view) for one in noticed.rows[:most]],
        "more": max(0, noticed.total - most),
    }


def _says(noticed: NoticedView) -> str:
    counted = ((noticed.at_risk, "at risk"), (noticed.alone, "alone"))
    said = [f"{words.number(count)} {what}" for count, what in counted if count]
    return " and ".join(said) or "Nobody is at risk or alone"


def _row(one: Noticed, view: RaceView) -> dict[str, Any]:
    names = {distance.id: distance.name for distance in view.distances}
    about = "about " if one.how == "pace" else ""
    return {
        "bib": one.bib,
        "distance": names.get(one.distance, one.distance),
        "where": about + words.place(one.along_m),
        "grounds": {"mat": "read at a mat", "phone": "by phone", "pace": "estimate"}[one.how],
        "seen": words.seen(one.last_seen_ms, one.last_seen_place, view.zone, view.race_now_ms),
        "late": _late(one),
        "whys": [
            _why(flag, word, view)
            for flag, word in ((one.at_risk, "At risk"), (one.alone, "Alone"))
            if flag is not None
        ],
    }


def _late(one: Noticed) -> str:
    """Return that she is not read where she was due; where she is, is a guess then."""
    if one.late_s < LATE_S:
        return ""
    guess = "" if one.is_believed else ": where she is, is a guess"
    return f"{words.minutes(one.late_s)} late at {one.next_split}{guess}"


def _why(flag: FlagView, word: str, view: RaceView) -> dict[str, str]:
    since = words.clock(flag.since_ms, view.zone, view.race_now_ms)
    reason = flag.reason.rstrip(". ")
    return {"word": word, "reason": reason[:1].upper() + reason[1:], "since": since}
