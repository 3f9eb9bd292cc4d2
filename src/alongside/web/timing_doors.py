"""Where a timing company hands in: its exporter's passings, and its official word."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.events.plan import FeedPlan, RacePlan
from alongside.events.sources import OFFICIAL
from alongside.feeds.raceresult import Exporter
from alongside.feeds.tally import Tally
from alongside.web.feed_doors import fed
from alongside.web.official_in import take_official
from alongside.web.raceresult_in import take_raceresult
from alongside.web.site import Site

NOT_YET = "The race is being read. Send it again in a few seconds."


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the exporter and of the official word."""
    exporters: dict[str, Exporter] = {}

    async def raceresult(request: Request) -> Response:
        plan = plan_of(site)
        if plan is None:
            return not_yet()
        name = str(request.path_params["feed"])
        feed = next((one for one in plan.feeds if one.id == name and one.kind == "raceresult"), None)
        if feed is None:
            return _no_such(name, plan)
        tally = site.tallies.setdefault(feed.id, Tally())
        exporter = _exporter(exporters, feed, plan)
        return await take_raceresult(request, site.intake, exporter, tally, site.now_ms())

    async def official(request: Request) -> Response:
        plan = plan_of(site)
        if plan is None:
            return not_yet()
        tally = site.tallies.setdefault(OFFICIAL, Tally())
        return await take_official(request, site.intake, plan, tally, site.now_ms())

    return [
        Route("/in/raceresult/{feed}", fed(site, raceresult), methods=["POST"]),
        Route("/in/official", fed(site, official), methods=["POST"]),
    ]


def plan_of(site: Site) -> RacePlan | None:
    """Return the plan in force; ``None`` before the first tick."""
    shown = site.show.latest()
    return shown.plan if shown is not None else None


def not_yet() -> Response:
    """Return the answer before the race is read: keep it, and come again."""
    return JSONResponse({"error": NOT_YET}, 503, headers={"Retry-After": "2"})


def _exporter(exporters: dict[str, Exporter], feed: FeedPlan, plan: RacePlan) -> Exporter:
    """Return the exporter of a feed, made once for each plan."""
    exporter = exporters.get(feed.id)
    if exporter is None or exporter.plan is not plan:
        exporter = exporters[feed.id] = Exporter(feed, plan)
    return exporter


def _no_such(name: str, plan: RacePlan) -> Response:
    known = ", ".join(feed.id for feed in plan.feeds if feed.kind == "raceresult") or "none"
    sentence = f"race.toml has no feed {name[:40]!r} of kind 'raceresult'. It has: {known}."
    return JSONResponse({"error": sentence}, 404)
