"""Answers to the questions of ``alongside init``: what is understood, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alongside.course.first_answers import (
    limit_guess,
    point_name,
    read_cutoffs,
    read_day,
    read_gun_s,
    read_id,
    read_length_m,
    read_limit_s,
    read_minutes,
    read_points,
    read_zone,
    splits_guess,
    stations_guess,
)
from alongside.course.first_guess import USUAL, RosterFacts, ids_of, length_in_name, names_of, wave_order
from alongside.units import HALF_MARATHON_M, MARATHON_M, METRES_PER_MILE


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("every 10 km", [10_000, 20_000, 30_000, 40_000]),
        ("Every 10K", [10_000, 20_000, 30_000, 40_000]),
        ("every 8 miles", [8 * METRES_PER_MILE * n for n in (1, 2, 3)]),
        ("3, 6.5, 10 km", [3000, 6500, 10_000]),
        ("10 km; 3 km", [3000, 10_000]),
        ("1, 2 mi", [METRES_PER_MILE, 2 * METRES_PER_MILE]),
        ("5", [5000]),
        ("none", []),
        ("-", []),
    ],
)
def test_places_along_a_course_are_a_rule_a_list_or_none(text: str, metres: list[float]) -> None:
    """A rule fills the course, a list is sorted, a bare number takes the unit of the last; none is none."""
    assert read_points(text, MARATHON_M, 500.0).at_m == pytest.approx(metres, abs=0.01)


def test_a_rule_leaves_the_end_free() -> None:
    """A mat 97 m before the finish tells nothing: the last place of a rule keeps its distance."""
    assert read_points("every 3 km", HALF_MARATHON_M, 1000.0).at_m[-1] == 18_000
    assert read_points("every 5 km", 400.0, 1000.0).at_m == ()


def test_places_are_named_in_the_unit_they_were_asked_in() -> None:
    """Who counts in miles reads miles."""
    miles = read_points("every 2 miles", MARATHON_M, 500.0)
    assert point_name(miles.at_m[0], miles) == "mile 2"
    assert point_name(6500.0, read_points("6.5 km", MARATHON_M, 500.0)) == "km 6.5"


WRONG: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (read_points, ("every 1 furlong", MARATHON_M, 500.0), "not understood at '1 furlong'"),
    (read_points, ("every 1 m", MARATHON_M, 500.0), "more than 1000 places"),
    (read_points, ("50 km", MARATHON_M, 500.0), "50 km is not on a course of 42.195 km"),
    (read_points, (",", MARATHON_M, 500.0), "names no place"),
    (read_day, ("2.5.2027",), "year-month-day, as 2027-05-02"),
    (read_day, ("0027-05-02",), "not the date of a race"),
    (read_zone, ("Chicago",), "Did you mean America/Chicago?"),
    (read_zone, ("chicgo",), "Did you mean America/Chicago"),
    (read_zone, ("nowhere at all",), "Write one as America/Chicago"),
    (read_id, ("Full!", frozenset()), "not a short lower-case word"),
    (read_id, ("full", frozenset(["full"])), "another distance's id"),
    (read_length_m, ("42.2 mi", 42_300.0), "the GPX measures 42.3 km"),
    (read_length_m, ("42", None), "not a length with a unit"),
    (read_length_m, ("0 m", None), "no length for a race"),
    (read_limit_s, ("6", MARATHON_M), "as 6:30, or none"),
    (read_limit_s, ("0:45", MARATHON_M), "56.3 km/h at the back"),
    (read_limit_s, ("0:00", MARATHON_M), "at the back"),
    (read_gun_s, ("8",), "Write it as 07:30"),
    (read_gun_s, ("99:00",), "more than four days"),
    (read_cutoffs, ("30 km", MARATHON_M, 0.0), "Write place and time"),
    (read_cutoffs, ("30 km 06:00", MARATHON_M, 25_200.0), "not later than the last gun, 07:00"),
    (read_cutoffs, ("50 km 12:00", MARATHON_M, 0.0), "not on a course of 42.195 km"),
    (read_minutes, ("five",), "not a number of minutes"),
]


@pytest.mark.parametrize(("read", "args", "said"), WRONG)
def test_what_cannot_be_used_is_explained(read: Callable[..., Any], args: tuple[Any, ...], said: str) -> None:
    """An answer that makes no sense gets a sentence with what to write instead."""
    with pytest.raises(ValueError, match=r"\w") as caught:
        read(*args)
    assert said in str(caught.value)


def test_what_can_be_used_is_taken() -> None:
    """Each kind of answer in its plain form."""
    assert read_day(" 2027-05-02 ") == date(2027, 5, 2)
    assert read_zone("America/Chicago") == "America/Chicago"
    assert read_limit_s("none", MARATHON_M) is None
    assert read_limit_s("7:30", MARATHON_M) == 27_000
    assert read_gun_s("25:10") == 90_600
    assert read_cutoffs("30 km 12:40, 16 mi 11:30", MARATHON_M, 25_200.0) == (
        (30_000.0, 45_600.0),
        (16 * METRES_PER_MILE, 41_400.0),
    )
    assert (read_minutes("5 min"), read_minutes("0"), read_minutes("none")) == (5, 0, None)


@pytest.mark.parametrize("usual", USUAL)
def test_what_is_guessed_can_be_used(usual: tuple[float, str, str]) -> None:
    """Limit, water and mats that are proposed for a length would be taken; limits are quarters of an hour."""
    for guess in (
        stations_guess(usual[0], in_miles=True),
        stations_guess(usual[0], in_miles=False),
        splits_guess(usual[0]),
    ):
        assert read_points(guess, usual[0], 500.0).step_m > 0
    limit_s = read_limit_s(limit_guess(usual[0]), usual[0])
    assert limit_s is not None
    assert limit_s % 900 == 0


@pytest.mark.parametrize(
    ("name", "metres"),
    [
        ("Marathon", MARATHON_M),
        ("Full", MARATHON_M),
        ("Half Marathon", HALF_MARATHON_M),
        ("Halbmarathon", HALF_MARATHON_M),
        ("HM", HALF_MARATHON_M),
        ("21k", HALF_MARATHON_M),
        ("10 km run", 10_000.0),
        ("5K", 5000.0),
        ("7.5 km", 7500.0),
        ("50 mi", 50 * METRES_PER_MILE),
        ("13.1", HALF_MARATHON_M),
        ("Fun run", None),
    ],
)
def test_a_name_may_tell_a_length(name: str, metres: float | None) -> None:
    """Rosters call distances by their length; a name that tells none is not guessed at."""
    assert length_in_name(name) == (None if metres is None else pytest.approx(metres))


def test_files_get_ids_by_length_or_by_what_sets_their_names_apart() -> None:
    """full, half and 10k are known by their length; others by the words that not all files share."""
    stems = ["spring_2027_full", "spring_2027_half", "spring_2027_fun-run"]
    assert ids_of(stems, [42_371.0, 21_303.0, 3300.0]) == ["full", "half", "fun-run"]
    assert ids_of(["run red", "run blue"], [10_000.0, 10_050.0]) == ["red", "blue"]
    assert ids_of(["same", "same"], [1000.0, 1000.0]) == ["same", "same-2"]


def test_names_are_the_rosters_where_one_fits() -> None:
    """Who is rostered for HALF MARATHON finds her distance under that name."""
    found = names_of(["full", "half", "loop"], [42_371.0, 21_303.0, 3300.0], ["HALF MARATHON", "marathon"])
    assert found == ["marathon", "HALF MARATHON", "Loop"]
    assert names_of(["loop"], [3300.0], ["The Lake"]) == ["The Lake"]


def test_a_roster_tells_its_distances_and_waves() -> None:
    """Lines are counted by distance, whatever the case; 1 and 01 are one wave; a blank is told apart."""
    raw = b"Startnummer;Strecke;Welle\n1;Full;1\n2;FULL;01\n3;Half;1\n4;Half;\n5;;B\n"
    facts = RosterFacts(raw, "roster.csv")
    assert (facts.lines, facts.has_distances) == (5, True)
    assert facts.distances == {"Full": 2, "Half": 2}
    assert facts.waves == {"1": {"Full", "Half"}, "B": {""}}


def test_waves_are_asked_in_the_order_people_count() -> None:
    """Wave 2 comes before wave 10, and A before B."""
    assert sorted(["10", "2", "1"], key=wave_order) == ["1", "2", "10"]
    assert sorted(["B", "A"], key=wave_order) == ["A", "B"]
