"""Times as timing software writes them, to instants."""

from __future__ import annotations

from datetime import date

import pytest

from alongside.feeds.times import RaceDays, instant_ms
from builders import DAY_MS, at, distance, make_plan

DAYS = RaceDays(date(2027, 5, 2), "Europe/Berlin", 0)
NIGHT = RaceDays(date(2027, 5, 2), "Europe/Berlin", 1)
H = 3_600_000


@pytest.mark.parametrize(
    "text",
    [
        "2027-05-02T08:10:11.500+02:00", "2027-05-02T06:10:11.5Z", "2027-05-02T08:10:11.500",
        "2027-05-02 08:10:11.5",
        "08:10:11.5", "08:10:11,500", "8:10:11.5 AM", "02.05.2027 08:10:11.5", "02-05-2027 08:10:11,5",
        "5/2/2027 8:10:11.5", "02/05/27 08:10:11.5", "2027/05/02 08:10:11.5", "29411.5", "1809238211.5",
        "1809238211500",
    ],
)  # fmt: skip
def test_one_instant_in_many_spellings(text: str) -> None:
    """ISO, the wall's time with and without its day, seconds of the day, epochs: all name one instant."""
    assert instant_ms(text, DAYS, at("09:00")) == at("08:10:11") + 500


def test_a_day_may_stand_apart() -> None:
    """A column for the day and one for the time are one instant."""
    assert instant_ms("08:10:11", DAYS, at("09:00"), "2027-05-02") == at("08:10:11")


def test_a_day_written_both_ways_is_the_one_near_race_day() -> None:
    """5/2 and 2/5 are one day of one race: the reading near race day is meant."""
    other = RaceDays(date(2027, 2, 5), "Europe/Berlin", 0)
    assert instant_ms("5/2/2027 08:00", DAYS, at("09:00")) == at("08:00")
    assert instant_ms("5/2/2027 08:00", other, at("09:00")) != at("08:00")


def test_past_midnight_a_time_is_of_the_day_nearer_to_now() -> None:
    """At 1:10 in the night after race day, 0:50 was just now and 23:50 was an hour ago."""
    now = DAY_MS + 25 * H + 10 * 60_000
    assert instant_ms("00:50", NIGHT, now) == DAY_MS + 24 * H + 50 * 60_000
    assert instant_ms("23:50", NIGHT, now) == DAY_MS + 23 * H + 50 * 60_000
    assert instant_ms("25:05", NIGHT, now) == DAY_MS + 25 * H + 5 * 60_000


def test_a_race_of_one_day_has_no_other_day() -> None:
    """What a box hands in the next morning, without a day, was on race day."""
    assert instant_ms("08:10", DAYS, DAY_MS + 32 * H) == at("08:10")


def test_days_follow_from_the_limits() -> None:
    """A limit in the afternoon ends on race day, one in the evening in the night; none is two weeks."""
    evening = make_plan(distances=(distance("full", {"S": 0, "F": 42.195}, 14 * 3600),))
    endless = make_plan(distances=(distance("full", {"S": 0, "F": 42.195}, None),))
    assert RaceDays.of(make_plan()).more == 0
    assert RaceDays.of(evening).more == 1
    assert RaceDays.of(endless).more == 14


@pytest.mark.parametrize(
    "text", ["", "soon", "8:", "08:61", "25:00 PM", "2027-13-40T10:00:00", "-5", "1e400", "99/99/99 8:00"]
)
def test_what_is_no_time_is_said(text: str) -> None:
    """A time that cannot be read is refused with what was found."""
    with pytest.raises(ValueError, match="no time"):
        instant_ms(text, DAYS, at("09:00"))


def test_the_wall_is_read_on_the_day_the_clock_changes() -> None:
    """On the day of summer time, three o'clock on the wall is two hours after midnight."""
    march = RaceDays(date(2027, 3, 28), "Europe/Berlin", 0)
    gap = instant_ms("03:30", march, at("09:00")) - instant_ms("01:30", march, at("09:00"))
    iso = instant_ms("2027-03-28T03:30:00", march, 0) - instant_ms("2027-03-28T01:30:00", march, 0)
    assert gap == iso == H
