"""When whoever shares her position crossed the kilometres of her course: lines beside the mats.

Of her fixes within 150 m along the road of a line two are kept, the last one before it and the first one
beyond it, whatever came between and in whatever order: so the state is a function of the set of her fixes.
The time at the line lies between the two, at her own speed there. Fixes before a change of her distance
were filed on the old one and count again if she goes back to it.

These are places of runners who share them: they serve to tell who runs together, and no view shows them.
"""

from __future__ import annotations

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.course.versions import Piece, carry
from alongside.crossings.field import NOBODY, Field
from alongside.events.bodies import FixBody, PlanBody
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.locate.road_lines import LINE_M, WITHIN_M, RoadLines

NONE = -1
BEFORE, BEYOND = 0, 1
MOST_BETWEEN_MS = 150_000  # fixes farther apart in time than this tell no speed: she may have stood anywhere
MOST_STOOD_MS = 300_000  # seen beyond a line and then before it: she stood there, or came back later
ALONE_M, USUAL_MPS = 50.0, 2.5  # a fix beyond without one before it counts so near, moved at this speed
Times = NDArray[np.int64]


class Seen:
    """The two fixes of each line of one runner: ``at_ms`` and ``along_m``, shape ``(2, lines)``."""

    def __init__(self, lines: int) -> None:
        self.at_ms = np.full((2, lines), NONE, dtype=np.int64)
        self.along_m = np.full((2, lines), np.nan)

    def file(self, at_ms: int, along_m: float) -> bool:
        """Take in a fix; return whether it changed anything."""
        line = round(along_m / LINE_M)
        if not 1 <= line <= self.at_ms.shape[1] or abs(along_m - line * LINE_M) > WITHIN_M:
            return False
        side, place = (BEFORE if along_m <= line * LINE_M else BEYOND), line - 1
        held = int(self.at_ms[side, place]), float(self.along_m[side, place])
        mine = at_ms, along_m
        if held[0] != NONE and (mine <= held if side == BEFORE else mine >= held):
            return False
        self.at_ms[side, place], self.along_m[side, place] = mine
        return True

    def carried(self, pieces: list[Piece], lines: int) -> Seen:
        """Return what is left of the fixes on a new course: each is filed at its metres there."""
        found, at_m = Seen(lines), carry(pieces, self.along_m)
        for side, place in np.argwhere((self.at_ms != NONE) & np.isfinite(at_m)):
            found.file(int(self.at_ms[side, place]), float(at_m[side, place]))
        return found

    def times_ms(self) -> Times:
        """Return when she crossed each line, UTC milliseconds, -1 where it is not known; ``(lines,)``."""
        (before, beyond), line_m = self.at_ms, LINE_M * np.arange(1, self.at_ms.shape[1] + 1)
        to_m, past_m = line_m - self.along_m[BEFORE], self.along_m[BEYOND] - line_m
        both, later = (before != NONE) & (beyond != NONE), beyond - before
        went = both & (later > 0) & (later <= MOST_BETWEEN_MS)
        stood = both & (later <= 0) & (later >= -MOST_STOOD_MS)
        alone = (beyond != NONE) & ~went & ~stood & (past_m <= ALONE_M)
        share = np.where(went, to_m / np.where(went, to_m + past_m, 1.0), 0.5)
        between = before + np.rint(np.where(both, share, 0.0) * later).astype(np.int64)
        moved = beyond - np.rint(np.where(alone, past_m, 0.0) / USUAL_MPS * 1000).astype(np.int64)
        return np.where(went | stood, between, np.where(alone, moved, NONE))


class Walked:
    """Lines crossed, by entry and distance: only of entries whose phones were ever near a line."""

    def __init__(self) -> None:
        self.roads: dict[str, RoadLines] = {}
        self.seen: dict[tuple[int, str], Seen] = {}
        self.changes: dict[int, int] = {}  # how often an entry's changed here; no part of the state

    def apply(self, row: Row, field: Field) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if isinstance(row.body, PlanBody):
            self._plan(row.body)
        elif isinstance(row.body, FixBody):
            self._fix(row.body, field)

    def times_ms(self, entry: int, distance: str) -> Times:
        """Return when an entry crossed the lines of a distance, UTC milliseconds (-1: not known)."""
        seen = self.seen.get((entry, distance))
        return np.empty(0, dtype=np.int64) if seen is None else seen.times_ms()

    def _fix(self, fix: FixBody, field: Field) -> None:
        entry = field.index(fix.bib)  # her phone's, whatever she wears
        distance = "" if entry == NOBODY else field.entries[entry].distance
        road = self.roads.get(distance)
        along_m = None if road is None else road.metres_of(fix)
        if road is None or along_m is None:
            return
        seen = self.seen.get((entry, distance)) or Seen(len(road))
        if seen.file(fix.at_ms, along_m):
            self.seen[entry, distance] = seen
            self._note(entry)

    def _plan(self, body: PlanBody) -> None:
        before = self.roads
        self._take(body.plan)
        for (entry, distance), seen in list(self.seen.items()):
            road = self.roads.get(distance)
            if road is not None and road.plan_line == before[distance].plan_line:
                continue
            self._note(entry)
            del self.seen[entry, distance]
            if road is not None:
                self.seen[entry, distance] = seen.carried(body.maps.get(distance, []), len(road))

    def _take(self, plan: RacePlan) -> None:
        lines = [(distance.id, distance.line) for distance in plan.distances]
        self.roads = {id_: RoadLines.of(line) for id_, line in lines if line is not None}

    def _note(self, entry: int) -> None:
        self.changes[entry] = self.changes.get(entry, 0) + 1

    def dump(self) -> bytes:
        """Return the fixes kept as bytes for a snapshot."""
        kept = [
            (*key, seen.at_ms.tobytes(), seen.along_m.tobytes()) for key, seen in sorted(self.seen.items())
        ]
        return msgspec.msgpack.encode(kept)

    def load(self, raw: bytes, plan: RacePlan | None) -> None:
        """Take the fixes of a snapshot, and the lines of its plan."""
        if plan is not None:
            self._take(plan)
        for entry, distance, at_ms, along_m in msgspec.msgpack.decode(
            raw, type=list[tuple[int, str, bytes, bytes]]
        ):
            seen = self.seen[entry, distance] = Seen(len(self.roads[distance]))
            seen.at_ms = np.frombuffer(at_ms, np.int64).reshape(2, -1).copy()
            seen.along_m = np.frombuffer(along_m, np.float64).reshape(2, -1).copy()
            self._note(entry)
