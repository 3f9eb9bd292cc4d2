"""A runner's link before it opens: it asks for the code that only she was sent."""

from __future__ import annotations

import asyncio
import math

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from alongside.events.link import Role
from alongside.supporters.factor import factor_digest
from alongside.web.answers import page
from alongside.web.doors import DOORS, Visit, door, must_claim
from alongside.web.headers import PRIVATE
from alongside.web.requests import read_form
from alongside.web.role_words import emergency_words
from alongside.web.site import Site

ROLES: tuple[Role, ...] = ("runner", "guardian")
ANSWER_S = 0.25  # a right code, a wrong one and one that came too often are answered after the same time
LONGEST_CODE = 40


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the claiming page."""
    return [
        Route(
            f"/{DOORS[role]}/{{token}}/claim",
            door(site, endpoint, (role,), unclaimed=True),
            methods=[method],
        )
        for role in ROLES
        for method, endpoint in (("GET", claim_page), ("POST", claim))
    ]


async def claim_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page that asks for the code."""
    if not must_claim(visit.link):
        return RedirectResponse(visit.base, 303, headers=PRIVATE)
    return _asking(site, visit, "", 200)


async def claim(site: Site, visit: Visit, request: Request) -> Response:
    """A code was entered."""
    form = await read_form(request)
    answer, _ = await asyncio.gather(
        _try(site, visit, form.get("code", "")[:LONGEST_CODE]), asyncio.sleep(ANSWER_S)
    )
    return answer


async def _try(site: Site, visit: Visit, code: str) -> Response:
    link = visit.link
    if not site.limits.may_try_code(link.id):
        minutes = math.ceil(site.limits.code_wait_s(link.id) / 60)
        words = f"Five wrong codes: this link rests. Try again in {minutes} min, or ask at packet pick-up."
        return _asking(site, visit, words, 429)
    digest = factor_digest(code, link.bib, link.position)
    if await asyncio.wrap_future(site.people.claim(link.id, digest, visit.now_ms)):
        return RedirectResponse(visit.base, 303, headers=PRIVATE)
    return _asking(site, visit, "That is not the code of this link. Look again at what you were sent.", 400)


def _asking(site: Site, visit: Visit, wrong: str, status: int) -> Response:
    shown = site.show.latest()
    context = {
        "name": site.name(),
        "base": visit.base,
        "own": visit.link.role == "runner",
        "wrong": wrong,
        "emergency": emergency_words(shown.plan if shown else None),
    }
    return page("claim.html", context, status, PRIVATE)
