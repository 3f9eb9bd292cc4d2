"""The race stopped, diverted and going on: what it does to the clock and to who is missed."""

from __future__ import annotations

import msgspec

from alongside.events.bodies import MessageBody, NoticeBody, PlanBody
from alongside.events.plan import Shared
from alongside.events.row import Draft
from alongside.live.notices_view import everywhere, for_runner
from alongside.live.pipeline import Race
from alongside.live.views import RaceView
from builders import OPENING, at, body_draft, entry, make_plan, race_of, read, rows_of, undo

STARTED = (
    read("C1", "S", "07:01"),
    read("C1", "5K", "07:35"),
    read("C3", "S", "07:02"),
    read("C3", "5K", "07:36"),
)


def notice(
    what: str, clock: str, distance: str = "", from_m: float | None = None, to_m: float | None = None
) -> Draft:
    """Return the draft of a notice."""
    body = NoticeBody(what, "control/1", distance, from_m, to_m, "why")  # type: ignore[arg-type]
    return body_draft(body, f"n{what}{clock}{distance}", clock)


def control(race: Race, clock: str) -> RaceView:
    """Return race control's view at a time, decisions taken and folded first."""
    race.apply(rows_of(race.decide(at(clock)), race.state.seq + 1))
    return race.look(at(clock)).control


def test_a_stop_is_the_first_thing_that_control_and_everybody_read() -> None:
    """Control reads when and by whom; the public reads that it is so, without the why."""
    race = race_of(*STARTED, notice("stopped", "07:42"))
    views = race.look(at("07:45"))
    assert views.control.headline.severity == "act"
    assert views.control.headline.first == "The race was stopped at 07:42 by race control."
    assert views.control.headline.whys == {"The race was stopped at 07:42 by race control.": "why"}
    assert views.public.sentence.startswith("The race is stopped. ")
    assert "control" not in views.public.sentence
    assert [d.interrupted for d in views.control.distances] == ["stopped", "stopped"]


def test_one_distance_can_be_stopped_alone() -> None:
    """The others go on, and the sentence says which one it is."""
    view = control(race_of(*STARTED, notice("stopped", "07:42", "half")), "07:45")
    assert [d.interrupted for d in view.distances] == ["", "stopped"]
    assert view.headline.first == "The Half was stopped at 07:42 by race control."


def test_nobody_is_overdue_for_time_in_which_the_race_stood_still() -> None:
    """Stopped for two hours: nobody is flagged then, nor until she is as late as on any other day."""
    stopped, goes_on = notice("stopped", "07:42"), notice("resumed", "09:42")
    assert control(race_of(*STARTED), "09:35").overdue != ()
    race = race_of(*STARTED, stopped)
    assert control(race, "09:35").overdue == ()
    race.apply(rows_of([goes_on], race.state.seq + 1))
    # 10K was due about 08:10, so about 10:10: flagged as late as on a day without a stop, two hours on.
    for clock, later in (("08:40", "10:40"), ("09:00", "11:00"), ("09:30", "11:30"), ("09:35", "11:35")):
        flagged = {one.bib for one in control(race_of(*STARTED), clock).overdue}
        assert {one.bib for one in control(race, later).overdue} == flagged


def test_who_was_late_before_the_stop_gets_her_forty_minutes_from_the_resumption() -> None:
    """Half an hour late when it was stopped is no reason to flag her ten minutes after it goes on."""
    race = race_of(*STARTED, notice("stopped", "08:40"), notice("resumed", "09:40"))
    assert control(race, "10:15").overdue == ()
    assert "1" in [one.bib for one in control(race, "10:35").overdue]


def test_a_flag_from_before_the_stop_stays() -> None:
    """Whoever was missed before the race was stopped is missed all the same."""
    race = race_of(*STARTED)
    assert "1" in [one.bib for one in control(race, "09:35").overdue]
    race.apply(rows_of([notice("stopped", "09:36")], race.state.seq + 1))
    assert "1" in [one.bib for one in control(race, "10:10").overdue]
    race.apply(rows_of([notice("resumed", "10:20")], race.state.seq + 1))
    assert "1" in [one.bib for one in control(race, "10:25").overdue]


def test_places_stand_still_while_the_race_is_stopped() -> None:
    """Nobody is run on over a course on which everybody was told to stop."""
    race = race_of(*STARTED, notice("stopped", "07:42"))
    early, late = (control(race, clock).distances[0].tail[0] for clock in ("07:43", "08:43"))
    assert early.along_m == late.along_m
    assert (late.next_ms or 0) - (early.next_ms or 0) == 60 * 60_000


