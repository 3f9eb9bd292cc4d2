"""The organiser, by the README alone: the commands of its walk-through."""

from __future__ import annotations

import csv
import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

README = Path(__file__).parents[2] / "README.md"
ENV = {**os.environ, "TZ": "UTC", "COLUMNS": "100"}
STEP_M = 25
OUT = [(90, 3000), (60, 2000), (0, 1000)]  # bearing and metres: all three run these six kilometres
LEGS = {
    "full": [*OUT, (30, 4000), (60, 6000), (100, 6000), (150, 5000), (230, 6000), (280, 5000), (320, 4250)],
    "half": [*OUT, (30, 4000), (-60, 3000), (-100, 3500), (-150, 4600)],
    "10k": [*OUT, (-90, 2100), (-120, 1300), (180, 700)],
}
HEADS = "Bib;Transponder;Event;Start Wave;First Name;Last Name;Gender;Age on Race Day;Email;Registration ID"
EVENTS = (("Full Marathon", "A"), ("Half Marathon", "B"), ("10K", "C"))


def course(legs: Iterable[tuple[float, float]]) -> str:
    """Return a GPX along a river: no leg is straight, and no length is the official one."""
    x_m = y_m = along_m = 0.0
    points = []
    for bearing, metres in legs:
        for _ in range(int(metres / STEP_M)):
            points.append(f'<trkpt lat="{47.5 + y_m / 111_195:.6f}" lon="{9.2 + x_m / 75_123:.6f}"/>')
            turn = math.radians(bearing + 12 * math.sin(along_m / 170))
            x_m, y_m = x_m + STEP_M * math.sin(turn), y_m + STEP_M * math.cos(turn)
            along_m += STEP_M
    head = '<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
    return f"{head}<trk><trkseg>{''.join(points)}</trkseg></trk></gpx>"


def export(count: int) -> str:
    """Return a roster as a registration system exports it: some have no chip yet, some are 16."""
    lines = [HEADS]
    for n in range(count):
        event, wave = EVENTS[n % 3]
        chip, age = "" if n % 7 == 6 else f"LX{n:05}", 16 if n % 10 == 9 else 40
        lines.append(f"{101 + n};{chip};{event};{wave};Ada;Test{n};F;{age};r{n}@example.org;{9000 + n}")
    return "\r\n".join(lines) + "\r\n"


def walk() -> list[str]:
    """Return the commands of the README's walk-through, in its order."""
    found = re.search(
        r"^## Half an hour from GPX.*?\n(.*?)^## ", README.read_text(encoding="utf-8"), re.M | re.S
    )
    assert found, "the README has lost its walk-through"
    return re.findall(r"^ {7}(\S.*)$", found[1], re.M)


def command(start: str, *more: str) -> list[str]:
    """Return the README's command that begins so, for this Python, with options added."""
    (line,) = [line for line in walk() if line.startswith(f".venv/bin/alongside {start}")]
    return [sys.executable, "-m", "alongside", *shlex.split(line)[1:], *more]


