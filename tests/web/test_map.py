"""What the map is drawn from: the course, the field in metres of it, and whom somebody looked up."""

from __future__ import annotations

import json

import msgspec
import pytest
from asking import Answer, ask
from make_views import ordinary
from people_day import PeopleDay

from alongside.events.bodies import PlanBody
from alongside.events.plan import Place, Station
from alongside.events.row import Draft
from alongside.folders.base_map import base_map_of
from alongside.web.map_data import now_of
from alongside.web.map_page import LIBRARY, TILES
from builders import read
from city_race import city_plan

STATIONS = (
    Station("w1", "Water 1", (Place("full", 10_000.0),)),
    Station("nowhere", "On the half", (Place("half", 9_000.0),)),
)


@pytest.fixture
def day(tmp_path):
    """The small race with a line on the ground, its runners on the road at 08:00."""
    day = PeopleDay(tmp_path)
    day.file.submit([Draft("plan", "2", None, PlanBody(city_plan(stations=STATIONS)))]).result()
    for role in ("control", "medical", "van", "sweep"):
        day.give(role, role, holder="Bea")
    bibs = ("7", "8", "9", "10", "4711")
    day.file.submit(
        [read(f"C{b}", m, t) for b in bibs for m, t in (("S", "07:01"), ("5K", "07:45"))]
    ).result()
    day.at("08:00")
    yield day
    day.file.close()


def look(day: PeopleDay, role: str, bib: str) -> Answer:
    """Look a runner up on the map, as its script does."""
    return ask(day.app, f"/{role}/{role}/map/look", form={"bib": bib}, headers={"Accept": "application/json"})


def test_the_course_is_geojson_with_what_stands_beside_it(day):
    """A line with its official metres, a point for each mat and station of a distance that has a line."""
    answer = ask(day.app, "/map/course.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = answer.json["features"]
    (line,) = [one for one in features if one["geometry"]["type"] == "LineString"]
    assert line["geometry"]["coordinates"] == [[10.0, 50.0], [10.0, 51.0]]
    assert line["properties"] == {"kind": "course", "id": "full", "name": "Full", "along_m": [0.0, 42195.0]}
    points = {
        one["properties"]["name"]: one["geometry"]["coordinates"] for one in features if one is not line
    }
    assert set(points) == {"S", "5K", "10K", "HALF", "30K", "F", "Water 1"}
    assert points["Water 1"] == points["10K"] == [10.0, round(50 + 10_000 / 42_195, 6)]


def test_the_course_is_sent_once(day):
    """Who holds it gets 304: only the field moves."""
    first = ask(day.app, "/map/course.geojson")
    assert ask(day.app, "/map/course.geojson", headers={"If-None-Match": first.headers["etag"]}).status == 304


def test_everybody_sees_no_bin_with_fewer_than_five(day):
    """R1 holds on the map as on the strip: five together are drawn, four are not."""
    public = ask(day.app, "/map/now.json").json
    assert sum(public["distances"][0]["density"]) == 5
    day.file.submit([read("C7", "10K", "07:59")]).result()
    assert sum(ask(day.app, "/map/now.json").json["distances"][0]["density"]) == 0
    assert sum(ask(day.app, "/control/control/map/now.json").json["distances"][0]["density"]) == 5
    assert sum(ask(day.app, "/van/van/map/now.json").json["distances"][0]["density"]) == 0


def test_the_map_of_everybody_says_nothing_of_a_runner(day):
    """No bib, no last runner, nobody behind a sweep; and no field to look anybody up."""
    now = json.dumps(ask(day.app, "/map/now.json").json)
    assert "4711" not in now and "behind" not in now and "last" not in now
    assert "<form" not in ask(day.app, "/map").text


def test_a_sweep_known_by_its_schedule_alone_says_so():
    """Nobody has seen it: the map does not claim to."""
    view = ordinary().public
    (seen,) = view.sweeps
    unseen = msgspec.structs.replace(seen, how="schedule", seen_ms=None)
    says = [
        now_of(msgspec.structs.replace(view, sweeps=(one,)))["sweeps"][0]["says"] for one in (seen, unseen)
    ]
    assert says[1] == f"{says[0]} by its schedule" and "schedule" not in says[0]


def test_a_look_on_the_map_is_kept_before_it_is_answered(day):
    """R10: by which link, of whom; the answer is metres of her course, and that it is an estimate."""
    found = look(day, "medical", "4711").json
    assert found["distance"] == "full" and 5_000 < found["along_m"] < 10_000
    assert found["says"].startswith("Bib 4711 near km ") and found["says"].endswith("estimated")
    (kept,) = day.file.looks("4711")
    assert (kept.role, kept.what) == ("medical", "where she is, on the map")


def test_who_is_not_on_the_road_has_no_place(day):
    """Not started, or a bib that nobody wears: a sentence, and nothing to draw."""
    day.file.submit([read("C7", "F", "07:58", official=True)]).result()
    assert look(day, "control", "999").json == {"says": "No entry wears bib 999."}
    assert look(day, "control", "7").json == {"says": "Bib 7 is not on the course now."}


@pytest.mark.parametrize("path", ["map/", "map/now.json"])
def test_roles_that_may_not_look_have_no_map_of_people(day, path):
    """A station sees no map behind its link; what everybody sees is open to it."""
    day.give("station", "station", scope="w1")
    assert ask(day.app, f"/station/station/{path}").status == 404
    assert ask(day.app, f"/control/wrong/{path}").status == 404


def test_the_library_and_its_worker_come_from_here(day):
    """Both files of the map and the reader of base maps are in the package, with their licences."""
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "LICENSE.txt"):
        answer = ask(day.app, f"{LIBRARY}{name}")
        assert answer.status == 200 and "immutable" in answer.headers["cache-control"]
    assert "javascript" in ask(day.app, f"{LIBRARY}maplibre-gl.mjs").headers["content-type"]
    assert ask(day.app, TILES).status == 200


