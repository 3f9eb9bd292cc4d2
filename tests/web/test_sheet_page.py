"""The sheet to print at 5 a.m.: true before anybody has run a step."""

from __future__ import annotations

import re

from asking import ask

from builders import read
from station_race import CONTROL, OWN, StationStage, late_entry, text_of

ALL, MINE = f"/control/{CONTROL}/sheet/", f"/station/{OWN}/sheet/"


def test_control_prints_one_sheet_for_each_station() -> None:
    """All of them on one page of the browser, in the order of the course, each a page of paper."""
    page = ask(StationStage(clock="05:00").app, ALL).text
    names = re.findall(r'<article class="sheet">.*?<h1>(.*?)</h1>', page, re.S)
    assert names == ["Round the Lake", "Water Nine", "Late Tea"]


def test_a_station_prints_its_own_sheet_and_no_other() -> None:
    """Its link shows its sheet alone."""
    page = ask(StationStage(clock="05:00").app, MINE).text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Water Nine"]


def test_the_first_and_the_last_are_by_the_promise() -> None:
    """The front at its fastest, and the last runner inside the limit at even pace, for each distance."""
    page = text_of(ask(StationStage(clock="05:00").app, MINE).text)
    full, half = 27_000 * 9_000 / 42_195 / 60, 27_000 * 9_000 / 21_097.5 / 60
    assert (round(full), round(half)) == (96, 192)
    assert "The first may be here about 07:30." in page
    assert "The last inside the limit passes about 10:41." in page
    assert "Full km 9.0 (mile 5.6) 07:30 09:05" in page and "Half km 9.0 (mile 5.6) 07:30 10:41" in page


def test_a_closing_before_the_last_runner_is_said_on_the_paper() -> None:
    """The plan breaks its promise here: whoever holds the sheet reads it in words."""
    page = text_of(ask(StationStage(clock="05:00").app, MINE).text)
    assert "Do not close before race control or your page says that you may" in page
    assert "The planned closing, 09:30, is before the last runner inside the limit." in page


def test_the_crowd_is_by_entries_and_says_how_it_was_reckoned() -> None:
    """Whoever gave an expected time counts at it; the spread assumed of the others is written there."""
    stage = StationStage(*(late_entry(str(n), 18_000) for n in range(50, 60)), clock="05:00", runners=0)
    page = text_of(ask(stage.app, f"/control/{CONTROL}/sheet/").text)
    assert "10 arrivals. Busiest about 08:00, about 10 in ten minutes." in page
    assert "spread from a third of the limit to the limit" in page


def test_nothing_on_the_sheet_depends_on_the_race_having_begun() -> None:
    """Printed at 5 a.m. or at noon it says the same."""
    early = ask(StationStage(clock="05:00").app, MINE).text
    late = ask(
        StationStage(read("C1", "S", "07:01"), read("C1", "5K", "07:30"), clock="12:00").app, MINE
    ).text
    assert early == late


def test_there_are_lines_to_tick_and_somebody_to_call() -> None:
    """Bib, in, out, dropped here; and where the race gave no number, a line to write it on."""
    page = ask(StationStage(clock="05:00").app, MINE).text
    assert page.count('<th scope="col">Dropped here</th>') == 2
    assert page.count("<tr><td></td><td></td><td></td><td></td></tr>") == 26
    assert "In trouble call race control: ____" in text_of(page)
