"""A race as its log tells it, as a field: every entry, every mat, crossings as they are settled."""

from __future__ import annotations

import numpy as np

from alongside.crossings.fold import Crossings
from alongside.crossings.mats import Course
from alongside.race.state import FINISHED, NONE, RaceState
from alongside.together.columns import Columns, Met, columns_of
from alongside.together.field import NEVER, START, Field, Index, Times

MOST_MS = 2**31 - 2  # three weeks from midnight of race day: what fits into a field's clock


def field_of_race(crossings: Crossings, race: RaceState, day_start_ms: int) -> Field:
    """Return the entries of a race as a field; both must have been settled."""
    courses = race.arrays.courses
    columns = columns_of_courses(courses)
    rows = np.arange(len(crossings.field), dtype=np.int64)
    return Field(
        bibs=tuple(entry.bib for entry in crossings.field.entries),
        distance=race["distance"].copy(),
        finished=race["status"] == FINISHED,
        mats=columns.names,
        along_m=columns.along_m,
        at_ms=times_of(crossings, race, columns, rows, day_start_ms),
        distances=tuple(course.id for course in courses),
        starts=tuple(_start(course, places) for course, places in zip(courses, columns.of, strict=True)),
    )


def columns_of_courses(courses: tuple[Course, ...]) -> Columns:
    """Return one column per mat and visit, over all distances."""
    return columns_of([_met(course) for course in courses], by_metres=False)


def times_of(
    crossings: Crossings, race: RaceState, columns: Columns, rows: Index, day_start_ms: int
) -> Times:
    """Return the crossings of some entries by column, shape ``(len(rows), m)``, in a field's clock."""
    found = np.full((len(rows), len(columns.names)), NEVER, dtype=np.int32)
    distance, at_ms = race["distance"][rows], crossings.columns["at_ms"][rows]
    for number, (course, places) in enumerate(zip(race.arrays.courses, columns.of, strict=True)):
        mine = np.flatnonzero(distance == number)
        for split, column in zip(in_order(course), places, strict=True):
            if column >= 0 and len(mine):
                found[mine, column] = _since(at_ms[mine, split], day_start_ms)
    return found


def in_order(course: Course) -> list[int]:
    """Return the splits of a distance in the order of its metres."""
    return sorted(range(len(course.along_m)), key=lambda split: course.along_m[split])


def _since(at_ms: Index, day_start_ms: int) -> Times:
    since = at_ms - day_start_ms
    known = (at_ms != NONE) & (np.abs(since) <= MOST_MS)
    return np.where(known, since, NEVER).astype(np.int32)


def _start(course: Course, places: tuple[int, ...]) -> int:
    """Return the column of a distance's start line, -1 where it has no mat."""
    return -1 if course.start is None else places[in_order(course).index(course.start)]


def _met(course: Course) -> list[Met]:
    """Return the mats of a distance in the order of its metres: the start line is ``START``."""
    found = []
    for split in in_order(course):
        mat, visit = course.mats[split], course.splits_of[course.mats[split]].index(split) + 1
        name = START if split == course.start else mat if visit == 1 else f"{mat}#{visit}"
        found.append(Met((mat, visit), name, course.along_m[split]))
    return found
