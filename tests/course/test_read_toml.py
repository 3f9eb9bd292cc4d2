"""race.toml to a plan, and everything that can be wrong with it."""

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.read_toml import ReadPlan, parse_toml, read_plan
from alongside.errors import InputError
from alongside.events.plan import RacePlan
from alongside.units import show_time

Read = Callable[..., ReadPlan]


def problems(read: Read, *changes: tuple[str, str]) -> list[str]:
    """Return the sentences for the simple race with some of its text replaced."""
    with pytest.raises(InputError) as caught:
        read(*changes)
    return [str(problem) for problem in caught.value.problems]


def test_a_simple_race_reads_whole(read: Read):
    """A race without faults becomes a plan without warnings."""
    found = read()
    plan = found.plan
    assert (plan.id, plan.name) == ("tamarack-river-marathon-2027", "Tamarack River Marathon")
    assert [(d.id, d.length_m, d.limit_s) for d in plan.distances] == [
        ("full", 14_000, 9000),
        ("half", 10_000, None),
    ]
    assert [(w.name, w.distances) for w in plan.waves] == [("1", ("full", "half")), ("Wave Two", ("half",))]
    assert show_time(plan.waves[0].gun_ms, plan.zone) == "07:00:00"
    assert plan.sweeps[0].chips == ("SWEEP1",)
    assert (plan.reopenings[0].from_m, plan.reopenings[0].to_m) == (1000, 2400)
    assert found.warnings == ()
    assert found.recorded is None


def test_lines_have_official_metres(read: Read):
    """A plan's line begins at 0 and ends at the official length."""
    line = read().plan.distance("full").line
    assert line is not None
    assert (line.along_m[0], line.along_m[-1]) == (0, 14_000)
    assert len(line.lat) == len(line.lon) == len(line.along_m)


def test_a_race_may_pass_midnight(read: Read):
    """25:10 is ten past one in the night after race day, as the wall shows it."""
    plan = read(('closes = "08:45"', 'closes = "25:10"')).plan
    assert show_time(plan.cutoffs[0].closes_ms, plan.zone) == "01:10:00"
    assert plan.cutoffs[0].closes_ms - plan.day_start_ms == (25 * 60 + 10) * 60_000


def test_wall_times_hold_on_the_day_the_clock_changes(read: Read):
    """On a day with 23 hours the wall's 07:00 is six hours after midnight."""
    plan = read(("2027-05-02", "2027-03-14")).plan
    assert plan.waves[0].gun_ms - plan.day_start_ms == 6 * 3_600_000
    assert show_time(plan.waves[0].gun_ms, plan.zone) == "07:00:00"