def test_the_pace_of_a_stretch_leaves_the_stop_out() -> None:
    """An hour at a standstill between 5K and 10K does not make her a walker."""
    halted = notice("stopped", "07:45"), notice("resumed", "08:45")
    ran, stood = (
        race_of(*STARTED, read("C1", "10K", clock), *rows).state.race["speed_mps"][0]
        for clock, rows in (("08:10", ()), ("09:10", halted))
    )
    assert ran == stood
    later = race_of(*STARTED, read("C1", "10K", "09:10"), *halted)
    assert later.state.race["speed_mps"][0] == ran
    back = undo(halted[0], "u1"), undo(halted[1], "u2")
    plain = race_of(*STARTED, read("C1", "10K", "09:10"))
    assert (
        race_of(*STARTED, read("C1", "10K", "09:10"), *halted, *back).state.race["speed_mps"][0]
        == (plain.state.race["speed_mps"][0])
    )


def test_a_stop_told_late_mends_the_paces_that_were_worked_out_before() -> None:
    """Control enters the stop when everybody has run on: whether it came before or after leaves no trace."""
    halted = notice("stopped", "07:45"), notice("resumed", "08:45")
    reads = (*STARTED, read("C1", "10K", "09:10"))
    late = race_of(*reads)
    late.apply(rows_of(halted, late.state.seq + 1))
    late.state.settle()
    assert late.state.race["speed_mps"].tolist()[0] == race_of(*halted, *reads).state.race["speed_mps"][0]


def many() -> list[Draft]:
    """Return twenty runners who were all read at 5K."""
    entries = [entry(str(n), "full", "1", f"C{n}") for n in range(10, 30)]
    return [
        *entries,
        *(
            read(f"C{n}", mat, clock)
            for n in range(10, 30)
            for mat, clock in (("S", "07:01"), ("5K", "07:35"))
        ),
    ]


def test_a_mat_is_not_silent_because_the_race_is_stopped() -> None:
    """Twenty were due and none came: they stand on the course, and the reader is well."""
    assert any(mat.silent for mat in control(race_of(*many()), "08:15").mats)
    race = race_of(*many(), notice("stopped", "08:05"))
    for clock in ("08:15", "09:00"):
        assert not any(mat.silent for mat in control(race, clock).mats)
    race.apply(rows_of([notice("resumed", "09:00")], race.state.seq + 1))
    assert not any(mat.silent for mat in control(race, "09:08").mats)


def test_nobody_is_missed_at_a_mat_that_a_diversion_leaves_out() -> None:
    """10K lies on the stretch left out: no silence there, no flag for it, and the half mark comes next."""
    race = race_of(*many(), notice("diverted", "07:30", "full", 8_000.0, 12_000.0))
    view = control(race, "08:55")
    assert view.overdue == ()
    assert not any(mat.silent for mat in view.mats)
    assert {row.next_split for row in view.distances[0].tail} == {"HALF"}
    assert view.distances[0].interrupted == "diverted"
    assert view.headline.first == (
        "The Full is led another way since 07:30, without km 8.0 to km 12.0, said by race control."
    )
    assert view.headline.severity == "look"


def test_who_was_on_the_diversion_is_not_missed_when_the_whole_course_is_open_again() -> None:
    """She passed 5K while 10K was left out; nobody expects her there afterwards. Who comes later is."""
    race = race_of(
        *STARTED,
        notice("diverted", "07:30", "full", 8_000.0, 12_000.0),
        notice("resumed", "08:00"),
        read("C2", "S", "07:41"),
        read("C2", "5K", "08:15"),
    )
    tail = {row.bib: row.next_split for row in control(race, "08:20").distances[0].tail}
    assert tail == {"1": "HALF", "2": "10K"}
    assert control(race, "08:20").distances[0].interrupted == ""


def test_going_on_ends_a_stop_and_leaves_a_diversion() -> None:
    """After lightning the race goes on past the fallen tree: one word ends one thing."""
    rows = (
        notice("diverted", "07:30", "full", 8_000.0, 12_000.0),
        notice("stopped", "07:40"),
        notice("resumed", "08:00"),
    )
    assert [d.interrupted for d in control(race_of(*STARTED, *rows), "08:01").distances] == ["diverted", ""]
    again = race_of(*STARTED, *rows, notice("resumed", "08:30"))
    assert [d.interrupted for d in control(again, "08:31").distances] == ["", ""]


