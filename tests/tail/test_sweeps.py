"""Where a sweep is, and where it should be."""

from __future__ import annotations

import pytest

from alongside.events.bodies import NoticeBody, PlanBody
from alongside.events.plan import Sweep, SweepPoint
from alongside.live.state import LiveState
from alongside.tail.sweeps import Front
from builders import OPENING, at, body_draft, gun, make_plan, race_of, read, undo
from sweep_race import told


def front(clock: str, *drafts: object, **changes: object) -> Front:
    """Return the sweep of the small race at a time."""
    opening = (body_draft(PlanBody(make_plan(**changes)), "p", "06:00"), *OPENING[1:])
    return race_of(*drafts, opening=opening).state.sweeps.fronts(at(clock))[0]


def test_before_any_read_the_schedule_places_it_and_says_so() -> None:
    """Half the time of the schedule is half the way; nothing is claimed to have been seen."""
    now = front("11:22:30")
    assert now.along_m == pytest.approx(42_195 / 2, abs=1)
    assert (now.how, now.seen_ms, now.ahead_s) == ("schedule", None, None)


def test_a_read_places_it_and_compares_it_with_the_schedule() -> None:
    """Read at 10K ten minutes before the schedule wants it there: ten minutes ahead, now too."""
    due_ms = at("07:45") + 10 / 42.195 * (at("15:00") - at("07:45"))
    early = front("09:20", read("SWEEP1", "10K", "09:17:56"))
    assert (early.how, early.seen_place, early.seen_m) == ("chip", "10K", 10_000.0)
    assert early.ahead_s == pytest.approx((due_ms - at("09:17:56")) / 1000)


def test_it_is_carried_on_at_the_schedules_pace_short_of_the_next_mat() -> None:
    """Between mats it moves as planned; it has not passed a mat that has not read it."""
    at_ten = read("SWEEP1", "10K", "09:30")
    assert 10_900 < (front("09:40", at_ten).along_m or 0) < 11_000
    assert front("13:00", at_ten).along_m == pytest.approx(21_097.5 - 10)


def test_without_a_schedule_its_own_pace_carries_it() -> None:
    """Two reads give a pace; one alone leaves it where it was read."""
    bare = (Sweep("s", "Bus", "full", (), ("SWEEP1",)),)
    reads = read("SWEEP1", "5K", "08:00"), read("SWEEP1", "10K", "08:50")
    assert front("09:00", *reads, sweeps=bare).along_m == pytest.approx(11_000)
    assert front("09:00", reads[1], sweeps=bare).along_m == pytest.approx(10_000)


def test_late_reads_of_the_sweep_in_any_order_place_it_the_same() -> None:
    """The sweep's reads obey the same rules as a runner's."""
    reads = read("SWEEP1", "5K", "08:30"), read("SWEEP1", "10K", "09:20"), read("SWEEP1", "5K", "08:30:05")
    assert front("09:30", *reads) == front("09:30", *reads[::-1])


BARE = (Sweep("sweep", "Bus", "full", (), ("SWEEP1",)),)
NO_CHIP = (Sweep("sweep", "Bus", "full", (SweepPoint(0, at("07:45")), SweepPoint(42_195, at("15:00")))),)


def test_the_newest_of_chip_phone_and_word_places_it() -> None:
    """A word after a read moves it on, a read after a word too; how it was placed is said."""
    by_chip, by_word = read("SWEEP1", "10K", "09:30"), told(10_800.0, "09:40")
    by_phone = told(11_500.0, "09:50", "phone", accuracy_m=12.0)
    assert front("09:30", by_chip).how == "chip"
    said = front("09:40", by_chip, by_word)
    assert (said.how, said.along_m, said.seen_place) == ("said", 10_800.0, "")
    phoned = front("09:50", by_word, by_phone, by_chip)
    assert (phoned.how, phoned.along_m) == ("phone", 11_500.0)
    half = front("11:30", by_word, read("SWEEP1", "HALF", "11:30"), by_phone)
    assert (half.how, half.along_m) == ("chip", 21_097.5)


def test_the_order_in_which_words_and_reads_come_changes_nothing() -> None:
    """A word from a dead zone that comes late stands where it belongs."""
    rows = told(9_000.0, "09:10"), read("SWEEP1", "10K", "09:25"), told(10_500.0, "09:31"), told(1.0, "09:32")
    fronts = [front("09:40", *rows[i:], *rows[:i]) for i in range(len(rows))]
    assert all(one == fronts[0] for one in fronts)


def test_a_word_that_is_taken_back_moves_it_no_more() -> None:
    """The driver pressed the wrong place, and undoes it: the one before stands again."""
    right, wrong = told(9_000.0, "09:10"), told(11_000.0, "09:15")
    assert front("09:15", right, wrong).seen_m == 11_000.0
    back = front("09:15", right, wrong, undo(wrong))
    assert (back.seen_m, back.seen_ms) == (9_000.0, at("09:10"))


def test_a_word_that_cannot_be_true_is_kept_and_does_not_move_it() -> None:
    """Thirty kilometres in five minutes nobody drives; a place beyond the finish is none."""
    here, far = told(9_000.0, "09:10"), told(39_000.0, "09:15")
    assert front("09:16", here, far).seen_m == 9_000.0
    assert front("09:16", here, told(60_000.0, "09:15")).seen_m == 9_000.0
    race = race_of(here, far)
    assert [said.body.along_m for said in race.state.sweeps.words.of("sweep")] == [9_000.0, 39_000.0]


