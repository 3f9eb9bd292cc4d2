"""``alongside forecast``, as somebody types it, and that it uses nothing which was not known."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from alongside.cli import main
from alongside.cli.pasts import pasts_of
from alongside.folders.made_up import write_made_up
from alongside.forecast.prior import dump_prior
from alongside.forecast.shipped import shipped
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import simulate
from alongside.store.race_file import RaceFile
from builders import FULL_KM, OPENING, at, read, rule_status
from pasts import made_up_past, pair_tables, write_pair

COLUMNS = ["bib", "mat", "km", "q025", "q10", "q25", "q50", "q75", "q90", "q975", "p_reach", "p_by"]
NOW_S = 11 * 3600.0
KEPT_OF_RUNNERS = ("bib", "wave", "bib_block", "event", "gender", "age", "age_group", "start_tod_s")


def forecast(*args: str | Path) -> Result:
    """Run the command in this process; what it raises is raised here."""
    return CliRunner().invoke(main, ["forecast", *map(str, args)], catch_exceptions=False)


def table(path: Path) -> dict[str, list[Any]]:
    """Return a parquet table by columns."""
    columns: dict[str, list[Any]] = pq.read_table(path).to_pydict()
    return columns


def cut(stem: Path, out: Path, now_s: float) -> Path:
    """Write a pair with everything gone that was not known at a time; the mats are kept beside it."""
    runners, splits = (pq.read_table(f"{stem}.{part}.parquet") for part in ("runners", "splits"))
    starts = runners["start_tod_s"]
    known = pc.if_else(pc.less_equal(starts, now_s), starts, pa.scalar(None, starts.type))
    kept = runners.select([name for name in KEPT_OF_RUNNERS if name in runners.column_names])
    pq.write_table(
        kept.set_column(kept.column_names.index("start_tod_s"), "start_tod_s", known),
        f"{out}.runners.parquet",
    )
    heard = pc.and_(pc.less_equal(splits["tod_s"], now_s), pc.invert(splits["estimated"]))
    pq.write_table(splits.filter(heard), f"{out}.splits.parquet")
    write_mats(stem, out.with_name(f"{out.name}.mats.csv"))
    return out


def write_mats(stem: Path, path: Path) -> Path:
    """Write the mats of a pair's whole splits table as CSV, in no order."""
    events = pq.read_table(f"{stem}.runners.parquet", columns=["bib", "event"])
    splits = pq.read_table(f"{stem}.splits.parquet", columns=["bib", "mat", "mat_seq", "km"]).join(
        events, "bib"
    )
    mats = (
        splits.select(["event", "mat", "mat_seq", "km"])
        .group_by(["event", "mat", "mat_seq", "km"])
        .aggregate([])
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(mats.column_names)
        writer.writerows(tuple(row.values()) for row in mats.to_pylist())
    return path


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up race as a pair, with drop-outs, estimates and mats that missed some."""
    past = made_up_past(300, seed=11, dropouts=0.1, missing=0.005, estimated=0.01)
    return write_pair(tmp_path_factory.mktemp("day") / "city-2031", *pair_tables(past))


def test_the_table_is_written_and_what_it_holds_is_said(day: Path, tmp_path: Path) -> None:
    """One row per runner still out and later mat; the summary counts both and names the file."""
    out = tmp_path / "out.parquet"
    done = forecast(day, "--at", "11:00:00", "--by", "13:00", "--out", out)
    found = table(out)
    assert (done.exit_code, list(found)) == (0, COLUMNS)
    out_count, rows = len(set(found["bib"])), len(found["bib"])
    assert 100 < out_count < 300
    assert f"{out_count:,} still out at 11:00:00." in done.output
    assert f"{rows:,} rows are written to {out}." in done.output
    assert min(found["q025"]) >= NOW_S
    assert all(isinstance(bib, int) for bib in found["bib"])


def test_nothing_later_is_used(day: Path, tmp_path: Path) -> None:
    """A file cut at the time asked about gives the same table, value by value."""
    short = cut(day, tmp_path / "cut", NOW_S)
    mats = tmp_path / "cut.mats.csv"
    for stem, out in ((day, "whole"), (short, "short")):
        args = ("--at", "11:00", "--by", "13:00", "--mats", mats, "--out", tmp_path / f"{out}.parquet")
        assert forecast(stem, *args).exit_code == 0
    assert table(tmp_path / "whole.parquet") == table(tmp_path / "short.parquet")
    assert len(table(tmp_path / "whole.parquet")["bib"]) > 300


def test_the_mats_of_the_whole_file_are_the_default(day: Path, tmp_path: Path) -> None:
    """Without --mats the table is that with the mats of the file; a file without a mat has no rows for it."""
    mats = write_mats(day, tmp_path / "mats.csv")
    forecast(day, "--at", "11:00", "--out", tmp_path / "own.parquet")
    forecast(day, "--at", "11:00", "--mats", mats, "--out", tmp_path / "given.parquet")
    assert table(tmp_path / "own.parquet") == table(tmp_path / "given.parquet")
    fewer = tmp_path / "fewer.json"
    fewer.write_text(json.dumps([{"mat": "HALF", "km": 21.1}, {"mat": "FINISH", "km": 42.2}]))
    past = write_pair(tmp_path / "named", *_renamed(day))
    forecast(past, "--at", "11:00", "--mats", fewer, "--out", tmp_path / "fewer.parquet")
    assert set(table(tmp_path / "fewer.parquet")["mat"]) == {"HALF", "FINISH"}
    assert set(table(tmp_path / "fewer.parquet")["km"]) == {21.1, 42.2}


def _renamed(day: Path) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the tables of a pair with its half way mat called HALF."""
    runners, splits = table(Path(f"{day}.runners.parquet")), table(Path(f"{day}.splits.parquet"))
    splits["mat"] = ["HALF" if mat == "21.0975K" else mat for mat in splits["mat"]]
    return runners, splits


def test_a_status_and_a_result_are_never_looked_at(day: Path, tmp_path: Path) -> None:
    """Statuses and results swapped among the runners change nothing."""
    runners, splits = table(Path(f"{day}.runners.parquet")), table(Path(f"{day}.splits.parquet"))
    for name in ("status", "finish_s", "last_mat"):
        runners[name] = runners[name][::-1]
    other = write_pair(tmp_path / "other", runners, splits)
    for stem, out in ((day, "one"), (other, "two")):
        forecast(stem, "--at", "11:00", "--out", tmp_path / f"{out}.parquet")
    assert table(tmp_path / "one.parquet") == table(tmp_path / "two.parquet")


def test_csv_json_and_parquet_hold_the_same(day: Path, tmp_path: Path) -> None:
    """The ending says what is written; p_by is null without --by."""
    for ending in ("csv", "json", "parquet"):
        assert forecast(day, "--at", "12:30", "--out", tmp_path / f"t.{ending}").exit_code == 0
    told = table(tmp_path / "t.parquet")
    rows = json.loads((tmp_path / "t.json").read_text("utf-8"))
    with (tmp_path / "t.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [row["q50"] for row in rows] == told["q50"] == [float(line["q50"]) for line in lines]
    assert {row["p_by"] for row in rows} == set(told["p_by"]) == {None}
    assert {line["p_by"] for line in lines} == {""}


def test_a_prior_of_one_s_own_is_used(day: Path, tmp_path: Path) -> None:
    """--prior reads what fit writes: the shipped one written out gives the same table."""
    (tmp_path / "prior").write_bytes(dump_prior(shipped()))
    forecast(day, "--at", "11:00", "--out", tmp_path / "one.parquet")
    forecast(day, "--at", "11:00", "--prior", tmp_path / "prior", "--out", tmp_path / "two.parquet")
    assert table(tmp_path / "one.parquet") == table(tmp_path / "two.parquet")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--at", "noon", "--out", "t.csv"), "--at: 'noon' is not a time"),
        (("--at", "11:00", "--by", "x", "--out", "t.csv"), "--by: 'x' is not a time"),
        (("--at", "11:00", "--out", "t.txt"), "ends in neither .parquet, .csv nor .json"),
        (("--at", "11:00", "--out", "t.csv", "--prior", "none"), "none: cannot be read: No such file"),
        (("--at", "11:00", "--out", "t.csv", "--prior", "bad"), "bad: prior: cannot be read"),
        (("--at", "11:00", "--out", "t.csv", "--mats", "none.csv"), "none.csv: there is no such file"),
        (("--at", "11:00", "--out", "t.csv", "--mats", "bad.csv"), "bad.csv: has no column km"),
        (
            ("--at", "11:00", "--out", "t.csv", "--mats", "other.csv"),
            "no mat past the start for any distance",
        ),
    ],
)
def test_what_is_wrong_is_a_sentence_and_exit_code_1(
    day: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    """Times, endings, priors and mats that cannot be used are said; nothing is written."""
    monkeypatch.chdir(tmp_path)
    Path("bad").write_text("{}")
    Path("bad.csv").write_text("mat\n5K\n")
    Path("other.csv").write_text("event,mat,km\nkids,5K,5\n")
    done = forecast(day, *args)
    assert (done.exit_code, said in done.output) == (1, True), done.output
    assert not Path("t.csv").exists()


def test_a_race_that_is_none_and_a_missing_option_are_told_apart() -> None:
    """Input is exit code 1, usage 2."""
    wrong = forecast("nowhere", "--at", "11:00", "--out", "t.csv")
    assert (wrong.exit_code, "neither a race folder nor a recorded pair" in wrong.output) == (1, True)
    assert forecast("nowhere", "--out", "t.csv").exit_code == 2


def test_hours_run_on_past_midnight(tmp_path: Path) -> None:
    """A race of 100 miles is asked about in its night, and p_by counts to the next morning."""
    past = made_up_past(80, tuple(1000.0 * km for km in range(10, 161, 10)), seed=3, dropouts=0.3)
    stem = write_pair(tmp_path / "wall", *pair_tables(past))
    done = forecast(stem, "--at", "27:00:00", "--by", "36:00:00", "--out", tmp_path / "t.parquet")
    found = table(tmp_path / "t.parquet")
    assert done.exit_code == 0 and min(found["q025"]) >= 97_200
    assert 0 < np.mean(found["p_by"]) < 1


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up race folder with the rows of its devices."""
    folder = tmp_path_factory.mktemp("forecast") / "city"
    files = city_files()
    write_made_up(folder, files, simulate(city_plan(files), 150, np.random.default_rng(5), phone_share=0.05))
    return folder


def test_a_race_folder_is_asked_by_its_log(city: Path, tmp_path: Path) -> None:
    """A folder's recorded day counts what had been received; the truth beside it gives much the same."""
    done = forecast(city, "--at", "10:30", "--by", "13:00", "--out", tmp_path / "log.parquet")
    forecast(city / "truth", "--at", "10:30", "--by", "13:00", "--out", tmp_path / "truth.parquet")
    assert done.exit_code == 0 and "(full " in done.output
    by_log, by_truth = (_medians(tmp_path / f"{name}.parquet") for name in ("log", "truth"))
    both = by_log.keys() & by_truth.keys()
    assert len(both) > 0.9 * max(len(by_log), len(by_truth)) > 100
    assert np.median([abs(by_log[key] - by_truth[key]) for key in both]) < 60
    early = forecast(city, "--at", "00:10", "--out", tmp_path / "early.csv")
    assert (early.exit_code, "before anything of this race was known" in early.output) == (1, True)


def _medians(path: Path) -> dict[tuple[int, str], float]:
    found = table(path)
    return dict(zip(zip(found["bib"], found["mat"], strict=True), found["q50"], strict=True))


def test_the_rows_of_a_folder_that_come_later_change_nothing(city: Path, tmp_path: Path) -> None:
    """A recording cut at the time asked about gives the same table."""
    short = tmp_path / "short"
    (short / "recorded").mkdir(parents=True)
    for file in city.glob("*.*"):
        (short / file.name).write_bytes(file.read_bytes())
    rows = pq.read_table(city / "recorded" / "rows.parquet")
    early = pc.less_equal(rows["received_at_ms"], _at_ms(city, "10:00"))
    assert 100 < pc.sum(early).as_py() < len(rows) - 100
    pq.write_table(rows.filter(early), short / "recorded" / "rows.parquet")
    for folder, out in ((city, "whole"), (short, "short")):
        forecast(folder, "--at", "10:00", "--out", tmp_path / f"{out}.parquet")
    assert table(tmp_path / "short.parquet") == table(tmp_path / "whole.parquet")


def _at_ms(folder: Path, clock: str) -> int:
    """Return the instant of a time of day in a race folder."""
    from alongside.cli.days import time_of
    from alongside.folders.recorded import read_day

    return time_of(read_day(folder), clock)


def test_a_folder_has_its_own_mats(city: Path, tmp_path: Path) -> None:
    """--mats is for pairs: a folder's are those of its plan, and a sentence says so."""
    done = forecast(city, "--at", "10:30", "--mats", "m.csv", "--out", tmp_path / "t.csv")
    assert (done.exit_code, "--mats: is for recorded pairs" in done.output) == (1, True)


@pytest.mark.parametrize(
    ("race", "clock", "now_s"),
    [("nyc-2014-women-all-men-u30", "13:00", 46_800), ("berlin-wall-100mi-2016", "27:30", 99_000)],
)
def test_nothing_later_is_used_of_a_shared_race(
    races: Path, tmp_path: Path, race: str, clock: str, now_s: float
) -> None:
    """The same holds of races that were run: cut at the time, they give the same table."""
    whole = sample(races / race, tmp_path / "sample")
    short = cut(whole, tmp_path / "cut", now_s)
    for stem, out in ((whole, "whole"), (short, "short")):
        args = ("--at", clock, "--by", "30:00", "--mats", tmp_path / "cut.mats.csv")
        assert forecast(stem, *args, "--out", tmp_path / f"{out}.parquet").exit_code == 0
    assert table(tmp_path / "whole.parquet") == table(tmp_path / "short.parquet")
    assert len(table(tmp_path / "whole.parquet")["bib"]) > 300


def sample(stem: Path, out: Path) -> Path:
    """Write a pair with about 300 of its runners, taken by bib, which tells nothing of them."""
    for part in ("runners", "splits"):
        rows = pq.read_table(f"{stem}.{part}.parquet")
        step = max(1, pq.read_metadata(f"{stem}.runners.parquet").num_rows // 300)
        pq.write_table(rows.filter(pa.array(rows["bib"].to_numpy() % step == 0)), f"{out}.{part}.parquet")
    return out


def test_the_log_of_a_day_is_asked_by_what_it_held_then(tmp_path: Path) -> None:
    """A log is folded to the time asked about, with what was decided on the day and nothing later."""
    now_ms = [at("06:00")]
    file = RaceFile(tmp_path / "race.db", lambda: now_ms[0], durable=False)
    for clock, drafts in (
        ("06:00", OPENING),
        ("07:10", [read("C1", "S", "07:00"), read("C2", "S", "07:31")]),
        ("08:10", [read("C1", "5K", "07:30"), read("C1", "10K", "08:00")]),
        ("09:30", [read("C2", "5K", "08:05", received="09:30"), rule_status("1", "dnf", "09:20")]),
    ):
        now_ms[0] = at(clock)
        file.submit(drafts).result()
    file.close()
    asked = {}
    for clock in ("09:00", "10:00"):
        out = tmp_path / f"{clock[:2]}.parquet"
        assert forecast(tmp_path / "race.db", "--at", clock, "--out", out).exit_code == 0
        found = table(out)
        asked[clock] = list(zip(found["bib"], found["mat"], strict=True))
    assert asked["09:00"] == [(1, "HALF"), (1, "30K"), (1, "F"), *((2, mat) for mat in FULL_KM if mat != "S")]
    assert asked["10:00"] == [(2, mat) for mat in FULL_KM if mat not in ("S", "5K")]
    (past, *_) = pasts_of(tmp_path / "race.db")
    assert (past.race, past.bibs, past.status.tolist()) == ("race.db", ("1", "2"), ["dnf", "on_course"])
