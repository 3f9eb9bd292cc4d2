"""Roads that two distances share, derived from their tracks."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.gpx import read_gpx
from alongside.course.line import CourseLine, heading_at, turn_deg
from alongside.course.shared import also_at, derive_shared
from alongside.course.stretches import stretches_between, stretches_within
from alongside.events.plan import Place, Shared

Build = Callable[..., CourseLine]
SPLIT = [(0, 0), (6000, 0)]


def wiggled(corners: list[tuple[float, float]], amplitude_m: float, wave_m: float, phase: float):
    """Return a densely drawn road whose points wander sideways, as a GPS track does."""
    ends = np.array(corners, float)
    legs = np.hypot(*np.diff(ends, axis=0).T)
    along = np.arange(0, legs.sum(), 12.0)
    x, y = (np.interp(along, np.concatenate(([0], np.cumsum(legs))), ends[:, n]) for n in (0, 1))
    x = x + amplitude_m * np.sin(along / wave_m * 2 * np.pi + phase + 1.3)
    y = y + amplitude_m * np.sin(along / wave_m * 2 * np.pi + phase)
    return list(zip(x.tolist(), y.tolist(), strict=True))


def test_two_distances_share_the_road_until_they_split(line_through: Build):
    """Where one turns off, the stretch ends, to 30 m."""
    full = line_through([*SPLIT, (12_000, 0)])
    half = line_through([*SPLIT, (6000, 4000)], step_m=400)
    ((a_from, a_to, b_from, b_to),) = stretches_between(full, half)
    assert (a_from, b_from) == (0, 0)
    assert (a_to, b_to) == pytest.approx((6000, 6000), abs=30)


def test_after_a_loop_of_its_own_the_road_is_shared_again_at_other_metres(line_through: Build):
    """The longer distance makes a detour of 3 km, and after it the shared metres differ by 3 km."""
    full = line_through([(0, 0), (3000, 0), (3000, 1500), (3010, 1500), (3010, 0), (8000, 0)])
    half = line_through([(0, 0), (8000, 0)])
    shared = derive_shared({"full": full, "half": half})
    assert also_at(shared, "half", 6000)[1].along_m == pytest.approx(9000, abs=20)
    assert also_at(shared, "full", 4000) == [Place("full", 4000)]


def test_a_sloppy_start_still_begins_the_shared_road(line_through: Build):
    """Tracks whose first points lie 45 m apart share the road from the start, not from 50 m after it."""
    ((a_from, _, b_from, _),) = stretches_between(
        line_through(SPLIT), line_through([(0, 45), (60, 0), (6000, 0)])
    )
    assert min(a_from, b_from) == 0


def test_a_short_slip_of_the_gps_does_not_end_a_road(line_through: Build):
    """38 m aside for a few paces, and the road is still one stretch of shared metres."""
    slip = line_through([(0, 0), (3000, 0), (3040, 38), (3080, 0), (6000, 0)], step_m=10)
    shared = derive_shared({"a": line_through(SPLIT), "b": slip})
    assert [len(also_at(shared, "a", along_m)) for along_m in range(2900, 3200, 10)] == [2] * 30
    assert also_at(shared, "a", 5000)[1].along_m == pytest.approx(5030, abs=15)


@pytest.mark.parametrize("corners", [[(6000, 0), (0, 0)], [(3000, 2000), (3000, -2000)]])
def test_the_other_direction_and_a_crossing_are_not_shared(
    line_through: Build, corners: list[tuple[float, float]]
):
    """Roads run the other way, or crossed, are not shared."""
    assert stretches_between(line_through(SPLIT), line_through(corners)) == []


def test_an_out_and_back_shares_nothing_with_itself(line_through: Build):
    """A hairpin's two directions never match, however close they lie."""
    assert stretches_within(line_through([(0, 0), (4000, 0), (0, 0)])) == []
    assert stretches_within(line_through([(0, 0), (4000, 0), (4000, 8), (0, 8)], step_m=10)) == []


