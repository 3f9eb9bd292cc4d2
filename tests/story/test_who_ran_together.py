"""Two strangers start; by the finish they have a bond, and the clocks at the mats show it (S1, S14)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

import alongside
from alongside.cli.togethering import field_of
from alongside.events.person import Person
from alongside.folders.race_folder import read_folder
from alongside.together.find import Found, find
from alongside.together.summary import fast_friends, reported, summary_of
from alongside.units import normal_code

DEMO = Path(alongside.__file__).parent / "demo_race"
FIRST, VETERAN = "Marit", "Jessa"


@lru_cache(maxsize=1)
def found() -> Found:
    """Return who ran together on the day of the made-up race."""
    return find(field_of(DEMO), np.random.default_rng(1), 4)


def bib_of(first_name: str) -> str:
    """Return the bib of one of the cast, who are the only ones with these names and words of their own."""
    cast = [person for person in read_folder(DEMO).people if _is(person, first_name)]
    assert len(cast) == 1
    return cast[0].bib


def _is(person: Person, first_name: str) -> bool:
    return person.name.startswith(f"{first_name} ") and bool(person.why)


def test_the_two_strangers_are_the_one_meeting_of_the_day() -> None:
    """Apart at the start and at the next mat, met behind mile 12, and together to the finish: nobody else."""
    friends = fast_friends(reported(found()))
    pairs = [
        {found().field.bibs[one], found().field.bibs[other]}
        for one, other in zip(friends.one, friends.other, strict=True)
    ]
    assert [{normal_code(bib) for bib in pair} for pair in pairs] == [
        {normal_code(bib_of(FIRST)), normal_code(bib_of(VETERAN))}
    ]
    assert found().field.mats[int(friends.first[0])] == "25k"


def test_her_friends_were_with_her_until_the_roads_parted() -> None:
    """Those whom she started with are told of as from the start, parted, as their road turned off."""
    told = reported(found())
    row = found().field.bibs.index(bib_of(FIRST))
    mine = told.of((told.one == row) | (told.other == row))
    distances = found().field.distance[np.where(mine.one == row, mine.other, mine.one)]
    parted = mine.of(distances != found().field.distance[row])
    assert len(parted) >= 2 and set(parted.kind) == {1}


def test_the_race_has_a_summary_that_tells_of_them() -> None:
    """One fast friend, in the last tenth, with a picture of the gap."""
    summary = summary_of(found())
    assert (summary.fast_friends, summary.fast_friends_last_tenth, len(summary.strongest)) == (1, 1, 1)
