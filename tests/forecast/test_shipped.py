"""The prior that comes with the package."""

from __future__ import annotations

import re

import numpy as np

from alongside.forecast.prior import dump_prior
from alongside.forecast.shipped import shipped


def test_the_shipped_prior_says_what_it_was_learned_from() -> None:
    """It names its races and its day, holds no runner, and stays a few hundred KB."""
    prior = shipped()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", prior.on_date)
    assert sum(race.runners for race in prior.learned) > 100_000
    assert not any(race.own for race in prior.learned)
    assert len(dump_prior(prior)) < 300_000


def test_the_shipped_prior_knows_races_from_the_marathon_to_a_hundred_miles() -> None:
    """It holds families on both sides, each with shares that sum to one."""
    prior = shipped()
    lengths_m = [family.length_m for family in prior.families]
    assert min(lengths_m) <= 42_195 * 1.01
    assert max(lengths_m) > 150_000
    for family in prior.families:
        assert np.isclose(sum(component.weight for component in family.components), 1.0, atol=1e-4)
