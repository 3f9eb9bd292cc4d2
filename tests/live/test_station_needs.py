"""What a table still needs."""

from __future__ import annotations

from alongside.events.plan import Station
from alongside.live.station_needs import needs, planned_needs
from alongside.live.station_views import Arrivals
from builders import at

NINE = Station("nine", "Nine", ())
COMING = tuple(
    Arrivals(at(clock), passed, expected)
    for clock, passed, expected in (
        ("11:50", 300, 0), ("12:00", 200, 60), ("12:10", 0, 130), ("12:20", 0, 50), ("12:40", 0, 400),
    )
)  # fmt: skip


def test_water_and_cups_for_all_who_are_still_to_come() -> None:
    """Two cups of an eighth of a litre each; who has passed needs none."""
    found = needs(NINE, COMING, at("12:05"))
    assert (found.runners, found.litres, found.cups) == (640, 160.0, 1280)


def test_people_for_the_busiest_ten_minutes_of_the_next_half_hour() -> None:
    """130 in ten minutes are 13 a minute, four for each: four people; the crowd at 12:40 is later's."""
    found = needs(NINE, COMING, at("12:05"))
    assert (found.most, found.helpers) == (130, 4)
    assert needs(NINE, COMING, at("12:15")).helpers == 10


def test_nobody_stands_alone_at_a_table_and_none_is_needed_for_nobody() -> None:
    """The last one comes to two people; after her nobody is needed."""
    assert needs(NINE, (Arrivals(at("12:10"), 0, 1),), at("12:05")).helpers == 2
    assert needs(NINE, (), at("12:05")).helpers == 0


def test_an_organiser_who_has_counted_says_so() -> None:
    """Litres, cups and helpers go by what race.toml says of the station."""
    big = Station("nine", "Nine", (), None, None, 0.5, 1.0, 13.0)
    found = needs(big, COMING, at("12:05"))
    assert (found.litres, found.cups, found.helpers) == (320.0, 640, 2)
    assert planned_needs(big, COMING).helpers == 4
