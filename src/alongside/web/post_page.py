"""The pages of a course marshal: the whole course, and her own post, by its place in the address.

A marshal's link is bound to no place: one link serves everybody on the road. She says where she stands,
the address keeps it, and the page tells until when she is needed there. No bib, no map of people (R9).
"""

from __future__ import annotations

import math
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.events.plan import Distance, RacePlan
from alongside.live.ports import Shown
from alongside.live.post_view import STRETCHES, post_key
from alongside.live.post_views import PostView
from alongside.web import words
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import STATIC, draw_blocks
from alongside.web.headers import PRIVATE
from alongside.web.landmarks import called, named_places
from alongside.web.messages import with_words
from alongside.web.post_words import SAYS, Marshal
from alongside.web.role_words import emergency_words
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.time_blocks import clock_block

MARSHAL: tuple[Role, ...] = ("marshal",)
POST = "/at/{on}/{km}/"


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of a marshal's pages."""
    pages: list[Page] = [
        ("/", "GET", course_page),
        (POST, "GET", post_page),
        (f"{POST}sw.js", "GET", worker),
    ]
    doors = routes_of(site, MARSHAL, pages)
    return [
        *doors,
        events_of(site, "marshal", course_stream),
        events_of(site, "marshal", post_stream, f"{POST}events"),
    ]


async def course_page(site: Site, visit: Visit, request: Request) -> Response:
    """The whole course: when each stretch is passed; ``?at=12.4&on=marathon`` leads to a post."""
    plan, asked = _plan(site), request.query_params
    if plan is not None and asked.get("at"):
        on, along_m = _asked(plan, asked.get("on", ""), asked["at"])
        return RedirectResponse(f"{visit.base}at/{on}/{along_m / 1000:.1f}/", 303, headers=PRIVATE)
    site.show.want(STRETCHES)
    await site.until(lambda shown: bool(shown.views.posts.stretches) or shown.plan is None)
    stream = course_stream(site, visit, request)
    return site.live_page("marshal.html", stream, _context(site, visit, "events") | {"base": visit.base})


async def post_page(site: Site, visit: Visit, request: Request) -> Response:
    """One post: until when a marshal is needed there."""
    plan = _plan(site)
    if plan is None:
        return RedirectResponse(visit.base, 303, headers=PRIVATE)
    on, along_m = _of_address(plan, request)
    key = post_key(on, along_m)
    site.show.want(key)
    await site.until(lambda shown: key in shown.views.posts.at)
    base = f"{visit.base}at/{on}/{along_m / 1000:.1f}/"
    context = _context(site, visit, "events") | {"base": base, "course": visit.base}
    return site.live_page("post.html", post_stream(site, visit, request), context)


async def worker(site: Site, visit: Visit, request: Request) -> Response:
    """The script that opens this page again where there is no signal; its address is its reach."""
    return FileResponse(STATIC / "sw.js", media_type="text/javascript", headers=PRIVATE)


def course_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of the whole course: the same for every marshal."""

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(STRETCHES)
        return draw_blocks("marshal", course_blocks(site, shown))

    return site.stream(("marshal",), draw)


def post_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of a post: the same for all who stand there."""
    plan = _plan(site)
    on, along_m = _of_address(plan, request) if plan is not None else ("", 0.0)
    key = post_key(on, along_m)

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(key)
        return draw_blocks("post", post_blocks(site, shown, key))

    return site.stream(("marshal", key), draw)


