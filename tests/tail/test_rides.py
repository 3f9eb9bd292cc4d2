"""Rides: who waits, who is on board, who was brought away; and what ends a wish."""

from __future__ import annotations

import random

import pytest

from alongside.events.bodies import PlanBody
from alongside.events.plan import Place, Shared, Station
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.tail.rides import Ride, rides, where_of
from builders import (
    OPENING,
    at,
    body_draft,
    field_at,
    kept,
    make_plan,
    outcome,
    race_of,
    read,
    rule_read,
    status,
    undo,
)
from ride_day import ride

SEEN = (read("C1", "S", "07:01"), read("C1", "5K", "07:41"), read("C1", "10K", "08:21"))


def ride_of(*drafts: Draft, opening: tuple[Draft, ...] = OPENING) -> Ride | None:
    """Return the ride of bib 1 after these rows; she was read at 10K at 08:21."""
    race = race_of(*SEEN, *drafts, opening=opening)
    return next((one for one in rides(race.state.crossings, race.state.race)), None)


def words(*said: tuple[str, str]) -> list[Draft]:
    """Return ride rows about bib 1, as ("wanted", "08:40")."""
    return [ride("1", what, clock) for what, clock in said]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "state", "since"),
    [
        ([("wanted", "08:40")], "waiting", "08:40"),
        ([("wanted", "08:40"), ("wanted", "08:50")], "waiting", "08:40"),
        ([("wanted", "08:40"), ("not_found", "08:50")], "waiting", "08:40"),
        ([("wanted", "08:40"), ("no_more", "08:50")], None, ""),
        ([("wanted", "08:40"), ("on_board", "08:50")], "on_board", "08:50"),
        ([("on_board", "08:50")], "on_board", "08:50"),
        ([("on_board", "08:50"), ("not_found", "08:55")], "waiting", "08:50"),
        ([("on_board", "08:50"), ("set_down", "09:20")], None, ""),
        ([("on_board", "08:50"), ("set_down", "09:20"), ("wanted", "09:40")], "waiting", "09:40"),
        ([("no_more", "08:40"), ("wanted", "08:50")], "waiting", "08:50"),
    ],
)
def test_the_words_about_a_ride_in_their_order_say_where_it_stands(
    said: list[tuple[str, str]], state: str | None, since: str
) -> None:
    """The last word stands, whatever order they came in; a wish counts from its first word."""
    found = ride_of(*words(*said))
    assert (found.state if found else None) == state
    assert found is None or found.since_ms == at(since)
    assert ride_of(*reversed(words(*said))) == found


def test_set_down_and_not_going_on_she_stays_brought_away() -> None:
    """A runner who was brought to the finish is in no wish any more, and counts as picked up."""
    found = ride_of(ride("1", "on_board", "08:50"), ride("1", "set_down", "09:20", stops=True))
    assert found is not None
    assert (found.state, found.since_ms, found.stops) == ("set_down", at("09:20"), True)


def test_a_mat_further_on_ends_the_wish() -> None:
    """Who was read at the half after asking at km 11 has walked on: no van looks for her."""
    wish = ride("1", "wanted", "08:40", "runner/1/1", along_m=11_000.0, distance="full")
    assert ride_of(wish) is not None
    assert ride_of(wish, read("C1", "HALF", "09:50")) is None
    assert ride_of(wish, read("C1", "HALF", "09:50"), ride("1", "wanted", "09:55")) is not None


def test_a_mat_at_which_she_waits_does_not_end_the_wish() -> None:
    """Who asked 400 m before a mat may walk to it and wait there: she is not forgotten for it."""
    wish = ride("1", "wanted", "09:40", "runner/1/1", along_m=20_700.0, distance="full")
    assert ride_of(wish, read("C1", "HALF", "09:50")) is not None


def test_where_nobody_said_the_place_it_is_reckoned_from_her_last_times() -> None:
    """At 8 min/km from 10K at 08:21, she asked at 08:37 near km 12; a station's word is its place."""
    plan = make_plan(stations=(Station("w", "Water", (Place("full", 12_500.0),)),))
    opening = (Draft("plan", "1", None, PlanBody(plan)), *OPENING[1:])
    for more, metres, said in (({}, 12_000.0, False), ({"station": "w"}, 12_500.0, True)):
        race = race_of(*SEEN, ride("1", "wanted", "08:37", **more), opening=opening)
        (found,) = rides(race.state.crossings, race.state.race)
        spot = where_of(found, race.state.crossings, race.state.race)
        assert (spot.distance, spot.is_said) == ("full", said)
        assert spot.along_m == pytest.approx(metres, abs=1)


def test_a_place_on_the_road_of_another_distance_is_carried_to_hers() -> None:
    """A sweep of the half says km 8 of its road; where the roads are one, that is km 9 of the full."""
    plan = make_plan(shared=(Shared("full", 1_000.0, 11_000.0, "half", 0.0, 10_000.0),))
    opening = (Draft("plan", "1", None, PlanBody(plan)), *OPENING[1:])
    wish = ride("1", "wanted", "08:37", "sweep/x/3", distance="half", along_m=8_000.0)
    race = race_of(*SEEN, wish, opening=opening)
    (found,) = rides(race.state.crossings, race.state.race)
    spot = where_of(found, race.state.crossings, race.state.race)
    assert (spot.distance, spot.along_m) == ("full", 9_000.0)


