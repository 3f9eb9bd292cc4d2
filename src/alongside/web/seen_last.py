"""The runners on pages that list places: that they were looked at is kept, and they can read it (R10).

Control's page is drawn once for all who are in control, so a look names control, not a link; who looks a
runner up by her bib is kept with the link. While the page is open a runner is noted once an hour.
"""

from __future__ import annotations

from collections.abc import Iterable

from alongside.events.link import Link, Look
from alongside.live.ports import People, Shown
from alongside.units import normal_code

AGAIN_MS = 3_600_000
MOST_NOTICED = 10  # of those at risk or alone stand on the page itself
MOST_MISSING = 3  # the worst of the missing too
WHAT = "on race control's page: last, missing, at risk or alone, or something to settle"


class SeenLast:
    """Notes who stands on the page, once an hour each."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._noted_ms: dict[str, int] = {}
        self._noted_by_ms: dict[tuple[int, str, str], int] = {}

    def note(self, shown: Shown, now_ms: int) -> None:
        """Keep that control looked at the runners whose places the page shows; nobody waits for it."""
        view = shown.views.control
        shown_bibs = {row.bib for distance in view.distances for row in distance.tail}
        shown_bibs |= {runner.bib for runner in view.overdue} | {asked.bib for asked in view.questions}
        shown_bibs |= {one.bib for one in view.noticed.rows[:MOST_NOTICED]}
        shown_bibs |= {one.bib for one in view.accounted.missing[:MOST_MISSING]} if view.accounted else set()
        shown_bibs |= {claim.bib for claim in view.claims}
        for bib in sorted(map(normal_code, shown_bibs)):
            if now_ms - self._noted_ms.get(bib, -AGAIN_MS) >= AGAIN_MS:
                self._noted_ms[bib] = now_ms
                self._people.looked(Look(0, "control", "", bib, WHAT, now_ms))

    def note_by(self, link: Link, bibs: Iterable[str], what: str, now_ms: int) -> None:
        """Keep that the holder of a link looked at these runners on a page, once an hour each."""
        for bib in sorted({normal_code(bib) for bib in bibs}):
            key = link.id, bib, what
            if now_ms - self._noted_by_ms.get(key, -AGAIN_MS) >= AGAIN_MS:
                self._noted_by_ms[key] = now_ms
                self._people.looked(Look(link.id, link.role, link.holder, bib, what, now_ms))
