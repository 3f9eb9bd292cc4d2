"""``alongside init``: from GPX files and a roster to a race that checks."""

from __future__ import annotations

import math
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from alongside.course.promise import promise_of
from alongside.folders.race_folder import read_folder
from alongside.units import EARTH_RADIUS_M

ALONGSIDE = [sys.executable, "-m", "alongside"]
ROSTER = """Bib No,Chip,Event,Wave,First Name,Last Name
1,C1,Marathon,1,Ann,Able
2,C2,Half Marathon,2,Ben,Baker
3,C3,10K,2,Cat,Cook
4,C4,Marathon,2,Dan,Dyer
"""
RADIUS_M = 42_300 / math.tau


def loop_at(along_m: float) -> tuple[float, float, float]:
    """Return lat, lon and height at metres along a round loop with three hills of 40 m."""
    turn = along_m / RADIUS_M
    north_m, east_m = RADIUS_M * math.sin(turn), RADIUS_M * (1 - math.cos(turn))
    lat = 41.0 + math.degrees(north_m / EARTH_RADIUS_M)
    lon = -90.0 + math.degrees(east_m / EARTH_RADIUS_M / math.cos(math.radians(41.0)))
    return lat, lon, 20 + 20 * math.cos(3 * turn)


def gpx(metres: Iterable[float]) -> str:
    """Return a GPX along the loop, through these metres of it."""
    points = "".join(
        f'<trkpt lat="{lat:.7f}" lon="{lon:.7f}"><ele>{height:.1f}</ele></trkpt>'
        for lat, lon, height in map(loop_at, metres)
    )
    head = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="t">'
    return f"{head}<trk><trkseg>{points}</trkseg></trk></gpx>"


def out_and_back(turn_m: int) -> list[int]:
    """Return metres to a turn and home again, every 50 m."""
    out = list(range(0, turn_m + 1, 50))
    return out + out[-2::-1]


COURSES = {
    "spring_full.gpx": gpx(range(0, 42_301, 50)),
    "spring_half.gpx": gpx(out_and_back(10_550)),
    "spring_10k.gpx": gpx(out_and_back(5000)),
}


def lay_out(folder: Path, roster: str | None = ROSTER, courses: dict[str, str] = COURSES) -> Path:
    """Write GPX files and a roster into a new folder; return it."""
    folder.mkdir()
    for name, text in courses.items():
        (folder / name).write_text(text, encoding="utf-8")
    if roster is not None:
        (folder / "roster.csv").write_text(roster, encoding="utf-8")
    return folder


