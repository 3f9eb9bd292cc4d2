"""What kind of company two had: from the start or met on the way, to the finish or parted before it."""

from __future__ import annotations

import numpy as np

from alongside.together.field import NEVER, Bools, Field, Floats, Index

KINDS = ("start_finish", "start_parted", "met_finish", "met_parted")
START_FINISH, START_PARTED, MET_FINISH, MET_PARTED = range(4)


def kinds_of(field: Field, found: Floats) -> Index:
    """Return the kind of each stretch (rows of ``stretch.best_stretches``), a place in ``KINDS``.

    They met on the way if a mat saw both apart before; they parted if one saw them apart later, if one of
    them did not finish, or if their roads parted. A read that is missing is no parting.
    """
    one, other = found[:, 0].astype(np.int64), found[:, 1].astype(np.int64)
    met = found[:, 4].astype(np.int64) != first_shared(field, one, other)
    return np.asarray(2 * met + _parted(field, one, other, found), dtype=np.int64)


def first_shared(field: Field, one: Index, other: Index) -> Index:
    """Return the first mat that both of each pair crossed."""
    both = (field.at_ms[one] != NEVER) & (field.at_ms[other] != NEVER)
    return np.asarray(both.argmax(axis=1), dtype=np.int64)


def _parted(field: Field, one: Index, other: Index, found: Floats) -> Index:
    end, last = found[:, 5].astype(np.int64), found[:, 6].astype(np.int64)
    finish = field.last_mat[field.distance]
    to_finish = (end == last) & field.finished[one] & field.finished[other] & (finish[one] == finish[other])
    went_on = _reads_after(field, one, end) & _reads_after(field, other, end)
    return np.asarray(~(to_finish & ~went_on), dtype=np.int64)


def _reads_after(field: Field, rows: Index, mat: Index) -> Bools:
    mats = np.arange(field.at_ms.shape[1])
    return np.asarray(((field.at_ms[rows] != NEVER) & (mats[None, :] > mat[:, None])).any(axis=1))
