"""Real sweeps: three days of a hundred miles, on which a sweep with a chip was read at every mat."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from alongside.events.bodies import PlanBody, ReadBody
from alongside.events.row import Row
from alongside.folders.recorded import read_day
from alongside.live.state import LiveState
from alongside.tail.sweeps import Front
from alongside.units import normal_code

YEARS = ["berlin-wall-100mi-2014", "berlin-wall-100mi-2016", "berlin-wall-100mi-2018"]
BETWEEN = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class SweptDay:
    """A recorded day: its rows, and where and when its sweep was read (metres, UTC milliseconds)."""

    rows: list[Row]
    along_m: list[float]
    at_ms: list[int]


def swept_day(races: Path, name: str) -> SweptDay:
    """Return a recorded day and the truth about its sweep, read off the file by its mats alone."""
    drafts = read_day(races / name).drafts
    rows = [
        Row(n, d.source, d.id, d.at_ms, d.received_at_ms or 0, d.body) for n, d in enumerate(drafts, start=1)
    ]
    plan = next(row.body.plan for row in rows if isinstance(row.body, PlanBody))
    (sweep,) = plan.sweeps
    metres = {split.mat: split.along_m for split in plan.distance(sweep.distance).splits}
    reads = [
        (row.body.at_ms, metres[row.body.mat])
        for row in rows
        if isinstance(row.body, ReadBody) and normal_code(row.body.code) in sweep.chips
    ]
    reads.sort()
    return SweptDay(rows, [m for _, m in reads], [ms for ms, _ in reads])


class Played:
    """The day folded row by row; asked for ever later instants."""

    def __init__(self, day: SweptDay) -> None:
        self._rows, self._state = day.rows, LiveState()
        self._next = 0

    def front(self, at_ms: int) -> Front:
        """Return where the sweep is at an instant, from the rows received by then."""
        begin = self._next
        while self._next < len(self._rows) and self._rows[self._next].received_at_ms <= at_ms:
            self._next += 1
        self._state.apply(self._rows[begin : self._next])
        return self._state.sweeps.fronts(at_ms)[0]


@pytest.mark.parametrize("name", YEARS)
def test_a_recorded_sweep_is_right_at_every_mat(races: Path, name: str) -> None:
    """At each read it is at that mat; a second before the next read it is short of that mat."""
    day = swept_day(races, name)
    played = Played(day)
    assert len(day.at_ms) >= 27
    assert day.along_m == sorted(day.along_m)
    for i, (along_m, at_ms) in enumerate(zip(day.along_m, day.at_ms, strict=True)):
        if i:
            before = played.front(at_ms - 1000)
            assert day.along_m[i - 1] <= (before.along_m or 0.0) < along_m
        there = played.front(at_ms)
        assert (there.along_m, there.seen_m, there.seen_ms, there.how) == (along_m, along_m, at_ms, "chip")


@pytest.mark.parametrize(("name", "middle_m"), list(zip(YEARS, (350.0, 400.0, 600.0), strict=True)))
def test_between_mats_a_recorded_sweep_is_near_the_truth(races: Path, name: str, middle_m: float) -> None:
    """Between two mats 5 to 7 km apart the middle error against an even pace is a few hundred metres.

    Left out is the first stretch: from one read nobody knows a pace, and it has no schedule.
    """
    day = swept_day(races, name)
    played, errors = Played(day), []
    for i in range(1, len(day.at_ms) - 1):
        for share in BETWEEN:
            now_ms = round(day.at_ms[i] + share * (day.at_ms[i + 1] - day.at_ms[i]))
            truth_m = float(np.interp(now_ms, day.at_ms, day.along_m))
            errors.append(abs((played.front(now_ms).along_m or 0.0) - truth_m))
    assert np.median(errors) < middle_m
    assert np.quantile(errors, 0.9) < 2_200.0
