"""Links that a runner, or a minor's guardian, gives away: made, shown once, renewed in one tap, ended.

A token is shown on the page that answers the press and nowhere again. A press that comes twice takes the
place of the first one, so that the link on the screen is always one that holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Link, NewLink, Role
from alongside.supporters.may_see import Viewer, may_share
from alongside.web import person_blocks as blocks
from alongside.web.answers import page
from alongside.web.doors import DOORS, Page, Visit, digest_of, new_token, routes_of
from alongside.web.headers import PRIVATE
from alongside.web.qr import qr_svg
from alongside.web.requests import read_form
from alongside.web.site import Site
from alongside.web.subjects import subject_of, view_of, viewer_of

ROLES: tuple[Role, ...] = ("runner", "guardian")
LONGEST_NAME = 60
AGAIN_MS = 60_000  # a second press within this long is the same press


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of these forms."""
    pages: list[Page] = [
        ("/share", "POST", share),
        ("/renew", "POST", renew),
        ("/end", "POST", end),
        ("/handover", "POST", hand_over),
    ]
    return list(routes_of(site, ROLES, pages))


async def share(site: Site, visit: Visit, request: Request) -> Response:
    """A follow link is made for somebody whom she names."""
    viewer = _who_shares(site, visit)
    holder = " ".join((await read_form(request)).get("holder", "").split())[:LONGEST_NAME]
    if not holder:
        raise ValueError("Write who the link is for, such as Mum: then you can tell your links apart.")
    followers = [link for link in _hers(site, visit) if link.role == "follower"]
    first = _just_made(followers, holder, visit.now_ms)
    if len(followers) >= blocks.MOST_FOLLOWERS and first is None:
        raise ValueError(
            f"{blocks.MOST_FOLLOWERS} people follow already. End one of their links, then make this one."
        )
    new = NewLink(
        "follower",
        "",
        bib=viewer.bib,
        position=viewer.position,
        holder=holder,
        made_ms=visit.now_ms,
        made_by=visit.link.id,
        replaces=first.id if first else 0,
    )
    return await _made(site, visit, request, new)


async def renew(site: Site, visit: Visit, request: Request) -> Response:
    """A follow link gets a new address; whoever had the old one, or had it passed on, sees no more."""
    _who_shares(site, visit)
    old = named(_of_her(site, visit), (await read_form(request)).get("link", ""))
    old = _successor(site, visit, old)
    if old.role != "follower" or not site.holds(old):
        raise ValueError("That link has ended already. Make a new one.")
    new = NewLink(
        "follower",
        "",
        bib=old.bib,
        position=old.position,
        holder=old.holder,
        made_ms=visit.now_ms,
        made_by=visit.link.id,
        replaces=old.id,
    )
    return await _made(site, visit, request, new)


async def end(site: Site, visit: Visit, request: Request) -> Response:
    """A link ends: a follower's, or another one of her own."""
    link = named(_of_her(site, visit), (await read_form(request)).get("link", ""))
    if link.id == visit.link.id or link.role not in ("follower", visit.link.role):
        raise ValueError("This link cannot be ended from here. Race control can end it.")
    await asyncio.wrap_future(site.people.end_link(link.id, visit.now_ms))
    return site.done(request, visit.base, "ended")


async def hand_over(site: Site, visit: Visit, request: Request) -> Response:
    """Her own page moves to a new phone: this link ends when the new one is first opened."""
    link = visit.link
    waiting = [one for one in _hers(site, visit) if one.takes_over == link.id and not one.opens]
    new = NewLink(
        link.role,
        "",
        bib=link.bib,
        position=link.position,
        holder=link.holder,
        made_ms=visit.now_ms,
        made_by=link.id,
        replaces=waiting[-1].id if waiting else 0,
        takes_over=link.id,
    )
    return await _made(site, visit, request, new)


async def made_link(site: Site, new: NewLink) -> str:
    """Make a link; return its token, which is known now and never again."""
    token = new_token()
    filled = {name: getattr(new, name) for name in new.__struct_fields__} | {"digest": digest_of(token)}
    await asyncio.wrap_future(site.people.put_links([NewLink(**filled)]))
    return token


def address_of(request: Request, role: Role, token: str) -> str:
    """Return the whole address of a link, as the one who asked sees this site."""
    return f"{request.url.scheme}://{request.url.netloc}/{DOORS[role]}/{token}/"


async def _made(site: Site, visit: Visit, request: Request, new: NewLink) -> Response:
    address = address_of(request, new.role, await made_link(site, new))
    site.streams.refresh(("runner", str(visit.link.id)))
    own = new.role != "follower"
    context = {
        "name": site.name(),
        "own": own,
        "holder": new.holder,
        "address": address,
        "qr": qr_svg(address),
        "text": f"{site.name()}: my own page. {address}" if own else f"Follow me at {site.name()}: {address}",
        "back": visit.base,
    }
    return page("runner_link.html", context, headers=PRIVATE)


def _who_shares(site: Site, visit: Visit) -> Viewer:
    """Return who came in, if she may give links away; ``ValueError`` if she may not."""
    viewer = viewer_of(site.people, visit.link)
    view = view_of(site.show.latest(), viewer.bib)
    if not may_share(viewer, subject_of(site.people, viewer.bib, viewer.position, view)):
        raise ValueError(blocks.MINOR_SHARES)
    return viewer


def _of_her(site: Site, visit: Visit) -> list[Link]:
    of_bib = site.people.links(bib=visit.link.bib)
    return [link for link in of_bib if link.position == visit.link.position]


def _hers(site: Site, visit: Visit) -> list[Link]:
    return [link for link in _of_her(site, visit) if site.holds(link)]


def _just_made(links: Sequence[Link], holder: str, now_ms: int) -> Link | None:
    """Return the link that a press a moment ago made for the same holder, and that nobody opened."""
    fresh = [
        link
        for link in links
        if link.holder == holder and not link.opens and now_ms - link.made_ms < AGAIN_MS
    ]
    return fresh[-1] if fresh else None


def _successor(site: Site, visit: Visit, link: Link) -> Link:
    """Return the link that a press a moment ago put in the place of this one, or this one."""
    later = [one for one in _hers(site, visit) if one.replaces == link.id and not one.opens]
    fresh = [one for one in later if visit.now_ms - one.made_ms < AGAIN_MS]
    return fresh[-1] if fresh else link


def named(links: Sequence[Link], link_id: str) -> Link:
    """Return the link that a form names; ``ValueError`` when it is none of these."""
    found = next((link for link in links if str(link.id) == link_id), None)
    if found is None:
        raise ValueError("That link is not one of yours. Reload the page and press again.")
    return found
