"""The announcer's page: who comes to the finish next, to be read aloud from two metres away."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.events.link import Consents, Role
from alongside.live.announcer_view import ANNOUNCER
from alongside.live.announcer_views import AnnouncerView
from alongside.live.ports import Shown
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import announcer_words as say
from alongside.web.doors import Page, Visit, events_of, routes_of
from alongside.web.drawing import draw_blocks
from alongside.web.role_page import role_blocks
from alongside.web.site import Site
from alongside.web.stream import Stream
from alongside.web.subjects import moment_of

ROLES: tuple[Role, ...] = ("announcer",)
EMPTY = AnnouncerView((), (), 0, 0)


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of the announcer's page."""
    pages: list[Page] = [("/", "GET", announcer_page)]
    return [*routes_of(site, ROLES, pages), events_of(site, "announcer", announcer_stream)]


def announcer_stream(site: Site, visit: Visit, request: Request) -> Stream:
    """Return the stream of the page: the same for every announcer."""

    def draw(shown: Shown) -> dict[str, str]:
        site.show.want(ANNOUNCER)
        return draw_blocks("announcer", announcer_blocks(site, shown))

    return site.stream(("announcer",), draw)


async def announcer_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page behind an announcer's link."""
    site.show.want(ANNOUNCER)
    shown = site.show.latest()
    if shown is not None and shown.views.control.home is None:
        await site.until(lambda later: later.version > shown.version)
    context = {"stream": "events", "base": visit.base, "holder": visit.link.holder}
    stream = announcer_stream(site, visit, request)
    stream.blocks.update(site.show.latest(), anyway=True)  # a consent that was taken back is no publication
    return site.live_page("announcer.html", stream, context)


def announcer_blocks(site: Site, shown: Shown) -> dict[str, dict[str, Any]]:
    """Return what each block needs: who is next, who follows, who has come in, what control says."""
    race = shown.views.control
    view = race.home or EMPTY
    found = _named(site, shown, view)
    coming, done = found[: len(view.coming)], found[len(view.coming) :]
    rows = say.coming_rows(coming, race)
    staff = role_blocks(site, shown)
    return {
        "headline": {
            "first": say.first(rows, view, race),
            "row": rows[0] if rows else None,
            "still": say.still(view, race),
        },
        "clock": staff["clock"],
        "next": {"rows": rows[1:]},
        "done": {"rows": [say.row(one, race) for one in done if one.names]},
        "messages": staff["messages"],
    }


def _named(site: Site, shown: Shown, view: AnnouncerView) -> list[say.Named]:
    """Return what may be said of each who is near the line, by what her persons agree to now."""
    homes = [*view.coming, *view.done]
    adult = {normal_code(home.company.bib): home.company.adult for home in homes if home.company is not None}
    adult |= {normal_code(home.bib): home.adult for home in homes}
    bibs = list(adult)
    consents, now = site.people.consents(bibs), moment_of(site, shown)
    persons: dict[str, list[say.Candidate]] = defaultdict(list)
    for key, person in sorted(site.people.persons(bibs).items()):
        known = adult[key[0]] if person.adult is None else person.adult
        subject = Subject(*key, known, consents.get(key, Consents()))
        persons[key[0]].append((person, _sees(subject, now)))
    return [
        say.named(
            home,
            persons[normal_code(home.bib)],
            persons[normal_code(home.company.bib)] if home.company is not None else [],
        )
        for home in homes
    ]


def _sees(subject: Subject, now: Moment) -> say.Sees:
    return lambda field: may_see(Viewer("announcer"), subject, field, now)
