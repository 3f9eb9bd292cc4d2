"""Links to every page of a demonstration, for its start page. On a race day nobody gets them like this."""

from __future__ import annotations

from collections.abc import Iterable

from alongside.cli.links import make_link
from alongside.events.bodies import ConsentBody
from alongside.events.link import Role
from alongside.events.row import Draft
from alongside.folders.recorded import Day
from alongside.store.race_file import RaceFile
from alongside.web.doors import DOORS
from alongside.web.site import Opened

_CONTROLS = (
    (
        "morning/",
        "Race morning",
        "A late gun, a message, a bib swapped: decided, with who and why, and undone.",
    ),
    ("feeds/", "Timing feeds", "Which mat and which clock can be trusted, and what nobody knows."),
    ("radio/", "Stations, by radio", "A line for each station to read out, and what it answers."),
    ("sheet/", "Sheets to print", "For each station, at five in the morning."),
    ("city/", "Streets, for the city", "When each may reopen, and what that rests on."),
    ("map/", "The map", "On request: the field, the sweeps, one runner by her bib."),
    ("report/", "The closing report", "Every promise of the day, the broken ones first."),
)


def open_doors(file: RaceFile, day: Day) -> list[Opened]:
    """Return the pages of a demonstration, each with a link of its own."""
    opened = [_door(file, "control", "Race control", "What matters now, the last runners, reads to settle.")]
    if day.folder is not None:
        opened += [Opened(opened[0].address + end, title, text) for end, title, text in _CONTROLS]
        opened += _station(file, day)
        opened += _runner(file, day)
        opened += _announcer(file, day)
        opened.append(_door(file, "medical", "Medical", "Where a runner is, by her bib; every look is kept."))
    return opened


def _door(
    file: RaceFile, role: Role, title: str, text: str, scope: str = "", bib: str = "", holder: str = ""
) -> Opened:
    token = make_link(file, role, scope=scope, bib=bib, holder=holder or title)
    return Opened(f"/{DOORS[role]}/{token}/", title, text)


def _station(file: RaceFile, day: Day) -> Iterable[Opened]:
    """The aid station that is furthest along: the one that waits longest."""
    plan = day.folder.plan if day.folder else None
    if plan is None or not plan.stations:
        return []
    last = max(plan.stations, key=lambda station: max(place.along_m for place in station.places))
    text = "Who is still to come, bibs keyed in, what to tell control."
    return [_door(file, "station", f"An aid station: {last.name}", text, scope=last.id)]


def _runner(file: RaceFile, day: Day) -> Iterable[Opened]:
    """The first-timer of the story, and her mother, who has her leave to follow."""
    first = next((p for p in day.folder.people if p.first_marathon and p.why), None) if day.folder else None
    if first is None:
        return []
    agreed = ConsentBody(first.bib, "follow", True, "runner")
    file.submit([Draft("runner", f"demo/{first.bib}/follow", None, agreed)]).result()
    name = first.name.split(" ")[0]
    own = "How she stands, who may see what, and who has looked."
    return [
        _door(file, "runner", f"{name}'s own page", own, bib=first.bib),
        _door(
            file,
            "follower",
            f"{name}'s mother follows",
            "What she sees from home.",
            bib=first.bib,
            holder="her mother",
        ),
    ]


def _announcer(file: RaceFile, day: Day) -> Iterable[Opened]:
    """The finish line; half of those who say why they run let themselves be called by name."""
    told = [person for person in day.folder.people if person.why] if day.folder else []
    agreed = [ConsentBody(one.bib, "first_name", True, "runner") for one in [*told[:2], *told[2::2]]]
    drafts = [Draft("runner", f"demo/{body.bib}/first_name", None, body) for body in agreed]
    file.submit(drafts).result()
    text = "Who comes to the finish next: by first name, where she agreed."
    return [_door(file, "announcer", "The announcer", text)]