def test_a_stretch_is_carried_to_a_new_course_version() -> None:
    """The course grows by a loop before it: the stretch left out is the same road, further along."""
    maps = {"full": [(0.0, 42_195.0, 1_000.0, 43_195.0)], "half": [(0.0, 21_097.5, 0.0, 21_097.5)]}
    plan = make_plan(name="Longer")
    message = MessageBody("stretch", "control/1", "t", "full", 8_000.0, 9_000.0)
    race = race_of(
        notice("diverted", "07:30", "full", 8_000.0, 12_000.0),
        body_draft(message, "m1", "07:31"),
        body_draft(PlanBody(plan, maps), "plan2", "07:40"),
    )
    view = race.look(at("07:41")).control
    assert [(one.from_m, one.to_m) for one in view.notices] == [(9_000.0, 13_000.0)]
    assert view.messages[0].stretches == (("full", 9_000.0, 10_000.0),)


def test_a_stretch_that_is_gone_from_the_course_stops_nobody() -> None:
    """The new course leaves the diverted stretch out altogether: nothing is diverted any more."""
    maps = {"full": [(0.0, 7_000.0, 0.0, 7_000.0), (13_000.0, 42_195.0, 8_000.0, 37_195.0)]}
    race = race_of(
        notice("diverted", "07:30", "full", 8_000.0, 12_000.0),
        body_draft(PlanBody(make_plan(name="Shorter"), maps), "plan2", "07:40"),
    )
    assert race.look(at("07:41")).control.notices == ()


def test_messages_reach_whom_they_are_for() -> None:
    """Everybody's message is on the public page; a stretch's on the page of who runs there."""
    race = race_of(
        *STARTED,
        body_draft(MessageBody("everybody", "control/1", "a"), "m1", "07:30"),
        body_draft(MessageBody("stations", "control/1", "b"), "m2", "07:31"),
        body_draft(MessageBody("stretch", "control/1", "c", "full", 5_000.0, 7_000.0), "m3", "07:32"),
    )
    views = race.look(at("07:40"), ("1", "2"))
    assert [one.text_id for one in views.control.messages] == ["a", "b", "c"]
    assert [one.text_id for one in views.public.messages] == ["a"]
    assert [one.text_id for one in views.runners["1"].messages] == ["a", "c"]
    assert [one.text_id for one in views.runners["2"].messages] == ["a"]


def test_a_message_for_a_stretch_reaches_every_distance_on_that_road() -> None:
    """The half runs the same road there: its runners read the message too."""
    shared = (Shared("full", 0.0, 10_000.0, "half", 0.0, 10_000.0),)
    plan = make_plan(shared=shared)
    opening = (body_draft(PlanBody(plan), "plan", "06:00"), *OPENING[1:])
    message = MessageBody("stretch", "control/1", "c", "full", 5_000.0, 12_000.0)
    race = race_of(*STARTED, body_draft(message, "m3", "07:32"), opening=opening)
    messages = race.look(at("07:40")).control.messages
    assert messages[0].stretches == (("full", 5_000.0, 12_000.0), ("half", 5_000.0, 10_000.0))
    assert for_runner(messages, "half", 9_000.0) == messages
    assert for_runner(messages, "half", 11_000.0) == ()
    assert for_runner(messages, "half", None) == ()


def test_a_road_run_twice_is_one_road_and_following_it_ends() -> None:
    """Roads that lead back to themselves are followed once."""
    loops = (Shared("full", 0.0, 5_000.0, "full", 20_000.0, 25_000.0),)
    assert everywhere(("full", 1_000.0, 2_000.0), loops) == (
        ("full", 1_000.0, 2_000.0),
        ("full", 21_000.0, 22_000.0),
    )


def test_a_message_stands_until_it_is_taken_back() -> None:
    """What control took back is on no page any more."""
    message = body_draft(MessageBody("everybody", "control/1", "a"), "m1", "07:30")
    assert race_of(message, undo(message)).look(at("07:40")).public.messages == ()


def test_views_are_plain_data() -> None:
    """A view with notices and messages goes through a wire and back."""
    view = control(race_of(*STARTED, notice("stopped", "07:42")), "07:45")
    assert msgspec.json.decode(msgspec.json.encode(view), type=RaceView) == view