def test_a_mat_outweighs_one_mistaken_word() -> None:
    """The first word was wrong and nothing was there to doubt it: the chip settles it."""
    assert front("08:31", told(40_000.0, "08:00"), read("SWEEP1", "5K", "08:30")).seen_place == "5K"


def test_two_words_that_bear_each_other_out_overturn_an_older_one() -> None:
    """What was pressed first by mistake does not hold the sweep for the rest of the day."""
    mistaken = told(40_000.0, "08:00", "phone")
    assert front("08:10", mistaken, told(1_500.0, "08:10", "phone")).seen_m == 40_000.0
    later = mistaken, told(1_500.0, "08:10", "phone"), told(1_600.0, "08:11", "phone")
    assert front("08:11", *later).seen_m == 1_600.0


def test_its_lead_on_the_schedule_is_that_of_now() -> None:
    """Ten minutes early at the mat, and held short of the next one for half an hour: late by then."""
    read_early = read("SWEEP1", "10K", "09:18")
    assert front("09:20", read_early).ahead_s == pytest.approx(10 * 60, abs=10)
    assert (front("12:30", read_early).ahead_s or 0) < -60 * 60


def test_a_word_past_a_mat_that_missed_its_chip_holds() -> None:
    """Mats miss chips: the driver knows where she is, and is carried on short of the mat after that."""
    past = told(12_000.0, "09:50")
    assert front("09:50", read("SWEEP1", "5K", "08:30"), past).along_m == 12_000.0
    assert front("14:00", read("SWEEP1", "5K", "08:30"), past).along_m == pytest.approx(21_087.5)


def test_without_a_chip_no_mat_holds_it() -> None:
    """Who carries no chip is read by no mat, so none stops her estimate; the finish does."""
    rows = (told(9_000.0, "09:17:47"),)
    assert front("11:00", *rows, sweeps=NO_CHIP).along_m == pytest.approx(18_911, abs=50)
    assert front("18:00", *rows, sweeps=NO_CHIP).along_m == pytest.approx(42_195)


def test_at_the_start_it_waits_for_its_hour() -> None:
    """Here at half past seven, fifteen minutes early by plan: it has not set out, and is on time."""
    early = front("07:40", told(0.0, "07:30"))
    assert (early.along_m, early.ahead_s) == (0.0, 0.0)
    assert (front("08:00", told(0.0, "07:30")).along_m or 0) == pytest.approx(1_455, abs=5)


def test_who_is_not_heard_of_for_long_is_said_so() -> None:
    """A phone is missed after twenty minutes; a chip only where a mat should have read it."""
    assert not front("09:29", told(9_000.0, "09:10")).quiet
    assert front("09:31", told(9_000.0, "09:10")).quiet
    chip = read("SWEEP1", "10K", "09:30")
    assert not front("11:00", chip).quiet
    assert front("12:00", chip).quiet
    assert not front("20:00", read("SWEEP1", "F", "15:10")).quiet


def test_while_the_race_is_stopped_it_is_not_carried_on() -> None:
    """Everybody stands still, the sweep too; it counts on when the race goes on."""
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "09:31")
    go_on = body_draft(NoticeBody("resumed", "control/1"), "n2", "09:51")
    rows = told(9_000.0, "09:30"), stop, go_on

    def along_m(clock: str, *rows: object) -> float:
        return race_of(*rows).look(at(clock)).control.sweeps[0].along_m or 0.0

    assert along_m("09:50", *rows[:2]) == pytest.approx(9_000 + 97, abs=3)
    assert along_m("10:00", *rows) == pytest.approx(9_000 + 97 + 9 * 97, abs=9)


def test_a_snapshot_keeps_words_and_what_was_taken_back() -> None:
    """The fold from a snapshot places it as the fold of all rows does."""
    wrong = told(11_000.0, "09:15")
    state = race_of(told(9_000.0, "09:10"), wrong, undo(wrong), read("SWEEP1", "5K", "08:30")).state
    again = LiveState.load(state.dump())
    assert again.sweeps.fronts(at("09:20")) == state.sweeps.fronts(at("09:20"))


def test_a_course_changed_on_race_morning_takes_its_words_along() -> None:
    """Two kilometres are put in before the place: it was said at the same corner, two km further on."""
    pieces = {"full": [(0.0, 5_000.0, 0.0, 5_000.0), (5_000.0, 40_195.0, 7_000.0, 42_195.0)]}
    longer = body_draft(PlanBody(make_plan(), pieces), "p2", "09:20")
    assert front("09:20", told(9_000.0, "09:10"), longer).seen_m == 11_000.0
    cut = body_draft(PlanBody(make_plan(), {"full": [(0.0, 5_000.0, 0.0, 5_000.0)]}), "p2", "09:20")
    assert front("09:20", told(9_000.0, "09:10"), cut).how == "schedule"


def test_a_late_last_gun_moves_the_schedule_by_as_much() -> None:
    """The limit counts from that gun: a sweep on its old schedule would run down who is inside it."""
    plain, late = front("09:00"), front("09:30", gun("2", "08:00"))
    assert (late.along_m, late.scheduled_m) == (plain.along_m, plain.scheduled_m)
    seen = front("09:48", told(10_000.0, "09:48"), gun("2", "08:00"))
    on_time = front("09:18", told(10_000.0, "09:18"))
    assert seen.ahead_s == pytest.approx(on_time.ahead_s)


def test_an_early_gun_or_one_of_an_earlier_wave_brings_no_sweep_forward() -> None:
    """What was published stands; the last wave is who the road is kept for."""
    assert front("09:00", gun("2", "07:20")) == front("09:00")
    assert front("09:00", gun("1", "07:25")) == front("09:00")
