"""What an aid station is shown, from rows to its view."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.events.bodies import EntryBody, NoticeBody
from alongside.events.plan import Wave
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.station_view import LAST_ONES, STATIONS
from alongside.live.station_views import StationView
from builders import at, gun, read, rows_of, rule_status
from station_race import keyed, late_entry, opening, says, stations_at

ALL = ("nine", "late", "twice")


def race_with(*drafts: Draft, runners: int = 3, **changes: object) -> Race:
    """Return the race with stations, and these rows."""
    race = Race()
    race.apply(rows_of([*opening(runners, **changes), *drafts]))
    return race


def runner(n: int, *splits: tuple[str, str]) -> list[Draft]:
    """Return the reads of one runner."""
    return [read(f"C{n}", mat, clock) for mat, clock in splits]


def test_stations_are_worked_out_only_for_who_looks() -> None:
    """A replay at full speed does not pay for pages that nobody has open."""
    race = race_with()
    assert race.look(at("08:00")).control.stations == ()
    assert [s.id for s in race.look(at("08:00"), [STATIONS]).control.stations] == list(ALL)


def test_before_the_start_everybody_may_come_and_the_first_is_named_early() -> None:
    """Nobody was read yet: all are waited for, and the first time is that of a fast runner."""
    station = stations_at(race_with(), "06:50")["nine"]
    assert (station.state, station.waiting, station.to_come, station.passed) == ("before", 3, 0, 0)
    assert station.first_ms == at("07:30")
    assert station.last_ms == at("07:30") + round(27_000 * 9_000 / 42_195) * 1000


def test_the_three_are_told_apart() -> None:
    """Read at 10K: passed. Thought past, not seen since: not sure. Before it: still to come."""
    race = race_with(
        *runner(1, ("S", "07:01"), ("5K", "07:30"), ("10K", "08:00")),
        *runner(2, ("S", "07:01"), ("5K", "07:31")),
        *runner(3, ("S", "07:01"), ("5K", "08:00")),
    )
    station = stations_at(race, "08:10")["nine"]
    assert (station.passed, station.unsure, station.to_come, station.waiting) == (1, 1, 1, 0)
    assert station.state == "last"


def test_who_was_keyed_at_a_table_has_reached_it() -> None:
    """A volunteer's word makes her sure here and at every table before; not at those after."""
    race = race_with(*runner(1, ("S", "07:01"), ("5K", "07:40")), keyed("1", "in", "10:30", "late"))
    stations = stations_at(race, "10:31")
    assert (stations["nine"].passed, stations["late"].passed) == (1, 1)
    assert (stations["twice"].passed, stations["twice"].to_come) == (0, 1)
    assert [(one.visit, one.passed, one.to_come) for one in stations["twice"].passes] == [
        (1, 1, 0),
        (2, 0, 1),
    ]


def test_dropped_out_before_is_neither_to_come_nor_passed() -> None:
    """Who has stopped further back is accounted for: nobody waits for her."""
    race = race_with(
        *runner(1, ("S", "07:01"), ("5K", "07:40")),
        *runner(2, ("S", "07:01"), ("5K", "07:40"), ("10K", "08:20")),
        rule_status("1", "dnf", "08:00"),
        rule_status("2", "dnf", "08:30", "s2"),
    )
    stations = stations_at(race, "09:00")
    assert (stations["nine"].passed, stations["nine"].to_come, stations["nine"].unsure) == (1, 0, 0)
    assert (stations["late"].passed, stations["late"].to_come) == (0, 0)


def test_who_has_not_been_read_at_the_start_may_come_for_an_hour() -> None:
    """A late wave is not forgotten; an hour after her gun whoever nobody has read has stayed at home."""
    race = race_with(*runner(1, ("S", "07:01"), ("5K", "07:20"), ("10K", "07:40")), late_entry("9"))
    soon, later = stations_at(race, "07:50")["nine"], stations_at(race, "08:05")["nine"]
    assert (soon.state, soon.waiting, soon.unread) == ("waiting", 3, 0)
    assert (later.state, later.waiting, later.unread) == ("blind", 0, 3)
    read_too = runner(2, ("S", "07:01"), ("10K", "07:50")) + runner(3, ("S", "07:01"), ("10K", "07:50"))
    race.apply(rows_of(read_too, race.state.seq + 1))
    most = stations_at(race, "08:05")["nine"]
    assert (most.state, most.waiting, most.unread) == ("passed", 0, 1)
    late = stations_at(race_with(gun("1", "08:00"), gun("2", "08:10")), "08:05")["nine"]
    assert late.waiting == 3 and late.first_ms == at("08:30")
    overdue = stations_at(race_with(), "07:55")["nine"]
    assert overdue.first_ms == at("07:55"), "a time that has gone by is promised to nobody"


