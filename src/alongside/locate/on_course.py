"""Where on a course a phone is that tells it on purpose; off the course, nothing of the point is kept."""

from __future__ import annotations

from alongside.course.line import CourseLine, passes
from alongside.locate.corridor import CORRIDOR_M, WORST_ACCURACY_M


def on_course_m(
    line: CourseLine, lat: float, lon: float, accuracy_m: float, about_m: float | None
) -> float | None:
    """Return the metres along of a place; ``None`` where the course is farther off than a phone may err.

    Where the course passes there more than once, the pass nearest to ``about_m``, where it was thought to be;
    else the pass nearest to the place.
    """
    within_m = CORRIDOR_M + min(max(accuracy_m, 0.0), WORST_ACCURACY_M)
    found = passes(line, lat, lon, within_m)
    if not found:
        return None
    if about_m is None:
        return min(found, key=lambda one: one.off_m).along_m
    return min(found, key=lambda one: (abs(one.along_m - about_m), one.off_m)).along_m
