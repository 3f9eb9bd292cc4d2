"""Every stateful room of one race, composed: rows in, one snapshot out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np

from alongside.course.versions import carry
from alongside.crossings.fold import Crossings
from alongside.errors import LogError
from alongside.events.bodies import (
    AdviceBody,
    FixBody,
    KeepOpenBody,
    LeftCourseBody,
    LetGoBody,
    PlanBody,
    ReadBody,
    RefusedBody,
    RideBody,
    VanBody,
)
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.events.standing import Standing
from alongside.live.course_history import CourseHistory
from alongside.live.refusals import Refusals
from alongside.locate.fold import Locator
from alongside.locate.walked import Walked
from alongside.race.state import RaceState
from alongside.tail.claims import Claims, station_name
from alongside.tail.flags import Flags
from alongside.tail.keyed import PLACE, Keyed
from alongside.tail.silence import MatActivity
from alongside.tail.stations import StationWords
from alongside.tail.sweeps import Sweeps
from alongside.units import normal_code

SNAPSHOT_VERSION = 4


class LiveState:
    """The fold of a race's log. The same rows give the same state, in whatever batches they come."""

    def __init__(self) -> None:
        self.seq = 0
        self.course_version = 0
        self.refused = 0
        self.refusals = Refusals()
        self.left_course: dict[str, LeftCourseBody] = {}
        self.crossings = Crossings()
        self.race = RaceState()
        self.locator = Locator()
        self.walked = Walked()
        self.sweeps = Sweeps(self.crossings.clocks, lambda: self.crossings.gun_ms)
        self.mats = MatActivity()
        self.flags = Flags()
        self.history = CourseHistory()
        self.said = 0  # rows other than reads and fixes since this state was made; not part of what it says
        self.keyed = Keyed()
        self.claims = Claims()
        self.stations = StationWords()
        self.let_go: Standing[LetGoBody, str] = Standing(LetGoBody, lambda body: normal_code(body.bib))
        self.rides: Standing[RideBody, str] = self.crossings.riders.words  # folded where reads are settled
        self.advice: Standing[AdviceBody, str] = Standing(AdviceBody, lambda body: body.station)
        self.kept_open: Standing[KeepOpenBody, str] = Standing(KeepOpenBody, lambda body: body.station)
        self.vans: Standing[VanBody, str] = Standing(VanBody, lambda body: body.van)

    @property
    def plan(self) -> RacePlan:
        """The plan in force; :class:`LogError` when the log has none yet."""
        if self.crossings.plan is None:
            raise LogError("The log holds no plan: its first row must say what race this is.")
        return self.crossings.plan

    def mat_name(self, mat: str) -> str:
        """Return what people call a mat, or a station where a bib was keyed; its id when unknown."""
        if mat.startswith(PLACE):
            return station_name(self.plan, mat.removeprefix(PLACE))
        return next((known.name for known in self.plan.mats if known.id == mat), mat)

    def apply(self, rows: Iterable[Row]) -> None:
        """Fold rows in the order of their ``seq``."""
        for row in rows:
            self._apply(row)
            self.seq = row.seq

    def settle(self) -> None:
        """Work out what the rows since the last call have changed."""
        self.locator.settle(self.crossings.field)
        self.keyed.mark(self.crossings)
        settled = self.crossings.settle()
        self.keyed.place(self.crossings, settled)
        self.race.refresh(self.crossings, settled)

    def _apply(self, row: Row) -> None:
        if type(row.body) is ReadBody:  # half a million of these: nobody else wants them
            self.mats.apply(row)
            if not self.sweeps.apply(row):
                self.crossings.apply(row)
            return
        self.sweeps.apply(row)
        match row.body:
            case PlanBody():
                self.course_version += 1
                self._carry(row.body)
            case LeftCourseBody():
                self.left_course[row.body.bib] = row.body
            case RefusedBody():
                self.refused += 1
                self.refusals.apply(row)
            case _:
                pass
        self.crossings.apply(row)
        self.race.apply(row)
        self.locator.apply(row, self.crossings.field)
        self.walked.apply(row, self.crossings.field)
        self.flags.apply(row)
        if not isinstance(row.body, FixBody):
            self.history.apply(row)
            self.said += 1
            self.keyed.apply(row)
            self.claims.apply(row)
            self.stations.apply(row)
            for words in self._words:
                words.apply(row)

    @property
    def _words(self) -> tuple[Standing[Any, str], ...]:
        """What people said at the back of the race, in the order of a snapshot."""
        return self.let_go, self.advice, self.kept_open, self.vans

    def _carry(self, body: PlanBody) -> None:
        """Move the metres that were kept to the new version of the course; those it cut off stay."""
        for bib, left in self.left_course.items():
            along_m = float(carry(body.maps.get(left.distance, []), np.array([left.along_m]))[0])
            if not math.isnan(along_m):
                self.left_course[bib] = msgspec.structs.replace(left, along_m=along_m)

    def dump(self) -> bytes:
        """Return the state as bytes. Rows applied are settled first."""
        self.settle()
        return msgspec.msgpack.encode(
            _Snapshot(
                SNAPSHOT_VERSION,
                self.seq,
                self.course_version,
                self.refused,
                self.refusals.dump(),
                list(self.left_course.values()),
                self.crossings.dump(),
                self.race.dump(),
                self.locator.dump(),
                self.walked.dump(),
                self.sweeps.dump(),
                self.mats.dump(),
                self.flags.dump(),
                self.history.dump(),
                self.keyed.dump(),
                self.claims.dump(),
                self.stations.dump(),
                [words.dump() for words in self._words],
            )
        )

    @classmethod
    def load(cls, raw: bytes) -> LiveState:
        """Return the state of a snapshot; :class:`LogError` when another version wrote it."""
        try:
            kept = msgspec.msgpack.decode(raw, type=_Snapshot)
        except msgspec.DecodeError as error:
            raise LogError(
                f"a snapshot cannot be read ({error}); the log can be folded without it"
            ) from error
        if kept.version != SNAPSHOT_VERSION:
            raise LogError(f"a snapshot is of version {kept.version}, this program reads {SNAPSHOT_VERSION}")
        state = cls()
        state._restore(kept)
        return state

    def _restore(self, kept: _Snapshot) -> None:
        self.seq, self.course_version, self.refused = kept.seq, kept.course_version, kept.refused
        self.refusals.load(kept.refusals)
        self.left_course = {body.bib: body for body in kept.left_course}
        self.crossings.load(kept.crossings)
        self.rides = self.crossings.riders.words
        self.race.load(kept.race, self.crossings)
        self.locator.load(kept.locator, self.crossings.plan)
        self.walked.load(kept.walked, self.crossings.plan)
        self.sweeps.clocks = self.crossings.clocks
        self.sweeps.load(kept.sweeps, self.crossings.plan)
        self.mats.load(kept.mats)
        self.flags.load(kept.flags)
        self.history.load(kept.history, self.crossings.plan)
        self.keyed.load(kept.keyed, self.crossings)
        self.claims.load(kept.claims)
        self.stations.load(kept.stations)
        for words, raw in zip(self._words, kept.words, strict=True):
            words.load(raw)


class _Snapshot(msgspec.Struct):
    version: int
    seq: int
    course_version: int
    refused: int
    refusals: bytes
    left_course: list[LeftCourseBody]
    crossings: bytes
    race: bytes
    locator: bytes
    walked: bytes
    sweeps: bytes
    mats: bytes
    flags: bytes
    history: bytes
    keyed: bytes
    claims: bytes
    stations: bytes
    words: list[bytes]
