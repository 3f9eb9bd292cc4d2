"""The text of a first race.toml, and where its mats and stations go."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.first_answers import read_points
from alongside.course.first_race import FirstDistance, FirstPoint, FirstRace, FirstSweep, FirstWave
from alongside.course.first_roads import FirstRoads
from alongside.course.first_toml import first_toml, show_clock
from alongside.course.promise import promise_of
from alongside.course.read_toml import read_plan

FULL = FirstDistance("full", "Marathon", "full.gpx", 14_000.0, 9000.0)
HALF = FirstDistance("half", "Half marathon", "half.gpx", 10_000.0, 5400.0)
WAVES = (
    FirstWave("1", ("full",), 7 * 3600.0),
    FirstWave("2", ("full", "half"), 7 * 3600.0 + 600),
)
MATS = (FirstPoint("start", "Start", "full", 0.0), FirstPoint("finish", "Finish", "full", 14_000.0))
RACE = FirstRace("A race", date(2027, 5, 2), "America/Chicago", (FULL, HALF), WAVES, MATS)


def test_what_was_answered_is_what_is_read(gpx_files: dict[str, bytes]) -> None:
    """The reader of race.toml finds every distance, wave, mat, station, cutoff and sweep as it was meant."""
    race = msgspec.structs.replace(
        RACE,
        stations=(FirstPoint("", "Water 1", "full", 3218.7, 8 * 3600.0),),
        cutoffs=(FirstPoint("", "Turn", "full", 7000.0, 25.5 * 3600),),
        sweeps=(FirstSweep("Bus", "full"),),
    )
    plan = read_plan(tomllib.loads(first_toml(race)), gpx_files.__getitem__).plan
    assert (plan.name, plan.date, plan.zone) == ("A race", "2027-05-02", "America/Chicago")
    assert [(d.id, d.name, d.length_m, d.limit_s) for d in plan.distances] == [
        ("full", "Marathon", 14_000.0, 9000.0),
        ("half", "Half marathon", 10_000.0, 5400.0),
    ]
    assert [(w.id, w.distances) for w in plan.waves] == [("1", ("full",)), ("2", ("full", "half"))]
    assert plan.waves[1].gun_ms - plan.day_start_ms == (7 * 3600 + 600) * 1000
    (table,), (cutoff,), (sweep,) = plan.stations, plan.cutoffs, plan.sweeps
    assert (table.name, table.places[0].along_m) == ("Water 1", 3218.7)
    assert cutoff.closes_ms - plan.day_start_ms == 25.5 * 3_600_000
    assert (sweep.distance, sweep.schedule[-1].along_m) == ("full", 14_000.0)


def test_what_there_is_none_of_is_shown_as_a_comment(gpx_files: dict[str, bytes]) -> None:
    """Without stations, cutoffs, sweeps or a limit the file says how to write one."""
    text = first_toml(
        msgspec.structs.replace(RACE, distances=(msgspec.structs.replace(FULL, limit_s=None), HALF))
    )
    for section in ("station", "cutoff", "sweep", "reopening"):
        assert f"# [[{section}]]" in text
        assert f"\n[[{section}]]" not in text
    assert '# limit = "6:30"' in text
    plan = read_plan(tomllib.loads(text), gpx_files.__getitem__).plan
    assert plan.distances[0].limit_s is None


def test_the_examples_in_the_comments_are_right(gpx_files: dict[str, bytes]) -> None:
    """Whoever takes the "#" away from an example gets a race that reads."""
    blocks = [block for block in first_toml(RACE).split("\n\n") if "\n# [[" in block]
    examples = [re.sub("^# ?", "", block[block.index("# [[") :], flags=re.MULTILINE) for block in blocks]
    text = "\n".join([first_toml(RACE), *examples]).replace("16 mi", "5 mi")  # this full is 14 km long
    plan = read_plan(tomllib.loads(text), gpx_files.__getitem__).plan
    assert len(examples) == 5 and [feed.kind for feed in plan.feeds] == ["raceresult", "csv"]
    assert [len(group) for group in (plan.stations, plan.cutoffs, plan.sweeps, plan.reopenings)] == [1] * 4


@given(st.text(min_size=1).filter(str.strip))
def test_any_name_survives(name: str) -> None:
    """Quotes, backslashes, line ends and letters of any script come back as they were typed."""
    data = tomllib.loads(first_toml(msgspec.structs.replace(RACE, name=name)))
    assert data["name"] == name.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("wall_s", "text"), [(25_200, "07:00"), (90_600, "25:10"), (27_015, "07:30:15"), (0, "00:00")]
)
def test_times_are_written_as_the_reader_wants_them(wall_s: float, text: str) -> None:
    """Two digits of hours, which go on after midnight; seconds only where there are any."""
    assert show_clock(wall_s) == text


# -- where things go --------------------------------------------------------------------------


@pytest.fixture
def roads(gpx_files: dict[str, bytes]) -> FirstRoads:
    """The full and the half of the simple race: one road but for the spur to the north."""
    return FirstRoads((FULL, HALF), gpx_files.__getitem__)


def test_lines_that_are_shared_get_one_mat(roads: FirstRoads) -> None:
    """Start and finish of both lie on one road: two mats serve four ends."""
    roads.add_ends()
    assert [(mat.id, mat.on, mat.at_m) for mat in roads.mats] == [
        ("start", "full", 0.0),
        ("finish", "full", 14_000.0),
    ]


def test_a_start_of_its_own_gets_a_mat_of_its_own(gpx_through: Callable[..., bytes]) -> None:
    """A distance that starts elsewhere has its own start mat, and shares the finish."""
    files = {
        "full.gpx": gpx_through([(0, 0), (14_000, 0)]),
        "half.gpx": gpx_through([(4000, 0), (14_000, 0)]),
    }
    roads = FirstRoads((FULL, HALF), files.__getitem__)
    roads.add_ends()
    assert [(mat.id, mat.on) for mat in roads.mats] == [
        ("start", "full"),
        ("half-start", "half"),
        ("finish", "full"),
    ]


def test_a_rule_adds_only_what_a_distance_does_not_pass_already(roads: FirstRoads) -> None:
    """The half passes the full's stations on their common road; no second table stands beside one."""
    assert roads.add_stations(FULL, read_points("every 2 km", FULL.length_m, 500.0)) == 6
    assert roads.shared_stations("half") == 4  # 2 and 4 km going out, 10 and 12 km of the full coming home
    assert roads.add_stations(HALF, read_points("every 2 km", HALF.length_m, 500.0)) == 0
    assert roads.add_stations(HALF, read_points("5 km", HALF.length_m, 500.0)) == 1
    assert [station.name for station in roads.stations][-2:] == [
        "Water 6 (km 12)",
        "Water 7 (Half marathon, km 5)",
    ]


