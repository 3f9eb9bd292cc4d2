"""The closing report: a page behind race control's door, and the same as a file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside import __version__
from alongside.live.report_view import REPORT
from alongside.live.report_views import ReportView
from alongside.web.answers import missing, page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.drawing import STATIC, draw
from alongside.web.headers import PRIVATE
from alongside.web.report_picture import pictures
from alongside.web.report_words import report_context
from alongside.web.site import Site
from alongside.web.station_page import CONTROL

STYLES = ("alongside.css", "report.css")


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the report."""
    pages: list[Page] = [("/report/", "GET", report_page)]
    return list(routes_of(site, CONTROL, pages))


async def report_page(site: Site, visit: Visit, request: Request) -> Response:
    """The closing report, as far as the race has come."""
    site.show.want(REPORT)
    await site.until(lambda shown: shown.views.report is not None)
    shown = site.show.latest()
    if shown is None or shown.views.report is None:
        return await missing(request)
    report = shown.views.report
    context = contents(report, site.people.texts(text_ids(report)))
    return page("report.html", context | {"base": f"{visit.base}report/"}, headers=PRIVATE)


def report_html(report: ReportView, texts: Mapping[str, str]) -> str:
    """Return the report as one HTML file: no script, and nothing that it must fetch."""
    style = Markup("\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES))
    return draw("report_file.html", contents(report, texts) | {"style": style, "version": __version__})


def contents(report: ReportView, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return what the report says and draws."""
    return report_context(report, texts) | {"pictures": pictures(report)}


def text_ids(report: ReportView) -> list[str]:
    """Return the ids of the words that the report quotes: why stations were kept open."""
    return [kept.text_id for station in report.stations for kept in station.kept if kept.text_id]
