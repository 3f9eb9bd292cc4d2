"""Places beside the road, on every distance that passes them."""

import csv
import io
import statistics
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.course.read_toml import ReadPlan, read_plan
from alongside.errors import InputError
from alongside.events.plan import Place

Read = Callable[..., ReadPlan]
CHEER = 'name = "Corner"\non = "full"\nat = "4.5 km"'


def cheer(read: Read, *lines: str) -> list[tuple[str, float]]:
    """Return the places of the cheer zone when it is written so."""
    places = read((CHEER, "\n".join(['name = "Corner"', *lines]))).plan.cheer_zones[0].places
    return [(place.distance, round(place.along_m, -1)) for place in places]


def test_a_place_on_a_shared_road_has_its_metres_on_every_distance(read: Read):
    """The full's 4.5 km is also the half's, and nothing of the way home."""
    assert cheer(read, 'on = "full"', 'at = "4.5 km"') == [("full", 4500), ("half", 4500)]
    assert cheer(read, 'on = "half"', 'at = "7 km"') == [("full", 11_000), ("half", 7000)]


def test_both_ways_adds_the_other_direction(read: Read):
    """A place that serves both directions has the metres out and home on each distance."""
    assert cheer(read, 'on = "full"', 'at = "3 km"', "both_ways = true") == [
        ("full", 3000),
        ("full", 11_010),
        ("half", 3000),
        ("half", 7010),
    ]


def test_a_road_of_one_distance_alone_is_on_no_other(read: Read):
    """North of the corner only the full runs."""
    assert cheer(read, 'on = "full"', 'at = "6 km"') == [("full", 6000)]


def test_near_picks_among_passes(read: Read, place_at: Callable[[float, float], tuple[float, float]]):
    """A point on the out-and-back lies at 2 km and at 12 km of the full; near says which is meant."""
    lat, lon = place_at(2000, 0)
    point = ['on = "full"', f"lat = {lat}", f"lon = {lon}"]
    assert cheer(read, *point) == [("full", 2000), ("half", 2000)]
    assert cheer(read, *point, 'near = "11 km"') == [("full", 12_010), ("half", 8010)]


def test_listed_places_are_taken_as_they_are(read: Read):
    """Where every pass is listed, nothing is derived."""
    assert cheer(read, 'places = [{ on = "full", at = "4.5 km" }]') == [("full", 4500)]


def test_listed_places_do_not_stand_beside_on(read: Read):
    """places and on together are refused, as is an empty list."""
    with pytest.raises(InputError, match=r"cheer\[1\]\.places: stands beside on and at"):
        cheer(read, 'on = "full"', 'places = [{ on = "full", at = "4.5 km" }]')
    with pytest.raises(InputError, match=r"cheer\[1\]\.places: is an empty list"):
        cheer(read, "places = []")


PINELLAS = """
name = "Pinellas Trail"
date = 2026-03-14
zone = "America/New_York"
distance = [{ id = "46mi", gpx = "pinellas_trail_46mi.gpx" }]
wave = [{ id = "1", gun = "06:30" }]
mat = [{ id = "s", on = "46mi", at = "0 km" }, { id = "f", on = "46mi", at = "74.036 km" }]
"""


def test_pinellas_aid_stations_lie_at_their_miles(shared_courses: Path):
    """All 12 aid rows of a real out-and-back lie within 0.4 mi of their printed miles, half within 0.15 mi.

    Printed miles are rounded; stations that serve both ways stand in the file once for each way.
    """
    text = (shared_courses / "pinellas_trail_aid.csv").read_text(encoding="utf-8-sig")
    aid = [row for row in csv.DictReader(io.StringIO(text)) if row["Aid Station"] == "Y"]
    zones = [
        {
            "name": row["Mile"],
            "on": "46mi",
            "lat": float(row["Lat"]),
            "lon": float(row["Lon"]),
            "near": f"{row['Mile']} mi",
        }
        for row in aid
    ]
    race = {**tomllib.loads(PINELLAS), "cheer": zones}
    found = read_plan(race, lambda name: (shared_courses / name).read_bytes())
    off_mi = [abs(z.places[0].along_m / 1609.344 - float(z.name)) for z in found.plan.cheer_zones]
    assert len(off_mi) == 12
    assert max(off_mi) < 0.4
    assert statistics.median(off_mi) < 0.15


