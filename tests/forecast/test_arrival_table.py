"""The table of a forecast, on made-up races and the prior that is shipped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from alongside.forecast.arrival_table import LEVELS, TITLES, Rows, arrival_table
from alongside.forecast.asked import Asked
from alongside.forecast.forecaster import Forecaster
from alongside.forecast.known import Known, Track
from alongside.forecast.past import Past
from alongside.forecast.shipped import shipped
from pasts import MARATHON_M, made_up_past

NOW_S = 38_000.0


def asked_of(past: Past, now_s: float = NOW_S, numbered: bool = True) -> Asked:
    """Return everybody of a past race who is out at a time."""
    start_s, at_s = past.known(now_s)
    out = np.flatnonzero(np.isfinite(start_s) & np.isnan(at_s[:, -1]))
    track = Track(past.length_m, past.mats_m, past.mats_m)
    bibs = tuple(past.bibs[i] for i in out)
    known = Known(now_s, start_s[out], at_s[out], gender=past.gender[out], group=past.group[out])
    return Asked(past.distance, past.mats, past.mats_m / 1000, track, bibs, out, known, known, numbered)


def table(*asked: Asked, by_s: float | None = None) -> Rows:
    """Return the table by the shipped prior."""
    return arrival_table(asked, lambda one: Forecaster(shipped(), one.track), by_s)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The table of a made-up marathon, with a time to be there by."""
    return table(asked_of(made_up_past(500, seed=4, dropouts=0.1)), by_s=45_000.0)


def test_a_row_for_everybody_out_and_every_mat_beyond_her_last(rows: Rows) -> None:
    """Those who missed a mat have no row for it; nobody who has finished has any."""
    past = made_up_past(500, seed=4, dropouts=0.1)
    _, at_s = past.known(NOW_S)
    asked = asked_of(past)
    expected = [
        (int(past.bibs[i]), past.mats[j])
        for i in asked.order
        for j in range(np.flatnonzero(np.isfinite(at_s[i])).max(initial=-1) + 1, len(past.mats))
    ]
    assert list(zip(rows["bib"].tolist(), rows["mat"].tolist(), strict=True)) == expected


def test_arrivals_are_ordered_and_none_is_in_the_past(rows: Rows) -> None:
    """Quantiles rise, begin at now or later, and no chance leaves 0 to 1; nothing is unknown."""
    quantiles = np.stack([rows[title] for title in LEVELS], axis=1)
    assert tuple(rows) == TITLES
    assert np.isfinite(quantiles).all() and quantiles.min() >= NOW_S
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert ((rows["p_by"] >= 0) & (rows["p_by"] <= rows["p_reach"]) & (rows["p_reach"] <= 1)).all()


def test_p_by_is_the_chance_of_getting_there_and_by_then(rows: Rows) -> None:
    """Who is certain to be there by then has p_by = p_reach, who cannot be has none."""
    sure, never = rows["q975"] < 44_000, rows["q025"] > 47_000
    assert sure.any() and never.any()
    assert (rows["p_by"][sure] >= 0.97 * rows["p_reach"][sure] - 1e-5).all()
    assert (rows["p_by"][never] < 0.03).all()


def test_without_a_time_to_be_there_by_there_is_no_such_chance() -> None:
    """p_by is nan, to be written as null."""
    assert np.isnan(table(asked_of(made_up_past(30)))["p_by"]).all()


def test_several_distances_stand_in_the_order_of_the_runners() -> None:
    """Rows are sorted by runner as the race has them, then by km, whichever distance she runs."""
    full, half = (asked_of(made_up_past(40, mats), 31_000.0) for mats in (MARATHON_M, MARATHON_M[:5]))
    full = replace(full, order=2 * full.order)
    half = replace(half, order=2 * half.order + 1, bibs=tuple(f"{1000 + int(bib)}" for bib in half.bibs))
    place = dict(zip((*full.bibs, *half.bibs), (*full.order, *half.order), strict=True))
    mixed = table(full, half)
    found = [(place[str(bib)], km) for bib, km in zip(mixed["bib"], mixed["km"], strict=True)]
    assert found == sorted(found)
    assert len({who for who, _ in found}) == len(place)


def test_bibs_are_texts_where_some_are() -> None:
    """A race with letters on its bibs has texts in its table, one with numbers alone has numbers."""
    past = made_up_past(5)
    assert table(asked_of(past, numbered=False))["bib"].dtype.kind == "U"
    assert table(asked_of(past))["bib"].dtype.kind == "i"


def test_nobody_out_makes_a_table_without_rows() -> None:
    """Before the start and after the last finish the table has its columns and nothing in them."""
    empty = table(asked_of(made_up_past(20), 3600.0))
    assert tuple(empty) == TITLES
    assert {len(column) for column in empty.values()} == {0}
