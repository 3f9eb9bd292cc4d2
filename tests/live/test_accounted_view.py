"""The ledger: everybody entered stands in one place, and whoever is missing is named, the worst first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import FlagBody, LeftCourseBody
from alongside.events.row import Draft
from alongside.live.accounted_views import LedgerLine
from alongside.live.ledger import WHERE
from alongside.live.pipeline import Race
from builders import OPENING, at, body_draft, entry, race_of, read, rows_of, rule_read, rule_status, undo
from ride_day import accounted, look, ride, rides_at, transfer
from station_race import keyed

BIBS = ("1", "2", "3", "4")
FIELD = (*OPENING, entry("4", "half", "2", "C4"))
WHATS = ("wanted", "no_more", "on_board", "set_down", "not_found")
clocks = st.integers(7 * 60, 15 * 60).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


def parts(line: LedgerLine) -> int:
    """Return the sum of the places in which a ledger's line counts people."""
    return (
        line.finished + line.dropped_out + line.disqualified + line.picked_up + line.not_started
        + line.on_course
    )  # fmt: skip


@st.composite
def drafts(draw: st.DrawFn) -> list[Draft]:
    """Return rows of a day on which anything may be said of anybody, in any order."""
    rows: list[Draft] = []
    for n in range(draw(st.integers(0, 14))):
        bib, clock = draw(st.sampled_from(BIBS)), draw(clocks)
        kind = draw(st.sampled_from(("read", "ride", "ruling", "transfer", "undo", "keyed")))
        match kind:
            case "read":
                mat = draw(st.sampled_from(("S", "5K", "10K", "HALF", "30K", "F")))
                rows.append(read(f"C{bib}", mat, clock, f"r{n}"))
            case "ride":
                what, stops = draw(st.sampled_from(WHATS)), draw(st.booleans())
                rows.append(ride(bib, what, clock, id_=f"w{n}", stops=stops))  # type: ignore[arg-type]
            case "ruling":
                status = draw(st.sampled_from(("dnf", "dns", "dsq", "on_course", "finished")))
                rows.append(rule_status(bib, status, clock, f"s{n}", official=draw(st.booleans())))  # type: ignore[arg-type]
            case "transfer":
                rows.append(transfer(bib, draw(st.sampled_from(("full", "half"))), clock))
            case "keyed":
                rows.append(keyed(bib, "dropped", clock, id_=f"k{n}"))
            case _ if rows:
                rows.append(undo(draw(st.sampled_from(rows)), f"u{n}", clock))
    return draw(st.permutations(rows))


@settings(max_examples=30, deadline=None)
@given(drafts())
def test_the_ledger_adds_up_whatever_is_said_in_whatever_order(said: list[Draft]) -> None:
    """Everybody entered is counted once, per distance and in all; and so says the ledger to download."""
    views = look(race_of(*said, opening=FIELD), "15:30")
    found, ledger = views.control.accounted, views.ledger
    assert found is not None and ledger is not None
    assert all(parts(line) == line.entered for line in found.lines)
    assert parts(found.total) == found.total.entered == 4 == sum(line.entered for line in found.lines)
    counted = np.bincount(np.frombuffer(ledger.where, np.uint8), minlength=len(WHERE)).tolist()
    places = dict(zip(WHERE, counted, strict=True))
    assert places["on_course"] == found.total.on_course
    assert places["picked_up"] == found.total.picked_up
    assert places["not_started"] + places["did_not_start"] == found.total.not_started


@settings(max_examples=15, deadline=None)
@given(drafts(), st.randoms(use_true_random=False))
def test_the_ledger_hangs_on_the_set_of_rows(said: list[Draft], dice: object) -> None:
    """The same rows in another order give the same ledger and the same list of the missing."""
    other = list(said)
    dice.shuffle(other)  # type: ignore[attr-defined]
    race, again = (race_of(*rows, opening=FIELD) for rows in (said, other))
    assert (
        race.look(at("15:30"), ["ACCOUNTED"]).control.accounted
        == again.look(at("15:30"), ["ACCOUNTED"]).control.accounted
    )


@settings(max_examples=30, deadline=None)
@given(drafts())
def test_nobody_is_out_there_when_all_are_accounted_for(said: list[Draft]) -> None:
    """ "All accounted for" is said of no race in which somebody runs, waits, or is missing."""
    control = look(race_of(*said, opening=FIELD), "15:30").control
    found = control.accounted
    assert found is not None
    if control.headline.first.startswith("All accounted for") or found.accounted_ms is not None:
        assert (found.total.on_course, found.missing_total) == (0, 0)
        assert not [one for one in control.rides if one.state == "waiting"]


def test_a_transfer_is_counted_in_the_new_distance_and_told_in_both() -> None:
    """From the full to the half: the half has one more, and the ledger says that she came."""
    race = race_of(read("C1", "S", "07:01"), transfer("1", "half", "08:30"))
    full, half = accounted(race, "09:00").lines
    assert (full.entered, full.transferred_out, full.transferred_in) == (1, 1, 0)
    assert (half.entered, half.transferred_in, half.on_course) == (2, 1, 1)


def test_who_was_never_seen_at_a_start_but_elsewhere_has_started() -> None:
    """Read at 5K alone, or keyed at a table: on the course, with a last seen."""
    total = accounted(race_of(read("C1", "5K", "07:45")), "08:00").total
    assert (total.on_course, total.not_started) == (1, 2)


START = (read("C1", "S", "07:01"), read("C2", "S", "07:31"), read("C3", "S", "07:01"))


