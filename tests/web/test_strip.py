"""The strip: shapes, places and labels."""

import re
from itertools import pairwise

import msgspec
import pytest
from make_views import EVERY, ordinary

from alongside.live.views import Mark
from alongside.web import strip


def drawn(view, index=0, last=True):
    """Return the strip of one distance of a view."""
    d = view.distances[index]
    longest = max(each.length_m for each in view.distances)
    most = strip.most_per_m(view.distances)
    last_m = d.last_m if last else None
    return strip.draw(d, view.sweeps, longest_m=longest, most_per_m=most, last_m=last_m)


def test_distances_share_one_scale_of_metres():
    """A half marathon is half as wide as the marathon, so that a shared road lies above itself."""
    view = ordinary().control
    full, half = drawn(view, 0), drawn(view, 1)
    assert full.width_pct == 100
    assert half.width_pct == pytest.approx(50, abs=0.01)
    tick = {t.name: t.pct for t in full.ticks}["10K"] * full.width_pct
    assert {t.name: t.pct for t in half.ticks}["10K"] * half.width_pct == pytest.approx(tick, abs=1)


def test_the_area_is_as_wide_as_its_bins_and_stays_inside():
    """The drawing spans every bin once, and no height leaves the box."""
    path = strip.area_path([0, 4, 4, 1, 0], 100.0, 0.04)
    assert path == "M0 100H1V0H3V50H4V100H5V100z"


def test_one_runner_beside_thousands_can_be_seen():
    """A bin with a single runner is never drawn lower than eight hundredths of the height."""
    assert "V92" in strip.area_path([1, 20_000], 100.0, 200.0)


def test_an_empty_road_is_a_flat_line():
    """Nobody on the road draws nothing and divides by nothing."""
    assert strip.area_path([0, 0, 0], 100.0, 0.0) == "M0 100H3V100z"
    assert strip.area_path([], 100.0, 0.0) == "M0 100H0V100z"


def test_thousands_of_bins_are_thinned_without_losing_anybody():
    """Thin bins are added together: the number of runners stays."""
    counts, bin_m = strip.thin([1] * 1610, 100.0)
    assert len(counts) <= strip.MOST_BINS and sum(counts) == 1610
    assert bin_m * len(counts) >= 1610 * 100.0


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", ["narrow", "wide"])
def test_names_on_the_strip_do_not_lie_on_each_other(name, width):
    """At the width of a phone and of a desktop no two names or kilometres of a strip overlap."""
    view = EVERY[name]().control
    px = strip.NARROW_PX if width == "narrow" else strip.WIDE_PX
    for index in range(len(view.distances)):
        s = drawn(view, index)
        for ticks in ([t for t in s.ticks if t.kind == "split"], s.scale):
            spans = sorted(_span(t, px * s.width_pct / 100) for t in ticks if t.label in ("all", width))
            if len({t.name for t in ticks}) == len(ticks):
                assert all(a[1] <= b[0] + 1 for a, b in pairwise(spans)), spans


def _span(tick, width_px):
    text_px = 7.5 * len(tick.name)
    left = tick.pct / 100 * width_px - {"start": 0, "middle": 0.5, "end": 1}[tick.anchor] * text_px
    return left, left + text_px


def test_start_and_finish_are_always_named_on_a_desktop():
    """Whatever is left out for want of room, the finish is not."""
    labels = {t.name: t.label for t in drawn(EVERY["hundred_miles"]().control).ticks}
    assert labels["Finish"] == "all"


def test_the_drawing_is_also_a_sentence():
    """What the strip shows can be heard: the field, the sweep, and for race control the last runner."""
    view = ordinary().control
    said = drawn(view).sentence
    assert re.match(r"Runners from km \d+\.\d to km \d+\.\d, most near km", said)
    assert "Sweep bus near km 25.4" in said
    assert "last runner estimated at km 26.1" in said
    assert "last runner" not in drawn(view, last=False).sentence


def test_places_beyond_the_ends_stay_on_the_strip():
    """An estimate past the finish is drawn at the finish, not outside the page."""
    view = ordinary().control
    far = msgspec.structs.replace(view.distances[0], last_m=50_000.0)
    pointers = drawn(msgspec.structs.replace(view, distances=(far,))).pointers
    assert max(p.pct for p in pointers) == 100


def test_whatever_stands_beside_the_road_is_listed_in_order():
    """The list under the strip says what, where, and when it closes by plan: past or to come."""
    marks = (Mark("station", "Water 2", 900.0, 2000), Mark("cutoff", "Bridge", 100.0, 500))
    rows = strip.whereabouts(marks, "UTC", 1000)
    assert [row[1] for row in rows] == ["Bridge (cutoff)", "Water 2 (aid station)"]
    assert rows[0][3].startswith("closed 00:00") and rows[1][3].startswith("closes 00:00")