WRONG = [
    (
        "unknown key",
        ('gun = "07:20"', 'gnu = "07:20"'),
        "race.toml: wave[2].gnu: is not a key",
        "Did you mean 'gun'?",
    ),
    (
        "unknown table",
        ("[[cheer]]", "[[cheers]]"),
        "race.toml: cheers: is not a key",
        "Did you mean 'cheer'?",
    ),
    (
        "single brackets",
        ("[[reopening]]", "[reopening]"),
        "race.toml: reopening: ",
        "must be written [[reopening]]",
    ),
    ("no date", ("date = 2027-05-02\n", ""), "race.toml: date: is missing;", "date = 2027-05-02"),
    (
        "date in quotes",
        ("2027-05-02", '"2027-05-02"'),
        "race.toml: date: '2027-05-02' is not",
        "without quotes",
    ),
    ("date and time", ("2027-05-02", "2027-05-02T07:00:00"), "race.toml: date: ", "without quotes"),
    (
        "zone",
        ("America/Chicago", "America/Chicgo"),
        "race.toml: zone: 'America/Chicgo' is not a time zone",
        "",
    ),
    ("no name", ('name = "Tamarack River Marathon"\n', ""), "race.toml: name: is missing", ""),
    (
        "name a number",
        ('"Tamarack River Marathon"', "7"),
        "race.toml: name: 7 is a number;",
        "it must be a text",
    ),
    ("id twice", ('id = "half"', 'id = "full"'), "race.toml: distance[2].id: 'full' is used twice", ""),
    ("id with blanks", ('id = "half"', 'id = "Half M"'), "race.toml: distance[2].id: 'Half M' is not", ""),
    ("wave twice", ('id = "2"\nname', 'id = "01"\nname'), "race.toml: wave[2].id: '01' is used twice", ""),
    ("mat twice", ('id = "turn"', 'id = "2k"'), "race.toml: mat[3].id: '2k' is used twice", ""),
    (
        "no gpx file",
        ('"half.gpx"', '"hafl.gpx"'),
        "race.toml: distance[2].gpx: there is no file 'hafl.gpx'",
        "",
    ),
    (
        "length no unit",
        ('"14 km"\nlimit', '"14"\nlimit'),
        "race.toml: distance[1].length: '14' is not a length",
        "",
    ),
    (
        "length a number",
        ('"14 km"\nlimit', "14\nlimit"),
        "race.toml: distance[1].length: 14 is a number;",
        "",
    ),
    (
        "length off",
        ('"10 km"', '"21.1 km"'),
        "half.gpx for race.toml: distance[2]: 0 m to 21.1 km",
        "0.8 and 1.25",
    ),
    ("limit", ('"2:30"', '"2h30"'), "race.toml: distance[1].limit: '2h30' is not", "7:30"),
    (
        "limit_from",
        ('limit = "2:30"', 'limit_from = "gun"'),
        "distance[1].limit_from: 'gun' is not known",
        "own gun",
    ),
    ("max_speed", ('limit = "2:30"', "max_speed = 80"), "distance[1].max_speed: 80 is outside 1 to 30", ""),
    (
        "place on",
        ('"full"\nat = "7 km"\n[[mat]]', '"fll"\nat = "7 km"\n[[mat]]'),
        "mat[3].on: 'fll' is not",
        "full, half",
    ),
    (
        "beyond",
        ('at = "4.5 km"', 'at = "14.5 km"'),
        "race.toml: cheer[1].at: '14.5 km' is beyond the 14 km of full",
        "",
    ),
    ("no at", ('at = "4.5 km"', ""), "race.toml: cheer[1].at: is missing", "say where"),
    ("far off", ('at = "4.5 km"', "lat = 41.5\nlon = -90"), "race.toml: cheer[1].lat: lies ", "swapped"),
    ("lat of 91", ('at = "4.5 km"', "lat = 91\nlon = -90"), "race.toml: cheer[1].lat: 91 is outside", ""),
    ("time", ('gun = "07:20"', 'gun = "7.20"'), "race.toml: wave[2].gun: '7.20' is not a time", "07:30"),
    ("no gun", ('gun = "07:20"', ""), "race.toml: wave[2].gun: is missing", ""),
    (
        "wave's distance",
        ('["half"]', '["hlf"]'),
        "race.toml: wave[2].distances: 'hlf' is not a distance",
        "full, half",
    ),
    (
        "no wave",
        ('id = "1"\ngun', 'id = "1"\ndistances = ["half"]\ngun'),
        "distance[1].id: no wave starts full",
        "",
    ),
    (
        "cutoff early",
        ('closes = "08:45"', 'closes = "06:45"'),
        "race.toml: cutoff[1].closes: '06:45' is not later",
        "",
    ),
    (
        "closes first",
        ('closes = "09:40"', 'closes = "07:00"'),
        "race.toml: station[1].closes: is not later",
        "",
    ),
    (
        "sweep time",
        ('time = "09:30"', 'time = "07:10"'),
        "sweep[1].schedule[2].time: is not later than 07:10",
        "",
    ),
    (
        "sweep where",
        ('at = "14 km", time', 'at = "15 km", time'),
        "sweep[1].schedule[2].at: '15 km' is beyond",
        "",
    ),
    ("street", ('to = "2.4 km"', 'to = "0.4 km"'), "race.toml: reopening[1].to: is not beyond from", ""),
    ("no finish", ('at = "14 km"\n[[', 'at = "13.5 km"\n[['), "distance[1] (full): has no finish", "role"),
    (
        "both ways",
        ("both_ways = true", 'both_ways = "yes"'),
        "station[1].both_ways: 'yes' is text;",
        "true or false",
    ),
]


