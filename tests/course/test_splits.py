"""Splits: which distance meets which mat, when."""

import datetime
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.course.read_toml import ReadPlan, read_plan
from alongside.errors import InputError

Read = Callable[..., ReadPlan]
LAST = "[[station]]\n"


def splits(found: ReadPlan, distance: str) -> list[tuple[str, str, int, float, str]]:
    """Return name, mat, visit, metres to ten, and role of each split."""
    return [
        (s.name, s.mat, s.visit, round(s.along_m, -1), s.role) for s in found.plan.distance(distance).splits
    ]


def test_splits_follow_from_mats(read: Read):
    """Every distance that runs a mat's road in its direction has a split there."""
    assert splits(read(), "full") == [
        ("start", "start", 1, 0, "start"),
        ("2K", "2k", 1, 2000, "split"),
        ("turn", "turn", 1, 7000, "split"),
        ("finish", "finish", 1, 14_000, "finish"),
    ]
    assert splits(read(), "half") == [
        ("start", "start", 1, 0, "start"),
        ("2K", "2k", 1, 2000, "split"),
        ("finish", "finish", 1, 10_000, "finish"),
    ]


def test_a_mat_for_both_ways_is_visited_twice(read: Read):
    """An out-and-back over one mat makes two splits, numbered in the order they are met."""
    found = splits(read(('at = "2 km"', 'at = "2 km"\nboth_ways = true')), "half")
    assert found[1:3] == [("2K", "2k", 1, 2000, "split"), ("2K 2", "2k", 2, 8010, "split")]


def test_start_and_finish_mats_lie_on_their_lines(read: Read):
    """A mat 30 m behind the start, or before the finish, has the metres of the line itself."""
    made = read(('at = "0 km"\n[[mat]]', 'at = "30 m"\n[[mat]]'), ('at = "14 km"\n[[', 'at = "13.97 km"\n[['))
    metres = [split.along_m for split in made.plan.distance("full").splits]
    assert (metres[0], metres[-1]) == (0, 14_000)


def test_written_splits_replace_those_that_would_follow(read: Read):
    """The splits written for a mat and a distance stand alone there; other distances keep theirs."""
    written = '[[split]]\ndistance = "half"\nmat = "2k"\nat = "8 km"\nname = "Eight"\n'
    found = read((LAST, written + LAST))
    assert splits(found, "half")[1] == ("Eight", "2k", 1, 8000, "split")
    assert len(splits(found, "half")) == 3
    assert splits(found, "full")[1] == ("2K", "2k", 1, 2000, "split")


def test_a_mat_without_a_place_needs_a_written_split(read: Read):
    """A mat that is nowhere times nobody, which is said."""
    (warning,) = read((LAST, '[[mat]]\nid = "spare"\n' + LAST)).warnings
    assert warning.startswith("race.toml: mat[5]: has no place")


def test_a_start_and_a_finish_on_one_spot_time_their_own_line(gpx_through: Callable[..., bytes]):
    """On a loop the start mat is no finish and the finish mat no start, on any distance."""
    block = [(0, 0), (3000, 0), (3000, 1000), (-200, 1000), (-200, 0), (0, 0)]
    found = read_plan(loop_race(), {"a.gpx": gpx_through(block)}.__getitem__)
    for distance in ("a", "b"):
        assert [(s.mat, s.role) for s in found.plan.distance(distance).splits] == [
            ("s", "start"),
            ("f", "finish"),
        ]


def test_one_mat_for_start_laps_and_finish_is_all_of_them(gpx_through: Callable[..., bytes]):
    """A single mat on a course of three laps is start, two splits and finish."""
    block = [(0, 0), (3000, 0), (3000, 1000), (-200, 1000), (-200, 0)]
    race = loop_race()
    race["mat"] = [{"id": "line", "on": "a", "at": "0 km"}]
    laps = gpx_through([*block, *block, *block, (0, 0)])
    found = read_plan(race, {"a.gpx": laps}.__getitem__)
    made = found.plan.distance("a").splits
    assert [(s.visit, s.role) for s in made] == [(1, "start"), (2, "split"), (3, "split"), (4, "finish")]
    assert made[-1].along_m == found.plan.distance("a").length_m


