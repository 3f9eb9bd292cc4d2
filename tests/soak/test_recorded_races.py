"""Real days, played through the live pipeline to their end.

With ``--soak`` all run, and the race looks every ten minutes. Else some of a large field do, and
it looks every three quarters of an hour: the 48,000 of Chicago take more than a minute.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from alongside.folders.pair_files import read_table
from alongside.folders.recorded import read_day
from alongside.live.pipeline import Race
from alongside.live.views import Views
from alongside.loop.folding import recover
from alongside.loop.replay import Replay
from alongside.race.ranking import places
from alongside.store.race_file import RaceFile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
SOAK_TICK_MS, SHORT_TICK_MS = 600_000, 2_700_000  # less than the hour by which the plan comes before the gun
DRAWN = 4_000  # of a field that is larger than this


class Played(NamedTuple):
    """A day that is over: its race after the last row, its last views, the runners of its file."""

    race: Race
    views: Views
    table: dict[str, list[Any]]


def play(stem: Path, log: Path, tick_ms: int) -> Played:
    """Return what came of a recorded pair."""
    day = read_day(stem)
    clock: list[Replay] = []
    file = RaceFile(log, lambda: clock[0].now_ms(), durable=False)
    replay = Replay(file, day.drafts, day.span_ms, tick_ms=tick_ms)
    clock.append(replay)
    views = replay.play_to_end()
    race = recover(file)
    race.look(views.control.race_now_ms)
    file.close()
    return Played(race, views, read_table(stem.with_name(f"{stem.name}.runners.parquet")))


def drawn(stem: Path, folder: Path) -> Path:
    """Write the pair of some of its runners, the same each time; return its path without the ending."""
    tables = {part: pq.read_table(f"{stem}.{part}.parquet") for part in ("runners", "splits")}
    bibs = pc.unique(tables["runners"]["bib"])
    some = bibs.take(np.random.default_rng(42_195).permutation(len(bibs))[:DRAWN])
    for part, table in tables.items():
        pq.write_table(table.filter(pc.is_in(table["bib"], some)), folder / f"{stem.name}.{part}.parquet")
    return folder / stem.name


@pytest.fixture(scope="module")
def played(races: Path, soak: bool, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Played]:
    """Return a function that plays a recorded pair, each once."""

    @cache
    def one(name: str) -> Played:
        folder = tmp_path_factory.mktemp(name)
        stem = races / name if soak else drawn(races / name, folder)
        return play(stem, folder / "race.db", SOAK_TICK_MS if soak else SHORT_TICK_MS)

    return one


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


@pytest.mark.parametrize(
    ("name", "finished", "dnf", "dsq"),
    [("chicago-2023", 48_000, 0, 0), ("berlin-wall-100mi-2018", 433, 73, 1)],
)
def test_a_whole_day_ends_with_everybody_accounted_for_and_ranked_as_the_file_ranks(
    played: Callable[[str], Played], soak: bool, name: str, finished: int, dnf: int, dsq: int
) -> None:
    """48,000 runners, or 4,000 of them, in waves; relays, drop-outs, a second day, a sweep with its chip."""
    race, views, table = played(name)
    counts = views.control.counts
    expected = finished if soak else min(finished, DRAWN)
    assert (counts.finished, counts.dnf, counts.dsq, counts.on_course, counts.not_started) == (
        expected,
        dnf,
        dsq,
        0,
        0,
    )
    assert views.control.phase == "over"
    for i, distance in enumerate(race.state.plan.distances):
        assert our_places(race, i) == official_places(table, distance.id)


def test_the_sweep_of_a_hundred_miles_is_where_its_chip_was_read(played: Callable[[str], Played]) -> None:
    """The sweep's own chip moves it: at the end it stands at the last mat that read it, and is no runner."""
    race, views, _ = played("berlin-wall-100mi-2018")
    sweep = views.control.sweeps[0]
    assert sweep.how == "chip"
    assert race.state.crossings.field.get("9") is None or sweep.id != "sweep-9"


@pytest.mark.parametrize(
    "name",
    ["opensplittime-fixtures", "nyc-2000", "berlin-wall-100mi-2014", "berlin-wall-100mi-2016"],
)
def test_any_pair_of_the_schema_plays_to_its_end(played: Callable[[str], Played], name: str) -> None:
    """Other mats, in and out, laps, holes: the day is played, and every finisher of the file is one."""
    race, views, table = played(name)
    expected = sum(
        status == "finished" and event != "sweep"
        for status, event in zip(table["status"], table["event"], strict=True)
    )
    assert views.control.counts.finished == expected
    assert len(race.state.crossings.field) == sum(event != "sweep" for event in table["event"])
