"""``alongside score forecast``: from recorded pairs to tables, by the real forecast."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.forecast.fit import fit
from alongside.forecast.past import Past
from alongside.forecast.prior import dump_prior
from alongside.score.rows import Score
from pasts import made_up_past, pair_tables, write_pair

MATS_M = (10e3, 20e3, 30e3, 40e3, 42_195.0)


def run(*args: str | Path) -> Result:
    """Run ``alongside score forecast``."""
    return CliRunner().invoke(main, ["score", "forecast", *map(str, args)])


def made_up(race: str, seed: int, day: float = 0.0) -> Past:
    """Return 150 runners on five mats, each of which read everybody: quick to ask about."""
    return made_up_past(150, MATS_M, seed, race=race, day=day, missing=0.0)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three small made-up races on disk, by name."""
    folder = tmp_path_factory.mktemp("pairs")
    days = {"north-2020": 0.0, "south-2020": 0.03, "west-2020": -0.02}
    pasts = [made_up(race, seed, day) for seed, (race, day) in enumerate(days.items())]
    return {past.race: write_pair(folder / past.race, *pair_tables(past)) for past in pasts}


@pytest.fixture(scope="module")
def scored(pairs: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """One race scored by what the two others taught, and the file of its rows."""
    out = tmp_path_factory.mktemp("scored") / "scores.csv"
    train = [f"--train={pair}" for pair in pairs.values()]
    return run(pairs["north-2020"], *train, "--out", out), out


def test_a_race_is_scored_beside_the_baselines(scored: tuple[Result, Path]) -> None:
    """The tables name the race and everybody who answered, the bound among them."""
    result, _ = scored
    assert result.exit_code == 0, result.output
    for word in ("north-2020", "constant pace", "last segment", "Riegel", "similar efforts",
                 "nearest neighbours", "forecast", "static", "fitted on it", "slowest tenth"):  # fmt: skip
        assert word in result.output


def test_every_row_is_written(scored: tuple[Result, Path]) -> None:
    """The file has a row per method, moment, group and target, with the columns of a score."""
    _, out = scored
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(Score.__dataclass_fields__)
    assert {row["design"] for row in rows} == {"prefix", "clock"}
    forecast = [row for row in rows if row["method"] == "forecast" and row["n"] != "0"]
    assert forecast and all(
        0 <= float(row["cover_80"]) <= 1 and float(row["mae_min"]) > 0 for row in forecast
    )


def test_the_forecast_of_unseen_races_beats_constant_pace(scored: tuple[Result, Path]) -> None:
    """On a made-up field that fades, what other races taught is worth something half way."""
    _, out = scored
    with out.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["moment"] == "20K" and row["target"] == "finish"]
    mae = {row["method"]: float(row["mae_min"]) for row in rows if row["group"] == "all"}
    assert mae["forecast"] < 0.8 * mae["constant pace"]


def test_a_prior_that_saw_the_race_is_refused(pairs: dict[str, Path], tmp_path: Path) -> None:
    """Nothing is scored by what was trained on it: the sentence names the race and the way out."""
    prior = tmp_path / "prior.json"
    prior.write_bytes(dump_prior(fit([made_up("north-2020", 5)], on_date="2026-11-22")))
    result = run(pairs["north-2020"], pairs["south-2020"], "--prior", prior)
    assert result.exit_code == 1
    assert "north-2020: is among the races" in result.output and "--train" in result.output
    assert "south-2020" not in result.output


def test_a_prior_of_other_races_is_taken(pairs: dict[str, Path], tmp_path: Path) -> None:
    """With --prior the forecast is that of the file; without a race to learn on there are no learners."""
    prior, out = tmp_path / "prior.json", tmp_path / "scores.json"
    prior.write_bytes(dump_prior(fit([made_up("east-2020", 7)], on_date="2026-11-22")))
    result = run(pairs["north-2020"], "--prior", prior, "--out", out)
    assert result.exit_code == 0, result.output
    methods = {row["method"] for row in json.loads(out.read_text(encoding="utf-8"))}
    assert "forecast" in methods and not methods & {"similar efforts", "nearest neighbours"}


def test_races_must_be_named() -> None:
    """Without a race nothing is assumed: that is a wrong use, said with the usage."""
    result = run()
    assert result.exit_code == 2 and "RACE" in result.output


def test_everything_that_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    """Two races that are not there make two sentences, and no traceback."""
    result = run(tmp_path / "here", tmp_path / "there")
    assert result.exit_code == 1
    assert "here" in result.output and "there" in result.output and "Traceback" not in result.output


def test_a_prior_that_is_none_is_refused(pairs: dict[str, Path], tmp_path: Path) -> None:
    """A file that holds no prior, or is not there, is said in a sentence."""
    (tmp_path / "prior.json").write_text("{}", encoding="utf-8")
    for name in ("prior.json", "missing.json"):
        result = run(pairs["north-2020"], "--prior", tmp_path / name)
        assert result.exit_code == 1 and "alongside fit" in result.output


def test_an_ending_that_says_no_table_is_refused_first(pairs: dict[str, Path], tmp_path: Path) -> None:
    """Before the long work, --out is held against the endings that can be written."""
    result = run(pairs["north-2020"], "--out", tmp_path / "scores.txt")
    assert result.exit_code == 1 and ".csv" in result.output


def test_a_race_with_a_finish_alone_is_said_to_show_nothing(pairs: dict[str, Path], tmp_path: Path) -> None:
    """A race that has no mat on the way cannot be scored, and the command says so."""
    past = made_up_past(100, (42_195.0,), race="bare-2020")
    pair = write_pair(tmp_path / "bare-2020", *pair_tables(past))
    result = run(pair, "--train", pairs["south-2020"])
    assert result.exit_code == 0 and "Nothing could be scored" in result.output
