"""The page and its pictures: complete, well-formed, and legible without colour."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest

from alongside.forecast.known import Known, Track
from alongside.score.baselines.answers import Spread
from alongside.score.baselines.constant import constant_pace
from alongside.score.calibration_picture import calibration_svg
from alongside.score.drawing import DASHES, MARKS, Picture
from alongside.score.error_picture import curves, error_svg
from alongside.score.goals import goals
from alongside.score.line_up import line_up
from alongside.score.page import accuracy_page
from alongside.score.rows import Reliability, Score
from alongside.score.scoring import score_race
from pasts import made_up_past

SVG = "{http://www.w3.org/2000/svg}"
Rows = list[Score | Reliability]


def wide(known: Known, track: Track) -> Spread:
    """A quarter of an hour around constant pace: a fake forecast with doubts."""
    told = constant_pace(known, track)
    now_s = np.broadcast_to(np.asarray(known.now_s, dtype=np.float64), (len(known),))
    return Spread(told.at_s, np.full(told.at_s.shape, 900.0), now_s)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """Two made-up marathons scored by everybody, one of them with drop-outs."""
    found: Rows = []
    others = [made_up_past(400, seed=3, race="other")]
    for race, dropouts in (("first <&> 2020", 0.1), ("second-2021", 0.0)):
        past = made_up_past(300, seed=4, race=race, dropouts=dropouts)
        methods = line_up(past, others, wide, wide, np.random.default_rng(1))
        found += score_race(past, methods, np.random.default_rng(1))
    return found


def scores(rows: Rows) -> list[Score]:
    """Return the scores among the rows."""
    return [row for row in rows if isinstance(row, Score)]


def test_the_page_has_every_goal_race_and_method(rows: Rows) -> None:
    """Nothing that was scored is left out: goals kept or missed, every race, every method."""
    page = accuracy_page(rows, "2026-11-22")
    assert "on 2026-11-22, from 2 recorded races" in page
    for goal in goals(scores(rows)):
        assert f"| {goal.what} | {goal.wanted} | {goal.reached} |" in page
    for name in {row.race for row in scores(rows)} | {row.method for row in scores(rows)}:
        assert f"| {name} |" in page


def test_every_table_of_the_page_is_whole(rows: Rows) -> None:
    """All rows of a table have as many cells as its head."""
    lines = accuracy_page(rows, "2026-11-22").splitlines()
    for is_table, found in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            assert len({line.count("|") for line in found}) == 1


def test_the_page_holds_no_nan(rows: Rows) -> None:
    """What was not measured is a dash."""
    assert not re.search(r"\bnan\b", accuracy_page(rows, "2026-11-22"))


def test_the_page_shows_both_pictures(rows: Rows) -> None:
    """The pictures stand in the page by the names under which they are written."""
    targets = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", accuracy_page(rows, "2026-11-22"))
    assert targets == ["pictures/error.svg", "pictures/calibration.svg"]


def test_pictures_are_well_formed_and_say_what_they_are(rows: Rows) -> None:
    """Each is one SVG with a title, whatever a race is called."""
    for svg in (error_svg(scores(rows)), calibration_svg(scores(rows))):
        root = ET.fromstring(svg)
        assert root.tag == f"{SVG}svg" and root.findtext(f"{SVG}title")
    assert "first <&> 2020" in {
        text.text for text in ET.fromstring(calibration_svg(scores(rows))).iter(f"{SVG}text")
    }


def test_the_error_picture_names_every_line_in_words(rows: Rows) -> None:
    """Each method is named beside its mark, and no two share dash and mark."""
    words = [text.text for text in ET.fromstring(error_svg(scores(rows))).iter(f"{SVG}text")]
    for method in curves(scores(rows), "all"):
        assert words.count(method) == 2  # one for each panel
    assert len({*zip(DASHES, MARKS, strict=True)}) == len(MARKS) == len({*DASHES})


def test_curves_are_means_over_races(rows: Rows) -> None:
    """At each distance known a method's error is the mean over races, each counting alike."""
    at_30 = [
        row for row in scores(rows) if row.design == "prefix" and row.moment == "30K" and row.group == "all"
    ]
    told = [row.mae_min for row in at_30 if row.target == "finish" and row.method == "Riegel"]
    assert len(told) == 2
    assert curves(scores(rows), "all")["Riegel"][30] == pytest.approx(np.mean(told))


def test_a_mark_of_coverage_lies_at_its_share(rows: Rows) -> None:
    """Better coverage lies further right, by the scale of the axis."""
    narrow = [replace(row, cover_80=0.6, cover_50=0.4, cover_95=0.7) for row in scores(rows)]
    wider = [replace(row, cover_80=0.6, cover_50=0.4, cover_95=0.9) for row in scores(rows)]
    assert calibration_svg(narrow) != calibration_svg(wider)


def test_a_picture_follows_the_readers_light() -> None:
    """A card of its own, with colours for light and for dark."""
    picture = Picture(100, 50, "a & b")
    for colour in range(len(MARKS)):
        picture.mark(10, 10, colour)
    svg = picture.svg()
    assert "prefers-color-scheme:dark" in svg and 'class="card"' in svg
    assert ET.fromstring(svg).findtext(f"{SVG}title") == "a & b"


def test_without_rows_the_page_still_stands() -> None:
    """A run that scored nothing writes a page that says so by its goals."""
    assert "not measured" in accuracy_page([], "2026-11-22")