NAMES = [name for name, *_ in WRONG]


@pytest.mark.parametrize(("change", "starts", "fix"), [fault for _, *fault in WRONG], ids=NAMES)
def test_what_is_wrong_is_named_with_its_key(read: Read, change: tuple[str, str], starts: str, fix: str):
    """Every fault gives a sentence with the key's path, what was found, and what to write instead."""
    found = problems(read, change)
    assert [sentence for sentence in found if starts in sentence and fix in sentence], found


def test_a_sweep_does_not_run_backwards(read: Read):
    """A schedule whose metres go back is refused."""
    swapped = (
        '[{ at = "0 km", time = "07:10" }, { at = "14 km", time = "09:30" }]',
        '[{ at = "9 km", time = "07:10" }, { at = "2 km", time = "09:30" }]',
    )
    assert "it would run backwards" in problems(read, swapped)[0]


def test_all_problems_come_at_once(read: Read):
    """Five faults in five tables make five sentences, not one."""
    found = problems(
        read,
        ('zone = "America/Chicago"', 'zone = "Mars"'),
        ('gun = "07:20"', 'gun = "x"'),
        ('at = "4.5 km"', 'at = "99 km"'),
        ('to = "2.4 km"', 'to = "0.4 km"'),
        ('id = "turn"', 'id = "2k"'),
    )
    assert len(found) == 5, found


def test_warnings_do_not_stop_a_race(read: Read):
    """A long GPX, a far station and a missing start mat are said, and the plan is made all the same."""
    found = read(
        ('"14 km"\nlimit', '"13.5 km"\nlimit'),
        ('at = "14 km"', 'at = "13.5 km"'),
        ('[[mat]]\nid = "start"\non = "full"\nat = "0 km"\n', ""),
        ('at = "4.5 km"', "lat = 40.9985\nlon = -89.97"),
    )
    text = "\n".join(found.warnings)
    assert "full.gpx: measures 14.0" in text and "3.8 % more than the official 13.5 km" in text
    assert "cheer[1]: lies 16" in text and "nearest point" in text
    assert "distance[1] (full): has no start mat" in text
    assert "distance[2] (half): has no start mat" in text


def test_certified_marks_and_mats_calibrate(
    read: Read, place_at: Callable[[float, float], tuple[float, float]]
):
    """A certified mat is met at its certified metres, and other places move with it."""
    lat, lon = place_at(2100, 0)
    certified = ('at = "2 km"', f'at = "2 km"\nlat = {lat}\nlon = {lon}\ncertified = true')
    plan = read(certified).plan
    assert plan.distance("full").splits[1].along_m == pytest.approx(2000, abs=1)
    assert plan.distance("half").splits[1].along_m == pytest.approx(
        2100, abs=15
    )  # only the full's are certified
    line = plan.distance("full").line
    assert line is not None
    at_4200 = min(range(len(line.lon)), key=lambda n: abs(line.along_m[n] - 4100))
    assert line.lon[at_4200] == pytest.approx(place_at(4200, 0)[1], abs=3e-4)


def test_a_distance_without_a_gpx_has_its_length_and_stated_roads(
    gpx_files: dict[str, bytes], simple_toml: str
):
    """Without a track a distance has no line; shared roads that are stated place mats on it."""
    stated = {"a": "full", "a_from": "0 km", "a_to": "5 km", "b": "half", "b_from": "0 km", "b_to": "5 km"}
    tables = tomllib.loads(simple_toml.replace('gpx = "half.gpx"\n', ""))
    tables["split"] = [{"distance": "half", "mat": "finish", "at": "10 km"}]
    found = read_plan({**tables, "shared": [stated]}, gpx_files.__getitem__)
    half = found.plan.distance("half")
    assert half.line is None
    assert [(s.mat, s.along_m, s.role) for s in half.splits] == [
        ("start", 0, "start"),
        ("2k", 2000, "split"),
        ("finish", 10_000, "finish"),
    ]
    assert "has no map" in found.warnings[0]


