"""The constants of being together: how far apart companions cross a mat, and how rare they are.

The laws of gaps are fixed, as methods of this kind diverge when they learn them from the race itself.
They were set on one race (Chicago 2023) and held against others; ``docs/accuracy.md`` has the figures.
"""

from __future__ import annotations

import numpy as np

from alongside.together.field import Floats

FARTHEST_S = 40  # no companions are further apart at a mat than this
# Density per second of the gap at 0, 1, 2, 3 s; what is left lies further out.
SIDE_BY_SIDE = (0.66, 0.145, 0.012, 0.004)
FAR_SHARE, FAR_POWER, FAR_TO_S = 0.03, -1.5, 30
LOOSE_S, LOOSE_FAR_SHARE = 2.5, 0.01  # scale of a Student t with four degrees of freedom
LOOSE_PRIOR = 0.12  # of companions, how many run loosely together

FROM_START, ON_THE_WAY = 0.15, 0.001  # how often somebody has a companion: at the start, per later mat
STAY = 0.98  # from one mat to the next
LEAST_GAP = 1e-7

NEAR_MS = 3000  # who is a candidate: so close at two mats in a row
MOST_BESIDE = 50  # of those who cross a mat within that, the nearest before her and after her
AROUND_MS = 30_000  # over which how dense the field is counts
PACK_MS = 12_000  # a pack is who crosses within this
PACK_OWN = 4  # so many people near her are her company, not a pack
PACK_PEOPLE = 5  # in excess of chance at both ends of a stretch: she ran in a pack
SIDES, LOOSE = 0, 1


def log_gap_laws() -> Floats:
    """Return log densities per second of companions' gaps, shape ``(2, FARTHEST_S + 1)``.

    Row ``SIDES`` is for those side by side, ``LOOSE`` for those loosely together; the column is the gap
    in whole seconds. How common each is, is in :func:`entry_laws`.
    """
    gap_s = np.arange(FARTHEST_S + 1, dtype=np.float64)
    laws = np.stack([_side_by_side(gap_s), _loose(gap_s)])
    return np.log(np.maximum(laws, LEAST_GAP))


def entry_laws() -> Floats:
    """Return log priors of a stretch's beginning, shape ``(2, 2)``: at the start or later, by kind."""
    kinds = np.array([1 - LOOSE_PRIOR, LOOSE_PRIOR])
    return np.asarray(np.log(np.array([FROM_START, ON_THE_WAY])[:, None] * kinds[None, :]))


def _side_by_side(gap_s: Floats) -> Floats:
    law = np.zeros_like(gap_s)
    law[: len(SIDE_BY_SIDE)] = SIDE_BY_SIDE
    law *= (1 - FAR_SHARE) / _both_sides(law)
    far = np.where((gap_s >= len(SIDE_BY_SIDE)) & (gap_s <= FAR_TO_S), np.maximum(gap_s, 1) ** FAR_POWER, 0.0)
    return law + FAR_SHARE * far / _both_sides(far)


def _loose(gap_s: Floats) -> Floats:
    law = (1 + (gap_s / LOOSE_S) ** 2 / 4) ** -2.5
    far = np.where(gap_s > 0, 1.0, 0.0)
    return law * (1 - LOOSE_FAR_SHARE) / _both_sides(law) + LOOSE_FAR_SHARE * far / _both_sides(far)


def _both_sides(law: Floats) -> float:
    """Return the sum over all whole gaps, positive and negative."""
    return float(law[0] + 2 * law[1:].sum())
