"""The fold of reads and rulings: rows in, crossings of every entry out.

A row only marks its entry; :meth:`Crossings.settle` then works out each marked entry anew from the
set of its reads. So the order in which rows came cannot matter, and a batch costs each entry once.
"""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.field import NOBODY, Field
from alongside.crossings.grown import Grown
from alongside.crossings.mats import Course, Guns, course_of, guns_of
from alongside.crossings.passings import Read
from alongside.crossings.read_rulings import ReadRulings
from alongside.crossings.reads import ESTIMATED, NONE, ReadTable
from alongside.crossings.settle import Kept, Settlement, settle
from alongside.errors import LogError
from alongside.events.bodies import (
    EntryBody,
    GunBody,
    PlanBody,
    ReadBody,
    RulingReadBody,
    UndoBody,
)
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.units import normal_code

TRUST = {"good": 0, "estimated": 1, "confirmed": 2}


class Crossings:
    """Crossings of the whole field.

    ``columns["at_ms"]`` has shape ``(entries, splits)``: UTC milliseconds, -1 where she has not been
    seen. ``chip_ms`` of the same shape is the timer's own net time where it was given. ``seen_ms``
    and ``seen_mat`` tell the last real read of any kind, questionable ones too.
    """

    def __init__(self) -> None:
        self.plan: RacePlan | None = None
        self.courses: dict[str, Course] = {}
        self.guns: dict[tuple[str, str], Guns] = {}
        self.fired: dict[str, int] = {}
        self.field = Field()
        self.reads = ReadTable()
        self.rulings = ReadRulings()
        self.columns = Grown(
            at_ms=("i8", NONE, 1),
            chip_ms=("i8", NONE, 1),
            trust=("u1", 0, 1),
            seen_ms=("i8", NONE),
            seen_mat=("i4", NONE),
            newest=("i4", NONE),
        )
        self.heard: set[str] = set()
        self.unknown: dict[str, list[int]] = {}
        self.kept: dict[int, tuple[Kept, ...]] = {}
        self.repeats: Counter[int] = Counter()
        self.marked: set[int] = set()

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        match row.body:
            case ReadBody():
                self._read(row, row.body)
            case EntryBody():
                self._entry(row.body)
            case PlanBody():
                self._plan(row.body.plan)
            case GunBody():
                self._gun(row.body)
            case RulingReadBody():
                ruled = (row.body.read_source, row.body.read_id)
                self.rulings.said.setdefault(ruled, []).append((row.key, row.body, row.at_ms or 0))
                self._mark_read(ruled)
            case UndoBody():
                self._undo((row.body.row_source, row.body.row_id))
            case _:
                pass

    def settle(self) -> NDArray[np.int64]:
        """Work out the marked entries; return their indexes, ascending."""
        self.columns.reach(len(self.field))
        settled = np.array(sorted(self.marked), dtype=np.int64)
        for entry in settled:
            self._settle(int(entry))
        self.marked.clear()
        return settled

    def course_of(self, entry: int) -> Course:
        """Return the course that an entry runs."""
        return self.courses[self.field.entries[entry].distance]

    def guns_of(self, entry: int) -> Guns:
        """Return the guns that hold for an entry; of her distance where her wave is not known."""
        return self.guns[self._guns_key(self.field.entries[entry])]

    def _guns_key(self, entry: EntryBody) -> tuple[str, str]:
        key = entry.distance, entry.wave
        return key if key in self.guns else (entry.distance, "")

    def _plan(self, plan: RacePlan) -> None:
        self.plan = plan
        self.courses = {distance.id: course_of(distance) for distance in plan.distances}
        self.guns = guns_of(plan, self.fired)
        for name in ("at_ms", "chip_ms", "trust"):
            self.columns.widen(name, max(len(course.names) for course in self.courses.values()))
        self.marked.update(range(len(self.field)))

    def _gun(self, body: GunBody) -> None:
        self.fired[body.wave] = body.gun_ms
        if self.plan is not None:
            before, self.guns = self.guns, guns_of(self.plan, self.fired)
            moved = {key for key, guns in self.guns.items() if before.get(key) != guns}
            entries = enumerate(self.field.entries)
            self.marked.update(i for i, entry in entries if self._guns_key(entry) in moved)

    def _entry(self, body: EntryBody) -> None:
        if body.distance not in self.courses:
            raise LogError(
                f"entry {body.bib}: the log has no distance {body.distance!r} yet. "
                "A plan row must come before the entries."
            )
        before = self.field.get(body.bib)
        entry = self.field.put(body)
        self.columns.reach(len(self.field))
        self.marked.add(entry)
        codes = {normal_code(code) for worn in (before, body) if worn for code in (worn.bib, *worn.chips)}
        if not codes.isdisjoint(self.heard):
            self._relink(codes & self.heard)

    def _relink(self, codes: set[str]) -> None:
        """Give the reads of these codes to whoever wears them now, as if they had come just now."""
        numbers = [i for i, text in enumerate(self.reads.codes.texts) if normal_code(text) in codes]
        rows = self.reads.rows_with("code", numbers)
        touched = {int(entry) for entry in self.reads.columns["entry"][rows]}
        for code in codes:
            self.unknown.pop(code, None)
        for row in rows:
            entry = self.field.find(self.reads.code(row), self.reads.by(row))
            self.reads.columns["entry"][row] = entry
            touched.add(entry)
            if entry == NOBODY:
                self.unknown.setdefault(normal_code(self.reads.code(row)), []).append(int(row))
        for entry in touched - {NOBODY}:
            self.columns["newest"][entry] = self.reads.chain(entry)
            self.marked.add(entry)

    def _read(self, row: Row, body: ReadBody) -> None:
        code = normal_code(body.code)
        self.heard.add(code)
        entry = self.field.find(code, body.by)
        if entry == NOBODY:
            read = self.reads.add(row.source, row.id, row.received_at_ms, body, NOBODY, NONE)
            self.unknown.setdefault(code, []).append(read)
            return
        newest = self.columns["newest"]
        before = int(newest[entry])
        newest[entry] = self.reads.add(row.source, row.id, row.received_at_ms, body, entry, before)
        self.marked.add(entry)

    def _mark_read(self, key: tuple[str, str]) -> None:
        read = self.reads.find(key)
        if read != NONE and self.reads.columns["entry"][read] != NOBODY:
            self.marked.add(int(self.reads.columns["entry"][read]))

    def _undo(self, key: tuple[str, str]) -> None:
        self.rulings.undone.add(key)
        for ruled, rulings in self.rulings.said.items():
            if any(ruling[0] == key for ruling in rulings):
                self._mark_read(ruled)

    def _settle(self, entry: int) -> None:
        rows = self.reads.rows_of(int(self.columns["newest"][entry]))
        reads = [self._as_read(row) for row in rows]
        counted = [read for read in reads if read is not None]
        settlement = settle(counted, self.course_of(entry), self.guns_of(entry))
        self._write(entry, settlement)
        self._write_seen(entry, counted)

    def _as_read(self, row: int) -> Read | None:
        """Return a row of the table as a read; ``None`` when a person has thrown it out."""
        column = self.reads.columns
        verdict = self.rulings.verdict(self.reads.key(row)) if self.rulings.said else None
        if verdict == "thrown_out":
            return None
        chip_ms = int(column["chip_ms"][row])
        return Read(
            int(column["at_ms"][row]),
            self.reads.mat(row),
            row,
            None if chip_ms == NONE else chip_ms,
            bool(column["flags"][row] & ESTIMATED),
            verdict == "confirmed",
        )

    def _write(self, entry: int, settlement: Settlement) -> None:
        at_ms, chip_ms, trust = (self.columns[name][entry] for name in ("at_ms", "chip_ms", "trust"))
        at_ms[:] = NONE
        chip_ms[:] = NONE
        trust[:] = 0
        for crossing in settlement.crossings:
            at_ms[crossing.split] = crossing.at_ms
            chip_ms[crossing.split] = NONE if crossing.chip_ms is None else crossing.chip_ms
            trust[crossing.split] = TRUST[crossing.trust]
        self.kept.pop(entry, None)
        if settlement.kept:
            self.kept[entry] = settlement.kept
        self.repeats[entry] = settlement.repeats

    def _write_seen(self, entry: int, reads: list[Read]) -> None:
        seen = max((read for read in reads if not read.estimated), default=None)
        self.columns["seen_ms"][entry] = NONE if seen is None else seen.at_ms
        self.columns["seen_mat"][entry] = NONE if seen is None else self.reads.mats.index[seen.mat]

    def dump(self) -> bytes:
        """Return everything as bytes for a snapshot; marked entries must have been settled."""
        return msgspec.msgpack.encode(
            _Snapshot(
                plan=self.plan,
                fired=self.fired,
                field=self.field.dump(),
                reads=self.reads.dump(),
                columns=self.columns.dump(),
                said=list(self.rulings.said.items()),
                undone=sorted(self.rulings.undone),
                unknown=self.unknown,
                kept=list(self.kept.items()),
                repeats=list(self.repeats.items()),
            )
        )

    def load(self, raw: bytes) -> None:
        """Take the state of a snapshot in place of this one."""
        kept = msgspec.msgpack.decode(raw, type=_Snapshot)
        self.__init__()  # type: ignore[misc]
        self.fired = kept.fired
        if kept.plan is not None:
            self._plan(kept.plan)
        self.field.load(kept.field)
        self.reads.load(kept.reads)
        self.columns.load(kept.columns)
        self.rulings = ReadRulings(dict(kept.said), set(kept.undone))
        self.heard = {normal_code(code) for code in self.reads.codes.texts}
        self.unknown = kept.unknown
        self.kept, self.repeats = dict(kept.kept), Counter(dict(kept.repeats))


class _Snapshot(msgspec.Struct):
    """What :meth:`Crossings.dump` writes."""

    plan: RacePlan | None
    fired: dict[str, int]
    field: bytes
    reads: bytes
    columns: bytes
    said: list[tuple[tuple[str, str], list[tuple[tuple[str, str], RulingReadBody, int]]]]
    undone: list[tuple[str, str]]
    unknown: dict[str, list[int]]
    kept: list[tuple[int, tuple[Kept, ...]]]
    repeats: list[tuple[int, int]]
