"""Who has not been seen for so long that she has more likely stopped than not.

This looks at the road between two mats alone: a phone's silence raises nothing, and a mat that has
fallen silent flags nobody. Each change is a decision: a row of the log, told once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alongside.crossings.field import Field
from alongside.crossings.mats import Course
from alongside.events.row import Draft
from alongside.forecast.run_on import RunOn
from alongside.tail.flags import Flags, flag_draft
from alongside.units import show_time

LEAST_S = 40 * 60  # a toilet queue, a blister at the medical tent, a long stop at a table are no news
LIKELY = 0.5  # below this chance she has more likely stopped, or is more likely not on her way there
UNSEEN_S = 80 * 60  # so late a runner who is not on her way any more is looked for: stopped, or missed


@dataclass(frozen=True)
class Late:
    """A runner late beyond measure at her next split: her entry, and by how much.

    ``is_news`` is off while her distance is stopped, and until it has gone on again for as long.
    """

    entry: int
    overdue_s: float
    next_split: str
    mat: str
    is_news: bool


def late_runners(field: RunOn, courses: tuple[Course, ...]) -> list[Late]:
    """Return who is overdue beyond measure; ``courses`` in the order of the field's distances.

    That is who was expected at her next split so long ago, when she was last seen, that by now she has more
    likely stopped than not; and later on also whoever may as well have passed it unread, since nobody has
    her in sight.
    """
    is_news = field.resumed_s > LEAST_S
    has_stopped = field.going < LIKELY
    is_unseen = (field.overdue_s > UNSEEN_S) & (field.on_way < LIKELY)
    late = np.flatnonzero((field.overdue_s > LEAST_S) & (has_stopped | is_unseen))
    return [_late(field, int(i), courses, bool(is_news[i])) for i in late]


def _late(field: RunOn, i: int, courses: tuple[Course, ...], is_news: bool) -> Late:
    course = courses[field.distance[i]]
    split = min(int(field.next_split[i]), len(course.names) - 1)
    overdue_s = float(field.overdue_s[i])
    return Late(int(field.who[i]), overdue_s, course.names[split], course.mats[split], is_news)


def decide(
    flags: Flags, late: list[Late], entries: Field, silent: frozenset[str], at_ms: int, zone: str
) -> list[Draft]:
    """Return the flags to raise and to lower at this tick.

    A runner due at a silent mat keeps whatever flag she has.
    """
    standing = flags.of("overdue")
    found = {entries.entries[one.entry].bib: one for one in late}
    raised = [
        flag_draft("overdue", bib, True, _reason(one, at_ms, zone), at_ms)
        for bib, one in found.items()
        if bib not in standing and one.mat not in silent and one.is_news
    ]
    gone = [bib for bib in standing if bib not in found]
    return raised + [flag_draft("overdue", bib, False, "no longer overdue", at_ms) for bib in gone]


def _reason(one: Late, at_ms: int, zone: str) -> str:
    due_ms = at_ms - round(one.overdue_s * 1000)
    return f"due at {one.next_split} about {show_time(due_ms, zone, seconds=False)}"
