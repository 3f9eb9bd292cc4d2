"""What the closing report finds: who came last, who found an empty table, what was told and said."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.report_view import REPORT, first_at
from alongside.live.report_views import ReportView, SectionReport, StationReport
from builders import at, read, rows_of
from city_race import MILL
from report_day import kept_open, report_of, rows, says, swept, told


def station(name: str, *drafts: object, **more: object) -> StationReport:
    """Return one station of the report."""
    report = report_of(*drafts, **more)  # type: ignore[arg-type]
    return next(one for one in report.stations if one.id == name)


def street(name: str, *drafts: object, **more: object) -> SectionReport:
    """Return one street of the report."""
    report = report_of(*drafts, **more)  # type: ignore[arg-type]
    return next(one for one in report.sections if one.street == name)


def test_a_table_that_went_after_the_last_runner_kept_its_promise() -> None:
    """Read at its mat at 12:40, packed up at 12:50: ten minutes after her."""
    one = station("w30", says("w30", "packed_up", "12:50"))
    assert (one.verdict, one.gone_ms, one.margin_s) == ("kept", at("12:50"), 600)
    assert one.passed.read and one.passed.last_inside_ms == at("12:40")


def test_a_table_that_was_gone_before_her_broke_it() -> None:
    """Packed up at 12:10; one of the two inside the limit came half an hour later."""
    one = station("w30", says("w30", "packed_up", "12:10"))
    assert (one.verdict, one.margin_s, one.inside_when_gone) == ("broken", -1_800, 1)


def test_a_table_that_was_gone_for_a_while_broke_it_too() -> None:
    """Packed up at 11:00 and open again at 12:00: whoever came between found nothing."""
    one = station("w30", says("w30", "packed_up", "11:00"), says("w30", "open", "12:00"))
    assert (one.verdict, one.inside_when_gone, one.gone_ms) == ("broken", 1, None)


def test_where_nobody_said_when_it_closed_nothing_is_claimed() -> None:
    """A planned closing is no closing."""
    one = station("w30")
    assert (one.verdict, one.gone_ms, one.margin_s, one.planned_ms) == ("unsaid", None, None, at("13:30"))


def test_between_mats_a_passage_is_worked_out_and_says_so() -> None:
    """Water 20 lies between 10K and half way: at an even pace between the two reads of each."""
    one = station("w20")
    share = 10_000 / 11_097.5
    expected_ms = at("08:30") + share * (at("10:30") - at("08:30"))
    assert one.passed.last_inside_ms == pytest.approx(expected_ms, abs=1)
    assert not one.passed.read


def test_a_place_of_two_distances_waits_for_both() -> None:
    """The last of the half and the last of the full, whoever comes later."""
    slow = read("C3", "10K", "08:45", official=True)
    assert station("w8", slow).passed.last_inside_ms == at("07:45") + round(0.6 * (at("08:45") - at("07:45")))


def test_who_finishes_past_the_limit_counts_inside_it_where_she_was_in_time() -> None:
    """At 30K she is before an even pace that ends at the limit: the finish closes to her, the table not."""
    late = read("C2", "F", "15:20", official=True)
    assert station("w30", late, says("w30", "packed_up", "12:10")).inside_when_gone == 1


def test_who_is_past_the_limit_is_told_apart() -> None:
    """An even pace to the limit is at 30K at 12:50; who comes at 13:10 and finishes late is beyond it."""
    late = (read("C2", "30K", "13:10", official=True), read("C2", "F", "15:50", official=True))
    one = station("w30", *late, says("w30", "packed_up", "12:55"))
    assert (one.verdict, one.inside_when_gone, one.others_when_gone) == ("kept", 0, 1)
    assert (one.passed.last_inside_ms, one.passed.last_ms) == (at("11:30"), at("13:10"))
    assert one.passed.by_plan_ms == pytest.approx(at("07:30") + 27_000_000 * 30 / 42.195, abs=1_000)


def test_who_came_while_it_was_out_of_water_is_counted() -> None:
    """Dry from 11:20 to 11:40: one came."""
    dry = (says("w30", "out_of_water", "11:20"), says("w30", "water_back", "11:40"))
    assert station("w30", *dry).inside_dry == 1


def test_what_it_was_told_and_who_kept_it_open_stand_in_it() -> None:
    """The rows of advice and of control's decision, with when and by whom; words stay beside."""
    rows = (told("w30", "closes_at", "12:20", "12:45"), kept_open("w30", "13:45", "12:25"))
    one = station("w30", *rows)
    assert [(t.new, t.at_ms, t.closes_ms) for t in one.told if t.at_ms >= at("12:20")][:1] == [
        ("closes_at", at("12:20"), at("12:45"))
    ]
    assert [(k.until_ms, k.by, k.text_id) for k in one.kept] == [(at("13:45"), "control/1", "t1")]


