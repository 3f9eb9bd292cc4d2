"""Race control decides how long a station stays open: the address to which it says so."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Role
from alongside.web.answers import missing, page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.headers import PRIVATE
from alongside.web.keep_open_forms import rows_of, too_early, until_ms
from alongside.web.morning_input import Form
from alongside.web.requests import read_form, wants_page
from alongside.web.site import Site
from alongside.web.station_forms import tapped_ms
from alongside.web.station_page import is_station, station_in

IN_CONTROL: tuple[Role, ...] = ("control", "steward")
NOT_YOURS = "Until when a station stays open is race control's to decide. Ask it."


def routes(site: Site) -> list[BaseRoute]:
    """Return the address of the decision."""
    pages: list[Page] = [("/stations/{station}/keep", "POST", keep_open)]
    return list(routes_of(site, IN_CONTROL, pages))


async def keep_open(site: Site, visit: Visit, request: Request) -> Response:
    """Race control says until when a station stays open; asked once more where that is before the last."""
    if visit.link.role != "control":
        raise ValueError(NOT_YOURS)
    form, id_ = await read_form(request), str(request.path_params["station"])
    if not await is_station(site, id_):
        return await missing(request)
    shown = site.show.latest()
    station = station_in(shown, id_)
    plan = shown.plan if shown else None
    if station is None or plan is None:
        return await missing(request)
    at_ms = tapped_ms(form, site.decided_at_ms())
    question = too_early(station, until_ms(form, plan, at_ms), plan.zone, at_ms)
    if question and wants_page(request) and form.get("sure") != "yes":
        return _ask(site, visit, form, id_, question)
    rows = rows_of(form, station, plan, visit.link.by, at_ms, site.new_id())
    await site.submit(rows.drafts, rows.texts)
    return site.done(request, visit.base, "keep")


def _ask(site: Site, visit: Visit, form: Form, id_: str, question: str) -> Response:
    context = {
        "name": site.name(),
        "base": visit.base,
        "title": "Are you sure?",
        "question": question,
        "action": f"stations/{id_}/keep",
        "fields": {**form, "sure": "yes"},
        "yes": "Yes, close it then",
    }
    return page("station_sure.html", context, headers=PRIVATE)
