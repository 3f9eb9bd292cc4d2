"""Marks of a pair's runners: equal numbers for equal names or towns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.errors import InputError
from alongside.folders.marks import read_marks

BIBS = [12, 7, 300, 41]


def pair(folder: Path, **columns: list[Any]) -> Path:
    """Write the runners of a pair; return its path without the endings."""
    pq.write_table(pa.table({"bib": BIBS, **columns}), folder / "race.runners.parquet")
    return folder / "race"


def test_equal_hashes_are_equal_numbers(tmp_path: Path) -> None:
    """Of each mark that the file has there is a number for each bib asked for, in their order."""
    surname, town = [2**39 + 1, 2**39 + 2, 2**39 + 1, 2**39 + 3], [5, 5, 5, 6]
    marks = read_marks(pair(tmp_path, h_surname=surname, h_city=town), ["41", "300", "12", "7"])
    assert list(marks) == ["surname", "town"]
    other, one, same, third = marks["surname"].tolist()
    assert one == same and len({one, other, third}) == 3
    assert min(one, other, third) > 0
    last, *rest = marks["town"].tolist()
    assert len(set(rest)) == 1 and last != rest[0]


def test_who_has_none_and_who_is_not_there_is_unknown(tmp_path: Path) -> None:
    """An empty cell, and a bib that the file does not have, are 0; two of them are not told apart."""
    marks = read_marks(pair(tmp_path, h_surname=[9, None, 9, None]), ["12", "7", "41", "nobody", "300"])
    assert [mark > 0 for mark in marks["surname"].tolist()] == [True, False, False, False, True]


def test_a_mark_that_the_file_does_not_have_is_none(tmp_path: Path) -> None:
    """Without its column, or with an empty one, a mark is left out; other columns are not looked at."""
    assert list(read_marks(pair(tmp_path, h_city=[1, 2, 3, 4], h_club=[1, 1, 1, 1]), ["7"])) == ["town"]
    empty = pa.array([None] * 4, pa.int64())
    assert read_marks(pair(tmp_path, h_city=empty, h_surname=empty), ["7"]) == {}  # type: ignore[arg-type]


def test_names_may_be_texts(tmp_path: Path) -> None:
    """A file that has its names otherwise hashed is read as well, bibs as texts too."""
    stem = pair(tmp_path, h_surname=["ab", "cd", "ab", "ef"], bib=["A1", "A2", "A3", "A4"])
    one, other, same, third = read_marks(stem, ["A1", "A2", "A3", "A4"])["surname"].tolist()
    assert one == same and len({one, other, third}) == 3


def test_no_bibs_are_no_numbers(tmp_path: Path) -> None:
    """Of nobody there is an empty column."""
    assert read_marks(pair(tmp_path, h_city=[1, 2, 3, 4]), [])["town"].tolist() == []


def test_what_is_no_pair_has_no_marks(tmp_path: Path) -> None:
    """A folder and a log hold no names: nothing is read and nothing refused."""
    (tmp_path / "race.toml").write_text("")
    (tmp_path / "race.db").write_text("")
    assert read_marks(tmp_path, ["7"]) == read_marks(tmp_path / "race.db", ["7"]) == {}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """What is no parquet file is refused by its name."""
    (tmp_path / "race.runners.parquet").write_text("no table")
    with pytest.raises(InputError, match=r"race\.runners\.parquet"):
        read_marks(tmp_path / "race", ["7"])
