"""When each street may reopen, from rows to its view."""

from __future__ import annotations

import msgspec
import pytest

from alongside.events.bodies import LetGoBody, NoticeBody, SweepBody
from alongside.events.row import Draft
from alongside.live.city_view import CITY, five_up_ms
from alongside.live.city_views import PublicSection, SectionView
from alongside.live.pipeline import Race
from builders import at, body_draft, read, rows_of, rule_status
from city_race import HARBOUR, city_of, opening, streets_of

STARTS = tuple(read(f"C{n}", "S", "07:01") for n in (1, 2, 3))
FIVE = tuple(read(f"C{n}", "5K", "07:45") for n in (1, 2, 3))
TEN = tuple(read(f"C{n}", "10K", "08:30") for n in (1, 2, 3))


def sweep_at(along_m: float, clock: str) -> Draft:
    """Return the driver's word on where the sweep is."""
    return body_draft(SweepBody("sweep", along_m, at(clock), "sweep/sweep/1"), f"w/{clock}", clock)


def test_a_street_that_nobody_has_left_is_forecast_and_kept_to_its_plan() -> None:
    """While everybody is in time, the forecast is the planned time: never before it."""
    street = streets_of(*STARTS, *FIVE, clock="07:50")["Harbour Street"]
    assert (street.state, street.inside, street.reopens_ms) == ("in_time", 3, at("10:00"))
    assert street.middle_ms is not None and street.sure_ms is not None
    assert at("07:50") < street.middle_ms < street.sure_ms < at("10:00")


def test_a_street_may_reopen_once_everybody_has_passed_its_end() -> None:
    """Read beyond it, all three of them: it has been passed, and no forecast is needed any more."""
    streets = streets_of(*STARTS, *FIVE, *TEN, clock="08:35")
    street, later = streets["Harbour Street"], streets["Mill Lane"]
    assert (street.state, street.inside, street.reopens_ms) == ("passed", 0, None)
    assert (later.state, later.inside, later.reopens_ms) == ("in_time", 2, at("12:30"))


def test_the_other_distance_on_the_same_road_keeps_it() -> None:
    """A runner of the half who is still before the end of the street is a runner on the street."""
    street = streets_of(*STARTS, *FIVE, *TEN[:2], clock="08:10")["Harbour Street"]
    assert street.ends == (("full", 8_000.0), ("half", 8_000.0))
    assert (street.state, street.inside) == ("in_time", 1)


def test_who_stopped_does_not_keep_a_street() -> None:
    """Nothing waits for a runner who has dropped out."""
    street = streets_of(*STARTS, *FIVE, *TEN[:2], rule_status("3", "dnf", "08:40"), clock="08:45")
    assert street["Harbour Street"].state == "passed"


def test_who_was_let_go_does_not_keep_a_street() -> None:
    """She goes on along the pavement: roads do not wait for her."""
    gone = body_draft(LetGoBody("sweep", "3", at("08:40"), "sweep/sweep/1", 7_000.0), "g1", "08:40")
    street = streets_of(*STARTS, *FIVE, *TEN[:2], gone, clock="08:45")["Harbour Street"]
    assert (street.state, street.inside) == ("passed", 0)


def test_without_a_sweep_those_beyond_the_limit_keep_a_street() -> None:
    """They can hardly finish in time, yet they are on the road, and nothing has closed it behind them."""
    slow = tuple(read(f"C{n}", "5K", "09:20") for n in (1, 2, 3))
    alone = streets_of(*STARTS, *slow, clock="09:25")["Harbour Street"]
    assert alone.state != "passed" and (alone.inside, alone.beyond > 0) == (0, True)
    swept = streets_of(*STARTS, *slow, sweep_at(8_500.0, "09:24"), clock="09:25")["Harbour Street"]
    assert (swept.state, swept.beyond) == ("passed", alone.beyond)


def test_a_sweep_that_was_seen_must_be_past_the_end_too() -> None:
    """Nobody runs before it, but the vehicle that closes the road is on it still."""
    rows = (*STARTS, *FIVE, *TEN)
    assert streets_of(*rows, sweep_at(7_000.0, "09:04"), clock="09:05")["Harbour Street"].state == "in_time"
    assert streets_of(*rows, sweep_at(8_500.0, "09:20"), clock="09:21")["Harbour Street"].state == "passed"


