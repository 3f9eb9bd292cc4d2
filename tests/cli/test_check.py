"""``alongside check``: the promise as an organiser sees it, on a real city and on a small race."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

ALONGSIDE = [sys.executable, "-m", "alongside"]
FULL_M = 42_195.0
GUNS = ("07:30", "08:00", "08:35")

SMALL = """
name = "Small [race]"
date = 2027-05-02
zone = "Europe/Berlin"
[[distance]]
id = "ten"
name = "Ten [/]"
length = "10 km"
limit = "2:00"
[[wave]]
id = "1"
gun = "09:00"
[[mat]]
id = "finish"
on = "ten"
at = "10 km"
[[station]]
name = "Water [bold]"
on = "ten"
at = "5 km"
closes = "10:30"
"""


def check(*args: str | Path, width: int = 80) -> subprocess.CompletedProcess[str]:
    """Run ``alongside check`` with no terminal; return what it printed."""
    command = [*ALONGSIDE, "check", *map(str, args), "--width", str(width)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


def small(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the small race with replacements; return its folder."""
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / "race.toml").write_text(text, encoding="utf-8")
    (folder / "roster.csv").write_text("bib\n1\n", encoding="utf-8")
    return folder


# -- a real city ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def courses(races: Path) -> Path:
    """The folder of real courses, beside the recorded races."""
    return races.parent / "courses"


