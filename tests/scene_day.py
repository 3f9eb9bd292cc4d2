"""The small race on a day that a scene is made of: everybody's door, rows as they come, a clock to turn."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any

from asking import Answer, ask

from alongside.events.bodies import PlanBody
from alongside.events.link import NewLink, Role
from alongside.events.plan import RacePlan
from alongside.events.row import Draft, Row
from alongside.live.accounted_views import ACCOUNTED, LEDGER
from alongside.live.announcer_view import ANNOUNCER
from alongside.live.city_view import CITY
from alongside.live.morning_view import MORNING
from alongside.live.pipeline import Race
from alongside.live.ports import Shown
from alongside.live.report_view import REPORT
from alongside.live.ride_views import RIDES
from alongside.live.station_view import STATIONS
from alongside.live.sweep_view import SWEEPS
from alongside.store.race_file import RaceFile
from alongside.web.app import make_app
from builders import FULL_KM, at, entry, make_plan, read
from station_race import CONTROL, STATION_LIST, text_of

MINUTE_MS = 60_000
WANTED = (STATIONS, SWEEPS, RIDES, ACCOUNTED, LEDGER, ANNOUNCER, CITY, MORNING, REPORT)
DOORS = {
    "control": f"/control/{CONTROL}/",
    "ledger": f"/control/{CONTROL}/accounted/",
    "radio": f"/control/{CONTROL}/radio/",
    "report": f"/control/{CONTROL}/report/",
    "morning": f"/control/{CONTROL}/morning/",
    "steward": "/steward/at-steward/",
    "nine": "/station/at-nine/",
    "late": "/station/at-late/",
    "twice": "/station/at-twice/",
    "sweep": "/sweep/at-sweep/",
    "half sweep": "/sweep/at-half/",
    "van": "/van/at-van/",
    "medical": "/medical/at-medical/",
    "her": "/runner/at-runner/",
    "public": "/race",
}
FULL_RUNNERS: Mapping[str, str] = {str(bib): "full" for bib in range(1, 7)}


class SceneDay:
    """A race file, a fold of it and the app, played by the minute; ``her`` is the bib whose page is open.

    What was received by ``begin`` is folded at once: nobody looked until then.
    """

    def __init__(
        self,
        folder: Path,
        *drafts: Draft,
        begin: str,
        step: int = 1,
        runners: Mapping[str, str] = FULL_RUNNERS,
        her: str = "6",
        **changes: object,
    ) -> None:
        self.her, self._step_ms, self.now_ms = her, step * MINUTE_MS, at(begin)
        self.file = RaceFile(folder / "race.db", lambda: self.now_ms)
        self.race, self.version, self.pressed = Race(), 0, 0
        self._shown: Shown | None = None
        self._coming: list[Draft] = sorted(drafts, key=came_ms)
        self.file.submit(opening(runners, **changes)).result()
        self._give_links()
        ids = itertools.count(1)
        self.app = make_app(
            self, self.file, self.file, now_ms=lambda: self.now_ms, new_id=lambda: f"id-{next(ids):032d}"
        )
        self._tick()

    def _give_links(self) -> None:
        self.give("control", CONTROL, holder="Bea")
        self.give("steward", "at-steward", holder="Sid")
        for station in ("nine", "late", "twice"):
            self.give("station", f"at-{station}", scope=station, holder="Ada")
        for sweep in ("sweep", "half"):
            self.give("sweep", f"at-{sweep}", scope=sweep, holder="Ed")
        self.give("van", "at-van", scope="9", holder="Vic")
        self.give("medical", "at-medical", holder="Mo")
        self.give("runner", "at-runner", bib=self.her)

    def give(self, role: Role, token: str, scope: str = "", bib: str = "", holder: str = "") -> None:
        """Make a link with a token that the test knows."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        link = NewLink(role, digest, scope=scope, bib=bib, holder=holder, made_ms=self.now_ms)
        self.file.put_links([link]).result()

    # -- a show

    def latest(self) -> Shown:
        """Return the race as of now, with every row that was kept by now."""
        if self._shown is None or self.new_rows():
            self.show_now()
        assert self._shown is not None
        return self._shown

    def subscribe(self, heard: Callable[[Shown], None]) -> Callable[[], None]:
        """Nobody is told of news by itself: pages are asked for."""
        return lambda: None

    def want(self, bib: str) -> None:
        """Everything is worked out at every tick."""

    def new_rows(self) -> list[Row]:
        """Return the rows that were kept and not folded yet."""
        return list(self.file.rows(self.race.state.seq))

    def show_now(self) -> None:
        """Fold what was kept, and show it."""
        self.race.apply(self.new_rows())
        views = self.race.look(self.now_ms, [*WANTED, self.her])
        self.version += 1
        self._shown = Shown(views, 1.0, self.version, self.race.state.plan)

    # -- what happens

    def until(self, clock: str) -> SceneDay:
        """Play to a time of day."""
        while self.now_ms < at(clock):
            self.now_ms = min(self.now_ms + self._step_ms, at(clock))
            self._tick()
        return self

    def wait(self, minutes: int = 1) -> SceneDay:
        """Play some minutes on."""
        for _ in range(minutes):
            self.now_ms += MINUTE_MS
            self._tick()
        return self

    def say(self, *drafts: Draft) -> SceneDay:
        """Rows come in now from elsewhere; a minute later everybody sees what came of them."""
        self.file.submit(drafts).result()
        return self.wait()

    def _tick(self) -> None:
        due = [one for one in self._coming if came_ms(one) <= self.now_ms]
        self._coming = self._coming[len(due) :]
        self.file.submit(due).result()
        self.race.apply(self.new_rows())
        self.file.submit(self.race.decide(self.now_ms)).result()
        self._shown = None

    # -- what somebody reads, and presses

    def reads(self, door: str, end: str = "") -> str:
        """Return what stands on a page, as it reads."""
        answer = ask(self.app, DOORS[door] + end)
        assert answer.status == 200, (door, answer.status, answer.text[:300])
        return unescape(text_of(answer.text))

    def first(self, door: str) -> str:
        """Return the largest text of a page."""
        page = ask(self.app, DOORS[door]).text
        return unescape(text_of(re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.S)[0]))

    def press(self, door: str, end: str, **form: str) -> str:
        """Press a button as a browser without script does, and again where it is asked; return what is read.

        A minute later everybody sees what came of it.
        """
        said = self._send(door, end, form)
        assert said.status == 303, (door, end, said.status, text_of(said.text)[:400])
        self.wait()
        return self.reads(door)

    def asks(self, door: str, end: str, **form: str) -> str:
        """Press a button; return what is asked before anything is kept."""
        kept = len(self.log())
        said = self._send(door, end, form)
        assert (said.status, len(self.log())) == (200, kept), said.status
        return unescape(text_of(said.text))

    def is_refused(self, door: str, end: str, **form: str) -> str:
        """Press a button that does nothing; return the sentence that says why."""
        kept, said = len(self.log()), self._send(door, end, form)
        assert (said.status, len(self.log())) == (400, kept)
        return unescape(text_of(said.text))

    def looks_up(self, bib: str) -> str:
        """Look a runner up at medical; return what is read."""
        return unescape(text_of(self._send("medical", "look", {"bib": bib}).text))

    def _send(self, door: str, end: str, form: Mapping[str, str]) -> Answer:
        self.pressed += 1
        return ask(self.app, DOORS[door] + end, form={"key": f"key-{self.pressed:04d}-scene", **form})

    # -- what stands

    def ledger(self) -> tuple[int, dict[str, int]]:
        """Return how many were entered, and where they are: these add up, or the test fails."""
        accounted = self.latest().views.control.accounted
        assert accounted is not None
        total = accounted.total
        names = ("finished", "dropped_out", "picked_up", "disqualified", "not_started", "on_course")
        found = {name: getattr(total, name) for name in names}
        assert sum(found.values()) == total.entered, found
        return total.entered, {name: n for name, n in found.items() if n}

    def log(self) -> list[Row]:
        """Return every row that was kept."""
        return list(self.file.rows(0))

    def rows(self, kind: str) -> list[Any]:
        """Return the bodies of a kind in the log, in its order."""
        return [row.body for row in self.log() if row.body.__struct_config__.tag == kind]


