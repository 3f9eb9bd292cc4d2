"""Waves, sweeps, hours and reopenings on the clock."""

from collections.abc import Callable

import pytest

from alongside.course.read_toml import ReadPlan
from alongside.errors import InputError
from alongside.units import show_time

Read = Callable[..., ReadPlan]
SCHEDULE = 'schedule = [{ at = "0 km", time = "07:10" }, { at = "14 km", time = "09:30" }]'


def wall(found: ReadPlan, at_ms: int | None) -> str:
    assert at_ms is not None
    return show_time(at_ms, found.plan.zone, seconds=False)


def test_a_sweep_without_a_schedule_runs_evenly_from_the_last_gun_to_the_limit(read: Read):
    """The full's last gun is 07:00 and its limit 2:30, so its sweep ends at 09:30."""
    found = read((SCHEDULE, ""))
    points = found.plan.sweeps[0].schedule
    assert [(p.along_m, wall(found, p.at_ms)) for p in points] == [(0, "07:00"), (14_000, "09:30")]


def test_a_sweep_needs_a_schedule_or_a_limit(read: Read):
    """With neither there is nothing to close the race by."""
    with pytest.raises(InputError, match=r"sweep\[1\]\.schedule: is missing, and full has no limit"):
        read((SCHEDULE, ""), ('limit = "2:30"\n', ""))


def test_one_point_is_no_schedule(read: Read):
    """A schedule says where the sweep is at the start and at the end."""
    with pytest.raises(InputError, match="fewer than two points"):
        read((SCHEDULE, 'schedule = [{ at = "0 km", time = "07:10" }]'))


def test_ids_are_made_from_names_and_never_twice(read: Read):
    """Two stations of one name get two ids; an id given twice is refused."""
    second = '[[station]]\nname = "Water 1"\non = "full"\nat = "6 km"\n[[cheer]]'
    assert [s.id for s in read(("[[cheer]]", second)).plan.stations] == ["water-1", "water-1-2"]
    given = second.replace("[[station]]", '[[station]]\nid = "w"')
    with pytest.raises(InputError, match=r"station\[2\]\.id: 'w' is used twice"):
        read(('name = "Water 1"', 'id = "w"\nname = "Water 1"'), ("[[cheer]]", given))


def test_hours_are_times_on_the_wall(read: Read):
    """A station's hours and a street's reopening are read in the race's zone."""
    found = read()
    (station,) = found.plan.stations
    assert (wall(found, station.opens_ms), wall(found, station.closes_ms)) == ("07:05", "09:40")
    assert wall(found, found.plan.reopenings[0].at_ms) == "09:10"


def test_a_time_without_quotes_is_taken_too(read: Read):
    """TOML's own times mean the same."""
    found = read(('gun = "07:20"', "gun = 07:20:00"))
    assert wall(found, found.plan.waves[1].gun_ms) == "07:20"


def test_a_reopening_may_have_no_time(read: Read):
    """A street whose reopening nobody has published yet is kept without one."""
    assert read(('time = "09:10"\n', "")).plan.reopenings[0].at_ms is None


def test_a_cutoff_is_judged_by_the_guns_of_its_own_distance(read: Read):
    """The half's later wave does not make the full's cutoff too early."""
    found = read(('closes = "08:45"', 'closes = "07:10"'))
    assert wall(found, found.plan.cutoffs[0].closes_ms) == "07:10"
