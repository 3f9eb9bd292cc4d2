"""``alongside together``, as somebody types it: the table, what is said, and the page."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.folders.made_up import write_made_up
from alongside.folders.recorded import read_day
from alongside.forecast.past import Floats, Past
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import simulate
from alongside.store.race_file import RaceFile
from pasts import pair_tables, write_pair
from together_fields import FINISH, HALF, K15, K20, K30, MATS, MATS_M, START, alone_s, put_beside

COLUMNS = ["bib_a", "bib_b", "kind", "in_pack", "from_mat", "to_mat", "shared_mats", "log_odds", "fdr"]
PLANTED = (
    ("start_finish", START, FINISH),
    ("start_parted", START, HALF),
    ("met_finish", K20, FINISH),
    ("met_parted", K15, K30),
)
COUPLES = range(60, 380, 20)
FIRST_BIB = 7_340_001  # bibs that no number on a page is by chance
Tables = tuple[dict[str, list[Any]], dict[str, list[Any]]]


def together(*args: str | Path) -> Result:
    """Run the command in this process; what it raises is raised here."""
    return CliRunner().invoke(main, ["together", *map(str, args)], catch_exceptions=False)


def couples_s(n: int = 400) -> Floats:
    """Return runners of whom sixteen couples were together, four of each kind."""
    at_s, dice = alone_s(n, 1), np.random.default_rng(2)
    for number, row in enumerate(COUPLES):
        _, first, end = PLANTED[number % 4]
        gap_s = dice.choice([-1.0, 0.0, 0.0, 0.0, 1.0], 11)
        gap_s[:first] += dice.integers(80, 280)
        gap_s[end + 1 :] += dice.integers(60, 160) * np.arange(1, 11 - end)
        put_beside(at_s, row, row + 1, gap_s)
    return np.rint(at_s)


def planted() -> dict[tuple[int, int], tuple[str, str, str, int]]:
    """Return kind, mats and their number by bibs, as the table is to have them."""
    return {
        (FIRST_BIB + row, FIRST_BIB + row + 1): (kind, MATS[first], MATS[end], end - first + 1)
        for row, (kind, first, end) in zip(COUPLES, PLANTED * 4, strict=True)
    }


def tables_of(at_s: Floats, event: str = "full", first_bib: int = FIRST_BIB, columns: int = 11) -> Tables:
    """Return the two tables of a pair: clocks at START and at mats, nan where nobody read them."""
    n = len(at_s)
    return pair_tables(
        Past(
            race="made-up-2031", distance=event, mats=(*MATS[1 : columns - 1], "FINISH"),
            mats_m=MATS_M[1:columns], bibs=tuple(str(first_bib + i) for i in range(n)),
            start_s=at_s[:, 0], at_s=at_s[:, 1:columns], estimated=np.zeros((n, columns - 1), dtype=np.bool_),
            status=np.array(["finished"] * n), gender=np.zeros(n, dtype=np.int8),
            group=np.zeros(n, dtype=np.int64),
        )
    )  # fmt: skip


def both(one: Tables, other: Tables) -> Tables:
    """Return two events below each other."""
    runners, splits = ({name: a[name] + b[name] for name in a} for a, b in zip(one, other, strict=True))
    return runners, splits


def table(path: Path) -> dict[str, list[Any]]:
    """Return a parquet table by columns."""
    columns: dict[str, list[Any]] = pq.read_table(path).to_pydict()
    return columns


def pairs_in(path: Path, least: float = 2.0) -> dict[tuple[int, int], tuple[str, str, str, int]]:
    """Return kind, mats and their number by bibs of a table's pairs with these log odds or more."""
    rows = zip(*(table(path)[name] for name in COLUMNS), strict=True)
    return {
        (a, b): (kind, first, end, mats) for a, b, kind, _, first, end, mats, odds, _ in rows if odds >= least
    }


def found(tmp_path: Path, tables: Tables, *args: str | Path) -> tuple[Result, dict[tuple[int, int], Any]]:
    """Return what the command says of two tables, and the pairs that it writes."""
    stem = write_pair(tmp_path / "race-2031", *tables)
    done = together(stem, "--out", tmp_path / "found.parquet", "--shifts", "1", *args)
    assert done.exit_code == 0, done.output
    return done, pairs_in(tmp_path / "found.parquet")


