"""What the command line calls a past race: a pair, a folder, or the log of a day that was served."""

from __future__ import annotations

from pathlib import Path

from alongside.cli.days import day_of
from alongside.folders.pair_files import is_pair
from alongside.folders.past_races import past_of_day, read_past
from alongside.folders.race_folder import is_folder, read_folder
from alongside.forecast.past import Past


def pasts_of(race: Path) -> list[Past]:
    """Return the distances of a past race; ``InputError`` when there is nothing in it."""
    if is_pair(race) or (is_folder(race) and read_folder(race).recorded is not None):
        return read_past(race)
    return past_of_day(day_of(race), race)
