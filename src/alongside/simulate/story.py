"""The pair that the made-up race tells of: two strangers who meet near mile 14 and come in last, together.

A first-timer runs twelve miles with friends who do the half, is alone, and slows to a walk; a veteran with
an injury walks in front of the sweep, sees her, jogs up, and neither leaves the other. Their clocks are
drawn by hand, everything else happens to them as to anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np

from alongside.errors import InputError
from alongside.events.chapter import Chapter
from alongside.events.person import Person
from alongside.events.plan import RacePlan
from alongside.events.row import Draft
from alongside.simulate.chapters import Scene, make_chapters
from alongside.simulate.company import Group, Member
from alongside.simulate.day import Day, limits_tod_s
from alongside.simulate.field import Field
from alongside.units import HALF_MARATHON_M, MARATHON_M, parse_clock_s

MEET_M = 22_400.0
_INSIDE_LIMIT_S = 292.0
_CLEAR_S = 90.0  # everybody else still on the road is at least this far ahead of the two
_HEED_S, _MOST_LATE_S = 400.0, 700.0  # who comes this near hurries; who would be this late gives up
_FRIENDS = 3
_CAST = (
    Person(
        "", "Marit Fennowquill", "", "", "", "Port Tamarack", True, "So that my daughter sees that one can."
    ),
    Person(
        "", "Jessa Tarnbright", "", "", "", "Quillhaven", False, "I've finished twelve, I'll finish again."
    ),
    Person("", "Lotte Umberwick", "", "", "", "Port Tamarack"),
    Person("", "Brisa Gorsemere", "", "", "", "Port Tamarack"),
    Person("", "Henk Umberwick", "", "", "", "Port Tamarack"),
)


@dataclass
class Told:
    """The rows of the cast: the first-timer, the veteran, the friends; and where the half turns off."""

    first: int
    veteran: int
    friends: list[int]
    split_m: float

    def play(self, day: Day) -> None:
        """Give the cast its clocks, its company and its end, and the two the end of the road alone."""
        gun_s = float(day.gun_tod_s[day.field.wave[self.first]])
        limit_s = limits_tod_s(day.plan, day.field.runs, day.field.wave, day.gun_tod_s)[self.first]
        self._clocks(day, gun_s, float(limit_s) - _INSIDE_LIMIT_S)
        everybody = [self.first, self.veteran, *self.friends]
        day.end_m[everybody] = day.length_m[everybody]
        day.shown[everybody[:2]] = True
        rest = [Member(one, 0.0, HALF_MARATHON_M) for one in self.friends[1:]]
        day.groups.append(Group(self.friends[0], [Member(self.first, 0.0, self.split_m), *rest]))
        day.groups.append(Group(self.first, [Member(self.veteran, MEET_M, MARATHON_M)]))
        self._last_on_the_road(day)

    def _clocks(self, day: Day, gun_s: float, finish_s: float) -> None:
        meet_s = parse_clock_s("11:50:30") - parse_clock_s("07:54") + gun_s
        alone = [
            (0.0, gun_s + 55),
            (self.split_m, gun_s + 11_410),
            (21_097.5, gun_s + 13_070),
            (MEET_M, meet_s),
        ]
        together = [(31_350.0, meet_s + 5_600), (MARATHON_M, finish_s)]
        behind = [
            (0.0, gun_s + 96),
            (10_000.0, gun_s + 6_340),
            (21_097.5, gun_s + 13_560),
            (MEET_M, meet_s + 1.5),
        ]
        half = [(0.0, gun_s + 54), (self.split_m, gun_s + 11_409), (HALF_MARATHON_M, gun_s + 12_430)]
        day.clock_s[self.first] = _drawn(day.at_m, [*alone, *together])
        day.clock_s[self.veteran] = _drawn(day.at_m, [*behind, *((m, s + 0.4) for m, s in together)])
        for place, friend in enumerate(self.friends):
            day.clock_s[friend] = _drawn(day.at_m, half) + 0.9 * place

    def _last_on_the_road(self, day: Day) -> None:
        """Whoever would come close behind the two hurries a little; whoever is far behind gives up."""
        others = day.field.starts & (day.length_m > HALF_MARATHON_M)
        others[[self.first, self.veteran]] = False
        ahead_of = day.clock_s[self.first] - _HEED_S
        for row in np.flatnonzero(others):
            there = (day.at_m >= MEET_M) & (day.at_m <= day.end_m[row] + 1000)
            late_s = np.where(there, np.maximum(day.clock_s[row] - ahead_of, 0.0), 0.0)
            if late_s.max() > _MOST_LATE_S or late_s[np.argmax(there)] > 60:
                self._give_up(day, int(row), float(day.at_m[np.argmax(late_s > 60)]))
            elif late_s.any():
                day.clock_s[row] -= late_s * (1 - (_HEED_S - _CLEAR_S) / _MOST_LATE_S)

    def _give_up(self, day: Day, row: int, before_m: float) -> None:
        """End a race at the last aid station that lies well before a metre."""
        places = [place for station in day.plan.stations for place in station.places]
        tables_m = [place.along_m for place in places if place.distance == "full"]
        last_m = max(along_m for along_m in tables_m if along_m < before_m - 1_000)
        day.end_m[row] = min(day.end_m[row], last_m)

    def finish(self, day: Day, people: list[Person], drafts: list[Draft]) -> tuple[Chapter, ...]:
        """Put the cast's names among the people, in place, and return the chapters of the day."""
        for row, person in zip([self.first, self.veteran, *self.friends], _CAST, strict=True):
            bib = str(day.field.bib[row])
            people[row] = msgspec.structs.replace(
                person, bib=bib, adult=True, email=f"runner{bib}@example.org"
            )
        closed_ms = max(draft.received_at_ms or 0 for draft in drafts)
        scene = Scene(day, self.first, self.veteran, self.split_m, MEET_M, closed_ms)
        return make_chapters(scene, "Marit", "Jessa")


