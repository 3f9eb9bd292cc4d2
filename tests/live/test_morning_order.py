"""Rows of race morning in any order, repeated, taken back, and cut by a snapshot, come to the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events.bodies import (
    Body,
    GunBody,
    MergeBody,
    MessageBody,
    NoticeBody,
    PlanBody,
    RulingStatusBody,
    SwapBody,
    TransferBody,
)
from alongside.events.plan import Wave
from alongside.events.row import Draft
from alongside.live.morning_view import MORNING
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from builders import at, body_draft, entry, make_plan, outcome, race_of, read, rows_of, rule_read, undo

WAVES = tuple(Wave(n, f"Wave {n}", ("full", "half"), at(f"07:{n}0")) for n in "123")
OPENING: Sequence[Draft] = (
    body_draft(PlanBody(make_plan(waves=WAVES)), "plan", "06:00"),
    *(entry(str(n), "full" if n % 2 else "half", str(n % 3 + 1), f"C{n}") for n in range(1, 6)),
)
BY = "control/1"
BIBS, WORN = "12345", ("1", "2", "3", "4", "5", "901")
TIMES = [f"{hour:02d}:{minute:02d}" for hour in (7, 8, 9) for minute in (0, 20, 40)]
DISTANCES = ("full", "half")
CODES = ("C1", "C2", "C3", "C4", "C5", "901", "2")

bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(GunBody, st.sampled_from("123"), st.sampled_from(TIMES).map(at), st.just(BY)),
    st.builds(MergeBody, st.sampled_from("123"), st.sampled_from("1239"), st.just(BY)),
    st.builds(
        NoticeBody,
        st.sampled_from(("stopped", "resumed", "diverted")),
        st.just(BY),
        st.sampled_from(("", *DISTANCES)),
        st.sampled_from((None, 4_000.0, 9_000.0)),
        st.sampled_from((None, 6_000.0, 12_000.0)),
    ),
    st.builds(MessageBody, st.sampled_from(("everybody", "stations")), st.just(BY), st.just("t")),
    st.builds(TransferBody, st.sampled_from(BIBS), st.sampled_from((*DISTANCES, "ultra")), st.just(BY)),
    st.builds(SwapBody, st.sampled_from(BIBS), st.sampled_from(WORN), st.just(BY)),
    st.builds(
        RulingStatusBody, st.sampled_from(BIBS), st.sampled_from(("dnf", "dsq", "on_course")), st.just(BY)
    ),
)


@st.composite
def mornings(draw: st.DrawFn) -> tuple[list[Draft], list[Draft]]:
    """Draw what is read on a day, and what is said on it."""
    reads = [
        read(code, mat, clock, f"r{i}")
        for i, (code, mat, clock) in enumerate(
            draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(CODES),
                        st.sampled_from(("S", "5K", "10K", "HALF", "F")),
                        st.sampled_from(TIMES),
                    ),
                    max_size=15,
                )
            )
        )
    ]
    said = [
        body_draft(body, f"m{i}", clock)
        for i, (body, clock) in enumerate(
            draw(st.lists(st.tuples(bodies, st.sampled_from(TIMES)), max_size=8))
        )
    ]
    said += [rule_read(one, "thrown_out", f"rr{one.id}") for one in reads[:1]]
    return reads, said


def everything(race: Race) -> Any:
    """Return the outcome, and what stands of the morning."""
    state = race.state
    views = race.look(at("10:00"), [MORNING])
    return (
        outcome(race),
        state.crossings.gun_ms,
        state.crossings.field.worn,
        views.control.notices,
        views.control.messages,
        [d.interrupted for d in views.control.distances],
        views.control.headline,
        views.morning.decided if views.morning else None,
        views.morning.waves if views.morning else None,
    )


@given(mornings(), st.data())
@settings(max_examples=120, deadline=None)
def test_any_order_and_repetition_comes_to_the_same(
    day: tuple[list[Draft], list[Draft]], data: st.DataObject
) -> None:
    """Rows that overtake each other, come twice, or are taken back too early leave no trace of it."""
    reads, said = day
    taken = data.draw(st.lists(st.sampled_from(said), max_size=4)) if said else []
    rows = [*reads, *said, *(undo(one, f"u{i}") for i, one in enumerate(taken))]
    again = data.draw(st.permutations(rows + rows[:5]))
    assert everything(race_of(*rows, opening=OPENING)) == everything(race_of(*again, opening=OPENING))


@given(mornings())
@settings(max_examples=80, deadline=None)
def test_taking_everything_back_leaves_the_day_without_it(day: tuple[list[Draft], list[Draft]]) -> None:
    """When each thing said was taken back, crossings, guns, bibs and notices are as if nothing was said."""
    reads, said = day
    back = [undo(one, f"u{i}") for i, one in enumerate(said)]
    with_all = everything(race_of(*reads, *said, *back, opening=OPENING))
    assert with_all[:7] == everything(race_of(*reads, opening=OPENING))[:7]


@given(mornings(), st.integers(0, 25), st.booleans())
@settings(max_examples=80, deadline=None)
def test_a_snapshot_in_the_middle_changes_nothing(
    day: tuple[list[Draft], list[Draft]], cut: int, looked: bool
) -> None:
    """Recovered from a snapshot and the rest, the race shows what it shows without one."""
    reads, said = day
    rows = rows_of([*OPENING, *reads, *said, *(undo(one, f"u{i}") for i, one in enumerate(said[:2]))])
    whole, first = Race(), Race()
    whole.apply(rows)
    first.apply(rows[: len(OPENING) + cut])
    if looked:
        first.look(at("07:00"))
    resumed = Race(LiveState.load(first.state.dump()))
    resumed.apply(rows[len(OPENING) + cut :])
    assert resumed.look(at("10:00"), BIBS) == whole.look(at("10:00"), BIBS)
