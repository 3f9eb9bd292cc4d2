"""Race control's radio page: one line per station to read out, and a place for what it answers."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.live.ports import Shown
from alongside.live.station_sentences import asked_sentence, by_urgency, packed_sentence
from alongside.live.station_view import STATIONS
from alongside.live.station_views import StationView
from alongside.live.views import RaceView
from alongside.tail.stations import GONE
from alongside.web import station_advice, station_words, words
from alongside.web.claim_words import claim_row
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.requests import read_form
from alongside.web.site import Site
from alongside.web.station_blocks import said_last
from alongside.web.station_forms import confirmed_rows
from alongside.web.station_page import CONTROL, shown_stations
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block

SAYS = ("all_well", "out_of_water", "water_back", "open", "packed_up", "closed")
NOTES = {"said": "Kept.", "drop": "Kept: she has dropped out. A crossing later on brings her back."}
ROLES: tuple[Role, ...] = CONTROL


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the radio page."""
    pages: list[Page] = [
        ("/radio/", "GET", radio_page),
        ("/radio.txt", "GET", radio_text),
        ("/radio/drop", "POST", confirm_drop),
    ]
    doors = routes_of(site, ROLES, pages)
    return [*doors, *(events_of(site, role, radio_stream, "/radio/events") for role in ROLES)]


def radio_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of the radio page: the same for all who are in control."""

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(STATIONS)
        return draw_blocks("radio", radio_blocks(site, shown))

    return site.stream(("radio",), draw)


async def radio_page(site: Site, visit: Visit, request: Request) -> Response:
    """The radio page."""
    await shown_stations(site)
    note = NOTES.get(request.query_params.get("done", ""), "")
    base, about = visit.base + "radio/", station_words.ABOUT
    context = {"stream": "events", "base": base, "note": note, "about": about}
    return site.live_page("radio.html", radio_stream(site, visit, request), context)


async def radio_text(site: Site, visit: Visit, request: Request) -> Response:
    """The same lines as plain text, to print or to paste."""
    await shown_stations(site)
    shown = site.show.latest()
    text = radio_lines(site, shown.views.control) if shown else "The race is being read. Load again.\n"
    return PlainTextResponse(text, headers=PRIVATE)


async def confirm_drop(site: Site, visit: Visit, request: Request) -> Response:
    """Control confirms that somebody has stopped where a station says."""
    form, shown = await read_form(request), site.show.latest()
    claims = shown.views.control.claims if shown else ()
    rows = confirmed_rows(form, claims, visit.link.by)
    await site.submit(rows.drafts)
    return site.done(request, visit.base + "radio/", "drop")


def radio_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs."""
    view = shown.views.control
    player = site.player.state() if site.player else None
    return {
        "headline": _headline(view),
        "clock": {"c": clock_block(view, shown.rate, player)},
        "claims": {"claims": [claim_row(site.people, claim, view) for claim in view.claims], "to": "drop"},
        "stations": {"stations": [_line(site, station, view) for station in along(view)]},
    }


def along(view: RaceView) -> list[StationView]:
    """Return the stations in the order in which the longest distance meets them."""
    order = {d.id: n for n, d in enumerate(sorted(view.distances, key=lambda d: -d.length_m))}
    return sorted(view.stations, key=lambda one: _where(one, order))


def radio_lines(site: Site, view: RaceView) -> str:
    """Return the page as plain text, one line per station, with the time of its figures."""
    now = words.clock(view.race_now_ms, view.zone, view.race_now_ms)
    lines = [f"{view.name}: stations at {now}", station_words.ABOUT, ""]
    for station in along(view):
        lines.append(f"{now}  {station_words.short(station, view.zone, view.race_now_ms)}")
        last = said_last(site.people, station, view)
        lines += [f"       said last: {last}"] * bool(last)
    return "\n".join(lines) + "\n"


def _where(station: StationView, order: dict[str, int]) -> tuple[int, float, str]:
    places = [(order.get(one.distance, len(order)), one.along_m) for one in station.passes]
    return (*min(places, default=(len(order), 0.0)), station.id)


def _headline(view: RaceView) -> dict[str, Any]:
    dry = [one.name for one in along(view) if one.said and one.said.said == "out_of_water"]
    silent = [one.name for one in along(view) if one.said is None]
    first = f"Out of water: {', '.join(dry)}." if dry else "Read out a line, enter what they answer."
    more = [packed_sentence(one, view.zone) for one in view.stations_now.packed]
    more += [asked_sentence(one, view.zone) for one in by_urgency(view.stations_now)]
    if silent and len(silent) < len(view.stations):
        more.append(f"Not heard from yet: {', '.join(silent)}.")
    return {"first": first, "more": more}


def _line(site: Site, station: StationView, view: RaceView) -> dict[str, Any]:
    return {
        "id": station.id,
        "name": station.name,
        "line": station_words.short(station, view.zone, view.race_now_ms),
        "at": words.clock(view.race_now_ms, view.zone, view.race_now_ms),
        "last": said_last(site.people, station, view),
        "undo": station.said,
        "key": str(station.words_said),
        "says": [(word, station_words.WORDS[word], word in GONE) for word in SAYS],
        "sure": station_advice.warning(station, view.zone, view.race_now_ms),
        "keyed": f"Keyed: {station.keyed_in} in, {station.keyed_out} out, "
        f"{station.keyed_dropped} dropped out.",
    }