def test_a_street_is_judged_by_when_it_was_to_reopen() -> None:
    """Harbour Street at 10:00, everybody gone by 08:20; Mill Lane at 12:30, everybody gone by 11:50."""
    assert street("Harbour Street").verdict == "kept"
    mill = street("Mill Lane")
    share = (26_000 - 21_097.5) / (30_000 - 21_097.5)
    assert mill.passed.last_inside_ms == pytest.approx(
        at("10:30") + share * (at("12:40") - at("10:30")), abs=1
    )
    assert mill.margin_s == pytest.approx((at("12:30") - at("11:41:35")) / 1000, abs=1)


def test_a_street_that_was_to_reopen_on_a_runner_broke_the_promise() -> None:
    """Mill Lane at 11:30: one who is inside her limit was there until 11:41."""
    early = msgspec.structs.replace(MILL, at_ms=at("11:30"))
    mill = street("Mill Lane", reopenings=(early,))
    assert (mill.verdict, mill.inside_after) == ("broken", 1)
    assert mill.margin_s == pytest.approx((at("11:30") - at("11:41:35")) / 1000, abs=1)


def test_when_the_sweep_had_passed_lies_between_its_sightings() -> None:
    """Seen at km 7 at 09:00 and at km 9 at 09:20: past km 8 at 09:10. Not yet past km 26: nothing is said."""
    words = swept((7_000.0, "09:00"), (9_000.0, "09:20"))
    assert street("Harbour Street", *words).swept_ms == at("09:10")
    assert street("Mill Lane", *words).swept_ms is None


def test_a_track_first_comes_to_a_place_between_two_points() -> None:
    """A sweep that turns back and comes again is past a place when it was first there."""
    track = ((0.0, 0), (2_000.0, 2_000), (1_000.0, 3_000), (3_000.0, 5_000))
    assert first_at(track, 1_500.0) == 1_500
    assert first_at(track, 4_000.0) is None


def test_the_line_of_the_last_runner_is_as_far_as_mats_tell() -> None:
    """From the start to the finish, a point each kilometre; the even pace ends at the limit."""
    full = report_of().distances[0]
    assert full.last_inside[0] == (0.0, at("07:01")) and full.last_inside[-1] == (42_195.0, at("14:52"))
    assert full.by_plan[-1] == (42_195.0, at("15:00"))
    assert len(full.last_inside) == 44


def test_a_report_names_nobody() -> None:
    """No bib, no chip and no name is anywhere in it."""
    report = report_of(says("w30", "packed_up", "12:10"), kept_open("w30", "13:45", "12:25"))
    fields = msgspec.json.encode(report).decode()
    assert "C1" not in fields and '"bib"' not in fields


def test_before_everybody_is_home_it_is_not_over() -> None:
    """The report of a race that runs says so, and judges what has been."""
    report = report_of(says("w8", "packed_up", "08:00"), clock="09:00")
    assert (report.is_over, report.accounted_ms, report.at_ms) == (False, None, at("09:00"))
    assert [one.verdict for one in report.stations] == ["broken", "open", "open"]


def test_a_place_to_which_somebody_is_on_the_way_is_not_judged() -> None:
    """At 11:40 one is past 30K and one is not: what came is so far, no margin is told, the line ends."""
    report = report_of(says("w20", "packed_up", "10:40"), clock="11:40")
    w8, w20, w30 = report.stations
    assert (w8.passed.is_final, w20.verdict, w20.passed.is_final) == (True, "kept", True)
    assert (w30.verdict, w30.passed.is_final, w30.margin_s) == ("open", False, None)
    assert w30.passed.last_inside_ms == at("11:30")
    assert report.sections[1].verdict == "open"
    assert report.distances[0].last_inside[-1][0] == 21_000.0


def test_long_after_the_limit_nobody_is_waited_for() -> None:
    """C2 was read last at half way and never again; half an hour after the limit there it is final."""
    gone = [row for row in rows() if not (row.id.startswith("C2/") and row.id[3:6] in ("30K", "F/1"))]
    race = Race()
    race.apply(rows_of(gone))
    for clock, final in (("13:05", False), ("13:25", True)):
        report = race.look(at(clock), [REPORT]).report
        assert report is not None and report.stations[2].passed.is_final is final


def test_a_report_is_made_once_a_minute_and_when_somebody_says_something() -> None:
    """It says of when it is; a word of a station is in the next one at once."""
    race = Race()
    race.apply(rows_of(rows()))

    def report(clock: str, *drafts: Draft) -> ReportView:
        race.apply(rows_of(drafts, race.state.seq + 1))
        found = race.look(at(clock), [REPORT]).report
        assert found is not None
        return found

    assert report("16:00:00").at_ms == report("16:00:30").at_ms == at("16:00:00")
    said = report("16:00:40", says("w30", "packed_up", "12:50"))
    assert (said.at_ms, said.stations[2].gone_ms) == (at("16:00:40"), at("12:50"))
    assert report("16:01:00").at_ms == at("16:01:00")