# -- a chip in a van


def van_trip(*more: Draft) -> Race:
    """Return a race in which a van takes bib 1 at 08:50 and passes two mats with her chip."""
    passed = (read("C1", "HALF", "09:20"), read("C1", "30K", "09:50"))
    return race_of(*SEEN, ride("1", "on_board", "08:50"), *passed, *more)


def last_m(race: Race) -> float:
    """Return where bib 1 was last crossed."""
    return float(race.state.race["last_m"][race.state.crossings.field.index("1")])


def test_reads_of_a_chip_in_a_van_make_no_crossing_and_ask_once() -> None:
    """Two mats passed on board move her nowhere; control is asked about the newest, and it is last seen."""
    race = van_trip()
    assert last_m(race) == 10_000.0
    assert kept(race, "1") == [("HALF", "on_board", False), ("30K", "on_board", True)]
    assert race.state.crossings.columns["seen_ms"][race.state.crossings.field.index("1")] == at("09:50")


def test_the_finish_mat_under_a_van_makes_no_finisher() -> None:
    """Brought to the finish, set down there, and walking over the mat in a blanket: she has not finished."""
    race = van_trip(ride("1", "set_down", "10:30", stops=True), read("C1", "F", "10:35"))
    assert status(race, "1") == "on_course"
    assert race.state.race["picked_up_ms"][race.state.crossings.field.index("1")] == at("08:50")


def test_set_down_on_the_course_she_runs_again() -> None:
    """From when the van sets her down her reads count; those from the van ask nobody any more."""
    race = van_trip(ride("1", "set_down", "10:00"), read("C1", "F", "12:30"))
    assert status(race, "1") == "finished"
    assert kept(race, "1") == [("HALF", "on_board", False), ("30K", "on_board", False)]


def test_one_read_that_control_counts_says_that_she_was_not_in_the_van() -> None:
    """A van that keyed the wrong bib: control counts one read, and all of them are crossings."""
    race = van_trip(rule_read(read("C1", "30K", "09:50"), "confirmed", clock="09:55"))
    assert last_m(race) == 30_000.0
    assert kept(race, "1") == []
    assert race.state.race["picked_up_ms"][race.state.crossings.field.index("1")] == -1


def test_a_read_that_control_throws_out_settles_those_before_it() -> None:
    """One press is enough for a whole trip; a mat passed after it asks anew."""
    thrown = rule_read(read("C1", "30K", "09:50"), "thrown_out", clock="09:55")
    assert kept(van_trip(thrown), "1") == [("HALF", "on_board", False)]
    asked = [one for one in kept(van_trip(thrown, read("C1", "F", "10:30")), "1") if one[2]]
    assert asked == [("F", "on_board", True)]


def test_a_van_that_takes_its_word_back_gives_her_reads_back() -> None:
    """Undone, the reads on board are crossings again, as if nobody had said anything."""
    race = van_trip(undo(ride("1", "on_board", "08:50"), clock="09:56"))
    assert last_m(race) == 30_000.0
    assert not kept(race, "1")


def test_whoever_is_in_a_van_is_on_nobodys_road() -> None:
    """She is not expected at any table, not overdue, not behind the sweep."""
    race = van_trip()
    assert field_at(race, "10:00").who.tolist() == []
    race.apply([])
    assert field_at(van_trip(ride("1", "set_down", "10:00")), "10:05").who.tolist() == [0]


def test_who_was_never_read_and_asks_for_a_ride_has_started() -> None:
    """No mat saw her; her word, or a station's, puts her on the course from her gun."""
    race = race_of(ride("1", "wanted", "08:40", "runner/1/1"))
    assert status(race, "1") == "on_course"
    assert race.state.race["start_ms"][race.state.crossings.field.index("1")] == at("07:00")
    assert status(race_of(ride("1", "wanted", "06:10", "runner/1/1")), "1") == "expected"


def test_a_snapshot_keeps_every_ride() -> None:
    """What was said of rides, and what it did to reads, is the same after a restart."""
    race = van_trip(ride("2", "wanted", "09:00"))
    loaded = Race(LiveState.load(race.state.dump()))
    assert rides(loaded.state.crossings, loaded.state.race) == rides(race.state.crossings, race.state.race)
    assert outcome(loaded) == outcome(race)


def test_the_order_of_rows_does_not_matter() -> None:
    """Reads, rides, undos and rulings in any order come to the same."""
    drafts = [
        *SEEN,
        read("C1", "HALF", "09:20"),
        ride("1", "wanted", "08:40"),
        ride("1", "on_board", "08:50"),
        undo(ride("1", "wanted", "08:40"), "u9", "09:00"),
        rule_read(read("C1", "HALF", "09:20"), "confirmed"),
        body_draft(ride("2", "on_board", "08:00").body, "b", "08:00"),
    ]
    found = set()
    for seed in range(20):
        random.Random(seed).shuffle(drafts)
        race = race_of(*drafts)
        found.add(str(([str(one) for one in rides(race.state.crossings, race.state.race)], last_m(race))))
    assert len(found) == 1
