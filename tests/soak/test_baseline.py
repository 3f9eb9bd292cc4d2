"""The baseline that the tick is measured against does the same work: its answers are the race's."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from alongside.events.row import Row
from alongside.live.opening import opening
from alongside.live.pipeline import Race
from alongside.live.state import LiveState
from alongside.simulate.city import city_plan
from alongside.simulate.race import MadeUp, simulate

sys.path.append(str(Path(__file__).parents[2]))  # bench/ lies beside src/, and is in no wheel

from bench.plain_tick import PlainTick, differences, hold


@pytest.fixture(scope="module")
def made_up() -> MadeUp:
    """A made-up day of 600 entries, a tenth of them with a phone."""
    return simulate(city_plan(), 600, np.random.default_rng(3), phone_share=0.1)


@pytest.mark.parametrize("minutes", [20, 150, 300, 480])
def test_plain_python_and_the_race_give_the_same_answers_at_a_tick(made_up: MadeUp, minutes: int) -> None:
    """A ratio means something only while both sides do the same work: `bench` measures against this."""
    at_ms = min(wave.gun_ms for wave in made_up.plan.waves) + minutes * 60_000
    drafts = [*opening(LiveState(), made_up.plan, made_up.entries, 0), *made_up.drafts]
    heard = [draft for draft in drafts if (draft.received_at_ms or 0) <= at_ms]
    race = Race()
    race.apply(Row(i, d.source, d.id, d.at_ms, d.received_at_ms or 0, d.body) for i, d in enumerate(heard, 1))
    race.look(at_ms)  # the baseline takes what was forecast as given
    plain = PlainTick(race)
    hold(race)
    assert differences(race, plain, at_ms) == []
    assert differences(race, plain, at_ms + 900_000) == []
