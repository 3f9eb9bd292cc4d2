"""Who is alone out there: nobody within reach, and a reason to think that it is not as she meant it.

Three reasons count: the group she ran with has turned off; she falls off her own pattern; she is at the very
end of the field. A phone's silence is none of them, and nothing is raised of somebody who is not read where
she was due: where she is, is a guess then (tail/overdue.py). The flag is for those who can help, and for her.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alongside.crossings.fold import Crossings
from alongside.events.plan import Shared
from alongside.events.row import Draft
from alongside.forecast.as_crossed import AsCrossed
from alongside.forecast.run_on import RunOn
from alongside.race.state import FINISHED, ON_COURSE, RaceState
from alongside.tail.around import Around, around
from alongside.tail.flags import Flags, flag_draft
from alongside.tail.groups import Companions
from alongside.tail.risk import FROM_SHARE, position
from alongside.units import MS_PER_S, normal_code, show_km, show_span

REACH_S = 5 * 60  # nobody so near, ahead or behind: out of sight and of hearing
COMPANY_S = 3 * 60  # with somebody as near as this the flag is lowered
REAR_SHARE = 0.1  # of those who started: the very end
PARTED_M = 8_000.0  # so far past the place her group has been gone for an hour: no news
FALLEN = 1.25  # times as long on a stretch as foreseen when it began
UNREAD_S = 5 * 60  # so long past her time at a mat, where she is thought to be is a guess
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Index = NDArray[np.int64]


@dataclass(frozen=True)
class Look:
    """What one decision looks at: the field, who is around whom, and what the mats have said."""

    field: RunOn
    around: Around
    crossings: Crossings
    race: RaceState
    companions: Companions
    as_crossed: AsCrossed


def look_around(
    field: RunOn,
    crossings: Crossings,
    race: RaceState,
    shared: tuple[Shared, ...],
    as_crossed: AsCrossed,
) -> Look:
    """Return what is asked of who is around whom; ``shared`` are the plan's shared roads."""
    companions = Companions(crossings, race, shared)
    there = around(field, race.arrays, shared)
    return Look(field, there, crossings, race, companions, as_crossed)


def decide(flags: Flags, look: Look, let_go: Collection[str]) -> list[Draft]:
    """Return the flags to raise and to lower; ``let_go`` are normalised bibs: their sweep was with them."""
    field, standing = look.field, flags.of("alone")
    entries = look.crossings.field.entries
    found = {entries[int(field.who[row])].bib: why for row, why in reasons(look).items()}
    raised = [
        flag_draft("alone", bib, True, why, field.at_ms)
        for bib, why in found.items()
        if bib not in standing and normal_code(bib) not in let_go
    ]
    return raised + _lowered(standing, look)


def reasons(look: Look) -> dict[int, str]:
    """Return who is alone, by position in the field, and why."""
    rows = _out_of_reach(look)
    if not len(rows):
        return {}
    checks: tuple[Callable[[Look, Index], Mapping[int, str]], ...] = (_group_gone, _fallen, _very_end)
    found: dict[int, str] = {}
    for check in checks:
        found = {**check(look, rows), **found}
    return {row: found[row] for row in sorted(found)}


def _lowered(standing: Collection[str], look: Look) -> list[Draft]:
    field, found = look.field, []
    for bib in standing:
        j = position(field, look.crossings.field.index(bib))
        if why := _no_more(look, j):
            found.append(flag_draft("alone", bib, False, why, field.at_ms))
    return found


def _no_more(look: Look, j: int | None) -> str:
    """Return why somebody is not said to be alone any more; empty while she is."""
    if j is None:
        return "no longer on the course"
    if not look.around.is_there[j]:
        return "not seen where she was due: who is near her, nobody knows"
    return "somebody is within reach again" if look.around.nearest_s[j] < COMPANY_S else ""


def _out_of_reach(look: Look) -> Index:
    """Return who has nobody within reach by what is thought, past the first tenth, while the race runs.

    Nobody is so who crossed a mat just now: whoever was beside her may have too, with her read on the way.
    """
    field = look.field
    past = field.along_m >= FROM_SHARE * field.length_m
    last_ms = look.race["last_ms"][field.who]
    past &= (look.race["last_m"][field.who] > 0) & (last_ms < field.at_ms - REACH_S * MS_PER_S)
    lonely = look.around.is_there & (look.around.nearest_s > REACH_S)
    return np.flatnonzero(past & lonely & (field.resumed_s > REACH_S))


def is_rear(field: RunOn, race: RaceState) -> Bools:
    """Return who is in the last tenth, by place on the road, of those of her distance who started."""
    found = np.zeros(len(field.who), dtype=np.bool_)
    ran = (race["status"] == ON_COURSE) | (race["status"] == FINISHED)
    started = np.bincount(race["distance"][ran], minlength=len(race.arrays.ids))
    for i in range(len(race.arrays.ids)):
        mine = np.flatnonzero(field.distance == i)
        last = mine[np.argsort(field.along_m[mine], kind="stable")]
        found[last[: int(np.ceil(REAR_SHARE * started[i]))]] = True
    return found