def course_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block of the whole course needs."""
    view = shown.views.public
    found = {
        "clock": _clock(site, shown),
        "state": {"first": view.sentence, "messages": _messages(site, shown, None)},
    }
    if shown.plan is not None:
        found["stretches"] = {"distances": [_stretches(shown, one) for one in shown.plan.distances]}
    return found


def post_blocks(site: Site, shown: Shown, key: str) -> dict[str, dict[str, Any]]:
    """Return what each block of a post needs."""
    view, post = shown.views.public, shown.views.posts.at.get(key)
    if post is None or shown.plan is None:
        first = "The figures are being worked out. This page fills in a few seconds; reload if it does not."
        headline: dict[str, Any] = {"severity": "look", "says": SAYS["look"], "first": first, "more": []}
        return {"headline": headline | {"messages": [], "where": ""}, "clock": _clock(site, shown)}
    tell = Marshal(post, view.zone, view.race_now_ms)
    severity = tell.severity()
    return {
        "headline": {
            "severity": severity,
            "says": SAYS[severity],
            "first": tell.sentence(),
            "more": tell.notes(),
            "messages": _messages(site, shown, post),
            "where": _where(shown.plan, post),
        },
        "clock": _clock(site, shown),
    }


def _where(plan: RacePlan, post: PostView) -> str:
    distance = plan.distance(post.distance)
    name, place = called(named_places(plan, distance), post.along_m), words.place(post.along_m)
    return f"{distance.name}, {place}" + (f", {name}" if name != place else "")


def _stretches(shown: Shown, distance: Distance) -> dict[str, Any]:
    view = shown.views.public
    names = {split.along_m: split.name for split in distance.splits}
    posts = [one for one in shown.views.posts.stretches if one.distance == distance.id]
    rows = []
    for post in posts:
        runners, sweep = Marshal(post, view.zone, view.race_now_ms).row()
        at = f"at/{distance.id}/{post.along_m / 1000:.1f}/"
        name = names.get(post.along_m, "")
        rows.append(
            {
                "to": at,
                "name": name,
                "km": f"km {post.along_m / 1000:.1f}",
                "runners": runners,
                "sweep": sweep,
            }
        )
    return {"name": distance.name, "rows": rows}


def _messages(site: Site, shown: Shown, post: PostView | None) -> list[Any]:
    view = shown.views.public
    for_staff = [
        one
        for one in shown.views.control.messages
        if one.to in ("everybody", "stations")
        or (
            post is not None
            and any(d == post.distance and a <= post.along_m <= b for d, a, b in one.stretches)
        )
    ]
    return with_words(site.people, for_staff, view.zone, view.race_now_ms)


def _clock(site: Site, shown: Shown) -> dict[str, Any]:
    player = site.player.state() if site.player else None
    return {"c": clock_block(shown.views.public, shown.rate, player)}


def _context(site: Site, visit: Visit, stream: str) -> dict[str, Any]:
    plan = _plan(site)
    distances = plan.distances if plan else ()
    return {
        "stream": stream,
        "title": "Course marshal",
        "door": visit.base,
        "distances": [(one.id, one.name, f"{one.length_m / 1000:.1f}") for one in distances],
        "emergency": emergency_words(plan),
    }


def _plan(site: Site) -> RacePlan | None:
    shown = site.show.latest()
    return shown.plan if shown else None


def _of_address(plan: RacePlan, request: Request) -> tuple[str, float]:
    return _asked(plan, str(request.path_params["on"]), str(request.path_params["km"]))


def _asked(plan: RacePlan, on: str, km: str) -> tuple[str, float]:
    """Return a post that was asked for, to 100 m; ``ValueError`` says what is wrong with it."""
    distance = next((one for one in plan.distances if one.id == on), None)
    if distance is None:
        names = ", ".join(one.name for one in plan.distances)
        raise ValueError(f"No distance of this race is called {on[:40]!r}. There are: {names}.")
    try:
        along_m = float(km.replace(",", ".")) * 1000
    except ValueError:
        along_m = math.nan
    if not 0.0 <= along_m <= distance.length_m + 100.0:
        most = f"{distance.length_m / 1000:.1f}"
        raise ValueError(
            f"{km[:20]!r} is no place on the {distance.name}: write a kilometre from 0 to {most}."
        )
    return on, min(round(along_m / 100) * 100.0, distance.length_m)
