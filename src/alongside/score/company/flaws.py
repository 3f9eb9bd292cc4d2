"""What timing does wrong, done to a field on purpose: reads missed, read again, a mat's clock off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from alongside.together.field import NEVER, Field

AGAIN_S = (1.0, 8.0)


def with_missing(field: Field, rng: np.random.Generator, share: float) -> Field:
    """Return the field with this share of all reads lost."""
    lost = rng.random(field.at_ms.shape) < share
    return replace(field, at_ms=np.where(lost, NEVER, field.at_ms).astype(np.int32))


def with_net_times(field: Field) -> Field:
    """Return the field as a file of net times has it: all clocks from own starts, starts unknown."""
    line = field.start_mat[field.distance]
    start = field.at_ms[np.arange(len(field)), line]
    has_line = (line >= 0)[:, None]
    known = (field.at_ms != NEVER) & (start != NEVER)[:, None]
    net_ms = np.where(known, field.at_ms.astype(np.int64) - start[:, None], NEVER)
    net_ms[np.arange(len(field)), line] = NEVER
    return replace(field, at_ms=np.where(has_line, net_ms, field.at_ms).astype(np.int32), has_clock=False)


def with_every_second_mat(field: Field) -> Field:
    """Return the field with every second mat between start and finish gone."""
    at_ms = field.at_ms.copy()
    at_ms[:, 1:-1:2] = NEVER
    return replace(field, at_ms=at_ms)


def with_repeats(field: Field, rng: np.random.Generator, share: float) -> Field:
    """Return the field with this share of all reads replaced by a later one of the same chip at the mat."""
    later = (rng.random(field.at_ms.shape) < share) & (field.at_ms != NEVER)
    by_ms = np.rint(rng.uniform(*AGAIN_S, field.at_ms.shape)).astype(np.int32) * 1000
    return replace(field, at_ms=np.where(later, field.at_ms + by_ms, field.at_ms).astype(np.int32))


def with_clock_off(field: Field, rng: np.random.Generator, by_s: int, share: float) -> Field:
    """Return the field with one mat in the middle off for this share of its reads: one reader of two."""
    at_ms, mat = field.at_ms.copy(), field.at_ms.shape[1] // 2
    wrong = (rng.random(len(field)) < share) & (at_ms[:, mat] != NEVER)
    at_ms[wrong, mat] += by_s * 1000
    return replace(field, at_ms=at_ms)
