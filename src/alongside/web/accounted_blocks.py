"""What each block of the ledger's page needs: figures, rides, and the missing by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from alongside.events.link import Role
from alongside.events.person import Person
from alongside.live.accounted_views import Missing
from alongside.live.ports import People, Shown
from alongside.live.ride_views import RideView
from alongside.live.views import RaceView
from alongside.supporters.may_see import Moment, Subject, Viewer, may_see
from alongside.units import normal_code
from alongside.web import accounted_words, van_words, words
from alongside.web.claim_words import claim_row
from alongside.web.ride_place import from_text, map_address, where_words
from alongside.web.seen_last import MOST_MISSING
from alongside.web.site import Site
from alongside.web.station_blocks import who_said
from alongside.web.time_blocks import clock_block

ACTS = {
    "waiting": [("on_board", "On board"), ("home", "Found another way"), ("on", "Goes on")],
    "on_board": [("finish", "Set down"), ("on", "Is on the course")],
    "set_down": [],
}


def accounted_blocks(site: Site, shown: Shown, role: Role) -> dict[str, dict[str, Any]]:
    """Return what each block of the page needs, in the order of the page."""
    view = shown.views.control
    player = site.player.state() if site.player else None
    found = view.accounted
    blocks: dict[str, dict[str, Any]] = {
        "headline": {
            "first": accounted_words.first(view),
            "more": accounted_words.more(found) if found else [],
            "act": bool(found and found.missing_total),
        },
        "clock": {"c": clock_block(view, shown.rate, player)},
    }
    if found is None:
        return blocks
    names = names_of(site, (one.bib for one in found.missing), role)
    return blocks | {
        "missing": {
            "rows": [_missing(one, names, site.people, view) for one in found.missing],
            "more": found.missing_total - len(found.missing),
        },
        "claims": {
            "claims": [claim_row(site.people, claim, view) for claim in view.claims],
            "to": "../radio/drop",
        },
        "rides": {"rows": _rides(site, shown, role)},
        "ledger": {
            "rows": [
                (line.name, words.number(line.entered), accounted_words.figures(line), moved)
                for line, moved in ((one, accounted_words.transfers(one)) for one in found.lines)
            ],
            "total": (words.number(found.total.entered), accounted_words.figures(found.total)),
        },
    }


def accounted_brief(view: RaceView, people: People | None) -> dict[str, Any]:
    """Return the block of race control's first page: how many are missing, and the worst three."""
    found = view.accounted
    if found is None or people is None or not found.missing_total:
        return {"total": 0, "rows": []}
    rows = [accounted_words.short(one, people, view) for one in found.missing[:MOST_MISSING]]
    return {"total": found.missing_total, "rows": rows}


def names_of(site: Site, bibs: Iterable[str], role: Role) -> dict[str, list[tuple[str, str]]]:
    """Return names and phone numbers by normalised bib, as far as a viewer of this role may see them."""
    wanted = {normal_code(bib) for bib in bibs}
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer(role)
    found: dict[str, list[tuple[str, str]]] = {}
    for (bib, position), person in sorted(site.people.persons(wanted).items()):
        found.setdefault(bib, []).append(_person(person, viewer, Subject(bib, position), moment))
    return found


def _person(person: Person, viewer: Viewer, subject: Subject, moment: Moment) -> tuple[str, str]:
    name = person.name if may_see(viewer, subject, "name", moment) else ""
    return name, person.phone if may_see(viewer, subject, "contact", moment) else ""


def _missing(
    one: Missing, names: dict[str, list[tuple[str, str]]], people: People, view: RaceView
) -> dict[str, Any]:
    known = names.get(normal_code(one.bib), [])
    return {
        "bib": one.bib,
        "names": ", ".join(name for name, _ in known if name),
        "phones": [phone for _, phone in known if phone],
        "distance": one.distance_name,
        "why": [accounted_words.why(reason, view) for reason in one.why],
        "seen": accounted_words.seen(one.seen, people, view),
    }


def _rides(site: Site, shown: Shown, role: Role) -> list[dict[str, Any]]:
    view = shown.views.control
    moment, viewer = Moment(site.now_ms(), site.over_ms()), Viewer(role)
    seen = [one for one in view.rides if may_see(viewer, Subject(normal_code(one.bib)), "ride", moment)]
    texts = site.people.texts(ride.text_id for ride in seen if ride.text_id)
    return [_ride(ride, texts.get(ride.text_id, ""), shown, site.people) for ride in seen]


def _ride(ride: RideView, text: str, shown: Shown, people: People) -> dict[str, Any]:
    view, exact = shown.views.control, from_text(text)
    at = words.clock(ride.since_ms, view.zone, view.race_now_ms)
    state = {"waiting": "Waits for a ride", "on_board": "On board", "set_down": "Set down"}[ride.state]
    return {
        "bib": van_words.number_of(ride),
        "distance": ride.distance_name,
        "says": f"{state} since {at}, says {who_said(people, ride.by)}",
        "where": where_words(ride, shown.plan) if ride.state == "waiting" else "",
        "words": exact.words,
        "map": map_address(exact, ride, shown.plan)[0] if ride.state == "waiting" else "",
        "acts": ACTS[ride.state],
        "key": str(ride.words_said),
        "source": ride.source,
        "id": ride.id,
    }
