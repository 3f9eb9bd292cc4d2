"""The page of an aid station, behind its own link or control's: one sentence, bibs keyed in, what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.live.station_view import STATIONS
from alongside.live.station_views import StationView
from alongside.web import station_forms, station_words
from alongside.web.answers import missing, page
from alongside.web.doors import DoorEvents, Page, Visit, door, events_of, routes_of
from alongside.web.drawing import STATIC, draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.requests import read_form, wants_page
from alongside.web.site import Site
from alongside.web.station_advice import warning
from alongside.web.station_blocks import station_blocks
from alongside.web.station_forms import Words
from alongside.web.stream import Stream

STATION: tuple[Role, ...] = ("station",)
CONTROL: tuple[Role, ...] = ("control", "steward")
NOTES = {
    "keyed": "Kept.",
    "said": "Kept: race control sees it.",
    "undo": "Taken back.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of a station's page: behind its own link, and behind race control's."""
    pages: list[Page] = [
        ("/", "GET", station_page),
        ("/now", "GET", now),
        ("/sw.js", "GET", worker),
        ("/keyed", "POST", key_bib),
        ("/said", "POST", say),
        ("/undo", "POST", take_back),
    ]
    own = [*routes_of(site, STATION, pages), events_of(site, "station", station_stream)]
    return [*own, *_behind_control(site, pages)]


def _behind_control(site: Site, pages: list[Page]) -> list[BaseRoute]:
    found: list[BaseRoute] = []
    for role in CONTROL:
        at = f"/{role}/{{token}}/stations/{{station}}"
        found += [
            Route(at + end, door(site, endpoint, (role,)), methods=[method])
            for end, method, endpoint in pages
            if end != "/sw.js"
        ]
        found.append(Route(at + "/events", DoorEvents(site, station_stream, (role,))))
    return found


def station_of(visit: Visit, request: Request) -> str:
    """Return the id of the station that a page is of: its link's own, for control the address's."""
    return visit.link.scope if visit.link.role == "station" else str(request.path_params["station"])


def base_of(visit: Visit, request: Request) -> str:
    """Return the address of a station's page, with a slash at its end."""
    own = visit.link.role == "station"
    return visit.base if own else f"{visit.base}stations/{station_of(visit, request)}/"


def station_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a station's page; a steward's shows the last bib too, control's its decision."""
    id_, role = station_of(visit, request), visit.link.role

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(STATIONS)
        return draw_blocks("station", station_blocks(site, shown, id_, role))

    return site.stream(("station", id_, role), draw)


async def station_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page of a station."""
    id_ = station_of(visit, request)
    if visit.link.role != "station" and not await is_station(site, id_):
        return await missing(request)
    await shown_stations(site)
    context = {
        "stream": "events",
        "base": base_of(visit, request),
        "note": NOTES.get(request.query_params.get("done", ""), ""),
        "title": name_of(site, id_),
        "own": visit.link.role == "station",
        "key": site.new_id(),
        "emergency": emergency(site),
    }
    return site.live_page("station.html", station_stream(site, visit, request), context)


async def now(site: Site, visit: Visit, request: Request) -> Response:
    """The server's time, for a phone whose clock may be wrong, and to see whether there is a connection."""
    return JSONResponse({"now_ms": site.now_ms()}, headers=PRIVATE)


async def worker(site: Site, visit: Visit, request: Request) -> Response:
    """The script that opens this page again where there is no signal; its address is its reach."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript", headers=PRIVATE)


async def key_bib(site: Site, visit: Visit, request: Request) -> Response:
    """A bib was keyed."""
    place, shown = name_of(site, station_of(visit, request)), site.show.latest()
    worn = shown.views.control.worn if shown else {}
    return await _take(
        site,
        visit,
        request,
        "keyed",
        lambda form, id_, at_ms: station_forms.keyed_rows(form, id_, visit.link.by, at_ms, place, worn),
    )


async def say(site: Site, visit: Visit, request: Request) -> Response:
    """The station says how it stands."""
    return await _take(
        site,
        visit,
        request,
        "said",
        lambda form, id_, at_ms: station_forms.said_rows(form, id_, visit.link.by, at_ms, site.new_id),
    )


async def take_back(site: Site, visit: Visit, request: Request) -> Response:
    """What was keyed or said is taken back."""
    return await _take(
        site,
        visit,
        request,
        "undo",
        lambda form, id_, at_ms: station_forms.undo_rows(form, id_, visit.link.by, at_ms),
    )


ToRows = Callable[[dict[str, str], str, int], Words]


async def _take(site: Site, visit: Visit, request: Request, done: str, to_rows: ToRows) -> Response:
    form, id_ = await read_form(request), station_of(visit, request)
    if visit.link.role != "station" and not await is_station(site, id_):
        return await missing(request)
    rows = to_rows(form, id_, site.decided_at_ms())
    if wants_page(request) and station_forms.must_be_sure(form):
        return _ask(site, visit, request, form, done)
    if wants_page(request):
        await site.submit(rows.drafts, rows.texts)
    else:  # a queue of taps from a dead zone does not wait for each to be shown
        await asyncio.wrap_future(site.intake.submit(rows.drafts, rows.texts))
    return site.done(request, base_of(visit, request), done)


def _ask(site: Site, visit: Visit, request: Request, form: dict[str, str], action: str) -> Response:
    """Ask once more, on a page of its own, before something that cannot be meant lightly."""
    shown = site.show.latest()
    station = station_in(shown, station_of(visit, request))
    zone = shown.views.control.zone if shown else "UTC"
    context = {
        "name": site.name(),
        "base": base_of(visit, request),
        "title": "Are you sure?",
        "question": question(form, station, zone, site.decided_at_ms()),
        "action": action,
        "fields": {**form, "sure": "yes"},
        "yes": "Yes, dropped out here" if action == "keyed" else "Yes",
    }
    return page("station_sure.html", context, headers=PRIVATE)


def question(form: dict[str, str], station: StationView | None, zone: str, now_ms: int) -> str:
    """Return what is asked before a bib is dropped or a station packs up."""
    if form.get("what") == "dropped":
        return f"Bib {form.get('bib', '')} stops here for good? Race control will be told."
    if form.get("what") == station_forms.DROPPED_RIDE:
        return f"Bib {form.get('bib', '')} stops here for good and needs a ride? The van will be told."
    word = station_words.WORDS.get(form.get("said", ""), "Packed up")
    return f"{warning(station, zone, now_ms)}. Say '{word}' all the same?"


async def shown_stations(site: Site) -> None:
    """Wait until the stations are in what is shown; only while somebody looks are they worked out."""
    site.show.want(STATIONS)
    await site.until(lambda shown: bool(shown.views.control.stations) or not _has_stations(shown))


async def is_station(site: Site, station: str) -> bool:
    """Return whether the plan has a station of this id."""
    await shown_stations(site)
    return station_in(site.show.latest(), station) is not None


def station_in(shown: Shown | None, station: str) -> StationView | None:
    """Return a station as shown; ``None`` where the plan has none of this id, or nothing is shown yet."""
    stations = shown.views.control.stations if shown else ()
    return next((one for one in stations if one.id == station), None)


def name_of(site: Site, station: str) -> str:
    """Return what people call a station; its id when it is not shown."""
    found = station_in(site.show.latest(), station)
    return found.name if found else station


def emergency(site: Site) -> str:
    """Return the race's emergency number or line; empty where the organiser gave none."""
    shown = site.show.latest()
    return shown.plan.emergency if shown and shown.plan else ""


def _has_stations(shown: Shown) -> bool:
    return shown.plan is None or bool(shown.plan.stations)