@pytest.mark.parametrize(
    "raw", [b"name = ", b"\xff\xfe", b"a = 1\na = 2", b"x = 2027-02-30", b"[" * 5000, b"\x00"]
)
def test_what_is_no_toml_is_said_in_a_sentence(raw: bytes):
    """Bytes that are no TOML give one sentence about race.toml."""
    with pytest.raises(InputError, match=r"^race\.toml: "):
        parse_toml(raw)


def test_an_empty_file_lists_what_a_race_needs():
    """Nothing at all is answered with everything that is needed."""
    with pytest.raises(InputError) as caught:
        read_plan({}, {}.__getitem__)
    needed = {problem.where for problem in caught.value.problems}
    assert needed == {f"race.toml: {key}" for key in ("name", "date", "zone", "distance", "wave")}


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=8),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["at", "on", "x"]), st.text(max_size=3)),
    st.sampled_from(["0 km", "14 km", "99 km", "07:00", "26:00", "999:59", "full", "half", [], [{}], {}]),
)  # fmt: skip


def spots(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of every key and list item below a value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [deeper for key, inner in items for deeper in ((*path, key), *spots(inner, (*path, key)))]


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_nonsense_is_a_plan_or_a_sentence(gpx_files: dict[str, bytes], simple_toml: str, data: st.DataObject):
    """Whatever stands in place of any keys, reading gives a plan or an InputError, never anything else."""
    tables = tomllib.loads(simple_toml)
    for _ in range(data.draw(st.integers(1, 3))):
        *above, last = data.draw(st.sampled_from(spots(tables)))
        holder = tables
        for key in above:
            holder = holder[key]  # type: ignore[call-overload]
        if data.draw(st.booleans()):
            holder[last] = data.draw(JUNK)
        else:
            del holder[last]
    try:
        assert isinstance(read_plan(tables, gpx_files.__getitem__).plan, RacePlan)
    except InputError as error:
        assert all(p.where and p.found for p in error.problems)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damaged_text_is_a_plan_or_a_sentence(
    gpx_files: dict[str, bytes], simple_toml: str, data: st.DataObject
):
    """Whatever bytes are cut from or put into race.toml, the answer is a plan or an InputError."""
    raw = simple_toml.encode()
    at, cut = data.draw(st.integers(0, len(raw))), data.draw(st.integers(0, 40))
    damaged = raw[:at] + data.draw(st.binary(max_size=6)) + raw[at + cut :]
    try:
        read_plan(parse_toml(damaged), gpx_files.__getitem__)
    except InputError as error:
        assert str(error)


def test_chicago_reads_with_its_reopenings(shared_courses: Path):
    """Chicago's 41 street sections follow each other to the finish, although its GPX is 2.9 % long."""
    text = (shared_courses / "chicago_reopenings.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    starts = ["0.000", *(row["to_km_scaled"] for row in rows)]
    streets = [
        {"street": row["street"], "on": "full", "from": f"{start} km", "to": f"{row['to_km_scaled']} km"}
        for start, row in zip(starts, rows, strict=False)
    ]
    found = read_plan(
        {**tomllib.loads(CHICAGO), "reopening": streets}, lambda name: (shared_courses / name).read_bytes()
    )
    sections = found.plan.reopenings
    assert len(sections) == 41
    assert [s.from_m for s in sections[1:]] == [s.to_m for s in sections[:-1]]
    assert sections[-1].to_m == found.plan.distance("full").length_m == 42_195
    assert "2.9 % more than the official 42.195 km" in found.warnings[0]


CHICAGO = """
name = "Chicago"
date = 2026-10-11
zone = "America/Chicago"
distance = [{ id = "full", gpx = "chicago.gpx", length = "42.195 km" }]
wave = [{ id = "1", gun = "07:30" }]
mat = [{ id = "s", on = "full", at = "0 km" }, { id = "f", on = "full", at = "42.195 km" }]
"""
