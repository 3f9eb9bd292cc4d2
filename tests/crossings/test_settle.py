"""The rules by which reads become crossings."""

from __future__ import annotations

import pytest

from alongside.events.bodies import PlanBody
from alongside.events.plan import Distance, Split
from alongside.events.row import Draft
from builders import OPENING, at, crossed, gun, kept, make_plan, race_of, read, rule_read, undo
from builders import distance as make_distance

RUN = (read("C1", "S", "07:01"), read("C1", "5K", "07:35"), read("C1", "10K", "08:10"))


def test_a_read_at_each_mat_makes_a_crossing_at_each_split() -> None:
    """Every mat passed once, in order, at a run: every read is a crossing and nothing is kept out."""
    race = race_of(*RUN)
    assert crossed(race, "1") == {"S": at("07:01"), "5K": at("07:35"), "10K": at("08:10")}
    assert kept(race, "1") == []


def test_a_repeat_within_seconds_counts_once_and_is_counted() -> None:
    """Several readers at one mat, seconds apart, make one crossing at the first of them."""
    race = race_of(*RUN, read("C1", "10K", "08:10:04"), read("C1", "10K", "08:10:09", reader="B"))
    assert crossed(race, "1")["10K"] == at("08:10")
    assert race.state.crossings.repeats[0] == 2


def test_the_start_is_the_last_read_before_she_left() -> None:
    """Whoever lingers on the start mat starts when she is last read there."""
    race = race_of(read("C1", "S", "07:00:10"), read("C1", "S", "07:01:20"), read("C1", "5K", "07:35"))
    assert crossed(race, "1")["S"] == at("07:01:20")


def test_coming_back_to_the_start_mat_moves_the_start() -> None:
    """Two stays on the start mat: she set out at the end of the later one."""
    race = race_of(read("C1", "S", "07:00:10"), read("C1", "S", "07:12"), read("C1", "5K", "07:45"))
    assert crossed(race, "1")["S"] == at("07:12")
    assert [(mat, question) for mat, _, question in kept(race, "1")] == [("S", False)]


def test_a_read_at_the_start_before_the_gun_is_no_start() -> None:
    """A chip carried over the start mat before the gun is kept, and asks nobody anything."""
    race = race_of(read("C1", "S", "06:40"), *RUN)
    assert crossed(race, "1")["S"] == at("07:01")
    assert kept(race, "1") == [("S", "early_start", False)]


def test_a_read_elsewhere_before_the_gun_is_a_question() -> None:
    """Nobody is at 5K before the first gun: a clock is wrong, or a chip is in a bag."""
    race = race_of(read("C1", "5K", "06:50"), *RUN)
    assert crossed(race, "1")["5K"] == at("07:35")
    assert kept(race, "1") == [("5K", "before_gun", True)]


def test_starting_with_an_earlier_wave_is_a_start() -> None:
    """A runner of the second wave who goes with the first has started."""
    race = race_of(read("C2", "S", "07:02"), read("C2", "5K", "07:40"))
    assert crossed(race, "2")["S"] == at("07:02")


def test_a_late_gun_takes_back_starts_that_came_before_it() -> None:
    """When the gun turns out to have been fired later, reads before it were no starts."""
    early, true = read("C1", "S", "07:01"), read("C1", "S", "07:16")
    race = race_of(early, gun("1", "07:15"), true)
    assert crossed(race, "1") == {"S": at("07:16")}
    assert kept(race, "1") == [("S", "early_start", False)]


def test_a_mat_of_another_distance_is_a_question() -> None:
    """A half runner read at 30K has taken the wrong turn, or lent her chip; it moves nothing."""
    race = race_of(read("C3", "S", "07:01"), read("C3", "5K", "07:35"), read("C3", "30K", "10:30"))
    assert list(crossed(race, "3")) == ["S", "5K"]
    assert kept(race, "3") == [("30K", "wrong_distance", True)]


def test_faster_than_anybody_runs_is_a_question() -> None:
    """Sixteen kilometres in ten minutes is a chip in a car."""
    race = race_of(*RUN, read("C1", "HALF", "08:20"))
    assert list(crossed(race, "1")) == ["S", "5K", "10K"]
    assert kept(race, "1") == [("HALF", "impossible_pace", True)]


def test_more_reads_overturn_fewer() -> None:
    """When everything after a read contradicts it, it is the one that goes."""
    lone = read("C1", "HALF", "08:05")
    rest = (read("C1", "10K", "08:10"), read("C1", "HALF", "09:30"), read("C1", "30K", "10:40"))
    race = race_of(RUN[0], RUN[1], lone, *rest)
    assert crossed(race, "1")["HALF"] == at("09:30")
    assert kept(race, "1")[0][2]


def test_one_read_alone_does_not_overturn_what_was_known() -> None:
    """Of two reads that exclude each other the earlier stands until others bear out the later."""
    race = race_of(RUN[0], read("C1", "10K", "08:00"), read("C1", "5K", "08:01"))
    assert list(crossed(race, "1")) == ["S", "10K"]


def test_a_missing_read_leaves_a_gap_and_nothing_else() -> None:
    """A mat that missed her costs that one split."""
    race = race_of(RUN[0], RUN[2])
    assert list(crossed(race, "1")) == ["S", "10K"]


