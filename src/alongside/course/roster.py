"""roster.csv to entries and people, with what is wrong named by its line.

Entries go to the log and name nobody; people go to a table of their own. Lines that repeat a bib whose
entry has several ``persons`` add people to it, as relays need.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from alongside.course.roster_columns import decode_roster, rows_of
from alongside.errors import InputError, Problem, Problems
from alongside.events.bodies import EntryBody
from alongside.events.person import Person
from alongside.events.plan import RacePlan, Wave
from alongside.units import normal_code, parse_clock_s

T = TypeVar("T")
ROSTER_NAME = "roster.csv"
MOST_LISTED = 50

_YES = frozenset(["yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "o", "si", "s"])
_NO = frozenset(["no", "n", "false", "f", "0", "nein", "non"])
_LONGEST_CODE = 40
ADULT_AGE = 18
_MOST_PERSONS = 1000


def read_roster(raw: bytes, plan: RacePlan, where: str = ROSTER_NAME) -> tuple[list[EntryBody], list[Person]]:
    """Return the entries and people of a roster, in the order of its lines.

    Raises :class:`InputError` with at most 50 problems, and how many more there are.
    """
    columns, rows = rows_of(decode_roster(raw, where), where)
    reading = _Reading(plan, where)
    for line, cells in rows:
        reading.take(line, {name: cells[n].strip() for name, n in columns.items() if n < len(cells)})
    if reading.problems.found:
        raise InputError(_shortened(reading.problems.found, where))
    return list(reading.entries.values()), reading.people


def _shortened(found: list[Problem], where: str) -> list[Problem]:
    more = len(found) - MOST_LISTED
    tail = [Problem(where, f"{more} more problems like these.", "Correct these first.")] if more > 0 else []
    return found[:MOST_LISTED] + tail


class _Reading:
    """A roster while it is being read: entries by bib, people, and whose each chip is."""

    def __init__(self, plan: RacePlan, where: str) -> None:
        self.where, self.problems = where, Problems()
        self.entries: dict[str, EntryBody] = {}
        self.people: list[Person] = []
        self.lines: dict[str, list[int]] = {}
        self.chips: dict[str, str] = {chip: f"sweep {s.name}" for s in plan.sweeps for chip in s.chips}
        self.distances = {key.casefold(): d.id for d in plan.distances for key in (d.name, d.id)}
        self.only_distance = plan.distances[0].id if len(plan.distances) == 1 else None
        self.waves = plan.waves

    def take(self, line: int, cells: dict[str, str]) -> None:
        """Read one line: an entry, or one more person of an entry."""
        cell = _Cells(f"{self.where}: line {line}", cells, self.problems)
        bib = self._bib(cell)
        entry = self._entry(cell, bib) if bib else None
        if entry is None:
            return
        if entry.bib in self.entries:
            self._add_person(cell, entry)
        else:
            self._claim_chips(cell, entry)
            self.entries[entry.bib] = entry
        self.lines.setdefault(entry.bib, []).append(line)
        self.people.append(_person(cell, entry))

    def _bib(self, cell: _Cells) -> str | None:
        bib = normal_code(cell.text("bib"))
        if not bib:
            cell.wrong("bib", "is empty.", "Every line needs one; remove the line if nobody runs with it.")
        elif len(bib) > _LONGEST_CODE:
            cell.wrong(
                "bib", f"{bib[:20]!r}... has {len(bib)} characters.", "Is a quote or a separator missing?"
            )
            return None
        return bib or None

    def _entry(self, cell: _Cells, bib: str) -> EntryBody | None:
        distance = self._distance(cell)
        wave = self._wave(cell, distance) if distance else None
        chips = tuple(dict.fromkeys(map(normal_code, re.split(r"[\s|]+", cell.text("chip").strip("| ")))))
        adult, persons = _adult(cell), cell.parsed("persons", _count)
        expected_s = cell.parsed("expected", _expected_s)
        if distance is None or wave is None:
            return None
        return EntryBody(bib, distance, wave, tuple(filter(None, chips)), adult, persons or 1, expected_s)

    def _distance(self, cell: _Cells) -> str | None:
        text = cell.text("distance")
        found = self.distances.get(text.casefold()) if text else self.only_distance
        if found is None:
            said = f"{text[:40]!r} is not a distance." if text else "is empty."
            cell.wrong("distance", said, f"Write one of {', '.join(sorted(set(self.distances.values())))}.")
        return found

    def _wave(self, cell: _Cells, distance: str) -> str | None:
        open_waves = [wave for wave in self.waves if distance in wave.distances]
        text = cell.text("wave")
        if text:
            found = next((wave for wave in open_waves if _is_named(wave, text)), None)
        else:
            found = open_waves[0] if len(open_waves) == 1 else None
        if found is None:
            said = f"{text[:40]!r} is not a wave of {distance}." if text else "is empty."
            cell.wrong("wave", said, f"Write one of {', '.join(wave.id for wave in open_waves)}.")
        return found.id if found else None

    def _add_person(self, cell: _Cells, again: EntryBody) -> None:
        entry, lines = self.entries[again.bib], self.lines[again.bib]
        if len(lines) >= entry.persons:
            cell.wrong("bib", f"{again.bib} is also on line {lines[0]}.", "Give each entry its own bib.")
        elif (again.distance, again.wave) != (entry.distance, entry.wave):
            cell.wrong(
                "bib", f"{again.bib} has another distance or wave on line {lines[0]}.", "Make them one."
            )
        else:
            new = tuple(chip for chip in again.chips if chip not in entry.chips)
            self._claim_chips(cell, EntryBody(again.bib, again.distance, again.wave, new))
            self.entries[again.bib] = EntryBody(
                entry.bib,
                entry.distance,
                entry.wave,
                entry.chips + new,
                entry.adult,
                entry.persons,
                entry.expected_s,
            )

    def _claim_chips(self, cell: _Cells, entry: EntryBody) -> None:
        for chip in entry.chips:
            if chip in self.chips:
                cell.wrong(
                    "chip", f"{chip[:40]} is also the chip of {self.chips[chip]}.", "A chip is one entry's."
                )
            self.chips.setdefault(chip, f"bib {entry.bib}")


class _Cells:
    """The cells of one line by field, with the line for messages."""

    def __init__(self, where: str, cells: dict[str, str], problems: Problems) -> None:
        self.where, self.cells, self.problems = where, cells, problems

    def text(self, field: str) -> str:
        return self.cells.get(field, "")

    def wrong(self, field: str, found: str, fix: str) -> None:
        self.problems.add(f"{self.where}, {field}", found, fix)

    def yes_no(self, field: str) -> bool | None:
        text = self.text(field).casefold()
        if text in _YES or text in _NO:
            return text in _YES
        if text:
            self.wrong(field, f"{text[:40]!r} is neither yes nor no.", "Write yes, no, or nothing.")
        return None

    def parsed(self, field: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(field)
        try:
            return parse(text) if text else None
        except ValueError as error:
            self.wrong(field, f"{error}.", "Correct it, or leave it empty.")
            return None


def _is_named(wave: Wave, text: str) -> bool:
    return normal_code(text) in (normal_code(wave.id), normal_code(wave.name))


def _adult(cell: _Cells) -> bool | None:
    """Return whether she is 18 on race day: as said, else by her age then; ``None`` where nobody says."""
    said, age = cell.yes_no("adult"), cell.parsed("age", _age)
    return said if said is not None or age is None else age >= ADULT_AGE


def _age(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= 120):
        raise ValueError(f"{text[:40]!r} is no age in years")
    return int(text)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= _MOST_PERSONS):
        raise ValueError(f"{text[:40]!r} is not a number of people from 1 to {_MOST_PERSONS}")
    return int(text)


def _expected_s(text: str) -> float:
    seconds = parse_clock_s(text[:40])
    if seconds <= 0:
        raise ValueError(f"{text!r} is no time to finish in")
    return seconds


def _person(cell: _Cells, entry: EntryBody) -> Person:
    name = cell.text("name") or f"{cell.text('first')} {cell.text('last')}".strip()
    return Person(
        bib=entry.bib,
        name=name,
        phone=cell.text("phone"),
        email=cell.text("email"),
        club=cell.text("club"),
        home=cell.text("home"),
        first_marathon=cell.yes_no("first_marathon"),
        why=cell.text("why"),
        adult=entry.adult,
        guardian=cell.text("guardian"),
        guardian_email=cell.text("guardian_email"),
    )