def init(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run ``alongside init`` with no terminal; return what it printed."""
    command = [*ALONGSIDE, "init", *map(str, args)]
    environment = os.environ | {"TZ": "America/Chicago", "COLUMNS": "80"}
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, env=environment
    )


def names_in(folder: Path) -> list[str]:
    """Return the names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


# -- every default ----------------------------------------------------------------------------


def test_three_gpx_and_a_roster_become_a_race_that_checks(tmp_path: Path) -> None:
    """All defaults: lengths, names, waves and shared mats are found, and the promise is kept everywhere."""
    done = init(lay_out(tmp_path / "spring-run"), "--yes")
    assert done.returncode == 0, done.stderr
    assert "The schedule keeps the promise at all" in done.stdout
    assert "Nothing is wrong with this race." in done.stdout
    folder = read_folder(tmp_path / "spring-run")
    plan = folder.plan
    assert folder.warnings == ()
    assert len(folder.entries) == 4
    assert (plan.name, plan.zone) == ("Spring Run", "America/Chicago")
    assert [(d.id, d.name, d.length_m, d.limit_s) for d in plan.distances] == [
        ("full", "Marathon", 42_195.0, 6.5 * 3600),
        ("half", "Half Marathon", 21_097.5, 3.25 * 3600),
        ("10k", "10K", 10_000.0, 1.5 * 3600),
    ]
    assert [(w.id, w.distances) for w in plan.waves] == [("1", ("full",)), ("2", ("full", "half", "10k"))]
    assert (plan.waves[1].gun_ms - plan.waves[0].gun_ms) == 600_000
    ends = [mat.id for mat in plan.mats if mat.id.endswith(("start", "finish"))]
    assert ends == ["start", "finish", "half-finish"]  # out-and-backs come home against the full's way
    assert plan.stations[0].name == "Water 1 (mile 2)"
    assert {row.verdict for row in promise_of(plan).rows} == {"kept"}
    assert [sweep.distance for sweep in plan.sweeps] == ["full", "half", "10k"]


def test_a_real_citys_files_become_a_race_that_checks(races: Path, tmp_path: Path) -> None:
    """Three real courses that share a narrow trail both ways: every distance gets its ends and its water."""
    names = ("fredericton_full.gpx", "fredericton_half.gpx", "fredericton_10k.gpx")
    courses = {name: (races.parent / "courses" / name).read_text(encoding="utf-8") for name in names}
    done = init(lay_out(tmp_path / "city", courses=courses), "--yes")
    assert done.returncode == 0, done.stderr
    assert "The schedule keeps the promise at all" in done.stdout
    plan = read_folder(tmp_path / "city").plan
    for distance in plan.distances:
        assert {"start", "finish"} <= {split.role for split in distance.splits}
        assert any(place.distance == distance.id for table in plan.stations for place in table.places)


def test_without_a_terminal_the_defaults_are_taken_and_it_says_so(tmp_path: Path) -> None:
    """A script that forgets --yes gets a race, not a question that nobody answers."""
    done = init(lay_out(tmp_path / "race"))
    assert done.returncode == 0, done.stderr
    assert "There is no terminal to ask in: every default is taken, as with --yes." in done.stdout


def test_without_a_roster_it_says_what_one_needs_and_goes_on(tmp_path: Path) -> None:
    """No roster is made up; each distance still gets a wave, and the check asks for the roster."""
    done = init(lay_out(tmp_path / "race", roster=None), "--yes")
    assert done.returncode == 0, done.stderr
    assert "There is no roster.csv. It has a line for each bib" in done.stdout
    assert "roster.csv: there is none" in " ".join(done.stdout.split())
    assert "roster.csv" not in names_in(tmp_path / "race")
    (wave,) = read_folder(tmp_path / "race").plan.waves
    assert (wave.id, wave.distances) == ("1", ("full", "half", "10k"))


def test_the_comments_of_the_file_teach(tmp_path: Path) -> None:
    """Each table of race.toml has a word on what it is; what there is none of has an example."""
    init(lay_out(tmp_path / "race"), "--yes")
    text = (tmp_path / "race" / "race.toml").read_text(encoding="utf-8")
    for section in ("distance", "wave", "mat", "station", "sweep"):
        assert re.search(rf"^# .+\n\[\[{section}\]\]", text, re.M)
    assert "# [[cutoff]]" in text
    assert "# [[reopening]]" in text
    feeds = re.sub(r"(?m)^# ?", "", text[text.index("# [[feeds]]") :])
    assert [feed["kind"] for feed in tomllib.loads(feeds)["feeds"]] == ["raceresult", "csv"]
    assert "docs/race-toml.md" in text


# -- what lies elsewhere, and what is in the way ----------------------------------------------


def test_named_files_are_copied_into_a_new_folder(tmp_path: Path) -> None:
    """--gpx and --roster bring files from elsewhere; the originals stay as they are."""
    source = lay_out(tmp_path / "downloads")
    named = [part for name in COURSES for part in ("--gpx", source / name)]
    done = init(tmp_path / "new" / "race", *named, "--roster", source / "roster.csv", "--yes")
    assert done.returncode == 0, done.stderr
    assert names_in(tmp_path / "new" / "race") == sorted([*COURSES, "race.toml", "roster.csv"])
    assert (tmp_path / "new" / "race" / "roster.csv").read_text(encoding="utf-8") == ROSTER
    assert names_in(source) == sorted([*COURSES, "roster.csv"])


def test_a_race_toml_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    """Whoever has begun a race keeps it to the byte."""
    folder = lay_out(tmp_path / "race")
    (folder / "race.toml").write_text("mine", encoding="utf-8")
    done = init(folder, "--yes")
    assert done.returncode == 1
    assert "race.toml: is there already; it is never overwritten." in done.stderr
    assert (folder / "race.toml").read_text(encoding="utf-8") == "mine"


def test_everything_in_the_way_is_said_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    """A broken GPX, a file that is not there and a second roster make one list of sentences."""
    folder = lay_out(tmp_path / "race")
    (folder / "broken.gpx").write_text("<gpx", encoding="utf-8")
    (tmp_path / "other.csv").write_text("bib\n9\n", encoding="utf-8")
    before = names_in(folder)
    done = init(folder, "--yes", "--gpx", tmp_path / "lost.gpx", "--roster", tmp_path / "other.csv")
    assert done.returncode == 1
    for said in ("broken.gpx: cannot be read as GPX", "lost.gpx: cannot be read", "differs from --roster"):
        assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert names_in(folder) == before


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda folder: folder.mkdir(), "has no GPX to start from."),
        (lambda folder: None, "has no GPX to start from."),
        (lambda folder: folder.write_text("x"), "is a file, not a folder."),
        (lambda folder: lay_out(folder, roster="name\nAnn\n"), "has no column for the bib"),
        (lambda folder: lay_out(folder, roster=""), "roster.csv: is empty."),
    ],
)
def test_what_cannot_be_started_from_is_a_sentence(tmp_path: Path, prepare: object, said: str) -> None:
    """Exit code 1, what was found and what to do, and no race.toml."""
    prepare(tmp_path / "race")  # type: ignore[operator]
    done = init(tmp_path / "race", "--yes")
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "race" / "race.toml").exists()


