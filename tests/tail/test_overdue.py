"""Who is overdue: late, and hardly on her way any more."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alongside.forecast.run_on import RunOn
from alongside.live.pipeline import Race
from alongside.tail.overdue import LEAST_S, UNSEEN_S, late_runners
from builders import at, entry, field_at, race_of, read, rows_of


def two_late() -> tuple[Race, RunOn]:
    """Return the small race with one runner long past her time at 10K, and the field then."""
    race = race_of(read("C1", "S", "07:01"), read("C1", "5K", "07:35"))
    return race, field_at(race, "09:30")


@pytest.mark.parametrize(
    ("overdue_s", "going", "on_way", "is_late"),
    [
        (LEAST_S + 1, 0.49, 0.4, True),
        (LEAST_S - 1, 0.0, 0.0, False),
        (LEAST_S + 1, 0.51, 0.0, False),
        (UNSEEN_S + 1, 0.9, 0.49, True),
        (UNSEEN_S + 1, 0.9, 0.51, False),
        (0.0, 0.0, 0.0, False),
    ],
)
def test_it_takes_forty_minutes_and_having_likely_stopped_or_twice_that_and_not_being_on_her_way(
    overdue_s: float, going: float, on_way: float, is_late: bool
) -> None:
    """A long stop at a table is no news, nor is a walker; whom a mat may have missed is looked for later."""
    race, field = two_late()
    changed = dataclasses.replace(field, overdue_s=np.array([overdue_s]), going=np.array([going]))
    changed = dataclasses.replace(changed, on_way=np.array([on_way]))
    assert bool(late_runners(changed, race.state.race.arrays.courses)) is is_late


def test_of_whom_nothing_is_foreseen_nobody_is_flagged() -> None:
    """Without a forecast there is no time to be late for."""
    race, field = two_late()
    blank = dataclasses.replace(field, overdue_s=np.array([0.0]), on_way=np.array([np.nan]))
    assert late_runners(blank, race.state.race.arrays.courses) == []


def test_whoever_stopped_anywhere_on_the_road_is_found_before_the_finish_closes() -> None:
    """A field that is read evenly, and one who stops after each mat: she is flagged, and she alone."""
    mats = (("S", 0.0), ("5K", 5.0), ("10K", 10.0), ("HALF", 21.0975), ("30K", 30.0), ("F", 42.195))
    drafts = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 70)]
    for n in range(10, 70):
        stops_after = n - 10 if n < 14 else len(mats)
        for mat, km in mats[: stops_after + 1]:
            seconds = round(km * (300 + 3 * (n - 10)))
            clock = f"{7 + (60 + seconds) // 3600:02d}:{(60 + seconds) // 60 % 60:02d}:{seconds % 60:02d}"
            drafts.append(read(f"C{n}", mat, clock))
    ordered = sorted(drafts, key=lambda draft: draft.received_at_ms or 0)
    flagged: set[str] = set()
    race = race_of()
    for clock in (f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(425, 840, 5)):
        ready = [one for one in ordered if (one.received_at_ms or 0) <= at(clock)]
        ordered = ordered[len(ready) :]
        race.apply(rows_of(ready, race.state.seq + 1))
        for draft in race.decide(at(clock)):
            flagged.add(draft.body.bib)  # type: ignore[union-attr]
            race.apply(rows_of([draft], race.state.seq + 1))
    assert flagged == {"10", "11", "12", "13"}
