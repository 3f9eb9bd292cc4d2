"""What race control sees, from rows to views."""

from __future__ import annotations

import pytest

from alongside.events.bodies import FixBody, PlanBody
from alongside.events.plan import Mat
from alongside.live.pipeline import Race
from alongside.live.views import RaceView
from alongside.units import show_time
from builders import (
    OPENING,
    at,
    body_draft,
    entry,
    gun,
    make_plan,
    race_of,
    read,
    rows_of,
    rule_read,
    rule_status,
    undo,
)

STARTED = (read("C1", "S", "07:01"), read("C2", "S", "07:31"), read("C3", "S", "07:02"))


def control(race: Race, clock: str) -> RaceView:
    """Return race control's view at a time, decisions taken and folded first."""
    decided = race.decide(at(clock))
    race.apply(rows_of(decided, race.state.seq + 1))
    return race.look(at(clock)).control


def test_before_the_gun_the_page_says_when_it_is() -> None:
    """Nobody has started: the first thing to know is the first gun."""
    view = control(race_of(), "06:30")
    assert view.phase == "before"
    assert (
        view.headline.first
        == "The first gun is at 07:00, in 30 min. 3 runners entered, nobody has been read yet."
    )


def test_every_entry_has_one_status_and_they_add_up() -> None:
    """Started, finished, dropped, disqualified and not started make up the field, by distance too."""
    race = race_of(
        *STARTED, read("C3", "5K", "07:30"), read("C3", "F", "09:30"), rule_status("2", "dnf", "09:00")
    )
    view = control(race, "09:40")
    counts = view.counts
    assert (counts.entered, counts.on_course, counts.finished, counts.dnf) == (3, 1, 1, 1)
    by_distance = [d.counts for d in view.distances]
    assert sum(c.entered for c in by_distance) == 3
    assert [c.on_course for c in by_distance] == [1, 0]


def test_between_mats_a_runner_is_run_on_by_her_forecast_short_of_the_next() -> None:
    """At 6:48 min/km since 5K she is thought half way there, and never past a mat that has not read her."""
    race = race_of(*STARTED, read("C1", "5K", "07:35"))
    row = next(r for r in control(race, "07:52").distances[0].tail if r.bib == "1")
    assert row.how == "pace"
    assert 7400 < row.along_m < 7600
    assert row.next_split == "10K"
    assert row.next_ms is not None and abs(row.next_ms - at("08:09")) < 3 * 60_000
    due_ms, late = row.next_ms, next(r for r in control(race, "08:30").distances[0].tail if r.bib == "1")
    assert 9_500 < late.along_m <= 9_990
    assert late.overdue_s == pytest.approx((at("08:30") - due_ms) / 1000, abs=60)


def test_every_expected_time_has_a_range_around_it_and_none_has_gone_by() -> None:
    """A time alone would be a promise: the ends lie around it, at every hour, and nothing lies before now."""
    race = race_of(*STARTED, read("C1", "5K", "07:35"))
    for clock in ("07:35", "07:36", "08:05", "08:20", "09:10", "12:00"):
        row = next(r for r in control(race, clock).distances[0].tail if r.bib == "1")
        for ends in (
            (row.next_from_ms, row.next_ms, row.next_to_ms),
            (row.finish_from_ms, row.finish_ms, row.finish_to_ms),
        ):
            assert None not in ends
            assert at(clock) <= ends[0] <= ends[1] <= ends[2]  # type: ignore[operator]
        assert 0 <= (row.makes_limit or 0) <= (row.going or 0) <= 1


def test_her_own_page_says_the_same_times_as_race_control() -> None:
    """One forecast: what control reads in the tail is what she reads on her page."""
    race = race_of(*STARTED, read("C1", "5K", "07:35"))
    row = next(r for r in control(race, "07:52").distances[0].tail if r.bib == "1")
    own = race.look(at("07:52"), ["1"]).runners["1"]
    for name in ("along_m", "next_from_ms", "next_ms", "next_to_ms", "finish_ms", "makes_limit"):
        assert getattr(own, name) == getattr(row, name)


