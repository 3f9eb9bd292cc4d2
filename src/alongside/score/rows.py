"""The rows that scoring turns out; means over nothing are nan."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """One method at one moment of one race, for one group and one target.

    ``moment_at`` is km known (design ``prefix``) or seconds of the race's clock (``clock``). Of ``asked``
    runners ``n`` came and had an answer: over these are the mean absolute error of the median, its bias
    (positive: she came earlier than said), ``constant_mae_min`` of constant pace for the same runners,
    pinball and coverage. Brier scores are of the cutoffs at the finish, all runners and those at risk
    (``n_at_risk`` counts a runner once per cutoff), and of getting to the target at all where the file says
    who did not (``n_reach``).
    """

    race: str
    distance: str
    design: str
    moment: str
    moment_at: float
    group: str
    target: str
    target_km: float
    method: str
    asked: int
    n: int
    mae_min: float
    bias_min: float
    constant_mae_min: float
    pinball_min: float
    cover_50: float
    cover_80: float
    cover_95: float
    n_cutoffs: int
    brier: float
    n_at_risk: int
    brier_at_risk: float
    n_reach: int
    brier_reach: float
    said_reach: float
    came_reach: float


@dataclass(frozen=True)
class Reliability:
    """How often chances between ``low`` and ``high`` came true: said on average, and the share that did.

    ``what`` is ``reach`` (the finish at all) or ``cutoff`` (there in time, who dropped out counting as not
    there).
    """

    race: str
    distance: str
    design: str
    group: str
    method: str
    what: str
    low: float
    high: float
    n: int
    said: float
    came: float
