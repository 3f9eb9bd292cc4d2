"""The kinds of runner of a race of any length."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from alongside.forecast.kinds import RIEGEL, kinds_for
from alongside.forecast.prior import Prior
from priors import made_up_prior

FULL_M, ULTRA_M = 42_195.0, 160_000.0


def both() -> Prior:
    """Return a prior of a marathon and a hundred miles."""
    prior = made_up_prior()
    return msgspec.structs.replace(prior, families=(*made_up_prior(ULTRA_M).families, *prior.families))


def middle(length_m: float) -> float:
    """Return the mean log pace of a race of that length."""
    kinds = kinds_for(both(), length_m)
    return float(np.exp(kinds.log_weight) @ kinds.mean.mean(axis=1))


@pytest.mark.parametrize("length_m", [100.0, 5_000.0, 21_097.5, FULL_M, 80_000.0, ULTRA_M, 400_000.0])
def test_any_length_has_its_kinds(length_m: float) -> None:
    """Shares sum to one, and every covariance is one."""
    kinds = kinds_for(both(), length_m)
    assert np.exp(kinds.log_weight).sum() == pytest.approx(1.0)
    assert (np.linalg.eigvalsh(kinds.cov) > 0).all()
    assert np.linalg.eigvalsh(kinds.race_cov).min() > 0
    assert sum(share for share, _, _ in kinds.stops) == pytest.approx(1.0)


def test_a_length_that_was_learned_is_taken_as_it_is() -> None:
    """At the family's own length nothing is scaled nor mixed in."""
    family, kinds = made_up_prior().families[0], kinds_for(both(), FULL_M)
    assert np.allclose(kinds.mean, [one.mean for one in family.components])
    assert np.allclose(kinds.race_cov, family.race_cov)
    assert len(kinds.stops) == 1


def test_a_shorter_race_is_run_faster_and_with_less_fade() -> None:
    """Below the shortest family pace falls as Riegel has it, and fades are smaller."""
    full, half = kinds_for(both(), FULL_M).mean, kinds_for(both(), FULL_M / 2).mean
    assert np.allclose(full[:, 0] - half[:, 0], RIEGEL * np.log(2))
    assert (half[:, -1] - half[:, 0] < 0.9 * (full[:, -1] - full[:, 0])).all()


def test_between_two_families_both_count() -> None:
    """Half way between two lengths, by their logarithm, each has half."""
    between = kinds_for(both(), float(np.sqrt(FULL_M * ULTRA_M)))
    assert [share for share, _, _ in between.stops] == pytest.approx([0.5, 0.5])
    assert len(between.mean) == 6


def test_the_farther_from_what_was_learned_the_less_is_known() -> None:
    """A race of a strange length may differ more from what is expected of it."""
    open_ = [np.trace(kinds_for(both(), length_m).race_cov) for length_m in (FULL_M, 21_097.5, 5_000.0)]
    assert open_[0] < open_[1] < open_[2]
