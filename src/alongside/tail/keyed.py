"""Bibs keyed in at stations: who was seen there, when, and who is said to have stopped there.

A keyed bib places a runner as a mat's read does not: she was at that table, by a volunteer's word and
time. It counts as last seen and moves the estimate of where she is; it never makes a crossing or a time.
What holds is a function of the set of keyed rows, undos and crossings, so order and repeats do not matter.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from alongside.crossings.field import NOBODY
from alongside.crossings.fold import Crossings
from alongside.crossings.grown import Grown
from alongside.crossings.mats import GUN_TOLERANCE_MS
from alongside.events.bodies import KeyedBody, PlanBody, UndoBody
from alongside.events.plan import RacePlan
from alongside.events.row import Row
from alongside.events.standing import Key, Said, Standing
from alongside.forecast.field_seen import LastKeyed
from alongside.tail.sightings import Sighting, sightings
from alongside.units import normal_code

NONE = -1
PLACE = "station/"  # in front of a station's id where places of mats and stations lie side by side
SHOWN = 10
KeyedRow = Said[KeyedBody]


@dataclass(frozen=True)
class StationLists:
    """What stands at a station: the newest rows, how many bibs by their last word, the bibs nobody wears."""

    newest: tuple[KeyedRow, ...]
    counts: Counter[str]
    unknown: tuple[str, ...]


class Keyed:
    """Keyed rows, by bib and by station, and where each runner was last keyed.

    ``columns``: ``at_ms`` and ``along_m`` of the newest keyed row that can be true of her, -1 and 0 without
    one. ``misfits`` are the keys of rows that cannot be: somebody mistyped, or wears another's bib.
    """

    def __init__(self) -> None:
        self.rows: Standing[KeyedBody, str] = Standing(KeyedBody, lambda body: normal_code(body.bib))
        self.at_station: dict[str, list[KeyedRow]] = {}
        self.places: dict[tuple[str, str], tuple[float, ...]] = {}
        self.columns = Grown(at_ms=("i8", NONE), along_m=("f8", 0.0))
        self.newest: dict[int, Sighting] = {}
        self.misfits: set[Key] = set()
        self._bibs_of: dict[int, set[str]] = {}
        self._entry_of: dict[str, int] = {}
        self._dropped: set[str] = set()
        self._marked: set[str] = set()
        self._field: tuple[int, dict[str, int]] = (0, {})
        self._lists: dict[str, StationLists] = {}

    def apply(self, row: Row) -> None:
        """Take in one row; rows of other kinds change nothing."""
        match row.body:
            case KeyedBody():
                self._put(row, row.body)
            case PlanBody():
                self._plan(row.body.plan)
            case UndoBody():
                if (bib := self.rows.apply(row)) is not None:
                    self._marked.add(bib)
                    self._lists.clear()
            case _:
                pass

    def mark(self, crossings: Crossings) -> None:
        """Have the runners of whom something new was keyed settled again: what was seen may change."""
        field = crossings.field
        if self._entry_of and (field.changes, field.worn) != self._field:
            given = self._entry_of.items()
            self._marked.update(bib for bib, entry in given if field.find(bib, "bib") != entry)
        self._field = field.changes, field.worn
        for bib in self._marked:
            crossings.marked.update(self._give(bib, crossings))
        self._marked = set()

    def place(self, crossings: Crossings, settled: NDArray[np.int64]) -> None:
        """Work out anew where those settled were keyed, and count it as last seen where it is newer."""
        self.columns.reach(len(crossings.field))
        if not self._bibs_of and not self.newest:
            return
        known = self._bibs_of.keys() | self.newest.keys()
        for entry in known.intersection(settled.tolist()) if len(known) < 10_000 else settled.tolist():
            self._place(crossings, int(entry))

    def last(self) -> LastKeyed | None:
        """Return where everybody was last keyed; ``None`` when nobody was."""
        return LastKeyed(self.columns["along_m"], self.columns["at_ms"]) if self.newest else None

    def standing(self, station: str) -> Iterator[KeyedRow]:
        """Yield what was keyed at a station and not taken back, as it came."""
        undone = self.rows.undone
        return (said for said in self.at_station.get(station, ()) if said.key not in undone)

    def lists(self, station: str) -> StationLists:
        """Return what a station's page lists of it; :meth:`mark` must have run."""
        if station not in self._lists:
            self._lists[station] = self._list(list(self.standing(station)))
        return self._lists[station]

    def _list(self, standing: list[KeyedRow]) -> StationLists:
        last = {normal_code(said.body.bib): said for said in sorted(standing, key=_order)}
        unknown = {said.body.bib for bib, said in last.items() if self._entry_of.get(bib, NOBODY) == NOBODY}
        newest = heapq.nlargest(SHOWN, standing, key=_order)
        counts: Counter[str] = Counter(said.body.what for said in last.values())
        return StationLists(tuple(newest), counts, tuple(sorted(unknown)))

    def is_known(self, bib: str) -> bool:
        """Return whether somebody wears a bib that was keyed."""
        return self._entry_of.get(normal_code(bib), NOBODY) != NOBODY

    def of_entry(self, entry: int) -> list[KeyedRow]:
        """Return what stands of an entry, by whatever bib, the earliest first."""
        rows = [said for bib in self._bibs_of.get(entry, ()) for said in self.rows.of(bib)]
        return sorted(rows, key=lambda said: said.order)

    def dropped(self) -> set[int]:
        """Return the entries of whom somebody once keyed that they stopped."""
        return {self._entry_of.get(bib, NOBODY) for bib in self._dropped} - {NOBODY}

    def _put(self, row: Row, body: KeyedBody) -> None:
        bib = self.rows.apply(row)
        at_ms = row.received_at_ms if row.at_ms is None else row.at_ms
        self.at_station.setdefault(body.station, []).append(Said(row.key, at_ms, body))
        self._lists.pop(body.station, None)
        if bib is not None:
            self._marked.add(bib)
            if body.what == "dropped":
                self._dropped.add(bib)

    def _plan(self, plan: RacePlan) -> None:
        self.places = {}
        for station in plan.stations:
            for place in station.places:
                key = station.id, place.distance
                self.places[key] = tuple(sorted((*self.places.get(key, ()), place.along_m)))

    def _give(self, bib: str, crossings: Crossings) -> set[int]:
        """Give the rows of a bib to whoever wears it now; return who may be seen elsewhere for it."""
        before, now = self._entry_of.get(bib, NOBODY), crossings.field.find(bib, "bib")
        self._entry_of[bib] = now
        if before != now:
            self._lists.clear()
        self._bibs_of.get(before, set()).discard(bib)
        if now != NOBODY:
            self._bibs_of.setdefault(now, set()).add(bib)
        return {before, now} - {NOBODY}

    def _place(self, crossings: Crossings, entry: int) -> None:
        rows = self.of_entry(entry)
        self.misfits.difference_update(said.key for said in rows)
        found = self._sightings(crossings, entry, rows) if rows else []
        fits = {sighting.said.key for sighting in found}
        self.misfits.update(said.key for said in rows if said.key not in fits)
        newest = found[-1] if found else None
        self.columns["at_ms"][entry] = NONE if newest is None else newest.at_ms
        self.columns["along_m"][entry] = 0.0 if newest is None else newest.along_m
        self.newest.pop(entry, None)
        if newest is not None:
            self.newest[entry] = newest
            self._see(crossings, entry, newest)

    def _sightings(self, crossings: Crossings, entry: int, rows: list[KeyedRow]) -> list[Sighting]:
        course, distance = crossings.course_of(entry), crossings.field.entries[entry].distance
        at_ms = crossings.columns["at_ms"][entry].tolist()
        crossed = [(ms, m) for ms, m in zip(at_ms, course.along_m, strict=False) if ms >= 0]
        from_ms = crossings.guns_of(entry).first_ms - GUN_TOLERANCE_MS
        places = {said.body.station: self.places.get((said.body.station, distance), ()) for said in rows}
        return sightings(rows, places, crossed, from_ms, course.max_speed_mps)

    def _see(self, crossings: Crossings, entry: int, newest: Sighting) -> None:
        seen = crossings.columns["seen_ms"]
        if newest.at_ms > seen[entry]:
            seen[entry] = newest.at_ms
            place = crossings.reads.mats.put(PLACE + newest.said.body.station)
            crossings.columns["seen_mat"][entry] = place

    def dump(self) -> bytes:
        """Return what was keyed as bytes for a snapshot; :meth:`mark` and :meth:`place` must have run."""
        order = [(station, [said.key for said in rows]) for station, rows in self.at_station.items()]
        return msgspec.msgpack.encode((self.rows.dump(), order))

    def load(self, raw: bytes, crossings: Crossings) -> None:
        """Take what a snapshot holds in place of this; ``crossings`` must be of the same snapshot."""
        rows, order = msgspec.msgpack.decode(raw, type=tuple[bytes, list[tuple[str, list[Key]]]])
        self.__init__()  # type: ignore[misc]
        self.rows.load(rows)
        said = {one.key: one for one in self.rows.everything()}
        self.at_station = {station: [said[key] for key in keys] for station, keys in order}
        if crossings.plan is not None:
            self._plan(crossings.plan)
        for bib in self.rows.said:
            self._give(bib, crossings)
        self._dropped = {bib for bib, rows in self.rows.said.items() if _any_dropped(rows)}
        self.place(crossings, np.array(sorted(self._bibs_of), dtype=np.int64))


def _order(said: KeyedRow) -> tuple[int, Key]:
    return said.order


def _any_dropped(rows: list[KeyedRow]) -> bool:
    return any(said.body.what == "dropped" for said in rows)
