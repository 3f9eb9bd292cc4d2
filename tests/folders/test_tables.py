"""Tables on disk: written and read by their ending."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alongside.errors import InputError
from alongside.folders.read_tables import read_columns
from alongside.folders.tables import check_ending, write_table

ROWS: dict[str, Any] = {
    "bib": np.array(["A1", 'B "2", é'], dtype=np.str_),
    "n": np.array([3, 4]),
    "s": np.array([1.25, np.nan]),
    "said": ["yes", None],
}
PLAIN = [
    {"bib": "A1", "n": 3, "s": 1.25, "said": "yes"},
    {"bib": 'B "2", é', "n": 4, "s": None, "said": None},
]


def as_rows(path: Path) -> list[dict[str, Any]]:
    """Return a table as its rows."""
    return pa.table(read_columns(path)).to_pylist()


@pytest.mark.parametrize("ending", [".parquet", ".json", ".PARQUET"])
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, ending: str) -> None:
    """Parquet and JSON keep texts, numbers and what is not known (nan is null)."""
    path = tmp_path / f"table{ending}"
    write_table(path, ROWS, "the test")
    assert as_rows(path) == PLAIN


def test_csv_holds_the_same_with_nothing_for_null(tmp_path: Path) -> None:
    """CSV has a line of titles, then a line a row; texts are quoted where they must be."""
    write_table(tmp_path / "table.csv", ROWS, "the test")
    assert (tmp_path / "table.csv").read_text("utf-8") == 'bib,n,s,said\nA1,3,1.25,yes\n"B ""2"", é",4,,\n'
    assert as_rows(tmp_path / "table.csv")[1] == {"bib": 'B "2", é', "n": "4", "s": None, "said": None}


def test_json_is_an_object_a_line(tmp_path: Path) -> None:
    """A table of many rows can be read by eye and by any tool; one of none is an empty list."""
    write_table(tmp_path / "table.json", ROWS, "the test")
    assert len((tmp_path / "table.json").read_text("utf-8").splitlines()) == 2
    write_table(tmp_path / "none.json", {title: column[:0] for title, column in ROWS.items()}, "the test")
    assert json.loads((tmp_path / "none.json").read_text("utf-8")) == []


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".json"])
def test_an_older_table_of_the_same_columns_is_written_over_and_nothing_else(
    tmp_path: Path, ending: str
) -> None:
    """A file that is something else is kept, whatever it is."""
    path = tmp_path / f"table{ending}"
    write_table(path, ROWS, "the test")
    write_table(path, ROWS | {"n": np.array([5, 6])}, "the test")
    assert [int(row["n"]) for row in as_rows(path)] == [5, 6]
    with pytest.raises(InputError, match="is there already, and is no table of the promise"):
        write_table(path, {"bib": [1]}, "the promise")
    path.write_text("bib,name\n1,x\n")
    with pytest.raises(InputError, match="is there already"):
        write_table(path, ROWS, "the test")
    assert path.read_text() == "bib,name\n1,x\n"


def test_another_ending_or_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    """What cannot be written is said before and after the long work."""
    with pytest.raises(InputError, match=r"ends in neither \.parquet, \.csv nor \.json"):
        check_ending(tmp_path / "table.txt")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_table(tmp_path / "nowhere" / "table.csv", ROWS, "the test")
    with pytest.raises(InputError, match="cannot be written: No such file"):
        write_table(tmp_path / "nowhere" / "table.parquet", ROWS, "the test")


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("a.parquet", b"PAR1 and no more", "is no parquet table"),
        ("a.parquet", b"", "is no parquet table"),
        ("a.json", b"{", "is no json table"),
        ("a.json", b"[1, 2]", "must be a list of objects"),
        ("a.csv", b"\xff\xfe\x00", "is no csv table"),
        ("a.txt", b"", "ends in neither"),
    ],
)
def test_a_file_that_is_no_table_is_a_sentence(tmp_path: Path, name: str, raw: bytes, said: str) -> None:
    """Broken bytes name the file and what was expected of it."""
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(InputError, match=said) as error:
        read_columns(tmp_path / name)
    assert name in str(error.value)


def test_columns_are_found_by_name_in_any_kind_of_table(tmp_path: Path) -> None:
    """CSV with a byte order mark and short lines, JSON lines, and parquet of which only some is read."""
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfmat, km ,other\n5K,5,x\n10K\n\n")
    (tmp_path / "a.json").write_text('{"mat": "5K", "km": 5}\n{"mat": "10K", "more": [1]}\n')
    pq.write_table(pa.table({"mat": ["5K", "10K"], "km": [5.0, None], "x": [1, 2]}), tmp_path / "a.parquet")
    for ending, km in ((".csv", ["5", None]), (".json", [5, None]), (".parquet", [5.0, None])):
        found = read_columns(tmp_path / f"a{ending}", ("mat", "km"))
        assert {name: column.to_pylist() for name, column in found.items()} == {
            "mat": ["5K", "10K"],
            "km": km,
        }
