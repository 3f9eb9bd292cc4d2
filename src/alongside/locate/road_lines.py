"""The whole kilometres of a course as lines across the road, and the metres of a fix that is near one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.course.line import CourseLine, Metres, passes
from alongside.events.bodies import FixBody
from alongside.events.plan import Line
from alongside.locate.fold import NEAR_M

LINE_M = 1000.0
WITHIN_M = 150.0  # along the road: a fix farther from a line says nothing of when it was crossed
WORST_ACCURACY_M = 40.0  # a fix that may be farther off is good for the map, not for a time at a line


@dataclass(frozen=True)
class RoadLines:
    """A course, and metres east and north of its lines; shapes ``(lines,)``, kilometre 1 first."""

    plan_line: Line
    course: CourseLine
    x_m: Metres
    y_m: Metres

    @classmethod
    def of(cls, line: Line) -> RoadLines:
        """Return the lines of a plan's course."""
        course = CourseLine.of(line)
        x_m, y_m = course.xy_at(np.arange(1, int(course.length_m // LINE_M) + 1) * np.float64(LINE_M))
        return cls(line, course, x_m, y_m)

    def __len__(self) -> int:
        return len(self.x_m)

    def metres_of(self, fix: FixBody) -> float | None:
        """Return where along the course a fix near a line was.

        ``None`` where no line is near, where the phone doubts itself, and where the course passes the place
        more than once: such a fix counts for neither pass.
        """
        accuracy_m = fix.accuracy_m or 0.0
        within_m = NEAR_M + accuracy_m
        if accuracy_m > WORST_ACCURACY_M or not self._is_near(fix, WITHIN_M + within_m):
            return None
        found = passes(self.course, fix.lat, fix.lon, within_m)
        return found[0].along_m if len(found) == 1 else None

    def _is_near(self, fix: FixBody, within_m: float) -> bool:
        """Return whether any line may be so near: most fixes are done with here, the search is dear."""
        x_m, y_m = self.course.project(fix.lat, fix.lon)
        away_2 = (self.x_m - x_m) ** 2 + (self.y_m - y_m) ** 2
        return bool(len(away_2) and away_2.min() <= within_m * within_m)
