"""Past races on disk: parquet pairs, pairs bound to a folder, recorded days and logs that are folded."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from alongside.errors import InputError
from alongside.folders.made_up import write_made_up
from alongside.folders.past_races import read_past
from alongside.forecast.past import Past
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import simulate
from pasts import made_up_past, pair_tables, write_pair

TOML = """
name = "Bound"
date = 2027-05-02
zone = "Europe/Berlin"
recorded = "day"
[[distance]]
id = "full"
length = "42.2 km"
[[wave]]
id = "1"
gun = "07:30"
[[mat]]
id = "10K"
on = "full"
at = "10.1 km"
[[mat]]
id = "FINISH"
on = "full"
at = "42.2 km"
"""


def same(one: Past, two: Past) -> None:
    """Compare what two past races say of runners and crossings."""
    assert (one.mats, one.bibs, one.distance) == (two.mats, two.bibs, two.distance)
    np.testing.assert_allclose(one.mats_m, two.mats_m)
    for name in ("start_s", "at_s", "estimated", "status", "gender", "group"):
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name), name)


def test_a_pair_is_read_as_it_was_run(tmp_path: Path) -> None:
    """A pair is given without its endings, and gives its name to the race."""
    past = made_up_past(200, seed=8, estimated=0.1)
    (found,) = read_past(write_pair(tmp_path / "city-2031", *pair_tables(past)))
    same(found, past)
    assert found.race == "city-2031"


def test_what_is_wrong_with_a_pair_is_said_by_file_row_and_column(tmp_path: Path) -> None:
    """Both files are read before anything is said."""
    runners, splits = pair_tables(made_up_past(3))
    runners["start_tod_s"] = ["early", "27000", "27001"]
    del splits["mat"]
    with pytest.raises(InputError) as error:
        read_past(write_pair(tmp_path / "day", runners, splits))
    assert [str(problem) for problem in error.value.problems] == [
        "day.runners.parquet, row 0: start_tod_s is 'early'. "
        "Write seconds within a month, or leave it empty.",
        "day.splits.parquet: has no column mat. Every row needs one.",
    ]


@pytest.mark.parametrize("part", ["runners", "splits"])
def test_half_a_pair_is_a_sentence(tmp_path: Path, part: str) -> None:
    """The file that is missing, or is no parquet file, is named."""
    stem = write_pair(tmp_path / "day", *pair_tables(made_up_past(3)))
    file = tmp_path / f"day.{part}.parquet"
    file.write_bytes(b"no parquet")
    with pytest.raises(InputError, match=rf"day\.{part}\.parquet: is no parquet table"):
        read_past(stem)
    file.unlink()
    with pytest.raises(InputError, match=rf"day\.{part}\.parquet: there is no such file"):
        read_past(stem)


def test_a_path_that_is_nothing_and_a_race_of_nobody_are_sentences(tmp_path: Path) -> None:
    """Neither a folder nor a pair; a pair without a read."""
    with pytest.raises(InputError, match="neither a race folder nor a recorded pair"):
        read_past(tmp_path / "nothing")
    runners, splits = pair_tables(made_up_past(3))
    empty = {name: column[:0] for name, column in splits.items()}
    with pytest.raises(InputError, match="has no distance with runners and a mat"):
        read_past(write_pair(tmp_path / "idle", runners, empty))


def test_a_pair_bound_to_a_folder_lies_on_the_folders_course(tmp_path: Path) -> None:
    """The mats and metres are those of race.toml, the crossings those of the pair."""
    past = made_up_past(50, seed=2)
    write_pair(tmp_path / "day", *pair_tables(past))
    (tmp_path / "race.toml").write_text(TOML)
    (found,) = read_past(tmp_path)
    assert (found.mats, found.mats_m.tolist()) == (("10K", "FINISH"), [10_100, 42_200])
    np.testing.assert_array_equal(found.at_s, past.at_s[:, [1, -1]])
    assert found.race == tmp_path.name


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up race folder with the rows of its devices, and the truth as a pair."""
    folder = tmp_path_factory.mktemp("past") / "city"
    files = city_files()
    write_made_up(folder, files, simulate(city_plan(files), 150, np.random.default_rng(5), phone_share=0.05))
    return folder


def test_a_recorded_day_is_folded_to_what_the_live_system_made_of_it(city: Path) -> None:
    """Crossings from the rows of devices are those of the truth, where a mat read her at all."""
    found, truth = ({past.distance: past for past in read_past(path)} for path in (city, city / "truth"))
    assert found.keys() == truth.keys() == {"full", "half"}
    assert {"finished", "dnf"} <= {status for past in found.values() for status in past.status.tolist()}
    for name, past in found.items():
        true = truth[name]
        rows = np.array([true.bibs.index(bib) for bib in past.bibs])
        columns = [int(np.argmin(np.abs(true.mats_m - m))) for m in past.mats_m]
        off_s = np.abs(past.at_s - true.at_s[np.ix_(rows, columns)])
        assert np.nanquantile(off_s, 0.99) < 3
        assert np.isfinite(off_s).mean() > 0.8
        assert set(past.group.tolist()) == {0, 1, 2}
        assert np.nanquantile(np.abs(past.start_s - true.start_s[rows]), 0.99) < 5


def test_every_shared_race_can_be_read(races: Path) -> None:
    """Each file pair of the shared races gives distances with crossings that mostly rise, and drop-outs."""
    for file in sorted(races.glob("*.runners.parquet")):
        for past in read_past(races / file.name.removesuffix(".runners.parquet")):
            assert past.at_s.shape == (len(past), len(past.mats)) == past.estimated.shape
            assert (np.diff(past.mats_m) >= 0).all() and past.mats_m[0] > 0
            assert np.isfinite(past.at_s).any(axis=1).mean() > 0.5
            assert np.nanmedian(past.at_s[:, -1] - past.start_s) > 1800


def test_the_numbers_of_a_shared_race_are_those_of_its_table(races: Path) -> None:
    """Runners, drop-outs and one crossing of a known race, against the tables row by row."""
    (past,) = read_past(races / "nyc-2000")
    splits = pq.read_table(races / "nyc-2000.splits.parquet").slice(0, 2000).to_pylist()
    row_of = {bib: row for row, bib in enumerate(past.bibs)}
    for split in splits:
        column = past.mats.index(split["mat"])
        assert past.at_s[row_of[str(split["bib"])], column] == split["tod_s"]
    assert np.isnan(past.start_s).sum() == 626


def test_a_field_of_48000_is_read_in_about_a_second(races: Path) -> None:
    """Half a million rows are columns, never a loop; three seconds leave room for a busy machine."""
    began = time.monotonic()
    (past,) = read_past(races / "chicago-2023")
    assert time.monotonic() - began < 3
    assert past.at_s.shape == (48_000, 10)
