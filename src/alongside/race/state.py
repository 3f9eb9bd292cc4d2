"""The state of every entry, worked out from her crossings and the rulings on her.

Nothing here is folded on its own: each column is a function of the crossings, the rulings and the
plan, worked out anew for the entries that changed. So the batches in which rows came leave no trace.
"""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.crossings.grown import Grown
from alongside.crossings.mats import GUN_TOLERANCE_MS
from alongside.crossings.riders import NEVER_MS, aboard, goes_on
from alongside.events.bodies import (
    MessageBody,
    NoticeBody,
    PlanBody,
    RulingStatusBody,
    Status,
    UndoBody,
)
from alongside.events.row import Row
from alongside.race.courses import CourseArrays, course_arrays
from alongside.race.interruptions import Interruptions
from alongside.race.notices import Notices
from alongside.race.rulings import StatusRuling, StatusRulings

STATUSES: tuple[Status, ...] = ("expected", "on_course", "finished", "dnf", "dsq", "dns")
EXPECTED, ON_COURSE, FINISHED, DNF, DSQ, DNS = range(6)
NONE = -1
Index = NDArray[np.int64]
_SAID = frozenset({RulingStatusBody, UndoBody, NoticeBody, MessageBody, PlanBody})


class RaceState:
    """One row per entry, in columns.

    ``status``; ``start_ms`` (her start read, else her wave's gun once she has been seen);
    ``last_split`` with its ``last_m`` and ``last_ms`` (-1 and 0 m before any); ``speed_mps`` over the
    last segment (nan before two crossings); ``chip_ms`` (net time at the finish, the timer's where it
    gave one); ``done_ms`` (when she finished or was ruled out); ``picked_up_ms`` (since when a van has her,
    or has brought her away; -1 while she is on her own feet). Times are UTC milliseconds, -1 unknown.
    """

    def __init__(self) -> None:
        self.rulings = StatusRulings()
        self.notices = Notices()
        self.arrays: CourseArrays = course_arrays({})
        self.columns = Grown(
            status=("u1", EXPECTED),
            distance=("i8", 0),
            gun_ms=("i8", 0),
            start_ms=("i8", NONE),
            last_split=("i8", NONE),
            last_m=("f8", 0.0),
            last_ms=("i8", NONE),
            speed_mps=("f8", np.nan),
            chip_ms=("i8", NONE),
            done_ms=("i8", NONE),
            picked_up_ms=("i8", NONE),
        )
        self.revisions = Grown(count=("i8", 0))  # how often each was worked out anew; no part of the state
        self.marked: set[str] = set()
        self._all_marked = False

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns)

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        if type(row.body) not in _SAID:
            return
        bib = self.rulings.apply(row)
        if bib is not None:
            self.marked.add(bib)
        self._all_marked |= self.notices.apply(row)

    @property
    def interruptions(self) -> Interruptions:
        """What stops and diversions come to, as of the rows applied."""
        return Interruptions.of(self.notices, self.arrays.index)

    def refresh(self, crossings: Crossings, settled: Index) -> None:
        """Work out anew the entries whose crossings were settled or who were ruled on."""
        ruled = [crossings.field.by_bib[bib] for bib in self.marked if bib in crossings.field.by_bib]
        self.marked.clear()
        changed = np.union1d(settled, np.array(ruled, dtype=np.int64))
        self.columns.reach(len(crossings.field))
        if tuple(crossings.courses.values()) != self.arrays.courses:
            self.arrays = course_arrays(crossings.courses)
        if self._all_marked:
            changed, self._all_marked = np.arange(len(crossings.field), dtype=np.int64), False
        self.revisions.reach(len(crossings.field))
        self.revisions["count"][changed] += 1
        if len(changed):
            self._refresh_field(crossings, changed)
            self._refresh_crossings(crossings, changed)
            self._refresh_status(crossings, changed)

    def _refresh_field(self, crossings: Crossings, changed: Index) -> None:
        entries = crossings.field.entries
        self["distance"][changed] = [self.arrays.index[entries[e].distance] for e in changed]
        self["gun_ms"][changed] = [crossings.guns_of(int(e)).own_ms for e in changed]

    def _refresh_crossings(self, crossings: Crossings, changed: Index) -> None:
        at_ms = crossings.columns["at_ms"][changed]
        along_m = self.arrays.along_m[self["distance"][changed]]
        start_ms = self._start_ms(crossings, changed, at_ms)
        last, before = _last_two(at_ms)
        rows = np.arange(len(changed))
        last_ms = np.where(last >= 0, at_ms[rows, last], NONE)
        last_m = np.where(last >= 0, along_m[rows, last], 0.0)
        from_ms = np.where(before >= 0, at_ms[rows, before], start_ms)
        from_m = np.where(before >= 0, along_m[rows, before], 0.0)
        self["start_ms"][changed] = start_ms
        self["last_split"][changed], self["last_m"][changed], self["last_ms"][changed] = last, last_m, last_ms
        halted_ms = self.interruptions.halted_ms(self["distance"][changed], from_ms, last_ms)
        run_ms = last_ms - from_ms - halted_ms
        self["speed_mps"][changed] = _speed_mps(last_m - from_m, run_ms, start_ms >= 0)

    def _start_ms(self, crossings: Crossings, changed: Index, at_ms: NDArray[np.int64]) -> Index:
        """Return start reads; for whoever the start missed, her gun, once anything else saw her."""
        start = self.arrays.start[self["distance"][changed]]
        rows = np.arange(len(changed))
        read_ms = np.where(start >= 0, at_ms[rows, np.maximum(start, 0)], NONE)
        seen = (at_ms >= 0).any(axis=1) | self._seen_since_gun(crossings, changed)
        seen |= np.isin(changed, [entry for entry in crossings.riders.entries() if _rode(crossings, entry)])
        return np.where(read_ms >= 0, read_ms, np.where(seen, self["gun_ms"][changed], NONE))

    def _seen_since_gun(self, crossings: Crossings, changed: Index) -> NDArray[np.bool_]:
        seen_ms = crossings.columns["seen_ms"][changed]
        first_ms = np.array([crossings.guns_of(int(e)).first_ms for e in changed], dtype=np.int64)
        return np.asarray(seen_ms >= first_ms - GUN_TOLERANCE_MS)

    def _refresh_status(self, crossings: Crossings, changed: Index) -> None:
        finish = self.arrays.finish[self["distance"][changed]]
        rows = np.arange(len(changed))
        at_ms, chip_ms = crossings.columns["at_ms"][changed], crossings.columns["chip_ms"][changed]
        finish_ms = np.where(finish >= 0, at_ms[rows, np.maximum(finish, 0)], NONE)
        given_ms = chip_ms[rows, np.maximum(finish, 0)]
        own_ms = np.where(given_ms >= 0, given_ms, finish_ms - self["start_ms"][changed])
        self["chip_ms"][changed] = np.where(finish_ms >= 0, own_ms, NONE)
        self["done_ms"][changed] = finish_ms
        started = self["start_ms"][changed] >= 0
        self["status"][changed] = np.where(finish_ms >= 0, FINISHED, np.where(started, ON_COURSE, EXPECTED))
        self._refresh_rides(crossings, changed)
        if self.rulings.said:
            for entry in changed:
                self._rule(crossings, int(entry))

    def _refresh_rides(self, crossings: Crossings, changed: Index) -> None:
        """Work out who is in a van, or was brought away by one."""
        self["picked_up_ms"][changed] = NONE
        for entry in set(crossings.riders.entries()).intersection(changed.tolist()):
            spans = aboard(crossings.riders.of_entry(entry))
            is_open = bool(spans) and spans[-1].to_ms == NEVER_MS
            if is_open and self["last_ms"][entry] <= spans[-1].from_ms:
                self["picked_up_ms"][entry] = spans[-1].from_ms

    def _rule(self, crossings: Crossings, entry: int) -> None:
        """Apply the ruling that stands, unless she was seen running after somebody gave her up."""
        ruling = self.rulings.standing(crossings.field.entries[entry].bib)
        if ruling is None or ruling.body.status == "on_course" or self._came_back(crossings, entry, ruling):
            return
        status = STATUSES.index(ruling.body.status)
        if status == FINISHED and self["status"][entry] == FINISHED:
            return
        self["status"][entry] = status
        self["done_ms"][entry] = NONE if status == EXPECTED else ruling.at_ms
        if ruling.body.chip_s is not None and status == FINISHED:
            self["chip_ms"][entry] = round(ruling.body.chip_s * 1000)

    def _came_back(self, crossings: Crossings, entry: int, ruling: StatusRuling) -> bool:
        """Return whether she went on after a DNF that was not the timer's official word.

        She did who crossed a split later, or of whom it was said last that she goes on by herself.
        """
        if ruling.body.status != "dnf" or ruling.body.official:
            return False
        words = crossings.riders.of_entry(entry)
        goes = bool(words) and goes_on(words[-1].body) and words[-1].at_ms > ruling.at_ms
        return goes or bool(self["last_ms"][entry] > ruling.at_ms)

    def dump(self) -> bytes:
        """Return the state as bytes for a snapshot."""
        return msgspec.msgpack.encode((self.rulings.dump(), self.notices.dump(), self.columns.dump()))

    def load(self, raw: bytes, crossings: Crossings) -> None:
        """Take the state of a snapshot; ``crossings`` must be of the same snapshot."""
        rulings, notices, columns = msgspec.msgpack.decode(raw, type=tuple[bytes, bytes, bytes])
        self.rulings.load(rulings)
        self.notices.load(notices)
        self.columns.load(columns)
        self.arrays = course_arrays(crossings.courses)


def _rode(crossings: Crossings, entry: int) -> bool:
    """Return whether anything stands of a ride of hers, since her gun: then she set out, read or not."""
    words = crossings.riders.of_entry(entry)
    return bool(words) and words[-1].at_ms >= crossings.guns_of(entry).first_ms - GUN_TOLERANCE_MS


def _last_two(at_ms: NDArray[np.int64]) -> tuple[Index, Index]:
    """Return the last and the last but one split crossed, per row; -1 where there is none."""
    crossed = at_ms >= 0
    width = crossed.shape[1]
    last = np.where(crossed.any(axis=1), width - 1 - crossed[:, ::-1].argmax(axis=1), NONE)
    rows = np.arange(len(crossed))
    crossed = crossed.copy()
    crossed[rows[last >= 0], last[last >= 0]] = False
    before = np.where(crossed.any(axis=1), width - 1 - crossed[:, ::-1].argmax(axis=1), NONE)
    return last, before


def _speed_mps(
    metres: NDArray[np.float64], run_ms: NDArray[np.float64], known: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return speeds; nan where there are no metres, no time, or no start to count from."""
    good = known & (metres > 0) & (run_ms > 0)
    return np.where(good, metres * 1000 / np.where(good, run_ms, 1), np.nan)
