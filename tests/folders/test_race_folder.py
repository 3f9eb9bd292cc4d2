"""Race folders on disk."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alongside.errors import InputError
from alongside.folders.race_folder import is_folder, read_folder
from alongside.units import show_time

TOML = """
name = "Tamarack 5K"
date = 2027-05-02
zone = "America/Chicago"
[[distance]]
id = "5k"
gpx = "5k.gpx"
length = "5 km"
[[wave]]
id = "1"
gun = "07:00"
[[mat]]
id = "start"
on = "5k"
at = "0 km"
[[mat]]
id = "finish"
on = "5k"
at = "5 km"
"""
GPX = (
    '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="tests"><trk><trkseg>'
    '<trkpt lat="41.0" lon="-90.0"/><trkpt lat="41.0" lon="-89.9404"/></trkseg></trk></gpx>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a race folder without faults."""
    (tmp_path / "race.toml").write_text(TOML)
    (tmp_path / "5k.gpx").write_text(GPX)
    (tmp_path / "roster.csv").write_text("bib,name\n1,Ada Example\n2,Bea Example\n")
    return tmp_path


def said(folder: Path) -> str:
    """Return what is said of a folder that is wrong."""
    with pytest.raises(InputError) as caught:
        read_folder(folder)
    return str(caught.value)


def test_a_folder_reads_whole(folder: Path):
    """Plan, entries and people come from one call."""
    found = read_folder(folder)
    assert is_folder(folder)
    assert found.plan.distance("5k").length_m == 5000
    assert [entry.bib for entry in found.entries] == ["1", "2"]
    assert [person.name for person in found.people] == ["Ada Example", "Bea Example"]
    assert (found.warnings, found.recorded, found.chapters) == ((), None, ())


def test_without_a_roster_a_race_reads_with_a_warning(folder: Path):
    """Before entries close there is a course to check."""
    (folder / "roster.csv").unlink()
    found = read_folder(folder)
    assert found.entries == ()
    assert "every bib will be unknown" in found.warnings[0]


def test_chapters_are_instants_in_order(folder: Path):
    """Chapters are read on the race's wall clock and sorted."""
    chapters = (
        '[[chapter]]\ntime = "25:00:00"\ntitle = "Late"\n[[chapter]]\ntime = "09:42:00"\ntitle = "Alone"\n'
    )
    (folder / "chapters.toml").write_text(chapters + 'text = "She is alone."\n')
    found = read_folder(folder).chapters
    assert [(c.title, c.text, show_time(c.at_ms, "America/Chicago")) for c in found] == [
        ("Alone", "She is alone.", "09:42:00"),
        ("Late", "", "01:00:00"),
    ]


@pytest.mark.parametrize("made", [["day/rows.parquet"], ["day.runners.parquet", "day.splits.parquet"]])
def test_a_recorded_day_is_bound(folder: Path, made: list[str]):
    """recorded names a folder with rows.parquet, or a pair of parquet files without their endings."""
    (folder / "day").mkdir()
    for name in made:
        (folder / name).write_bytes(b"")
    (folder / "race.toml").write_text('recorded = "day"\n' + TOML)
    assert read_folder(folder).recorded == folder / "day"


Change = Callable[[Path], object]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda f: (f / "race.toml").unlink(), "has no race.toml. `alongside init"),
        (lambda f: (f / "5k.gpx").unlink(), "race.toml: distance[1].gpx: there is no file '5k.gpx'"),
        (lambda f: ((f / "5k.gpx").unlink(), (f / "5k.gpx").mkdir()), "5k.gpx: is a folder, not a file"),
        (lambda f: ((f / "roster.csv").unlink(), (f / "roster.csv").mkdir()), "roster.csv: is a folder"),
        (lambda f: ((f / "race.toml").unlink(), (f / "race.toml").mkdir()), "race.toml: is a folder"),
        (lambda f: (f / "race.toml").write_bytes(b"\xff\xfe"), "race.toml: line 1 is not UTF-8"),
        (lambda f: (f / "race.toml").write_text("name ="), "race.toml: is not TOML: Invalid value (at"),
        (lambda f: (f / "race.toml").write_text("\na = +1 5\n"), "says 'a = +1 5'. Correct"),
        (lambda f: (f / "race.toml").write_text(TOML.replace("5k.gpx", "\\u0000")), "cannot be read"),
        (
            lambda f: (f / "race.toml").write_text(TOML.replace("5k.gpx", "x" * 300)),
            "cannot be read: File name too",
        ),
        (
            lambda f: (f / "race.toml").write_text('recorded = "no"\n' + TOML),
            "recorded: 'no' holds no rows.parquet",
        ),
        (
            lambda f: (f / "race.toml").write_text(f'recorded = "{"x" * 300}"\n' + TOML),
            "holds no rows.parquet",
        ),
        (
            lambda f: (f / "chapters.toml").write_text("[[chapter]]\ntime = 7"),
            "chapters.toml: chapter[1].time: 7 is",
        ),
        (lambda f: (f / "chapters.toml").write_text("[chapter]"), "chapters.toml: chapter: "),
        (
            lambda f: (f / "roster.csv").write_text("bib,wave\n1,9\n"),
            "roster.csv: line 2, wave: '9' is not a wave",
        ),
    ],
)
def test_what_is_wrong_with_a_folder_is_a_sentence(folder: Path, change: Change, says: str):
    """Missing files, folders in their place and unreadable text are said, never raised as themselves."""
    change(folder)
    assert says in said(folder)


def test_a_path_that_is_no_folder_is_said(folder: Path):
    """A file, and a path that is not there, each give their own sentence."""
    assert "is a file, not a race folder. Give the folder that holds it." in said(folder / "race.toml")
    assert "there is no such folder" in said(folder / "nowhere")
    assert not is_folder(folder / "nowhere")


def test_faults_of_several_files_come_together(folder: Path):
    """A wrong roster, wrong chapters and a missing recording are all said at once."""
    (folder / "roster.csv").write_text("bib,wave\n1,9\n")
    (folder / "chapters.toml").write_text("[[chapter]]\n")
    (folder / "race.toml").write_text('recorded = "no"\n' + TOML)
    text = said(folder)
    assert all(
        name in text for name in ("roster.csv: line 2", "chapters.toml: chapter[1]", "race.toml: recorded")
    )


def test_a_roster_without_bibs_is_said_even_beside_a_wrong_plan(folder: Path):
    """Faults of the plan do not hide that the roster has no bibs."""
    (folder / "roster.csv").write_text("name\nAda Example\n")
    (folder / "race.toml").write_text(TOML.replace("5 km", "5"))
    assert "no column for the bib" in said(folder)
    assert "'5' is not a length" in said(folder)
