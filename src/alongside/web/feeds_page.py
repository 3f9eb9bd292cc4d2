"""Race control's page of the feeds: can timing be trusted, and what to do where it cannot."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.bodies import ClockBody
from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.live.feeds_view import FEEDS
from alongside.live.ports import Shown
from alongside.units import MS_PER_S
from alongside.web import forms
from alongside.web.doors import Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.feeds_words import feeds_blocks
from alongside.web.form_keys import FormKeys
from alongside.web.requests import read_form
from alongside.web.site import Site
from alongside.web.stream import Stream

NOTES = {
    "clock": "Your word about the clock is kept; its reads are corrected.",
    "undo": "Taken back.",
}
CONTROL: tuple[Role, ...] = ("control",)
LONGEST = 400
LONGEST_S = 400 * 86_400
_SPAN = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):([0-5]?\d(?:\.\d{1,3})?)")


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the feeds page."""
    page = FeedsPage(site)
    pages = [
        ("/feeds/", "GET", page.show),
        ("/feeds/clock", "POST", page.set_clock),
        ("/feeds/undo", "POST", page.take_back),
    ]
    return [
        *routes_of(site, CONTROL, pages),
        events_of(site, "control", page.stream, "/feeds/events"),
    ]


class FeedsPage:
    """The page and its forms; their keys are its own."""

    def __init__(self, site: Site) -> None:
        self._keys = FormKeys(site.new_id)

    def stream(self, site: Site, visit: Visit, request: Request) -> Stream:
        """Return the stream of the page: the same for all who are in control."""

        def draw(shown: Shown) -> dict[str, str]:
            site.show.want(FEEDS)  # again at each drawing, so that it is made while somebody looks
            state = site.player.state() if site.player else None
            return draw_blocks("feeds", feeds_blocks(shown, site.tallies, self._keys, state, site.people))

        return site.stream(("control", "feeds"), draw)

    async def show(self, site: Site, visit: Visit, request: Request) -> Response:
        """The page."""
        site.show.want(FEEDS)
        await site.until(lambda shown: shown.views.feeds is not None)
        note = NOTES.get(request.query_params.get("done", ""), "")
        context = {"stream": "events", "base": f"{visit.base}feeds/", "home": visit.base, "note": note}
        return site.live_page("feeds.html", self.stream(site, visit, request), context)

    async def set_clock(self, site: Site, visit: Visit, request: Request) -> Response:
        """A person says how far a clock is off."""
        draft = clock_draft(await read_form(request), site.decided_at_ms(), visit.link.by)
        await site.submit([draft])
        return site.done(request, f"{visit.base}feeds/", "clock")

    async def take_back(self, site: Site, visit: Visit, request: Request) -> Response:
        """A person takes back a word about a clock, of hers or of the system."""
        draft = forms.undo_draft(await read_form(request), site.decided_at_ms(), visit.link.by)
        await site.submit([draft])
        return site.done(request, f"{visit.base}feeds/", "undo")


def clock_draft(form: dict[str, str], at_ms: int, by: str) -> Draft:
    """Return the row in which a person says how far a clock is off; ``ValueError`` when that is not plain."""
    key, device = form.get("key", ""), form.get("device", "").strip()
    if not key or len(key) > LONGEST or not device or len(device) > LONGEST:
        raise ValueError("The form came without a device. Reload the page and press the button again.")
    side = form.get("side", "")
    if side not in ("ahead", "behind"):
        raise ValueError("Say whether the clock is ahead or behind.")
    off_ms = round(to_span_s(form.get("off", "")) * MS_PER_S)
    return Draft(forms.SOURCE, key, at_ms, ClockBody(device, off_ms if side == "ahead" else -off_ms, 0, by))


def to_span_s(text: str) -> float:
    """Return the seconds of ``13:13`` (minutes and seconds) or ``1:13:13``; ``ValueError`` for another text.

    >>> to_span_s("13:13")
    793.0
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:40]!r} is not how far a clock is off. Write minutes and seconds, as 13:13.")
    span_s = int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])
    if span_s > LONGEST_S:
        raise ValueError(f"{text[:40]!r} is more than a year. Write minutes and seconds, as 13:13.")
    return span_s