def test_a_second_stay_at_a_mat_is_no_question() -> None:
    """A runner who walks back over the mat is read again; her first crossing stands."""
    race = race_of(*RUN, read("C1", "10K", "08:25"))
    assert crossed(race, "1")["10K"] == at("08:10")
    assert kept(race, "1") == [("10K", "again", False)]


def test_an_estimate_makes_a_crossing_but_was_nobodys_sight() -> None:
    """A time that the timer worked out fills the split, and says so; she was last seen before."""
    race = race_of(*RUN[:2], read("C1", "10K", "08:10", estimated=True))
    entry = race.state.crossings.field.find("1", "bib")
    assert list(crossed(race, "1")) == ["S", "5K", "10K"]
    assert race.state.crossings.columns["seen_ms"][entry] == at("07:35")


def test_a_questionable_read_counts_as_last_seen() -> None:
    """It moves neither place nor forecast, but somebody read her there."""
    race = race_of(*RUN, read("C1", "HALF", "08:20"))
    entry = race.state.crossings.field.find("1", "bib")
    assert race.state.crossings.columns["seen_ms"][entry] == at("08:20")
    assert race.state.race["last_m"][entry] == 10_000


def test_a_person_can_confirm_a_questionable_read() -> None:
    """A confirmed read counts against all arithmetic."""
    odd = read("C1", "HALF", "08:20")
    race = race_of(*RUN, odd, rule_read(odd, "confirmed"))
    assert crossed(race, "1")["HALF"] == at("08:20")


def test_a_person_can_throw_a_read_out_and_take_it_back() -> None:
    """A thrown-out read makes no crossing; undoing the ruling brings it back."""
    ruling = rule_read(RUN[2], "thrown_out")
    assert "10K" not in crossed(race_of(*RUN, ruling), "1")
    assert "10K" in crossed(race_of(*RUN, ruling, undo(ruling)), "1")


def test_a_ruling_may_come_before_its_read() -> None:
    """Rows of two sources can overtake each other; the ruling holds all the same."""
    assert "10K" not in crossed(race_of(*RUN[:2], rule_read(RUN[2], "thrown_out"), RUN[2]), "1")


def test_the_later_ruling_on_a_read_stands() -> None:
    """Of two rulings the later one counts, whichever was written first."""
    out = rule_read(RUN[2], "thrown_out", "r1", "12:00")
    back = rule_read(RUN[2], "confirmed", "r2", "12:05")
    assert "10K" in crossed(race_of(*RUN, back, out), "1")


def test_reads_after_the_finish_are_kept_quietly() -> None:
    """Runners walk back over mats with their medals on; that asks nobody anything."""
    plan = make_plan(distances=(make_distance("full", {"S": 0, "5K": 5, "F": 10}),))
    opening = (Draft("plan", "1", None, PlanBody(plan)), OPENING[1])
    race = race_of(
        read("C1", "S", "07:01"),
        read("C1", "5K", "07:35"),
        read("C1", "F", "08:10"),
        read("C1", "5K", "09:00"),
        opening=opening,
    )
    assert kept(race, "1") == [("5K", "again", False)]
    assert crossed(race, "1")["F"] == at("08:10")


LAPS = Distance(
    "full",
    "Laps",
    15_000,
    (
        Split("Start", "LINE", 1, 0, "start"),
        Split("Lap 1", "LINE", 2, 5_000),
        Split("Far 2", "FAR", 1, 7_500),
        Split("Lap 2", "LINE", 3, 10_000),
        Split("Finish", "LINE", 4, 15_000, "finish"),
    ),
)


def lap_race(*drafts: Draft) -> dict[str, int]:
    """Return the crossings of bib 1 on three laps over one line."""
    opening = (Draft("plan", "1", None, PlanBody(make_plan(distances=(LAPS,)))), OPENING[1])
    return crossed(race_of(*drafts, opening=opening), "1")


def test_one_mat_crossed_lap_after_lap_gives_a_split_each_time() -> None:
    """A split is a mat and a visit: the line of a lap course is start, lap, lap and finish."""
    laps = [read("C1", "LINE", clock) for clock in ("07:01", "07:30", "08:00", "08:31")]
    assert list(lap_race(*laps)) == ["Start", "Lap 1", "Lap 2", "Finish"]


def test_another_mat_tells_which_lap_was_missed() -> None:
    """The far mat was passed between two reads of the line: the lap before it is the one missing."""
    seen = [read("C1", "LINE", "07:01"), read("C1", "FAR", "07:45"), read("C1", "LINE", "08:00")]
    assert list(lap_race(*seen)) == ["Start", "Far 2", "Lap 2"]


@pytest.mark.parametrize("code", ["c1", "C1", " C1 ", "0C1"])
def test_chips_are_compared_without_case_blanks_and_leading_zeros(code: str) -> None:
    """Readers, spreadsheets and people write one chip in many ways."""
    assert "5K" in crossed(race_of(RUN[0], read(code, "5K", "07:35")), "1")


def test_a_bib_keyed_by_hand_is_a_read_like_any_other() -> None:
    """A volunteer's keyed bib, zero-padded or not, makes a crossing."""
    assert "5K" in crossed(race_of(RUN[0], read("0001", "5K", "07:35", by="bib")), "1")
