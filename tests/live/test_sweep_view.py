"""What control, the driver and everybody else are told of a sweep."""

from __future__ import annotations

import pytest

from alongside.events.bodies import NoticeBody
from alongside.live.sweep_view import SWEEPS
from builders import at, body_draft, race_of, read, undo
from station_race import opening, says
from sweep_race import ON_THE_WAY, let_go, ride, sweep_at, told


def test_the_last_inside_ahead_and_until_when_the_road_is_hers() -> None:
    """The nearest of those inside the limit, and the hour at which the schedule wants the sweep here."""
    sweep, _ = sweep_at(race_of(*ON_THE_WAY, told(9_000.0, "09:15"), opening=opening()), "09:15")
    assert (sweep.behind, sweep.behind_inside) == (0, 0)
    assert sweep.along_m is not None and sweep.last_inside_m is not None
    assert 9_000 < sweep.last_inside_m < 10_000  # bib 3, seen at 5K and short of 10K
    due_ms = at("07:45") + 9 / 42.195 * (at("15:00") - at("07:45"))
    assert sweep.until_ms == pytest.approx(due_ms, abs=1)
    assert sweep.ahead_s == pytest.approx((due_ms - at("09:15")) / 1000, abs=1)


def test_who_is_behind_counts_by_the_limit_and_by_what_was_done() -> None:
    """Inside the limit, let go on, waiting for a ride: each counts once, in its own place."""
    far = told(30_000.0, "09:15")
    race = race_of(*ON_THE_WAY, far, opening=opening())
    assert (sweep_at(race, "09:15")[0].behind, sweep_at(race, "09:15")[0].behind_inside) == (3, 3)
    told_more = *ON_THE_WAY, far, let_go("1", "09:14"), ride("2", "wanted", "09:14", stops=True)
    sweep, detail = sweep_at(race_of(*told_more, opening=opening()), "09:15")
    assert (sweep.behind, sweep.behind_inside, sweep.behind_let_go) == (2, 1, 1)
    by_bib = {runner.bib: runner for runner in detail.behind}
    assert (by_bib["1"].let_go, by_bib["2"].ride, by_bib["3"].inside) == (True, True, True)


def test_who_got_in_is_on_no_road_any_more() -> None:
    """A runner on board is behind nobody; taken back, she is there again."""
    got_in = ride("3", "on_board", "09:10")
    race = race_of(*ON_THE_WAY, told(30_000.0, "09:15"), got_in, opening=opening())
    assert sweep_at(race, "09:15")[0].behind == 2
    back = race_of(*ON_THE_WAY, told(30_000.0, "09:15"), got_in, undo(got_in), opening=opening())
    assert sweep_at(back, "09:15")[0].behind == 3


def test_the_page_lists_who_is_near_and_nobody_farther_off() -> None:
    """Two kilometres ahead are the driver's business; of each it is told where she was last seen."""
    _, detail = sweep_at(race_of(*ON_THE_WAY, told(9_000.0, "09:15"), opening=opening()), "09:15")
    assert [runner.bib for runner in detail.ahead] == ["3"]
    assert detail.behind == ()
    assert (detail.ahead[0].seen_place, detail.ahead[0].seen_ms) == ("5K", at("07:41"))
    assert 0 < detail.ahead[0].gap_m < 1_000


def test_behind_it_those_inside_the_limit_come_first_however_far_back() -> None:
    """A runner who may still make it is told before one who is nearer and cannot."""
    rows = *ON_THE_WAY, told(30_000.0, "09:15"), let_go("1", "09:14"), let_go("2", "09:14")
    _, detail = sweep_at(race_of(*rows, opening=opening()), "09:15")
    assert detail.behind[0].bib == "3"
    assert detail.behind[0].gap_m < detail.behind[1].gap_m


def test_what_was_said_and_done_can_be_taken_back() -> None:
    """The newest rows that stand, with their keys; a word that does not fit says so."""
    rows = (
        told(9_000.0, "09:10"),
        told(40_000.0, "09:12"),
        let_go("1", "09:13"),
        ride("77", "on_board", "09:14"),
    )
    _, detail = sweep_at(race_of(*ON_THE_WAY, *rows, opening=opening()), "09:15")
    assert [(one.bib, one.what, one.known) for one in detail.done] == [
        ("77", "on_board", False),
        ("1", "let_go", True),
    ]
    assert [(one.along_m, one.fits) for one in detail.said] == [(40_000.0, False), (9_000.0, True)]
    assert detail.said[1].id == rows[0].id and detail.done[1].id == rows[2].id
    assert detail.words_said == 2


def test_stations_ahead_say_whether_they_have_packed_up() -> None:
    """The driver sees a table that has gone before she meets who stands there without water."""
    race = race_of(*ON_THE_WAY, told(9_500.0, "09:15"), says("packed_up", "09:10", "late"), opening=opening())
    _, detail = sweep_at(race, "09:15")
    assert [(one.name, one.packed_up) for one in detail.stations] == [
        ("Late Tea", True),
        ("Round the Lake", False),
    ]


def test_a_stopped_race_stops_its_sweep() -> None:
    """The page has to say so before anything else."""
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "09:14")
    assert sweep_at(race_of(*ON_THE_WAY, stop, opening=opening()), "09:15")[1].stopped
    assert not sweep_at(race_of(*ON_THE_WAY, opening=opening()), "09:15")[1].stopped


def test_the_public_learns_where_it_is_and_nothing_of_runners() -> None:
    """R1: no last runner, nobody behind, no lead that would tell who is hurried."""
    race = race_of(*ON_THE_WAY, told(30_000.0, "09:15"), let_go("1", "09:14"), opening=opening())
    views = race.look(at("09:15"), [SWEEPS])
    control, public = views.control.sweeps[0], views.public.sweeps[0]
    assert control.behind and control.behind_let_go and control.until_ms
    assert (public.along_m, public.how, public.seen_ms) == (control.along_m, "said", control.seen_ms)
    told_of = public.behind, public.behind_inside, public.behind_let_go, public.last_inside_m, public.ahead_s
    assert told_of == (0, 0, 0, None, None)


def test_who_is_near_is_worked_out_only_while_somebody_looks() -> None:
    """A tick stays cheap."""
    race = race_of(*ON_THE_WAY, opening=opening())
    assert race.look(at("09:15")).sweeps == ()


def test_somebody_inside_the_limit_behind_a_sweep_is_for_control_to_act_on() -> None:
    """Beyond the limit it is something to look at; a place by the schedule alone accuses nobody."""

    def severity(*rows: object) -> tuple[str, str]:
        race = race_of(*ON_THE_WAY, *rows, opening=opening())
        line = race.look(at("09:15")).control.headline
        return line.severity, next((s for s in (line.first, *line.more) if "behind Sweep bus" in s), "")

    assert severity(told(30_000.0, "09:15"))[0] == "act"
    assert severity(told(30_000.0, "09:15"))[1].startswith("3 runners are inside the limit")
    assert severity()[1] == ""


@pytest.mark.parametrize("until", ["09:15", "12:00", "15:30"])
def test_the_same_rows_give_the_same_details(until: str) -> None:
    """Views are a function of rows and time."""
    rows = *ON_THE_WAY, told(9_000.0, "09:10"), read("SWEEP1", "10K", "09:31")
    one, other = (race_of(*rows, opening=opening()) for _ in range(2))
    assert sweep_at(one, until) == sweep_at(other, until)
