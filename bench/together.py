"""Who ran together: the sweep against sorting and DuckDB, the whole search against the time it is given."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from alongside.together import laws
from alongside.together.evidence import BATCH, Evidence
from alongside.together.field import NEVER, Field
from alongside.together.find import find
from alongside.together.kept import Kept
from bench.measure import Bench, Figure, Outcome, Skipped, costs, cpu_seconds, seconds, slower_by

NAME = "together"
RUNNERS, MANY = 48_000, 192_000
MATS_M = np.array([0, 5, 10, 15, 20, 21.0975, 25, 30, 35, 40, 42.195]) * 1000
WAVES_S, WAVE_TAKES_S = (0.0, 1800.0, 3900.0), 1500.0
MOST_SORTS, LEAST_DUCK, MOST_S, MOST_MANY_S, MOST_MB, MOST_ASKED = 2.0, 12.0, 1.0, 4.0, 100.0, 100.0
ABOUT = (
    "a made-up field of a city marathon: three waves, eleven mats, paces that wander. The sweep finds all "
    "pairs within 3 s at two mats in a row. Sorting is numpy's stable sort of each mat's times, once. DuckDB "
    "answers the same by a join on ranges, mat by mat, with one thread. The whole search is `find` with one "
    "round of decoys: what was to be expected of each, the sweep, scores, packs, kinds, error rates. "
    f"{MANY:,} runners run in the same hours, four times as dense. Processor time of one core."
)
Floats = NDArray[np.float64]


def run(bench: Bench) -> list[Outcome]:
    """Return the sweep beside sorting and DuckDB, the whole search at two sizes, memory, the live cost."""
    bench.step(f"made-up fields of {RUNNERS:,} and {MANY:,}")
    field, many = made_up(RUNNERS, 1), made_up(MANY, 4)
    evidence = Evidence.of(field)
    pairs = sweep(evidence)
    find(field, np.random.default_rng(1), 1)  # compiled once
    sorts = bench.interleaved(
        "sorting", lambda _: cpu_seconds(lambda: sweep(evidence)), lambda _: cpu_seconds(lambda: sort(field))
    )
    whole = [cpu_seconds(lambda: find(field, np.random.default_rng(1), 1)) for _ in range(5)]
    large = [cpu_seconds(lambda: find(many, np.random.default_rng(1), 1)) for _ in range(3)]
    enumerated = [cpu_seconds(lambda: sweep(evidence)) for _ in range(5)]
    took_s, many_s = float(np.median(whole)), float(np.median(large))
    what = "`find` with one round of decoys"
    return [
        _within(
            "Sweep, to sorting", f"`beside_at`, {pairs:,} pairs", "each mat's times sorted once",
            costs(sorts), MOST_SORTS, "times the time",
        ),
        _duck(bench, evidence, pairs),
        _within(
            f"Whole search, {RUNNERS:,} runners", what, "its sweep alone",
            tuple(one / two for one, two in zip(whole, enumerated, strict=True)),
            MOST_S, "times the time", took_s, "s",
        ),
        _within(
            f"Whole search, {MANY:,} runners", what, f"the same of {RUNNERS:,}",
            tuple(one / took_s for one in large), MOST_MANY_S, "times the time", many_s, "s",
        ),
        _memory(many),
        _live(field),
    ]  # fmt: skip


def made_up(runners: int, times: int) -> Field:
    """Return a field in which ``times`` fields of a city marathon run in the same hours."""
    rng = np.random.default_rng(times)
    wave = np.sort(rng.integers(0, len(WAVES_S), runners))
    start_s = 27_000 + np.array(WAVES_S)[wave] + rng.uniform(0, WAVE_TAKES_S, runners)
    pace = np.exp(rng.normal(np.log(0.33) + 0.12 * wave, 0.12, runners))
    walk = np.cumsum(rng.normal(0.01, 0.035, (runners, len(MATS_M) - 1)), axis=1)
    legs_s = np.diff(MATS_M) * pace[:, None] * np.exp(walk)
    at_s = np.concatenate([start_s[:, None], start_s[:, None] + np.cumsum(legs_s, axis=1)], axis=1)
    at_ms = (np.rint(at_s) * 1000).astype(np.int32)
    at_ms[rng.random(at_ms.shape) < 0.003] = NEVER
    return Field(
        bibs=tuple(map(str, range(runners))),
        distance=np.zeros(runners, dtype=np.int64),
        finished=np.ones(runners, dtype=np.bool_),
        mats=("START", *(f"{km:g}K" for km in MATS_M[1:] / 1000)),
        along_m=MATS_M[None, :],
        at_ms=at_ms,
        distances=("full",),
    )


def sweep(evidence: Evidence) -> int:
    """Return how many pairs the sweep finds."""
    room, found = np.empty((BATCH, 2), dtype=np.int32), 0
    for mat in range(len(MATS_M) - 1):
        first = 0
        while first < evidence.crossings[mat]:
            count, first = evidence.candidates(mat, first, 0, room)
            found += count
    return found


def sort(field: Field) -> None:
    """Sort each mat's times once."""
    for mat in range(field.at_ms.shape[1]):
        np.argsort(field.at_ms[:, mat], kind="stable")


