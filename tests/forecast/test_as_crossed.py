"""What is foreseen at a crossing: by what was known then, and never anything else."""

from __future__ import annotations

import numpy as np

from alongside.events.row import Draft
from alongside.forecast.as_crossed import AsCrossed, Foreseen
from alongside.live.pipeline import Race
from builders import at, race_of, read, rows_of

EARLY = (read("C1", "S", "07:01"), read("C1", "5K", "07:36"), read("C1", "10K", "08:11"))
LATER = (read("C1", "HALF", "09:30"), read("C1", "30K", "10:40"), read("C1", "F", "12:20"))


def foreseen(*drafts: Draft, bibs: tuple[str, ...] = ("1",)) -> list[Foreseen]:
    """Return what was foreseen at the crossings of the last of these bibs, in order."""
    race: Race = race_of(*drafts)
    crossings = race.state.crossings
    entries = np.array([crossings.field.index(bib) for bib in bibs])
    found = AsCrossed().of(crossings, race.state.race, entries)
    return [found[int(entries[-1])][split] for split in sorted(found[int(entries[-1])])]


def test_every_crossing_foresees_the_next_split_and_the_finish() -> None:
    """In order, after the crossing; at the finish nothing is ahead any more."""
    found = foreseen(*EARLY, *LATER)
    crossed = ("07:01", "07:36", "08:11", "09:30", "10:40", "12:20")
    assert len(found) == len(crossed)
    for one, clock in zip(found[:-1], crossed, strict=False):
        assert one.next_ms is not None and one.finish_ms is not None
        assert at(clock) < one.next_ms[0] <= one.next_ms[1] <= one.next_ms[2] <= one.finish_ms[2]
        assert one.finish_ms[0] <= one.finish_ms[1] <= one.finish_ms[2]
    assert found[-1] == Foreseen(None, None)


def test_what_comes_later_changes_nothing_that_was_foreseen() -> None:
    """To the millisecond, however she goes on: nothing after a crossing can be read out of it."""
    then = foreseen(*EARLY)
    slower = (read("C1", "HALF", "10:30"), read("C1", "30K", "12:40"))
    assert foreseen(*EARLY, *LATER)[:3] == then == foreseen(*EARLY, *slower)[:3]


def test_who_asks_beside_whom_changes_nothing() -> None:
    """Worked out alone or among others, she is told the same to the millisecond."""
    other = read("C2", "S", "07:31"), read("C2", "5K", "08:01"), read("C2", "10K", "08:44")
    assert foreseen(*EARLY, *other, bibs=("2", "3", "1")) == foreseen(*EARLY)


def test_a_memo_that_has_seen_less_is_brought_up() -> None:
    """Asked at 10K and again at 30K by the same memo of the same race, the answer is that of a new one."""
    race, memo = race_of(*EARLY), AsCrossed()
    entry = np.array([race.state.crossings.field.index("1")])
    first = memo.of(race.state.crossings, race.state.race, entry)
    assert len(first[int(entry[0])]) == 3
    later = race_of(*EARLY, *LATER[:2])
    race.apply(rows_of(LATER[:2], race.state.seq + 1))
    race.state.settle()
    again = memo.of(race.state.crossings, race.state.race, entry)[int(entry[0])]
    fresh = AsCrossed().of(later.state.crossings, later.state.race, entry)[int(entry[0])]
    assert again == fresh and len(again) == 5


def test_who_was_never_read_has_nothing_foreseen() -> None:
    """No crossing, no expectation; and an entry that is asked about with others does not spoil theirs."""
    assert foreseen(*EARLY, bibs=("1", "3")) == []


def test_a_stop_moves_both_ranges() -> None:
    """Times are put off as a whole; what does not exist stays so."""
    assert Foreseen((1, 2, 3), None).later_by(10) == Foreseen((11, 12, 13), None)
