"""Crossings are a pure function of the set of rows, whatever order and however often they come."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import ClockBody, EntryBody, PlanBody
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import (
    FULL_KM,
    at,
    body_draft,
    entry,
    gun,
    make_plan,
    outcome,
    race_of,
    read,
    rows_of,
    rule_read,
    rule_status,
    undo,
)

MATS = [*FULL_KM, "ELSEWHERE"]
CODES = ["C1", "C2", "C3", "1", "03", "GHOST"]


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Draft], list[Draft]]:
    """Draw a day of reads, guns, entries and rulings, and the same rows shuffled, doubled and delayed."""
    reads = [
        read(code, mat, f"{minute // 60:02d}:{minute % 60:02d}:{second:02d}", f"r{i}", estimated=estimated)
        for i, (code, mat, minute, second, estimated) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(CODES),
                        st.sampled_from(MATS),
                        st.integers(400, 900),
                        st.integers(0, 59),
                        st.booleans(),
                    ),
                    max_size=25,
                )
            )
        )
    ]
    others = [gun("1", "07:04"), entry("2", "full", "2", "C2", "GHOST"), entry("9", "half", "1", "C9")]
    others += [
        body_draft(ClockBody("reader/10K", 600_000, 0, "control/1"), "clock", "12:00"),
        body_draft(ClockBody("reader/5K", -60_000, at("08:00"), "system"), "clock 2", "12:00"),
        read("1", "5K", "08:01", "official", by="bib", official=True),
        Draft("official", "e", at("09:00"), EntryBody("3", "full", "2")),
    ]
    others += [rule_status("1", "dnf", "11:00"), rule_status("3", "dsq", "12:00", "s2", official=True)]
    if reads:
        ruling = rule_read(reads[0], "thrown_out")
        others += [ruling, rule_read(reads[-1], "confirmed", "r2"), undo(ruling)]
    day = [*reads, *others]
    again = draw(st.permutations(day + draw(st.lists(st.sampled_from(day), max_size=10))))
    return day, list(again)


OPENING: Sequence[Draft] = (
    body_draft(PlanBody(make_plan()), "plan", "06:00"),
    entry("1", "full", "1", "C1"),
    entry("3", "half", "1", "C3"),
)


@given(days())
@settings(max_examples=250, deadline=None)
def test_shuffled_doubled_and_delayed_rows_give_the_same_crossings(
    two: tuple[list[Draft], list[Draft]],
) -> None:
    """A batch that arrives hours later, twice, or out of order leaves no trace of that."""
    day, again = two
    assert outcome(race_of(*day, opening=OPENING)) == outcome(race_of(*again, opening=OPENING))


@given(days())
@settings(max_examples=100, deadline=None)
def test_batches_leave_no_trace(two: tuple[list[Draft], list[Draft]]) -> None:
    """Settling after every row or once at the end comes to the same state."""
    day, _ = two
    whole, stepwise = race_of(*day, opening=OPENING), race_of(opening=OPENING)
    for draft in day:
        stepwise.apply(rows_of([draft], stepwise.state.seq + 1))
        stepwise.state.settle()
    assert outcome(whole) == outcome(stepwise)


@given(days(), st.integers(0, 30))
@settings(max_examples=100, deadline=None)
def test_a_snapshot_and_the_rest_equal_a_fresh_fold(two: tuple[list[Draft], list[Draft]], cut: int) -> None:
    """Whatever the moment of the snapshot, folding goes on from it as if it had never been taken."""
    rows = rows_of([*OPENING, *two[0]])
    fresh, first = Race(), Race()
    fresh.apply(rows)
    first.apply(rows[: 3 + cut])
    resumed = Race(LiveState.load(first.state.dump()))
    resumed.apply(rows[3 + cut :])
    assert resumed.look(at("13:00")) == fresh.look(at("13:00"))
