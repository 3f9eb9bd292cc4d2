"""Many scores in one line: means over the moments of a race, and ratios to other methods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from alongside.score.line_up import FORECAST, OWN
from alongside.score.rows import Score

SHARES = tuple(
    km / 42.195 for km in (10, 20, 30, 35, 40)
)  # the prefixes that are told, as shares of the road
NEAR = 0.06  # a mat stands for one of them if it lies within this share: 2.5 km of a marathon
GROUPS = ("all", "slowest tenth", "overdue", "overdue, not missed")
NAN = float("nan")


@dataclass(frozen=True)
class Line:
    """One method on one distance of a race, for one design and group, at the finish.

    By prefix everything is the plain mean over the prefixes that are told (and ``x_constant``, ``x_own``
    the means of their ratios); by the clock it is over all pairs of runner and instant. ``n`` counts those
    pairs.
    """

    method: str
    n: int
    mae_min: float
    x_constant: float
    x_own: float
    pinball_min: float
    cover_50: float
    cover_80: float
    cover_95: float
    brier: float
    brier_at_risk: float
    n_at_risk: int
    brier_reach: float
    said_reach: float
    came_reach: float


def of(rows: Iterable[Score], **wanted: object) -> list[Score]:
    """Return the rows whose fields are as wanted."""
    return [row for row in rows if all(getattr(row, name) == value for name, value in wanted.items())]


def races_of(rows: Iterable[Score]) -> list[tuple[str, str]]:
    """Return the races and distances among the rows, in their order."""
    return list(dict.fromkeys((row.race, row.distance) for row in rows))


def prefixes(rows: Sequence[Score]) -> list[tuple[float, str]]:
    """Return km and name of the prefixes that are told: the mats near 10, 20, 30, 35, 40 km of a marathon."""
    moments = {row.moment_at: row.moment for row in rows if row.design == "prefix"}
    length_km = max((row.target_km for row in of(rows, target="finish")), default=NAN)
    nearest = {min(moments, key=partial(_off, length_km, share)) for share in SHARES if moments}
    kept = [km for km in nearest if abs(km / length_km - nearest_share(km / length_km)) <= NEAR]
    return [(km, moments[km]) for km in sorted(kept)]


def _off(length_km: float, share: float, km: float) -> float:
    return abs(km / length_km - share)


def nearest_share(share: float) -> float:
    """Return the one of :data:`SHARES` for which a prefix stands."""
    return min(SHARES, key=lambda told: abs(told - share))


def lines(rows: Sequence[Score], design: str, group: str) -> list[Line]:
    """Return a line per method of one distance of one race, in the order of the rows."""
    asked = of(rows, design=design, group=group, target="finish")
    if design == "prefix":
        kms = {km for km, _ in prefixes(rows)}
        asked = [row for row in asked if row.moment_at in kms]
    own = {row.moment_at: row.mae_min for row in of(asked, method=OWN)}
    by_method: dict[str, list[Score]] = defaultdict(list)
    for row in asked:
        by_method[row.method].append(row)
    return [_line(method, found, own, design) for method, found in by_method.items()]


def _line(method: str, rows: list[Score], own: dict[float, float], design: str) -> Line:
    n, at_risk = _weights(rows, "n", design), _weights(rows, "n_at_risk", design)
    cutoffs, reach = _weights(rows, "n_cutoffs", design), _weights(rows, "n_reach", design)
    ratios = np.array([row.mae_min / row.constant_mae_min for row in rows if row.constant_mae_min > 0])
    to_own = [row.mae_min / own[row.moment_at] for row in rows if own.get(row.moment_at, 0) > 0]
    mae_min = _mean(rows, "mae_min", n)
    by_sums = mae_min / _mean(rows, "constant_mae_min", n) if n.any() else NAN
    return Line(
        method=method,
        n=sum(row.n for row in rows),
        mae_min=mae_min,
        x_constant=_plain(ratios) if design == "prefix" else by_sums,
        x_own=_plain(np.array(to_own)) if method == FORECAST and design == "prefix" else NAN,
        pinball_min=_mean(rows, "pinball_min", n),
        cover_50=_mean(rows, "cover_50", n),
        cover_80=_mean(rows, "cover_80", n),
        cover_95=_mean(rows, "cover_95", n),
        brier=_mean(rows, "brier", cutoffs),
        brier_at_risk=_mean(rows, "brier_at_risk", at_risk),
        n_at_risk=sum(row.n_at_risk for row in rows),
        brier_reach=_mean(rows, "brier_reach", reach),
        said_reach=_mean(rows, "said_reach", reach),
        came_reach=_mean(rows, "came_reach", reach),
    )


def _weights(rows: list[Score], count: str, design: str) -> np.ndarray:
    """Runners by the clock, where instants have few or many; every prefix alike."""
    counts = np.array([getattr(row, count) for row in rows], dtype=np.float64)
    return np.minimum(counts, 1.0) if design == "prefix" else counts


def _mean(rows: list[Score], name: str, weights: np.ndarray) -> float:
    values = np.array([getattr(row, name) for row in rows], dtype=np.float64)
    good = np.isfinite(values) & (weights > 0)
    return float(np.average(values[good], weights=weights[good])) if good.any() else NAN


def _plain(values: np.ndarray) -> float:
    good = values[np.isfinite(values)]
    return float(good.mean()) if len(good) else NAN
