"""Real days, played through the live pipeline to their end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from alongside.folders.pair_files import read_table
from alongside.folders.recorded import read_day
from alongside.live.pipeline import Race
from alongside.live.views import Views
from alongside.loop.folding import recover
from alongside.loop.replay import Replay
from alongside.race.ranking import places
from alongside.store.race_file import RaceFile

COARSE_TICK_MS = 600_000


def play(stem: Path, log: Path) -> tuple[Race, Views]:
    """Return the race of a recorded pair after its last row, and its last views."""
    day = read_day(stem)
    clock: list[Replay] = []
    file = RaceFile(log, lambda: clock[0].now_ms(), durable=False)
    replay = Replay(file, day.drafts, day.span_ms, tick_ms=COARSE_TICK_MS)
    clock.append(replay)
    views = replay.play_to_end()
    race = recover(file)
    race.look(views.control.race_now_ms)
    file.close()
    return race, views


def official_places(table: dict[str, list[Any]], event: str) -> dict[str, int]:
    """Return the places of the file's finishers by its own net times; ties share a place."""
    rows = zip(table["bib"], table["event"], table["status"], table["finish_s"], strict=True)
    times = {str(b): s for b, e, status, s in rows if e == event and status == "finished" and s is not None}
    ordered = np.sort(list(times.values()))
    return {bib: int(np.searchsorted(ordered, s)) + 1 for bib, s in times.items()}


def our_places(race: Race, distance: int) -> dict[str, int]:
    """Return our places of a distance by bib."""
    entries = race.state.crossings.field.entries
    found = places(race.state.race, distance)
    return {entry.bib: int(place) for entry, place in zip(entries, found, strict=True) if place > 0}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "finished", "dnf", "dsq"),
    [("chicago-2023", 48_000, 0, 0), ("berlin-wall-100mi-2018", 433, 73, 1)],
)
def test_a_whole_day_ends_with_everybody_accounted_for_and_ranked_as_the_file_ranks(
    races: Path, tmp_path: Path, name: str, finished: int, dnf: int, dsq: int
) -> None:
    """48,000 runners in three waves; relays, drop-outs, a second day and a sweep with its own chip."""
    race, views = play(races / name, tmp_path / "race.db")
    counts = views.control.counts
    assert (counts.finished, counts.dnf, counts.dsq, counts.on_course, counts.not_started) == (
        finished,
        dnf,
        dsq,
        0,
        0,
    )
    assert views.control.phase == "over"
    table = read_table(races / f"{name}.runners.parquet")
    for i, distance in enumerate(race.state.plan.distances):
        assert our_places(race, i) == official_places(table, distance.id)


def test_the_sweep_of_a_hundred_miles_is_where_its_chip_was_read(races: Path, tmp_path: Path) -> None:
    """The sweep's own chip moves it: at the end it stands at the last mat that read it, and is no runner."""
    race, views = play(races / "berlin-wall-100mi-2018", tmp_path / "race.db")
    sweep = views.control.sweeps[0]
    assert sweep.how == "chip"
    assert race.state.crossings.field.get("9") is None or sweep.id != "sweep-9"


@pytest.mark.parametrize(
    "name",
    ["opensplittime-fixtures", "nyc-2000", "berlin-wall-100mi-2014", "berlin-wall-100mi-2016"],
)
def test_any_pair_of_the_schema_plays_to_its_end(races: Path, tmp_path: Path, name: str) -> None:
    """Other mats, in and out, laps, holes: the day is played, and every finisher of the file is one."""
    race, views = play(races / name, tmp_path / "race.db")
    table = read_table(races / f"{name}.runners.parquet")
    expected = sum(
        status == "finished" and event != "sweep"
        for status, event in zip(table["status"], table["event"], strict=True)
    )
    assert views.control.counts.finished == expected
    assert len(race.state.crossings.field) == sum(event != "sweep" for event in table["event"])