def test_places_serve_stations_and_cheer_zones_alike(read: Read):
    """A station written as a list keeps the order of the list."""
    change = ('at = "3 km"\nboth_ways = true', 'at = "3 km"')
    assert read(change).plan.stations[0].places == (
        Place("full", 3000),
        Place("half", pytest.approx(3000, abs=10)),
    )


def test_a_stated_pair_is_taken_from_what_is_stated(gpx_files: dict[str, bytes], simple_toml: str):
    """Where the shared road is stated, the place's metres come from there and not from the tracks."""
    stated = {
        "a": "full",
        "a_from": "4 km",
        "a_to": "5 km",
        "b": "half",
        "b_from": "4.2 km",
        "b_to": "5.2 km",
    }
    tables = {**tomllib.loads(simple_toml), "shared": [stated]}
    tables["split"] = [{"distance": "half", "mat": "finish", "at": "10 km"}]
    plan = read_plan(tables, gpx_files.__getitem__).plan
    assert plan.cheer_zones[0].places == (Place("full", 4500), Place("half", 4700))
    assert [s.mat for s in plan.distance("half").splits] == ["finish"]
    assert {(round(p.along_m, -1), p.distance) for p in plan.stations[0].places} == {
        (3000, "full"),
        (11_010, "full"),
        (7010, "half"),
    }


def test_the_next_leg_of_a_switchback_is_not_the_same_road(gpx_through: Callable[..., bytes]):
    """A table for both ways on a mountain road is not also on the next leg, 25 m down the slope."""
    race = {
        **tomllib.loads(PINELLAS),
        "distance": [{"id": "46mi", "gpx": "a.gpx"}],
        "mat": [{"id": "f", "on": "46mi", "at": "1.12 km"}],
        "cheer": [{"name": "Bend", "on": "46mi", "at": "1 km", "both_ways": True}],
    }
    switchback = gpx_through([(0, 0), (1050, 0), (1050, 25), (1005, 25)], 5)
    straight_back = gpx_through([(0, 0), (1050, 0), (1050, 2), (978, 2)], 5)
    assert len(read_plan(race, {"a.gpx": switchback}.__getitem__).plan.cheer_zones[0].places) == 1
    assert len(read_plan(race, {"a.gpx": straight_back}.__getitem__).plan.cheer_zones[0].places) == 2


def two_roads(gpx_through: Callable[..., bytes], other: list[tuple[float, float]]) -> ReadPlan:
    """Return a race of a straight 3 km and another course, with a mat and a both-ways place on the first."""
    race = {
        **tomllib.loads(PINELLAS),
        "distance": [{"id": "a", "gpx": "a.gpx"}, {"id": "b", "gpx": "b.gpx"}],
        "mat": [{"id": "s", "on": "a", "at": "0 km"}, {"id": "f", "on": "a", "at": "3 km"}, {"id": "g"}],
        "split": [{"distance": "b", "mat": "g", "at": "2 km", "role": "finish"}],
        "cheer": [{"name": "Crossing", "on": "a", "at": "1 km", "both_ways": True}],
    }
    files = {"a.gpx": gpx_through([(0, 0), (3000, 0)]), "b.gpx": gpx_through(other)}
    return read_plan(race, files.__getitem__)


def test_a_crossing_is_on_neither_way(gpx_through: Callable[..., bytes]):
    """A course that only crosses the road does not pass a place there, even one for both ways."""
    plan = two_roads(gpx_through, [(1000, -1000), (1000, 1000)]).plan
    assert [place.distance for place in plan.cheer_zones[0].places] == ["a"]


def test_a_gpx_that_starts_beside_the_mat_still_meets_it(gpx_through: Callable[..., bytes]):
    """A start mat is found from 45 m away when it is the track that begins too late."""
    plan = two_roads(gpx_through, [(45, 0), (2045, 0)]).plan
    assert [(s.mat, s.role) for s in plan.distance("b").splits] == [("s", "start"), ("g", "finish")]
