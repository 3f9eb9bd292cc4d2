"""Made-up fields: clocks at mats of runners who know nothing of each other, and of those put beside one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from alongside.together.field import NEVER, Bools, Field, Floats, Index
from alongside.together.find import Found

MATS = ("START", "5K", "10K", "15K", "20K", "HALF", "25K", "30K", "35K", "40K", "FINISH")
MATS_M = np.array([0, 5_000, 10_000, 15_000, 20_000, 21_097.5, 25_000, 30_000, 35_000, 40_000, 42_195.0])
START, K5, K10, K15, K20, HALF, K25, K30, K35, K40, FINISH = range(11)
GUN_S = 27_000.0
NAN = float("nan")


def alone_s(
    n: int, seed: int, *, over_s: float = 900.0, paces: float = 0.2, walk: float = 0.03, tick_s: float = 1.0
) -> Floats:
    """Return clocks of ``n`` runners who know nothing of each other, shape ``(n, 11)``, in tod_s.

    They start over ``over_s`` seconds; log pace differs by ``paces`` and walks by ``walk`` over 5 km.
    Clocks are told in ticks of ``tick_s``.
    """
    dice, stretch_m = np.random.default_rng(seed), np.diff(MATS_M)
    walked = walk * np.sqrt(stretch_m / 5_000) * dice.standard_t(6, (n, len(stretch_m)))
    pace = 0.36 * np.exp(paces * dice.standard_normal(n)[:, None] + np.cumsum(walked, axis=1))
    start_s = GUN_S + np.sort(dice.uniform(0, over_s, n))[:, None]
    at_s = np.concatenate([start_s, start_s + np.cumsum(pace * stretch_m, axis=1)], axis=1)
    return np.round(at_s / tick_s) * tick_s


def put_beside(at_s: Floats, one: int, other: int, gap_s: Sequence[float] | Floats) -> None:
    """Let ``other`` cross every mat so many seconds after ``one``."""
    at_s[other] = at_s[one] + np.asarray(gap_s)


def field_of(
    at_s: Floats | Sequence[Sequence[float]],
    along_m: Floats | Sequence[Any] = MATS_M,
    mats: Sequence[str] = MATS,
    *,
    bibs: Sequence[str] | None = None,
    distance: Sequence[int] | None = None,
    finished: Sequence[bool] | Bools | None = None,
    has_clock: bool = True,
) -> Field:
    """Return a field of clocks in tod_s (nan: not read).

    ``along_m`` is one row, or one for each distance. Unless told otherwise all run the first distance, bibs
    count from 1, and who was read at her finish finished.
    """
    clocks, roads_m = np.asarray(at_s, dtype=np.float64), np.atleast_2d(np.asarray(along_m, np.float64))
    n, known = len(clocks), np.isfinite(clocks)
    of = np.array(distance or [0] * n, dtype=np.int64)
    finish = roads_m.shape[1] - 1 - np.isfinite(roads_m)[:, ::-1].argmax(axis=1)
    return Field(
        bibs=tuple(bibs or (str(i + 1) for i in range(n))),
        distance=of,
        finished=np.array(known[np.arange(n), finish[of]] if finished is None else finished),
        mats=tuple(mats[: roads_m.shape[1]]),
        along_m=roads_m,
        at_ms=np.where(known, np.rint(np.where(known, clocks, 0.0) * 1000), NEVER).astype(np.int32),
        distances=("full", "half", "10K")[: len(roads_m)],
        has_clock=has_clock,
    )


def stretch_rows(*rows: tuple[int, int, int, int, int]) -> Floats:
    """Return stretches as the search has them, from (one, other, from mat, to mat, last shared mat)."""
    return np.array([(one, other, 5.0, 0.0, a, b, last, b - a + 1) for one, other, a, b, last in rows])


def pairs_found(field: Field, *rows: dict[str, Any]) -> Found:
    """Return pairs that were found, the strongest first; a row names what is not usual."""
    usual = {
        "one": 0, "other": 1, "kind": 0, "loose": False, "in_pack": False, "first": 0,
        "end": len(field.mats) - 1, "mats": len(field.mats), "log_odds": 5.0, "false_share": 0.0,
    }  # fmt: skip
    whole = [usual | row for row in rows]
    columns = {name: np.array([row[name] for row in whole], dtype=type(usual[name])) for name in usual}
    return Found(field=field, **columns)


def by_bibs(found: Found, least: float = 0.0) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Return (kind, from mat, to mat) of each pair of ``least`` log odds, by their bibs in order."""
    told = found.of(found.log_odds >= least)
    bibs = told.field.bibs
    stretches = zip(told.kind.tolist(), told.first.tolist(), told.end.tolist(), strict=True)
    pairs = (tuple(sorted((bibs[a], bibs[b]))) for a, b in zip(told.one, told.other, strict=True))
    return dict(zip(pairs, stretches, strict=True))  # type: ignore[arg-type]


def all_pairs(rows: Index | Sequence[int]) -> np.ndarray:
    """Return every pair of some rows, shape ``(pairs, 2)``, as the search takes them."""
    a, b = np.triu_indices(len(rows), 1)
    return np.ascontiguousarray(np.stack([np.asarray(rows)[a], np.asarray(rows)[b]], axis=1).astype(np.int32))
