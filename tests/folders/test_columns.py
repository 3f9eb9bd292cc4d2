"""Columns of any file as arrays of one type, with sentences for what cannot be read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from alongside.errors import Problems
from alongside.folders.columns import ColumnReader

KINDS = {
    "whole numbers": pa.array([12, None, 7], pa.int16()),
    "short floats": pa.array([12.0, None, 7.0], pa.float32()),
    "nan for null": pa.array([12.0, float("nan"), 7.0]),
    "texts": pa.array(["12", "", " 7 "], pa.large_string()),
    "coded texts": pa.array(["12", None, "7"]).dictionary_encode(),
    "decimals": pa.array([Decimal("12.0"), None, Decimal("7.0")]),
}


def read(column: Any, what: str, name: str = "x") -> tuple[Any, list[str]]:
    """Return a column as the reader has it, and the sentences that it came with."""
    problems = Problems()
    values = column if isinstance(column, pa.Array | pa.ChunkedArray) else pa.array(column)
    table = ColumnReader("day.parquet", {name: pa.chunked_array([values])}, problems)
    found = getattr(table, what)(name)
    table.settle()
    return found, [str(problem) for problem in problems.found]


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_read_from_every_kind_of_column(kind: str) -> None:
    """Integers, floats, decimals, texts and coded texts give the same seconds, nan for nothing."""
    found, said = read(KINDS[kind], "seconds")
    np.testing.assert_array_equal(found, [12, np.nan, 7])
    assert said == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "decimals"])
def test_bibs_are_the_same_texts_from_every_kind_of_column(kind: str) -> None:
    """12, 12.0 and "12" are one bib; what is empty is none."""
    found, said = read(KINDS[kind], "texts")
    assert (found.array().tolist(), said) == (["12", "", "7"], [])


def test_values_that_cannot_be_read_are_named_by_file_row_and_column() -> None:
    """Each sentence says where, what was found and what to write."""
    _, said = read(["12", "noon", "99999999"], "seconds", "tod_s")
    assert said == [
        "day.parquet, row 1: tod_s is 'noon'. Write seconds within a month, or leave it empty.",
        "day.parquet, row 2: tod_s is '1e+08'. Write seconds within a month, or leave it empty.",
    ]


def test_of_many_bad_values_the_first_twenty_are_shown() -> None:
    """A column that is wrong throughout does not flood the terminal."""
    found, said = read(["?"] * 1000, "kilometres", "km")
    assert np.isnan(found).all()
    assert (len(said), said[-1]) == (21, "day.parquet: 980 more values cannot be read.")


@pytest.mark.parametrize(
    ("column", "what"),
    [
        ([[1], [2]], "texts"),
        ([[1], [2]], "seconds"),
        ([{"a": 1}], "seconds"),
        ([b"\xff"], "texts"),
        ([True, False], "seconds"),
        ([-1.0], "kilometres"),
        ([float("inf")], "seconds"),
        ([2_000_000], "counts"),
    ],
)
def test_values_of_another_kind_are_sentences(column: list[Any], what: str) -> None:
    """Lists, bytes, flags and numbers out of range are said, never raised."""
    _, said = read(column, what)
    assert said and all("day.parquet, row 0: x is" in said[0] for _ in said)


def test_yes_and_no_are_understood_in_every_spelling() -> None:
    """Flags may be booleans, 0 and 1, or words; nothing known is no."""
    assert read([True, None, False], "flags")[0].tolist() == [True, False, False]
    assert read(["true", "no", "FALSE", "1", None], "flags")[0].tolist() == [True, False, False, True, False]


def test_a_column_that_is_not_there_is_empty_and_one_that_is_needed_is_missed() -> None:
    """Missing columns are null; the bib is asked for."""
    problems = Problems()
    table = ColumnReader.of_lists("day.parquet", {"x": [1, 2]}, problems)
    assert np.isnan(table.seconds("y")).all() and table.texts("y").array().tolist() == ["", ""]
    assert table.flags("y").tolist() == [False, False] and table.counts("y").tolist() == [0, 0]
    table.need("x", "bib")
    assert [str(problem) for problem in problems.found] == [
        "day.parquet: has no column bib. Every row needs one."
    ]


def test_an_empty_table_has_empty_columns() -> None:
    """No row is no problem."""
    for kind in (pa.int32(), pa.string(), pa.float64(), pa.bool_(), pa.null()):
        column = pa.array([], kind)
        sizes = [len(read(column, what)[0]) for what in ("seconds", "texts", "flags", "counts")]
        assert sizes == [0, 0, 0, 0]
