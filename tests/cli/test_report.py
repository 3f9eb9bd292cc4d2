"""``alongside report``: a day's log to a page, a table and JSON."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.store.race_file import RaceFile
from builders import at
from report_day import kept_open, rows, says, swept, told

WORDS = (
    says("w8", "packed_up", "09:40"),
    told("w30", "closes_at", "12:00", "12:45"),
    kept_open("w30", "13:45", "12:05"),
    says("w30", "packed_up", "12:10"),
    *swept((0.0, "08:00"), (9_000.0, "09:20"), (28_000.0, "12:40")),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of a day that is over."""
    path, clock = tmp_path / "race.db", [0]
    file = RaceFile(path, lambda: clock[0])
    for draft in rows(*WORDS):
        clock[0] = max(clock[0], draft.received_at_ms or draft.at_ms or at("05:00"))
        file.submit([draft], {"t1": "Two are <on> the bridge."}).result()
    file.close()
    return path


def report(race: Path, out: Path) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["report", str(race), "--out", str(out)])


def test_a_report_is_a_page_that_needs_nothing_else(log: Path) -> None:
    """One HTML file: no script, nothing to fetch, the pictures inside."""
    out = log.with_name("report.html")
    assert report(log, out).exit_code == 0
    page = out.read_text(encoding="utf-8")
    assert "<script" not in page and not re.search(r'(src|href)="', page) and "url(" not in page
    assert page.count('<svg class="timed"') == 2


def test_broken_promises_come_first(log: Path) -> None:
    """The first sentence names the table that was gone; the list says who came to it and when."""
    out = log.with_name("report.html")
    said = report(log, out).output
    first = "Water 30 was gone before the last runner inside the limit."
    assert f"{first} At 1 of 3 stations nobody said when it closed." in said
    page = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", out.read_text(), flags=re.S).split())
    broken = "Water 30: packed up at 12:10; 1 runner inside the limit came to no table, the last about 12:40."
    assert page.index(first) < page.index(broken) < page.index("Aid stations")
    assert "until 13:45 by race control at 12:05: Two are &lt;on&gt; the bridge." in page
    assert "packed up at 12:10 by station w30" in page


def test_a_report_names_no_bib_and_no_chip(log: Path) -> None:
    """In none of its three forms."""
    for ending in (".html", ".csv", ".json"):
        out = log.with_name(f"report{ending}")
        assert report(log, out).exit_code == 0
        text = re.sub(r"<style>.*?</style>", "", out.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"\bC[123]\b|[Bb]ib \d", text)


def test_the_table_has_a_row_for_each_station_and_street(log: Path) -> None:
    """Times with the race's offset, seconds of margin, the verdict."""
    out = log.with_name("report.csv")
    assert report(log, out).exit_code == 0
    found = {row["name"]: row for row in csv.DictReader(out.open(encoding="utf-8"))}
    assert list(found) == ["Water 8", "Water 20", "Water 30", "Harbour Street", "Mill Lane"]
    assert found["Water 30"]["gone"] == "2027-05-02T12:10:00+02:00"
    assert (found["Water 30"]["margin_s"], found["Water 30"]["verdict"]) == ("-1800", "broken")
    assert found["Harbour Street"]["swept"].startswith("2027-05-02T09:11")


def test_json_has_all_of_it(log: Path) -> None:
    """Every row of advice and every word, to be read by a machine."""
    out = log.with_name("report.json")
    assert report(log, out).exit_code == 0
    whole = json.loads(out.read_text(encoding="utf-8"))
    (water,) = [one for one in whole["stations"] if one["id"] == "w30"]
    assert water["words"] == [{"at_ms": at("12:10"), "said": "packed_up", "by": "station/w30/7"}]
    assert whole["counts"]["finished"] == 3 and whole["is_over"]


def test_a_report_is_written_over_a_report_and_over_nothing_else(log: Path) -> None:
    """A second run brings it up to date; a file that is something else is kept."""
    for name in ("report.html", "report.json", "report.csv"):
        out = log.with_name(name)
        assert [report(log, out).exit_code for _ in range(2)] == [0, 0]
        out.write_text("My own words.", encoding="utf-8")
        refused = report(log, out)
        assert (refused.exit_code, out.read_text(encoding="utf-8")) == (1, "My own words.")
        assert "is there already" in refused.output


@pytest.mark.parametrize(
    ("name", "says_what"),
    [("report.pdf", "ends in neither .html, .csv nor .json"), ("no/report.html", "cannot be written")],
)
def test_a_place_that_cannot_be_written_is_said_in_a_sentence(log: Path, name: str, says_what: str) -> None:
    """An ending that is none, a folder that is not there."""
    refused = report(log, log.with_name("x").parent / name)
    assert refused.exit_code == 1 and says_what in refused.output and "Traceback" not in refused.output


def test_what_is_no_race_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A folder without a race, a file that is no log."""
    (tmp_path / "race.db").write_text("no database")
    for race in (tmp_path, tmp_path / "gone", tmp_path / "race.db"):
        refused = report(race, tmp_path / "report.html")
        assert refused.exit_code == 1 and "Traceback" not in refused.output and refused.output


@pytest.mark.slow
def test_a_recorded_day_has_a_report_too(tmp_path: Path) -> None:
    """The made-up race of the package: when its last runners passed; nothing was told or said."""
    from importlib.resources import as_file, files

    with as_file(files("alongside") / "demo_race") as folder:
        done = report(folder, tmp_path / "report.json")
    assert done.exit_code == 0, done.output
    assert "A recorded day: nothing was told to its stations." in done.output
    whole = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {one["verdict"] for one in whole["stations"]} == {"unsaid"}
    assert all(one["passed"]["last_inside_ms"] for one in whole["stations"])
