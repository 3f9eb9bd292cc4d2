"""Medical's page: where is a runner, first of all; then how the race stands, and who wants a ride.

The look itself is kept before it is answered (see ``look_page``), and so is the list of those who wait. A
phone that has fallen silent raises nothing here: no news is no alarm.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Link, Role
from alongside.live.ports import Shown
from alongside.live.ride_views import RideView
from alongside.live.views import RaceView
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import words
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.messages import with_words
from alongside.web.ride_place import from_text, where_words
from alongside.web.role_words import TITLES, emergency_words
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block

MEDICAL: tuple[Role, ...] = ("medical",)
LOOKED = "on medical's page: wants a ride"


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of medical's page."""
    pages: list[Page] = [("/", "GET", medical_page)]
    return [*routes_of(site, MEDICAL, pages), events_of(site, "medical", medical_stream)]


def medical_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of medical's page: one for each link, since whoever holds it is named in looks."""
    link = visit.link

    def draw(shown: Shown) -> dict[str, str]:
        return draw_blocks("medical", medical_blocks(site, shown, link))

    return site.stream(("medical", str(link.id)), draw)


async def medical_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page behind a medical link."""
    shown = site.show.latest()
    context = {
        "stream": "events",
        "base": visit.base,
        "title": TITLES["medical"],
        "emergency": emergency_words(shown.plan if shown else None),
    }
    return site.live_page("medical.html", medical_stream(site, visit, request), context)


def medical_blocks(site: Site, shown: Shown, link: Link) -> dict[str, dict[str, Any]]:
    """Return what each block needs: the clock, the state, the rides that are wanted, control's messages."""
    view, control = shown.views.public, shown.views.control
    player = site.player.state() if site.player else None
    for_staff = [m for m in control.messages if m.to in ("everybody", "stations")]
    return {
        "clock": {"c": clock_block(view, shown.rate, player)},
        "state": {"first": view.sentence, "counts": words.count_items(view.counts)},
        "rides": {"rides": _rides(site, control, link)},
        "messages": {"messages": with_words(site.people, for_staff, view.zone, view.race_now_ms)},
    }


def _rides(site: Site, view: RaceView, link: Link) -> list[dict[str, str]]:
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer(link.role)
    waiting = [
        ride
        for ride in view.rides
        if ride.state == "waiting" and may_see(viewer, Subject(normal_code(ride.bib)), "position", moment)
    ]
    site.seen_last.note_by(link, (ride.bib for ride in waiting), LOOKED, site.now_ms())
    texts = site.people.texts(ride.text_id for ride in waiting if ride.text_id)
    return [_ride(ride, from_text(texts.get(ride.text_id, "")).words, view) for ride in waiting]


def _ride(ride: RideView, her_words: str, view: RaceView) -> dict[str, str]:
    since = words.clock(ride.since_ms, view.zone, view.race_now_ms)
    stops = "stops here" if ride.stops else "wants a ride"
    return {
        "bib": ride.wears or ride.bib,
        "says": f"{stops}, {where_words(ride)}, since {since}, {words.ago(ride.since_ms, view.race_now_ms)}",
        "words": her_words,
    }
