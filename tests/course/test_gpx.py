"""GPX bytes to points."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.course.gpx import read_gpx
from alongside.errors import InputError

HEAD = '<?xml version="1.0"?>\n<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">\n'


def gpx(inside: str) -> bytes:
    return f"{HEAD}{inside}</gpx>".encode()


def test_segments_and_tracks_are_joined_in_the_order_of_the_file():
    """Several tracks and segments make one course, and a repeated point counts once."""
    raw = gpx(
        '<trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="2.1"/></trkseg>'
        '<trkseg><trkpt lat="1" lon="2.1"/></trkseg></trk>'
        '<trk><trkseg><trkpt lat="1.1" lon="2.1"/></trkseg></trk>'
    )
    lat, lon = read_gpx(raw, "a.gpx")
    assert lat.tolist() == [1, 1, 1.1]
    assert lon.tolist() == [2, 2.1, 2.1]


def test_a_route_serves_where_there_is_no_track():
    """Planners export routes: they are a course too."""
    lat, _ = read_gpx(gpx('<rte><rtept lat="1" lon="2"/><rtept lat="1.1" lon="2"/></rte>'), "a.gpx")
    assert lat.tolist() == [1, 1.1]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (gpx(""), "holds 0 different track points"),
        (
            gpx('<trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="1" lon="2"/></trkseg></trk>'),
            "holds 1 different",
        ),
        (gpx('<wpt lat="1" lon="2"/>'), "holds 0 different"),
        (gpx('<rte><rtept lat="91" lon="2"/><rtept lat="1" lon="2"/></rte>'), "point 1 of 2 lies at lat 91"),
        (gpx('<rte><rtept lat="1" lon="2"/><rtept lat="0" lon="0"/></rte>'), "point 2 of 2 lies at lat 0"),
        (gpx('<rte><rtept lat="nan" lon="2"/><rtept lat="1" lon="2"/></rte>'), "lat nan"),
        (gpx('<rte><rtept lat="1" lon="2"/><rtept lat="1" lon="2.5"/></rte>'), "jumps 56 km in one step"),
        (gpx('<rte><rtept lat="x" lon="2"/></rte>'), "cannot be read as GPX"),
        (gpx('<rte><rtept lon="2"/></rte>'), "cannot be read as GPX"),
        (HEAD.encode() + b"<trk><trkseg>", "cannot be read as GPX at line 3"),
        (b"", "cannot be read as GPX"),
        (b"bib,name\n1,x\n", "cannot be read as GPX at line 1"),
        (b"\xff\xfe\x00\x00", "cannot be read as GPX"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><gpx/>', "declares a DOCTYPE"),
    ],
)
def test_what_is_no_course_is_refused_in_a_sentence(raw: bytes, says: str):
    """Whatever is wrong with a GPX, the message names the file and what was found."""
    with pytest.raises(InputError, match=re.escape(says)) as caught:
        read_gpx(raw, "full.gpx")
    assert str(caught.value).startswith("full.gpx: ")
    assert "Traceback" not in str(caught.value)


GOOD = gpx('<trk><trkseg><trkpt lat="41.1" lon="-90.2"/><trkpt lat="41.2" lon="-90.2"/></trkseg></trk>')


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 30), st.binary(max_size=12))
def test_a_damaged_gpx_is_points_or_a_sentence(at: int, cut: int, put: bytes):
    """However a GPX is damaged, what comes out is points on Earth or an InputError."""
    try:
        lat, lon = read_gpx(GOOD[:at] + put + GOOD[at + cut :], "a.gpx")
    except InputError:
        return
    assert len(lat) >= 2
    assert np.isfinite(lat).all() and np.abs(lon).max() <= 180