def test_the_library_is_squeezed_once_for_all(day):
    """A megabyte becomes 300 KB; who does not take gzip gets it whole, and who holds it nothing."""
    path = f"{LIBRARY}maplibre-gl.mjs"
    whole, squeezed = ask(day.app, path), ask(day.app, path, headers={"Accept-Encoding": "gzip"})
    assert whole.body == squeezed.body and whole.wire > 1_000_000 > 350_000 > squeezed.wire
    assert squeezed.headers["content-encoding"] == "gzip" and "immutable" in squeezed.headers["cache-control"]
    held = {"Accept-Encoding": "gzip", "If-None-Match": whole.headers["etag"]}
    assert ask(day.app, path, headers=held).status == 304


def test_a_base_map_is_served_in_pieces_and_never_squeezed(day, tmp_path):
    """HTTP Range, as the reader of PMTiles asks; a piece of a squeezed file would be another piece."""
    (tmp_path / "b.pmtiles").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "a.pmtiles").write_bytes(b"PMTiles" * 1_000)
    assert ask(day.app, "/map/base.pmtiles").status == 404
    day.app.state.site.base_map = base_map_of(tmp_path)
    answer = ask(day.app, "/map/base.pmtiles", headers={"Range": "bytes=7-13", "Accept-Encoding": "gzip"})
    assert (answer.status, answer.body) == (206, b"PMTiles")
    assert answer.headers["content-range"] == "bytes 7-13/7000" and "content-encoding" not in answer.headers
    assert 'data-base="/map/base.pmtiles"' in ask(day.app, "/map").text


def test_without_script_the_map_page_is_the_strips(day):
    """What the map would show stands below it, and it says so."""
    page = ask(day.app, "/map").text
    assert "The map needs script; the strips below show the same." in page
    assert '<svg class="strip' in page


def test_a_race_without_a_line_says_so(day):
    """No distance has a GPX: there is nothing to draw, and the library is not asked for."""
    bare = [msgspec.structs.replace(one, line=None) for one in city_plan().distances]
    day.file.submit([Draft("plan", "3", None, PlanBody(city_plan(distances=tuple(bare))))]).result()
    page = ask(day.app, "/map").text
    assert "No distance of this race has a line on the ground" in page and "maplibre-gl.mjs" not in page
