"""``alongside score together``: every part printed, every figure written, small races refused."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.forecast.past import Past
from alongside.score.company.naive import RULES
from alongside.score.company.scored import SORTS
from alongside.together.kinds import KINDS
from pasts import pair_tables, write_pair
from together_fields import MATS, MATS_M, alone_s, put_beside

COLUMNS = ["race", "part", "what", "mats", "count", "figure"]
N, COUPLES = 1_000, range(100, 900, 8)


def score(*args: str | Path) -> Result:
    """Run ``alongside score together``; what it raises is raised here."""
    runner = CliRunner(env={"COLUMNS": "160"})
    return runner.invoke(main, ["score", "together", *map(str, args)], catch_exceptions=False)


def write(folder: Path, name: str, n: int, mats: int = 11, **more: Any) -> Path:
    """Write a made-up pair in which a hundred couples ran side by side, most of one surname each."""
    at_s, dice = alone_s(n, 3), np.random.default_rng(4)
    for row in COUPLES:
        if row + 1 < n:
            put_beside(at_s, row, row + 1, dice.choice([-1.0, 0.0, 0.0, 1.0], 11))
    past = Past(
        race=name, distance="full", mats=(*MATS[1 : mats - 1], "FINISH"), mats_m=MATS_M[1:mats],
        bibs=tuple(str(i + 1) for i in range(n)), start_s=at_s[:, 0], at_s=at_s[:, 1:mats],
        estimated=np.zeros((n, mats - 1), dtype=np.bool_), status=np.array(["finished"] * n),
        gender=np.zeros(n, dtype=np.int8), group=np.zeros(n, dtype=np.int64),
    )  # fmt: skip
    runners, splits = pair_tables(past)
    return write_pair(folder / name, runners | more, splits)


@pytest.fixture(scope="module")
def race(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up race of a thousand with couples of equal surnames."""
    surname = (np.arange(N) // 2).tolist()
    for row in COUPLES:
        surname[row + 1] = surname[row]
    return write(tmp_path_factory.mktemp("race"), "thousand-2031", N, h_surname=[9_000 + s for s in surname])


@pytest.fixture(scope="module")
def scored(race: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """What is printed of it, and the file of its figures."""
    out = tmp_path_factory.mktemp("scored") / "scores.csv"
    done = score(race, "--out", out)
    assert done.exit_code == 0, done.output
    return done.output, out


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def part(rows: list[dict[str, str]], name: str) -> dict[str, float]:
    """Return the figures of one part by what they are of; nan where a cell is empty."""
    return {row["what"]: float(row["figure"] or "nan") for row in rows if row["part"] == name}


def test_every_part_is_printed(scored: tuple[str, Path]) -> None:
    """Race, goals, what was planted, chance, mats left out, equal names, naive rules, in this order."""
    output, _ = scored
    lines = [line.rstrip() for line in output.splitlines()]
    places = [
        lines.index(title)
        for title in (
            "thousand-2031: 1,000 runners, 11 mats", "The goals", "Told of, by mats together", "Chance",
            "A mat left out", "Equal names and towns", "Naive rules",
        )
    ]  # fmt: skip
    assert places == sorted(places)
    for name in ("start_finish", "surname", *RULES):
        assert name in output
    assert output.count(" kept") + output.count(" missed") >= 8


def test_every_sort_that_was_planted_has_a_line(scored: tuple[str, Path]) -> None:
    """Whatever companions do, and whatever timing does to them, is a row of the table."""
    lines = scored[0].splitlines()
    assert [sum(line.startswith(f" {sort.what}  ") for line in lines) for sort in SORTS] == [1] * len(SORTS)


def test_every_figure_is_written(scored: tuple[str, Path]) -> None:
    """The file has the race, the part, what, mats, the count and the figure; each part has its rows."""
    rows = rows_of(scored[1])
    assert list(rows[0]) == COLUMNS
    assert {row["race"] for row in rows} == {"thousand-2031"}
    for name in ("told", "named", "exact"):
        assert part(rows, name).keys() == {sort.what for sort in SORTS}
    for name in ("stated", "ghosts", "left out", "left out, chance"):
        assert part(rows, name).keys() == set(KINDS)
    assert part(rows, "naive, told").keys() == part(rows, "naive, chance").keys() == set(RULES)
    assert (
        part(rows, "equal").keys() == part(rows, "equal, chance").keys() == {f"{k}, surname" for k in KINDS}
    )
    assert list(part(rows, "pace team")) == ["pairs told of"]
    figures = [float(row["figure"]) for row in rows if row["figure"]]
    assert all(figure >= 0 and math.isfinite(figure) for figure in figures)


def test_what_is_easy_is_found(scored: tuple[str, Path]) -> None:
    """Of those planted side by side all the way nearly all are told of; the couples have equal surnames."""
    rows = rows_of(scored[1])
    easy = [row for row in rows if row["part"] == "told" and row["what"] == SORTS[0].what]
    assert [(row["mats"], row["count"]) for row in easy] == [("8", "30")]
    assert float(easy[0]["figure"]) >= 0.9
    assert part(rows, "equal")["start_finish, surname"] > 0.9
    assert part(rows, "equal, chance")["start_finish, surname"] < 0.1
    assert part(rows, "left out")["start_finish"] > 0.95
    assert part(rows, "left out, chance")["start_finish"] < 0.8


def test_json_and_parquet_hold_what_csv_holds(race: Path, scored: tuple[str, Path], tmp_path: Path) -> None:
    """The ending says what is written, and the same dice give the same figures."""
    for ending in ("json", "parquet"):
        assert score(race, "--out", tmp_path / f"s.{ending}").exit_code == 0
    told = [[row[name] for name in COLUMNS] for row in rows_of(scored[1])]
    shown = {
        "json": json.loads((tmp_path / "s.json").read_text("utf-8")),
        "parquet": pq.read_table(tmp_path / "s.parquet").to_pylist(),
    }
    for rows in shown.values():
        assert [["" if v is None else str(v) for v in row.values()] for row in rows] == told


def test_other_dice_plant_other_companions(race: Path, scored: tuple[str, Path], tmp_path: Path) -> None:
    """Another seed changes figures; what there is a row of hangs on the race."""
    assert score(race, "--seed", "2", "--out", tmp_path / "s.csv").exit_code == 0
    one, two = rows_of(scored[1]), rows_of(tmp_path / "s.csv")
    assert one != two
    assert part(one, "naive, told").keys() == part(two, "naive, told").keys()
    assert [row["count"] for row in one if row["part"] == "stated"] == [
        row["count"] for row in two if row["part"] == "stated"
    ]


def test_a_race_without_names_has_no_row_of_them(tmp_path: Path) -> None:
    """Two races are scored one after the other; neither has a mark, so neither says how many are equal."""
    races = [write(tmp_path, name, 150) for name in ("first-2031", "second-2031")]
    done = score(*races, "--out", tmp_path / "s.csv")
    assert done.exit_code == 0, done.output
    rows = rows_of(tmp_path / "s.csv")
    assert list(dict.fromkeys(row["race"] for row in rows)) == ["first-2031", "second-2031"]
    assert not part(rows, "equal")
    assert "first-2031: 150 runners" in done.output and "second-2031: 150 runners" in done.output


@pytest.mark.parametrize(("n", "mats", "is_enough"), [(99, 11, False), (200, 3, False), (100, 11, True)])
def test_a_race_too_small_to_plant_into_is_refused(
    tmp_path: Path, n: int, mats: int, is_enough: bool
) -> None:
    """Less than a hundred finishers, or than four mats with the start, is a sentence and exit code 1."""
    done = score(write(tmp_path, "small-2031", n, mats), "--out", tmp_path / "s.csv")
    said = "has too few finishers or mats to plant companions into."
    assert (done.exit_code == 0, said in done.output) == (is_enough, not is_enough), done.output
    assert (tmp_path / "s.csv").exists() == is_enough


@pytest.mark.parametrize(
    ("name", "said"),
    [("s.txt", "ends in neither .parquet, .csv nor .json."), ("theirs.csv", "is no table of these scores.")],
)
def test_a_file_that_is_not_ours_is_refused(tmp_path: Path, name: str, said: str) -> None:
    """A wrong ending, and a table of somebody else that is there, are sentences; theirs stays."""
    (tmp_path / "theirs.csv").write_text("bib\n1\n")
    done = score(write(tmp_path, "small-2031", 100), "--out", tmp_path / name)
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert (tmp_path / "theirs.csv").read_text() == "bib\n1\n"


def test_a_wrong_ending_is_said_before_a_race_is_read() -> None:
    """Not even a race that is missing comes first."""
    done = score("nowhere", "--out", "s.txt")
    assert (done.exit_code, "s.txt: ends in" in done.output) == (1, True)


def test_a_race_that_is_none_is_a_sentence() -> None:
    """No race there: exit code 1."""
    done = score("nowhere")
    assert (done.exit_code, "nowhere" in done.output) == (1, True)


def test_what_is_wanted_is_printed(scored: tuple[str, Path]) -> None:
    """Each goal is printed with what is wanted of it."""
    for wanted in ("<= 0.01", "<= 0.001", ">= 0.75", ">= 0.98", ">= 0.99", ">= 0.92", "<= 0.02"):
        assert wanted in scored[0]
