"""The table of who ran together, as the command writes it."""

from __future__ import annotations

from typing import Any

import numpy as np

from alongside.together.find import Found
from alongside.together.kinds import KINDS

Rows = dict[str, Any]
TITLES = [
    "bib_a", "bib_b", "kind", "in_pack", "from_mat", "to_mat", "shared_mats", "log_odds", "fdr",
]  # fmt: skip


def together_table(found: Found) -> Rows:
    """Return the columns of ``TITLES``.

    ``bib_a`` is below ``bib_b``, by number where all bibs are numbers; bibs are whole numbers then. The
    strongest pairs stand first.
    """
    bibs = _bibs(found.field.bibs)
    one, other = bibs[found.one], bibs[found.other]
    turned = one > other
    mats = np.array(found.field.mats, dtype=np.str_)
    columns = (
        np.where(turned, other, one),
        np.where(turned, one, other),
        np.array(KINDS, dtype=np.str_)[found.kind],
        found.in_pack,
        mats[found.first],
        mats[found.end],
        found.mats,
        found.log_odds,
        found.false_share,
    )
    return dict(zip(TITLES, columns, strict=True))


def bib_of(found: Found, row: int) -> str:
    """Return the bib of a row of the field."""
    return found.field.bibs[row]


def _bibs(bibs: tuple[str, ...]) -> np.ndarray:
    if all(bib.isascii() and bib.isdecimal() and len(bib) < 18 and str(int(bib)) == bib for bib in bibs):
        return np.array([int(bib) for bib in bibs], dtype=np.int64)
    return np.array(bibs, dtype=np.str_)