def reasons(race: Race, clock: str) -> dict[str, list[str]]:
    """Return why the missing are missing, by bib in the order of the list."""
    return {one.bib: [why.what for why in one.why] for one in accounted(race, clock).missing}


def test_the_missing_stand_in_the_order_of_worry() -> None:
    """Not found by a van comes before overdue, that before a phone off the course, that before waiting."""
    overdue = Draft("overdue", "f1", at("10:00"), FlagBody("2", "overdue", False, True, "due at 5K"))
    left = body_draft(LeftCourseBody("3", "half", 6_000.0, at("08:30")), "l", "08:30")
    race = race_of(
        *START,
        left,
        ride("1", "wanted", "08:40"),
        ride("1", "not_found", "09:00"),
        opening=FIELD,
    )
    race.apply(rows_of([read("C4", "S", "07:31"), ride("4", "wanted", "09:01"), overdue], race.state.seq + 1))
    found = race.look(at("09:05"), ["ACCOUNTED"]).control.accounted
    assert found is not None
    first = [(one.bib, one.why[0].what) for one in found.missing]
    assert first == [("1", "not_found"), ("2", "overdue"), ("3", "left_course"), ("4", "waiting")]


def test_past_the_limit_everybody_still_out_is_missing_and_said_so() -> None:
    """The headline counts who is not accounted for once the limit has passed; one picked up is."""
    race = race_of(*START, ride("3", "on_board", "14:00"))
    control = look(race, "15:10").control
    assert {one.bib for one in control.accounted.missing} == {"1", "2"}  # type: ignore[union-attr]
    said = (control.headline.first, *control.headline.more)
    assert "The limit of the Full passed at 15:00 and 2 runners are still out, not accounted for." in said
    assert not any("Half passed" in one for one in said)


def test_a_questionable_read_after_her_last_crossing_puts_her_on_the_list() -> None:
    """Seen where she cannot be: somebody should look, after everybody else."""
    race = race_of(START[0], read("C1", "10K", "08:20"), read("C1", "HALF", "08:25"))
    assert reasons(race, "08:30") == {"1": ["question"]}
    settled = rule_read(read("C1", "HALF", "08:25"), "thrown_out", clock="08:31")
    race.apply(rows_of([settled], race.state.seq + 1))
    assert reasons(race, "08:35") == {}


def test_a_read_while_on_board_is_asked_until_control_says_what_it_was() -> None:
    """A mat has read whoever is said to be in a van: on the list until thrown out or counted."""
    race = race_of(START[0], ride("1", "on_board", "08:30"), read("C1", "10K", "08:50"))
    (one,) = accounted(race, "09:00").missing
    assert (one.bib, one.why[0].what, one.why[0].words) == ("1", "read_on_board", "10K")
    assert accounted(race, "09:00").total.picked_up == 1


@pytest.mark.parametrize(
    ("rows", "how", "place"),
    [
        ((read("C1", "5K", "07:45"),), "mat", "5K"),
        ((ride("1", "wanted", "08:00", "runner/1/5", along_m=6_000.0),), "runner", "km 6.0"),
        ((ride("1", "on_board", "08:00", along_m=6_000.0),), "van", "km 6.0"),
        ((ride("1", "wanted", "08:00", "control/5"),), "staff", ""),
    ],
)
def test_who_saw_her_last_is_told(rows: tuple[Draft, ...], how: str, place: str) -> None:
    """A mat, she herself, a van, race control: by what, where and when."""
    from alongside.live.last_seen import last_seen_of

    race = race_of(*START, *rows)
    seen = last_seen_of(race.state, race.state.crossings.field.index("1"))
    assert seen is not None
    assert (seen.how, seen.place, seen.at_ms) == (how, place, rows[-1].at_ms)


def test_the_first_page_of_control_gets_the_worst_three_alone() -> None:
    """The list is made whole only while somebody looks at it; the count is always whole."""
    race = race_of(*START, *(ride(bib, "wanted", "08:40") for bib in BIBS), opening=FIELD)
    brief = race.look(at("09:00")).control.accounted
    whole = race.look(at("09:00"), ["ACCOUNTED"]).control.accounted
    assert brief is not None and whole is not None
    assert (len(brief.missing), brief.missing_total) == (3, 4)
    assert (len(whole.missing), whole.missing_total) == (4, 4)


def test_a_dropped_runner_who_waits_is_not_accounted_for() -> None:
    """Out of the race and still at the roadside: nobody goes home before she is fetched."""
    done = [read(f"C{bib}", "F", "12:00") for bib in ("2",)]
    rows = (*START, *done, rule_status("3", "dnf", "09:00"), rule_status("1", "dnf", "09:10", "s2"))
    race = race_of(*rows, ride("1", "wanted", "09:05", "runner/1/5", stops=True))
    assert not look(race, "12:30").control.headline.first.startswith("All accounted for")
    assert [one.bib for one in accounted(race, "12:30").missing] == ["1"]
    race.apply(rows_of([ride("1", "on_board", "12:35")], race.state.seq + 1))
    first = look(race, "12:40").control.headline.first
    assert first == "All accounted for, 12:35: 1 finished, 2 dropped out."


def test_a_ride_is_shown_with_where_it_is_wanted() -> None:
    """At her last pace from her last crossing, and as an estimate, where nobody said."""
    race = race_of(*START, read("C1", "5K", "07:41"), ride("1", "wanted", "08:01"))
    view = rides_at(race, "08:10")["1"]
    assert (view.state, view.is_said) == ("waiting", False)
    assert view.along_m == pytest.approx(7_500.0, abs=1)
