"""Counting the field: by bin, by stretch, and at the very back."""

from __future__ import annotations

import dataclasses

import numpy as np

from alongside.forecast.run_on import RunOn
from alongside.tail.counts import by_bin, by_stretch, hindmost
from builders import entry, field_at, race_of, read


def field(clock: str = "08:00") -> RunOn:
    """Return three full runners, read at the start and at 5K at different times, and one half runner."""
    drafts = [entry(str(n), "full", "1", f"C{n}") for n in (10, 11, 12)]
    drafts += [read(f"C{n}", "S", "07:01") for n in (10, 11, 12)] + [read("C3", "S", "07:01")]
    drafts += [read("C10", "5K", "07:40"), read("C11", "5K", "07:30")]
    return field_at(race_of(*drafts), clock)


def test_bins_hold_everybody_of_the_distance_once() -> None:
    """The strip adds up to the runners on the course of that distance."""
    assert by_bin(field(), 0, 500.0, 85).sum() == 3
    assert by_bin(field(), 1, 500.0, 43).sum() == 1


def test_stretches_count_by_the_split_last_crossed() -> None:
    """Two are past 5K, one is past the start, nobody is before it."""
    assert by_stretch(field(), 2, 7)[0].tolist() == [0, 1, 2, 0, 0, 0, 0, 0]


def test_the_hindmost_come_last_one_first() -> None:
    """Fewer are asked for than are out: exactly those furthest back, in order."""
    out = field()
    picked = hindmost(out, 0, 2)
    along_m = out.along_m[picked]
    assert along_m.tolist() == sorted(out.along_m[out.distance == 0].tolist())[:2]


def test_nobody_out_is_an_empty_list() -> None:
    """An empty course has no hindmost."""
    assert hindmost(field_at(race_of(), "08:00"), 0, 5).size == 0


def test_ties_stand_in_the_order_of_the_entries() -> None:
    """The same state gives the same list, bit for bit."""
    drafts = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 30)]
    drafts += [read(f"C{n}", "S", "07:01") for n in range(10, 30)]
    out = field_at(race_of(*drafts), "07:30")
    out = dataclasses.replace(out, along_m=np.full(len(out.who), 3_000.0))
    assert np.array_equal(out.who[hindmost(out, 0, 5)], [3, 4, 5, 6, 7])