def test_a_rostered_distance_without_a_gpx_is_taken_by_its_length(tmp_path: Path) -> None:
    """The roster's 5K has no GPX: it becomes a distance of 5 km without a map, with a wave of its own."""
    done = init(lay_out(tmp_path / "race", ROSTER + "5,C5,5K,3,Eve,Ely\n"), "--yes")
    assert done.returncode == 0, done.stderr
    plan = read_folder(tmp_path / "race").plan
    assert (plan.distances[3].id, plan.distances[3].length_m) == ("5k", 5000.0)
    assert (plan.waves[2].id, plan.waves[2].distances) == ("3", ("5k",))


def test_a_rostered_distance_that_tells_no_length_is_left_to_a_person(tmp_path: Path) -> None:
    """No length is made up: race.toml is written, and the check names the lines that fit nothing."""
    done = init(lay_out(tmp_path / "race", ROSTER + "5,C5,Fun run,3,Eve,Ely\n"), "--yes")
    assert done.returncode == 1
    assert "race.toml is written. Correct this, and check again:" in done.stderr
    assert "roster.csv: line 6, distance: 'Fun run' is not a distance." in done.stderr
    assert (tmp_path / "race" / "race.toml").exists()


def test_short_and_long_courses_get_defaults_that_hold(tmp_path: Path) -> None:
    """A dash of 200 m and a loop of no usual length are races too."""
    courses = {"dash.gpx": gpx(range(0, 201, 20)), "lake.gpx": gpx(range(0, 17_001, 50))}
    done = init(lay_out(tmp_path / "race", None, courses), "--yes")
    assert done.returncode == 0, done.stderr
    assert [(d.id, d.name) for d in read_folder(tmp_path / "race").plan.distances] == [
        ("lake", "Lake"),
        ("dash", "Dash"),
    ]


# -- asked in a terminal ----------------------------------------------------------------------


CTRL_C, CTRL_D = b"\x03", b"\x04"