@pytest.fixture(scope="module")
def streets(courses: Path) -> list[dict[str, str]]:
    """The real reopening times of a city marathon, with metres along a line that is 2.9 % long."""
    with (courses / "chicago_reopenings.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def city(folder: Path, courses: Path, streets: list[dict[str, str]], limit: str, takes: str = "") -> Path:
    """Write a race folder of the real course, its three waves and its streets; return it."""
    long_m = float(streets[-1]["to_polyline_m"])
    text = 'name = "A city"\ndate = 2023-10-08\nzone = "America/Chicago"\n[[distance]]\nid = "full"\n'
    text += f'name = "Marathon"\ngpx = "chicago.gpx"\nlength = "42.195 km"\nlimit = "{limit}"\n'
    for n, gun in enumerate(GUNS, 1):
        text += f'[[wave]]\nid = "{n}"\ngun = "{gun}"\n{takes}'
    text += '[[mat]]\nid = "finish"\non = "full"\nat = "42.195 km"\n'
    for street in streets:
        from_m, to_m = (float(street[f"{end}_polyline_m"]) * FULL_M / long_m for end in ("from", "to"))
        text += f'[[reopening]]\nstreet = "{street["street"]}"\non = "full"\n'
        text += f'from = "{from_m:.3f} m"\nto = "{to_m:.3f} m"\n'
        if street["reopens_tod_s"]:
            hours, seconds = divmod(int(street["reopens_tod_s"]), 3600)
            text += f'time = "{hours:02d}:{seconds // 60:02d}"\n'
    folder.mkdir()
    (folder / "race.toml").write_text(text, encoding="utf-8")
    (folder / "chicago.gpx").write_bytes((courses / "chicago.gpx").read_bytes())
    return folder


@pytest.mark.parametrize(
    ("limit", "takes_s", "breaks"),
    [("6:30", 0, False), ("6:30", 1500, False), ("5:00", 0, False), ("8:30", 0, True), ("9:00", 1500, True)],
)
def test_a_citys_reopenings_are_judged_to_the_minute(
    courses: Path, streets: list[dict[str, str]], tmp_path: Path, limit: str, takes_s: int, breaks: bool
) -> None:
    """Each of the real streets is kept or broken as gun + limit x metres / 42,195 has it, by as much."""
    takes = f'start_takes = "{takes_s // 60} min"\n' if takes_s else ""
    done = check(city(tmp_path / "city", courses, streets, limit, takes), "--out", tmp_path / "promise.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "promise.csv").open(encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if row["kind"] == "section"]
    assert [row["name"] for row in told] == [street["street"] for street in streets]
    hours, minutes = map(int, limit.split(":"))
    limit_s, start_s = hours * 3600 + minutes * 60, (8 * 60 + 35) * 60 + takes_s
    for row, street in zip(told, streets, strict=True):
        last_s = start_s + limit_s * float(street["to_polyline_m"]) / float(streets[-1]["to_polyline_m"])
        assert abs(seconds(row["last_by_promise"]) - last_s) <= 1
        if not street["reopens_tod_s"]:
            assert (row["verdict"], row["margin_s"], row["published"]) == ("unsaid", "", "")
            continue
        assert seconds(row["published"]) == int(street["reopens_tod_s"])
        assert abs(int(row["margin_s"]) - (int(street["reopens_tod_s"]) - last_s)) <= 1
        assert row["verdict"] == ("broken" if int(street["reopens_tod_s"]) < last_s else "kept")
    assert any(row["verdict"] == "broken" for row in told) == breaks


def seconds(clock: str) -> int:
    """Return a time on the wall as seconds past midnight."""
    hours, minutes, whole = map(int, clock.split(":"))
    return hours * 3600 + minutes * 60 + whole


@pytest.mark.parametrize("width", [80, 120])
def test_a_citys_promise_is_told_worst_first_and_fits(
    courses: Path, streets: list[dict[str, str]], tmp_path: Path, width: int
) -> None:
    """The summary counts what is broken; the worst streets follow as sentences; no line is too wide."""
    done = check(city(tmp_path / "city", courses, streets, "9:00"), "--out", tmp_path / "p.json", width=width)
    rows = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    broken = sorted((row for row in rows if row["verdict"] == "broken"), key=lambda row: row["margin_s"])
    shown = " ".join(done.stdout.split())
    assert f"it breaks it at {len(broken)}, worst at {broken[0]['name']}" in shown
    places = [shown.index(" ".join(row["sentence"].split())) for row in broken[:10]]
    assert places == sorted(places)
    lines = [line for line in done.stdout.splitlines() if str(tmp_path) not in line]
    assert max(map(len, lines)) <= width
    strip = next(line for line in done.stdout.splitlines() if line.startswith("promise "))
    assert set(strip[10:]) >= {"!", "+", "·"}


# -- a small race -----------------------------------------------------------------------------


def test_a_schedule_that_keeps_the_promise_is_said_to(tmp_path: Path) -> None:
    """All is well: the summary says so, and nothing is to be looked at. Brackets in names are just names."""
    done = check(small(tmp_path / "race", ('length = "10 km"', 'length = "10 km"\ngpx = "ten.gpx"')))
    assert done.returncode == 1  # there is no such file: the folder's own problems come first
    assert "there is no file 'ten.gpx'" in done.stderr
    done = check(small(tmp_path / "race"))
    assert "The schedule keeps the promise at all 2 places." in done.stdout
    assert "Small [race]" in done.stdout
    assert "Water [bold]" in done.stdout
    assert "Ten [/]: last by promise is a 2:00 runner," in done.stdout


def test_a_broken_promise_is_said_loudly_and_is_no_error(tmp_path: Path) -> None:
    """A table that is gone 20 minutes early is told first and last; the exit code stays 0."""
    done = check(small(tmp_path / "race", ('closes = "10:30"', 'closes = "09:40"')))
    assert done.returncode == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    loud = "promise at 1 of 2 places; it breaks it at one: Water [bold] (km 5.0) by 20 min."
    shown = " ".join(lines)
    assert shown.count(loud) == 2
    assert "look at The schedule keeps" in shown
    assert "closes 09:40; a 2:00 runner comes 10:00, 20 min after the table is gone." in shown
    assert "5.0 station Water [bold] 09:40 10:00 broken by 20 min" in lines
    assert lines[-1] == "It can be run as it is."


def test_without_a_limit_check_says_that_nothing_is_promised(tmp_path: Path) -> None:
    """No limit is no promise: said in words, not as an empty table."""
    done = check(small(tmp_path / "race", ('limit = "2:00"\n', "")))
    assert done.returncode == 0
    assert "Nothing is promised: no distance has a limit." in done.stdout
    assert "Ten [/] has no limit: nothing is promised to those who run it." in done.stdout


def test_the_promise_is_written_as_csv_and_json_with_the_same_rows(tmp_path: Path) -> None:
    """Both files hold kind, name, distance, km, times, margin, verdict and sentence of every row."""
    race = small(tmp_path / "race")
    for name in ("promise.csv", "promise.json", "promise.csv"):  # an older table of ours is written over
        assert check(race, "--out", tmp_path / name).returncode == 0
    with (tmp_path / "promise.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    told = json.loads((tmp_path / "promise.json").read_text(encoding="utf-8"))
    assert [{key: str(value) for key, value in row.items()} for row in told] == rows
    assert told[0] == {
        "kind": "station",
        "name": "Water [bold]",
        "distance": "ten",
        "km": 5.0,
        "published": "10:30:00",
        "last_by_promise": "10:00:00",
        "margin_s": 1800,
        "verdict": "kept",
        "sentence": "Water [bold] (km 5.0) closes 10:30; a 2:00 runner comes 10:00, 30 min in hand.",
    }


def test_a_file_that_is_something_else_is_not_written_over(tmp_path: Path) -> None:
    """Whoever names the roster by mistake keeps it, and is told in a sentence."""
    race = small(tmp_path / "race")
    for name, said in (
        ("roster.csv", "is there already, and is no table of the promise. Name another file."),
        ("promise.txt", "ends in neither .parquet, .csv nor .json."),
        ("nowhere/promise.csv", "cannot be written: No such file or directory."),
    ):
        done = check(race, "--out", race / name)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert (race / "roster.csv").read_text(encoding="utf-8") == "bib\n1\n"


def test_a_start_that_takes_nonsense_is_a_sentence(tmp_path: Path) -> None:
    """What start_takes may be is said where it stands."""
    done = check(small(tmp_path / "race", ('gun = "09:00"', 'gun = "09:00"\nstart_takes = "long"')))
    assert done.returncode == 1
    assert "wave[1].start_takes: 'long' is not a length of time. Write start_takes" in done.stderr
