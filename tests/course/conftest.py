"""Made-up roads on a flat patch of the Earth, as lines and as GPX bytes."""

import math
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from alongside.course.line import CourseLine
from alongside.course.read_toml import ReadPlan, read_plan
from alongside.units import EARTH_RADIUS_M

LAT_0, LON_0 = 41.0, -90.0
Corners = list[tuple[float, float]]


def degrees(corners: Corners, step_m: float = 25.0) -> list[tuple[float, float]]:
    """Return lat, lon every ``step_m`` along straight legs between corners in metres east and north."""
    points = [corners[0]]
    for (x0, y0), (x1, y1) in pairwise(corners):
        count = max(1, round(math.hypot(x1 - x0, y1 - y0) / step_m))
        points += [(x0 + (x1 - x0) * n / count, y0 + (y1 - y0) * n / count) for n in range(1, count + 1)]
    metres_per_degree = math.radians(1) * EARTH_RADIUS_M
    east = metres_per_degree * math.cos(math.radians(LAT_0))
    return [(LAT_0 + y / metres_per_degree, LON_0 + x / east) for x, y in points]


@pytest.fixture(scope="session")
def line_through() -> Callable[..., CourseLine]:
    """Give a function from corners in metres to a line."""

    def build(corners: Corners, step_m: float = 25.0) -> CourseLine:
        points = degrees(corners, step_m)
        return CourseLine.through([p[0] for p in points], [p[1] for p in points])

    return build


@pytest.fixture(scope="session")
def gpx_through() -> Callable[..., bytes]:
    """Give a function from corners in metres to the bytes of a GPX."""

    def build(corners: Corners, step_m: float = 25.0) -> bytes:
        points = "".join(f'<trkpt lat="{lat:.8f}" lon="{lon:.8f}"/>' for lat, lon in degrees(corners, step_m))
        head = (
            '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">'
        )
        return f"{head}<trk><trkseg>{points}</trkseg></trk></gpx>".encode()

    return build


@pytest.fixture(scope="session")
def place_at() -> Callable[[float, float], tuple[float, float]]:
    """Give a function from metres east and north to lat, lon."""
    return lambda x, y: degrees([(x, y)])[0]


# The full goes 5 km east, 2 km north and back, then home: 14 km. The half turns home at the corner: 10 km.
FULL: Corners = [(0, 0), (5000, 0), (5000, 2000), (5010, 2000), (5010, 0), (10, 0)]
HALF: Corners = [(0, 0), (5000, 0), (5010, 0), (10, 0)]

SIMPLE = """
name = "Tamarack River Marathon"
date = 2027-05-02
zone = "America/Chicago"
[[distance]]
id = "full"
name = "Marathon"
gpx = "full.gpx"
length = "14 km"
limit = "2:30"
[[distance]]
id = "half"
gpx = "half.gpx"
length = "10 km"
[[wave]]
id = "1"
gun = "07:00"
[[wave]]
id = "2"
name = "Wave Two"
distances = ["half"]
gun = "07:20"
[[mat]]
id = "start"
on = "full"
at = "0 km"
[[mat]]
id = "2k"
name = "2K"
on = "full"
at = "2 km"
[[mat]]
id = "turn"
on = "full"
at = "7 km"
[[mat]]
id = "finish"
on = "full"
at = "14 km"
[[station]]
name = "Water 1"
on = "full"
at = "3 km"
both_ways = true
opens = "07:05"
closes = "09:40"
[[cheer]]
name = "Corner"
on = "full"
at = "4.5 km"
[[cutoff]]
name = "Turn"
on = "full"
at = "7 km"
closes = "08:45"
[[sweep]]
name = "Sweep bus"
on = "full"
chips = ["SWEEP1"]
schedule = [{ at = "0 km", time = "07:10" }, { at = "14 km", time = "09:30" }]
[[reopening]]
street = "Wharf Street"
on = "full"
from = "1 km"
to = "2.4 km"
time = "09:10"
"""


@pytest.fixture(scope="session")
def gpx_files(gpx_through: Callable[..., bytes]) -> dict[str, bytes]:
    """Give the GPX files of the simple race by name."""
    return {"full.gpx": gpx_through(FULL), "half.gpx": gpx_through(HALF)}


@pytest.fixture(scope="session")
def read(gpx_files: dict[str, bytes]) -> Callable[..., ReadPlan]:
    """Give a function that reads a race.toml text, the simple one with replacements unless told."""

    def build(
        *changes: tuple[str, str], text: str = SIMPLE, files: dict[str, bytes] | None = None
    ) -> ReadPlan:
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return read_plan(tomllib.loads(text), (gpx_files if files is None else files).__getitem__)

    return build


@pytest.fixture(scope="session")
def simple_toml() -> str:
    """Give the text of the simple race's race.toml."""
    return SIMPLE


@pytest.fixture(scope="session")
def shared_courses() -> Path:
    """Give the folder of real courses, or skip where it is absent."""
    folder = (Path(__file__).parents[2] / ".." / "shared" / "data" / "courses").resolve()
    if not folder.is_dir():
        pytest.skip("the real courses are not beside this project")
    return folder
