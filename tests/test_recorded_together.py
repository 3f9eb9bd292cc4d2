"""Who ran together in races that were run: how many, how much of it is chance, and never the sweep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from alongside.cli.togethering import field_of
from alongside.together.find import Found, find
from alongside.together.kinds import MET_FINISH, START_FINISH
from alongside.together.summary import reported

NYC, WALL = "nyc-2014-women-all-men-u30", "berlin-wall-100mi-2018"
STRONG = 5.0
Pairs = dict[tuple[str, str], tuple[float, int, int, int, bool]]


@pytest.fixture(scope="module")
def nyc(races: Path) -> Found:
    """23,506 runners on eleven mats, with eight rounds of chance."""
    return find(field_of(races / NYC), np.random.default_rng(1), 8)


@pytest.fixture(scope="module")
def wall(races: Path) -> Found:
    """100 miles: solo and relays on the same mats, and a sweep with a chip."""
    return find(field_of(races / WALL), np.random.default_rng(1), 8)


def pairs_in(found: Found) -> Pairs:
    """Return odds, kind, mats and pack of each pair by its bibs."""
    bibs, told = found.field.bibs, zip(
        found.one.tolist(), found.other.tolist(), found.log_odds.tolist(), found.kind.tolist(),
        found.first.tolist(), found.end.tolist(), found.in_pack.tolist(), strict=True,
    )  # fmt: skip
    return {tuple(sorted((bibs[a], bibs[b]))): rest for a, b, *rest in told}  # type: ignore[misc]


def shuffled(stem: Path, folder: Path, part: str) -> Found:
    """Return the pairs of a file with the rows of one of its tables in another order."""
    for name in ("runners", "splits"):
        table = pq.read_table(f"{stem}.{name}.parquet")
        if name == part:
            table = table.take(np.random.default_rng(1).permutation(len(table)))
        pq.write_table(table, folder / f"{stem.name}.{name}.parquet")
    return find(field_of(folder / stem.name), np.random.default_rng(1), 1)


def test_companions_of_a_city_are_found_with_hardly_any_chance(nyc: Found) -> None:
    """Start to finish: 1,100 pairs or more outside packs, of which not one in a thousand is chance."""
    told = reported(nyc)
    started = told.of(told.kind == START_FINISH)
    assert len(started) >= 1_100
    assert started.false_share.max() <= 0.001


def test_who_met_in_a_city_is_found_with_one_in_a_hundred_chance(nyc: Found) -> None:
    """Met and finished together: fifty or more outside packs, of which at most one in a hundred is chance."""
    told = reported(nyc)
    met = told.of(told.kind == MET_FINISH)
    assert len(met) >= 50
    assert met.false_share.max() <= 0.01


def test_companions_of_a_hundred_miles_are_found_too(wall: Found) -> None:
    """The same constants find forty pairs or more among five hundred, some of solo runners and relays."""
    told = reported(wall)
    distance = wall.field.distance
    assert len(told) >= 40
    assert told.false_share.max() <= 0.01
    assert (distance[told.one] != distance[told.other]).any()


@pytest.mark.parametrize("name", [NYC, WALL])
def test_the_sweep_is_in_no_pair(races: Path, request: pytest.FixtureRequest, name: str) -> None:
    """Nobody of the event sweep, which runs beside the last, is a runner of the field."""
    found: Found = request.getfixturevalue("nyc" if name == NYC else "wall")
    table = pq.read_table(races / f"{name}.runners.parquet", columns=["bib", "event"]).to_pydict()
    sweeps = {str(b) for b, event in zip(table["bib"], table["event"], strict=True) if event == "sweep"}
    assert len(sweeps) == (1 if name == WALL else 0)
    assert not sweeps & {bib for pair in pairs_in(found) for bib in pair}
    assert not sweeps & set(found.field.bibs)


@pytest.mark.parametrize("name", [NYC, WALL])
def test_reads_in_another_order_are_the_same_race(
    races: Path, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    """The rows of the splits shuffled: the same pairs with the same odds, to the last bit."""
    found: Found = request.getfixturevalue("nyc" if name == NYC else "wall")
    assert pairs_in(shuffled(races / name, tmp_path, "splits")) == pairs_in(found)


@pytest.mark.parametrize("name", [NYC, WALL])
def test_runners_in_another_order_move_weak_pairs_at_most(
    races: Path, request: pytest.FixtureRequest, tmp_path: Path, name: str
) -> None:
    """Of one second, rows settle who was first; whoever is strong in one order is found in the other."""
    found: Found = request.getfixturevalue("nyc" if name == NYC else "wall")
    one, other = pairs_in(found), pairs_in(shuffled(races / name, tmp_path, "runners"))
    for these, those in ((one, other), (other, one)):
        strong = {pair for pair, row in these.items() if row[0] >= STRONG}
        assert len(strong) > 60
        assert strong <= those.keys()
    assert len(one.keys() ^ other.keys()) <= 0.01 * len(one)
