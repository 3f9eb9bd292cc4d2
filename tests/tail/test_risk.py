"""Who may not make a cutoff or the limit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alongside.events.bodies import LetGoBody, NoticeBody
from alongside.live.pipeline import Race
from alongside.tail.flags import Flags
from alongside.tail.gates import Gates
from alongside.tail.risk import LOWERED_ABOVE, RAISED_BELOW, decide, position, worst_of
from builders import ZONE, at, body_draft, field_at, read, rows_of, rule_status
from parting_race import flagged, race, runs

SLOW = 760.0  # s/km: the limit is at 640


def two() -> Race:
    """Return one who is sure of the limit and one who is not, both past 10K."""
    return race({"1": "full", "2": "full"}, [*runs("1", 330, 10), *runs("2", SLOW, 10)])


def test_who_is_unlikely_to_be_in_time_is_flagged_with_the_gate_and_both_times() -> None:
    """Control reads what closes when, and when she is expected: no percentage, no verdict."""
    found = flagged(two(), "09:20", "at_risk")
    assert list(found) == ["2"]
    assert found["2"].startswith(
        ("Long Bridge closes at 12:50, expected at Long Bridge about", "the limit is")
    )


@pytest.mark.parametrize(
    ("chance", "had_it", "has_it"),
    [
        (RAISED_BELOW - 0.01, False, True),
        (RAISED_BELOW + 0.01, False, False),
        (LOWERED_ABOVE - 0.01, True, True),
        (LOWERED_ABOVE + 0.01, True, False),
    ],
)
def test_it_takes_more_to_lower_a_flag_than_not_to_raise_it(
    chance: float, had_it: bool, has_it: bool
) -> None:
    """A chance that hovers about one value must not ring the same bell all day."""
    race_, flags = two(), Flags()
    field = field_at(race_, "09:20")
    gates = Gates().of(field, race_.state.crossings, race_.state.race)
    if had_it:
        flags._since["at_risk"] = {"2": (at("09:10"), "before")}
    changed = [dataclasses.replace(gate, chance=np.array([1.0, chance])) for gate in gates]
    drafts = decide(flags, field, worst_of(field, changed), race_.state.crossings.field, (), ZONE)
    after = {"2"} if had_it else set()
    for draft in drafts:
        after = after | {draft.body.bib} if draft.body.new else after - {draft.body.bib}  # type: ignore[union-attr]
    assert (after == {"2"}) is has_it


def test_nobody_is_flagged_in_the_first_tenth_nor_before_any_mat() -> None:
    """The crush of the start is no pace: a slow first kilometre says nothing of the day."""
    early = race({"2": "full"}, [read("C2", "S", "07:29")])
    assert flagged(early, "07:50", "at_risk") == {}


def test_whoever_was_let_go_is_not_flagged_any_more() -> None:
    """The sweep has passed her and she knows: nothing waits for her, and nobody counts her minutes."""
    race_ = two()
    assert list(flagged(race_, "09:20", "at_risk")) == ["2"]
    let_go = LetGoBody("sweep", "2", at("09:21"), "sweep/1")
    race_.apply(rows_of([body_draft(let_go, "l1", "09:21")], race_.state.seq + 1))
    assert flagged(race_, "09:22", "at_risk") == {}
    assert flagged(race_, "09:23", "at_risk") == {}


def test_a_flag_is_lowered_when_she_is_no_longer_out_there() -> None:
    """Finished or dropped out: the list is of those whom somebody may still help."""
    race_ = two()
    flagged(race_, "09:20", "at_risk")
    race_.apply(rows_of([rule_status("2", "dnf", "09:25")], race_.state.seq + 1))
    assert flagged(race_, "09:26", "at_risk") == {}


def test_while_the_race_is_stopped_no_flag_is_raised() -> None:
    """What was foreseen does not hold while everybody stands."""
    race_ = two()
    stop = NoticeBody("stopped", "control/1")
    race_.apply(rows_of([body_draft(stop, "n1", "09:15")], race_.state.seq + 1))
    assert flagged(race_, "09:20", "at_risk") == {}


def test_it_is_decided_once_a_minute_by_the_grid() -> None:
    """Between two minutes nothing is decided, so a tick stays cheap and a replay decides the same."""
    race_ = two()
    assert not [d for d in race_.decide(at("09:20:30")) if d.source == "at_risk"]
    assert [d for d in race_.decide(at("09:21")) if d.source == "at_risk"]


def test_the_least_chance_of_all_that_is_ahead_counts_and_names_its_gate() -> None:
    """A cutoff may be out of reach and the limit not."""
    race_ = two()
    field = field_at(race_, "09:20")
    cutoff, limit = Gates().of(field, race_.state.crossings, race_.state.race)
    gates = [
        dataclasses.replace(cutoff, chance=np.array([0.9, 0.2])),
        dataclasses.replace(limit, chance=np.array([0.5, 0.3])),
    ]
    worst = worst_of(field, gates)
    assert worst.chance.tolist() == [0.5, 0.2]
    assert [gates[i].name for i in worst.gate] == ["the finish", "Long Bridge"]
    assert worst.closes_ms.tolist() == [at("15:00"), at("12:50")]


def test_after_the_limit_it_says_that_it_has_passed() -> None:
    """Whoever is still out then stays on the list, with the time that was."""
    race_ = race({"2": "full"}, runs("2", SLOW, 35))
    assert flagged(race_, "15:10", "at_risk")["2"].startswith(
        "the limit was 15:00, expected at the finish about"
    )


def test_an_entry_is_found_in_the_field_or_not() -> None:
    """Whoever is not on the course has no place in its arrays."""
    field = field_at(two(), "09:20")
    assert [position(field, entry) for entry in (0, 1, 2)] == [0, 1, None]