def test_a_day_without_a_single_read_is_not_a_day_without_runners() -> None:
    """The timing is down from the start: hours later a table is told so, not that all have passed."""
    blind = stations_at(race_with(), "11:00")
    assert {station.state for station in blind.values()} == {"blind"}
    keyed_only = stations_at(race_with(keyed("1", "in", "10:00", "late")), "11:00")["nine"]
    assert (keyed_only.state, keyed_only.passed, keyed_only.unread) == ("blind", 1, 2)


def test_one_distance_that_nobody_read_is_not_lost_behind_another() -> None:
    """The full's mats work, the half's do not: the table of both is not told that all have passed."""
    halves = [Draft("roster", f"h{n}", None, EntryBody(f"H{n}", "half", "1")) for n in range(3)]
    reads = runner(1, ("S", "07:01"), ("5K", "07:30"), ("10K", "08:00"))
    stations = stations_at(race_with(*halves, *reads, runners=1), "11:00")
    assert (stations["nine"].state, stations["twice"].state) == ("blind", "last")


def test_nobody_in_sight_is_not_all_accounted_for() -> None:
    """She is thought past the table and no mat has seen her: the state says that she is missing."""
    race = race_with(*runner(1, ("S", "07:01"), ("5K", "07:20")), runners=1)
    station = stations_at(race, "09:30")["nine"]
    assert (station.state, station.unsure, station.to_come) == ("unsure", 1, 0)


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_ever_lost_between_the_counts(seed: int) -> None:
    """At any hour passed, not sure, to come, waiting, never read and given up add up to the entries."""
    rng = np.random.default_rng(seed)
    drafts: list[Draft] = []
    for n in range(1, 41):
        pace = rng.uniform(1.7, 4.5)
        start_ms = at("07:00") + int(rng.integers(0, 600_000))
        for mat, km in (("S", 0), ("5K", 5), ("10K", 10), ("HALF", 21.0975), ("30K", 30), ("F", 42.195)):
            ms = start_ms + int(km * 1e6 / pace)
            clock = f"{(ms - at('00:00')) // 3_600_000:02d}:{(ms - at('00:00')) // 60_000 % 60:02d}"
            if rng.random() < 0.93:
                drafts.append(read(f"C{n}", mat, clock))
            if rng.random() < 0.05:
                break
    drafts.append(rule_status("7", "dnf", "09:00"))
    drafts += [keyed(str(n), "in", "08:30") for n in (3, 11)]
    for clock in ("07:05", "08:40", "10:10", "13:00", "16:00"):
        seen = [d for d in drafts if (d.at_ms or 0) <= at(clock)]
        race = race_with(*seen, runners=40)
        statuses = race.look(at(clock)).control.counts
        for station in stations_at(race, clock).values():
            together = station.passed + station.unsure + station.to_come + station.waiting + station.unread
            gone = statuses.dnf + statuses.dsq + statuses.dns
            assert 40 - gone <= together <= 40
            says_nobody = station.state == "passed"
            assert not says_nobody or station.to_come + station.unsure + station.waiting == 0


def test_the_crowd_has_a_peak_and_the_last_ones_follow_it() -> None:
    """Many to come: a crowd with its peak ahead. Few left behind it: the last ones, each worth a name."""
    reads = [r for n in range(1, 101) for r in runner(n, ("S", "07:01"), ("5K", f"07:{25 + n // 10:02d}"))]
    station = stations_at(race_with(*reads, runners=100), "07:36")["nine"]
    assert station.state == "before" and station.to_come == 100
    assert station.peak_ms is not None and at("07:40") <= station.peak_ms <= at("08:10")
    later = [read(f"C{n}", "10K", "07:55") for n in range(1, 95)]
    station = stations_at(race_with(*reads, *later, runners=100), "08:20")["nine"]
    assert station.to_come + station.unsure == 6 <= LAST_ONES
    assert sum(ten.passed for ten in station.arrivals) == 94