def without(tables: Tables, *names: str) -> Tables:
    """Return two tables without some of their columns."""
    runners, splits = ({name: t[name] for name in t if name not in names} for t in tables)
    return runners, splits


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up race with couples in it, as a pair."""
    return write_pair(tmp_path_factory.mktemp("race") / "made-up-2031", *tables_of(couples_s()))


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A race so dense that chance gives pairs too, so that there is something to count."""
    at_s = np.concatenate([couples_s(), alone_s(2_500, 31, over_s=200.0, paces=0.03)])
    return write_pair(tmp_path_factory.mktemp("dense") / "dense-2031", *tables_of(np.rint(at_s)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny race folder with a recorded day, nobody in it with a phone."""
    folder = tmp_path_factory.mktemp("together") / "city"
    files = city_files()
    write_made_up(folder, files, simulate(city_plan(files), 80, np.random.default_rng(5), phone_share=0.0))
    return folder


def test_whoever_was_together_is_in_the_table(race: Path, tmp_path: Path) -> None:
    """Each couple is a row with its kind, its mats and their number; the lower bib stands first."""
    done = together(race, "--out", tmp_path / "t.parquet")
    assert done.exit_code == 0, done.output
    told = pairs_in(tmp_path / "t.parquet")
    assert {pair: told.get(pair) for pair in planted()} == planted()
    assert len(told) <= len(planted()) + 1
    odds = table(tmp_path / "t.parquet")["log_odds"]
    assert odds == sorted(odds, reverse=True) and odds[-1] >= 0


def test_the_columns_have_their_types(race: Path, tmp_path: Path) -> None:
    """Bibs and mats are whole numbers, odds and shares are fractions, the pack is yes or no."""
    together(race, "--out", tmp_path / "t.parquet")
    schema = pq.read_schema(tmp_path / "t.parquet")
    text, whole, number = pa.string(), pa.int64(), pa.float64()
    assert schema.names == COLUMNS
    assert schema.types == [whole, whole, text, pa.bool_(), text, text, whole, number, number]


def test_csv_json_and_parquet_hold_the_same(race: Path, tmp_path: Path) -> None:
    """The ending says what is written; all three hold every pair and every column."""
    for ending in ("parquet", "csv", "json"):
        assert together(race, "--out", tmp_path / f"t.{ending}", "--shifts", "1").exit_code == 0
    told = [list(row) for row in zip(*table(tmp_path / "t.parquet").values(), strict=True)]
    rows = json.loads((tmp_path / "t.json").read_text("utf-8"))
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = list(csv.reader(file))
    assert len(told) >= len(planted())
    assert [list(row.values()) for row in rows] == told
    assert (head, list(rows[0])) == (COLUMNS, COLUMNS)
    assert lines == [[str(value) for value in row] for row in told]


def test_bibs_that_are_no_numbers_stay_texts(tmp_path: Path) -> None:
    """One bib with a letter in it makes texts of all."""
    runners, splits = tables_of(couples_s())
    for tab in (runners, splits):
        tab["bib"] = [f"{bib}A" if bib == FIRST_BIB else str(bib) for bib in tab["bib"]]
    _, told = found(tmp_path, (runners, splits))
    assert told.keys() >= {(str(a), str(b)) for a, b in planted()}


@pytest.mark.parametrize("ending", ["parquet", "csv", "json"])
def test_the_same_seed_writes_the_same_file(dense: Path, tmp_path: Path, ending: str) -> None:
    """Bit for bit, the page too, and over the files of the run before; another seed does not."""
    files = tmp_path / f"t.{ending}", tmp_path / "t.html"
    args = (dense, "--out", files[0], "--report", files[1], "--shifts", "2", "--seed")
    written = []
    for seed in ("1", "1", "2"):
        done = together(*args, seed)
        assert done.exit_code == 0, done.output
        written.append([file.read_bytes() for file in files])
    assert written[0] == written[1]
    assert written[0][0] != written[2][0]


@pytest.mark.parametrize("changed", [("--seed", "2"), ("--shifts", "3")])
def test_the_dice_change_the_error_rates_alone(dense: Path, tmp_path: Path, changed: tuple[str, str]) -> None:
    """Another seed, or more rounds of chance, leave every column as it was but fdr."""
    together(dense, "--out", tmp_path / "one.parquet")
    together(dense, "--out", tmp_path / "two.parquet", *changed)
    one, two = table(tmp_path / "one.parquet"), table(tmp_path / "two.parquet")
    assert one.pop("fdr") != two.pop("fdr")
    assert one == two


@pytest.mark.parametrize(
    "lost", [("start_tod_s",), ("tod_s",), ("elapsed_s",), ("status", "finish_s", "last_mat"), ("wave",)]
)
def test_what_can_be_told_without_a_column_is_told(tmp_path: Path, lost: tuple[str, ...]) -> None:
    """Starts follow from clock and net time, clocks from starts; statuses and waves are not needed."""
    done, told = found(tmp_path, without(tables_of(couples_s()), *lost))
    assert {pair: told.get(pair) for pair in planted()} == planted()
    assert "net times" not in done.output


def test_of_net_times_alone_nothing_is_said_of_who_met(tmp_path: Path) -> None:
    """With neither starts nor clocks: who started together shows, who met is not known, in table and page."""
    page = tmp_path / "page.html"
    tables = without(tables_of(couples_s()), "start_tod_s", "tod_s")
    done, told = found(tmp_path, tables, "--report", page)
    assert "Only net times are known, no time of day." in done.output
    said = {line.split("  ")[0].strip(): line.split()[-2:] for line in done.output.splitlines()}
    assert said["met, to the finish"] == said["met, then parted"] == ["not", "known"]
    started = [pair for pair, (kind, *_) in planted().items() if kind == "start_finish"]
    assert [told[pair][:2] for pair in started] == [("start_finish", "5K")] * 4
    assert "Only net times of this race are known" in page.read_text("utf-8")


def test_a_race_with_clocks_says_nothing_of_net_times(race: Path, tmp_path: Path) -> None:
    """Whole fields get no caution, and their meetings are counted."""
    done = together(race, "--out", tmp_path / "t.csv", "--shifts", "1")
    assert "net times" not in done.output and "whole minutes" not in done.output
    assert "not known" not in done.output


def test_a_small_race_counts_chance_in_many_rounds(race: Path, tmp_path: Path) -> None:
    """Without --shifts a small race takes more rounds than one, so that its error rates are lower."""
    together(race, "--out", tmp_path / "one.parquet", "--shifts", "1")
    together(race, "--out", tmp_path / "own.parquet")
    one, own = (max(table(tmp_path / f"{name}.parquet")["fdr"][:8]) for name in ("one", "own"))
    assert own <= one / 8


def test_whole_minutes_are_said(tmp_path: Path) -> None:
    """Of times without seconds a sentence says that nobody can tell."""
    done, _ = found(tmp_path, tables_of(np.rint(alone_s(150, 3) / 60) * 60))
    assert "Its times are whole minutes" in done.output


def test_estimated_times_are_nobody_s_reads(tmp_path: Path) -> None:
    """A couple told by estimates alone is none; one estimate among its reads is one mat less."""
    met, started = (60 + 20 * 2, 60)  # the first couple that met, the first from the start to the finish
    runners, splits = tables_of(couples_s())
    where = list(zip(splits["bib"], splits["mat"], strict=True))
    guessed = {FIRST_BIB + met + 1: MATS[K20:FINISH], FIRST_BIB + started: (MATS[HALF],)}
    splits["estimated"] = [mat in guessed.get(bib, ()) for bib, mat in where]
    _, told = found(tmp_path, (runners, splits))
    pair = FIRST_BIB + met, FIRST_BIB + met + 1
    assert pair in planted() and pair not in told
    assert told[FIRST_BIB + started, FIRST_BIB + started + 1] == ("start_finish", "START", "FINISH", 10)


@pytest.mark.parametrize(("event", "is_told"), [("sweep", False), ("full", True)])
def test_the_sweep_runs_with_nobody(tmp_path: Path, event: str, is_told: bool) -> None:
    """Whoever crosses every mat beside the sweep is in no pair with it, as she is with another runner."""
    at_s = couples_s()
    beside = tables_of(at_s[200:201] + 1.0, event, first_bib=9)
    done, told = found(tmp_path, both(tables_of(at_s), beside))
    assert any(9 in pair for pair in told) == is_told
    assert f"{400 + is_told} runners" in done.output


def test_a_half_and_a_full_are_one_field(tmp_path: Path) -> None:
    """Two of different events are told of on the mats that they share, and have parted after them."""
    at_s = alone_s(300, 5)
    half = at_s[:120, :6] + 1_000.0
    half[40] = at_s[150, :6] + 1.0
    half[41, 5] = half[40, 5]
    both_events = both(tables_of(at_s), tables_of(half, "half", first_bib=FIRST_BIB + 10_000, columns=6))
    done, told = found(tmp_path, both_events)
    assert told[FIRST_BIB + 150, FIRST_BIB + 10_040] == ("start_parted", "START", "20K", 5)
    assert "420 runners, 12 mats." in done.output  # the half has a finish of its own


def test_what_was_found_is_said(race: Path, tmp_path: Path) -> None:
    """The race, its runners and mats, counts by kind, meetings by their bibs, and where the rows went."""
    out = tmp_path / "t.csv"
    said = together(race, "--out", out).output
    assert "made-up-2031: 400 runners, 11 mats." in said
    for line in ("start to finish", "start, then parted", "met, to the finish", "met, then parted"):
        count = next(
            row.split()[len(line.split())] for row in said.splitlines() if row.strip().startswith(line)
        )
        assert 4 <= int(count) <= 5
    assert f"{len(out.read_text().splitlines()) - 1:,} pairs are written to {out}." in said
    for pair, (kind, *_) in planted().items():
        assert (f". {pair[0]} and {pair[1]}: " in said) == (kind == "met_finish")


def test_nobody_s_bib_is_on_the_page(race: Path, tmp_path: Path) -> None:
    """None of the field, those in the table and in the meetings that are drawn included."""
    out, page = tmp_path / "t.csv", tmp_path / "t.html"
    done = together(race, "--out", out, "--report", page)
    html = page.read_text("utf-8")
    assert f"The report is written to {page}." in done.output
    assert html.count("<figure>") == 4
    assert str(FIRST_BIB + COUPLES[0]) in out.read_text()
    assert not [row for row in range(400) if str(FIRST_BIB + row) in html]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--out", "t.txt"), "t.txt: ends in neither .parquet, .csv nor .json."),
        (("--out", "t"), "t: ends in neither .parquet, .csv nor .json."),
        (("--out", "t.csv", "--report", "t.htm"), "t.htm: does not end in .html."),
        (("--out", "roster.csv"), "roster.csv: is there already, and is no table of who ran together."),
        (("--out", "t.csv", "--report", "mine.html"), "mine.html: is there already, and is no report."),
        (("--out", "t.csv", "--report", "folder.html"), "folder.html: cannot be read: "),
        (("--out", "none/t.csv"), "none/t.csv: cannot be written: No such file"),
        (("--out", "t.csv", "--report", "none/t.html"), "none/t.html: cannot be written: No such file"),
    ],
)
def test_a_file_that_cannot_be_written_is_a_sentence_and_exit_code_1(
    race: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    """Wrong endings, somebody else's files and missing folders are said, and what is there is left alone."""
    monkeypatch.chdir(tmp_path)
    theirs = {"roster.csv": "bib,name\n1,Ada\n", "mine.html": "<!doctype html><p>Mine"}
    for name, text in theirs.items():
        Path(name).write_text(text)
    Path("folder.html").mkdir()
    done = together(race, *args, "--shifts", "1")
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert {name: Path(name).read_text() for name in theirs} == theirs


@pytest.mark.parametrize("args", [("--out", "t.txt"), ("--out", "t.csv", "--report", "t.txt")])
def test_a_wrong_ending_is_said_before_the_race_is_read(args: tuple[str, ...]) -> None:
    """Nobody waits for a search whose table or page has a wrong name: a missing race comes second."""
    done = together("nowhere", *args)
    assert (done.exit_code, "t.txt: " in done.output) == (1, True), done.output


@pytest.mark.parametrize("name", ["nowhere", "empty-folder"])
def test_a_race_that_is_none_is_a_sentence(tmp_path: Path, name: str) -> None:
    """What is no race at all is exit code 1, and no table is written."""
    (tmp_path / "empty-folder").mkdir()
    done = together(tmp_path / name, "--out", tmp_path / "t.csv")
    assert (done.exit_code, name in done.output) == (1, True), done.output
    assert not (tmp_path / "t.csv").exists()


@pytest.mark.parametrize(
    "args", [(), ("--out", "t.csv", "--shifts", "0"), ("--out", "t.csv", "--seed", "-1")]
)
def test_usage_is_exit_code_2(race: Path, args: Sequence[str]) -> None:
    """A table has to be named; there is at least one round, and no dice below nothing."""
    assert together(race, *args).exit_code == 2


def test_a_recorded_day_and_its_log_give_the_same_answer(city: Path, tmp_path: Path) -> None:
    """A folder's day, and the log that heard it, have the same pairs; the truth beside them has them too."""
    day = read_day(city)
    file = RaceFile(tmp_path / "race.db", lambda: day.span_ms[1], durable=False)
    file.submit(list(day.drafts)).result()
    file.close()
    for name, source in (("folder", city), ("log", tmp_path / "race.db")):
        assert together(source, "--out", tmp_path / f"{name}.parquet").exit_code == 0
    assert table(tmp_path / "folder.parquet") == table(tmp_path / "log.parquet")
    told = {pair: kind for pair, (kind, *_) in pairs_in(tmp_path / "folder.parquet").items()}
    truth = table(city / "truth.companions.parquet")
    planned = dict(zip(zip(truth["bib_a"], truth["bib_b"], strict=True), truth["kind"], strict=True))
    assert len(told) >= 8
    assert told.items() <= planned.items()
