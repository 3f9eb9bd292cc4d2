"""What the pages say about numbers, times and sweeps."""

import msgspec
from make_views import GUN_MS, HOUR, MINUTE, ZONE, at, counts, sweep

from alongside.web import words


def test_a_count_of_nobody_is_said_in_words():
    """Nobody reads "0 runners": none is "no runners", one is singular."""
    assert [words.some(n, "runner", "runners") for n in (0, 1, 1200)] == [
        "no runners",
        "1 runner",
        "1,200 runners",
    ]


def test_a_place_is_said_in_both_units():
    """Whoever thinks in miles and whoever thinks in kilometres read the same line."""
    assert words.place(26_100.0) == "km 26.1 (mile 16.2)"


def test_another_day_is_named():
    """In a race through the night a time that is not today's carries its weekday."""
    assert words.clock(at(23, 50), ZONE, at(34, 0)) == "Sun 23:50"
    assert words.clock(at(12, 7), ZONE, at(12, 8)) == "12:07"


def test_ages_do_not_flicker():
    """An age is in whole minutes, so that a page does not change every second; a clock ahead is no age."""
    now = at(12, 0)
    assert words.ago(now - 59_000, now) == "under a minute ago"
    assert words.ago(now - 119_000, now) == "1 min ago"
    assert words.ago(now - 65 * MINUTE, now) == "1 h 05 min ago"
    assert words.ago(now + HOUR, now) == "under a minute ago"


def test_the_clock_says_when_it_is_not_the_walls():
    """A live clock at its own pace is silent about it; a replay always says that it is one."""
    assert words.rate_words(1.0, replay=False) == ""
    assert words.rate_words(1.0, replay=True) == "Replay at 1x"
    assert words.rate_words(0.0, replay=True) == "Replay, paused"
    assert words.rate_words(60.0, replay=True, ended=True) == "Replay, at its end"
    assert "as fast as it goes" in words.rate_words(float("inf"), replay=True)


def test_counts_name_every_status_that_somebody_has():
    """What is shown adds up to who entered; a status of nobody is left out, but never "on the course"."""
    items = words.count_items(counts(0, 1490, dnf=10, dns=0))
    assert items == [("0", "on the course"), ("1,490", "finished"), ("10", "dropped out (DNF)")]


def test_a_sweep_that_was_read_says_where_and_when():
    """The sweep's sentence holds its last sighting, its schedule, and who is behind it."""
    now = at(10, 40, 7)
    said = words.sweep_sentence(sweep(now, 15_350.0), ZONE, now, tell_behind=True)
    assert said == (
        "Sweep bus: last read at 25K at 10:31:07, 9 min ago; 4 min behind schedule; "
        "nobody is thought to be behind it."
    )


def test_a_sweep_by_schedule_says_that_nobody_saw_it():
    """A place that is only planned is never told as a sighting, and its schedule is not praised."""
    said = words.sweep_sentence(sweep(GUN_MS, 11_200.0, seen=False, behind=1), ZONE, GUN_MS, tell_behind=True)
    assert "not read anywhere yet, its schedule puts it near km 11.2" in said
    assert "1 runner is thought to be behind it" in said
    assert "on schedule" not in said


def test_the_public_is_not_told_who_is_behind_the_sweep():
    """Who is behind the sweep is for race control alone (R1)."""
    said = words.sweep_sentence(sweep(GUN_MS, 100.0, behind=1), ZONE, GUN_MS, tell_behind=False)
    assert "thought" not in said


def test_a_sweep_that_is_not_out_says_so():
    """Before it starts and after it is done a sweep is not on the course, and has no schedule to keep."""
    idle = msgspec.structs.replace(sweep(GUN_MS, None, seen=False), ahead_s=None)
    assert words.sweep_sentence(idle, ZONE, GUN_MS, tell_behind=True) == "Sweep bus: not on the course now."
