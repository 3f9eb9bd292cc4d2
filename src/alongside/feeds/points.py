"""Which mat a feed's point is."""

from __future__ import annotations

from alongside.course.feeds import plain
from alongside.events.plan import FeedPlan, RacePlan


class Points:
    """A feed's points: by the organiser's list, else a mat whose id or name is the same but for case."""

    def __init__(self, feed: FeedPlan | None, plan: RacePlan) -> None:
        names = {plain(mat.name): mat.id for mat in reversed(plan.mats)}
        self._mats = names | {plain(mat.id): mat.id for mat in plan.mats} | (feed.points if feed else {})
        self._unnamed = feed.mat if feed else ""
        self._known = ", ".join(mat.id for mat in plan.mats) or "none"

    def mat(self, point: str) -> str:
        """Return the mat of a point; ``ValueError`` names one that nobody knows."""
        name = plain(point)
        mat = self._mats.get(name) if name else self._unnamed
        if mat:
            return mat
        if not name:
            raise ValueError(f"It names no point. Known mats: {self._known}.")
        raise ValueError(
            f"The point {point.strip()[:60]!r} is no mat of this race. Known mats: {self._known}. "
            "Say which one it is in race.toml, under points."
        )
