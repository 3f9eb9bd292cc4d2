"""A made-up day on disk: it comes back as it was, and nothing is ever overwritten."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from alongside.errors import InputError
from alongside.events.codec import decode_body
from alongside.folders.made_up import write_made_up
from alongside.folders.pair_files import read_pair
from alongside.folders.race_folder import read_folder
from alongside.simulate.city import city_files, city_plan
from alongside.simulate.race import MadeUp, simulate


@pytest.fixture(scope="module")
def made_up() -> MadeUp:
    """A told day of 300 entries."""
    return simulate(city_plan(), 300, np.random.default_rng(4), story=True)


@pytest.fixture(scope="module")
def folder(made_up: MadeUp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on disk."""
    out = tmp_path_factory.mktemp("made") / "race"
    write_made_up(out, city_files(), made_up)
    return out


def test_it_reads_back_as_it_was(made_up: MadeUp, folder: Path) -> None:
    """The race folder's reader gives the plan, entries, people and chapters that were written."""
    read = read_folder(folder)
    assert read.plan == made_up.plan
    assert read.entries == made_up.entries
    assert read.people == made_up.people
    assert [one.title for one in read.chapters] == [one.title for one in made_up.chapters]
    assert all(abs(a.at_ms - b.at_ms) < 1_000 for a, b in zip(read.chapters, made_up.chapters, strict=True))


def test_rows_read_back_as_they_were(made_up: MadeUp, folder: Path) -> None:
    """rows.parquet holds every draft in order, with times, key and body."""
    rows = pq.read_table(folder / "recorded" / "rows.parquet").to_pylist()
    assert [(row["received_at_ms"], row["at_ms"], row["source"], row["id"]) for row in rows] == [
        (one.received_at_ms, one.at_ms, one.source, one.id) for one in made_up.drafts
    ]
    assert [decode_body(row["body"]) for row in rows] == [one.body for one in made_up.drafts]


def test_truth_is_a_pair(made_up: MadeUp, folder: Path) -> None:
    """RACE/truth is the path of a parquet pair that the reader of pairs takes, and companions lie beside."""
    assert read_pair(folder / "truth") is not None
    splits = pq.read_table(folder / "truth.splits.parquet").to_pydict()
    assert splits["tod_s"] == made_up.truth.splits["tod_s"]
    companions = pq.read_table(folder / "truth.companions.parquet").to_pydict()
    assert companions["kind"] == made_up.truth.companions["kind"]


def test_nothing_is_overwritten(made_up: MadeUp, folder: Path, tmp_path: Path) -> None:
    """A folder that holds files, or a file in its place, is refused and left as it is."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    file = tmp_path / "race"
    file.write_text("mine")
    for out in (folder, file):
        with pytest.raises(InputError, match=out.name):
            write_made_up(out, city_files(), made_up)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert file.read_text() == "mine"


def test_an_empty_folder_will_do(made_up: MadeUp, tmp_path: Path) -> None:
    """An empty folder is filled; no chapters, no chapters.toml; truth is left out when asked."""
    write_made_up(tmp_path, city_files(), dataclasses.replace(made_up, chapters=()), truth=False)
    assert (tmp_path / "race.toml").is_file()
    assert not (tmp_path / "chapters.toml").exists()
    assert not list(tmp_path.glob("truth.*"))
