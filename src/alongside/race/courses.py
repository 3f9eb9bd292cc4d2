"""The courses of a plan as arrays, so that the whole field is looked up at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.mats import Course


@dataclass(frozen=True)
class CourseArrays:
    """Splits of every distance, padded to one width.

    ``along_m``, shape ``(distances, splits + 1)``, is infinite past a distance's last split, so that
    "the next split" can be looked up for everybody; ``finish`` and ``start`` are -1 where there is none.
    """

    ids: tuple[str, ...]
    index: dict[str, int]
    along_m: NDArray[np.float64]
    length_m: NDArray[np.float64]
    start: NDArray[np.int64]
    finish: NDArray[np.int64]
    courses: tuple[Course, ...]


def course_arrays(courses: dict[str, Course]) -> CourseArrays:
    """Return the courses as arrays, in their order in the plan."""
    width = max((len(course.along_m) for course in courses.values()), default=0) + 1
    along_m = np.full((len(courses), width), np.inf)
    for row, course in enumerate(courses.values()):
        along_m[row, : len(course.along_m)] = course.along_m
    return CourseArrays(
        ids=tuple(courses),
        index={id_: i for i, id_ in enumerate(courses)},
        along_m=along_m,
        length_m=np.array([course.length_m for course in courses.values()]),
        start=np.array([-1 if c.start is None else c.start for c in courses.values()], dtype=np.int64),
        finish=np.array([-1 if c.finish is None else c.finish for c in courses.values()], dtype=np.int64),
        courses=tuple(courses.values()),
    )
