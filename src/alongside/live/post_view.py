"""Until when a course marshal is needed at her post: who is still to come there, and when the sweep."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal

import numpy as np

from alongside.course.shared import also_at
from alongside.course.sweep_schedule import due_ms
from alongside.events.plan import Place, Station, Sweep
from alongside.live.post_views import Posts, PostSweep, PostView
from alongside.live.state import LiveState
from alongside.live.station_closing import Closings, whole
from alongside.live.views import SweepView
from alongside.tail.closing import Closing, OnPass, closing_of
from alongside.tail.passing import AT_M, OnRoad, some_of

POST, STRETCHES = "post/", "posts/"  # wanted: one post, and the stretches of the whole course
STEP_M = 100.0  # a marshal knows no better where she stands
MOST_POSTS = 200
HINDMOST = 200  # of a distance: among these is the last to pass a post, and a look stays cheap
HARDLY = 0.02  # with a smaller chance to be at her next split she has stopped


def post_key(distance: str, along_m: float) -> str:
    """Return what a page asks for to have a post in the views."""
    return f"{POST}{round(along_m / STEP_M) * STEP_M:.0f}/{distance}"


def is_post(key: str) -> bool:
    """Return whether something that is wanted is a post, or the stretches."""
    return key == STRETCHES or key.startswith(POST)


class PostLook:
    """Everything that the posts of one tick have in common."""

    def __init__(self, state: LiveState, closings: Closings, sweeps: Iterable[SweepView]) -> None:
        self.state, self.closings = state, closings
        self._sweeps = {sweep.id: sweep for sweep in sweeps}
        self._ends: dict[tuple[str, str], OnRoad] = {}

    def posts(self, wanted: Collection[str]) -> Posts:
        """Return the posts among what is wanted, and the stretches if they are."""
        keys = sorted(key for key in wanted if key.startswith(POST))[:MOST_POSTS]
        places = {key: self._place(key) for key in keys}
        at = {key: self._post(place) for key, place in places.items() if place is not None}
        stretches = self._stretches() if STRETCHES in wanted else ()
        return Posts(at, stretches)

    def _place(self, key: str) -> Place | None:
        metres, _, distance = key.removeprefix(POST).partition("/")
        known = {one.id: one.length_m for one in self.state.plan.distances}
        if not metres.isdigit() or distance not in known:
            return None
        return Place(distance, min(float(metres), known[distance]))

    def _stretches(self) -> tuple[PostView, ...]:
        """Return the road at every split past the start: there a stretch is free."""
        return tuple(
            self._post(Place(distance.id, along_m))
            for distance in self.state.plan.distances
            for along_m in sorted({split.along_m for split in distance.splits if split.along_m > 0})
        )

    def _post(self, place: Place) -> PostView:
        places = also_at(self.state.plan.shared, place.distance, place.along_m)
        here, closing = Station("", "", tuple(places)), self._closing(places)
        stands = [self.closings.doubts.interrupted(one) for one in places]
        return PostView(
            distance=place.distance,
            along_m=place.along_m,
            still=self._still(places, closing),
            inside=closing.inside,
            waiting=sum(self.closings.doubts.waiting[one] for one in {place.distance for place in places}),
            passed=sum(self._passed(one) for one in places),
            first_ms=whole(closing.first_ms),
            middle_ms=whole(closing.middle_ms),
            sure_ms=whole(closing.sure_ms),
            sweeps=tuple(self._sweep(sweep, one) for sweep, one in self._swept(places)),
            stopped=any(one["stopped"] for one in stands),
            diverted=any(one["diverted"] for one in stands),
            doubt=self.closings.doubts.of(here),
        )

    def _closing(self, places: Collection[Place]) -> Closing:
        """Return when the last of the hindmost pass; while nobody has come, when the first does."""
        closing = closing_of([self._pass(one, "last") for one in places])
        if any(self._passed(one) for one in places):
            return closing
        first = closing_of([self._pass(one, "first") for one in places])
        return replace(closing, first_ms=first.first_ms)

    def _pass(self, place: Place, which: Literal["first", "last"]) -> OnPass:
        until_ms = self.closings.inside_until_ms(place)
        return OnPass(self._end(place.distance, which), place.along_m, until_ms)

    def _end(self, distance: str, which: Literal["first", "last"]) -> OnRoad:
        """Return the hindmost, or the foremost, of a distance who are still going."""
        if (distance, which) not in self._ends:
            road = self.closings.road(distance)
            going = road.coming[np.arange(len(road.who)), road.next_split]
            rows = np.flatnonzero(~(going < HARDLY))
            order = np.argsort(road.along_m[rows], kind="stable")
            rows = rows[order[:HINDMOST] if which == "last" else order[-HINDMOST:]]
            self._ends[distance, which] = some_of(road, np.sort(rows))
        return self._ends[distance, which]

    def _still(self, places: Collection[Place], closing: Closing) -> int:
        """Return how many are likely to come yet: of a crowd, all who are thought to be short of here."""
        short = 0
        for place in places:
            road = self.closings.road(place.distance)
            short += int((road.along_m < place.along_m - AT_M).sum())
        return short if short > HINDMOST else closing.still

    def _passed(self, place: Place) -> int:
        """Return how many are thought to have passed, those who are done with the race among them."""
        road, race = self.closings.road(place.distance), self.state.race
        of = race["distance"] == race.arrays.index[place.distance]
        done = of & (race["done_ms"] >= 0) & (race["last_m"] >= place.along_m - AT_M)
        return int((road.along_m >= place.along_m - AT_M).sum()) + int(done.sum())

    def _swept(self, places: Collection[Place]) -> list[tuple[Sweep, Place]]:
        """Return each sweep with the last place at which it comes by."""
        found: dict[str, tuple[Sweep, Place]] = {}
        for place in sorted(places, key=lambda one: one.along_m):
            for sweep in self.state.plan.sweeps:
                if sweep.distance == place.distance:
                    found[sweep.id] = sweep, place
        return list(found.values())

    def _sweep(self, sweep: Sweep, place: Place) -> PostSweep:
        view = self._sweeps[sweep.id]
        heard = view.how != "schedule"
        passed = heard and view.along_m is not None and view.along_m >= place.along_m
        due = due_ms(self.state.sweeps.as_it_counts(sweep), place.along_m)
        if passed or due is None:
            return PostSweep(sweep.name, passed, None, not heard)
        late_ms = max(0.0, -(view.ahead_s or 0.0)) * 1000  # who is early is told to slow down
        return PostSweep(sweep.name, False, max(round(due + late_ms), self.closings.at_ms), not heard)
