"""What must be reached in time, by when, and at what pace."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from alongside.forecast.run_on import RunOn
from alongside.live.pipeline import Race
from alongside.tail.gates import Gate, Gates, pace_s_per_km
from builders import at, field_at, gun, rows_of
from parting_race import plan, race, runs


def gates_at(race_: Race, clock: str) -> tuple[RunOn, list[Gate]]:
    """Return the field and its gates at a time."""
    field = field_at(race_, clock)
    return field, Gates().of(field, race_.state.crossings, race_.state.race)


def test_the_gates_of_a_distance_are_its_cutoffs_and_then_its_limit() -> None:
    """In the order in which they are met, each with the time it closes; the half has its limit alone."""
    race_ = race({"1": "full", "2": "half"}, [*runs("1", 400, 10), *runs("2", 400, 10)])
    _, gates = gates_at(race_, "08:10")
    assert [(gate.name, gate.is_finish, len(gate.rows)) for gate in gates] == [
        ("Long Bridge", False, 1),
        ("the finish", True, 1),
        ("the finish", True, 1),
    ]
    assert [gate.closes_ms.tolist() for gate in gates] == [[at("12:50")], [at("15:00")], [at("15:00")]]


def test_a_gate_that_she_has_passed_is_none_of_hers() -> None:
    """Past the cutoff only the limit is ahead."""
    _, gates = gates_at(race({"1": "full"}, runs("1", 400, 30)), "10:30")
    assert [len(gate.rows) for gate in gates] == [0, 1]


def test_the_limit_goes_by_the_guns_as_they_were_fired() -> None:
    """A last gun twenty minutes late is twenty minutes more for everybody."""
    race_ = race({"1": "full"}, runs("1", 400, 10))
    race_.apply(rows_of([gun("2", "07:50")], race_.state.seq + 1))
    _, gates = gates_at(race_, "08:10")
    assert gates[-1].closes_ms.tolist() == [at("15:20")]


def test_a_limit_from_her_own_gun_is_hers() -> None:
    """Where the limit counts from each one's own wave, the first wave's closes first."""
    own = tuple(msgspec.structs.replace(one, limit_from="own_gun") for one in plan().distances)
    race_ = race({"1": "full"}, runs("1", 400, 10), plan(distances=own))
    _, gates = gates_at(race_, "08:10")
    assert gates[-1].closes_ms.tolist() == [at("14:30")]


def test_without_a_limit_there_is_no_gate_at_the_finish() -> None:
    """A race that stays open asks nobody to be anywhere in time."""
    endless = tuple(msgspec.structs.replace(one, limit_s=None) for one in plan().distances)
    race_ = race({"1": "full"}, runs("1", 400, 10), plan(distances=endless, cutoffs=()))
    assert gates_at(race_, "08:10")[1] == []


def test_the_chance_is_that_of_somebody_who_goes_on() -> None:
    """It is never less than the chance that counts her stopping, and the fast are sure of theirs."""
    race_ = race({"1": "full", "2": "full"}, [*runs("1", 300, 20), *runs("2", 600, 10)])
    field, gates = gates_at(race_, "08:45")
    for gate in gates:
        cells = field.who[gate.rows], np.full(len(gate.rows), int(field.finish[0]))
        if gate.is_finish:
            assert (gate.chance >= field.table.in_time[cells] - 1e-9).all()
        assert gate.chance[0] > 0.99
        assert gate.chance[0] > gate.chance[1]


def test_the_pace_that_would_do_is_the_time_left_over_the_road_left() -> None:
    """Ten kilometres of the thirty run, 110 minutes left: so much for each kilometre to go."""
    race_ = race({"1": "full"}, runs("1", 400, 10))
    field, gates = gates_at(race_, "11:00")
    left_km = (30_000 - field.along_m[0]) / 1000
    assert pace_s_per_km(gates[0], field)[0] == pytest.approx(110 * 60 / left_km)


def test_once_a_gate_has_closed_no_pace_would_do() -> None:
    """Nothing above zero: nobody is told to run back in time."""
    field, gates = gates_at(race({"1": "full"}, runs("1", 400, 10)), "13:00")
    assert pace_s_per_km(gates[0], field)[0] < 0


def test_a_race_without_a_plan_has_no_gates() -> None:
    """Before the first row nothing is asked of anybody."""
    empty = Race().state
    assert Gates().limit_ms(0, np.array([0]), empty.crossings, empty.race) is None
