"""Handing over: a volunteer's link for whoever comes next, of the same role and bound to the same place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import ROLES, STAFF, NewLink, Role
from alongside.web.answers import page
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.headers import PRIVATE
from alongside.web.qr import qr_svg
from alongside.web.requests import read_form
from alongside.web.role_words import TITLES, emergency_words, scope_name
from alongside.web.sharing_page import LONGEST_NAME, address_of, made_link
from alongside.web.site import Site

HANDED: tuple[Role, ...] = tuple(role for role in ROLES if role in STAFF)


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of handing over, behind every staff link."""
    pages: list[Page] = [("/handover", "GET", ask), ("/handover", "POST", hand_over)]
    return list(routes_of(site, HANDED, pages))


async def ask(site: Site, visit: Visit, request: Request) -> Response:
    """The page that asks who comes next."""
    return page("handover.html", _context(site, visit), headers=PRIVATE)


async def hand_over(site: Site, visit: Visit, request: Request) -> Response:
    """A link is made for the next volunteer, and shown once.

    The old one ends when the new one is first opened: who pressed twice, or whose phone dies between, has
    not lost the page.
    """
    form, link = await read_form(request), visit.link
    again = [one for one in site.people.links(role=link.role) if one.takes_over == link.id]
    waiting = [one for one in again if site.holds(one) and not one.opens]
    ends = form.get("ends") == "yes"
    new = NewLink(
        link.role,
        "",
        scope=link.scope,
        holder=" ".join(form.get("holder", "").split())[:LONGEST_NAME],
        made_ms=visit.now_ms,
        made_by=link.id,
        replaces=waiting[-1].id if waiting and ends else 0,
        takes_over=link.id if ends else 0,
    )
    address = address_of(request, link.role, await made_link(site, new))
    more = {"address": address, "qr": qr_svg(address), "ends": ends}
    return page("handover.html", _context(site, visit) | more, headers=PRIVATE)


def _context(site: Site, visit: Visit) -> dict[str, object]:
    shown, link = site.show.latest(), visit.link
    plan = shown.plan if shown else None
    return {
        "name": site.name(),
        "title": TITLES[link.role],
        "where": scope_name(plan, link.role, link.scope),
        "base": visit.base,
        "address": "",
        "qr": "",
        "ends": True,
        "emergency": emergency_words(plan),
    }