def _drawn(at_m: np.ndarray, knots: list[tuple[float, float]]) -> np.ndarray:
    """A clock through the knots, running on at the last pace; the same at every grid point and knot."""
    metres, tod_s = (np.array(column) for column in zip(*knots, strict=True))
    pace = (tod_s[-1] - tod_s[-2]) / (metres[-1] - metres[-2])
    return np.asarray(np.interp(at_m, metres, tod_s) + np.maximum(at_m - metres[-1], 0.0) * pace)


def cast(plan: RacePlan, field: Field, free: np.ndarray) -> Told:
    """Return who plays the story, taken from the slower half of the last wave, and reserve them.

    Raises :class:`InputError` when the race is not the made-up city's or too small.
    """
    ids = [distance.id for distance in plan.distances]
    if not {"full", "half"} <= {*ids} or not (plan.sweeps and plan.cheer_zones and plan.shared):
        raise InputError.of(
            plan.name, "is not the race that the story is told of.", "Use the made-up city's."
        )
    last = int(np.argmax([wave.gun_ms for wave in plan.waves]))
    there = field.starts & (field.wave == last) & field.adult & (field.runs == field.entered)
    full = np.flatnonzero(there & field.woman & (field.runs == ids.index("full")))
    half = np.flatnonzero(there & (field.runs == ids.index("half")))
    if len(full) < 2 or len(half) < _FRIENDS:
        raise InputError.of("--runners", f"{len(field)} are too few for the story.", "Give 200 or more.")
    told = Told(int(full[0]), int(full[1]), [int(one) for one in half[:_FRIENDS]], plan.shared[0].a_to_m)
    everybody = [told.first, told.veteran, *told.friends]
    free[everybody] = False
    field.marathon_s[everybody] = 25_500.0
    field.expected_s[everybody] = [23_400.0, 18_900.0, 11_700.0, 11_700.0, 11_700.0]
    field.woman[told.friends] = [True, True, False]
    return told
