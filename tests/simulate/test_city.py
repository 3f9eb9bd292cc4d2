"""The made-up city: what the issue asks for, read by the same reader as any race folder."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.course.line import CourseLine, cumulative_m, passes
from alongside.course.read_toml import parse_toml, read_plan
from alongside.events.plan import RacePlan
from alongside.simulate.city import TOML, city_files
from alongside.simulate.roads import SPLIT_M, full_road, half_road


def test_it_is_read_without_a_warning() -> None:
    """race.toml and its GPX files pass the reader with nothing to look at."""
    files = city_files()
    assert read_plan(parse_toml(files[TOML]), files.__getitem__).warnings == ()


def test_lengths(plan: RacePlan) -> None:
    """The GPX files measure 42,195 m and 21,097.5 m to within two metres."""
    for distance, length_m in (("full", 42_195.0), ("half", 21_097.5)):
        line = plan.distance(distance).line
        assert line is not None
        assert cumulative_m(np.array(line.lat), np.array(line.lon))[-1] == pytest.approx(length_m, abs=2)


def test_twelve_miles_together(plan: RacePlan) -> None:
    """The two share the first twelve miles, then only the finish street."""
    first, second = plan.shared
    assert (first.a_from_m, first.b_from_m) == (0.0, 0.0)
    assert first.a_to_m == pytest.approx(SPLIT_M, abs=60)
    assert second.b_to_m == pytest.approx(21_097.5, abs=1)
    assert 300 < second.b_to_m - second.b_from_m < 800


def test_nobody_lives_there(plan: RacePlan) -> None:
    """All of it lies in the open Atlantic, west of the Azores' longitude and north of their latitude."""
    for distance in plan.distances:
        assert distance.line is not None
        assert 43.9 < min(distance.line.lat) < max(distance.line.lat) < 44.1
        assert -31.1 < min(distance.line.lon) < max(distance.line.lon) < -30.8


def test_five_bridges() -> None:
    """The marathon crosses the river five times, the half three times."""
    assert len(full_road().bridges_m) == 5
    assert len(half_road().bridges_m) == 3


def test_one_out_and_back() -> None:
    """About two km of the marathon are one road out and the same road back."""
    road = full_road()
    line = CourseLine.through(road.lat, road.lon)
    twice = [at for at in range(line.lat.size) if len(passes(line, line.lat[at], line.lon[at], 5.0)) == 2]
    on_it = [line.along_m[at] for at in twice if 27_000 < line.along_m[at] < 30_000]
    assert max(on_it) - min(on_it) == pytest.approx(2_000, abs=150)
    assert len(on_it) > 0.9 * len(twice)


def test_every_distance_has_a_start_and_a_finish(plan: RacePlan) -> None:
    """Both distances have a start, a mat at least every 5 km, mile 12, and a finish."""
    for distance in plan.distances:
        assert distance.splits[0].role == "start"
        assert distance.splits[-1].role == "finish"
        assert max(np.diff([split.along_m for split in distance.splits])) <= 5_000.1
        assert "12mi" in [split.mat for split in distance.splits]


def test_water_every_two_miles(plan: RacePlan) -> None:
    """Twelve tables stand two miles apart, six of them on the half too, the last before the split."""
    full_m = [place.along_m for one in plan.stations for place in one.places if place.distance == "full"]
    assert np.diff(full_m) == pytest.approx(3_218.7, abs=350)
    assert len([one for one in plan.stations if len(one.places) == 2]) == 6


def test_tables_close_behind_the_sweep(plan: RacePlan) -> None:
    """Every table stays until five to ten minutes after the sweep is scheduled there."""
    sweep = plan.sweeps[0]
    for station in plan.stations:
        due_ms = np.interp(
            station.places[0].along_m,
            [point.along_m for point in sweep.schedule],
            [point.at_ms for point in sweep.schedule],
        )
        assert station.closes_ms is not None
        assert 5 * 60_000 - 1 <= station.closes_ms - due_ms <= 10 * 60_000


def test_the_sweep_keeps_the_promise(plan: RacePlan) -> None:
    """The sweep's schedule ends at the limit of 7:30 after the last planned gun."""
    last_gun_ms = max(wave.gun_ms for wave in plan.waves)
    assert plan.distance("full").limit_s == 7.5 * 3600
    assert plan.sweeps[0].schedule[-1].at_ms == last_gun_ms + 7.5 * 3_600_000


def test_a_club_cheers_at_mile_25(plan: RacePlan) -> None:
    """A running club's cheer zone stands at mile 25 of the marathon."""
    club = next(zone for zone in plan.cheer_zones if zone.id == "owls")
    assert club.places[0].along_m == pytest.approx(25 * 1609.344, abs=1)
