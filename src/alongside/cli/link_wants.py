"""Which links a race needs: one for each captain, each runner, and each guardian of a minor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from alongside.events.link import STAFF, Link, Role
from alongside.events.person import Person
from alongside.events.plan import RacePlan
from alongside.folders.race_folder import RaceFolder
from alongside.units import normal_code
from alongside.web.role_words import TITLES

Key = tuple[Role, str, str, int]
ONE_EACH: tuple[Role, ...] = (
    "control", "steward", "medical", "marshal", "van", "announcer", "timer", "photographer",
)  # fmt: skip


class Wanted(msgspec.Struct, frozen=True):
    """A link that somebody needs: its role, what it is bound to, and who will hold it.

    ``title`` is the place or vehicle of a staff link; ``name``, ``holder`` and ``email`` are for the mailer.
    """

    role: Role
    scope: str = ""
    bib: str = ""
    position: int = 1
    title: str = ""
    name: str = ""
    holder: str = ""
    email: str = ""

    @property
    def key(self) -> Key:
        """What it is for: there is one link for each key, until somebody hands it over."""
        return self.role, self.scope, self.bib, self.position


def wants_of(folder: RaceFolder) -> list[Wanted]:
    """Return every link that a race needs."""
    return [*staff_wants(folder.plan), *person_wants(folder.people)]


def staff_wants(plan: RacePlan) -> Iterator[Wanted]:
    """Yield one link for each captain: for the race, each station, each cheer zone and each sweep."""
    for role in ONE_EACH:
        yield Wanted(role, holder=TITLES[role])
    bound: tuple[tuple[Role, Iterable[tuple[str, str]]], ...] = (
        ("sweep", ((sweep.id, sweep.name) for sweep in plan.sweeps)),
        ("station", ((station.id, station.name) for station in plan.stations)),
        ("cheer", ((zone.id, zone.name) for zone in plan.cheer_zones)),
    )
    for role, places in bound:
        for scope, name in places:
            yield Wanted(role, scope, title=name, holder=name)


def person_wants(people: Iterable[Person]) -> Iterator[Wanted]:
    """Yield one link for each runner, and one for whoever answers for a minor.

    Where the roster does not say that she is of age, a guardian that it names gets a link too.
    """
    positions: dict[str, int] = {}
    for person in people:
        position = positions[person.bib] = positions.get(person.bib, 0) + 1
        who = {"bib": person.bib, "name": person.name}
        yield Wanted("runner", position=position, holder="herself", email=person.email, **who)
        named = person.guardian or person.guardian_email
        if person.adult is False or (person.adult is None and named):
            email = person.guardian_email
            yield Wanted("guardian", position=position, holder=person.guardian, email=email, **who)


def held_by_key(links: Iterable[Link]) -> dict[Key, list[Link]]:
    """Return the links that have not ended, by what they are for, in the order they were made."""
    held: dict[Key, list[Link]] = {}
    for link in links:
        if link.ended_ms is None:
            held.setdefault((link.role, link.scope, link.bib, link.position), []).append(link)
    return held


def picked(wants: Iterable[Wanted], role: str | None, station: str | None, bib: str | None) -> list[Wanted]:
    """Return the links that the options of the command ask for: all, where they ask for nothing."""
    if station is not None:
        role = role or "station"
    if bib is not None:
        role, bib = role or "runner", normal_code(bib)
    return [
        want
        for want in wants
        if role in (None, want.role) and station in (None, want.scope) and bib in (None, want.bib)
    ]


def is_staff(want: Wanted) -> bool:
    """Return whether a link is for a captain, who gets a card, or for a person, who gets a mail."""
    return want.role in STAFF
