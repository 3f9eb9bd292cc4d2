"""A plan as crossings need it: per distance the splits of each mat, metres, roles, and guns."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field

from alongside.events.plan import Distance, RacePlan

SLACK_MS = 5_000  # clocks of two mats may differ by this much before a pace looks impossible
GUN_TOLERANCE_MS = 3_000  # a foot on the mat as the gun goes is a start
LONGEST_PASSING_GAP_MS = 120_000  # a chip unseen at a mat for longer than this has left it


@dataclass(frozen=True)
class Course:
    """One distance as a list of splits; ``splits_of[mat]`` holds indexes into it, ascending."""

    id: str
    along_m: tuple[float, ...]
    names: tuple[str, ...]
    mats: tuple[str, ...]
    splits_of: dict[str, tuple[int, ...]]
    start: int | None
    finish: int | None
    max_speed_mps: float
    length_m: float
    gap_ms: dict[str, int] = field(default_factory=dict)

    def least_ms(self, from_split: int | None, to_split: int) -> float:
        """Return the shortest believable time between two splits (from the line if ``None``)."""
        from_m = 0.0 if from_split is None else self.along_m[from_split]
        return (self.along_m[to_split] - from_m) / self.max_speed_mps * 1000 - SLACK_MS


def course_of(distance: Distance) -> Course:
    """Return a distance of the plan as a :class:`Course`."""
    splits_of: dict[str, tuple[int, ...]] = {}
    for index, split in enumerate(distance.splits):
        splits_of[split.mat] = (*splits_of.get(split.mat, ()), index)
    roles = [split.role for split in distance.splits]
    course = Course(
        id=distance.id,
        along_m=tuple(split.along_m for split in distance.splits),
        names=tuple(split.name for split in distance.splits),
        mats=tuple(split.mat for split in distance.splits),
        splits_of=splits_of,
        start=roles.index("start") if "start" in roles else None,
        finish=roles.index("finish") if "finish" in roles else None,
        max_speed_mps=distance.max_speed_mps,
        length_m=distance.length_m,
    )
    course.gap_ms.update({mat: _passing_gap_ms(course, mat) for mat in splits_of})
    return course


def _passing_gap_ms(course: Course, mat: str) -> int:
    """Return how long a chip may be unseen at a mat within one passing: less than half a lap."""
    metres = [course.along_m[split] for split in course.splits_of[mat]]
    laps = [b - a for a, b in itertools.pairwise(metres) if b > a]
    if not laps:
        return LONGEST_PASSING_GAP_MS
    half_lap_ms = min(laps) / course.max_speed_mps * 1000 / 2
    return min(LONGEST_PASSING_GAP_MS, int(half_lap_ms))


@dataclass(frozen=True)
class Guns:
    """When a runner of one wave may have started: her own gun, and the first of her distance."""

    own_ms: int
    first_ms: int


def guns_of(plan: RacePlan, gun_ms: Mapping[str, int]) -> dict[tuple[str, str], Guns]:
    """Return the guns by (distance, wave), from the gun that each wave goes by."""
    found: dict[tuple[str, str], Guns] = {}
    for distance in plan.distances:
        waves = [wave.id for wave in plan.waves if distance.id in wave.distances]
        first_ms = min((gun_ms[wave] for wave in waves), default=plan.day_start_ms)
        found |= {(distance.id, wave): Guns(gun_ms[wave], first_ms) for wave in waves}
        found[distance.id, ""] = Guns(first_ms, first_ms)
    return found