def test_a_sweep_that_is_late_makes_the_street_late() -> None:
    """A street waits for the sweep: as much behind its schedule as it is now."""
    rows = (*STARTS, *FIVE, *TEN)
    street = streets_of(*rows, sweep_at(4_000.0, "09:55"), clock="09:55")["Harbour Street"]
    (sweep,) = street.sweeps
    assert sweep.expected_ms is not None and sweep.planned_ms is not None
    assert sweep.expected_ms - sweep.planned_ms == pytest.approx(at("09:55") - at("08:26:14"), abs=2_000)
    assert (street.state, street.reopens_ms) == ("late", sweep.expected_ms)


def test_before_the_start_the_last_inside_the_limit_says_until_when() -> None:
    """Nobody runs yet: the promise of the plan stands in for a forecast, and makes a street late."""
    streets = streets_of(clock="06:00")
    last_ms = at("07:30") + round(27_000 * 8_000 / 21_097.5) * 1000  # the half's, which has as long for less
    assert streets["Harbour Street"].sure_ms == last_ms
    assert (streets["Harbour Street"].state, streets["Harbour Street"].reopens_ms) == ("late", last_ms)
    assert streets["Mill Lane"].waiting == 2


def test_nobody_on_the_road_before_the_gun_is_not_passed() -> None:
    """With nobody entered, a street has been passed only once the last gun is gone."""
    race = Race()
    race.apply(rows_of(opening()[:1]))
    for clock, state in (("06:00", "in_time"), ("07:40", "passed")):
        city = race.look(at(clock), ["CITY"]).city
        assert city is not None and {one.state for one in city.sections} == {state}


@pytest.mark.parametrize(("what", "stretch"), [("stopped", (None, None)), ("diverted", (5_000.0, 9_000.0))])
def test_while_the_race_is_stopped_or_led_around_no_time_is_said(
    what: str, stretch: tuple[float | None, float | None]
) -> None:
    """No forecast holds then, and none is shown."""
    body = NoticeBody(what, "control/1", "full", *stretch)  # type: ignore[arg-type]
    street = streets_of(*STARTS, *FIVE, body_draft(body, "n1", "07:48"), clock="07:50")["Harbour Street"]
    assert (street.state, street.reopens_ms) == (what, None)


def test_what_timing_cannot_tell_keeps_a_street_from_being_called_passed() -> None:
    """Where most entries were never read, nobody read means nothing: a street is not called passed."""
    street = streets_of(clock="09:00")["Harbour Street"]
    assert street.doubt and street.state != "passed"


def test_everybody_sees_times_of_reopening_and_nothing_of_who_is_out() -> None:
    """R1: no count, no last runner, no sweep's lateness; the forecast stands on full five minutes."""
    city = city_of(*STARTS, *FIVE, *TEN, sweep_at(4_000.0, "09:55"), clock="09:55")
    names = {field.name for field in msgspec.structs.fields(PublicSection)}
    assert names == {
        "street",
        "distance",
        "distance_name",
        "from_m",
        "to_m",
        "planned_ms",
        "forecast_ms",
        "state",
    }
    exact, public = city.sections[0], city.public[0]
    assert exact.reopens_ms is not None and exact.reopens_ms % 300_000
    assert public.forecast_ms == five_up_ms(exact.reopens_ms) and public.forecast_ms % 300_000 == 0


def test_a_planned_time_that_holds_is_shown_as_planned() -> None:
    """A plan of 10:02 stays 10:02: only a forecast is rounded."""
    odd = msgspec.structs.replace(HARBOUR, at_ms=at("10:02"))
    (public,) = city_of(*STARTS, *FIVE, clock="07:50", reopenings=(odd,)).public
    assert public.forecast_ms == at("10:02")


def test_who_comes_is_asked_twice_a_minute_and_a_stop_shows_at_once() -> None:
    """A tick in between takes what was found; half a minute later it is asked anew; a stop waits for none."""
    race = Race()
    race.apply(rows_of([*opening(), *STARTS, *(read(f"C{n}", "5K", "07:25") for n in (1, 2, 3))]))
    stop = body_draft(NoticeBody("stopped", "control/1"), "n1", "07:51:10")

    def street(clock: str, *drafts: Draft) -> SectionView:
        race.apply(rows_of(drafts, race.state.seq + 1))
        city = race.look(at(clock), [CITY]).city
        assert city is not None
        return city.sections[0]

    first = street("07:50:00")
    assert street("07:50:10").sure_ms == first.sure_ms
    passed = (read(f"C{n}", "10K", "07:50:40") for n in (1, 2, 3))
    assert street("07:50:45", *passed).inside == 0
    assert street("07:51:12", stop).state == "stopped"
