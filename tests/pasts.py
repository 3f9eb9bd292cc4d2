"""A made-up past race as arrays: a field that fades, drops out and is missed by mats, on any mats."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from alongside.forecast.past import MAN, UNKNOWN, WOMAN, Past

MARATHON_M = (
    5_000.0,
    10_000.0,
    15_000.0,
    20_000.0,
    21_097.5,
    25_000.0,
    30_000.0,
    35_000.0,
    40_000.0,
    42_195.0,
)
GUN_S = 27_000.0  # 07:30
WAVE_S = 900.0  # between two guns


def made_up_past(
    n: int,
    mats_m: Sequence[float] = MARATHON_M,
    seed: int = 1,
    *,
    dropouts: float = 0.04,
    missing: float = 0.02,
    estimated: float = 0.0,
    waves: int = 3,
    day: float = 0.0,
    race: str = "made-up",
) -> Past:
    """Return ``n`` runners on mats at ``mats_m`` metres (ascending, the last one the finish).

    Of them the share ``dropouts`` stops on the way, the slow ones three times as often; mats before the
    finish miss the share ``missing`` of passings, and ``estimated`` of those there are were worked out.
    ``day`` is how much slower (log pace) this day makes the end of the course. Times are whole seconds.
    """
    dice, m = np.random.default_rng(seed), np.asarray(mats_m, dtype=np.float64)
    ability = 0.22 * dice.standard_normal(n) + 0.10 * dice.standard_exponential(n)
    at_s, start_s, group = _run(dice, m, ability, waves, day)
    stops_m = _stops(dice, m[-1], ability, dropouts)
    gone = m[None, :] > stops_m[:, None]
    missed = dice.random(at_s.shape) < missing
    missed[:, -1] = False
    at_s[gone | missed] = np.nan
    guessed = (dice.random(at_s.shape) < estimated) & np.isfinite(at_s)
    guessed[:, -1] = False
    return Past(
        race=race,
        distance="full",
        mats=(*(f"{metres / 1000:g}K" for metres in m[:-1]), "FINISH"),
        mats_m=m,
        bibs=tuple(str(i + 1) for i in range(n)),
        start_s=start_s,
        at_s=at_s,
        estimated=guessed,
        status=np.where(np.isfinite(stops_m), "dnf", "finished"),
        gender=dice.choice(np.array([WOMAN, MAN, UNKNOWN], dtype=np.int8), n, p=[0.45, 0.5, 0.05]),
        group=group,
    )


def _run(
    dice: np.random.Generator, m: np.ndarray, ability: np.ndarray, waves: int, day: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return everybody's passings, start and wave: the slower start later, and fade more."""
    n = len(ability)
    rank = np.argsort(np.argsort(ability + 0.1 * dice.standard_normal(n)))
    group = (rank * waves // max(n, 1)).astype(np.int64)
    start_s = np.round(GUN_S + WAVE_S * group + 240 * dice.random(n))
    done = (m + np.concatenate([[0.0], m[:-1]])) / 2 / m[-1]
    fade = np.maximum(0.0, 0.12 + 0.25 * ability + 0.12 * dice.standard_normal(n))
    s_per_m = 0.36 * (m[-1] / 42_195.0) ** 0.07
    pace = s_per_m * np.exp(ability[:, None] + np.outer(fade, done**2) + day * done)
    pace *= np.exp(0.03 * dice.standard_normal((n, len(m))))
    run_s = np.cumsum(pace * np.diff(m, prepend=0.0), axis=1)
    return np.round(start_s[:, None] + run_s), start_s, group


def _stops(dice: np.random.Generator, length_m: float, ability: np.ndarray, share: float) -> np.ndarray:
    """Return where each one stops for good, in metres, infinite for who finishes."""
    weight = np.where(ability > np.quantile(ability, 0.8), 3.0, 1.0) if len(ability) else ability
    stops = dice.random(len(ability)) < share * weight / max(weight.mean() if len(weight) else 1.0, 1e-9)
    return np.where(stops, length_m * np.sqrt(dice.random(len(ability))), np.inf)


GENDER = {WOMAN: "F", MAN: "M", UNKNOWN: None}


def pair_tables(past: Past) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return a past race as the columns of its two tables, in the order of the recorded ones."""
    rows, columns = np.nonzero(np.isfinite(past.at_s))
    at_s = past.at_s[rows, columns]
    net_s = at_s - past.start_s[rows]
    runners: dict[str, list[Any]] = {
        "race": [past.race] * len(past),
        "bib": [int(bib) for bib in past.bibs],
        "wave": [str(group + 1) for group in past.group],
        "start_tod_s": [None if np.isnan(s) else int(s) for s in past.start_s],
        "gender": [GENDER[int(code)] for code in past.gender],
        "event": [past.distance] * len(past),
        "status": past.status.tolist(),
        "finish_s": [None if np.isnan(s) else int(s) for s in past.at_s[:, -1] - past.start_s],
        "last_mat": [past.mats[int(i)] for i in _last(past.at_s)],
    }
    splits: dict[str, list[Any]] = {
        "race": [past.race] * len(rows),
        "bib": [int(past.bibs[row]) for row in rows],
        "mat": [past.mats[column] for column in columns],
        "mat_seq": columns.tolist(),
        "km": (past.mats_m[columns] / 1000).tolist(),
        "elapsed_s": [None if np.isnan(s) else int(s) for s in net_s],
        "tod_s": at_s.astype(int).tolist(),
        "estimated": past.estimated[rows, columns].tolist(),
    }
    return runners, splits


def _last(at_s: np.ndarray) -> np.ndarray:
    """Return the last mat that read each one (the first where none did: nobody may look at this column)."""
    seen = np.isfinite(at_s)
    return np.where(seen.any(axis=1), at_s.shape[1] - 1 - seen[:, ::-1].argmax(axis=1), 0)


def write_pair(stem: Path, runners: dict[str, list[Any]], splits: dict[str, list[Any]]) -> Path:
    """Write two tables as a parquet pair; return its path without the endings."""
    pq.write_table(pa.table(runners), f"{stem}.runners.parquet")
    pq.write_table(pa.table(splits), f"{stem}.splits.parquet")
    return stem
