"""The constants of being together."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.together import laws


@pytest.mark.parametrize("way", [laws.SIDES, laws.LOOSE])
def test_a_law_of_gaps_is_a_density(way: int) -> None:
    """Over all whole seconds before and after, it comes to one."""
    law = np.exp(laws.log_gap_laws()[way])
    assert law.shape == (laws.FARTHEST_S + 1,)
    assert law[0] + 2 * law[1:].sum() == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("way", [laws.SIDES, laws.LOOSE])
def test_a_wider_gap_is_never_likelier(way: int) -> None:
    """Each law falls from nothing to the farthest gap."""
    assert (np.diff(laws.log_gap_laws()[way]) <= 1e-12).all()


def test_side_by_side_is_within_a_second() -> None:
    """Side by side is mostly the same second; loosely together is likelier from two to ten seconds."""
    sides, loose = laws.log_gap_laws()
    assert sides[0] > np.log(0.6)
    assert (sides[:2] > loose[:2] - 0.1).all()
    assert (loose[2:11] > sides[2:11]).all()


def test_no_gap_is_impossible() -> None:
    """Even the farthest has a density above nothing, so that odds stay finite."""
    assert np.isfinite(laws.log_gap_laws()).all()
    assert laws.log_gap_laws().min() >= np.log(laws.LEAST_GAP) - 1e-9


def test_company_is_commoner_from_the_start() -> None:
    """Both ways together come to how often somebody has a companion, at the start and at a later mat."""
    entry = np.exp(laws.entry_laws())
    np.testing.assert_allclose(entry.sum(axis=1), [laws.FROM_START, laws.ON_THE_WAY])
    np.testing.assert_allclose(entry[:, laws.LOOSE] / entry.sum(axis=1), laws.LOOSE_PRIOR)
