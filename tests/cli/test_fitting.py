"""``alongside fit``, as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.forecast.prior import load_prior
from alongside.forecast.shipped import shipped
from pasts import made_up_past, pair_tables, write_pair

MATS_M = (5_000.0, 10_000.0, 15_000.0, 21_097.5)


def fit(*args: str | Path) -> Result:
    """Run the command in this process; what it raises is raised here."""
    return CliRunner().invoke(main, ["fit", *map(str, args)], catch_exceptions=False)


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two years of a made-up half marathon, as pairs."""
    folder = tmp_path_factory.mktemp("years")
    return [
        write_pair(folder / f"half-{2030 + i}", *pair_tables(made_up_past(400, MATS_M, seed=i, dropouts=0.1)))
        for i in (1, 2)
    ]


def test_a_prior_is_fitted_on_own_years_and_says_on_what(years: list[Path], tmp_path: Path) -> None:
    """Races, runners and known drop-outs are told; the file is a prior that bears the date asked for."""
    done = fit(*years, "--out", tmp_path / "prior", "--alone", "--date", "2026-11-22")
    prior = load_prior((tmp_path / "prior").read_bytes())
    assert done.exit_code == 0, done.output
    assert [(one.race, one.distance) for one in prior.learned] == [
        ("half-2031", "full"),
        ("half-2032", "full"),
    ]
    assert prior.on_date == "2026-11-22"
    assert "half-2031, full (21.1 km): 4" in done.output and "known to have stopped" in done.output
    assert "dated 2026-11-22" in done.output


def test_own_years_stand_on_the_shipped_prior_unless_alone(years: list[Path], tmp_path: Path) -> None:
    """Without --alone the races of the shipped prior stay in it, and the summary says so."""
    done = fit(years[0], "--out", tmp_path / "prior")
    learned = {one.race for one in load_prior((tmp_path / "prior").read_bytes()).learned}
    assert learned == {"half-2031"} | {one.race for one in shipped().learned}
    assert "on top of " in done.output


def test_the_same_races_give_the_same_prior(years: list[Path], tmp_path: Path) -> None:
    """A prior is reproducible to the byte, and an older one is written over."""
    written = []
    for _ in range(2):
        assert fit(*years, "--out", tmp_path / "prior", "--alone", "--date", "2026-11-22").exit_code == 0
        written.append((tmp_path / "prior").read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--out", "roster.csv"), "roster.csv: is there already, and is no prior"),
        (("--out", "nowhere/prior"), "nowhere/prior: cannot be written: No such file"),
        (("--out", "prior", "--date", "today"), "--date: 'today' is no date"),
        (("none", "--out", "prior"), "none: is neither a race folder nor a recorded pair"),
    ],
)
def test_what_is_wrong_is_a_sentence_and_exit_code_1(
    years: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    """Files that must not be written over, dates and races that are none."""
    monkeypatch.chdir(tmp_path)
    Path("roster.csv").write_text("bib\n1\n")
    done = fit(years[0], "--alone", *args)
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert Path("roster.csv").read_text() == "bib\n1\n"


def test_races_that_cannot_teach_are_refused_in_a_sentence(tmp_path: Path) -> None:
    """A finish without a mat on the way teaches nothing about the way."""
    stem = write_pair(tmp_path / "five", *pair_tables(made_up_past(50, (5_000.0,))))
    done = fit(stem, "--out", tmp_path / "prior", "--alone")
    assert (done.exit_code, "Traceback" in done.output, (tmp_path / "prior").exists()) == (1, False, False)


def test_no_race_at_all_is_a_wrong_use() -> None:
    """Usage is told apart from input."""
    assert fit("--out", "prior").exit_code == 2
