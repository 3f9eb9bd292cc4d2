"""A small race with real rows, a real race file and the whole web app; the tests turn its clock by hand."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from asking import Answer, ask

from alongside.events.bodies import ConsentBody, EntryBody, PlanBody
from alongside.events.link import Link, NewLink
from alongside.events.person import Person
from alongside.events.plan import Place, Station
from alongside.events.row import Draft
from alongside.forecast.as_crossed import Foreseen
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.views import RunnerView, Views
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app
from alongside.web.doors import DOORS
from builders import at, make_plan, read

PEOPLE = (
    Person("7", "Ada Nimble", "+1 555 0107", adult=True, why="For my daughter."),
    Person("8", "Bea Swift", adult=True),
    Person("9", "Cy Young", adult=False, guardian="Dee Young", guardian_email="dee@example.org"),
    Person("10", "Eve Unknown"),
    Person("4711", "Fay Hindmost", adult=True),
)
ADULT = {"7": True, "8": True, "9": False, "10": None, "4711": True}
STATIONS = (
    Station("w1", "Water 1", (Place("full", 10_000.0),)),
    Station("w2", "Water 2", (Place("full", 30_000.0),)),
)


class PeopleDay:
    """The race on the wall's clock at ``now_ms``; it is its own show."""

    def __init__(self, folder: Path, clock: str = "06:00") -> None:
        self.now_ms, self.over_ms = at(clock), None  # type: int, int | None
        self.file = RaceFile(folder / "race.db", lambda: self.now_ms)
        self.race, self.wanted, self.version = Race(), set(), 0  # type: Race, set[str], int
        self.foreseen: dict[str, dict[str, Any]] = {}  # by bib: fields of a forecast made by hand
        self._looked: tuple[object, ...] = ()
        self._shown: Shown | None = None
        ids, self._keys = itertools.count(1), itertools.count(1)
        entries = [
            Draft("roster", bib, None, EntryBody(bib, "full", "1", (f"C{bib}",), adult))
            for bib, adult in ADULT.items()
        ]
        plan = Draft("plan", "1", None, PlanBody(make_plan(emergency="+49 30 5550112", stations=STATIONS)))
        self.file.submit([plan, *entries]).result()
        self.file.put_people(PEOPLE).result()
        self.app = make_app(
            self,
            self.file,
            self.file,
            over_ms=lambda: self.over_ms,
            now_ms=lambda: self.now_ms,
            new_id=lambda: f"id-{next(ids):032d}",
        )

    # -- a show

    def latest(self) -> Shown:
        self.race.apply(self.file.rows(self.race.state.seq))
        state = self.now_ms, self.race.state.seq, frozenset(self.wanted), str(self.foreseen)
        if state != self._looked or self._shown is None:
            self.version += 1
            views = self._foresee(self.race.look(self.now_ms, self.wanted))
            self._looked, self._shown = state, Shown(views, 1.0, self.version, self.race.state.plan)
        return self._shown

    def _foresee(self, views: Views) -> Views:
        """Return views with the forecasts made by hand in place of the model's."""
        runners = {
            bib: self._by_hand(view, self.foreseen[bib]) if bib in self.foreseen else view
            for bib, view in views.runners.items()
        }
        return msgspec.structs.replace(views, runners=runners)

    def _by_hand(self, view: RunnerView, fields: dict[str, Any]) -> RunnerView:
        ranges = [
            (fields[f"{name}_from_ms"], fields[f"{name}_ms"], fields[f"{name}_to_ms"])
            for name in ("next", "finish")
        ]
        foreseen = (*view.foreseen[:-1], Foreseen(*ranges))
        return msgspec.structs.replace(view, foreseen=foreseen, **fields)

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        return lambda: None

    def want(self, bib: str) -> None:
        self.wanted.add(bib)

    # -- what happens

    def foresee(
        self, bib: str, next_: tuple[str, str, str], finish: tuple[str, str, str], **more: object
    ) -> None:
        """Expect a runner at her next split and at the finish, now and as she crossed: middle, from, to."""
        names = ("ms", "from_ms", "to_ms")
        times = {f"next_{name}": at(clock) for name, clock in zip(names, next_, strict=True)}
        times |= {f"finish_{name}": at(clock) for name, clock in zip(names, finish, strict=True)}
        self.foreseen[bib] = times | more

    def at(self, clock: str) -> None:
        """Turn the clock."""
        self.now_ms = at(clock)

    def reads(self, bib: str, *passed: tuple[str, str]) -> None:
        """A runner is read at mats, as ("5K", "07:35")."""
        self.file.submit([read(f"C{bib}", mat, clock) for mat, clock in passed]).result()

    def agree(self, bib: str, *consents: str, on: bool = True) -> None:
        """A runner gives consents, or takes them back."""
        bodies = [ConsentBody(bib, consent, on, f"runner/{bib}/0") for consent in consents]  # type: ignore[arg-type]
        self.file.submit(
            [Draft("test", f"agree-{next(self._keys)}", self.now_ms, b) for b in bodies]
        ).result()

    def give(self, role: str, token: str, **more: object) -> Link:
        """Make a link with a token that the test knows."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        (made,) = self.file.put_links([NewLink(role, digest, made_ms=self.now_ms, **more)]).result()  # type: ignore[arg-type]
        link = self.file.link_of(made)
        assert link is not None
        return link

    def link(self, token: str) -> Link:
        """Return a link as it stands, its openings counted."""
        self.file._openings.flush()
        self.file._writer.do(lambda _: None).result()
        found = self.file.link(hashlib.sha256(token.encode()).hexdigest())
        assert found is not None
        return found

    # -- who asks

    def page(self, role: str, token: str, end: str = "") -> Answer:
        """Open a page behind a link."""
        return ask(self.app, f"/{DOORS[role]}/{token}/{end}")

    def press(self, role: str, token: str, end: str, **form: str) -> Answer:
        """Send a form of a page behind a link, as a browser without script does."""
        return ask(self.app, f"/{DOORS[role]}/{token}/{end}", form=form or {"press": "yes"})


def address_in(answer: Answer) -> tuple[str, str]:
    """Return the role's door and the token of the link that a page shows once."""
    shown = answer.text.split('class="address"')[1].split('href="')[1].split('"')[0]
    _, door, token, _ = shown.removeprefix("http://").split("/")
    return door, token


def plain(answer: Answer) -> str:
    """Return a page on one line, without the line breaks of its templates."""
    return " ".join(answer.text.split())
