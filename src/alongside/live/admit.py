"""What may be stored of phones, decided before anything is stored (rule R4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from alongside.course.line import nearest
from alongside.events.bodies import FixBody, LeftCourseBody
from alongside.events.row import Draft
from alongside.locate.corridor import Corridor
from alongside.units import normal_code

LEFT_EVERY_MS = 10 * 60_000


def admitted(drafts: Iterable[Draft], corridor: Corridor, distance_of: dict[str, str]) -> Iterator[Draft]:
    """Yield drafts that may be stored. Fixes off the course or out of hours go no further.

    Of a fix that has left the corridor in the hours of the race only the place where, to the metre
    along, and the time are kept, at most one in ten minutes per runner. ``distance_of`` gives the
    distance of a normalised bib; fixes of nobody's bib are dropped.
    """
    for draft in drafts:
        if not isinstance(draft.body, FixBody):
            yield draft
            continue
        kept = _kept(draft, draft.body, corridor, distance_of.get(normal_code(draft.body.bib)))
        if kept is not None:
            yield kept


def _kept(draft: Draft, fix: FixBody, corridor: Corridor, distance: str | None) -> Draft | None:
    if distance is None:
        return None
    if corridor.admits(fix, distance):
        return draft
    line = corridor.lines.get(distance)
    if line is None or not corridor.in_hours(fix.at_ms):
        return None
    along_m = round(nearest(line, fix.lat, fix.lon).along_m)
    body = LeftCourseBody(normal_code(fix.bib), distance, along_m, fix.at_ms)
    id_ = f"{body.bib}/{fix.at_ms // LEFT_EVERY_MS}"
    return Draft("left_course", id_, fix.at_ms, body, draft.received_at_ms)