def talk(folder: Path, answers: Iterable[str], end: bytes = b"\n") -> tuple[str, int]:
    """Answer question by question in a terminal, then with Enter or ``end``; return text and exit code."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1", "TZ": "UTC"}
    process = subprocess.Popen(
        [*ALONGSIDE, "init", str(folder)], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    left, seen, until = list(answers), "", time.monotonic() + 60
    while time.monotonic() < until and (piece := read(ours, process)) is not None:
        seen += piece
        if not left and end == CTRL_C and seen.endswith(("]: ", "]: \n")):
            if piece:
                seen += "\n"
            process.send_signal(signal.SIGINT)  # what a terminal makes of the key; pressed until it is heard
        elif seen.endswith("]: "):
            os.write(ours, left.pop(0).encode() + b"\n" if left else end)
            seen += "\n"
    os.close(ours)
    return seen.replace("\r\n", "\n"), process.wait(timeout=30)


def read(terminal: int, process: subprocess.Popen[bytes]) -> str | None:
    """Return what was printed meanwhile; ``None`` when the process has ended."""
    has_ended = process.poll() is not None  # asked first: its last words may come while we wait
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if not ready:
        return None if has_ended else ""
    try:
        return os.read(terminal, 65_536).decode()
    except OSError:  # how a terminal says that nobody is at the other end
        return None


def test_answers_are_what_is_written(tmp_path: Path) -> None:
    """What is typed goes into race.toml; Enter takes what stands in brackets."""
    folder = lay_out(tmp_path / "race", courses={"spring_full.gpx": COURSES["spring_full.gpx"]}, roster=None)
    answers = ["Lake Run", "2027-05-02", "Europe/Berlin"]
    answers += ["lake", "The Lake", "42.2 km", "7:30", "08:15"]
    answers += ["10, 20, 30 km", "none", "21 km", "30 km 14:00", "no"]
    text, code = talk(folder, answers)
    assert code == 0, text
    data = tomllib.loads((folder / "race.toml").read_text(encoding="utf-8"))
    assert (data["name"], str(data["date"]), data["zone"]) == ("Lake Run", "2027-05-02", "Europe/Berlin")
    (distance,) = data["distance"]
    assert distance == {
        "id": "lake",
        "name": "The Lake",
        "gpx": "spring_full.gpx",
        "length": "42.2 km",
        "limit": "7:30",
    }
    assert data["wave"] == [{"id": "1", "gun": "08:15"}]
    assert [mat["at"] for mat in data["mat"]] == ["0 km", "42.2 km", "21 km"]
    assert [(table["at"], "closes" in table) for table in data["station"]] == [
        ("10 km", False),
        ("20 km", False),
        ("30 km", False),
    ]
    assert [(cutoff["at"], cutoff["closes"]) for cutoff in data["cutoff"]] == [("30 km", "14:00")]
    assert "sweep" not in data
    assert "At 3 no time is said." in " ".join(text.split())


def test_an_answer_that_cannot_be_used_is_explained_and_asked_again(tmp_path: Path) -> None:
    """Each wrong answer gets a sentence, the same question, and no traceback."""
    folder = lay_out(tmp_path / "race", courses={"spring_full.gpx": COURSES["spring_full.gpx"]}, roster=None)
    answers = ["", "May 2", "2027-05-02", "Chicago", "America/Chicago", "Full Course", "", "", "42 mi", ""]
    answers += ["6", "6:30", "7", "07:00", "every furlong"]
    text, code = talk(folder, answers)
    assert code == 0, text
    for said in (
        "'May 2' is not a date.",
        "Did you mean America/Chicago?",
        "'Full Course' is not a short lower-case word.",
        "'42 mi' does not fit: the GPX measures",
        "'6' is not a limit.",
        "'7' is not a time of day.",
        "'every furlong' is not understood at 'furlong'.",
    ):
        assert said in " ".join(text.split())
    assert "Traceback" not in text
    assert read_folder(folder).plan.zone == "America/Chicago"


@pytest.mark.parametrize("end", [CTRL_C, CTRL_D], ids=["Ctrl-C", "Ctrl-D"])
def test_broken_off_questions_write_nothing(tmp_path: Path, end: bytes) -> None:
    """Ctrl-C or Ctrl-D in the middle leaves the folder as it was, and says so."""
    folder = lay_out(tmp_path / "race")
    before = names_in(folder)
    text, code = talk(folder, ["Lake Run", "2027-05-02"], end)
    assert code == 1
    assert "the questions were broken off; nothing was written." in " ".join(text.split())
    assert names_in(folder) == before


def test_a_wave_that_is_a_typing_mistake_shows_and_can_be_left_out(tmp_path: Path) -> None:
    """One runner in a wave of her own would move the last gun: her line is named by the check instead."""
    roster = ROSTER + "5,C5,Marathon,Z,Eve,East\n"
    folder = lay_out(
        tmp_path / "race", courses={"spring_full.gpx": COURSES["spring_full.gpx"]}, roster=roster
    )
    answers = ["", "2027-05-02", "America/Chicago", *[""] * 10, "leave out"]
    text, code = talk(folder, answers)
    assert "Wave Z (Marathon; 1 runner)" in text
    assert code == 1
    assert "'Z' is not a wave of full" in " ".join(text.split())
    data = tomllib.loads((folder / "race.toml").read_text(encoding="utf-8"))
    assert "Z" not in [wave["id"] for wave in data["wave"]]
