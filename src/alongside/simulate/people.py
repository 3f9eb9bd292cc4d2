"""Made-up people: no name here belongs to anybody, no number rings, and mail goes to example.org."""

from __future__ import annotations

import numpy as np

from alongside.events.person import Person
from alongside.simulate.day import Day


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_WOMEN = _words(
    "Adella Brisa Calindra Dorvia Elowyn Farah Gisela Hanne Ilka Jorunn Kaisa Lumi Mirela Nadja Oriana "
    "Petra Runa Sanna Tilda Una Vesna Wanda Xenia Ylva Zora Amira Binta Chiara Dalia Esme"
)
_MEN = _words(
    "Aldo Bram Cosmin Dario Emeric Falk Goran Henk Ivo Jarek Kasper Levin Marek Nils Otto Pavo Rurik Stelan "
    "Tarek Ugo Veit Wim Yanko Zoran Amadou Bashir Corin Dusan Evren Finn"
)
_HEAD = _words(
    "Amber Birch Copper Dapple Elder Fallow Gorse Harrow Ivory Juniper Kestrel Larch Marsh Nettle Otter "
    "Pebble Quarry Rowan Saffron Thistle Umber Velvet Willow Yarrow Zephyr"
)
_TAIL = _words(
    "acre bourne combe dell eyot firth garth holm inge keld lathe mere ness oxley pike quist rill shaw "
    "thwaite vale wick yard"
)
_HOMES = (
    "Port Tamarack",
    "Lantern Hill",
    "Osier Bend",
    "Millbrook Ferry",
    "Saltmeadow",
    "Crane Harbour",
    "Upper Weir",
    "Gravel Point",
    "Hazelford",
    "Nine Elms Landing",
    "Quillhaven",
    "Stonewater",
)
_CLUBS = ("Night Owls Run Club", "Weir Street Harriers", "Lantern Hill Striders", "Early Larks")
_WHYS = (
    "To show my children that one can start late.",
    "For my father, who walked every day.",
    "A bet I lost, and now I want to win.",
    "Because last year I stopped at mile 20.",
    "I like to see the city without cars.",
)
_SAME_NAME, _SAME_HOME = 0.20, 0.46  # of people who run together


def make_people(day: Day, rng: np.random.Generator) -> list[Person]:
    """Return a person per entry, in the order of the field; groups share homes and names as real ones do."""
    count = len(day.field)
    surname = rng.integers(len(_HEAD) * len(_TAIL), size=count)
    home = np.minimum(rng.exponential(3.0, size=count).astype(int), len(_HOMES) - 1)
    club = np.where(rng.random(count) < 0.15, rng.integers(len(_CLUBS), size=count), -1)
    _alike(day, surname, home, rng)
    first, dice = rng.integers(len(_WOMEN), size=count), rng.random((count, 3))
    return [
        Person(
            bib=str(day.field.bib[row]),
            name=f"{(_WOMEN if day.field.woman[row] else _MEN)[first[row]]} {_surname(int(surname[row]))}",
            email=f"runner{day.field.bib[row]}@example.org",
            club=_CLUBS[club[row]] if club[row] >= 0 else "",
            home=_HOMES[home[row]],
            adult=bool(day.field.adult[row]),
            first_marathon=bool(dice[row, 0] < 0.3) if dice[row, 1] < 0.7 else None,
            why=_WHYS[int(dice[row, 2] * 50)] if dice[row, 2] < 0.1 else "",
        )
        for row in range(count)
    ]


def _alike(day: Day, surname: np.ndarray, home: np.ndarray, rng: np.random.Generator) -> None:
    """Those who started together often share a surname or a home; those who met do so by chance only."""
    for group in day.groups:
        for member in group.members:
            if group.pack or member.from_m > 0:
                continue
            if rng.random() < _SAME_NAME:
                surname[member.runner] = surname[group.leader]
            if rng.random() < _SAME_HOME:
                home[member.runner] = home[group.leader]


def _surname(number: int) -> str:
    return _HEAD[number % len(_HEAD)] + _TAIL[number // len(_HEAD)]
