"""The table of who ran together."""

from __future__ import annotations

import numpy as np
import pytest

from alongside.together.find import find
from alongside.together.kinds import KINDS
from alongside.together.table import bib_of, together_table
from together_fields import K10, NAN, alone_s, field_of, pairs_found, put_beside

COLUMNS = (
    "bib_a", "bib_b", "kind", "in_pack", "from_mat", "to_mat", "shared_mats", "log_odds", "fdr",
)  # fmt: skip


def bibs_of(*bibs: str) -> list[tuple[object, object]]:
    """Return (bib_a, bib_b) of everybody with everybody after her in the field."""
    pairs = [{"one": b, "other": a} for b in range(len(bibs)) for a in range(b)]
    table = together_table(pairs_found(field_of([[NAN] * 2] * len(bibs), [0, 5_000], bibs=bibs), *pairs))
    return list(zip(table["bib_a"].tolist(), table["bib_b"].tolist(), strict=True))


def test_the_columns_are_those_that_were_promised() -> None:
    """Nine columns, in the order in which everybody's scoring reads them."""
    assert tuple(together_table(pairs_found(field_of([[NAN] * 2] * 2, [0, 5_000]), {}))) == COLUMNS


def test_the_lower_bib_stands_first_by_number() -> None:
    """9 is below 10 and 100, whichever of them came first; the bibs are numbers then."""
    assert bibs_of("10", "9", "100") == [(9, 10), (10, 100), (9, 100)]


@pytest.mark.parametrize("odd", ["A9", "09", "", "9" * 18, "٣"])
def test_bibs_that_are_not_all_numbers_are_texts(odd: str) -> None:
    """One bib that a number would not write back makes all of them texts, in the order of texts."""
    assert bibs_of("10", "9", odd)[0] == ("10", "9")
    assert all(str(a) < str(b) and isinstance(a, str) for a, b in bibs_of("10", "9", odd))


def test_a_row_says_what_was_found() -> None:
    """Kind and mats by their names, figures as they are, one row for each pair in its order."""
    field = field_of(alone_s(4, 1), bibs=["7", "5", "6", "8"])
    found = pairs_found(
        field,
        {"one": 0, "other": 1, "kind": 0, "log_odds": 9.0, "false_share": 0.001},
        {"one": 2, "other": 3, "kind": 3, "first": 2, "end": 4, "mats": 3, "in_pack": True, "log_odds": 2.5},
    )
    table = together_table(found)
    rows = list(zip(*(table[name].tolist() for name in COLUMNS), strict=True))
    assert rows[0] == (5, 7, "start_finish", False, "START", "FINISH", 11, 9.0, 0.001)
    assert rows[1] == (6, 8, "met_parted", True, "10K", "20K", 3, 2.5, 0.0)


def test_every_kind_has_its_name() -> None:
    """The four words of the table are those of the kinds, in their order."""
    found = pairs_found(field_of([[NAN] * 2] * 2, [0, 5_000]), *({"kind": kind} for kind in range(4)))
    assert tuple(together_table(found)["kind"]) == KINDS
    assert KINDS == ("start_finish", "start_parted", "met_finish", "met_parted")


def test_a_race_without_a_pair_has_a_table_without_rows() -> None:
    """All columns are there, and empty."""
    table = together_table(find(field_of(alone_s(3, 2)), np.random.default_rng(1)))
    assert tuple(table) == COLUMNS
    assert all(len(column) == 0 for column in table.values())


def test_a_found_pair_comes_out_under_its_bibs() -> None:
    """From the clocks to the table: the two who ran together, from the mat where they met."""
    at_s = alone_s(300, 3)
    put_beside(at_s, 150, 40, [200, 100, 0, 0, 1, 0, 0, 0, 1, 0, 0])
    found = find(field_of(at_s, bibs=[str(1_000 - row) for row in range(300)]), np.random.default_rng(1))
    table = together_table(found)
    assert (table["bib_a"][0], table["bib_b"][0]) == (850, 960)
    assert (table["kind"][0], table["from_mat"][0], table["to_mat"][0]) == ("met_finish", "10K", "FINISH")
    assert table["shared_mats"][0] == 11 - K10
    assert {bib_of(found, row) for row in (150, 40)} == {"850", "960"}
