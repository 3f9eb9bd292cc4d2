"""A recorded race as a field: its distances side by side, every time that somebody read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from alongside.forecast.past import Floats, Past
from alongside.together.columns import Met, columns_of
from alongside.together.field import NEVER, START, Bools, Field, Times

FINISHED = ("finished",)
MOST_S = 2_000_000.0  # what fits into a field's clock; nobody is out for three weeks


def field_of_pasts(pasts: Sequence[Past]) -> Field:
    """Return the distances of a race as one field; estimated times are nobody's read and are left out.

    Where a file has no clock (everybody starts at 0), starts are left out too: they are not known.
    """
    has_clock = not all(_from_zero(past) for past in pasts)
    columns = columns_of([_met(past, has_clock) for past in pasts], by_metres=True)
    at_ms = np.full((sum(map(len, pasts)), len(columns.names)), NEVER, dtype=np.int32)
    first = 0
    for past, places in zip(pasts, columns.of, strict=True):
        rows = slice(first, first + len(past))
        for column, times in zip(places, _times(past, has_clock), strict=True):
            if column >= 0:
                at_ms[rows, column] = times
        first += len(past)
    return Field(
        bibs=tuple(bib for past in pasts for bib in past.bibs),
        distance=np.repeat(np.arange(len(pasts)), [len(past) for past in pasts]).astype(np.int64),
        finished=np.concatenate([_finished(past) for past in pasts]),
        mats=columns.names,
        along_m=columns.along_m,
        at_ms=at_ms,
        distances=tuple(past.distance for past in pasts),
        has_clock=has_clock,
    )


def _from_zero(past: Past) -> bool:
    """Return whether a file has no clock: all whose start is known start at 0."""
    known = past.start_s[np.isfinite(past.start_s)]
    return bool(len(known) and (known == 0.0).all())


def _met(past: Past, has_clock: bool) -> list[Met]:
    start = [Met(START, START, 0.0)] if has_clock else []
    return start + [Met(mat, mat, float(m)) for mat, m in zip(past.mats, past.mats_m, strict=True)]


def _times(past: Past, has_clock: bool) -> list[Times]:
    start = [_ms(past.start_s)] if has_clock else []
    read_s = np.where(past.estimated, np.nan, past.at_s)
    return start + [_ms(read_s[:, k]) for k in range(read_s.shape[1])]


def _ms(at_s: Floats) -> Times:
    known = np.isfinite(at_s) & (np.abs(at_s) < MOST_S)
    return np.where(known, np.rint(np.where(known, at_s, 0.0) * 1000), NEVER).astype(np.int32)


def _finished(past: Past) -> Bools:
    return np.asarray(np.isin(past.status, FINISHED) | np.isfinite(past.at_s[:, -1]))