def opening(runners: Mapping[str, str], **changes: object) -> list[Draft]:
    """Return the plan and the entries of a day."""
    plan: RacePlan = make_plan(**({"stations": STATION_LIST} | changes))
    entries = [entry(bib, distance, "1", f"C{bib}") for bib, distance in runners.items()]
    return [Draft("plan", "1", None, PlanBody(plan)), *entries]


def came_ms(draft: Draft) -> int:
    """Return when a row comes in."""
    return draft.received_at_ms or draft.at_ms or 0


def runs(
    bib: str,
    pace_mps: float,
    until: str = "F",
    start: str = "07:01",
    km: Mapping[str, float] = FULL_KM,
) -> list[Draft]:
    """Return the reads of a runner at an even pace, as far as a mat."""
    found = []
    for mat, along in km.items():
        clock_s = (at(start) - at("00:00")) // 1000 + round(along * 1000 / pace_mps)
        clock = f"{clock_s // 3600}:{clock_s // 60 % 60:02d}:{clock_s % 60:02d}"
        found.append(read(f"C{bib}", mat, clock))
        if mat == until:
            break
    return found


def before(reads: Sequence[Draft], clock: str) -> list[Draft]:
    """Return the rows that came before a time."""
    return [one for one in reads if came_ms(one) < at(clock)]
