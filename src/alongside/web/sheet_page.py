"""The sheet to print at 5 a.m.: what a station may expect by the plan alone, and lines to tick."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.live.ports import Shown
from alongside.live.station_views import StationPass, StationView
from alongside.live.views import RaceView
from alongside.web import words
from alongside.web.answers import missing, page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.headers import PRIVATE
from alongside.web.radio_page import along
from alongside.web.site import Site
from alongside.web.station_advice import planned_needs_words
from alongside.web.station_chart import chart, half_hours
from alongside.web.station_page import CONTROL, STATION, emergency, shown_stations, station_in

SPREAD = (
    "By plan and entries alone: entries that say what they expect, at an even pace; the others spread from a "
    "third of the limit to the limit, most at six tenths of it (without a limit, from 4.7 m/s to 1.4 m/s)."
)
LINES = 26


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the sheets: one station's own, and all of them for control."""
    own: list[Page] = [("/sheet/", "GET", own_sheet)]
    every: list[Page] = [("/sheet/", "GET", all_sheets)]
    return [*routes_of(site, STATION, own), *routes_of(site, CONTROL, every)]


async def own_sheet(site: Site, visit: Visit, request: Request) -> Response:
    """The sheet of one station."""
    await shown_stations(site)
    shown = site.show.latest()
    station = station_in(shown, visit.link.scope)
    if shown is None or station is None:
        return await missing(request)
    return _sheets(site, visit, shown, [station])


async def all_sheets(site: Site, visit: Visit, request: Request) -> Response:
    """The sheets of all stations, one page each."""
    await shown_stations(site)
    shown = site.show.latest()
    return _sheets(site, visit, shown, along(shown.views.control) if shown else [])


def _sheets(site: Site, visit: Visit, shown: Shown | None, stations: list[StationView]) -> Response:
    view = shown.views.control if shown else None
    context = {
        "name": site.name(),
        "date": shown.plan.date if shown and shown.plan else "",
        "emergency": emergency(site),
        "back": visit.base,
        "spread": SPREAD,
        "sheets": [sheet(station, view) for station in stations] if view else [],
        "lines": LINES,
    }
    return page("sheet.html", context, headers=PRIVATE)


def sheet(station: StationView, view: RaceView) -> dict[str, Any]:
    """Return what one station's sheet says; nothing of it depends on the race having begun."""
    zone = view.zone
    busiest = max(station.crowd, key=lambda ten: ten.expected, default=None)
    first_ms = min((one.planned_first_ms for one in station.passes if one.planned_first_ms), default=None)
    last_ms = max((one.planned_last_ms for one in station.passes if one.planned_last_ms), default=None)
    return {
        "name": station.name,
        "first": _clock(first_ms, view),
        "last": _clock(last_ms, view),
        "opens": _clock(station.opens_ms, view),
        "closes": _clock(station.closes_ms, view),
        "early": last_ms is not None and station.closes_ms is not None and station.closes_ms < last_ms,
        "needs": planned_needs_words(station),
        "permit": _clock(station.permit_ms, view),
        "passes": [_pass(one, view) for one in station.passes],
        "sweeps": [(name, _clock(ms, view)) for name, ms in station.sweeps],
        "chart": chart(station.crowd, zone, None),
        "busiest": f"{_clock(busiest.from_ms, view)}, about {words.number(busiest.expected)} in ten minutes"
        if busiest
        else "",
        "halves": half_hours(station.crowd, zone),
        "entered": words.number(sum(ten.expected for ten in station.crowd)),
    }


def _pass(one: StationPass, view: RaceView) -> dict[str, str]:
    again = f", time {one.visit} of {one.visits}" if one.visits > 1 else ""
    return {
        "name": f"{one.name}{again}",
        "where": words.place(one.along_m),
        "first": _clock(one.planned_first_ms, view),
        "last": _clock(one.planned_last_ms, view) or "no limit",
    }


def _clock(at_ms: int | None, view: RaceView) -> str:
    day_ms = view.first_gun_ms or view.race_now_ms
    return "" if at_ms is None else words.clock(at_ms, view.zone, day_ms)