def test_a_gun_that_moves_the_limit_moves_the_chance_to_make_it() -> None:
    """Her own race is the same; the last gun an hour later leaves her an hour more."""
    slow = (*STARTED, read("C1", "5K", "07:50"), read("C1", "10K", "08:42"))
    race = race_of(*slow)
    before = next(r for r in control(race, "09:00").distances[0].tail if r.bib == "1")
    race.apply(rows_of([gun("2", "08:30")], race.state.seq + 1))
    after = next(r for r in control(race, "09:00").distances[0].tail if r.bib == "1")
    assert after.finish_ms == before.finish_ms
    assert (after.makes_limit or 0) > (before.makes_limit or 0) + 0.05


def test_the_tail_names_the_last_runner_first() -> None:
    """The tail is for finding people: the one furthest back stands on top, by bib alone."""
    race = race_of(*STARTED, read("C1", "5K", "07:35"), read("C2", "5K", "08:20"), read("C1", "10K", "08:10"))
    tail = control(race, "08:25").distances[0].tail
    assert [row.bib for row in tail] == ["2", "1"]


def test_who_is_not_seen_for_much_longer_than_her_forecast_explains_is_overdue() -> None:
    """Late beyond measure and hardly on her way any more: control is told once, and when she is seen."""
    race = race_of(read("C1", "S", "07:01"), read("C1", "5K", "07:35"))
    due_ms = next(r for r in control(race, "07:35").distances[0].tail if r.bib == "1").next_ms
    assert due_ms is not None
    assert control(race, "08:46").overdue == ()
    flagged = control(race, "09:45")
    due = show_time(due_ms, "Europe/Berlin", seconds=False)
    assert [(one.bib, one.reason, one.last_seen_place) for one in flagged.overdue] == [
        ("1", f"due at 10K about {due}", "5K")
    ]
    assert flagged.headline.severity == "act"
    assert (
        flagged.headline.first
        == f"One runner is overdue: bib 1, due at 10K about {due}, last seen at 5K at 07:35."
    )
    assert race.decide(at("09:46")) == []
    race.apply(rows_of([read("C1", "10K", "09:47")], race.state.seq + 1))
    assert control(race, "09:48").overdue == ()


def test_who_walks_is_late_and_not_overdue() -> None:
    """Read at 10K at a walk, a quarter of an hour past her median at the next mat: walkers are no alarm."""
    walk = read("C1", "S", "07:01"), read("C1", "5K", "08:00"), read("C1", "10K", "09:02")
    race = race_of(*walk)
    due_ms = next(r for r in control(race, "09:03").distances[0].tail if r.bib == "1").next_ms
    assert due_ms is not None
    race = race_of(*walk)
    late_ms = due_ms + 15 * 60_000
    assert race.decide(late_ms) == []
    assert race.look(late_ms).control.overdue == ()


def test_who_was_read_at_the_start_alone_is_not_out_of_sight() -> None:
    """She has no pace yet: when even a walker would have been read at the first mat, control is told."""
    race = race_of(*STARTED)
    assert control(race, "08:05").overdue == ()
    assert {one.bib for one in control(race, "09:05").overdue} == {"1", "3"}


def many(mats: int, clock: str = "07:35") -> list[object]:
    """Return entries and reads of twenty runners who were all read at the first mats."""
    entries = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 30)]
    starts = [read(f"C{n}", "S", "07:01") for n in range(10, 30)]
    fives = [read(f"C{n}", "5K", clock) for n in range(10, 30)] if mats > 1 else []
    return [*entries, *starts, *fives]


def test_a_silent_mat_is_told_and_makes_nobody_overdue() -> None:
    """Twenty due and none read is a broken reader, not twenty runners who stopped."""
    view = control(race_of(*many(2)), "08:15")
    assert [mat.id for mat in view.mats if mat.silent] == ["10K"]
    assert view.overdue == ()
    assert view.headline.first.startswith("The mat at 10K is silent: 20 runners are due")
    assert view.headline.severity == "act"


