"""What the announcer reads out: who comes next and who has come in, by consent; nothing of anybody else.

Nobody is called the last one. Who gave no first name is "a runner", without bib and distance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

import msgspec

from alongside.events.person import Person
from alongside.live.announcer_views import AnnouncerView, Homecoming
from alongside.live.views import RaceView
from alongside.supporters.may_see import Field
from alongside.units import MS_PER_S, show_duration
from alongside.web import words
from alongside.web.subjects import first_name

SHOWN = 8
TOLD_S = 60 * 60  # inside the limit by more than this is no news
NOW_S = 60  # who is due within a minute comes "any moment"
Sees = Callable[[Field], bool]
Candidate = tuple[Person, Sees]  # somebody of an entry, and what the announcer may see of her


class Named(msgspec.Struct, frozen=True):
    """A homecoming with those of its persons who may be named, each with what may be said of her."""

    home: Homecoming
    names: tuple[str, ...]
    bib: str
    first_marathon: bool
    whys: tuple[str, ...]
    tells_time: bool
    beside: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What to call her: ``Marit, bib 823``; empty where nobody may be named."""
        if not self.names:
            return ""
        names = " and ".join(filter(None, [", ".join(self.names[:-1]), self.names[-1]]))
        return f"{names}, bib {self.bib}" if self.bib else names


def named(home: Homecoming, persons: list[Candidate], company: Sequence[Candidate] = ()) -> Named:
    """Return what may be said of a homecoming; a relay names those of its runners who agreed.

    ``company`` are the persons she comes with: they are named if she and they agree to it.
    """
    live: Field = "status" if home.done_ms is not None else "forecast"
    agreed = [(one, sees) for one, sees in persons if one.name and sees("first_name") and sees(live)]
    if not agreed:
        return Named(home, (), "", False, (), False)
    is_hers = len(persons) == 1  # of a relay nobody runs a first marathon
    return Named(
        home=home,
        names=tuple(first_name(one) for one, _ in agreed),
        bib=home.bib if any(sees("bib") for _, sees in agreed) else "",
        first_marathon=is_hers and any(one.first_marathon and sees("first_marathon") for one, sees in agreed),
        whys=tuple(one.why for one, sees in agreed if one.why and sees("why")),
        tells_time=any(sees("chip_time") for _, sees in agreed),
        beside=_beside(company, live) if any(sees("company") for _, sees in agreed) else (),
    )


def _beside(company: Sequence[Candidate], live: Field) -> tuple[str, ...]:
    wanted: tuple[Field, ...] = ("first_name", live, "company")
    return tuple(first_name(one) for one, sees in company if one.name and all(map(sees, wanted)))


def still(view: AnnouncerView, race: RaceView) -> str:
    """Return how many are to come, as a count; never that somebody is the last one."""
    if race.phase == "before":
        return "Nobody is on the course yet."
    if view.out == 0:
        return "Nobody is on the course now."
    near = f", {words.number(view.near)} of them near" if 0 < view.near < view.out else ""
    return f"Still {words.number(view.out)} to come{near}."


def first(rows: list[dict[str, Any]], view: AnnouncerView, race: RaceView) -> str:
    """Return the largest words of the page: who comes next."""
    if rows:
        return str(rows[0]["title"])
    return "Nobody is near the finish now." if view.out else still(view, race)


def coming_rows(coming: list[Named], race: RaceView) -> list[dict[str, Any]]:
    """Return who comes, in order; runners without a name who come together are one line."""
    rows: list[dict[str, Any]] = []
    for has_name, group in groupby(coming, key=lambda one: bool(one.names)):
        some = list(group)
        rows += [row(one, race) for one in some] if has_name else [_unnamed(some, race)]
    return rows[:SHOWN]


def _unnamed(some: list[Named], race: RaceView) -> dict[str, Any]:
    who = "A runner" if len(some) == 1 else f"{words.number(len(some))} runners"
    return {"title": who, "when": _when(some[0].home, race), "lines": [], "whys": ()}


def row(one: Named, race: RaceView) -> dict[str, Any]:
    """Return a line of somebody who may be named."""
    return {"title": one.title, "when": _when(one.home, race), "lines": _lines(one, race), "whys": one.whys}


def _when(home: Homecoming, race: RaceView) -> str:
    now_ms = race.race_now_ms
    if home.done_ms is not None:
        return f"in at {words.clock(home.done_ms, race.zone, now_ms, seconds=True)}"
    left_s = (home.finish_ms - now_ms) / MS_PER_S
    if left_s < NOW_S:
        return "any moment"
    return f"about {words.clock(home.finish_ms, race.zone, now_ms)}, in {words.minutes(left_s)}"


def _lines(one: Named, race: RaceView) -> list[str]:
    times = (_on_the_road(one.home, race), _inside(one.home)) if one.tells_time else ()
    return [line for line in ("First marathon." if one.first_marathon else "", _with(one), *times) if line]


def _with(one: Named) -> str:
    """Return with whom she comes, and since where; nothing where that may not be said."""
    company = one.home.company
    if company is None or not one.beside:
        return ""
    since = "from the start" if company.since_m == 0 else f"since km {company.since_m / 1000:.0f}"
    return f"With {' and '.join(one.beside)} {since}."


def _on_the_road(home: Homecoming, race: RaceView) -> str:
    if home.chip_ms is not None:
        return f"{show_duration(home.chip_ms / MS_PER_S)} on the road."
    until_ms = race.race_now_ms if home.done_ms is None else home.done_ms
    if home.start_ms is None or until_ms <= home.start_ms:
        return ""
    minutes = (until_ms - home.start_ms) // 60_000
    return f"{minutes // 60} h {minutes % 60:02d} on the road."


def _inside(home: Homecoming) -> str:
    """Return by how much she is inside the limit; of who may not be, nothing."""
    if home.limit_ms is None:
        return ""
    surely_ms = home.done_ms if home.done_ms is not None else home.latest_ms
    if surely_ms is None or surely_ms > home.limit_ms:
        return ""
    left_s = (home.limit_ms - home.finish_ms) / MS_PER_S
    if left_s > TOLD_S:
        return ""
    span = words.minutes(left_s)
    return f"{'' if home.done_ms is not None else 'About '}{span} inside the limit."