def test_a_second_lap_is_shared_with_the_first(line_through: Build):
    """Each lap's road is that of the one before, a lap's length later."""
    lap = [(0, 0), (1000, 0), (1000, 600), (0, 600)]
    line = line_through([*lap, *lap, (0, 0)])
    shared = derive_shared({"laps": line})
    assert also_at(shared, "laps", 700)[1].along_m == pytest.approx(3900, abs=15)
    assert also_at(shared, "laps", 3900)[1].along_m == pytest.approx(700, abs=15)


def test_a_parallel_street_is_another_road(line_through: Build):
    """Streets 60 m apart are not the same road."""
    assert stretches_between(line_through(SPLIT), line_through([(0, 60), (6000, 60)])) == []


def test_less_than_150_m_together_is_not_a_stretch(line_through: Build):
    """A block run together is no shared road."""
    a = line_through([(0, 0), (1000, 0), (1120, 0), (1120, 1000)])
    b = line_through([(1000, -1000), (1000, 0), (1120, 0), (2000, 0)])
    assert stretches_between(a, b) == []


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 17), st.floats(150, 900), st.floats(0, 6.28), st.sampled_from([8.0, 40.0, 300.0]))
def test_gps_wiggle_and_point_density_do_not_matter(
    line_through: Build, amplitude_m: float, wave_m: float, phase: float, step_m: float
):
    """A track up to 25 m off, of any density, still shares the whole road; metres agree to 60 m."""
    road = [(0, 0), (3000, 0), (3000, 3000)]
    drawn = line_through(road, step_m)
    recorded = line_through(wiggled(road, amplitude_m, wave_m, phase), 12)
    shared = derive_shared({"drawn": drawn, "recorded": recorded})
    scale = recorded.length_m / drawn.length_m
    for along_m in range(200, 5900, 250):
        (_, *found) = also_at(shared, "drawn", along_m)
        assert len(found) == 1
        assert found[0].along_m == pytest.approx(along_m * scale, abs=60)


def test_metres_that_do_not_correspond_straight_are_cut(line_through: Build):
    """Where one track takes a longer way inside the road, the stretch is cut so that metres stay right."""
    a = line_through([(0, 0), (6000, 0)])
    detour = [(2000, 0), (2000, 20), (2060, -20), (2120, 20), (2180, -20), (2240, 20), (2300, 0)]
    b = line_through([(0, 0), *detour, (6000, 0)], step_m=20)
    shared = derive_shared({"a": a, "b": b})
    longer_m = b.length_m - a.length_m
    assert longer_m > 60
    assert also_at(shared, "a", 1500)[1].along_m == pytest.approx(1500, abs=20)
    assert also_at(shared, "a", 4000)[1].along_m == pytest.approx(4000 + longer_m, abs=20)


def test_a_stated_pair_is_not_derived(line_through: Build):
    """What the organiser states of two distances stands alone."""
    stated = Shared("a", 0, 500, "b", 0, 500)
    assert derive_shared({"a": line_through(SPLIT), "b": line_through(SPLIT)}, [stated]) == (stated,)


def test_places_follow_from_distance_to_distance():
    """Stretches stated for two pairs of three distances give the place on all three."""
    shared = [Shared("a", 0, 1000, "b", 0, 1000), Shared("b", 500, 2000, "c", 0, 1500)]
    assert also_at(shared, "a", 800) == [Place("a", 800), Place("b", 800), Place("c", 300)]
    assert also_at(shared, "c", 1400) == [Place("c", 1400), Place("b", 1900)]


@pytest.fixture(scope="module")
def fredericton(shared_courses: Path) -> dict[str, CourseLine]:
    names = ("full", "half", "10k")
    files = {name: f"fredericton_{name}.gpx" for name in names}
    return {n: CourseLine.through(*read_gpx((shared_courses / f).read_bytes(), f)) for n, f in files.items()}