def test_a_phone_that_falls_silent_raises_nothing() -> None:
    """Silence of a phone alone is no alarm: her mats have seen her on time, and that is what counts."""
    fix = FixBody("p1", "1", at("07:20"), 52.0, 13.0, 8.0)
    race = race_of(
        STARTED[0], body_draft(fix, "f1", "07:20"), read("C1", "5K", "07:35"), read("C1", "10K", "08:10")
    )
    assert control(race, "09:00").overdue == ()


def test_a_questionable_read_waits_until_somebody_settles_it() -> None:
    """It is shown with its reason; once settled it is shown as settled, and can be undone."""
    odd = read("C1", "HALF", "07:40")
    race = race_of(*STARTED, read("C1", "5K", "07:35"), odd)
    question = control(race, "07:50").questions[0]
    assert (question.bib, question.rule) == ("1", "impossible_pace")
    assert question.sentence == (
        "Bib 1 was read at HALF at 07:40:00, sooner than anybody can run there from the read before."
    )
    ruling = rule_read(odd, "thrown_out", clock="07:51")
    race.apply(rows_of([ruling], race.state.seq + 1))
    settled = control(race, "07:52")
    assert settled.questions == ()
    assert [(one.bib, one.verdict) for one in settled.settled] == [("1", "thrown_out")]
    race.apply(rows_of([undo(ruling, clock="07:53")], race.state.seq + 1))
    assert len(control(race, "07:54").questions) == 1


def test_people_are_told_mats_by_name() -> None:
    """A mat's id is for the timing company; pages and sentences use its name."""
    plan = make_plan(mats=(*(Mat(m, m) for m in ("S", "10K", "30K", "F", "5K")), Mat("HALF", "Old Harbour")))
    race = race_of(
        *STARTED,
        read("C1", "5K", "07:35"),
        read("C1", "HALF", "07:40"),
        opening=(body_draft(PlanBody(plan), "p", "06:00"), *OPENING[1:]),
    )
    view = control(race, "07:50")
    assert "read at Old Harbour" in view.questions[0].sentence
    assert next(r for r in view.distances[0].tail if r.bib == "1").last_seen_place == "Old Harbour"


def test_chips_that_nobody_wears_are_counted_and_adopted_by_a_late_entry() -> None:
    """Unknown chips are shown; when their entry turns up, their reads were hers all along."""
    race = race_of(*STARTED, read("C77", "S", "07:03"), read("C77", "5K", "07:50"))
    assert control(race, "08:00").unknown_codes == {"C77": 2}
    race.apply(rows_of([entry("77", "full", "1", "C77")], race.state.seq + 1))
    view = control(race, "08:00")
    assert view.unknown_codes == {}
    assert view.distances[0].counts.on_course == 3


def test_the_sweep_is_no_runner_and_its_place_is_told() -> None:
    """The sweep's chip moves the sweep: it is in no count, and is compared with its schedule."""
    race = race_of(*STARTED, read("SWEEP1", "5K", "08:30"), read("C2", "5K", "08:10"))
    view = control(race, "08:31")
    sweep = view.sweeps[0]
    assert view.counts.entered == 3
    assert (sweep.seen_place, sweep.how) == ("5K", "chip")
    assert round(sweep.ahead_s or 0) == round(5 / 42.195 * 26_100 - 2700)
    assert view.unknown_codes == {}


def test_a_runner_behind_the_sweep_is_said_first() -> None:
    """The plainest thing to look at: somebody is behind the vehicle that reopens the road."""
    race = race_of(
        *STARTED[:2], read("C1", "5K", "08:10"), read("SWEEP1", "5K", "08:00"), read("SWEEP1", "10K", "08:20")
    )
    view = control(race, "08:21")
    assert view.headline.severity == "act"
    assert "inside the limit and thought to be behind Sweep bus." in view.headline.first
    assert (view.sweeps[0].behind, view.sweeps[0].behind_inside > 0) == (2, True)