def _group_gone(look: Look, rows: Index) -> dict[int, str]:
    """Return those whose companions of several mats have all gone another way."""
    found: dict[int, str] = {}
    for row in rows[~_unread(look.field)[rows]].tolist():
        group = look.companions.group(int(look.field.who[row]))
        if group.parts_m is None or group.stays:
            continue
        if group.parts_m < look.field.along_m[row] < group.parts_m + PARTED_M:
            found[row] = f"her group went another way at {show_km(group.parts_m)}; {_nobody(look, row)}"
    return found


def _fallen(look: Look, rows: Index) -> dict[int, str]:
    """Return those at the rear who take much longer than was foreseen as their stretch began."""
    rows = rows[(is_rear(look.field, look.race) & ~_unread(look.field))[rows]]
    foreseen = look.as_crossed.of(look.crossings, look.race, look.field.who[rows])
    found: dict[int, str] = {}
    for row in rows.tolist():
        stretches = (_last_stretch(look, row), _this_stretch(look, row))
        for stretch in (one for one in stretches if one is not None):
            before = foreseen[int(look.field.who[row])].get(stretch.split)
            if before is not None and before.next_ms is not None and stretch.is_fall(before.next_ms[1]):
                found[row] = f"{stretch.says(before.next_ms[1])}; {_nobody(look, row)}"
    return found


@dataclass(frozen=True)
class _Stretch:
    """A stretch that somebody runs: from which split, from when to when (UTC milliseconds), in words."""

    split: int
    from_ms: float
    to_ms: float
    road: str

    def is_fall(self, due_ms: int) -> bool:
        return self.to_ms - self.from_ms >= FALLEN * (due_ms - self.from_ms)

    def says(self, due_ms: int) -> str:
        took, foreseen = (show_span((ms - self.from_ms) / MS_PER_S) for ms in (self.to_ms, due_ms))
        return f"{took} {self.road}, {foreseen} were foreseen"


def _last_stretch(look: Look, row: int) -> _Stretch | None:
    """Return the stretch between the last two mats, neighbours both past the start; else ``None``."""
    entry, i = int(look.field.who[row]), int(look.field.distance[row])
    at_ms, course = look.crossings.columns["at_ms"][entry], look.race.arrays.courses[i]
    crossed = np.flatnonzero(at_ms >= 0)
    if len(crossed) < 2 or course.along_m[crossed[-2]] <= 0 or crossed[-1] != crossed[-2] + 1:
        return None
    begin, end = int(crossed[-2]), int(crossed[-1])
    to_ms = float(at_ms[end]) - _halted_ms(look, i, float(at_ms[begin]), float(at_ms[end]))
    return _Stretch(begin, float(at_ms[begin]), to_ms, f"from {course.names[begin]} to {course.names[end]}")


def _this_stretch(look: Look, row: int) -> _Stretch | None:
    """Return the stretch that she is on, where a phone or a table has seen her since; else ``None``."""
    field, entry, i = look.field, int(look.field.who[row]), int(look.field.distance[row])
    last_ms, split = float(look.race["last_ms"][entry]), int(look.race["last_split"][entry])
    course, ahead = look.race.arrays.courses[i], int(field.next_split[row])
    if split < 0 or field.base_ms[row] <= last_ms or np.isnan(field.due_ms[row]):
        return None
    to_ms = float(field.due_ms[row]) - _halted_ms(look, i, last_ms, float(field.at_ms))
    place = course.names[ahead] if ahead < len(course.names) else "the finish"
    return _Stretch(split, last_ms, to_ms, f"from {course.names[split]} to {place} as she goes now")


def _halted_ms(look: Look, distance: int, from_ms: float, to_ms: float) -> float:
    span = np.array([from_ms]), np.array([to_ms])
    return float(look.race.interruptions.halted_ms(np.array([distance]), *span)[0])


def _very_end(look: Look, rows: Index) -> dict[int, str]:
    """Return those at the rear whom nobody was near at the last mat either."""
    rows = rows[(is_rear(look.field, look.race) & ~_unread(look.field))[rows]]
    return {row: _nobody(look, row) for row in rows.tolist() if _was_apart(look, row)}


def _was_apart(look: Look, row: int) -> bool:
    """Return whether nobody crossed her last mat within reach of her."""
    entry = int(look.field.who[row])
    split = int(look.race["last_split"][entry])
    return split >= 0 and look.companions.is_apart(entry, split, REACH_S * MS_PER_S)


def _unread(field: RunOn) -> Bools:
    return np.asarray(field.overdue_s > UNREAD_S)


def _nobody(look: Look, row: int) -> str:
    """Return how far the next ones are, in words."""
    ahead_m, behind_m = float(look.around.ahead_m[row]), float(look.around.behind_m[row])
    said = [
        f"{metres / 1000:.1f} km {where}"
        for metres, where in ((ahead_m, "ahead"), (behind_m, "behind"))
        if np.isfinite(metres)
    ]
    return f"the next are about {' and '.join(said)}" if said else "nobody else is thought to be on her road"