def loop_race() -> dict[str, object]:
    """Return a race of two distances on one loop, with a start and a finish mat on one spot."""
    return {
        "name": "Loop",
        "date": datetime.date(2027, 5, 2),
        "zone": "UTC",
        "distance": [{"id": "a", "gpx": "a.gpx"}, {"id": "b", "gpx": "a.gpx"}],
        "wave": [{"id": "1", "gun": "09:00"}],
        "mat": [{"id": "s", "on": "a", "at": "0 km"}, {"id": "f", "on": "a", "at": "8.4 km"}],
    }


TWO = 'distance = "half"\nmat = "2k"\nat = "{}"\n[[split]]\ndistance = "half"\nmat = "2k"\nat = "{}"'


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (TWO.format("8 km", "2 km"), "comes after 8 km"),
        ('distance = "half"\nmat = "2k"\nat = "2 km"\nrole = "finish"', "has the split finish beyond it"),
        ('distance = "half"\nmat = "2k"\nat = "2 km"\nrole = "middle"', "is not a role"),
        ('distance = "half"\nmat = "3k"\nat = "2 km"', "Known mats: start, 2k, turn, finish"),
        ('distance = "hal"\nmat = "2k"\nat = "2 km"', "Known distances: full, half"),
        ('distance = "half"\nmat = "2k"\nat = "12 km"', "beyond the 10 km of half"),
        (TWO.format('1 km"\nrole = "finish', '2 km"\nrole = "finish'), "has 2 finish splits (2K, 2K 2)"),
    ],
)  # fmt: skip
def test_splits_that_do_not_add_up_are_named(read: Read, lines: str, says: str):
    """Unknown names, wrong order, two finishes and splits beyond the finish are refused in sentences."""
    with pytest.raises(InputError) as caught:
        read((LAST, f"[[split]]\n{lines}\n{LAST}"))
    assert says in str(caught.value)


FREDERICTON = """
name = "Fredericton"
date = 2026-05-10
zone = "America/Moncton"
[[distance]]
id = "full"
gpx = "fredericton_full.gpx"
length = "42.195 km"
[[distance]]
id = "half"
gpx = "fredericton_half.gpx"
length = "21.0975 km"
[[distance]]
id = "10k"
gpx = "fredericton_10k.gpx"
length = "10 km"
[[wave]]
id = "1"
gun = "07:00"
[[mat]]
id = "start"
on = "full"
at = "0 km"
[[mat]]
id = "friel"
on = "half"
at = "2.8 km"
[[mat]]
id = "marysville"
on = "full"
at = "28 km"
[[mat]]
id = "finish"
on = "full"
at = "42.195 km"
"""


def test_fredericton_meets_its_mats_as_its_map_says(shared_courses: Path):
    """All three share Friel, each at its own km, two Marysville, and the full passes the finish twice."""
    found = read_plan(tomllib.loads(FREDERICTON), lambda name: (shared_courses / name).read_bytes())
    met = {
        d.id: [(s.mat, s.visit, round(s.along_m / 1000, 1), s.role) for s in d.splits]
        for d in found.plan.distances
    }
    assert met == {
        "full": [
            ("start", 1, 0.0, "start"),
            ("friel", 1, 16.4, "split"),
            ("finish", 1, 20.4, "split"),
            ("marysville", 1, 28.0, "split"),
            ("finish", 2, 42.2, "finish"),
        ],
        "half": [
            ("start", 1, 0.0, "start"),
            ("friel", 1, 2.8, "split"),
            ("marysville", 1, 9.8, "split"),
            ("finish", 1, 21.1, "finish"),
        ],
        "10k": [("start", 1, 0.0, "start"), ("friel", 1, 5.9, "split"), ("finish", 1, 10.0, "finish")],
    }
