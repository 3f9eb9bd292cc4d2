"""The made-up city's plan, a marathon-only version of it, and days that several tests look at."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from alongside.events.plan import RacePlan
from alongside.simulate.city import city_plan
from alongside.simulate.day import Day
from alongside.simulate.race import MadeUp, run_day, simulate


@pytest.fixture(scope="session")
def plan() -> RacePlan:
    """The made-up city's race: a marathon and a half."""
    return city_plan()


@pytest.fixture(scope="session")
def marathon(plan: RacePlan) -> RacePlan:
    """The same city with the marathon alone."""
    change = msgspec.structs.replace
    return change(
        plan,
        distances=(plan.distance("full"),),
        waves=tuple(change(wave, distances=("full",)) for wave in plan.waves),
        stations=tuple(
            change(one, places=tuple(place for place in one.places if place.distance == "full"))
            for one in plan.stations
        ),
        cheer_zones=(),
        sweeps=tuple(sweep for sweep in plan.sweeps if sweep.distance == "full"),
        shared=(),
    )


@pytest.fixture(scope="session")
def field_of_20k(marathon: RacePlan) -> Day:
    """The truth of a marathon with 20,000 entries."""
    return run_day(marathon, 20_000, np.random.default_rng(2023))[0]


@pytest.fixture(scope="session")
def made_up(plan: RacePlan) -> MadeUp:
    """A day of 2,000 entries with everything that is sent."""
    return simulate(plan, 2_000, np.random.default_rng(11), phone_share=0.03)