def test_past_the_limit_control_is_told_who_is_still_out() -> None:
    """The limit of the last wave has passed; nobody is forgotten because of it."""
    view = control(race_of(*STARTED), "15:01")
    assert "The limit of the Full passed at 15:00 and 2 runners are still out, not accounted for." in (
        view.headline.first,
        *view.headline.more,
    )


def test_all_accounted_for_is_said_with_the_time_of_the_last() -> None:
    """When everybody who started has finished or is known to have stopped, the day is over."""
    race = race_of(
        *STARTED,
        read("C3", "F", "09:30"),
        rule_status("1", "dnf", "12:00", "s1"),
        rule_status("2", "dsq", "12:10", "s2", official=True),
    )
    view = control(race, "12:30")
    assert view.phase == "over"
    assert view.headline.first == "All accounted for, 12:10: 1 finished, 1 dropped out, 1 disqualified."
    assert view.headline.severity == "calm"


def test_a_dnf_that_was_not_official_is_overtaken_by_her_next_read() -> None:
    """A volunteer gave her up, and she ran on: she is back on the course."""
    race = race_of(
        *STARTED, read("C1", "5K", "07:35"), rule_status("1", "dnf", "08:00"), read("C1", "10K", "08:20")
    )
    assert control(race, "08:30").counts.dnf == 0


def test_the_timers_word_outranks_what_mats_say() -> None:
    """An official DNF stands, whatever is read afterwards."""
    official = rule_status("1", "dnf", "08:00", official=True)
    race = race_of(*STARTED, read("C1", "5K", "07:35"), official, read("C1", "10K", "08:20"))
    assert control(race, "08:30").counts.dnf == 1


def test_a_ruling_on_a_runner_can_be_undone() -> None:
    """Taking a DNF back puts her where her reads put her."""
    ruling = rule_status("1", "dnf", "08:00")
    race = race_of(*STARTED, ruling, undo(ruling))
    assert control(race, "08:30").counts.dnf == 0


def test_limits_move_with_the_gun() -> None:
    """A gun twelve minutes late gives everybody twelve minutes more."""
    assert control(race_of(), "06:30").limit_ms == at("15:00")
    assert control(race_of(gun("2", "07:42")), "07:50").limit_ms == at("15:12")


def test_a_course_changed_on_race_morning_is_a_new_version() -> None:
    """A new plan row moves the splits; crossings are worked out again from the same reads."""
    race = race_of(*STARTED, read("C1", "5K", "07:35"))
    shorter = make_plan()
    moved = tuple(
        type(s)(s.name, s.mat, s.visit, 4_500.0 if s.mat == "5K" else s.along_m, s.role)
        for s in shorter.distances[0].splits
    )
    full = type(shorter.distances[0])("full", "Full", 42_195, moved, limit_s=27_000)
    plan = make_plan(distances=(full, shorter.distances[1]))
    race.apply(rows_of([body_draft(PlanBody(plan), "2", "07:40")], race.state.seq + 1))
    view = control(race, "07:41")
    assert view.course_version == 2
    assert race.state.race["last_m"][0] == 4_500


def test_an_empty_race_is_shown_without_fuss() -> None:
    """A plan without entries is a page like any other."""
    race = race_of(opening=OPENING[:1])
    view = control(race, "08:00")
    assert view.counts.entered == 0
    assert [d.last_m for d in view.distances] == [None, None]


def test_a_race_that_has_begun_without_a_read_is_not_calm() -> None:
    """Ten minutes after the first gun with nobody read, the first sentence asks for the timing feed."""
    race = race_of()
    assert race.look(at("07:09")).control.headline.severity == "calm"
    headline = race.look(at("07:10")).control.headline
    assert headline.severity == "act"
    assert headline.first == "Nobody has been read since the gun at 07:00. Is the timing feed connected?"
    assert race_of(read("C1", "S", "07:01")).look(at("07:10")).control.headline.severity == "calm"
