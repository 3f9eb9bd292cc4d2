"""Race control's page of race morning: short forms, each confirmed once, and everything decided with Undo.

Without a script it works as it stands: a form leads to a page that says what it will do, and a second
press does it. The key of the row is made when the form is drawn, so that pressing twice is one row.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from alongside.errors import InputError
from alongside.events.link import Look, Role
from alongside.live.morning_view import MORNING
from alongside.live.morning_views import MorningView
from alongside.live.ports import Shown
from alongside.live.views import RaceView, RunnerView
from alongside.units import normal_code, show_time
from alongside.web import morning_folder
from alongside.web.answers import page, refused
from alongside.web.doors import Page, Visit, routes_of
from alongside.web.headers import PRIVATE
from alongside.web.morning_desk import Desk, Proposal, drafts_of
from alongside.web.morning_forms import FORMS, WITH_BIB
from alongside.web.morning_input import Form
from alongside.web.morning_words import decided_block, now_block
from alongside.web.requests import read_form
from alongside.web.site import Site

ROLES: tuple[Role, ...] = ("control",)
END = "morning/"
NOTES = {
    "kept": "It is kept, and shown everywhere within a few seconds.",
    "same": "The folder says what is shown already: nothing was changed.",
}


def routes(site: Site) -> list[BaseRoute]:
    """Return the addresses of race morning."""
    pages: list[Page] = [("/morning/", "GET", morning_page)]
    pages.append(("/morning/{form}", "POST", decide))
    return [*routes_of(site, ROLES, pages)]


async def morning_page(site: Site, visit: Visit, request: Request) -> Response:
    """The page: what stands, the forms, and what was decided."""
    shown = await _with_morning(site)
    view, morning = shown.views.control, _morning(shown)
    context = {
        **_frame(site, visit),
        "note": NOTES.get(request.query_params.get("done", ""), ""),
        "as_of": show_time(view.race_now_ms, view.zone),
        "now": now_block(view, morning, site.people),
        "decided": decided_block(view, morning, site.people, site.new_id),
        "keys": {name: site.new_id() for name in (*FORMS, *morning_folder.FORMS)},
        "folder": site.folder is not None,
        "course_before": morning.known.before is not None,
        **_options(view, morning),
    }
    return page("morning.html", context, headers=PRIVATE)


async def decide(site: Site, visit: Visit, request: Request) -> Response:
    """Read a form: say what it will do, or, confirmed, do it."""
    asked, name = await read_form(request), request.path_params["form"]
    back = visit.base + END
    try:
        form = _confirmed(asked)
        morning = _morning(await _with_morning(site))
        if name in morning_folder.FORMS:
            proposal, more = await morning_folder.proposal(site, visit, name, form, morning)
        elif name in FORMS:
            desk = await _desk(site, visit, name, form)
            proposal, more = FORMS[name](form, desk), {}
        else:
            raise ValueError("There is no such form. Reload the page of race morning.")
    except InputError as error:
        problems = {"problems": error.problems, **_frame(site, visit)}
        return page("morning/refused.html", problems, 400, PRIVATE)
    except ValueError as error:
        return refused(request, str(error), 400, back)
    again = more.pop("again", "")
    if again or not form.get("confirm"):
        return page(
            "morning/confirm.html", _confirm(site, visit, name, asked, proposal, more), headers=PRIVATE
        )
    if not proposal.bodies:
        return site.done(request, back, "same")
    drafts, texts = drafts_of(proposal, _key(form), site.decided_at_ms())
    await site.submit(drafts, texts)
    return site.done(request, back, "kept")


def _confirm(
    site: Site, visit: Visit, name: str, form: Form, proposal: Proposal, more: dict[str, str]
) -> dict[str, Any]:
    hidden = {key: value for key, value in form.items() if key not in ("confirm", *more)} | more
    return {
        **_frame(site, visit),
        "form": name,
        "says": proposal.says,
        "mind": proposal.mind,
        "why": proposal.words if name not in ("message",) else "",
        "hidden": hidden,
        "nothing": not proposal.bodies,
    }


async def _desk(site: Site, visit: Visit, name: str, form: Form) -> Desk:
    key, runner = _key(form), None
    if name in WITH_BIB and form.get("bib", "").strip():
        runner = await _look_up(site, visit, normal_code(form["bib"]))
    shown = _shown(site)
    return Desk(shown.views.control, _morning(shown), visit.link.by, key, runner)


async def _look_up(site: Site, visit: Visit, bib: str) -> RunnerView | None:
    """Return how a runner stands. It is a look at her, which she can read."""
    site.show.want(bib)
    await site.until(lambda shown: bib in shown.views.runners or not _is_entered(shown, bib))
    shown = _shown(site)
    if bib not in shown.views.runners:
        return None
    link = visit.link
    look = Look(link.id, link.role, link.holder, bib, "race morning", visit.now_ms)
    await asyncio.wrap_future(site.people.looked(look))
    return shown.views.runners[bib]


def _is_entered(shown: Shown, bib: str) -> bool:
    return any(normal_code(entry.bib) == bib for entry in _morning(shown).known.entries)


def _key(form: Form) -> str:
    key = form.get("key", "")
    if not 8 <= len(key) <= 80:
        raise ValueError("The form came without its key. Reload the page and fill it in again.")
    return key


def _confirmed(form: Form) -> Form:
    """Return a form with the key of what it says: the same press twice has one, other words another.

    Whoever goes back and fills in anew what was sent already says something new, under the form's old key.
    """
    if not form.get("confirm") or not form.get("key"):
        return form
    said = sorted((name, value) for name, value in form.items() if name not in ("key", "confirm"))
    mark = hashlib.sha256(repr(said).encode()).hexdigest()[:12]
    return {**form, "key": f"{_key(form)[:67]}/{mark}"}


def _shown(site: Site) -> Shown:
    shown = site.show.latest()
    if shown is None:
        raise ValueError("The race is still being read. Load this page again in a few seconds.")
    return shown


async def _with_morning(site: Site) -> Shown:
    """Ask for the view of race morning, which is made only while somebody looks, and wait for it."""
    site.show.want(MORNING)
    await site.until(lambda shown: shown.views.morning is not None)
    return _shown(site)


def _morning(shown: Shown) -> MorningView:
    if shown.views.morning is None:
        raise ValueError("The race is still being read. Load this page again in a few seconds.")
    return shown.views.morning


def _frame(site: Site, visit: Visit) -> dict[str, Any]:
    return {"name": site.name(), "base": visit.base + END, "control": visit.base}


def _options(view: RaceView, morning: MorningView) -> dict[str, Any]:
    """Return what the forms let one choose from."""
    zone = view.zone
    return {
        "waves": [
            (wave.id, f"{wave.name}, gun {show_time(wave.gun_ms, zone, seconds=wave.gun_ms % 60_000 != 0)}")
            for wave in morning.waves
        ],
        "distances": [(distance.id, distance.name) for distance in view.distances],
    }
