"""The fold of reads and rulings: rows in, crossings of every entry out.

A row only marks its entry; :meth:`Crossings.settle` then works out each marked entry anew from the
set of its reads. So the order in which rows came cannot matter, and a batch costs each entry once.
"""

from __future__ import annotations

from collections import Counter

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.clocks import Clocks, device_of
from alongside.crossings.entries import Entries
from alongside.crossings.field import NOBODY
from alongside.crossings.grown import Grown
from alongside.crossings.hearing import Hearing, race_hours
from alongside.crossings.mats import Course, Guns, course_of, guns_of
from alongside.crossings.passings import Read
from alongside.crossings.reads import NONE, OFFICIAL, ReadTable
from alongside.crossings.riders import Riders, aboard, kept_aboard, reads_aboard
from alongside.crossings.settle import Kept, Settlement, settle
from alongside.crossings.wave_guns import WaveGuns
from alongside.errors import LogError
from alongside.events.bodies import (
    ClockBody,
    EntryBody,
    GunBody,
    MergeBody,
    PlanBody,
    ReadBody,
    RideBody,
    RulingReadBody,
    SwapBody,
    TransferBody,
    UndoBody,
)
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.events.standing import Key, Standing
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
        self.wave_guns = WaveGuns()
        self.gun_ms: dict[str, int] = {}
        self.entries = Entries()
        self.field, self.officials = self.entries.field, self.entries.officials
        self.reads = ReadTable()
        self.official_reads: list[int] = []
        self.clocks = Clocks()
        self.hearing = Hearing()
        self.judged_from_ms = self.judged_to_ms = 0
        self.rulings: Standing[RulingReadBody, Key] = Standing(RulingReadBody, _ruled)
        self.riders = Riders()
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
                self._entry(row, row.body)
            case PlanBody():
                self._plan(row.body.plan)
            case ClockBody():
                self._retime(self.clocks.apply(row))
            case RideBody():
                self.riders.apply(row)
            case GunBody() | MergeBody() | TransferBody() | SwapBody() | RulingReadBody() | UndoBody():
                self._said(row)
            case _:
                pass

    def settle(self) -> NDArray[np.int64]:
        """Work out the marked entries; return their indexes, ascending."""
        self.columns.reach(len(self.field))
        self.marked |= self.riders.mark(self.field)
        settled = np.array(sorted(self.marked), dtype=np.int64)
        for entry in settled:
            self._settle(int(entry))
        self.marked.clear()
        return settled

    def course_of(self, entry: int) -> Course:
        """Return the course that an entry runs."""
        return self.courses[self.field.entries[entry].distance]

    def guns_of(self, entry: int) -> Guns:
        """Return the guns that hold for an entry; of her distance where her wave is not known.

        Whoever was transferred started with the distance that she was entered for.
        """
        return self.guns[self._guns_key(self.field.entered[entry])]

    def _guns_key(self, entry: EntryBody) -> tuple[str, str]:
        key = entry.distance, entry.wave
        return key if key in self.guns else (entry.distance, "")

    def _plan(self, plan: RacePlan) -> None:
        self.plan = plan
        self.courses = {distance.id: course_of(distance) for distance in plan.distances}
        self.judged_from_ms, self.judged_to_ms = race_hours(plan)
        self.gun_ms = self.wave_guns.by_wave(plan)
        self.guns = guns_of(plan, self.gun_ms)
        self.entries.run_on(self.courses.keys())
        for name in ("at_ms", "chip_ms", "trust"):
            self.columns.widen(name, max(len(course.names) for course in self.courses.values()))
        self.marked.update(range(len(self.field)))

    def _said(self, row: Row) -> None:
        """Take in a word of a person, or that one was taken back."""
        if self.wave_guns.apply(row):
            self._move_guns()
        entry, codes = self.entries.apply(row)
        if entry != NOBODY:
            self.marked.add(entry)
        self._relink(codes & self.heard)
        if (read := self.rulings.apply(row)) is not None:
            self._mark_read(read)
        if isinstance(row.body, UndoBody):
            self.riders.apply(row)
            self._retime(self.clocks.apply(row))

    def _move_guns(self) -> None:
        if self.plan is not None:
            self.gun_ms = self.wave_guns.by_wave(self.plan)
            before, self.guns = self.guns, guns_of(self.plan, self.gun_ms)
            moved = {key for key, guns in self.guns.items() if before.get(key) != guns}
            entries = enumerate(self.field.entered)
            self.marked.update(i for i, entry in entries if self._guns_key(entry) in moved)

    def _entry(self, row: Row, body: EntryBody) -> None:
        if body.distance not in self.courses:
            raise LogError(
                f"entry {body.bib}: the log has no distance {body.distance!r} yet. "
                "A plan row must come before the entries."
            )
        entry, codes = self.entries.put(row, body)
        self.columns.reach(len(self.field))
        self.marked.add(entry)
        self._relink(codes & self.heard)

    def _relink(self, codes: set[str]) -> None:
        """Give the reads of these codes to whoever wears them now, as if they had come just now."""
        if not codes:
            return
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
        entry = self.field.find_normal(code, body.by)
        newest = self.columns["newest"]
        before = NONE if entry == NOBODY else int(newest[entry])
        device = self.reads.devices.put(device_of(row.source, body.reader, body.mat))
        read = self.reads.add(row.source, row.id, row.received_at_ms, body, device, entry, before)
        if entry == NOBODY:
            self.unknown.setdefault(code, []).append(read)
        else:
            newest[entry] = read
            self.marked.add(entry)
        if body.official:
            self.official_reads.append(read)
        elif not body.estimated:
            self._listen(device, row, body.at_ms)

    def _listen(self, number: int, row: Row, stated_ms: int) -> None:
        """Hear what a read tells of its device's clock."""
        heard = self.hearing.devices.get(number)
        if heard is None:
            heard = self.hearing.begin(number, self.reads.devices.texts[number], row.source)
        if not self.judged_from_ms <= row.received_at_ms <= self.judged_to_ms:
            heard.count(stated_ms, row.received_at_ms)
            return
        ahead_ms = self.clocks.ahead_ms(heard.device, stated_ms) if self.clocks.steps else 0
        if heard.hear(stated_ms, row.received_at_ms, ahead_ms):
            self.hearing.suspects.add(number)

    def _retime(self, device: str | None) -> None:
        """Work out anew whoever was read by a device whose clock is corrected otherwise now."""
        number = self.reads.devices.index.get(device or "", NONE)
        if number != NONE:
            rows = self.reads.rows_with("device", [number])
            self.marked.update(np.unique(self.reads.columns["entry"][rows]).tolist())
            self.marked.discard(NOBODY)
            if number in self.hearing.devices:
                self.hearing.devices[number].forget()

    def at_ms(self, read: int) -> int:
        """Return when a read was made, in UTC milliseconds, by its device's clock as it is corrected."""
        stated_ms: int = self.reads.cells["at_ms"][read]
        if not self.clocks.steps or self.reads.cells["flags"][read] & OFFICIAL:
            return stated_ms
        return stated_ms - self.clocks.ahead_ms(self.reads.device(read), stated_ms)

    def _mark_read(self, key: tuple[str, str]) -> None:
        read = self.reads.find(key)
        if read != NONE and self.reads.columns["entry"][read] != NOBODY:
            self.marked.add(int(self.reads.columns["entry"][read]))

    def _settle(self, entry: int) -> None:
        counted = self._reads_of(entry)
        on_foot, kept = self._apart(entry, counted) if self.riders.words.said else (counted, [])
        settlement = settle(on_foot, self.course_of(entry), self.guns_of(entry))
        if kept:
            settlement = settlement._replace(kept=(*settlement.kept, *kept))
        if settlement.kept and self.entries.transfers.said:
            settlement = settlement._replace(kept=self._kept_before_transfer(entry, settlement.kept))
        self._write(entry, settlement)
        self._write_seen(entry, counted)

    def _apart(self, entry: int, reads: list[Read]) -> tuple[list[Read], list[Kept]]:
        """Return the reads of her on her own feet, and those of her chip in a van as kept."""
        spans = aboard(self.riders.of_entry(entry))
        by_span = reads_aboard(reads, spans)
        riding = {read.row for inside in by_span for read in inside}
        if not riding:
            return reads, []
        on_foot = [read for read in reads if read.row not in riding]
        return on_foot, kept_aboard(by_span, spans, self._thrown_out_ms(entry))

    def _thrown_out_ms(self, entry: int) -> int:
        """Return when the newest of her reads that a person has thrown out was made; -1 without one."""
        if not self.rulings.said:
            return NONE
        rows = [int(row) for row in self.reads.rows_of(int(self.columns["newest"][entry]))]
        return max((self.at_ms(row) for row in rows if self._verdict(row) == "thrown_out"), default=NONE)

    def _kept_before_transfer(self, entry: int, kept: tuple[Kept, ...]) -> tuple[Kept, ...]:
        """Ask nobody about mats of the distance that she was on until she was transferred."""
        said = self.entries.transfer_of(entry)
        if said is None:
            return kept
        mats = self.courses[self.field.entered[entry].distance].splits_of
        return tuple(
            one._replace(question=False)
            if one.rule == "wrong_distance"
            and self.reads.mat(one.row) in mats
            and self.at_ms(one.row) <= said.at_ms
            else one
            for one in kept
        )

    def _reads_of(self, entry: int) -> list[Read]:
        """Return the reads of an entry, but for those that a person has thrown out."""
        reads = self.reads.as_read(self.reads.rows_of(int(self.columns["newest"][entry])))
        if self.clocks.steps:
            reads = [read._replace(at_ms=self.at_ms(read.row)) for read in reads]
        if self.rulings.said:
            verdicts = [(read, self._verdict(read.row)) for read in reads]
            reads = [read._replace(confirmed=v == "confirmed") for read, v in verdicts if v != "thrown_out"]
        return reads

    def _verdict(self, row: int) -> str:
        said = self.rulings.last(self.reads.key(row))
        return "" if said is None else said.body.verdict

    def _write(self, entry: int, settlement: Settlement) -> None:
        at_ms, chip_ms, trust = (self.columns[name][entry] for name in ("at_ms", "chip_ms", "trust"))
        at_ms[:] = NONE
        chip_ms[:] = NONE
        trust[:] = 0
        for crossing in settlement.crossings:
            at_ms[crossing.split] = crossing.at_ms
            if crossing.chip_ms is not None:
                chip_ms[crossing.split] = crossing.chip_ms
            if crossing.trust != "good":
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
                wave_guns=self.wave_guns.dump(),
                entries=self.entries.dump(),
                reads=self.reads.dump(),
                official_reads=self.official_reads,
                clocks=self.clocks.dump(),
                hearing=self.hearing.dump(),
                columns=self.columns.dump(),
                rulings=self.rulings.dump(),
                riders=self.riders.dump(),
                unknown=self.unknown,
                kept=list(self.kept.items()),
                repeats=list(self.repeats.items()),
            )
        )

    def load(self, raw: bytes) -> None:
        """Take the state of a snapshot in place of this one."""
        kept = msgspec.msgpack.decode(raw, type=_Snapshot)
        self.__init__()  # type: ignore[misc]
        self.wave_guns.load(kept.wave_guns)
        self.rulings.load(kept.rulings)
        if kept.plan is not None:
            self._plan(kept.plan)
        self.entries.load(kept.entries, self.courses.keys())
        self.riders.load(kept.riders, self.field)
        self.reads.load(kept.reads)
        self.official_reads = kept.official_reads
        self.clocks.load(kept.clocks)
        self.hearing.load(kept.hearing)
        self.columns.load(kept.columns)
        self.heard = {normal_code(code) for code in self.reads.codes.texts}
        self.unknown = kept.unknown
        self.kept, self.repeats = dict(kept.kept), Counter(dict(kept.repeats))


def _ruled(body: RulingReadBody) -> Key:
    return body.read_source, body.read_id


class _Snapshot(msgspec.Struct):
    """What :meth:`Crossings.dump` writes."""

    plan: RacePlan | None
    wave_guns: bytes
    entries: bytes
    reads: bytes
    official_reads: list[int]
    clocks: bytes
    hearing: bytes
    columns: bytes
    rulings: bytes
    riders: bytes
    unknown: dict[str, list[int]]
    kept: list[tuple[int, tuple[Kept, ...]]]
    repeats: list[tuple[int, int]]
