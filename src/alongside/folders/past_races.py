"""Past races on disk as arrays: a parquet pair, a race folder's recorded day, or any day that was folded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from alongside.errors import InputError
from alongside.folders.folded import fold_day, pasts_of_state
from alongside.folders.pair_arrays import own_mats, plan_mats, read_pair_arrays
from alongside.folders.pair_files import is_pair
from alongside.folders.race_folder import RaceFolder, is_folder, read_folder
from alongside.folders.recorded import ROWS_NAME, Day, read_day
from alongside.forecast.past import Past
from alongside.forecast.past_tables import pasts_of


def read_past(race: Path) -> list[Past]:
    """Return the distances of a past race: of a parquet pair, or of a race folder with a recorded day.

    A pair is given by its path without the endings; bound to a folder it lies on the folder's course. The
    race is named by its file or folder. :class:`InputError` when there is nothing in it.
    """
    if is_folder(race):
        return _of_folder(read_folder(race))
    if not is_pair(race):
        raise InputError.of(
            str(race),
            "is neither a race folder nor a recorded pair.",
            "Name a folder with a race.toml, or the path of NAME.runners.parquet without that ending.",
        )
    pair = read_pair_arrays(race)
    return _named(race, pasts_of(pair, race.name, own_mats(race, pair)))


def past_of_day(day: Day, race: Path) -> list[Past]:
    """Return the distances of a day as its log tells them once everything is in."""
    return _named(race, pasts_of_state(fold_day(day), race.name))


def bound_pair(folder: RaceFolder) -> Path | None:
    """Return the path of the parquet pair that a folder is bound to; ``None`` where it is to none."""
    recorded = folder.recorded
    return None if recorded is None or (recorded / ROWS_NAME).is_file() else recorded


def _of_folder(folder: RaceFolder) -> list[Past]:
    recorded = bound_pair(folder)
    if recorded is None:
        return past_of_day(read_day(folder.path), folder.path)
    pair = read_pair_arrays(recorded)
    return _named(folder.path, pasts_of(pair, folder.path.name, plan_mats(folder.plan, pair)))


def _named(race: Path, pasts: list[Past]) -> list[Past]:
    """Refuse a race that holds nothing; a path such as ``.`` is named by what it stands for."""
    if not pasts:
        raise InputError.of(
            str(race), "has no distance with runners and a mat.", "Name a race that was timed."
        )
    name = race.resolve().name
    return [replace(past, race=name) for past in pasts]