# Rows of the segments file in which two distances run one way, and those where one runs the other way.
ONE_WAY = """A1 A2 A3 B1 B2 E1 E2 E3 E4 I1 I2 I3 I4 I5 J1 J4 K1 K2 K3 K4 L1 M1""".split()  # noqa: SIM905
OTHER_WAY = [("H1", "full", "half"), ("H1", "full", "10k"), ("J5", "full", "half"), ("B3", "full", "10k")]


def _segments(folder: Path) -> dict[str, dict[str, str]]:
    text = (folder / "fredericton_segments.csv").read_text(encoding="utf-8-sig")
    return {row["seg_id"]: row for row in csv.DictReader(io.StringIO(text))}


def _differences_m(row: dict[str, str], a: str, b: str, shared: tuple[Shared, ...]) -> list[float]:
    """Derived metres less the file's at five places of a segment; infinite where none was derived."""
    a_from, a_to, b_from, b_to = (1000 * float(row[f"{d}_{e}_km"]) for d in (a, b) for e in ("from", "to"))
    differences = []
    for part in (0.1, 0.25, 0.4, 0.55, 0.7):
        there = [p.along_m for p in also_at(shared, a, a_from + part * (a_to - a_from)) if p.distance == b]
        off = [m - (b_from + part * (b_to - b_from)) for m in there]
        differences.append(min(off, key=abs, default=np.inf))
    return differences


def test_fredericton_shares_what_its_organiser_says(fredericton: dict[str, CourseLine], shared_courses: Path):
    """All 22 segments run one way by two distances are found; metres agree to 215 m, half of them to 45 m.

    The file's kilometres are rounded, and its half ends at 21.1 where the track has 21.3, so the
    difference is mostly the file's own scale.
    """
    shared = derive_shared(fredericton)
    segments = _segments(shared_courses)
    found: list[float] = []
    for name in ONE_WAY:
        on = [d for d in ("full", "half", "10k") if segments[name][d] == "y"]
        for n, a in enumerate(on):
            for b in on[n + 1 :]:
                found += _differences_m(segments[name], a, b, shared)
    assert len(found) >= 170
    assert np.abs(found).max() <= 215
    assert np.median(np.abs(found)) <= 45


def test_fredericton_does_not_share_what_runs_the_other_way(
    fredericton: dict[str, CourseLine], shared_courses: Path
):
    """Where two distances meet head on, nothing near the file's metres is called shared."""
    shared, segments = derive_shared(fredericton), _segments(shared_courses)
    for name, a, b in OTHER_WAY:
        assert min(map(abs, _differences_m(segments[name], a, b, shared))) > 1000


def test_fredericton_stretches_lie_on_both_tracks_in_one_direction(fredericton: dict[str, CourseLine]):
    """Places of derived stretches lie within 35 m of their twins and head the same way, but for 2 %."""
    off_m, turns = [], []
    for s in derive_shared(fredericton):
        a, b = fredericton[s.a], fredericton[s.b]
        share = np.linspace(0, 1, max(2, round((s.a_to_m - s.a_from_m) / 20)))
        a_m, b_m = s.a_from_m + share * (s.a_to_m - s.a_from_m), s.b_from_m + share * (s.b_to_m - s.b_from_m)
        (ax, ay), (bx, by) = a.xy_at(a_m), b.xy_at(b_m)
        bx, by = bx + a.project(b.lat[:1], b.lon[:1])[0], by + a.project(b.lat[:1], b.lon[:1])[1]
        off_m.append(np.hypot(ax - bx, ay - by))
        turns.append(turn_deg(heading_at(a, a_m), heading_at(b, b_m)))
    assert (np.concatenate(off_m) > 35).mean() <= 0.02
    assert (np.concatenate(turns) > 60).mean() <= 0.02


@pytest.mark.parametrize("name", ["chicago.gpx", "pinellas_trail_46mi.gpx", "utmb_2024.gpx"])
def test_real_single_courses_run_no_road_twice_in_one_direction(shared_courses: Path, name: str):
    """Chicago's crossings, Pinellas's out-and-back and 173 km of mountain switchbacks match nothing."""
    line = CourseLine.through(*read_gpx((shared_courses / name).read_bytes(), name))
    assert stretches_within(line) == []