def test_the_last_to_come_is_named_for_control_with_her_time() -> None:
    """Whom to wait for longest, and until when: the 90 % end of her forecast, later than its middle."""
    race = race_with(
        *runner(1, ("S", "07:01"), ("5K", "07:40")), *runner(2, ("S", "07:01"), ("5K", "08:10")), runners=2
    )
    station = stations_at(race, "08:12")["late"]
    assert station.last_bib == "2"
    row = next(r for r in race.look(at("08:12")).control.distances[0].tail if r.bib == "2")
    share = (25_000 - 10_000) / (42_195 - 10_000)
    assert row.next_ms is not None and row.finish_ms is not None
    middle_ms = row.next_ms + share * (row.finish_ms - row.next_ms)
    assert station.last_ms is not None and middle_ms < station.last_ms < middle_ms + 7_200_000


def test_a_silent_mat_on_the_road_to_a_table_is_named() -> None:
    """Counts that hang on a broken reader say so; tables before it need not worry."""
    reads = [r for n in range(1, 21) for r in runner(n, ("S", "07:01"), ("5K", "07:35"))]
    stations = stations_at(race_with(*reads, runners=20), "08:15")
    assert stations["late"].silent == ("10K",)
    assert stations["nine"].silent == ()


def test_a_stopped_race_is_said_before_everything() -> None:
    """While the race is stopped a table is told that, not how many come when."""
    stop = Draft("control", "stop", at("08:00"), NoticeBody("stopped", "control/1"))
    race = race_with(*runner(1, ("S", "07:01"), ("5K", "07:40")), stop)
    assert {s.state for s in stations_at(race, "08:10").values()} == {"stopped"}


def test_a_table_on_a_stretch_that_is_left_out_is_told() -> None:
    """The race is led around it: its passes say so, the others do not."""
    around = NoticeBody("diverted", "control/1", "full", 8_000.0, 12_000.0)
    race = race_with(Draft("control", "d", at("08:00"), around))
    stations = stations_at(race, "08:10")
    assert [one.diverted for one in stations["nine"].passes] == [True, False]
    assert not any(one.diverted for one in stations["late"].passes)


def test_what_a_station_said_last_stands_whatever_order_it_came_in() -> None:
    """The newest word by its own time; one that was taken back gives way to the one before."""
    words = [says("out_of_water", "09:00"), says("all_well", "08:00")]
    station = stations_at(race_with(*words), "09:10")["nine"]
    assert station.said is not None and station.said.said == "out_of_water" and station.words_said == 2


def test_a_station_without_water_is_told_to_control_at_once() -> None:
    """Out of water is the first thing control reads, until the water is back."""
    race = race_with(*runner(1, ("S", "07:01")), says("out_of_water", "07:30"))
    assert race.look(at("07:40")).control.headline.first == "Water Nine is out of water since 07:30."
    race.apply(rows_of([says("water_back", "07:45")], race.state.seq + 1))
    assert race.look(at("07:50")).control.headline.severity == "calm"


def test_the_plan_of_a_table_hangs_on_plan_entries_and_guns_alone() -> None:
    """First, last and crowd for the printed sheet: from the guns, the limit and what entries expect."""
    waves = (Wave("1", "Wave 1", ("full", "half"), at("07:00")),)
    race = race_with(*(late_entry(str(100 + n), 18_000) for n in range(10)), runners=0, waves=waves)
    station = stations_at(race, "06:00")["late"]
    (one,) = station.passes
    assert one.planned_first_ms == at("07:00") + 25_000 / 5 * 1000
    assert one.planned_last_ms == at("07:00") + round(27_000 * 25_000 / 42_195) * 1000
    there_ms = at("07:00") + 18_000 * 25_000 / 42_195 * 1000
    (ten,) = station.crowd
    assert ten.expected == 10 and ten.from_ms <= there_ms < ten.from_ms + 600_000
    race.apply(rows_of([gun("1", "07:20")], race.state.seq + 1))
    (moved,) = stations_at(race, "06:01")["late"].passes
    assert moved.planned_last_ms == one.planned_last_ms + 20 * 60_000


def test_the_view_holds_no_names_and_no_places_of_runners() -> None:
    """What a station is given are counts, times and the bibs that it keyed itself (R9)."""
    fields = set(StationView.__struct_fields__)
    assert not fields & {"name_of", "tail", "positions", "runners"}
    race = race_with(*runner(1, ("S", "07:01")), keyed("2", "in", "08:00"))
    station = stations_at(race, "08:01")["nine"]
    assert [row.bib for row in station.keyed] == ["2"]
