"""Marks of a recorded pair's runners: equal numbers for equal names or towns, as the file has them hashed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from alongside.errors import Problems
from alongside.folders.columns import ColumnReader
from alongside.folders.pair_files import is_pair, pair_paths
from alongside.folders.read_tables import read_columns
from alongside.forecast.past_columns import Index

MARKS = {"surname": "h_surname", "town": "h_city"}


def read_marks(stem: Path, bibs: Sequence[str]) -> dict[str, Index]:
    """Return for each mark that the file has a number per bib: equal for equal texts, 0 where unknown.

    Nothing for what is no pair.
    """
    if not is_pair(stem):
        return {}
    path = pair_paths(stem)[0]
    problems = Problems()
    table = ColumnReader(path.name, read_columns(path, ("bib", *MARKS.values())), problems)
    whose = table.texts("bib")
    row_of = {whose.at(row): row for row in range(len(whose))}
    rows = np.array([row_of.get(bib, -1) for bib in bibs], dtype=np.int64)
    found = {}
    for name, column in MARKS.items():
        codes = np.append(table.texts(column).code, -1) + 1
        if codes.any():
            found[name] = codes[rows]
    table.settle()
    problems.raise_if_any()
    return found
