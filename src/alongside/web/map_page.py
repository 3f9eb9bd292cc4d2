"""The map, for who asks for it: for everybody, and for staff with a place to look a runner up.

The page is whole without it: the strip below shows the same. The library is loaded by this page alone.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.live.views import PublicView, RaceView, RunnerView
from alongside.web import words
from alongside.web.answers import missing, page
from alongside.web.city_files import kept
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.headers import PRIVATE, PUBLIC
from alongside.web.look_page import ROLES as LOOKS
from alongside.web.look_page import looked_up
from alongside.web.map_data import course_of, now_of
from alongside.web.public_page import public_blocks
from alongside.web.role_words import TITLES
from alongside.web.site import Site
from alongside.web.station_page import CONTROL
from alongside.web.subjects import Sight, subject_of, view_of, viewer_of

LIBRARY = "/static/vendor/maplibre-gl-6.17.0/"
TILES = "/static/vendor/pmtiles-4.5.0/pmtiles.js"
BASE = "/map/base.pmtiles"
ROLES: tuple[Role, ...] = LOOKS


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the map: for everybody, and behind the doors of those who look runners up."""

    async def everybody(request: Request) -> Response:
        return page("map.html", _context(site, "/race", "", ""), headers=PUBLIC)

    async def course(request: Request) -> Response:
        shown = site.show.latest()
        if shown is None or shown.plan is None:
            return await missing(request)
        return kept(request, course_of(shown.plan), "application/geo+json")

    async def now(request: Request) -> Response:
        shown = site.show.latest()
        return (
            await missing(request)
            if shown is None
            else JSONResponse(now_of(shown.views.public), headers=PUBLIC)
        )

    async def base(request: Request) -> Response:
        """Return the race folder's own base map, in the pieces that are asked for."""
        if site.base_map is None or not site.base_map.is_file():
            return await missing(request)
        return FileResponse(site.base_map, media_type="application/octet-stream", headers=PUBLIC)

    pages: list[Page] = [
        ("/map/", "GET", staff_map), ("/map/now.json", "GET", staff_now), ("/map/look", "POST", look_on_map),
    ]  # fmt: skip
    return [
        Route("/map", everybody),
        Route("/map/course.geojson", course),
        Route("/map/now.json", now),
        Route(BASE, base),
        *routes_of(site, ROLES, pages),
    ]


async def staff_map(site: Site, visit: Visit, request: Request) -> Response:
    """The map behind a link: with a field to look a runner up."""
    title = TITLES[visit.link.role]
    return page("map.html", _context(site, visit.base, f"{visit.base}map/", title), headers=PRIVATE)


async def staff_now(site: Site, visit: Visit, request: Request) -> Response:
    """Where the field is now; race control sees where only one or two run, too."""
    shown = site.show.latest()
    if shown is None:
        return await missing(request)
    view: PublicView | RaceView = shown.views.public
    if visit.link.role in CONTROL:
        view = shown.views.control
    return JSONResponse(now_of(view), headers=PRIVATE)


async def look_on_map(site: Site, visit: Visit, request: Request) -> Response:
    """Where a runner is, in metres of her course; the look is on disk before it is answered."""
    bib = await looked_up(site, visit, request, "where she is, on the map")
    return JSONResponse(_place(site, visit, site.show.latest(), bib), headers=PRIVATE)


def _place(site: Site, visit: Visit, shown: Shown | None, bib: str) -> dict[str, Any]:
    view = view_of(shown, bib)
    if view is None:
        return {"says": f"No entry wears bib {bib}."}
    subject = subject_of(site.people, bib, 1, view)
    if not Sight(site, shown, viewer_of(site.people, visit.link), subject)("position"):
        return {"says": "The race is over: places are not shown any more."}
    if view.along_m is None:
        return {"says": f"Bib {bib} is not on the course now."}
    says = f"Bib {bib} near {words.place(view.along_m)}{_how(view)}"
    return {"says": says, "distance": view.distance, "along_m": round(view.along_m)}


def _how(view: RunnerView) -> str:
    return {"phone": ", by her phone", "pace": ", estimated", "mat": ""}[view.how]


def _context(site: Site, back: str, base: str, title: str) -> dict[str, Any]:
    shown = site.show.latest()
    plan = shown.plan if shown else None
    has_line = plan is not None and any(one.line is not None for one in plan.distances)
    return {
        "name": site.name(),
        "title": title,
        "back": back,
        "base": base,
        "has_line": has_line,
        "library": LIBRARY,
        "now": f"{base}now.json" if base else "/map/now.json",
        "tiles": TILES if site.base_map else "",
        "base_map": BASE if site.base_map else "",
        "distances": public_blocks(shown, None)["distances"]["distances"] if shown else [],
        "as_of": words.clock(shown.views.public.race_now_ms, shown.views.public.zone,
                             shown.views.public.race_now_ms, seconds=True) if shown else "",
    }  # fmt: skip
