"""A parquet pair on disk as arrays, and the mats of its distances: its own, a file's, or a plan's."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from alongside.errors import InputError, Problems
from alongside.events.plan import Distance, RacePlan
from alongside.feeds.pair_course import SplitPlace, places_by_event
from alongside.folders.columns import ColumnReader
from alongside.folders.pair_files import pair_paths
from alongside.folders.read_tables import Columns, read_columns
from alongside.forecast.past_columns import (
    NONE,
    Mats,
    PairColumns,
    RunnerColumns,
    SplitColumns,
    events_of,
    mats_of,
)

_RUNNERS = ("bib", "event", "wave", "status", "gender", "bib_block", "start_tod_s", "finish_s")
_SPLITS = ("bib", "mat", "mat_seq", "km", "elapsed_s", "tod_s", "estimated")


def read_pair_arrays(stem: Path) -> PairColumns:
    """Return a pair, given its path without the endings; columns that are not there are empty.

    :class:`InputError` has every value that cannot be read, by file, row and column.
    """
    runners_path, splits_path = pair_paths(stem)
    problems = Problems()
    runners = runners_of(ColumnReader(runners_path.name, _read(runners_path, _RUNNERS), problems))
    splits = splits_of(ColumnReader(splits_path.name, _read(splits_path, _SPLITS), problems))
    problems.raise_if_any()
    return PairColumns.of(runners, splits)


def _read(path: Path, names: tuple[str, ...]) -> Columns:
    if not path.is_file():
        raise InputError.of(str(path), "there is no such file.", "A recorded race is a pair of both files.")
    return read_columns(path, names)


def runners_of(table: ColumnReader) -> RunnerColumns:
    """Return a table of runners; problems are noted where the table notes them."""
    table.need("bib")
    found = RunnerColumns(
        table.texts("bib"),
        table.texts("event"),
        table.texts("wave"),
        table.texts("status"),
        table.texts("gender"),
        table.numbers("bib_block"),
        table.seconds("start_tod_s"),
        table.seconds("finish_s"),
    )
    table.settle()
    return found


def splits_of(table: ColumnReader) -> SplitColumns:
    """Return a table of splits; problems are noted where the table notes them."""
    table.need("bib", "mat")
    found = SplitColumns(
        table.texts("bib"),
        table.texts("mat"),
        table.counts("mat_seq"),
        table.kilometres("km"),
        table.seconds("elapsed_s"),
        table.seconds("tod_s"),
        table.flags("estimated"),
    )
    table.settle()
    return found


def own_mats(stem: Path, pair: PairColumns) -> Mats:
    """Return the mats that the whole splits table shows; an error names the pair."""
    try:
        return mats_of(pair)
    except InputError as error:
        raise InputError.of(str(stem), str(error)) from error


def read_mats(path: Path, pair: PairColumns) -> Mats:
    """Return the mats of a file (event, mat, mat_seq, km; an event left empty means every distance)."""
    problems = Problems()
    table = ColumnReader(path.name, read_columns(path), problems)
    table.need("mat", "km")
    events, mats = table.texts("event"), table.texts("mat")
    seqs, kms = table.counts("mat_seq"), table.kilometres("km")
    table.settle()
    problems.raise_if_any()
    every = set(events_of(pair.runners).names)
    rows = [
        (event, mats.at(row), int(seqs[row]), None if np.isnan(kms[row]) else float(kms[row]))
        for row in range(table.size)
        if mats.code[row] != NONE
        for event in ([events.at(row)] if events.code[row] != NONE else sorted(every))
    ]
    try:
        return places_by_event(rows, {event for event, *_ in rows})
    except InputError as error:
        raise InputError.of(str(path), str(error)) from error


def plan_mats(plan: RacePlan, pair: PairColumns) -> Mats:
    """Return the splits of a plan as the mats of a pair: the visits of a mat in the order of its numbers."""
    return {distance.id: _places(distance, pair.splits) for distance in plan.distances}


def _places(distance: Distance, splits: SplitColumns) -> list[SplitPlace]:
    numbers = {mat: _numbers(splits, mat) for mat in {split.mat for split in distance.splits}}
    return [
        SplitPlace(split.mat, _number(numbers[split.mat], split.visit), split.along_m / 1000)
        for split in distance.splits
    ]


def _numbers(splits: SplitColumns, mat: str) -> list[int]:
    code = splits.mat.names.index(mat) if mat in splits.mat.names else NONE - 1
    return [int(seq) for seq in np.unique(splits.mat_seq[splits.mat.code == code])]


def _number(numbers: list[int], visit: int) -> int:
    return numbers[visit - 1] if visit <= len(numbers) else NONE