def test_stations_close_after_the_last_of_every_distance(roads: FirstRoads) -> None:
    """5 min after the last inside any limit there, rounded up to five minutes: the promise is kept."""
    roads.add_stations(FULL, read_points("every 2 km", FULL.length_m, 500.0))
    closing = {station.name: station.closes_s for station in roads.closing(WAVES, 5)}
    gun_s = 7 * 3600 + 600
    last_s = max(gun_s + 9000 * 2 / 14, gun_s + 5400 * 2 / 10)
    closes_s = closing["Water 1 (km 2)"]
    assert closes_s is not None
    assert last_s + 300 <= closes_s < last_s + 600
    assert closes_s % 300 == 0


def test_without_a_limit_a_station_gets_no_time(gpx_files: dict[str, bytes]) -> None:
    """Nobody is last where there is no limit, so no closing time is made up."""
    endless = msgspec.structs.replace(FULL, limit_s=None)
    roads = FirstRoads((endless,), gpx_files.__getitem__)
    roads.add_stations(endless, read_points("7 km", FULL.length_m, 500.0))
    assert [station.closes_s for station in roads.closing(WAVES, 5)] == [None]


@settings(max_examples=12, deadline=None)
@given(
    step_km=st.integers(1, 6),
    guns_s=st.tuples(st.integers(0, 80_000), st.integers(0, 80_000)),
    limits_s=st.tuples(st.integers(3000, 40_000), st.integers(3000, 40_000)),
)
def test_a_first_race_keeps_its_promise(
    gpx_files: dict[str, bytes], step_km: int, guns_s: tuple[int, int], limits_s: tuple[int, int]
) -> None:
    """Whatever guns and limits are answered, what init proposes is gone before nobody."""
    full, half = (
        msgspec.structs.replace(d, limit_s=float(s)) for d, s in zip((FULL, HALF), limits_s, strict=True)
    )
    waves = tuple(
        FirstWave(str(n), (d.id,), float(s))
        for n, (d, s) in enumerate(zip((full, half), guns_s, strict=True))
    )
    roads = FirstRoads((full, half), gpx_files.__getitem__)
    roads.add_ends()
    for distance in (full, half):
        roads.add_stations(distance, read_points(f"every {step_km} km", distance.length_m, 500.0))
        roads.add_splits(distance, read_points("every 5 km", distance.length_m, 1000.0))
    race = msgspec.structs.replace(
        RACE,
        distances=(full, half),
        waves=waves,
        mats=tuple(roads.mats),
        stations=roads.closing(waves, 5),
        sweeps=(FirstSweep("Bus", "full"), FirstSweep("Bike", "half")),
    )
    promise = promise_of(read_plan(tomllib.loads(first_toml(race)), gpx_files.__getitem__).plan)
    assert {row.verdict for row in promise.rows} == {"kept"}
