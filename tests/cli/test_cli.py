"""The command line, as somebody types it."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from alongside.folders.recorded import read_day
from alongside.units import show_time
from short_race import write_course

ALONGSIDE = [sys.executable, "-m", "alongside"]


def run(*args: str | Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run the command line with no terminal; return what it printed."""
    return subprocess.run(
        [*ALONGSIDE, *map(str, args)],
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
    )


def serve(folder: Path) -> subprocess.Popen[str]:
    """Start serving a race folder on a free port."""
    command = [*ALONGSIDE, "serve", str(folder), "--port", "0"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up race on disk."""
    folder = tmp_path_factory.mktemp("races") / "made-up"
    done = run("simulate", "--runners", "120", "--seed", "7", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up race on disk that is over in an hour: it is played again and again."""
    folder = tmp_path_factory.mktemp("short")
    course = write_course(folder / "course")
    done = run("simulate", "--runners", "120", "--seed", "7", "--course", course, "--out", folder / "made-up")
    assert done.returncode == 0, done.stderr
    return folder / "made-up"


def test_help_names_every_command() -> None:
    """Whoever types --help sees what there is."""
    shown = run("--help").stdout
    assert set(re.findall(r"^  (\w+)  ", shown, re.MULTILINE)) == {
        "check",
        "demo",
        "fit",
        "forecast",
        "init",
        "links",
        "replay",
        "report",
        "score",
        "serve",
        "simulate",
        "together",
    }


def test_help_imports_nothing_heavy() -> None:
    """Answering --help needs no numpy, no pyarrow, no web server."""
    code = "import sys; from alongside.cli import main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.split()
    assert {"numpy", "pyarrow", "starlette", "jinja2", "rich"}.isdisjoint(loaded)
    assert "click" in loaded


def test_a_made_up_race_checks_without_a_problem(race: Path) -> None:
    """What simulate writes, check reads: the course as strip and table, and nothing wrong."""
    done = run("check", race, "--width", "80")
    assert done.returncode == 0, done.stderr
    assert "Nothing is wrong with this race." in done.stdout
    assert "km        0" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_same_seed_makes_the_same_race(race: Path, tmp_path: Path) -> None:
    """A made-up race is its plan and its seed."""
    again = tmp_path / "again"
    run("simulate", "--runners", "120", "--seed", "7", "--out", again)
    for name in ("roster.csv", "race.toml", "recorded/rows.parquet"):
        assert (again / name).read_bytes() == (race / name).read_bytes()


def test_simulate_overwrites_nothing(race: Path) -> None:
    """A folder that holds something is left alone, with exit code 1 and a sentence."""
    done = run("simulate", "--runners", "5", "--out", race)
    assert done.returncode == 1
    assert "already holds something" in done.stderr


def test_a_replay_runs_to_the_end_and_says_what_came_of_it(short: Path) -> None:
    """Everybody is accounted for, and the same day twice gives the same views."""
    first, second = run("replay", short), run("replay", short)
    assert first.returncode == 0, first.stderr
    assert "All accounted for" in first.stdout
    views = [re.search(r"Views (\w+)", done.stdout) for done in (first, second)]
    assert views[0] and views[1] and views[0][1] == views[1][1]


def test_a_kept_log_is_replayed_with_the_decisions_of_its_day(short: Path, tmp_path: Path) -> None:
    """A log plays again as it was: what was decided is applied, and nothing is decided anew."""
    log = tmp_path / "kept.db"
    first = run("replay", short, "--log", log)
    again = tmp_path / "again.db"
    second = run("replay", log, "--log", again)
    assert second.returncode == 0, second.stderr
    ends = [re.search(r"All accounted for.*", done.stdout) for done in (first, second)]
    assert ends[0] and ends[1] and ends[0][0] == ends[1][0]
    kinds = "SELECT kind, count(*) FROM log GROUP BY kind"
    counts = [sqlite3.connect(path).execute(kinds).fetchall() for path in (log, again)]
    assert counts[0] == counts[1]
    assert {"advice", "flag"} < dict(counts[0]).keys(), "nothing was decided: this tests nothing"


def test_a_speed_and_a_time_to_begin_are_kept(short: Path) -> None:
    """The day is rushed to --from, then played no faster than asked."""
    day, left_s, speed = read_day(short), 300, 200
    start = show_time(day.span_ms[1] - left_s * 1000, day.zone)
    done = run("replay", short, "--from", start, "--speed", str(speed))
    assert done.returncode == 0, done.stderr
    played = re.search(r"Played ([\d.]+) h in ([\d.]+) s", done.stdout)
    assert played, done.stdout
    assert left_s / speed <= float(played[2]) < float(played[1]) * 3600 / speed


def test_a_replay_can_keep_its_log(short: Path, tmp_path: Path) -> None:
    """The log of a rehearsal is a race file like any other; an existing one is not written over."""
    log = tmp_path / "kept.db"
    assert run("replay", short, "--log", log).returncode == 0
    assert log.stat().st_size > 100_000
    again = run("replay", short, "--log", log)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("check", "nowhere"), "there is no such folder"),
        (("replay", "nowhere"), "neither a race folder nor a recorded pair"),
        (("serve", "nowhere"), "there is no such folder"),
        (("replay", "nowhere", "--speed", "fast"), "is no speed"),
        (("serve", ".", "--prior", "nowhere.json"), "nowhere.json: cannot be read"),
        (("serve", ".", "--prior", "pyproject.toml"), "Write it anew: alongside fit"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_exit_code_1(args: tuple[str, ...], said: str) -> None:
    """No traceback reaches the person at the keyboard."""
    done = run(*args)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_option_is_exit_code_2() -> None:
    """Usage is told apart from input."""
    assert run("replay").returncode == 2


def links_of(process: subprocess.Popen[str]) -> dict[str, str]:
    """Return the links that a serving process prints."""
    links: dict[str, str] = {}
    for line in process.stdout or ():
        found = re.match(r"(\w[\w ]+?)\s{2,}(http\S+)", line)
        if found:
            links[found[1]] = found[2]
        if "Ctrl-C" in line:
            return links
    pytest.fail("it ended before it served")


def page(url: str) -> str:
    """Return a page, once it is there."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} was never answered")


def test_serve_keeps_what_was_acknowledged_and_ends_cleanly_on_ctrl_c(race: Path, tmp_path: Path) -> None:
    """A read posted to the feed is on disk when it is answered; Ctrl-C ends with exit code 0."""
    folder = tmp_path / "served"
    folder.mkdir()
    for name in ("race.toml", "full.gpx", "half.gpx", "roster.csv"):
        text = (race / name).read_text()
        (folder / name).write_text(re.sub(r"(?m)^recorded.*\n", "", text) if name == "race.toml" else text)
    serving = serve(folder)
    try:
        links = links_of(serving)
        assert "Race control" in page(links["Race control"])
        body = b'[{"id": "1", "code": "nobody", "mat": "start", "at": "2027-05-02T12:00:00Z"}]'
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(links["Timing feed"], data=body, headers=headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert b'"accepted":1' in answer.read().replace(b" ", b"")
    finally:
        serving.send_signal(signal.SIGINT)
        said, _ = serving.communicate(timeout=30)
    assert serving.returncode == 0
    assert "on disk" in said
    log = sqlite3.connect(folder / "race.db")
    assert log.execute("SELECT count(*) FROM log WHERE kind = 'read'").fetchone() == (1,)
    again = serve(folder)
    try:
        assert "Race control" not in links_of(again)
    finally:
        again.send_signal(signal.SIGINT)
        again.communicate(timeout=30)


def test_a_port_that_is_taken_is_said_in_a_sentence(race: Path) -> None:
    """Somebody else listens there: the message says what to try."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("demo", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert "--port 0" in done.stderr
