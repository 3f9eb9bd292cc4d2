"""The newest fix of every entry, and where on her course it may be.

A course passes many places twice. A fix therefore has candidates; which of them holds is decided by
whoever knows how far she should be, at the moment of asking.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alongside.course.line import CourseLine, passes
from alongside.crossings.field import NOBODY, Field
from alongside.crossings.grown import Grown
from alongside.events.bodies import FixBody, PlanBody
from alongside.events.plan import RacePlan
from alongside.events.row import Row

CANDIDATES = 4
NEAR_M = 60.0  # a fix is matched to the road within this and its own accuracy
NONE = -1


class Locator:
    """Columns by entry: ``at_ms`` of her newest fix (-1: none) and up to four ``along_m`` (nan: none)."""

    def __init__(self) -> None:
        self.lines: dict[str, CourseLine] = {}
        self.columns = Grown(
            at_ms=("i8", NONE),
            lat=("f8", np.nan),
            lon=("f8", np.nan),
            accuracy_m=("f8", 0.0),
            along_m=("f8", np.nan, CANDIDATES),
        )
        self._marked: set[int] = set()

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def apply(self, row: Row, field: Field) -> None:
        """Take in one row; an older fix than the one known changes nothing."""
        if isinstance(row.body, PlanBody):
            self._plan(row.body.plan)
            self._marked.update(map(int, np.flatnonzero(self["at_ms"] >= 0)))
        elif isinstance(row.body, FixBody):
            self._fix(row.body, field.index(row.body.bib), len(field))  # her phone's, whatever she wears

    def settle(self, field: Field) -> None:
        """Find the candidates of the fixes that are new, and of whoever runs another distance now."""
        self.columns.reach(len(field))
        self._marked.update(entry for entry in field.take_moved() if self["at_ms"][entry] != NONE)
        for entry in sorted(self._marked):
            line = self.lines.get(field.entries[entry].distance)
            self["along_m"][entry] = np.nan if line is None else self._candidates(entry, line)
        self._marked.clear()

    def _plan(self, plan: RacePlan) -> None:
        lines = [(distance.id, distance.line) for distance in plan.distances]
        self.lines = {id_: CourseLine.of(line) for id_, line in lines if line is not None}

    def _fix(self, fix: FixBody, entry: int, size: int) -> None:
        self.columns.reach(size)
        if entry == NOBODY or not self._is_newer(fix, entry):
            return
        self["at_ms"][entry], self["lat"][entry], self["lon"][entry] = fix.at_ms, fix.lat, fix.lon
        self["accuracy_m"][entry] = fix.accuracy_m or 0.0
        self._marked.add(entry)

    def _is_newer(self, fix: FixBody, entry: int) -> bool:
        """Two fixes of one instant: the choice must not depend on which came first."""
        held = self["at_ms"][entry], self["lat"][entry], self["lon"][entry]
        return bool(held[0] == NONE or (fix.at_ms, fix.lat, fix.lon) > held)

    def _candidates(self, entry: int, line: CourseLine) -> NDArray[np.float64]:
        within_m = NEAR_M + float(self["accuracy_m"][entry])
        found = passes(line, float(self["lat"][entry]), float(self["lon"][entry]), within_m)
        nearest_first = sorted(found, key=lambda p: p.off_m)[:CANDIDATES]
        along_m = np.full(CANDIDATES, np.nan)
        along_m[: len(nearest_first)] = [p.along_m for p in nearest_first]
        return along_m

    def dump(self) -> bytes:
        """Return the columns as bytes for a snapshot; the fixes must have been settled."""
        return self.columns.dump()

    def load(self, raw: bytes, plan: RacePlan | None) -> None:
        """Take the columns of a snapshot, and the lines of its plan."""
        self.columns.load(raw)
        if plan is not None:
            self._plan(plan)