def _within(
    name: str, of: str, against: str, ratios: tuple[float, ...], most: float, unit: str,
    figure: float | None = None, said: str = "times",
) -> Figure:  # fmt: skip
    """Return a ratio held to at most so much; ``figure`` is what is held where it is not the ratio."""
    held = float(np.median(ratios)) if figure is None else figure
    note = "" if figure is None else f"{figure:.2f} {said} here."
    return Figure(name, of, against, unit, ratios, f"at most {most:g} {said}", held <= most, note)


def _duck(bench: Bench, evidence: Evidence, pairs: int) -> Outcome:
    """Return how many times as long DuckDB's range join takes to find the same pairs."""
    try:
        import duckdb
    except ImportError:
        return Skipped("Sweep, to DuckDB", "DuckDB is not installed.")
    database = duckdb.connect()
    database.execute("SET threads = 1")
    columns = {f"mat_{mat}": pa.array(at_ms) for mat, at_ms in enumerate(evidence.by_mat)}
    database.register("given", pa.table({"who": np.arange(evidence.by_mat.shape[1]), **columns}))
    database.execute("CREATE TABLE field AS SELECT * FROM given")
    taken = bench.interleaved(
        "DuckDB", lambda _: seconds(lambda: sweep(evidence)), lambda _: seconds(lambda: join(database)), 3
    )
    return Figure(
        "Sweep, to DuckDB", f"`beside_at`, {pairs:,} pairs",
        f"DuckDB {duckdb.__version__}: a range join for each mat", "times as fast", slower_by(taken),
        f"at least {LEAST_DUCK:g} times", float(np.median(slower_by(taken))) >= LEAST_DUCK,
    )  # fmt: skip


def join(database: Any) -> int:
    """Return how many pairs DuckDB finds within 3 s at two mats in a row, mat by mat."""
    found = 0
    for mat in range(len(MATS_M) - 1):
        here, there = f"mat_{mat}", f"mat_{mat + 1}"
        query = f"""
            SELECT count(*) FROM field a JOIN field b
            ON b.{here} >= a.{here} AND b.{here} <= a.{here} + {laws.NEAR_MS}
            WHERE a.who <> b.who AND a.{here} > {NEVER} AND a.{there} > {NEVER} AND b.{there} > {NEVER}
            AND abs(CAST(a.{there} AS BIGINT) - b.{there}) <= {laws.NEAR_MS}
        """
        found += database.execute(query).fetchone()[0]
    return found


def _memory(field: Field) -> Figure:
    """Return what the whole search holds beyond the field, beside the field's own times."""
    tracemalloc.start()
    find(field, np.random.default_rng(1), 1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return _within(
        f"Memory, {len(field):,} runners", "the most that `find` holds at once, beyond the field",
        "the field's own times", (most / field.at_ms.nbytes,), MOST_MB, "times the size", most / 1e6, "MB",
    )  # fmt: skip


def _live(field: Field) -> Figure:
    """Return how many runners a read is held against while the field comes in minute by minute."""
    kept = Kept(replace(field, at_ms=np.full_like(field.at_ms, NEVER)))
    now, minute = np.full_like(field.at_ms, NEVER), field.at_ms // 60_000
    for at in np.unique(minute[field.at_ms != NEVER]).tolist():
        new = (minute == at) & (field.at_ms != NEVER)
        now[new] = field.at_ms[new]
        rows = np.flatnonzero(new.any(axis=1))
        kept.update(rows, now[rows])
    per_read = (kept.work.asked + kept.work.pairs) / kept.work.crossings
    return _within(
        "Live, comparisons per read", "runners asked and pairs worked out, over a whole day",
        "reads", (per_read,), MOST_ASKED, "per read", per_read, "a read",
    )  # fmt: skip
