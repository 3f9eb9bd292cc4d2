"""Where a sweep was seen, and which of that can be true: by its chip, its phone, or its driver's word.

A vehicle may stop and turn round, so a sighting may lie behind the one before; only nobody drives faster
than a car may. What cannot be true is kept, and does not move the sweep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from alongside.events.standing import Key

How = Literal["chip", "phone", "said", "schedule"]

FASTEST_MPS = 17.0  # 60 km/h: a vehicle that was called to the other end of a closed road
SLACK_M = 300.0  # a landmark is pressed when it is near, a phone is off by some houses
RECENT = 40  # so many of the newest say where it is; a phone tells twice a minute
WEIGHT: dict[How, int] = {"chip": 3, "phone": 1, "said": 2}  # a mat outweighs a mistaken word


@dataclass(frozen=True)
class Sighting:
    """A sweep was ``along_m`` along its distance at ``at_ms`` (UTC milliseconds).

    ``place`` is the mat's name (empty where no mat read it), ``key`` the row of a driver's word.
    """

    at_ms: int
    along_m: float
    how: How
    place: str = ""
    key: Key | None = None

    @property
    def order(self) -> tuple[int, int, float, Key]:
        """Where it stands among others, whatever order they came in."""
        return self.at_ms, WEIGHT[self.how], self.along_m, self.key or ("", "")


def believed(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Return those of the newest sightings that can all be true, in order of time.

    Of the choices that can be, the heaviest; among equals the one with the earlier sightings: a new word
    has to be borne out by another before it overturns what was known.
    """
    newest = sorted(sightings, key=lambda one: one.order)[-RECENT:]
    if all(_can_follow(newest[i], newest[i + 1]) for i in range(len(newest) - 1)):
        return newest
    return _heaviest(newest)


def _can_follow(one: Sighting, later: Sighting) -> bool:
    reach_m = FASTEST_MPS * (later.at_ms - one.at_ms) / 1000 + SLACK_M
    return abs(later.along_m - one.along_m) <= reach_m


def _heaviest(sightings: Sequence[Sighting]) -> list[Sighting]:
    weights: list[int] = []
    chains: list[list[int]] = []
    for i, here in enumerate(sightings):
        before = [j for j in range(i) if _can_follow(sightings[j], here)]
        best = max(before, key=lambda j: (weights[j], -j), default=None)
        chains.append([*(chains[best] if best is not None else ()), i])
        weights.append(WEIGHT[here.how] + (weights[best] if best is not None else 0))
    heaviest = max(range(len(chains)), key=lambda i: (weights[i], [-j for j in chains[i]]), default=None)
    return [sightings[i] for i in chains[heaviest]] if heaviest is not None else []
