"""A day on which every page has much to say, behind every door; its clock is turned by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from alongside.events.bodies import (
    ClockBody,
    KeyedBody,
    MessageBody,
    NoticeBody,
    PlanBody,
    RideBody,
    StationBody,
)
from alongside.events.link import Role
from alongside.events.person import Person
from alongside.events.plan import Place, Reopening, Station
from alongside.events.row import Draft
from alongside.supporters.factor import factor_digest
from alongside.web.doors import DOORS
from builders import at, body_draft, read
from city_race import city_plan

sys.path.insert(0, str(Path(__file__).parent / "web"))
import people_day
from people_day import PeopleDay

LONG = "the Old Town Hall of Oberlauffenhausenbergersdorf-on-the-Winding-River"
STATIONS = (
    Station("w1", f"Water at {LONG}", (Place("full", 10_000.0),), at("07:00"), at("12:00")),
    Station("w2", "Water 2", (Place("full", 30_000.0),), at("08:00"), at("14:00")),
)
PEOPLE = (
    Person("7", "Ada-Wilhelmina-Konstantina Oberlauffenhausenbergersdorf", "+1 555 0107", adult=True,
           why="For my daughter, who said that nobody can run so far without stopping."),
    Person("9", "Cy Young", adult=False, guardian="Dee Young", guardian_email="dee@example.org"),
)  # fmt: skip
FIELD = {"7": True, "8": True, "9": False, **{str(bib): True for bib in range(100, 140)}}
WORK: tuple[Role, ...] = (
    "medical", "marshal", "sweep", "van", "cheer", "announcer", "timer", "photographer",
)  # fmt: skip
CONTROL, STEWARD, STATION = "/control/control/", "/steward/steward/", "/station/station/"
STREETS = (
    Reopening(f"The street along {LONG}", "full", 6_000.0, 8_000.0, at("08:00")),
    Reopening("Mill Lane", "full", 25_000.0, 26_000.0, at("12:30")),
)
CHANGING = {
    "start": "/",
    "race": "/race",
    "streets": "/city",
    "map": "/map",
    "control": CONTROL,
    "race morning": f"{CONTROL}morning/",
    "feeds": f"{CONTROL}feeds/",
    "radio": f"{CONTROL}radio/",
    "at risk and alone": f"{CONTROL}risk/",
    "announcer": "/announcer/announcer/",
    "station": STATION,
    "sheet": f"{STATION}sheet/",
    "runner": "/runner/ada/",
    "guardian": "/guardian/dee/",
    "follower": "/follow/mum/",
    "medical": "/medical/medical/",
    "sweep": "/sweep/sweep/",
    "van": "/van/van/",
    "ledger": f"{CONTROL}accounted/",
    "post": "/marshal/marshal/at/full/30/",
}
PATHS = {
    **CHANGING,
    "sheets": f"{CONTROL}sheet/",
    "streets for control": f"{CONTROL}city/",
    "report": f"{CONTROL}report/",
    "map for medical": "/medical/medical/map/",
    "look": f"{CONTROL}look",
    "handover": f"{STATION}handover",
    "station for control": f"{CONTROL}stations/w1/",
    "sweep for control": f"{CONTROL}sweeps/sweep/",
    "steward": STEWARD,
    "radio for a steward": f"{STEWARD}radio/",
    "claim": "/runner/new/claim",
    **{role: f"/{DOORS[role]}/{role}/" for role in WORK},
    "look by medical": "/medical/medical/look",
}


class UsableDay(PeopleDay):
    """The small race with long names, a door for every role, and nobody on the road yet."""

    def __init__(self, folder: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (("STATIONS", STATIONS), ("PEOPLE", PEOPLE), ("ADULT", FIELD)):
                patch.setattr(people_day, name, value)
            super().__init__(folder)
        plan = city_plan(emergency="+49 30 5550112", stations=STATIONS, reopenings=STREETS)
        self.file.submit([Draft("plan", "2", None, PlanBody(plan))]).result()
        for role in WORK:
            self.give(role, role, holder=f"Who works at {LONG}"[:60])
        self.give("control", "control", holder="Bea")
        self.give("steward", "steward", holder="Sid")
        self.give("station", "station", scope="w1", holder="Ada")
        self.give("runner", "ada", bib="7")
        self.give("runner", "new", bib="8", factor_digest=factor_digest("ABC234", "8", 1))
        self.give("guardian", "dee", bib="9", holder="Dee Young")
        self.give("follower", "mum", bib="7", holder=f"Her friend from {LONG}"[:60])

    def say(self, *drafts: Draft, **texts: str) -> None:
        """Append rows with their words."""
        self.file.submit(list(drafts), texts).result()

    def go(self) -> None:
        """Everybody passes two mats and nobody the third: silence, the overdue, claims, a clock, messages."""
        for mat, clock in (("S", "07:01"), ("5K", "07:36"), ("10K", "08:11")):
            self.at(clock)
            self.say(*(read(f"C{bib}", mat, f"{clock}:{n % 60:02}") for n, bib in enumerate(FIELD)))
        self.agree("7", "follow")
        self.at("09:35")
        self.say(
            read("C8", "HALF", "08:13:00"),  # 11 km in two minutes
            read("F00", "10K", "09:30"),
            body_draft(ClockBody("reader/10K", 793_000, at("09:00"), "control/1"), "c1", "09:31"),
            body_draft(KeyedBody("w1", "139", "dropped", at("09:30"), "station/w1/12"), "k1", "09:30"),
            body_draft(RideBody("138", "wanted", at("09:20"), "runner/138/9", text_id="t4"), "w1", "09:20"),
            body_draft(RideBody("137", "wanted", at("09:10"), "station/w1/12", station="w1"), "w2", "09:10"),
            body_draft(RideBody("137", "not_found", at("09:25"), "van/4"), "w3", "09:25"),
            Draft("van/4", "w4", at("09:15"), RideBody("136", "on_board", at("09:15"), "van/4")),
            body_draft(StationBody("w1", "out_of_water", "station/w1/12", "t2"), "s1", "09:32"),
            body_draft(MessageBody("everybody", "control/10", "t1"), "m1", "09:33"),
            t1=f"A storm comes at two. Tie down the tents at {LONG}.",
            t2="Two hundred cups are left.",
            t4=f"geo:52.51200,13.40100;u=9 on the bench by {LONG}, in a red jacket",
        )
        self.decide("09:35")

    def stop(self) -> None:
        """The race is stopped."""
        self.say(
            body_draft(NoticeBody("stopped", "control/10", text_id="t3"), "n1", "09:40"), t3="Lightning."
        )
        self.decide("09:41")

    def end(self) -> None:
        """Hours after the limit; nobody came to the finish."""
        self.decide("15:30")

    def decide(self, clock: str) -> None:
        """Turn the clock, and keep what the race decides then."""
        self.at(clock)
        self.latest()
        self.file.submit(self.race.decide(self.now_ms)).result()