def done(folder: Path, args: list[str]) -> str:
    """Run a command beside the race folder; return what it printed, once it ended well."""
    ran = subprocess.run(
        args, cwd=folder, env=ENV, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return " ".join(ran.stdout.split())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The organiser's desk: the folder of step 1, a first race.toml in it, and its date set to today."""
    desk = tmp_path_factory.mktemp("desk")
    for name, legs in LEGS.items():
        (desk / f"{name}.gpx").write_text(course(legs), encoding="utf-8")
    (desk / "roster.csv").write_text(export(60), encoding="utf-8-sig")
    subprocess.run(["/bin/sh", "-c", walk()[0]], cwd=desk, check=True)
    done(desk, command("init", "--yes"))
    toml = desk / "myrace" / "race.toml"
    today = f"date = {datetime.now(UTC).date()}"
    toml.write_text(re.sub(r"(?m)^date = .*$", today, toml.read_text(encoding="utf-8")), encoding="utf-8")
    return desk


@pytest.fixture(scope="module")
def staff(desk: Path) -> dict[str, str]:
    """The links of staff.csv by role, as step 3 makes them."""
    (line,) = [line for line in walk() if " links " in line and "--bib" not in line]
    done(desk, [sys.executable, "-m", "alongside", *shlex.split(line)[1:]])
    with (desk / "myrace" / "links" / "staff.csv").open(encoding="utf-8", newline="") as file:
        return {line["role"]: line["link"] for line in csv.DictReader(file)}


@pytest.fixture(scope="module")
def served(desk: Path, staff: dict[str, str]) -> Iterator[str]:
    """The address of the race, served as step 4 does."""
    args = command("serve", "--port", "0")
    with subprocess.Popen(args, cwd=desk, env=ENV, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            said = next((line for line in serving.stdout if line.startswith("Public page")), "")
            assert said, "it ended before it served"
            yield said.split()[-1].removesuffix("/race")
        finally:
            serving.send_signal(signal.SIGINT)


def answer(url: str, body: bytes | None = None, **headers: str) -> str:
    """Return what an address answers."""
    request = urllib.request.Request(url, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as said:
        return str(said.read().decode())


def page_with(url: str, words: str) -> str:
    """Return a page, once it says some words: a race that was just started is read first."""
    until, page = time.monotonic() + 10, ""
    while time.monotonic() < until:
        with suppress(ConnectionError, urllib.error.URLError):
            if words in (page := answer(url)):
                return page
        time.sleep(0.1)
    pytest.fail(f"{url} never said {words!r}: {page}")


def test_the_check_is_content_and_counts_what_it_understood(desk: Path) -> None:
    """Every default keeps the promise; chips, adults and addresses of the export are counted."""
    said = done(desk, command("check"))
    assert "60 entries, 52 with a chip; 60 people, 54 of them known to be 18, 60 with an email." in said
    assert "The schedule keeps the promise at all" in said
    assert "Nothing is wrong with this race." in said


def test_every_file_that_the_readme_names_is_written(desk: Path, staff: dict[str, str]) -> None:
    """The printer's cards, the mailer's tables and the organiser's own."""
    names = {path.name for path in (desk / "myrace" / "links").iterdir()}
    assert names == {"cards.html", "runners.csv", "codes.csv", "guardians.csv", "staff.csv"}
    assert all(link.startswith("https://race.example.org/") for link in staff.values())


def test_at_packet_pick_up_the_readmes_line_prints_her_link(desk: Path, staff: dict[str, str]) -> None:
    """It begins with the race's address, not with one that opens on the organiser's machine alone."""
    (line,) = [line for line in walk() if "--bib" in line]
    said = done(desk, [sys.executable, "-m", "alongside", *shlex.split(line)[1:]])
    assert "Bib 123, Ada Test22 (runner): https://race.example.org/runner/" in said


def test_control_opens_and_a_read_with_the_timers_token_shows_among_the_feeds(
    served: str, staff: dict[str, str]
) -> None:
    """The link and the token of staff.csv are all that race day takes."""
    control = served + urlsplit(staff["Race control"]).path
    page_with(control, 'href="feeds/">Timing')
    token = staff["Timing"].rstrip("/").rpartition("/")[2]
    at = datetime.now(UTC).isoformat()
    read = json.dumps([{"id": "1", "code": "LX00000", "mat": "start", "at": at}]).encode()
    said = answer(f"{served}/in/reads", read, Authorization=f"Bearer {token}")
    assert json.loads(said) == {"accepted": 1, "repeats": 0, "refused": []}
    feeds = page_with(f"{control}feeds/", "post/start")
    row = re.search(r"<tr[^>]*>\s*<t[hd][^>]*>\s*Start\b.*?</tr>", feeds, re.S)
    assert row and "Reading" in row[0]
