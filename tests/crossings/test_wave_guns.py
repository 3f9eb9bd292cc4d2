"""Which gun a wave goes by: the plan's, a late one, or another wave's."""

from __future__ import annotations

import pytest

from alongside.events.bodies import MergeBody
from alongside.events.plan import Wave
from alongside.events.row import Draft
from alongside.live.pipeline import Race
from builders import OPENING, at, body_draft, crossed, gun, kept, make_plan, race_of, read, undo

WAVES = tuple(Wave(n, f"Wave {n}", ("full", "half"), at(f"07:{n}0")) for n in "123")


def merge(wave: str, into: str, clock: str = "06:30") -> Draft:
    """Return the draft of a merged wave."""
    return body_draft(MergeBody(wave, into, "control/1"), f"m{wave}{into}{clock}", clock)


def guns(race: Race) -> dict[str, int]:
    """Return the gun that each wave goes by."""
    return dict(race.state.crossings.gun_ms)


def race_with(*drafts: Draft) -> Race:
    """Return a race of three waves."""
    from alongside.events.bodies import PlanBody

    opening = (body_draft(PlanBody(make_plan(waves=WAVES)), "plan", "06:00"), *OPENING[1:])
    return race_of(*drafts, opening=opening)


def test_a_merged_wave_goes_by_the_others_gun_wherever_that_moves() -> None:
    """Wave 3 starts with wave 2; wave 2 goes late: both go late."""
    race = race_with(merge("3", "2"), gun("2", "07:33"))
    assert guns(race) == {"1": at("07:10"), "2": at("07:33"), "3": at("07:33")}


def test_merges_are_followed_from_wave_to_wave() -> None:
    """Wave 3 into 2 and 2 into 1: everybody goes by the gun of wave 1."""
    assert set(guns(race_with(merge("3", "2"), merge("2", "1"))).values()) == {at("07:10")}


@pytest.mark.parametrize(
    "circle", [("11",), ("12", "21"), ("12", "23", "31"), ("3Z",)], ids=["itself", "two", "three", "unknown"]
)
def test_a_circle_and_an_unknown_wave_change_nothing(circle: tuple[str, ...]) -> None:
    """What cannot be is harmless: each wave keeps its own gun."""
    assert guns(race_with(*[merge(*pair) for pair in circle])) == guns(race_with())


def test_who_merges_into_a_circle_goes_by_the_first_gun_of_it_that_she_meets() -> None:
    """Wave 1 starts with 2, and 2 and 3 with each other: 1 goes by the gun of 2."""
    race = race_with(merge("1", "2"), merge("2", "3"), merge("3", "2"))
    assert guns(race)["1"] == guns(race)["2"] == at("07:20")


def test_taking_a_late_gun_back_goes_to_the_one_before_and_then_to_the_plan() -> None:
    """Each undo takes one word away, never more."""
    first, second = gun("2", "07:25"), gun("2", "07:30")
    assert guns(race_with(first, second))["2"] == at("07:30")
    assert guns(race_with(first, second, undo(second)))["2"] == at("07:25")
    assert guns(race_with(first, second, undo(second), undo(first, "u2")))["2"] == at("07:20")


def test_a_gun_said_in_advance_moves_what_was_read_before_it() -> None:
    """Nobody starts before the gun: with a late one an early read of the start is no start."""
    early = read("C1", "S", "07:12"), read("C1", "5K", "07:14")
    assert kept(race_of(*early), "1")[0][1] == "impossible_pace"
    late = race_of(*early, gun("1", "07:40"), gun("2", "07:45"))
    assert [rule for _, rule, _ in kept(late, "1")] == ["early_start", "before_gun"]


def test_whom_the_start_missed_starts_with_the_gun_that_holds() -> None:
    """Without a start read her chip time counts from her wave's gun, wherever that was moved."""
    seen = read("C2", "5K", "08:20")
    moved = race_of(seen, gun("2", "07:42"))
    assert moved.state.race["start_ms"][1] == at("07:42")
    assert race_of(seen).state.race["start_ms"][1] == at("07:30")
    assert crossed(moved, "2") == {"5K": at("08:20")}


def test_the_last_gun_no_longer_counts_a_merged_wave() -> None:
    """Limits run from the last gun: when the last wave starts with the first, they end earlier."""
    before, after = (race_of(*rows).look(at("06:45")).control for rows in ((), (merge("2", "1"),)))
    assert [d.last_gun_ms for d in before.distances] == [at("07:30")] * 2
    assert [d.last_gun_ms for d in after.distances] == [at("07:00")] * 2
    assert after.distances[0].limit_ms == before.distances[0].limit_ms - 30 * 60_000
