"""The table of a forecast: a row for everybody still out and every mat that lies ahead of her."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from alongside.forecast.arrivals import Arrivals
from alongside.forecast.asked import Asked
from alongside.forecast.known import Known, Track
from alongside.forecast.past import Floats
from alongside.forecast.past_columns import Bools

LEVELS = {"q025": 0.025, "q10": 0.1, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q90": 0.9, "q975": 0.975}
TITLES = ("bib", "mat", "km", *LEVELS, "p_reach", "p_by")
Rows = dict[str, NDArray[Any]]


class Forecasts(Protocol):
    """What answers for one distance, such as a ``Forecaster``."""

    def arrivals(self, known: Known) -> Arrivals:
        """Return the arrivals of everybody at every place."""


def arrival_table(
    asked: Sequence[Asked], forecaster: Callable[[Asked], Forecasts], by_s: float | None = None
) -> Rows:
    """Return the table by columns, sorted by runner (as the race has them) and km.

    The quantiles are ``tod_s`` of her arrival, given that she gets there; ``p_reach`` is the chance that she
    does, ``p_by`` that she does by ``by_s`` (nan without one). Bibs are numbers where all of the race are.
    """
    parts = [_rows(one, forecaster(one), by_s) for one in asked if len(one)]
    if not parts:
        return {title: np.empty(0, dtype=np.str_ if title in ("bib", "mat") else float) for title in TITLES}
    rows = {title: np.concatenate([part[title] for part in parts]) for title in parts[0]}
    if asked[0].numbered:
        rows["bib"] = rows["bib"].astype(np.int64)
    order = np.lexsort((rows["km"], rows.pop("order")))
    return {title: rows[title][order] for title in TITLES}


def ahead_of(known: Known, track: Track) -> Bools:
    """Return which mats lie beyond the furthest that each runner was read at, shape ``(n, mats)``."""
    furthest_m = np.where(np.isfinite(known.at_s), track.mats_m, 0.0).max(axis=1, initial=0.0)
    return np.asarray(track.mats_m > furthest_m[:, None])


def _rows(one: Asked, forecaster: Forecasts, by_s: float | None) -> Rows:
    arrivals = forecaster.arrivals(one.known)
    who, place = np.nonzero(ahead_of(one.known, one.track))
    levels: Floats = np.round(arrivals.quantiles_s(list(LEVELS.values()))[who, place], 2)
    deadline_s = np.full(len(one.mats), np.nan if by_s is None else by_s)
    by = np.full(len(who), np.nan) if by_s is None else arrivals.before(deadline_s)[who, place]
    return {
        "order": one.order[who],
        "bib": np.array(one.bibs, dtype=np.str_)[who],
        "mat": np.array(one.mats, dtype=np.str_)[place],
        "km": one.km[place],
        **{title: levels[:, i] for i, title in enumerate(LEVELS)},
        "p_reach": np.round(arrivals.reach[who, place], 6),
        "p_by": np.round(by, 6),
    }
