"""The streets as files that a city's own systems fetch: CSV and GeoJSON, with a mark of their content."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from alongside.course.cut import geometry_of, points_between
from alongside.events.plan import RacePlan
from alongside.live.city_views import PublicSection
from alongside.live.ports import Shown
from alongside.units import MS_PER_S, zone
from alongside.web.city_page import shown_city
from alongside.web.city_words import public_says
from alongside.web.site import Site

KEPT_S = 30  # how long a city's server may answer from what it fetched
TITLES = ("street", "distance", "from_km", "to_km", "planned", "forecast", "state", "says")


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the files."""

    async def as_csv(request: Request) -> Response:
        rows = rows_of(await shown_city(site))
        return kept(request, csv_of(rows), "text/csv; charset=utf-8")

    async def as_geojson(request: Request) -> Response:
        shown = await shown_city(site)
        return kept(request, geojson_of(shown), "application/geo+json")

    return [Route("/city.csv", as_csv), Route("/city.geojson", as_geojson)]


def kept(request: Request, body: bytes, media_type: str) -> Response:
    """Return a file that may be kept for a moment; 304 to whoever holds it already."""
    mark = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {
        "ETag": mark,
        "Cache-Control": f"public, max-age={KEPT_S}",
        "Access-Control-Allow-Origin": "*",  # everybody may see it: a city's own page too
    }
    held = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if mark in held or "*" in held:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def rows_of(shown: Shown | None) -> list[dict[str, Any]]:
    """Return each street as plain values: times as ISO 8601, ``None`` where unknown."""
    if shown is None or shown.views.city is None:
        return []
    zone_name, now_ms = shown.views.public.zone, shown.views.public.race_now_ms
    return [_row(one, zone_name, now_ms) for one in shown.views.city.public]


def _row(one: PublicSection, zone_name: str, now_ms: int) -> dict[str, Any]:
    values = (
        one.street,
        one.distance_name,
        round(one.from_m / 1000, 3),
        round(one.to_m / 1000, 3),
        iso(one.planned_ms, zone_name),
        iso(one.forecast_ms, zone_name),
        one.state,
        public_says(one, zone_name, now_ms),
    )
    return dict(zip(TITLES, values, strict=True))


def iso(at_ms: int | None, zone_name: str) -> str | None:
    """Return an instant as ``2027-05-02T13:10:00+02:00``."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / MS_PER_S, tz=zone(zone_name)).isoformat(timespec="seconds")


def csv_of(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as CSV with a line of titles; unknown is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, TITLES, lineterminator="\r\n")  # RFC 4180
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def geojson_of(shown: Shown | None) -> bytes:
    """Return the streets as a FeatureCollection (RFC 7946); no line where the distance has none."""
    plan = shown.plan if shown else None
    sections = shown.views.city.public if shown and shown.views.city else ()
    features = [
        {"type": "Feature", "geometry": _geometry(plan, one), "properties": row}
        for one, row in zip(sections, rows_of(shown), strict=True)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(plan: RacePlan | None, one: PublicSection) -> dict[str, Any] | None:
    line = plan.distance(one.distance).line if plan else None
    return None if line is None else geometry_of(points_between(line, one.from_m, one.to_m))
