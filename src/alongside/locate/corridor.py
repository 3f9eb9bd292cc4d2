"""Which fixes may be kept at all: those near the course, in the hours of the race (rule R4).

The test looks at one fix and the plan, at nothing else, so it can stand before the disk.
"""

from __future__ import annotations

from dataclasses import dataclass

from alongside.course.line import CourseLine, nearest
from alongside.events.bodies import FixBody
from alongside.events.plan import RacePlan

CORRIDOR_M = 150.0
WORST_ACCURACY_M = 1_000.0  # beyond this a fix says nothing, and must not widen the corridor
BEFORE_GUN_MS = 30 * 60_000
AFTER_LIMIT_MS = 30 * 60_000


@dataclass(frozen=True)
class Corridor:
    """The courses of a plan and the hours in which phones may be followed."""

    lines: dict[str, CourseLine]
    from_ms: int
    to_ms: int | None

    @classmethod
    def of(cls, plan: RacePlan) -> Corridor:
        """Return the corridor of a plan; without a limit the window has no end of its own."""
        lines = {d.id: CourseLine.of(d.line) for d in plan.distances if d.line is not None}
        guns = [wave.gun_ms for wave in plan.waves] or [plan.day_start_ms]
        limits = [d.limit_s for d in plan.distances]
        longest_s = max((limit for limit in limits if limit is not None), default=None)
        open_end = longest_s is None or any(limit is None for limit in limits)
        to_ms = None if open_end else max(guns) + round((longest_s or 0) * 1000) + AFTER_LIMIT_MS
        return cls(lines, min(guns) - BEFORE_GUN_MS, to_ms)

    def in_hours(self, at_ms: int) -> bool:
        """Return whether phones may be followed at this instant."""
        return self.from_ms <= at_ms and (self.to_ms is None or at_ms <= self.to_ms)

    def admits(self, fix: FixBody, distance: str) -> bool:
        """Return whether a fix of a runner of this distance may be stored."""
        line = self.lines.get(distance)
        if line is None or not self.in_hours(fix.at_ms):
            return False
        width_m = CORRIDOR_M + min(fix.accuracy_m or 0.0, WORST_ACCURACY_M)
        return nearest(line, fix.lat, fix.lon).off_m <= width_m
